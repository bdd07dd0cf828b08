"""Draws a linearised table, which is running text in the document: one row for each row of the form.

The words between its cells are kept, too: beside them, or as a note across the table if they are long. The columns are
those of the form's codes, with the form's own labels, which are marked as not printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pipeline.i18n import show
from pipeline.rulebook import form_rules
from pipeline.views.review.documents import Row

# The columns before the numbers of a row: a numeral or 其中, the label, and the unit or a remark.
LEADING = 3
# The greatest length of words before a label in its own row: a numeral, 其中, or the name of a group.
BESIDE = 16


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell with its column in a row and its spans; ``row`` is the cell's row, null for an empty cell or a label.

    ``label`` are words that are no cell: a label of the form that is not printed, or words between cells.
    """

    row: Row | None
    column: int
    columns: int
    rows: int
    is_label: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of a drawn table: cells, or a note across it with its span in the text."""

    cells: tuple[DrawnCell, ...]
    is_head: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table to draw, and its form."""

    rows: tuple[DrawnRow, ...]
    form: str | None
    table: str | None

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((sum(cell.columns for cell in row.cells) for row in self.rows), default=1)


def note_row(words: str) -> DrawnRow:
    """The words between the cells of a table, as a row of its own."""
    return DrawnRow((), note=show(" ".join(words.split())))


def name_table(cells: Sequence[Row]) -> tuple[str | None, str | None]:
    """The form of a table and its number in that form, either of which may be missing."""
    return next(((cell["form"], cell["table"]) for cell in cells if cell["form"]), (None, None))


def draw_flat_table(text: str, cells: Sequence[Row]) -> Drawn:
    """Draws the table of these cells, with a row for each sequence of cells with the same row code."""
    form, table = name_table(cells)
    row_labels, column_labels = _labels(form, table, "rows"), _labels(form, table, "columns")
    rows: list[DrawnRow] = []
    columns: tuple[str, ...] = ()
    position = cells[0]["start"]
    for _, group in groupby(cells, key=lambda cell: cell["row"]):
        line = list(group)
        before = " ".join(text[position : line[0]["start"]].split())
        position = max(cell["end"] for cell in line)
        codes = tuple(dict.fromkeys(cell["column"] for cell in line if cell["column"]))
        if len(before) > BESIDE:
            rows.append(note_row(before))
            before = ""
        if codes and not set(codes) <= set(columns):
            columns = codes
            rows.append(_head(columns, column_labels))
        rows.append(_row(text, line, before, columns, row_labels.get(line[0]["row"] or "", "")))
    return Drawn(tuple(_without_empty(rows)), form, table)


def _head(columns: Sequence[str], labels: Mapping[str, str]) -> DrawnRow:
    empty = (DrawnCell(None, column, 1, 1) for column in range(LEADING))
    named = (
        DrawnCell(None, column, 1, 1, is_label=True, label=labels.get(code, ""))
        for column, code in enumerate(columns, LEADING)
    )
    return DrawnRow((*empty, *named), is_head=True)


def _row(text: str, line: Sequence[Row], before: str, columns: Sequence[str], label: str) -> DrawnRow:
    """A row: the words before its label, the label, the words between label and numbers, and the numbers."""
    printed = [cell for cell in line if not cell["column"]]
    values = {cell["column"]: cell for cell in line if cell["column"]}
    between = (text[left["end"] : right["start"]].strip() for left, right in pairwise(line))
    words = show(" ".join(" ".join(part.split()) for part in between if part))
    unit = printed[1] if len(printed) > 1 and not words else None
    named = printed[0] if printed else None
    spare = [cell for cell in line if cell is not named and cell is not unit and values.get(cell["column"]) is not cell]
    return DrawnRow(
        (
            DrawnCell(None, 0, 1, 1, label=show(before)),
            DrawnCell(named, 1, 1, 1, is_label=True, label="" if named else label),
            DrawnCell(unit, 2, 1, 1, label=words),
            *(DrawnCell(values.get(code), column, 1, 1) for column, code in enumerate(columns, LEADING)),
            *(DrawnCell(cell, column, 1, 1) for column, cell in enumerate(spare, LEADING + len(columns))),
        )
    )


def _without_empty(rows: Sequence[DrawnRow]) -> Iterator[DrawnRow]:
    """The rows without leading columns that are empty in all of them, and padded to the longest."""
    lines = [row.cells for row in rows if not row.note]
    kept = [column for column in range(LEADING) if any(cells[column].row or cells[column].label for cells in lines)]
    width = max((len(cells) for cells in lines), default=0)
    for row in rows:
        if row.note:
            yield row
            continue
        filled = (*row.cells, *(DrawnCell(None, column, 1, 1) for column in range(len(row.cells), width)))
        cells = [cell for cell in filled if cell.column >= LEADING or cell.column in kept]
        yield replace(row, cells=tuple(replace(cell, column=column) for column, cell in enumerate(cells)))


def _labels(form: str | None, table: str | None, what: str) -> dict[str, str]:
    """The form's own labels of its columns or rows, by code."""
    tables = [known for known in form_rules().tables if form in known.forms and known.table == table]
    found = {label.code: label.label for known in tables for label in getattr(known, what)}
    return found | ({"year": "本年", "cumulative": "历年累计"} if what == "columns" and not tables else {})
