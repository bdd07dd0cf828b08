"""Writes verdicts beside the rows that they are about; extracted values are never overwritten.

A verdict that no longer matches, because words or number have changed, becomes a problem (``stale_verdict``); so does
one that another analyst contradicts (``disputed_verdict``). Neither is applied.
"""

from collections.abc import Iterable, Mapping

from pipeline.annotations.file import Verdict
from pipeline.annotations.match import (
    OWN_PROBLEMS,
    SURFACES,
    Row,
    Rows,
    Stale,
    fits,
    match_verdicts,
    spans_of_figures,
)
from pipeline.annotations.witnesses import judge_indicators
from pipeline.model import Problem
from pipeline.rulebook import severity_of


def apply_verdicts(rows: Rows, verdicts: Iterable[Verdict]) -> Rows:
    """Adds analysts' verdicts to the rows of one document.

    Figures and cells get a ``verdict``: whether the row now agrees with the analyst, so that a wrong figure that has
    been mended since counts as right. ``indicators`` gets the resulting witnesses, ``panel_status`` the changes of the
    panel's numbers, and ``problems`` the verdicts that do not apply. Earlier verdicts are removed from the rows first.
    """
    if not rows.get("documents"):
        return rows
    document = rows["documents"][0]
    on_document = [verdict for verdict in verdicts if verdict.document_id == document["document_id"]]
    matched = match_verdicts(rows, on_document)
    spans = spans_of_figures(rows)
    judged = {
        table: [
            row | _verdict_of(row, matched.rows.get((kind, row[f"{kind}_id"]), ()), spans)
            for row in rows.get(table, ())
        ]
        for kind, (table, _) in SURFACES.items()
    }
    indicators, statuses, unfit = judge_indicators(rows, matched)
    problems = [row for row in rows.get("problems", ()) if row["problem"] not in OWN_PROBLEMS]
    problems += [_problem_row(document, unapplied) for unapplied in (*matched.stale, *unfit)]
    return {
        **rows,
        **judged,
        "indicators": indicators,
        "panel_status": statuses,
        "documents": [document | {"problems": len(problems)}],
        "problems": problems,
    }


def _verdict_of(row: Row, verdicts: Iterable[Verdict], spans: Mapping[int, str]) -> Row:
    verdict = next(iter(verdicts), None)
    if verdict is None:
        return {"verdict": None, "verdict_value": None, "verdict_other": None}
    return {
        "verdict": "right" if fits(row, verdict, spans) else "wrong",
        "verdict_value": None if verdict.value is None else float(verdict.value),
        "verdict_other": ";".join(f"{name}={stated}" for name, stated in verdict.named()) or None,
    }


def _problem_row(document: Row, stale: Stale) -> Row:
    verdict = stale.verdict
    on = verdict.indicator or verdict.surface
    problem = Problem(
        stale.code,
        verdict.start,
        verdict.end,
        verdict=verdict.verdict,
        who=verdict.who,
        surface=repr(on),
        reason=stale.reason,
    )
    return {
        "document_id": document["document_id"],
        "source": document["source"],
        "problem": stale.code,
        "severity": severity_of(stale.code),
        "message": problem.message,
        "message_zh": problem.message_zh,
        "start": verdict.start,
        "end": verdict.end,
        "fingerprint": None,
    }
