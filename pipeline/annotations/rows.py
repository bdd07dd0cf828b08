"""Lays verdicts beside the rows that they are about, never over what was extracted.

A verdict that no longer fits, because other words or another number stand in its place, is a problem row
(``stale_verdict``); so is one that another analyst contradicts (``disputed_verdict``). Neither is applied.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.annotations.file import Verdict
from pipeline.i18n import show
from pipeline.rulebook import severity_of

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]

# The words of a row, and the table that its verdicts are about.
SURFACES = {"figure": ("figures", "surface"), "cell": ("cells", "raw")}
OWN_PROBLEMS = ("stale_verdict", "disputed_verdict")


@dataclass(frozen=True, slots=True)
class Stale:
    """A verdict that is not applied, and why."""

    verdict: Verdict
    code: str
    reason: str


def apply_verdicts(rows: Rows, verdicts: Iterable[Verdict]) -> Rows:
    """The rows of one document with ``verdict`` and ``verdict_value`` in figures and cells, and problems of those left.

    ``verdict`` says whether the row's value is what the analyst says is right, so that a figure that was wrong, and
    is read rightly since, is right. What verdicts left in the rows before is taken away first.
    """
    if not rows.get("documents"):
        return rows
    document = rows["documents"][0]
    own = [verdict for verdict in verdicts if verdict.document_id == document["document_id"]]
    matched, stale = match_verdicts(rows, own)
    judged = {
        table: [row | _verdict_of(row, matched.get((kind, row[f"{kind}_id"]))) for row in rows.get(table, ())]
        for kind, (table, _) in SURFACES.items()
    }
    problems = [row for row in rows.get("problems", ()) if row["problem"] not in OWN_PROBLEMS]
    problems += [_problem_row(document, one) for one in stale]
    return {**rows, **judged, "documents": [document | {"problems": len(problems)}], "problems": problems}


def match_verdicts(rows: Rows, verdicts: Sequence[Verdict]) -> tuple[dict[tuple[str, int], Verdict], tuple[Stale, ...]]:
    """The verdict on each figure and cell, by kind and id, and the verdicts that fit none."""
    text = rows["documents"][0]["text"]
    found: defaultdict[tuple[str, int], list[Verdict]] = defaultdict(list)
    stale: list[Stale] = []
    places = {kind: _by_place(rows.get(table, ()), kind) for kind, (table, _) in SURFACES.items()}
    for verdict in verdicts:
        if verdict.kind == "missing":
            if show(text[verdict.start : verdict.end]) != show(verdict.surface):
                stale.append(Stale(verdict, "stale_verdict", "other words stand there"))
            continue
        reason, judged = _find_rows(places[verdict.kind], verdict)
        if reason:
            stale.append(Stale(verdict, "stale_verdict", reason))
        for row in judged:
            found[verdict.kind, row[f"{verdict.kind}_id"]].append(verdict)
    matched: dict[tuple[str, int], Verdict] = {}
    for key, several in found.items():
        if len({(verdict.verdict, verdict.value) for verdict in several}) == 1:
            matched[key] = several[0]
        else:
            stale += (Stale(verdict, "disputed_verdict", "another analyst says otherwise") for verdict in several)
    return matched, tuple(dict.fromkeys(stale))


def _by_place(rows: Iterable[Row], kind: str) -> dict[object, list[Row]]:
    """The rows by their place in the text, and by their id where they have none."""
    places: defaultdict[object, list[Row]] = defaultdict(list)
    for row in rows:
        places[row[f"{kind}_id"] if row["start"] is None else (row["start"], row["end"])].append(row)
    return places


def _find_rows(places: Mapping[object, list[Row]], verdict: Verdict) -> tuple[str | None, list[Row]]:
    """The rows that a verdict is about: all the figures of its words; or the reason why it fits none."""
    place = verdict.cell_id if verdict.start is None else (verdict.start, verdict.end)
    surface = SURFACES[verdict.kind][1]
    rows = places.get(place, [])
    if verdict.kind == "cell" and len(rows) > 1:  # blank cells have no width, and may share a place
        rows = [row for row in rows if row["cell_id"] == verdict.cell_id]
    if not rows:
        return f"no {verdict.kind} is there", []
    if any(show(row[surface]) != show(verdict.surface) for row in rows):
        return "other words stand there", []
    if verdict.verdict == "right" and not any(_is_same(row, verdict) for row in rows):
        return "it was right of another number", []
    return None, rows


def _is_same(row: Row, verdict: Verdict) -> bool:
    return bool(row["value"] == (None if verdict.value is None else float(verdict.value)))


def _verdict_of(row: Row, verdict: Verdict | None) -> Row:
    if verdict is None:
        return {"verdict": None, "verdict_value": None}
    if verdict.verdict == "wrong" and verdict.value is None:
        return {"verdict": "wrong", "verdict_value": None}
    value = None if verdict.value is None else float(verdict.value)
    return {"verdict": "right" if _is_same(row, verdict) else "wrong", "verdict_value": value}


def _problem_row(document: Row, stale: Stale) -> Row:
    verdict = stale.verdict
    message = f"The verdict {verdict.verdict} of {verdict.who} on {verdict.surface!r} is not applied: {stale.reason}."
    return {
        "document_id": document["document_id"],
        "source": document["source"],
        "problem": stale.code,
        "severity": severity_of(stale.code),
        "message": message,
        "start": verdict.start,
        "end": verdict.end,
        "fingerprint": None,
    }
