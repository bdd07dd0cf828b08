"""Marks the findings in a text, and divides the text where marks begin and end.

This is done here and not in the page, because JavaScript counts UTF-16 units where the tables count characters.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.i18n import show
from pipeline.views.review.documents import Document, Row

# A problem that spans more characters is shown at its beginning and not underlined.
UNDERLINED = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of text with a finding; it has several ``ids`` if figures share their words."""

    sort: str
    start: int
    end: int
    ids: tuple[int, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of text under the same marks; ``opens`` are those that begin with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()


def mark_document(document: Document) -> list[Mark]:
    """Every mark of a document in the order of the text, longer ones first."""
    marks = [
        *_figure_marks(document.figures),
        *(Mark("citation", row["start"], row["end"], (row["citation_id"],)) for row in document.citations),
        *(_heading_mark(document.text, row) for row in document.sections if row["marker"]),
        *(
            Mark("problem", row["start"], row["end"], (index,), row["severity"])
            for index, row in enumerate(document.problems)
            if is_underlined(row)
        ),
    ]
    return sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end))


def is_underlined(problem: Row) -> bool:
    """Whether a problem has a span short enough to be underlined."""
    start, end = problem["start"], problem["end"]
    return start is not None and end is not None and 0 < end - start <= UNDERLINED


def _figure_marks(figures: Iterable[Row]) -> Iterator[Mark]:
    ordered = sorted(figures, key=lambda row: (row["start"], row["end"]))
    for (start, end), group in groupby(ordered, key=lambda row: (row["start"], row["end"])):
        rows = list(group)
        kind = "zero" if rows[0]["negated"] else rows[0]["kind"]
        yield Mark("figure", start, end, tuple(row["figure_id"] for row in rows), kind)


def _heading_mark(text: str, section: Row) -> Mark:
    """The marker with its title, if the title follows it as it was read."""
    start, marker, title = section["start"], section["marker"], section["title"]
    end = start + len(marker)
    title_start = text.find(title, end, end + len(title) + 4) if title else -1
    return Mark("heading", start, title_start + len(title) if title_start >= 0 else end, (section["section_id"],))


def cut_pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Divides the text from ``start`` to ``end`` into pieces; ``marks`` are those that overlap it.

    >>> marks = [Mark("problem", 0, 3, (0,)), Mark("figure", 2, 5, (0,), "item_count")]
    >>> [(piece.text, [m.sort for m in piece.marks]) for piece in cut_pieces("公开553项信息", 0, 8, marks)]
    [('公开', ['problem']), ('5', ['problem', 'figure']), ('53', ['figure']), ('项信息', [])]
    """
    cuts = sorted({start, end, *(offset for m in marks for offset in (m.start, m.end) if start < offset < end)})
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    active: list[Mark] = []
    following = 0
    for left, right in pairwise(cuts):
        active = [mark for mark in active if mark.end > left]
        first = following
        while following < len(waiting) and waiting[following].start <= left:
            following += 1
        new = [mark for mark in waiting[first:following] if mark.end > left]
        active += new
        opens = tuple(mark for mark in new if mark.start == left)
        yield Piece(show(text[left:right]), tuple(active), opens)
