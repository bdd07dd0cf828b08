"""Draws a printed table that stands in the text as words: a row for each row of the form.

What stands between its cells is kept, too: beside them, or as a note across the table, if it is long. The columns are
those that the form's codes name, under the form's own labels, which are told apart from what is printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from pipeline.i18n import show
from pipeline.rulebook import form_rules
from pipeline.views.review.documents import Row

# Before its numbers a row has three places: a numeral or 其中, the label, the unit or a remark.
LEADING = 3
# What stands before a label in its own row is no longer: it is a numeral, 其中, or the name of a group.
BESIDE = 16


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell at its place in a row, with what it covers; ``row`` is the cell's, null for an empty place or a label.

    ``label`` are words that are no cell: of the form, where it is not printed, or those that stand between cells.
    """

    row: Row | None
    place: int
    columns: int
    rows: int
    is_label: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of a drawn table: cells, or a note across it with its place in the text."""

    cells: tuple[DrawnCell, ...]
    is_head: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table to be drawn, and the form that it is of."""

    rows: tuple[DrawnRow, ...]
    form: str | None
    table: str | None

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((sum(cell.columns for cell in row.cells) for row in self.rows), default=1)


def note_row(words: str) -> DrawnRow:
    """What stands between the cells of a table, as a row of its own."""
    return DrawnRow((), note=show(" ".join(words.split())))


def name_table(cells: Sequence[Row]) -> tuple[str | None, str | None]:
    """The form that a table is of, and its number there; its heads may have neither."""
    return next(((cell["form"], cell["table"]) for cell in cells if cell["form"]), (None, None))


def list_table(text: str, cells: Sequence[Row]) -> Drawn:
    """The table of these cells, a row for each stretch of cells that have the same code of a row."""
    form, table = name_table(cells)
    row_labels, column_labels = _labels(form, table, "rows"), _labels(form, table, "columns")
    rows: list[DrawnRow] = []
    columns: tuple[str, ...] = ()
    position = cells[0]["start"]
    for _, group in groupby(cells, key=lambda cell: cell["row"]):
        line = list(group)
        before = " ".join(text[position : line[0]["start"]].split())
        position = max(cell["end"] for cell in line)
        own = tuple(dict.fromkeys(cell["column"] for cell in line if cell["column"]))
        if len(before) > BESIDE:
            rows.append(note_row(before))
            before = ""
        if own and not set(own) <= set(columns):
            columns = own
            rows.append(_head(columns, column_labels))
        rows.append(_row(text, line, before, columns, row_labels.get(line[0]["row"] or "", "")))
    return Drawn(tuple(_without_empty(rows)), form, table)


def _head(columns: Sequence[str], labels: Mapping[str, str]) -> DrawnRow:
    empty = (DrawnCell(None, place, 1, 1) for place in range(LEADING))
    named = (
        DrawnCell(None, place, 1, 1, is_label=True, label=labels.get(code, ""))
        for place, code in enumerate(columns, LEADING)
    )
    return DrawnRow((*empty, *named), is_head=True)


def _row(text: str, line: Sequence[Row], before: str, columns: Sequence[str], label: str) -> DrawnRow:
    """A row: what stands before its label, the label, what stands between label and numbers, and the numbers."""
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
            *(DrawnCell(values.get(code), place, 1, 1) for place, code in enumerate(columns, LEADING)),
            *(DrawnCell(cell, place, 1, 1) for place, cell in enumerate(spare, LEADING + len(columns))),
        )
    )


def _without_empty(rows: Sequence[DrawnRow]) -> Iterator[DrawnRow]:
    """The rows without the leading places that are empty in all of them, and as long as the longest."""
    lines = [row.cells for row in rows if not row.note]
    kept = [place for place in range(LEADING) if any(cells[place].row or cells[place].label for cells in lines)]
    width = max((len(cells) for cells in lines), default=0)
    for row in rows:
        if row.note:
            yield row
            continue
        filled = (*row.cells, *(DrawnCell(None, place, 1, 1) for place in range(len(row.cells), width)))
        cells = [cell for cell in filled if cell.place >= LEADING or cell.place in kept]
        yield replace(row, cells=tuple(replace(cell, place=place) for place, cell in enumerate(cells)))


def _labels(form: str | None, table: str | None, what: str) -> dict[str, str]:
    """The form's own labels of its columns or rows, by code."""
    tables = [known for known in form_rules().tables if form in known.forms and known.table == table]
    found = {label.code: label.label for known in tables for label in getattr(known, what)}
    return found | ({"year": "本年", "cumulative": "历年累计"} if what == "columns" and not tables else {})
