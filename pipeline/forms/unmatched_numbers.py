"""Finds the numbers of statutory grids whose row is known but whose column header is unknown.

Rows that the report added, columns of other years and additional columns with a header are not reported.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.characters import squeeze
from pipeline.forms.column_years import is_other_time, is_table_time
from pipeline.forms.grid_codes import Coded
from pipeline.forms.label_match import match_columns, match_rows, normalize, table_named
from pipeline.model import CellState, Problem
from pipeline.rulebook import DISPUTES, form_rules, plain_labels, strip_numbering

# The fewest rows with labels that other tables have too (行政许可) that make a table statutory.
FEWEST_COMMON = 2
# The fewest headers of 表四 that do; 总计 is a header of any table.
FEWEST_COLUMNS = 3
# The fewest headers that make a grid one of a form, though it has none of its rows.
FEWEST_HEADS = 5


def find_unmatched(grids: Sequence[Sequence[Coded]], reported: Sequence[Problem]) -> Iterator[Problem]:
    """A problem for each grid with such numbers, unless one of ``reported`` covers it."""
    spans = [(problem.start or 0, problem.end or 0) for problem in reported]
    for grid in grids:
        lost = [
            coded
            for row in _rows(grid)
            for coded in _lost(row)
            if not any(start <= coded.laid.placed.start < end for start, end in spans)
        ]
        if lost and (any(coded.row and coded.column for coded in grid) or _is_of_form(grid, lost)):
            yield _report_lost(lost)


def find_unknown_rows(grids: Sequence[Sequence[Coded]]) -> Iterator[Problem]:
    """A problem for each grid of a form in which rows of numbers have labels that the form does not have.

    Most of the headers of a form make a grid one of it, though none of its rows is known. In 表四, whose rows are
    named by headers, the labels to the left are times.
    """
    for grid in grids:
        known = {coded.table for coded in grid if coded.row} | _tables_of_heads(grid)
        rows = [coded for coded in grid if coded.table in known and _is_unknown(coded)]
        if rows:
            names = tuple(dict.fromkeys(squeeze(_name(coded)) for coded in rows))
            cells = [coded.laid.placed for coded in rows]
            start, end = min(placed.start for placed in cells), max(placed.end for placed in cells)
            yield Problem("unknown_row", start, end, rows=names)


def _tables_of_heads(grid: Sequence[Coded]) -> set[str]:
    """The tables of which a grid has most headers."""
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for coded in grid:
        if coded.table and coded.column and coded.laid.in_head:
            heads[coded.table].add(coded.column)
    return {table for table, columns in heads.items() if len(columns) >= FEWEST_HEADS}


def _is_unknown(coded: Coded) -> bool:
    """Whether a number is under a header of its form, with a label that is not a row, group or time of it."""
    is_number = coded.laid.is_value and coded.laid.state is CellState.NUMBER
    if not is_number or coded.row or not coded.column or coded.table is None or not (name := _name(coded)):
        return False
    is_time = is_other_time(name, None) or is_table_time(name, None)
    return table_named(coded.table).table != DISPUTES and not is_time and not match_rows(coded.table, name)


def _name(coded: Coded) -> str:
    """The nearest label to the left of a value, units excluded."""
    return next(reversed(_labels(coded)), "")


def _labels(coded: Coded) -> list[str]:
    """The labels to the left of a value, units excluded."""
    units = form_rules().stretches.units
    return [label for label in coded.laid.left if normalize(label) not in units]


def _report_lost(lost: Sequence[Coded]) -> Problem:
    """A problem for the unmatched numbers, with the names of their rows."""
    cells = [coded.laid.placed for coded in lost]
    start, end = min(placed.start for placed in cells), max(placed.end for placed in cells)
    units = form_rules().stretches.units
    labels = ([label for word in coded.laid.left if (label := squeeze(word)) not in units] for coded in lost)
    names = tuple(dict.fromkeys(left[-1] for left in labels if left))
    if not names:
        return Problem("unplaced_numbers", start, end)
    return Problem("unplaced_numbers.rows", start, end, rows=names)


def _rows(grid: Sequence[Coded]) -> list[list[Coded]]:
    """The values of each row of a grid."""
    rows: defaultdict[int, list[Coded]] = defaultdict(list)
    for coded in grid:
        if coded.laid.is_value:
            rows[coded.laid.placed.cell.row].append(coded)
    return [row for row in rows.values() if any(coded.table or _is_alone(coded) for coded in row)]


def _lost(row: Sequence[Coded]) -> Iterator[Coded]:
    """The numbers of a row with a row code but no column, or a column of 表四 but no row, or no labels at all."""
    placed = {(coded.table, coded.row, coded.column) for coded in row}
    yield from (coded for coded in row if coded.laid.state is CellState.NUMBER and _is_alone(coded))
    for coded in row:
        if coded.table is None or coded.laid.state is not CellState.NUMBER or (coded.row and coded.column):
            continue
        head = coded.laid.above[-1] if coded.laid.above else None
        if coded.row and not (head and is_other_time(head, None)):
            columns = table_named(coded.table).columns_of(coded.row)
            is_whole = all((coded.table, coded.row, column) in placed for column in columns)
            if not is_whole and not (head and match_columns(coded.table, head)):
                yield coded
        elif coded.column and (table_named(coded.table).table == DISPUTES or not _labels(coded)):
            yield coded


def _is_alone(coded: Coded) -> bool:
    """Whether a value has neither label nor header, as when its headers are on the previous page."""
    return coded.table is None and not coded.laid.left and not coded.laid.above


def _is_of_form(grid: Sequence[Coded], lost: Sequence[Coded]) -> bool:
    """Whether a grid belongs to a form: a label that only forms have, or several known rows or headers.

    Headers without values below them count too.
    """
    labels = {coded.laid.left[-1] for coded in lost if coded.laid.left}
    rows = {(coded.table, coded.row) for coded in grid if coded.row}
    bare = (core for label in labels for core in strip_numbering([squeeze(label)]))
    return (
        len({coded.column for coded in grid if coded.row is None} - {None}) >= FEWEST_COLUMNS
        or len(rows) >= FEWEST_COMMON
        or any(core in plain_labels() or normalize(core) in plain_labels() for core in bare)
    )
