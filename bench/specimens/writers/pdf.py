"""Writes a specimen as PDF: ruled tables with wrapped labels, that go on over the end of a page."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bench.specimens.breaks import first_row_below
from bench.specimens.truth import Heading, LayoutCell, Paragraph, Specimen, Table
from bench.specimens.writers.style import PLAIN, Style

FONT = "STSong-Light"  # every reader of PDF files has it, so it is not in the file
WIDTH, HEIGHT = 595, 842  # A4, in points
LEFT, TOP, BOTTOM = 62, 770, 72
SIZE, STEP = 14, 24
SMALL, LEADING, PADDING = 9, 12, 3
COLUMNS = (WIDTH - 2 * LEFT) // SIZE


class Line(NamedTuple):
    """A row of a table that is about to be drawn: its number and its height."""

    row: int
    height: float


def write_pdf(specimen: Specimen, style: Style = PLAIN) -> bytes:
    """The bytes of the file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    y = _write_lines(canvas, [specimen.title], TOP, WIDTH / 2 - len(specimen.title) * SIZE / 2.2) - STEP
    for block in specimen.blocks:
        if isinstance(block, Table):
            y = _write_table(canvas, block, y, style) - STEP
        elif isinstance(block, Heading):
            y = _write_lines(canvas, [f"{block.marker}{block.title}"], y, LEFT + 2 * SIZE)
        elif isinstance(block, Paragraph):
            y = _write_paragraph(canvas, block.text, y)
    for line in (specimen.agency, specimen.signed):
        y = _write_lines(canvas, [line], y, WIDTH - LEFT - len(line) * SIZE)
    _end_page(canvas)
    canvas.save()
    return out.getvalue()


def _end_page(canvas: Canvas) -> float:
    """Sets the number of the page, and begins the next."""
    canvas.setFont(FONT, SMALL)
    canvas.drawCentredString(WIDTH / 2, BOTTOM / 2, f"— {canvas.getPageNumber()} —")
    canvas.showPage()
    return TOP


def _write_lines(canvas: Canvas, lines: Sequence[str], y: float, x: float = LEFT) -> float:
    for line in lines:
        if y < BOTTOM:
            y = _end_page(canvas)
        canvas.setFont(FONT, SIZE)
        canvas.drawString(x, y, line)
        y -= STEP
    return y


def _write_paragraph(canvas: Canvas, text: str, y: float) -> float:
    """A paragraph whose first line is indented by two characters."""
    first, *rest = wrap(text, COLUMNS - 2.0, COLUMNS)
    return _write_lines(canvas, rest, _write_lines(canvas, [first], y, LEFT + 2 * SIZE))


def wrap(text: str, first: float, room: float | None = None) -> list[str]:
    """The lines of a text in so many characters; ASCII takes half a width.

    >>> wrap("一二三四123", 3)
    ['一二三', '四123']
    """
    lines: list[str] = []
    for part in text.split("\n"):
        line, left = "", first
        for character in part:
            size = 0.5 if character.isascii() else 1.0
            if size > left:
                lines.append(line)
                line, left = "", room or first
            line, left = line + character, left - size
        lines.append(line)
    return lines


def _write_table(canvas: Canvas, table: Table, y: float, style: Style) -> float:
    if table.caption:
        y = _write_lines(canvas, [table.caption], y)
    widths = _widths(table)
    heights = _heights(table, widths)
    heads = [Line(row, heights[row]) for row in range(table.layout.heads)]
    whole = sum(heights)
    if y - whole < BOTTOM and not style.torn and whole < TOP - BOTTOM:
        y = _end_page(canvas)
    if style.cut:
        y = _leave_room(canvas, y, sum(heights[: first_row_below(table.layout, style)]) + PADDING)
    pending = [Line(row, height) for row, height in enumerate(heights)]
    again: list[Line] = []
    while pending:
        room = y - BOTTOM - sum(line.height for line in again)
        fitting: list[Line] = []
        while pending and sum(line.height for line in fitting) + pending[0].height <= room:
            fitting.append(pending.pop(0))
        if fitting and (len(fitting) > len(heads) or fitting[0].row):
            y = _draw(canvas, table, widths, [*again, *fitting], y)
        else:  # not so much as its head
            pending = fitting + pending
        if pending:
            y = _end_page(canvas)
            again = heads if style.repeated and pending[0].row else []
    return y


def _leave_room(canvas: Canvas, y: float, room: float) -> float:
    """Where a table begins of which so much, and no more, is to stand on its first page."""
    if room > TOP - BOTTOM:
        return y
    return min(y, BOTTOM + room) if y - BOTTOM >= room else min(_end_page(canvas), BOTTOM + room)


def _widths(table: Table) -> list[float]:
    """Columns of labels are wider than those of numbers."""
    layout, whole = table.layout, WIDTH - 2 * LEFT
    values = {cell.column for cell in layout.cells if cell.key}
    labels = [column for column in range(layout.width) if column not in values]
    value = min(90.0, whole / max(1, len(values) + 2.2 * len(labels)))
    rest = (whole - value * len(values)) / max(1, len(labels))
    if len(labels) == 2 and min(values) == 2:
        return [2 * rest - 40, 40, *[value] * len(values)]
    return [rest if column in labels else value for column in range(layout.width)]


def _heights(table: Table, widths: Sequence[float]) -> list[float]:
    heights = [LEADING + 2.0 * PADDING] * table.layout.height
    for cell in sorted(table.layout.cells, key=lambda cell: cell.rows):
        need = len(_lines(table, cell, widths)) * LEADING + 2 * PADDING
        last = cell.row + cell.rows - 1
        heights[last] += max(0.0, need - sum(heights[cell.row : last + 1]))
    return heights


def _lines(table: Table, cell: LayoutCell, widths: Sequence[float]) -> list[str]:
    text = table.raws[cell.key] if cell.key else cell.text
    width = sum(widths[cell.column : cell.column + cell.columns])
    return wrap(text, (width - 2 * PADDING) / SMALL)


def _draw(canvas: Canvas, table: Table, widths: Sequence[float], lines: Sequence[Line], y: float) -> float:
    """The rows of a table that stand on one page; a cell that goes on says its text where it has more room."""
    tops, rows = _tops(lines, y), [line.row for line in lines]
    canvas.setFont(FONT, SMALL)
    for cell in table.layout.cells:
        covered = [index for index, row in enumerate(rows) if cell.row <= row < cell.row + cell.rows]
        if covered:
            first, last = covered[0], covered[-1]
            top, bottom = tops[first], tops[last + 1]
            x = LEFT + sum(widths[: cell.column])
            width = sum(widths[cell.column : cell.column + cell.columns])
            canvas.rect(x, bottom, width, top - bottom)
            here = last - first + 1
            if 2 * here > cell.rows or (2 * here == cell.rows and rows[first] == cell.row):
                for number, line in enumerate(_lines(table, cell, widths)):
                    canvas.drawString(x + PADDING, top - PADDING - SMALL - number * LEADING, line)
    return tops[-1]


def _tops(lines: Sequence[Line], y: float) -> list[float]:
    tops = [y]
    for line in lines:
        tops.append(tops[-1] - line.height)
    return tops
