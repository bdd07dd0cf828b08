"""Says why the cells of a form state no number of an indicator: blank, struck, unread, of another year, not printed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from pipeline.characters import squeeze
from pipeline.indicators.ranking import is_unproved, states_whole
from pipeline.model import Cell, CellState, IndicatorStatus, Problem, Text
from pipeline.rulebook import FORMS, compiled, form_rules, label_of_indicator, rule_of_indicator, strip_numbering
from pipeline.values import cells_by_coordinate, contradict, says_none

# Form, row and column.
Coordinate = tuple[str, str, str]

# Of several reasons for the parts of a sum the one that comes first is told.
ORDER = (
    "cells_differ",
    "count_is_odd",
    "cell_unread",
    "row_unplaced",
    "grid_is_lost",
    "row_is_bare",
    "cells_unproved",
    "table_of_other_year",
    "cell_is_blank",
    "cell_is_struck",
    "page_is_lost",
    "row_not_printed",
    "no_table",
)
# The same of a sum, where the words of one cell do not fit.
OF_A_SUM = {"cell_is_blank": "part_is_blank", "cell_is_struck": "part_is_struck"}
# What keeps numbers of a known row from a column, and what keeps tables from being read at all.
MISPLACING = ("ragged_row", "unplaced_numbers")
LOSING = ("scanned_page", "lost_grid", "lost_markup")
FLATTENED = "flattened_table"


class Why(NamedTuple):
    """A reason of ``rules/statuses.toml``, the problem that it comes of, and what was looked at."""

    reason: str
    problem: str | None = None
    evidence: tuple[str, ...] = ()


class PrintedForms(Struct, frozen=True, gc=False):
    """What a report prints of the statutory forms: all its cells by coordinate, and those of its own year.

    ``lost`` are the stretches without their grid, in the order of their problems, and ``stretches`` those from the
    first cell of a table to its last, by form and table, both without white space.
    """

    printed: Mapping[Coordinate, Sequence[Cell]]
    own: Mapping[Coordinate, Sequence[Cell]]
    strays: Mapping[tuple[str, str], Sequence[Cell]]
    tables: frozenset[tuple[str, str]]
    forms: tuple[str, ...]
    problems: Sequence[Problem]
    lost: tuple[str, ...]
    stretches: Mapping[tuple[str, str], str]
    trusted: frozenset[int]


def survey_forms(
    cells: Sequence[Cell], own: Sequence[Cell], problems: Sequence[Problem], text: Text, trusted: frozenset[int]
) -> PrintedForms:
    """What there is of the forms in a report."""
    strays: defaultdict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.form and cell.row and cell.column is None and cell.state is CellState.NUMBER:
            strays[cell.form, cell.row].append(cell)
    printed = cells_by_coordinate(cells)
    found = {form for form, _, _ in printed}
    return PrintedForms(
        printed=printed,
        own=cells_by_coordinate(own),
        strays=strays,
        tables=frozenset((cell.form, cell.table) for at in printed.values() for cell in at if cell.form and cell.table),
        forms=tuple(form for form in FORMS if form in found),
        problems=problems,
        lost=tuple(squeeze(text.plain[p.start : p.end]) for p in problems if p.code == FLATTENED),
        stretches=_find_stretches(printed.values(), text),
        trusted=trusted,
    )


def _find_stretches(printed: Iterable[Sequence[Cell]], text: Text) -> dict[tuple[str, str], str]:
    spans: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for cell in (cell for cells in printed for cell in cells):
        if cell.form and cell.table and cell.start is not None and cell.end is not None:
            spans[cell.form, cell.table] += (cell.start, cell.end)
    return {table: squeeze(text.plain[min(offsets) : max(offsets)]) for table, offsets in spans.items()}


def why_no_number(form: str, coordinates: Sequence[tuple[str, str]], seen: PrintedForms) -> Why | None:
    """Why the cells of a form that an indicator is the sum of state no number; null where all print one."""
    found = [why for row, column in coordinates if (why := _why(seen, (form, row, column)))]
    if not found:
        return None
    first = min(found, key=lambda why: ORDER.index(why.reason))
    evidence = tuple(reference for why in found if why.reason == first.reason for reference in why.evidence)
    reason = OF_A_SUM.get(first.reason, first.reason) if len(coordinates) > 1 else first.reason
    return Why(reason, first.problem, evidence)


def _why(seen: PrintedForms, coordinate: Coordinate) -> Why | None:
    if own := seen.own.get(coordinate):
        return _why_own(seen, own, seen.printed.get(coordinate, own))
    if others := seen.printed.get(coordinate):
        return Why("table_of_other_year", "other_year_table", name_cells(others))
    form, row, _ = coordinate
    if strays := seen.strays.get((form, row)):
        return Why("row_unplaced", _problem_over(seen, strays[0], MISPLACING), name_cells(strays))
    if any(_names_row(stretch, form, row) for stretch in seen.lost):
        return Why("grid_is_lost", FLATTENED)
    table = (form, _table_of(form, row))
    if table in seen.tables:
        return Why("row_is_bare" if _names_row(seen.stretches.get(table, ""), form, row) else "row_not_printed")
    lost = next((problem.code for problem in seen.problems if problem.code in LOSING), None)
    return Why("page_is_lost", lost) if lost else Why("no_table")


def why_lost_locally(code: str, seen: PrintedForms) -> Why | None:
    """Why a local form states no number, where it has a row of an indicator and lost its grid."""
    return Why("grid_is_lost", FLATTENED) if any(_names_local_row(stretch, code) for stretch in seen.lost) else None


def _names_local_row(stretch: str, code: str) -> bool:
    """Whether a stretch has the row of a local form: its label behind a number or mark, and the unit or a number."""
    label = rule_of_indicator(code).F08
    return (
        bool(label)
        and compiled(rf"(?<! \p{{Han}} ) (?: {label} ) (?: [条件份宗个次人元] | \d )").search(stretch) is not None
    )


def _why_own(seen: PrintedForms, own: Sequence[Cell], printed: Sequence[Cell]) -> Why | None:
    """Why the cells at a coordinate of the report's own year state no number."""
    if contradict(own):
        return Why("cells_differ", "contradicting_cells", name_cells(own))
    cell = next((cell for cell in own if cell.value is not None), own[0])
    if states_whole(cell):
        return Why("row_not_printed", None, name_cells([cell]))
    if cell.value is not None:
        return Why("cells_unproved", None, name_cells([cell])) if is_unproved(cell, seen.trusted) else None
    if cell.state is CellState.BLANK:
        return Why("cell_is_blank", None, name_cells([cell]))
    if cell.state is CellState.SLASH or says_none(cell.raw):
        return Why("cell_is_struck", None, name_cells([cell]))
    if any(one.cell_id == cell.cell_id and one.value is not None for one in printed):
        return Why("count_is_odd", "odd_count", name_cells([cell]))
    return Why("cell_unread", _problem_over(seen, cell, ("unread_cell",)), name_cells([cell]))


def _problem_over(seen: PrintedForms, cell: Cell, codes: tuple[str, ...]) -> str | None:
    """The code of the problem whose span covers a cell."""
    if cell.start is None:
        return None
    found = (p for p in seen.problems if p.code in codes and p.start is not None and p.end is not None)
    return next((p.code for p in found if (p.start or 0) <= cell.start <= (p.end or 0)), None)


def name_cells(cells: Iterable[Cell]) -> tuple[str, ...]:
    """The cells as evidence names them."""
    return tuple(f"cell:{cell.cell_id}" for cell in cells)


def name_costs(problems: Sequence[Problem], statuses: Sequence[IndicatorStatus], text: Text) -> tuple[Problem, ...]:
    """The problems; that of a table without its grid names the indicators that have no number because of it."""
    lost = [status.indicator for status in statuses if status.problem == FLATTENED]
    return tuple(_name_cost(problem, lost, text) if problem.code == FLATTENED else problem for problem in problems)


def _name_cost(problem: Problem, lost: Sequence[str], text: Text) -> Problem:
    stretch = squeeze(text.plain[problem.start : problem.end])
    costs = [
        code
        for code in lost
        if any(_names_row(stretch, form, row) for form, row in _rows_of(code)) or _names_local_row(stretch, code)
    ]
    if not costs:
        return problem
    names = tuple(f"{code} ({label_of_indicator(code)})" for code in costs)
    return Problem("flattened_table.costs", problem.start, problem.end, reason=problem.wording, names=names)


@cache
def _rows_of(code: str) -> tuple[tuple[str, str], ...]:
    """The rows of the forms that an indicator is made of, each behind its form."""
    rule = rule_of_indicator(code)
    return tuple((form, row) for form in FORMS for row, _ in rule.source(form).cells)


def _names_row(stretch: str, form: str, row: str) -> bool:
    return any(label in stretch for label in _labels_of(form, row))


@cache
def _labels_of(form: str, row: str) -> tuple[str, ...]:
    """The wordings of a row without numbering and white space."""
    rows = (label for table in form_rules().tables if form in table.forms for label in table.rows)
    return tuple(squeeze(text) for label in rows if label.code == row for text in strip_numbering(label.wordings()))


@cache
def _table_of(form: str, row: str) -> str | None:
    tables = (table for table in form_rules().tables if form in table.forms)
    return next((table.table for table in tables if any(label.code == row for label in table.rows)), None)
