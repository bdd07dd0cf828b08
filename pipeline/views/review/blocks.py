"""Divides a document into the blocks of a page: headings, paragraphs and printed tables."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.views.review.documents import Document, Row
from pipeline.views.review.draw_flat_table import Drawn
from pipeline.views.review.draw_table import draw_table
from pipeline.views.review.marks import Mark, Piece, cut_pieces, mark_document


@dataclass(frozen=True, slots=True)
class Block:
    """A heading on a line of its own (with ``level``), a paragraph, or a table (with ``drawn``).

    ``sections`` are the ids of the sections that begin in it, ``problems`` the indices of the document's problems that
    begin in it.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    drawn: Drawn | None = None
    sections: tuple[int, ...] = ()
    problems: tuple[int, ...] = field(default=())


def divide_document(document: Document) -> list[Block]:
    """The blocks of a document in the order of its text."""
    tables = {cells[0]["start"]: cells for cells in _tables(document.cells)}
    stretches = list(_stretches(document, tables))
    starts = [start for start, _ in stretches]
    marks = _by_block(mark_document(document), stretches)
    begun = _begun(document.sections, starts)
    blocks = [
        _block(document, stretch, touching, tables.get(stretch[0]))
        for stretch, touching in zip(stretches, marks, strict=True)
    ]
    troubled: list[list[int]] = [[] for _ in blocks]
    for index, problem in enumerate(document.problems):
        if problem["start"] is not None and blocks:
            troubled[max(0, bisect_right(starts, problem["start"]) - 1)].append(index)
    return [
        replace(block, sections=tuple(ids), problems=tuple(indices))
        for block, ids, indices in zip(blocks, begun, troubled, strict=True)
    ]


def _tables(cells: Sequence[Row]) -> Iterator[list[Row]]:
    """The cells of each printed table in the text."""
    placed = sorted((cell for cell in cells if cell["start"] is not None), key=lambda cell: cell["table_id"])
    for _, group in groupby(placed, key=lambda cell: cell["table_id"]):
        yield sorted(group, key=lambda cell: (cell["start"], cell["end"], cell["cell_id"]))


def _stretches(document: Document, tables: dict[int, list[Row]]) -> Iterator[tuple[int, int]]:
    """The spans of the blocks: one for each table, otherwise one for each line, divided where a section begins."""
    position = 0
    opened = sorted({row["start"] for row in document.sections})
    for start, cells in sorted(tables.items()):
        if start >= position:
            yield from _lines(document.text, position, start, opened)
            yield start, (position := max(cell["end"] for cell in cells))
    yield from _lines(document.text, position, len(document.text), opened)


def _lines(text: str, start: int, end: int, opened: Sequence[int]) -> Iterator[tuple[int, int]]:
    position = start
    for line in text[start:end].split("\n"):
        ends = position + len(line)
        cuts = opened[bisect_right(opened, position) : bisect_left(opened, ends)]
        for left, right in zip([position, *cuts], [*cuts, ends], strict=True):
            if text[left:right].strip():
                yield left, right
        position = ends + 1


def _by_block(marks: Sequence[Mark], stretches: Sequence[tuple[int, int]]) -> list[list[Mark]]:
    """The marks that overlap each span."""
    touching: list[list[Mark]] = [[] for _ in stretches]
    starts = [start for start, _ in stretches]
    for mark in marks:
        index = max(0, bisect_right(starts, mark.start) - 1)
        while index < len(stretches) and stretches[index][0] < mark.end:
            if mark.start < stretches[index][1]:
                touching[index].append(mark)
            index += 1
    return touching


def _begun(sections: Sequence[Row], starts: Sequence[int]) -> list[list[int]]:
    """The sections that begin in each block; a section that begins within a table belongs to that table."""
    begun: list[list[int]] = [[] for _ in starts]
    for section in sections if starts else ():
        begun[max(0, bisect_right(starts, section["start"]) - 1)].append(section["section_id"])
    return begun


def _block(document: Document, stretch: tuple[int, int], marks: Sequence[Mark], cells: list[Row] | None) -> Block:
    start, end = stretch
    if cells:
        return Block(start, end, drawn=draw_table(document.text, cells))
    text = document.text
    heading = next((m for m in marks if m.sort == "heading" and m.start == start), None)
    is_alone = heading is not None and not text[heading.end : end].strip()
    level = document.sections[heading.ids[0]]["level"] if heading and is_alone else 0
    inline = [mark for mark in marks if mark is not heading or not is_alone]
    return Block(start, end, tuple(cut_pieces(text, start, end, inline)), level)
