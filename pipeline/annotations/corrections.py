"""Makes figures and cells what verdicts say that they are: a copy, from which the corrected panel is computed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from pipeline.annotations.faults import NONE, read_day, read_stretch
from pipeline.annotations.file import Verdict
from pipeline.annotations.match import Matched, Stretch
from pipeline.annotations.missing import read_missing
from pipeline.annotations.revived import Revived
from pipeline.forms import keep_own_cells
from pipeline.model import Cell, CellState, Figure, Kind, Modality, Qualifier, Role

# What a verdict says in the words of the column.
PLAIN = ("measure", "unit", "entity")


def correct_figures(read: Revived, matched: Matched) -> tuple[Figure, ...]:
    """The figures of a document as verdicts say that they are, and behind them those that were missing.

    A figure whose number is wrong, and nobody says which is right, states nothing. Ids are places in what is given.
    """
    by_place = {(figure.start, figure.end): figure.figure_id for figure in read.figures}
    figures = [
        _correct(figure, said[0], by_place) if (said := matched.rows.get(("figure", figure.figure_id))) else figure
        for figure in read.figures
    ]
    for place, said in matched.missing.items():
        over = [figure for figure in figures if figure.start < place[1] and place[0] < figure.end]
        if said[0].value is None or any(figure.value == said[0].value for figure in over):
            continue  # nobody knows the number, or it is found since
        for figure in over:
            figures[figure.figure_id] = _silence(figure)
        figures.append(_correct(read_missing(len(figures), said[0], over, read), said[0], by_place))
    return _break_circles(figures)


def find_missing(figures: Sequence[Figure], matched: Matched) -> Mapping[int, Stretch]:
    """The places of the figures that were missing, by the ids that they have among the corrected ones."""
    placed = {(figure.start, figure.end): figure.figure_id for figure in figures}
    return {placed[place]: place for place in matched.missing if place in placed}


def _correct(figure: Figure, verdict: Verdict, by_place: Mapping[Stretch, int]) -> Figure:
    if verdict.verdict == "right":
        return figure
    named = dict(verdict.named())
    changes: dict[str, Any] = {name: None if said == NONE else said for name, said in named.items() if name in PLAIN}
    changes |= {name: _day(named[name]) for name in ("period_start", "period_end") if name in named}
    if "figure_kind" in named:
        changes["kind"] = Kind.OTHER if named["figure_kind"] == NONE else Kind(named["figure_kind"])
    if "whole" in named:
        place = read_stretch(named["whole"])
        whole = by_place.get(place) if place else None
        changes |= {"parent_id" if figure.role is Role.LEVEL else "of_id": whole}
        changes |= {"parent_id": None, "of_id": None} if whole is None else {}
    if verdict.value is None:
        return replace(figure, **changes) if named else _silence(figure)
    is_zero = figure.negated and verdict.value == 0
    changes |= dict.fromkeys(("value", "low", "high"), verdict.value)
    return replace(figure, **changes, qualifier=Qualifier.EXACT, negated=is_zero)


def _day(said: str) -> date | None:
    return None if said == NONE else read_day(said)


def _silence(figure: Figure) -> Figure:
    """A figure that states nothing of what was: no rule of the indicators takes such a one."""
    return replace(figure, modality=Modality.NORM)


def _break_circles(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures without a whole where following the wholes leads back: two verdicts may say so together."""
    parents = [figure.parent_id for figure in figures]

    def leads_back(figure: Figure) -> bool:
        at, steps = figure.parent_id, 0
        while at is not None and at != figure.figure_id and steps < len(parents):
            at, steps = parents[at], steps + 1
        return at is not None

    return tuple(replace(figure, parent_id=None) if leads_back(figure) else figure for figure in figures)


def correct_cells(read: Revived, matched: Matched) -> tuple[Cell, ...]:
    """The cells of a document as verdicts say that they are; what is wrong, and nobody says how, has no number."""
    return tuple(
        _correct_cell(cell, said[0]) if (said := matched.rows.get(("cell", cell.cell_id))) else cell
        for cell in read.cells
    )


def _correct_cell(cell: Cell, verdict: Verdict) -> Cell:
    if verdict.verdict == "right":
        return cell
    named = dict(verdict.named())
    if "unit" in named:
        cell = replace(cell, unit=None if named["unit"] == NONE else named["unit"])
    if verdict.value is not None:
        return replace(cell, value=verdict.value, state=CellState.NUMBER)
    return cell if named else replace(cell, value=None, state=CellState.TEXT)


def keep_own(cells: Sequence[Cell], read: Revived, matched: Matched) -> tuple[Cell, ...]:
    """The cells of the report's own year: as tables say, or verdicts name a period."""
    own, _ = keep_own_cells(cells, read.text, read.metadata.report_year)
    told = dict(_find_own(cells, matched, read.metadata.report_year))
    kept = [cell for cell in own if told.get(cell.cell_id, True)]
    ids = {cell.cell_id for cell in kept}
    kept += [cell for cell in cells if told.get(cell.cell_id) and cell.cell_id not in ids]
    return tuple(sorted(kept, key=lambda cell: cell.cell_id))


def _find_own(cells: Sequence[Cell], matched: Matched, year: int | None) -> Iterator[tuple[int, bool]]:
    """Of the cells whose period a verdict names, whether it is the report's year."""
    for cell in cells:
        for verdict in matched.rows.get(("cell", cell.cell_id), ())[:1]:
            days = [day for day in (read_day(verdict.period_start), read_day(verdict.period_end)) if day]
            if days:
                yield cell.cell_id, all(day.year == year for day in days)


def is_known(verdict: Verdict) -> bool:
    """Whether a verdict leaves a number: it is right, or another is said, or something besides it is wrong."""
    return verdict.verdict == "right" or verdict.value is not None or bool(verdict.named())
