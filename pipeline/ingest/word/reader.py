"""Reads Word documents: paragraphs with their numbers, tables as grids, text boxes and notes where they are anchored.

Headers and footers are omitted; a note follows the paragraph that refers to it, without its mark; a table of contents
is furniture.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from time import process_time

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.characters import BROKEN, PICTURED, UnreadableError, clean, squeeze
from pipeline.ingest.paragraphs import join_blocks
from pipeline.ingest.pictured import keep_digits, mark_cell
from pipeline.ingest.word.numbering import Counts, Lists, count, find_number, join_label, read_lists
from pipeline.ingest.word.package import LIMITS, WORD, Package, PackageLimits, open_package
from pipeline.ingest.word.runs import DELETED, Fields, open_element, read_paragraph
from pipeline.ingest.word.styles import Styles, read_styles, read_value
from pipeline.ingest.word.tables import CellText, is_printed, make_grid, read_rows
from pipeline.model import Block, Format, GapKind, Page, Problem

# The deepest nesting of tables and text boxes; a pasted web page has five levels.
DEEPEST = 20
# A title in the properties of a file is used if one of so many first paragraphs prints it.
TITLE_PARAGRAPHS = 12
SHORTEST_TITLE = 6
LONGEST_TITLE = 100


class _Walk(Struct, frozen=True, gc=False):
    """A document and the state of its reading.

    ``notes`` are the notes not yet printed, ``pending`` those that the current paragraph or table refers to.
    """

    styles: Styles
    lists: Lists
    notes: dict[tuple[str, str], etree._Element]
    deadline: float
    limits: PackageLimits
    counts: Counts = field(default_factory=lambda: Counts({}, set()))
    fields: Fields = field(default_factory=Fields)
    pending: deque[etree._Element] = field(default_factory=deque)
    unknown: set[str] = field(default_factory=set)
    titles: list[str | None] = field(default_factory=list)


def read_docx(data: bytes, limits: PackageLimits = LIMITS) -> Page:
    """The paragraphs and tables of a Word document, and its title.

    Raises:
        UnreadableError: with the codes ``broken_docx``, ``no_text``, ``too_large`` or ``too_slow``.
    """
    deadline = process_time() + limits.seconds
    package = open_package(data, limits)
    styles = read_styles(package.styles)
    walk = _Walk(styles, read_lists(package.numbering, styles), _read_notes(package), deadline, limits)
    blocks = list(join_blocks(_read_story(walk, package.main.find(f"{WORD}body"), 0, notes=True)))
    if not any(block.text or block.grid for block in blocks):
        raise UnreadableError(Problem("no_text.word"))
    title = _find_title(walk, package, blocks)
    return Page(
        Format.DOCX, None, tuple(blocks), (("title", title),) if title else (), tuple(_find_problems(walk, blocks))
    )


def _read_notes(package: Package) -> dict[tuple[str, str], etree._Element]:
    """The notes by the name of the referring element and their number, without separator lines."""
    notes = {}
    for root, name in ((package.footnotes, "footnote"), (package.endnotes, "endnote")):
        for note in () if root is None else root.iterchildren(WORD + name):
            if note.get(f"{WORD}type", "normal") == "normal":
                notes[f"{name}Reference", note.get(f"{WORD}id", "")] = note
    return notes


def _read_story(
    walk: _Walk, container: etree._Element | None, depth: int, *, notes: bool = False, in_cell: bool = False
) -> Iterator[Block]:
    """The blocks of a container; with ``notes``, each is followed by the notes that it refers to."""
    if depth > DEEPEST:
        raise UnreadableError(Problem("too_large.boxes", deepest=DEEPEST))
    carried = ""
    for element in _find_blocks(container):
        if process_time() > walk.deadline:
            raise UnreadableError(Problem("too_slow.word", seconds=walk.limits.seconds))
        if element.tag == f"{WORD}tbl":
            yield from _split_lines(carried)
            carried = ""
            yield from _read_table(walk, element, depth)
        else:
            paragraph = read_paragraph(element, walk.styles, walk.fields, in_cell=in_cell)
            walk.pending.extend(walk.notes.pop(note) for note in paragraph.notes if note in walk.notes)
            carried += paragraph.text
            if paragraph.is_pictured and not carried.replace(PICTURED, "").strip():
                carried = ""
                yield Block("", gap=GapKind.PICTURE)
            if not paragraph.goes_on:
                yield from _number_paragraph(walk, element.find(f"{WORD}pPr"), carried)
                carried = ""
            for box in paragraph.boxes:
                yield from _read_story(walk, box, depth + 1)
        while notes and walk.pending:
            yield from _read_story(walk, walk.pending.popleft(), depth + 1)
    yield from _split_lines(carried)


def _find_blocks(container: etree._Element | None) -> Iterator[etree._Element]:
    """The paragraphs and tables of a container, including those in content controls, insertions and the like."""
    waiting = [] if container is None else open_element(container)
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{WORD}p", f"{WORD}tbl"):
            yield element
        elif element.tag not in DELETED:
            waiting += open_element(element)


def _number_paragraph(walk: _Walk, properties: etree._Element | None, text: str) -> Iterator[Block]:
    """The lines of a paragraph, the first preceded by its number; empty paragraphs are counted too."""
    style_id = read_value(properties, "pStyle") or walk.styles.default
    numbered = find_number(properties, style_id, walk.styles, walk.lists)
    label = count(walk.counts, walk.lists, numbered) if numbered else None
    if label and label.unknown and text.strip():
        walk.unknown.add(label.unknown)
    lines = list(_split_lines(text))
    if label and lines:
        lines[0] = Block(join_label(label.text, lines[0].text))
    name = next((style.name.lower() for _, style in walk.styles.chain(style_id)), "")
    if name == "title" and None not in walk.titles:
        walk.titles.extend(line.text for line in lines)
    elif lines and walk.titles:
        walk.titles.append(None)  # a paragraph with the title style further down is the title of another report
    for line in lines:
        yield replace(line, furniture="contents") if name.startswith("toc ") else line


def _split_lines(text: str) -> Iterator[Block]:
    for line in clean(text).split("\n"):
        if line.strip():
            yield Block(line.strip())


def _read_table(walk: _Walk, table: etree._Element, depth: int) -> Iterator[Block]:
    """The grid of a table, or the blocks of its cells if it is layout."""
    rows = read_rows(table)
    contents = [[*_read_story(walk, cell.element, depth + 1, in_cell=True)] for row in rows for cell in row]
    texts = [CellText(_cell_lines(blocks), any(block.grid for block in blocks)) for blocks in contents]
    if is_printed(rows, texts):
        yield Block("", make_grid(rows, texts))
    else:
        for block in (block for blocks in contents for block in blocks):
            words = keep_digits(block.text).strip()
            if words or not block.text:
                yield replace(block, text=words)


def _cell_lines(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The lines of a cell; of one with nothing but a picture a mark of it."""
    lines = tuple(mark_cell(block.text) for block in blocks if block.text)
    pictured = any(block.gap is GapKind.PICTURE for block in blocks) and not any(line.strip() for line in lines)
    return (PICTURED,) if pictured else lines


def _find_title(walk: _Walk, package: Package, blocks: Sequence[Block]) -> str | None:
    """The paragraph with the title style, or else the title in the properties if the first paragraphs print it."""
    styled = "".join(filter(None, walk.titles))
    if styled and len(styled) <= LONGEST_TITLE:
        return styled
    title = squeeze(package.title or "")
    head = squeeze("".join(block.text for block in blocks[:TITLE_PARAGRAPHS]))
    return title if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and title in head else None


def _find_problems(walk: _Walk, blocks: Sequence[Block]) -> Iterator[Problem]:
    """Problems for what could not be read: numbering formats, and characters of symbol fonts."""
    if walk.unknown:
        yield Problem("unknown_numbering", names=tuple(sorted(walk.unknown)))
    broken = sum(block.text.count(BROKEN) for block in blocks)
    broken += sum(cell.text.count(BROKEN) for block in blocks if block.grid for cell in block.grid.cells)
    if broken:
        yield Problem("broken_characters.symbols", count=broken)
