"""Draws a printed table from its cells, which have their span in the text and their labels, but no grid.

If the document has the grid, each line of the text is a row, and labels show the spans: a header covers the columns
whose labels pass through it, a row label covers the rows below that share it. If the table is linearised, the codes of
the form's rows give the rows (``draw_flat_table``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.characters import squeeze
from pipeline.views.review.documents import Row
from pipeline.views.review.draw_flat_table import Drawn, DrawnCell, DrawnRow, draw_flat_table, name_table, note_row

# A table wider than this, made by a hostile file, is drawn without spans.
WIDEST = 200


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed row; its label and header cells are separate from those with values."""

    cells: tuple[Row, ...]
    note: str = ""

    @property
    def values(self) -> list[Row]:
        return [cell for cell in self.cells if _is_value(cell)]

    @property
    def labels(self) -> list[Row]:
        return [cell for cell in self.cells if not _is_value(cell)]


def draw_table(text: str, cells: Sequence[Row]) -> Drawn:
    """Draws the table of these cells, which follow each other in the text."""
    if not any(text[left["end"] : right["start"]] == "\t" for left, right in pairwise(cells)):
        return draw_flat_table(text, cells)
    lines = list(_split_lines(text, cells))
    if max(len(line.cells) for line in lines) > WIDEST:
        return Drawn(tuple(_lay_plainly(lines)), *name_table(cells))
    width = max((len(_path(cell, "row_label")) for line in lines for cell in line.values), default=0)
    rows = [row for head, body in _split_parts(lines) for row in _draw_part(head, body, width)]
    return Drawn(tuple(_fill(rows)), *name_table(cells))


def _split_lines(text: str, cells: Sequence[Row]) -> Iterator[_Line]:
    line: list[Row] = []
    for cell in cells:
        between = text[line[-1]["end"] : cell["start"]] if line else ""
        if "\n" in between:
            yield _Line(tuple(line))
            line = []
        if between.strip():
            yield _Line((), between)
        line.append(cell)
    yield _Line(tuple(line))


def _split_parts(lines: Sequence[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Divides the lines into parts, each with its header: a form's second table has a header every few rows."""
    head: list[_Line] = []
    body: list[_Line] = []
    for line in lines:
        if not line.note and not line.values and body and not any(_path(c, "row_label") for c in line.cells):
            yield head, body
            head, body = [], []
        if body or line.values:
            body.append(line)
        else:
            head.append(line)
    yield head, body


def _draw_part(head: Sequence[_Line], body: Sequence[_Line], width: int) -> Iterator[DrawnRow]:
    columns = [_path(cell, "column_label") for cell in max((line.values for line in body), key=len, default=[])]
    for number, line in enumerate(head):
        yield _draw_head(line, columns, width, len(head) - number)
    paths = [_path(line.values[0], "row_label") if line.values else () for line in body]
    reaches = _reaches(paths)
    for line, path, reach in zip(body, paths, reaches, strict=True):
        yield _draw_body(line, path, reach, width)


def _draw_head(line: _Line, columns: Sequence[tuple[str, ...]], width: int, below: int) -> DrawnRow:
    if line.note:
        return note_row(line.note)
    cells = []
    used: dict[tuple[str, ...], int] = {}
    for cell in line.cells:
        path = (*_path(cell, "column_label"), _words(cell["raw"]))
        under = [column for column, labels in enumerate(columns) if labels[: len(path)] == path]
        if not under:
            is_only = len(line.cells) == 1
            cells.append(DrawnCell(cell, 0, 0 if is_only else max(1, width), 1 if is_only else below, is_label=True))
            continue
        # Columns with equal labels have one header each.
        twins = sum((*_path(c, "column_label"), _words(c["raw"])) == path for c in line.cells)
        if twins > 1:
            under = under[used.get(path, 0) :][: max(1, len(under) // twins)] or under[-1:]
            used[path] = used.get(path, 0) + len(under)
        is_leaf = all(columns[column] == path for column in under)
        cells.append(DrawnCell(cell, width + under[0], len(under), below if is_leaf else 1, is_label=True))
    return DrawnRow(tuple(cells), is_head=True)


def _draw_body(line: _Line, path: tuple[str, ...], reach: Sequence[int], width: int) -> DrawnRow:
    if line.note:
        return note_row(line.note)
    labels, values = line.labels, line.values
    if not values:
        return DrawnRow(tuple(DrawnCell(cell, column, 1, 1, is_label=True) for column, cell in enumerate(labels)))
    first = max(0, len(path) - len(labels))
    cells = []
    for column, cell in enumerate(labels, start=first):
        span = max(1, width - column) if cell is labels[-1] else 1
        cells.append(DrawnCell(cell, column, span, reach[column] if column < len(reach) else 1, is_label=True))
    cells += (DrawnCell(cell, width + column, 1, 1) for column, cell in enumerate(values))
    return DrawnRow(tuple(cells))


def _reaches(paths: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """For each row, how many rows from it on share each prefix of its labels; the last label is the row's own."""
    reaches: list[list[int]] = []
    following: tuple[str, ...] = ()
    counts: list[int] = []
    for path in reversed(paths):
        same = 0
        while same < min(len(path), len(following)) - 1 and path[same] == following[same]:
            same += 1
        counts = [counts[column] + 1 if column < same else 1 for column in range(len(path))]
        reaches.append(counts)
        following = path
    return reaches[::-1]


def _fill(rows: Sequence[DrawnRow]) -> Iterator[DrawnRow]:
    """Fits the spans of the rows to each other: no position is covered twice, and none on the left is left open."""
    width = max((cell.column + max(1, cell.columns) for row in rows for cell in row.cells), default=1)
    limits = _limits(rows)
    covered = [0] * width  # how many more rows each column is covered for
    for number, row in enumerate(rows):
        if row.note:
            covered = [0] * width
            yield row
            continue
        cells: list[DrawnCell] = []
        taken = [left > 0 for left in covered]
        for cell in row.cells:
            free = [column for column in range(cell.column, width) if not taken[column]] or [
                column for column in range(width) if not taken[column]
            ]
            if not free:  # more cells than columns: the row becomes longer
                cells.append(replace(cell, column=width + len(cells), columns=1, rows=1))
                continue
            column = free[0]
            wanted = cell.columns or width
            span = 1
            while span < wanted and column + span < width and not taken[column + span]:
                span += 1
            reach = min(cell.rows, limits[number])
            for covering in range(column, column + span):
                taken[covering] = True
                covered[covering] = reach
            cells.append(replace(cell, column=column, columns=span, rows=reach))
        open_columns = [column for column in range(width) if not taken[column]]
        cells += (DrawnCell(None, column, 1, 1) for column in open_columns)
        covered = [max(0, left - 1) for left in covered]
        yield replace(row, cells=tuple(sorted(cells, key=lambda cell: cell.column)))


def _limits(rows: Sequence[DrawnRow]) -> list[int]:
    """For each row, the number of rows up to the next note, which no cell may span."""
    limits: list[int] = []
    for row in reversed(rows):
        limits.append(0 if row.note else 1 + (limits[-1] if limits else 0))
    return limits[::-1]


def _lay_plainly(lines: Sequence[_Line]) -> Iterator[DrawnRow]:
    """The lines as rows of cells without spans."""
    for line in lines:
        cells = (DrawnCell(cell, column, 1, 1) for column, cell in enumerate(line.cells))
        yield note_row(line.note) if line.note else DrawnRow(tuple(cells))


def _is_value(cell: Row) -> bool:
    return cell["state"] != "text" or (
        cell["row_label"] is not None and cell["column"] is not None and cell["row"] is not None
    )


def _path(cell: Row, name: str) -> tuple[str, ...]:
    return tuple(_words(part) for part in cell[name].split(" / ")) if cell[name] else ()


def _words(words: str) -> str:
    return squeeze(words)
