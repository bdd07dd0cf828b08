"""Finds what each verdict is on: a figure, a cell, words that state one, an indicator; or why it fits nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from pipeline.annotations.faults import NONE, read_stretch
from pipeline.annotations.file import Verdict
from pipeline.i18n import show

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
# A place in a document's text.
Stretch = tuple[int, int]

# The words of a row, and the table that its verdicts are about.
SURFACES = {"figure": ("figures", "surface"), "cell": ("cells", "raw")}
STALE, DISPUTED = "stale_verdict", "disputed_verdict"
CONTRADICTED = "another analyst says otherwise"


class Stale(Struct, frozen=True):
    """A verdict that is not applied, and why."""

    verdict: Verdict
    code: str
    reason: str


class Matched(Struct, frozen=True):
    """The verdicts of a document by what they are on: a row by kind and id, a place in the text, an indicator by code.

    Of several on one thing all say the same.
    """

    rows: Mapping[tuple[str, int], tuple[Verdict, ...]]
    missing: Mapping[Stretch, tuple[Verdict, ...]]
    indicators: Mapping[str, tuple[Verdict, ...]]
    stale: tuple[Stale, ...] = ()


def match_verdicts(rows: Rows, verdicts: Sequence[Verdict]) -> Matched:
    """What the verdicts on a document are on, and those that fit nothing or contradict each other."""
    text = rows["documents"][0]["text"]
    figures = {(row["start"], row["end"]): row["figure_id"] for row in rows.get("figures", ())}
    by_kind = {kind: _by_place(rows.get(table, ()), kind) for kind, (table, _) in SURFACES.items()}
    places = place_figures(rows)
    found: defaultdict[tuple[str, Any], list[Verdict]] = defaultdict(list)
    stale: list[Stale] = []
    for verdict in verdicts:
        if verdict.kind == "indicator":
            found["indicator", verdict.indicator].append(verdict)
            continue
        judged: list[Row] = []
        reason: str | None = None
        if verdict.kind == "missing":
            if show(text[verdict.start : verdict.end]) != show(verdict.surface):
                reason = "other words stand there"
        else:
            reason, judged = _find_rows(by_kind[verdict.kind], verdict, places)
        reason = reason or _doubt_whole(verdict, figures, rows)
        if reason:
            stale.append(Stale(verdict, STALE, reason))
        elif verdict.kind == "missing":
            found["missing", (verdict.start, verdict.end)].append(verdict)
        for row in judged if not reason else ():
            found[verdict.kind, row[f"{verdict.kind}_id"]].append(verdict)
    agreed = {key: tuple(several) for key, several in found.items() if agree(several)}
    stale += (Stale(one, DISPUTED, CONTRADICTED) for several in found.values() if not agree(several) for one in several)
    return Matched(
        {(kind, key): said for (kind, key), said in agreed.items() if kind in SURFACES},
        {key: said for (kind, key), said in agreed.items() if kind == "missing"},
        {key: said for (kind, key), said in agreed.items() if kind == "indicator"},
        tuple(dict.fromkeys(stale)),
    )


def agree(verdicts: Iterable[Verdict]) -> bool:
    """Whether verdicts on one thing say the same."""
    return len({verdict.says() for verdict in verdicts}) == 1


def place_figures(rows: Rows) -> Mapping[int, str]:
    """The places of the figures of a document by their ids, as a verdict names a whole."""
    return {row["figure_id"]: f"{row['start']}-{row['end']}" for row in rows.get("figures", ())}


def fits(row: Row, verdict: Verdict, places: Mapping[int, str]) -> bool:
    """Whether a row says all that a verdict says is right; what a row has no column for is not compared."""
    named = dict(verdict.named())
    if verdict.verdict == "wrong" and verdict.value is None and not named:
        return False
    if (verdict.verdict == "right" or verdict.value is not None) and not is_number(row["value"], verdict):
        return False
    compared = [_says(row, name, said, places) for name, said in named.items()]
    return all(said is not False for said in compared) and (verdict.value is not None or None not in compared)


def is_number(value: float | None, verdict: Verdict) -> bool:
    """Whether a number is the one that a verdict says is right."""
    return value == (None if verdict.value is None else float(verdict.value))


def _says(row: Row, name: str, said: str, places: Mapping[int, str]) -> bool | None:
    """Whether a column of a row says what a verdict does; null where the row has no such column."""
    if name == "whole":
        wholes = {places.get(row[key], NONE) if row[key] is not None else NONE for key in ("parent_id", "of_id")}
        return wholes == {NONE} if said == NONE else said in wholes
    column = "kind" if name == "figure_kind" else name
    if column not in row:
        return None
    return said == (NONE if row[column] is None else str(row[column]))


def _by_place(rows: Iterable[Row], kind: str) -> dict[object, list[Row]]:
    """The rows by their place in the text, and by their id where they have none."""
    places: defaultdict[object, list[Row]] = defaultdict(list)
    for row in rows:
        places[row[f"{kind}_id"] if row["start"] is None else (row["start"], row["end"])].append(row)
    return places


def _find_rows(
    by_place: Mapping[object, list[Row]], verdict: Verdict, places: Mapping[int, str]
) -> tuple[str | None, list[Row]]:
    """The rows that a verdict is about: all the figures of its words; or the reason why it fits none."""
    place = verdict.cell_id if verdict.start is None else (verdict.start, verdict.end)
    surface = SURFACES[verdict.kind][1]
    rows = by_place.get(place, [])
    if verdict.kind == "cell" and len(rows) > 1:  # blank cells have no width, and may share a place
        rows = [row for row in rows if row["cell_id"] == verdict.cell_id]
    if not rows:
        return f"no {verdict.kind} is there", []
    if any(show(row[surface]) != show(verdict.surface) for row in rows):
        return "other words stand there", []
    if verdict.verdict == "right" and not any(is_number(row["value"], verdict) for row in rows):
        return "it was right of another number", []
    if verdict.verdict == "right" and not any(fits(row, verdict, places) for row in rows):
        return "it was right of another reading", []
    return None, rows


def _doubt_whole(verdict: Verdict, figures: Mapping[Stretch, int], rows: Rows) -> str | None:
    """Why a figure cannot be the whole of another: there is none, or it is a part of that one."""
    place = read_stretch(verdict.whole)
    if place is None:
        return None
    if place not in figures:
        return "no figure is at the place of its whole"
    own = {figures.get((verdict.start or 0, verdict.end or 0))}
    return "its whole is a part of it" if own & {*_wholes(figures[place], rows["figures"])} else None


def _wholes(figure_id: int, figures: Sequence[Row]) -> Iterator[int]:
    """A figure and what it is a part of, from the inside out."""
    seen: set[int] = set()
    at: int | None = figure_id
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = figures[at]["parent_id"]
