"""Cuts a printed table where a page ends: at any row, its heads again above the rest or not."""

from functools import cache

from bench.specimens.layouts import in_order
from bench.specimens.truth import Layout, LayoutCell, Table, make_layout
from bench.specimens.writers.style import Style


def cut_table(table: Table, style: Style) -> list[Table]:
    """The pieces of a table that stand one under the other: one, or two where a page ends within it.

    A page may end at any row, the last row of the heads among them.

    >>> from bench.specimens.layouts import lay_out
    >>> [layout] = lay_out("F21", "4")
    >>> table = Table(layout, {cell.key: "0" for cell in layout.cells if cell.key})
    >>> [piece.layout.height for piece in cut_table(table, Style(cut=5, repeated=False))]
    [3, 1]
    >>> [piece.layout.height for piece in cut_table(table, Style(cut=5, repeated=True))]
    [3, 4]
    """
    layout = table.layout
    if not style.cut:
        return [table]
    row = first_row_below(layout, style)
    above, below = _cut_layout(layout, row, repeated=style.repeated, carried=style.carried)
    upper = {cell.key: table.raws[cell.key] for cell in above.cells if cell.key}
    lower = {cell.key: table.raws[cell.key] for cell in below.cells if cell.key}
    return [Table(above, upper, table.caption), Table(below, lower)]


def first_row_below(layout: Layout, style: Style) -> int:
    """The first row of a table that stands on the next page."""
    return layout.heads + style.cut % (layout.height - layout.heads)


@cache
def _cut_layout(layout: Layout, first: int, *, repeated: bool, carried: str) -> tuple[Layout, Layout]:
    above = [_keep(cell, 0, first) for cell in layout.cells if cell.row < first]
    heads = [cell for cell in layout.cells if cell.row < layout.heads] if repeated and not _has_title(layout) else []
    height = layout.heads if heads else 0
    below = []
    for cell in (cell for cell in layout.cells if cell.row + cell.rows > first):
        kept = _keep(cell, first, layout.height)
        kept = kept._replace(row=kept.row - first + height)
        if cell.row >= first or carried == "again":
            below.append(kept)
        elif carried == "blank":
            below.append(kept._replace(text=""))
    return (
        make_layout(layout.form, layout.table, tuple(above), min(layout.heads, first)),
        make_layout(layout.form, layout.table, in_order([*heads, *below]), height),
    )


def _keep(cell: LayoutCell, first: int, end: int) -> LayoutCell:
    """What of a cell stands in rows from the first on, before the end."""
    row = max(cell.row, first)
    return cell._replace(row=row, rows=min(cell.row + cell.rows, end) - row)


def _has_title(layout: Layout) -> bool:
    """Whether the first row is a title over all columns, which no page prints again."""
    return layout.cells[0].columns == layout.width
