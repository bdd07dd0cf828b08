"""Applies verdicts to a copy of the figures and cells, from which the corrected panel is computed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from pipeline.annotations.faults import NONE, read_day, read_span
from pipeline.annotations.file import Verdict
from pipeline.annotations.match import Matched, Stretch
from pipeline.annotations.missing import read_missing
from pipeline.annotations.revived import Revived
from pipeline.forms import keep_own_cells
from pipeline.model import JUDGED, Cell, CellState, Figure, Kind, Modality, Qualifier, Role

# Columns for which a verdict gives the value as it is written in the table.
PLAIN = ("measure", "unit", "entity")


def correct_figures(read: Revived, matched: Matched) -> tuple[Figure, ...]:
    """Corrects the figures of a document by verdicts, and appends the figures that were missing.

    A figure that is wrong without a known right number states nothing. Ids are indices in the result.
    """
    ids = {(figure.start, figure.end): figure.figure_id for figure in read.figures}
    figures = [
        _correct(figure, given[0], ids) if (given := matched.rows.get(("figure", figure.figure_id))) else figure
        for figure in read.figures
    ]
    for span, given in matched.missing.items():
        over = [figure for figure in figures if figure.start < span[1] and span[0] < figure.end]
        if given[0].value is None or any(figure.value == given[0].value for figure in over):
            continue  # the number is unknown, or has been found since
        for figure in over:
            figures[figure.figure_id] = _silence(figure)
        figures.append(_correct(read_missing(len(figures), given[0], over, read), given[0], ids))
    return _break_circles(figures)


def find_missing(figures: Sequence[Figure], matched: Matched) -> Mapping[int, Stretch]:
    """The spans of figures that had been missing, by their ids among the corrected figures."""
    ids = {(figure.start, figure.end): figure.figure_id for figure in figures}
    return {ids[span]: span for span in matched.missing if span in ids}


def _correct(figure: Figure, verdict: Verdict, ids: Mapping[Stretch, int]) -> Figure:
    if verdict.verdict == "right":
        return figure
    named = dict(verdict.named())
    changes: dict[str, Any] = {name: None if words == NONE else words for name, words in named.items() if name in PLAIN}
    changes |= {name: _day(named[name]) for name in ("period_start", "period_end") if name in named}
    if "measure" in changes:
        changes["measure_rule"] = JUDGED
    if "figure_kind" in named:
        changes["kind"] = Kind.OTHER if named["figure_kind"] == NONE else Kind(named["figure_kind"])
    if "whole" in named:
        span = read_span(named["whole"])
        whole = ids.get(span) if span else None
        changes |= {"parent_id" if figure.role is Role.LEVEL else "of_id": whole}
        changes |= {"parent_id": None, "of_id": None} if whole is None else {}
    if verdict.value is None:
        return replace(figure, **changes) if named else _silence(figure)
    is_zero = figure.negated and verdict.value == 0
    changes |= dict.fromkeys(("value", "low", "high"), verdict.value)
    return replace(figure, **changes, qualifier=Qualifier.EXACT, negated=is_zero)


def _day(words: str) -> date | None:
    return None if words == NONE else read_day(words)


def _silence(figure: Figure) -> Figure:
    """A figure that states nothing of what it did: no rule of the indicators takes it."""
    return replace(figure, modality=Modality.NORM)


def _break_circles(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Removes the wholes of figures that form a circle, which two verdicts together may cause."""
    parents = [figure.parent_id for figure in figures]

    def leads_back(figure: Figure) -> bool:
        at, steps = figure.parent_id, 0
        while at is not None and at != figure.figure_id and steps < len(parents):
            at, steps = parents[at], steps + 1
        return at is not None

    return tuple(replace(figure, parent_id=None) if leads_back(figure) else figure for figure in figures)


def correct_cells(read: Revived, matched: Matched) -> tuple[Cell, ...]:
    """Corrects the cells of a document by verdicts; a wrong cell without a known right number has no number."""
    return tuple(
        _correct_cell(cell, verdicts[0]) if (verdicts := matched.rows.get(("cell", cell.cell_id))) else cell
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


def keep_cells_of_year(cells: Sequence[Cell], read: Revived, matched: Matched) -> tuple[Cell, ...]:
    """The cells of the report's own year, as the tables state it or as verdicts give a period."""
    own, _ = keep_own_cells(cells, read.text, read.metadata.report_year)
    stated = dict(_find_own(cells, matched, read.metadata.report_year))
    kept = [cell for cell in own if stated.get(cell.cell_id, True)]
    ids = {cell.cell_id for cell in kept}
    kept += [cell for cell in cells if stated.get(cell.cell_id) and cell.cell_id not in ids]
    return tuple(sorted(kept, key=lambda cell: cell.cell_id))


def _find_own(cells: Sequence[Cell], matched: Matched, year: int | None) -> Iterator[tuple[int, bool]]:
    """For each cell whose period a verdict gives, whether it is the report's year."""
    for cell in cells:
        for verdict in matched.rows.get(("cell", cell.cell_id), ())[:1]:
            days = [day for day in (read_day(verdict.period_start), read_day(verdict.period_end)) if day]
            if days:
                yield cell.cell_id, all(day.year == year for day in days)


def is_known(verdict: Verdict) -> bool:
    """Whether the number is known under a verdict: it is right, another is given, or something else is wrong."""
    return verdict.verdict == "right" or verdict.value is not None or bool(verdict.named())
