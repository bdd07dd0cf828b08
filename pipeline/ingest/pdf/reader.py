"""Reads PDF files with a text layer: paragraphs and tables in reading order, joined across page breaks."""

from collections.abc import Iterable, Iterator, Sequence
from time import process_time

import pypdfium2 as pdfium
from msgspec import Struct
from msgspec.structs import replace
from pypdfium2 import raw

from pipeline.characters import BROKEN, UnreadableError, clean
from pipeline.ingest.pdf.answers import Answers
from pipeline.ingest.pdf.lines import Line, set_lines
from pipeline.ingest.pdf.page_breaks import continues, join_tables
from pipeline.ingest.pdf.pages import Sheet, read_sheet
from pipeline.ingest.pdf.paragraphs import Frame, find_frames, join_lines, uses_indents
from pipeline.ingest.pdf.pictures import Picture, find_pictures, mark_digits
from pipeline.ingest.pdf.print_columns import cut_sheet, find_gutter
from pipeline.ingest.pdf.ruled_tables import Table, find_tables
from pipeline.ingest.pdf.running_heads import read_stamp, remove_furniture
from pipeline.ingest.pdf.unruled_tables import find_columns
from pipeline.ingest.pdf.wrapped_labels import gather_labels
from pipeline.ingest.pictured import keep_digits
from pipeline.model import Block, Format, GapKind, Grid, Page, Problem

Item = Table | Line | Picture

# A page with a full-page picture and fewer characters than this (page numbers and the like) is a scan.
FEWEST_CHARACTERS = 20
# With this share of unknown characters, the text of a file cannot be read.
MOST_BROKEN = 0.3
# A title at the top of the first page is larger than the text by this factor, on at most so many lines.
TITLE_SIZE = 1.15
TITLE_LINES = 3
LONGEST_TITLE = 100


class PdfLimits(Struct, frozen=True, gc=False):
    """How much of a file is read: a report has a hundredth of this; a malicious file has more."""

    size: int = 200_000_000
    pages: int = 3000
    marks: int = 200_000
    seconds: float = 120.0


LIMITS = PdfLimits()


def read_pdf(data: bytes, limits: PdfLimits = LIMITS) -> Page:
    """The paragraphs and tables of a PDF file, and its title.

    Raises:
        UnreadableError: with the codes ``broken_pdf``, ``encrypted_pdf``, ``scanned_pdf``, ``no_text``, ``too_large``
            or ``too_slow``.
    """
    if len(data) > limits.size:
        raise UnreadableError(Problem("too_large.megabytes", size=limits.size // 10**6))
    sheets = read_sheets(data, limits)
    _check_text(sheets)
    return compose_page(sheets)


def read_sheets(data: bytes, limits: PdfLimits = LIMITS) -> list[Sheet]:
    """The characters and lines of every page.

    Raises:
        UnreadableError: if the file cannot be opened or is over a limit.
    """
    start = process_time()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableError(_refuse(error)) from error
    try:
        if len(document) > limits.pages:
            raise UnreadableError(Problem("too_large.pages", pages=len(document), most=limits.pages))
        sheets, answers = [], Answers()
        for index in range(len(document)):
            sheets.append(_read_page(document, index, limits, answers))
            if process_time() - start > limits.seconds:
                seconds, pages = limits.seconds, len(document)
                raise UnreadableError(Problem("too_slow.pdf", seconds=seconds, done=index + 1, pages=pages))
        return sheets
    finally:
        document.close()


def _read_page(document: pdfium.PdfDocument, index: int, limits: PdfLimits, answers: Answers) -> Sheet:
    try:
        sheet = read_sheet(document, index, limits.marks, answers)
    except pdfium.PdfiumError as error:
        raise UnreadableError(Problem("broken_pdf.page", page=index + 1, pages=len(document))) from error
    if sheet is None:
        raise UnreadableError(Problem("too_large.page", page=index + 1, most=limits.marks))
    return sheet


def _refuse(error: pdfium.PdfiumError) -> Problem:
    """Why a file cannot be opened."""
    if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return Problem("encrypted_pdf")
    return Problem("broken_pdf")


def _check_text(sheets: Sequence[Sheet]) -> None:
    """Refuses files whose pages are pictures, or whose characters are unknown.

    Raises:
        UnreadableError: with the code ``scanned_pdf`` or ``no_text``.
    """
    printed = [character.text for sheet in sheets for character in sheet.characters]
    scans = _find_scans(sheets)
    if scans and len(scans) == sum(bool(sheet.characters) or sheet.pictured for sheet in sheets):
        raise UnreadableError(Problem("scanned_pdf"))
    if not printed:
        raise UnreadableError(Problem("no_text.pdf"))
    if printed.count(BROKEN) > MOST_BROKEN * len(printed):
        raise UnreadableError(Problem("scanned_pdf.fonts"))


def _find_scans(sheets: Sequence[Sheet]) -> list[int]:
    return [sheet.number for sheet in sheets if sheet.pictured and len(sheet.characters) < FEWEST_CHARACTERS]


def compose_page(sheets: Sequence[Sheet]) -> Page:
    """The paragraphs and tables of the pages of a document, in the order of print."""
    parts, problems = _part_columns(sheets)
    tables, pages = [part.tables for part in parts], [part.lines for part in parts]
    whole_sheets, sheets = sheets, [part.sheet for part in parts]
    heights = [sheet.height for sheet in sheets]
    stamped = read_stamp(pages, heights)
    pages = [gather_labels(lines) for lines in remove_furniture(pages, heights)]
    frames = find_frames(pages, [sheet.width for sheet in sheets])
    laid = zip(sheets, tables, pages, strict=True)
    flow = [item for sheet, ruled, lines in laid for item in order_items(ruled, lines, find_pictures(sheet, lines))]
    indents = uses_indents(pages, frames)
    composed = _compose_blocks(flow, {s.number: f for s, f in zip(sheets, frames, strict=True)}, indents=indents)
    blocks = tuple(_number_pages(composed, [part.page for part in parts]))
    title = find_title(pages) or stamped
    problems += _count_lost(whole_sheets)
    return Page(Format.PDF, None, blocks, (("title", title),) if title else (), tuple(problems))


class _Part(Struct, frozen=True, gc=False):
    """A page or a column of text with its number; ``page`` is the number of its page."""

    page: int
    sheet: Sheet
    tables: list[Table]
    lines: list[Line]


def _part_columns(sheets: Sequence[Sheet]) -> tuple[list[_Part], list[Problem]]:
    """The pages, split into columns where they have them, in reading order; and the problems of uncertain columns."""
    parts: list[_Part] = []
    problems = []
    for sheet in map(mark_digits, sheets):
        numbered = replace(sheet, number=len(parts) + 1)
        found, left, whole = find_tables(numbered)
        lines = set_lines(left, numbered.number)
        gutter = find_gutter(numbered, lines)
        if gutter and gutter.certain:
            for column in cut_sheet(sheet, gutter):
                part = replace(column, number=len(parts) + 1)
                found, left, _ = find_tables(part)
                parts.append(_Part(sheet.number, part, found, set_lines(left, part.number)))
        else:
            parts.append(_Part(sheet.number, numbered, found, lines))
        if not whole:
            problems.append(Problem("lost_grid", page=sheet.number))
        if gutter and not gutter.certain:
            problems.append(Problem("mixed_columns", number=sheet.number))
    return parts, problems


def _number_pages(blocks: Iterable[Block], pages: Sequence[int]) -> Iterator[Block]:
    """The blocks with page numbers instead of part numbers."""
    whole = list(pages) == list(range(1, len(pages) + 1))
    for block in blocks:
        if block.grid and not whole:
            cells = tuple(replace(c, page=pages[c.page - 1] if c.page else None) for c in block.grid.cells)
            yield replace(block, grid=Grid(cells))
        else:
            yield block


def order_items(tables: Sequence[Table], lines: Sequence[Line], pictures: Sequence[Picture] = ()) -> Iterator[Item]:
    """The tables, pictures and lines of a page from top to bottom; lines in columns become a table."""
    ordered: list[Table | Picture] = sorted([*tables, *pictures], key=lambda item: item.box[1])
    start = 0
    for table in ordered:
        end = start
        while end < len(lines) and lines[end].baseline <= table.box[1] + lines[end].size / 2:
            end += 1
        yield from find_columns(lines[start:end])
        yield table
        start = end
    yield from find_columns(lines[start:])


def _compose_blocks(
    flow: Sequence[Table | Line | Picture], frames: dict[int, Frame], *, indents: bool
) -> Iterator[Block]:
    """Joins tables across page breaks, and the lines between tables to paragraphs."""
    lines: list[Line] = []
    table: Table | None = None
    for item in [*flow, None]:
        if isinstance(item, Line):
            if table:
                yield Block("", Grid(table.cells))
                table = None
            lines.append(item)
            continue
        for paragraph in join_lines(lines, frames, indents=indents):
            if words := keep_digits(clean(paragraph.text)).strip():
                yield Block(words)
        lines = []
        if table and isinstance(item, Table) and continues(table, item):
            table = join_tables(table, item)
            continue
        if table:
            yield Block("", Grid(table.cells))
        if isinstance(item, Picture):
            yield Block("", gap=GapKind.PICTURE)
        table = item if isinstance(item, Table) else None


def find_title(pages: Sequence[Sequence[Line]]) -> str | None:
    """The first lines of the first page, if they are larger than the text of the document."""
    sizes = sorted(line.size for lines in pages for line in lines)
    first = next((lines for lines in pages if lines), [])
    if not sizes or first[0].size < TITLE_SIZE * sizes[len(sizes) // 2]:
        return None
    largest = [line.text for line in first[: TITLE_LINES + 1] if abs(line.size - first[0].size) < 1]
    title = "".join(largest)
    return title if len(largest) <= TITLE_LINES and len(title) <= LONGEST_TITLE else None


def _count_lost(sheets: Sequence[Sheet]) -> list[Problem]:
    """Problems for what could not be read: scanned pages, and characters that fonts do not identify."""
    problems = []
    scans = _find_scans(sheets)
    if scans:
        problems.append(Problem("scanned_page", pages=tuple(scans)))
    broken = sum([character.text for character in sheet.characters].count(BROKEN) for sheet in sheets)
    if broken:
        problems.append(Problem("broken_characters.fonts", count=broken))
    return problems
