"""Finds what each verdict is about (a figure, a cell, words or an indicator), or why it no longer applies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from pipeline.annotations.faults import NONE, read_span
from pipeline.annotations.file import Verdict
from pipeline.i18n import Message, show

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
# A span in a document's text: start and end.
Stretch = tuple[int, int]

# The table for each kind of verdict, and its column with the printed words.
SURFACES = {"figure": ("figures", "surface"), "cell": ("cells", "raw")}
STALE, DISPUTED = "stale_verdict", "disputed_verdict"
OWN_PROBLEMS = (STALE, DISPUTED)
CONTRADICTED = Message("contradicted")


class Stale(Struct, frozen=True, gc=False):
    """A verdict that is not applied, and the reason."""

    verdict: Verdict
    code: str
    reason: Message


class Matched(Struct, frozen=True, gc=False):
    """The verdicts of a document by what they are about: a row (kind and id), a span, an indicator (code)."""

    rows: Mapping[tuple[str, int], tuple[Verdict, ...]]
    missing: Mapping[Stretch, tuple[Verdict, ...]]
    indicators: Mapping[str, tuple[Verdict, ...]]
    stale: tuple[Stale, ...] = ()


def match_verdicts(rows: Rows, verdicts: Sequence[Verdict]) -> Matched:
    """Matches the verdicts on a document to their objects, and finds those that match nothing or disagree."""
    text = rows["documents"][0]["text"]
    figures = {(row["start"], row["end"]): row["figure_id"] for row in rows.get("figures", ())}
    by_kind = {kind: _group_by_span(rows.get(table, ()), kind) for kind, (table, _) in SURFACES.items()}
    spans = spans_of_figures(rows)
    found: defaultdict[tuple[str, Any], list[Verdict]] = defaultdict(list)
    stale: list[Stale] = []
    for verdict in verdicts:
        if verdict.kind == "indicator":
            found["indicator", verdict.indicator].append(verdict)
            continue
        judged: list[Row] = []
        reason: Message | None = None
        if verdict.kind == "missing":
            if show(text[verdict.start : verdict.end]) != show(verdict.surface):
                reason = Message("words_changed")
        else:
            reason, judged = _find_rows(by_kind[verdict.kind], verdict, spans)
        reason = reason or _doubt_whole(verdict, figures, rows)
        if reason:
            stale.append(Stale(verdict, STALE, reason))
        elif verdict.kind == "missing":
            found["missing", (verdict.start, verdict.end)].append(verdict)
        for row in judged if not reason else ():
            found[verdict.kind, row[f"{verdict.kind}_id"]].append(verdict)
    agreed = {key: tuple(group) for key, group in found.items() if agree(group)}
    stale += (
        Stale(verdict, DISPUTED, CONTRADICTED) for group in found.values() if not agree(group) for verdict in group
    )
    return Matched(
        {(kind, key): group for (kind, key), group in agreed.items() if kind in SURFACES},
        {key: group for (kind, key), group in agreed.items() if kind == "missing"},
        {key: group for (kind, key), group in agreed.items() if kind == "indicator"},
        tuple(dict.fromkeys(stale)),
    )


def agree(verdicts: Iterable[Verdict]) -> bool:
    """Whether verdicts on one thing state the same."""
    return len({verdict.says() for verdict in verdicts}) == 1


def spans_of_figures(rows: Rows) -> Mapping[int, str]:
    """The span of each figure of a document by its id, written as a verdict names a whole."""
    return {row["figure_id"]: f"{row['start']}-{row['end']}" for row in rows.get("figures", ())}


def fits(row: Row, verdict: Verdict, spans: Mapping[int, str]) -> bool:
    """Whether a row has everything that a verdict states as right; columns that the row lacks are not compared."""
    named = dict(verdict.named())
    if verdict.verdict == "wrong" and verdict.value is None and not named:
        return False
    if (verdict.verdict == "right" or verdict.value is not None) and not is_number(row["value"], verdict):
        return False
    compared = [_agrees(row, name, agrees, spans) for name, agrees in named.items()]
    return all(agrees is not False for agrees in compared) and (verdict.value is not None or None not in compared)


def is_number(value: float | None, verdict: Verdict) -> bool:
    """Whether a number is the one that a verdict gives."""
    return value == (None if verdict.value is None else float(verdict.value))


def _agrees(row: Row, name: str, stated: str, spans: Mapping[int, str]) -> bool | None:
    """Whether a column of a row agrees with a verdict; null if the row has no such column."""
    if name == "whole":
        wholes = {spans.get(row[key], NONE) if row[key] is not None else NONE for key in ("parent_id", "of_id")}
        return wholes == {NONE} if stated == NONE else stated in wholes
    column = "kind" if name == "figure_kind" else name
    if column not in row:
        return None
    return stated == (NONE if row[column] is None else str(row[column]))


def _group_by_span(rows: Iterable[Row], kind: str) -> dict[object, list[Row]]:
    """The rows by their span in the text, or by their id if they have none."""
    groups: defaultdict[object, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[f"{kind}_id"] if row["start"] is None else (row["start"], row["end"])].append(row)
    return groups


def _find_rows(
    rows_by_span: Mapping[object, list[Row]], verdict: Verdict, spans: Mapping[int, str]
) -> tuple[Message | None, list[Row]]:
    """The rows that a verdict is about (all figures of its words), or the reason why it matches none."""
    key = verdict.cell_id if verdict.start is None else (verdict.start, verdict.end)
    surface = SURFACES[verdict.kind][1]
    rows = rows_by_span.get(key, [])
    if verdict.kind == "cell" and len(rows) > 1:  # blank cells have no width, so they may share a span
        rows = [row for row in rows if row["cell_id"] == verdict.cell_id]
    if not rows:
        return Message("no_figure" if verdict.kind == "figure" else "no_cell"), []
    if any(show(row[surface]) != show(verdict.surface) for row in rows):
        return Message("words_changed"), []
    if verdict.verdict == "right" and not any(is_number(row["value"], verdict) for row in rows):
        return Message("other_number"), []
    if verdict.verdict == "right" and not any(fits(row, verdict, spans) for row in rows):
        return Message("other_reading"), []
    return None, rows


def _doubt_whole(verdict: Verdict, figures: Mapping[Stretch, int], rows: Rows) -> Message | None:
    """Why a figure cannot be the whole of another: it does not exist, or is a part of that one."""
    span = read_span(verdict.whole)
    if span is None:
        return None
    if span not in figures:
        return Message("no_whole")
    part = {figures.get((verdict.start or 0, verdict.end or 0))}
    return Message("whole_is_part") if part & {*_wholes(figures[span], rows["figures"])} else None


def _wholes(figure_id: int, figures: Sequence[Row]) -> Iterator[int]:
    """A figure and its wholes, from the inside out."""
    seen: set[int] = set()
    at: int | None = figure_id
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = figures[at]["parent_id"]
