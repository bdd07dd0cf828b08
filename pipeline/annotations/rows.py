"""Lays verdicts beside the rows that they are about, never over what was extracted.

A verdict that no longer fits, because other words or another number stand in its place, is a problem row
(``stale_verdict``); so is one that another analyst contradicts (``disputed_verdict``). Neither is applied.
"""

from collections.abc import Iterable, Mapping

from pipeline.annotations.file import Verdict
from pipeline.annotations.match import DISPUTED, STALE, SURFACES, Row, Rows, Stale, fits, match_verdicts, place_figures
from pipeline.annotations.witnesses import judge_indicators
from pipeline.model import Problem
from pipeline.rulebook import severity_of

OWN_PROBLEMS = (STALE, DISPUTED)


def apply_verdicts(rows: Rows, verdicts: Iterable[Verdict]) -> Rows:
    """The rows of one document with what analysts say of them.

    Figures and cells have ``verdict``, which says whether the row is as the analyst says is right, so that a figure
    that was wrong, and is read rightly since, is right; ``indicators`` has the witnesses that follow, ``panel_status``
    what becomes of the panel's numbers, and ``problems`` the verdicts that are left. What verdicts left in the rows
    before is taken away first.
    """
    if not rows.get("documents"):
        return rows
    document = rows["documents"][0]
    own = [verdict for verdict in verdicts if verdict.document_id == document["document_id"]]
    matched = match_verdicts(rows, own)
    places = place_figures(rows)
    judged = {
        table: [
            row | _verdict_of(row, matched.rows.get((kind, row[f"{kind}_id"]), ()), places)
            for row in rows.get(table, ())
        ]
        for kind, (table, _) in SURFACES.items()
    }
    indicators, statuses, unfit = judge_indicators(rows, matched)
    problems = [row for row in rows.get("problems", ()) if row["problem"] not in OWN_PROBLEMS]
    problems += [_problem_row(document, one) for one in (*matched.stale, *unfit)]
    return {
        **rows,
        **judged,
        "indicators": indicators,
        "panel_status": statuses,
        "documents": [document | {"problems": len(problems)}],
        "problems": problems,
    }


def _verdict_of(row: Row, verdicts: Iterable[Verdict], places: Mapping[int, str]) -> Row:
    verdict = next(iter(verdicts), None)
    if verdict is None:
        return {"verdict": None, "verdict_value": None, "verdict_other": None}
    return {
        "verdict": "right" if fits(row, verdict, places) else "wrong",
        "verdict_value": None if verdict.value is None else float(verdict.value),
        "verdict_other": ";".join(f"{name}={said}" for name, said in verdict.named()) or None,
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
