"""Reads the printed tables of a text cell by cell, and matches statutory tables to their forms.

Grids come first, then tables in the text without a grid, then the rows of grids without headers or labels. What cannot
be read with certainty becomes a problem instead of a cell.
"""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.characters import squeeze
from pipeline.forms.flat_tables import TextTable, read_text_tables
from pipeline.forms.grid_codes import Coded, code_grids
from pipeline.forms.label_match import AMOUNT, money_unit, normalize, table_named, unit_of
from pipeline.forms.local_grids import find_unmatched_local, is_local_grid, leave_local, local_codes_by_index
from pipeline.forms.lost_tables import find_lost_tables
from pipeline.forms.misaligned_rows import uncode_misaligned
from pipeline.forms.recovered_rows import recover_rows
from pipeline.forms.unmatched_numbers import find_unknown_rows, find_unmatched
from pipeline.forms.unread_grids import find_unread_grids
from pipeline.model import Cell, CellRule, CellState, Problem, Text
from pipeline.rulebook import form_rules
from pipeline.text import forms_marked
from pipeline.values import cells_by_coordinate, contradict, prints_value, read_cell

# Rows of 表三 that only the form since 2021 has; before, （六）其他处理 was one row.
SINCE_2021 = "申请人无正当理由逾期不补正"
# The most characters of an unread cell that its problem quotes.
LONGEST_RAW = 40


def find_cells(text: Text) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """All cells of all printed tables in text order, and problems for what is not read."""
    squeezed = squeeze(text.plain)
    marked = forms_marked(squeezed)
    tables = [table.name for table in form_rules().tables if set(table.forms) & set(marked)]
    forms = _forms(marked, squeezed)
    coded = code_grids(text, tables)
    # Told before codes are taken from what does not fit, which would make a local form of a table of 2014.
    local = [is_local_grid(grid) for grid in coded]
    left = [leave_local(grid) if is_local else grid for grid, is_local in zip(coded, local, strict=True)]
    grids, ragged = uncode_misaligned(recover_rows(left, tables))
    printed = [
        TextTable(grid[0].laid.placed.start, _grid_cells(text, grid, forms, is_local=is_local), ())
        for grid, is_local in zip(grids, local, strict=True)
        if grid
    ]
    printed += read_text_tables(text, tables, forms)
    in_order = sorted((table for table in printed if table.cells), key=lambda table: table.start)
    placed = [(number, cell) for number, table in enumerate(in_order) for cell in table.cells]
    cells = [_number(cell, cell_id, number) for cell_id, (number, cell) in enumerate(placed)]
    of_tables = (problem for table in printed for problem in table.problems)
    unplaced = list(find_unmatched(grids, ragged))
    unplaced += find_unknown_rows(grids)
    local_grids = (grid for grid, is_local in zip(grids, local, strict=True) if is_local)
    unplaced += (problem for grid in local_grids for problem in find_unmatched_local(grid))
    unplaced += find_unread_grids(
        text, [g for g, is_local in zip(grids, local, strict=True) if not is_local], [*ragged, *unplaced]
    )
    problems = (*of_tables, *ragged, *unplaced, *_unread(grids), *_contradictions(cells), *find_lost_tables(text))
    return tuple(cells), problems


def _unread(grids: Sequence[Sequence[Coded]]) -> Iterator[Problem]:
    """Problems for cells with the codes of a form that print neither a single number nor a sign for “none”."""
    for coded in (coded for grid in grids for coded in grid):
        placed = coded.laid.placed
        is_value = coded.row and coded.column and coded.laid.is_value
        if is_value and not prints_value(placed.cell.text):
            yield Problem("unread_cell", placed.start, placed.end, raw=placed.cell.text[:LONGEST_RAW])


def _contradictions(cells: Sequence[Cell]) -> tuple[Problem, ...]:
    """One problem for all cells of the forms that are printed again with another number."""
    again = [at for at in cells_by_coordinate(cells).values() if contradict(at)]
    if not again:
        return ()
    first = again[0][0]
    return (Problem("contradicting_cells", first.start, first.end, count=len(again)),)


def _number(cell: Cell, cell_id: int, table_id: int) -> Cell:
    """A cell with its ids. Written out because ``replace`` takes ten times as long, and tables have thousands."""
    return Cell(
        cell_id,
        table_id,
        cell.raw,
        cell.state,
        cell.rule,
        cell.form,
        cell.table,
        cell.row,
        cell.column,
        cell.row_label,
        cell.column_label,
        cell.value,
        cell.unit,
        cell.page,
        cell.start,
        cell.end,
    )


def _forms(marked: Sequence[str], squeezed: str) -> Mapping[str, str | None]:
    """The generation of each table; if two generations share it, the one whose distinctive rows are printed."""
    since = "F21" if SINCE_2021 in squeezed else "F19"
    forms: dict[str, str | None] = {}
    for table in form_rules().tables:
        of_table = [form for form in table.forms if form in marked]
        forms[table.name] = of_table[0] if len(of_table) == 1 else since if since in of_table else None
    return forms


def _grid_cells(
    text: Text, grid: Sequence[Coded], forms: Mapping[str, str | None], *, is_local: bool
) -> tuple[Cell, ...]:
    local = local_codes_by_index(grid) if is_local else {}
    printed = [
        (index, coded)
        for index, coded in enumerate(grid)
        # A piece of a label was joined to another row, and is blank.
        if coded.laid.is_value
        or coded.laid.state is not CellState.BLANK
        or coded.laid.placed.end > coded.laid.placed.start
    ]
    # The rows of tables printed side by side are read one below the other.
    printed.sort(key=lambda found: found[1].laid.placed.start)
    return tuple(_grid_cell(text, coded, forms, local.get(index), is_local=is_local) for index, coded in printed)


def _grid_cell(
    text: Text, coded: Coded, forms: Mapping[str, str | None], codes: tuple[str, str] | None, *, is_local: bool
) -> Cell:
    laid, local = coded.laid, form_rules().local
    placed = laid.placed
    raw = text.text[placed.start : placed.end]
    reading = read_cell(raw)
    labels = _labels(coded)
    row, column = codes or (coded.row, coded.column)
    return Cell(
        cell_id=0,
        table_id=0,
        raw=raw,
        state=reading.state,
        rule=CellRule.RECOVERED if coded.is_recovered else CellRule.GRID,
        form=forms.get(coded.table) if coded.table else local.form if is_local else None,
        table=table_named(coded.table).table if coded.table else local.table if is_local else None,
        row=row,
        column=column,
        row_label=" / ".join(labels) or None,
        column_label=" / ".join(" ".join(head.split()) for head in laid.above) or None,
        value=reading.value,
        unit=(reading.unit or _unit(coded)) if reading.value is not None else None,
        page=placed.cell.page,
        start=placed.start,
        end=placed.end,
    )


def _labels(coded: Coded) -> tuple[str, ...]:
    """The printed labels of a value's row, without its unit."""
    units = form_rules().stretches.units
    if coded.laid.in_head and not coded.laid.is_value:
        return ()
    return tuple(" ".join(label.split()) for label in coded.laid.left if normalize(label) not in units)


def _unit(coded: Coded) -> str | None:
    """The unit printed in the row or after the words of a label, or the one that the form prescribes."""
    units = form_rules().stretches.units
    printed = next((unit for label in reversed(coded.laid.left) if (unit := squeeze(label)) in units), None)
    if printed:
        return printed
    if coded.table is None:
        return None
    fixed = unit_of(coded.table, coded.row, coded.column)
    if coded.column != AMOUNT and not (fixed or "").endswith("元"):
        return fixed
    beside = (*coded.laid.above, *coded.laid.left)
    return next((money for label in reversed(beside) if (money := money_unit(label))), fixed)
