"""Draws a printed table that stands in the text as words: a row for each row of the form.

What stands between its cells, its head above all, is kept as a note across the table. The columns are those that the
form's codes name, under the form's own labels, which are told apart from what is printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.labels import form_rules
from pipeline.review.documents import Row
from pipeline.signs import show


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell at its place in a row, with what it covers; ``row`` is the cell's, null for an empty place or a label.

    ``label`` is a word of the form that is not printed here.
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


def list_table(text: str, cells: Sequence[Row]) -> Drawn:
    """The table of these cells, a row for each stretch of cells that have the same code of a row."""
    form, table = cells[0]["form"], cells[0]["table"]
    rows: list[DrawnRow] = []
    columns: tuple[str, ...] = ()
    position = cells[0]["start"]
    for _, group in groupby(cells, key=lambda cell: cell["row"]):
        line = list(group)
        between = text[position : line[0]["start"]]
        position = max(cell["end"] for cell in line)
        own = tuple(cell["column"] for cell in line if cell["column"])
        if between.strip():
            rows.append(note_row(between))
        if own and (between.strip() or not columns or set(own) - set(columns)):
            columns = tuple(dict.fromkeys(own))
            rows.append(_head(form, table, columns))
        rows += _rows(text, line, columns, _labels(form, table, "rows"))
    return Drawn(tuple(rows), form, table)


def _head(form: str | None, table: str | None, columns: Sequence[str]) -> DrawnRow:
    labels = _labels(form, table, "columns")
    named = (
        DrawnCell(None, place, 1, 1, is_label=True, label=labels.get(code, "")) for place, code in enumerate(columns, 1)
    )
    return DrawnRow((DrawnCell(None, 0, 1, 1, is_label=True), *named), is_head=True)


def _rows(text: str, line: Sequence[Row], columns: Sequence[str], labels: dict[str, str]) -> Iterator[DrawnRow]:
    """The row of these cells, and a note for what stands between them."""
    printed = [cell for cell in line if not cell["column"]]
    values = {cell["column"]: cell for cell in line if cell["column"]}
    cells = [DrawnCell(cell, 0, 1, 1, is_label=True) for cell in printed[:1]] or [
        DrawnCell(None, 0, 1, 1, is_label=True, label=labels.get(line[0]["row"] or "", ""))
    ]
    cells += (DrawnCell(values.get(code), place, 1, 1) for place, code in enumerate(columns, start=1))
    spare = [cell for cell in line if cell not in printed[:1] and values.get(cell["column"]) is not cell]
    cells += (DrawnCell(cell, place, 1, 1) for place, cell in enumerate(spare, start=len(columns) + 1))
    yield DrawnRow(tuple(cells))
    between = " ".join(words for left, right in pairwise(line) if (words := text[left["end"] : right["start"]].strip()))
    if between:
        yield note_row(between)


def _labels(form: str | None, table: str | None, what: str) -> dict[str, str]:
    """The form's own labels of its columns or rows, by code."""
    tables = [known for known in form_rules().tables if form in known.forms and known.table == table]
    found = {label.code: label.label for known in tables for label in getattr(known, what)}
    return found | ({"year": "本年", "cumulative": "历年累计"} if what == "columns" and not tables else {})
