"""Gives the cells of printed grids the codes of the statutory forms, by the labels to their left and above them."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

import regex
from msgspec import Struct
from msgspec.structs import replace

from pipeline.characters import squeeze
from pipeline.forms.column_years import head_year, is_other_time, is_table_time
from pipeline.forms.grid_joins import join_grids
from pipeline.forms.grid_layout import LaidCell, lay_out
from pipeline.forms.label_match import (
    Seen,
    is_group,
    match_columns,
    match_rows,
    normalize,
    pick_under,
    see_row,
    table_named,
)
from pipeline.forms.side_by_side import join_beside, stack_halves
from pipeline.forms.wrapped_rows import join_wrapped
from pipeline.model import CellState, PlacedGrid, Text
from pipeline.rulebook import DISPUTES, UNIT_COLUMN, Table, form_rules, plain_labels, strip_numbering
from pipeline.text import FORM_RULE
from pipeline.values import read_cell, says_none

_NUMBERED_RE = regex.compile(r"[(（]?[一二三四五六七八九十\d]+[)）.．、]\p{Han}")
# So many blanks follow only the label of a row without numbers, never a header.
FEWEST_BLANKS = 3
# The longest caption above a grid that names its only row (行政诉讼(复议后起诉)), in characters.
LONGEST_CAPTION = 60


class Coded(Struct, frozen=True, gc=False):
    """A cell of a grid with its table, row code and column code in a form, as far as they are known.

    ``is_recovered``: the codes follow from the sums or the order of the form, not from labels.
    """

    laid: LaidCell
    table: str | None = None
    row: str | None = None
    column: str | None = None
    is_recovered: bool = False


class _Around(Struct, frozen=True, gc=False):
    """The context of all cells of a grid: its caption, the last year in its headers, and whether it has headers."""

    caption: str
    year: int | None
    has_heads: bool


def code_grids(text: Text, tables: Sequence[str]) -> list[list[Coded]]:
    """The cells of every grid of a text; those of other than statutory tables have no codes."""
    seen: Seen = {}
    joined = join_grids(text.text, join_beside(text.text, text.grids, tables), tables)
    return [
        list(_code_grid(text, grid, tables, seen)) if _is_statutory(text, grid, tables) else _uncoded(grid)
        for grid in (join_wrapped(stack_halves(grid), tables) for grid in joined)
    ]


def _uncoded(grid: PlacedGrid) -> list[Coded]:
    return [Coded(laid) for laid in lay_out(grid)]


def _is_statutory(text: Text, grid: PlacedGrid, tables: Sequence[str]) -> bool:
    """Whether a grid lies in a region recognised as a form, or has a label that prose does not use."""
    if not tables:
        return False
    first = bisect_right(text.regions, grid.start, key=lambda region: region.end)
    last = bisect_left(text.regions, grid.end, key=lambda region: region.start)
    in_form = any(region.rule.startswith(FORM_RULE) for region in text.regions[first:last])
    return in_form or any(_is_plain(placed.cell.text) for placed in grid.cells)


def _is_plain(printed: str) -> bool:
    bare = squeeze(printed)
    return any(core in plain_labels() for core in strip_numbering([bare])) if bare else False


def _code_grid(text: Text, grid: PlacedGrid, tables: Sequence[str], seen: Seen) -> Iterator[Coded]:
    tables = _by_likeness(grid, tables)
    year = max(filter(None, (head_year(placed.cell.text) for placed in grid.cells)), default=None)
    around = _Around(_caption(text, grid), year, _has_heads(grid))
    for laid in _leave_blank_heads(
        lay_out(grid, partial(_is_value_text, tables, around), partial(_is_row, tables)), tables
    ):
        if not laid.is_value:
            coded = _code_label(laid, tables, seen)
            if coded.row and coded.table:
                see_row(seen, coded.table, coded.row)
        else:
            coded = _code_value(laid, tables, seen, around)
            is_word = laid.state is CellState.TEXT and not says_none(laid.placed.cell.text)
            if is_word and not (coded.row and coded.column):
                coded = Coded(laid)
        yield coded


def _leave_blank_heads(cells: Sequence[LaidCell], tables: Sequence[str]) -> Iterator[LaidCell]:
    """The cells of a grid, with blanks among column headers not taken as values.

    A row whose label is also a header (总计) may have blanks as values.
    """
    heads: Counter[int] = Counter()
    for laid in cells:
        printed = laid.placed.cell.text
        named = [name for name in tables if laid.in_head and match_columns(name, printed)]
        weight = 1 if any(match_rows(name, printed) for name in named) else 2
        cell = laid.placed.cell
        if named:
            heads.update(dict.fromkeys(range(cell.row, cell.row + cell.rows), weight))
    for laid in cells:
        is_head = laid.state is CellState.BLANK and heads[laid.placed.cell.row] > 1
        yield replace(laid, is_value=False) if is_head else laid


def _is_row(tables: Sequence[str], labels: Sequence[str], blanks: int) -> bool:
    """Whether labels before so many blanks name a row, and are not headers of the cells below.

    A label that may also be a column header (总计) names a row if it is alone or before several blanks. In 表四 the
    names of the rows are headers.
    """
    for name in tables:
        if table_named(name).table == DISPUTES or not (rows := [label for label in labels if match_rows(name, label)]):
            continue
        heads = [label for label in labels if match_columns(name, label)]
        if not heads or (set(heads) <= set(rows) and (len(labels) == 1 or blanks >= FEWEST_BLANKS)):
            return True
    return False


def _is_value_text(
    tables: Sequence[str], around: _Around, printed: str, left: Sequence[str], above: Sequence[str]
) -> bool:
    """Whether a text that the forms do not have is in the position of a value: in a known row and column."""
    # 4.转交镇街办理: numbered texts are rows that the report added.
    if normalize(printed) in form_rules().stretches.units or _NUMBERED_RE.match(squeeze(printed)):
        return False
    label = _last_label(left)
    for name in tables:
        table = table_named(name)
        if match_rows(name, printed) or match_columns(name, printed) or is_group(name, printed):
            return False
        head, column = _head_over(table, above, around)
        if column not in (None, UNIT_COLUMN):
            others = [other for other in above if other != head]
            if label is None or (table.table == DISPUTES and _is_time(label)):
                is_row = bool(_row_above(table, others))
            else:
                is_row = bool(match_rows(name, label))
            if is_row:
                return True
    return False


def _code_label(laid: LaidCell, tables: Sequence[str], seen: Seen) -> Coded:
    """Codes a label: the column of a header, or else a row."""
    printed = laid.placed.cell.text
    for name in tables:
        if laid.in_head and (columns := match_columns(name, printed)):
            return Coded(laid, name, None, columns[0])
        if rows := match_rows(name, printed):
            picked = pick_under(name, rows, seen)
            return Coded(laid, name, picked[0] if len(picked) == 1 else None)
    return Coded(laid)


def _code_value(laid: LaidCell, tables: Sequence[str], seen: Seen, around: _Around) -> Coded:
    """Codes a value: its row by the nearest label to its left, its column by the nearest known header above.

    Without a label to its left, or with only the last year of the grid, the row is named by a header too (行政复议
    above 结果维持), or by the caption.
    """
    left = _last_label(laid.left)
    best = Coded(laid)
    for name in tables:
        table = table_named(name)
        head, column = _head_over(table, laid.above, around)
        if column == UNIT_COLUMN:
            # A group has no unit and prints a dash for it (——).
            return Coded(laid)
        if table.table == DISPUTES and left is not None and is_other_time(left, around.year):
            continue
        if left is not None and not (table.table == DISPUTES and is_table_time(left, around.year)):
            rows = pick_under(name, match_rows(name, left), seen)
        else:
            rows = _row_above(table, [other for other in laid.above if other != head])
            rows = rows or (_row_named(table, around.caption) if column else ())
        row = rows[0] if len(rows) == 1 else None
        if row and column not in table.columns_of(row):
            column = None
        if row and column:
            return Coded(laid, name, row, column)
        if (row or column) and best.table is None:
            best = Coded(laid, name, row, column)
    return best


def is_named_above(laid: LaidCell) -> bool:
    """Whether no label to the left of a value names its row: there is none, or it is only a time."""
    left = _last_label(laid.left)
    return left is None or _is_time(left)


def _is_time(label: str) -> bool:
    return is_table_time(label, None) or is_other_time(label, None)


def _head_over(table: Table, above: Sequence[str], around: _Around) -> tuple[str, str] | tuple[None, None]:
    """The nearest header that names a column, and its code; none for a column of another year.

    A header that is only 本年数, or the last year named in the grid, stands for the only column of 表一; so does a
    missing header.
    """
    values = table.columns_of("")
    if len(values) == 1 and not around.has_heads:
        return "", values[0]
    for head in reversed(above):
        if columns := match_columns(table.name, head):
            return head, columns[0]
        if is_other_time(head, around.year):
            break
        if len(values) == 1 and is_table_time(head, around.year):
            return head, values[0]
    return None, None


def _row_above(table: Table, above: Sequence[str]) -> tuple[str, ...]:
    return next((rows for head in reversed(above) if (rows := match_rows(table.name, head))), ())


def _row_named(table: Table, caption: str) -> tuple[str, ...]:
    """The row of 表四 that a caption names last: 行政诉讼(复议后起诉). Only 表四 may be printed one row per grid."""
    bare = squeeze(caption)
    is_row = "|" in caption or "\t" in caption
    if table.table != DISPUTES or is_row or (bare.count("行政复议") and "行政诉讼" in bare):
        return ()
    ends = [(bare.rfind(core), row.code) for row in table.rows for core in strip_numbering([row.label])]
    offset, code = max(ends)
    return (code,) if offset >= 0 else ()


def _by_likeness(grid: PlacedGrid, tables: Sequence[str]) -> list[str]:
    """The tables of the forms by the number of their labels in the grid, most first, since tables share 总计."""
    printed = {placed.cell.text for placed in grid.cells if placed.cell.text.strip()}

    def alike(name: str) -> int:
        return sum(bool(match_rows(name, text) or match_columns(name, text)) for text in printed)

    return sorted(tables, key=alike, reverse=True)


def _has_heads(grid: PlacedGrid) -> bool:
    """Whether a row before the first number has several labels; titles and groups have one."""
    states = [(placed.cell.row, read_cell(placed.cell.text).state) for placed in grid.cells]
    first = min((row for row, state in states if state is CellState.NUMBER), default=None)
    written = Counter(
        placed.cell.row for placed in grid.cells if any(character.isalpha() for character in placed.cell.text)
    )
    return first is None or any(count > 1 for row, count in written.items() if row < first)


def _last_label(left: Sequence[str]) -> str | None:
    """The nearest label to the left of a value, units excluded."""
    units = form_rules().stretches.units
    return next((label for label in reversed(left) if normalize(label) not in units), None)


def _caption(text: Text, grid: PlacedGrid) -> str:
    """The line directly above a grid, unless it is a row of another grid."""
    above = bisect_right(text.grids, grid.start, key=lambda other: other.end)
    first = max(text.grids[above - 1].end if above else 0, grid.start - LONGEST_CAPTION)
    before = text.text[max(0, first) : grid.start].rstrip()
    return before.rpartition("\n")[2]
