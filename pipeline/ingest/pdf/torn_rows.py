"""Tells the rows that the end of a page has torn: a part of their words above it, the rest below.

A row below is the rest of the one above only where both together print at most one number in each column, and where
the words say so: together they are a label of a form, or the lower ones go on with a label that no form prints whole.
"""

from collections.abc import Collection, Mapping, Sequence

from pipeline.characters import squeeze, to_plain
from pipeline.ingest.line_ends import MARKER_RE
from pipeline.model import CellState, GridCell
from pipeline.rulebook import all_labels, form_rules, label_pieces, strip_numbering
from pipeline.values import read_cell

# A piece of a label that is shorter may stand in one by chance.
SHORTEST_PIECE = 3

Place = tuple[int, int]


def is_torn(above: Sequence[GridCell], below: Sequence[GridCell], others: Sequence[Sequence[GridCell]]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before; ``others`` are further rows.

    >>> def row(*texts):
    ...     return [GridCell(0, column, text) for column, text in enumerate(texts)]
    >>> (
    ...     is_torn(row("8.属于行政查", "5", "0"), row("询事项", "", ""), ()),
    ...     is_torn(row("规章", "5"), row("行政许可", ""), ()),
    ... )
    (True, False)
    """
    upper, lower = _by_place(above), _by_place(below)
    if not upper.keys() >= {place for place, text in lower.items() if text.strip()}:
        return False
    both = [(upper[place], text) for place, text in lower.items() if text.strip() and upper[place].strip()]
    if not both or any(_is_number(text) for pair in both for text in pair):
        return False
    head, rest = both[0]
    if len(both) > 1 or not (_is_bare(upper, both) or _is_bare(lower, both)):
        return False
    if _is_label(head + rest):
        return not _is_whole(rest)
    return not _is_whole(head) and _goes_on(head, rest, others)


def _goes_on(head: str, rest: str, others: Sequence[Sequence[GridCell]]) -> bool:
    """Whether words go on with a label that is not whole, that nothing numbers, in a table without blank rows."""
    units = form_rules().stretches.units
    if any(_is_blank(row) for row in others) or head in units or rest in units or head[-1] in "。；;":
        return False
    return not _is_whole(rest) and MARKER_RE.match(rest) is None


def _by_place(row: Sequence[GridCell]) -> Mapping[Place, str]:
    return {(cell.column, cell.columns): cell.text for cell in row}


def _is_bare(row: Mapping[Place, str], torn: Collection[tuple[str, str]]) -> bool:
    """Whether a row prints no more than its torn label."""
    return sum(bool(text.strip()) for text in row.values()) == len(torn)


def _is_blank(row: Sequence[GridCell]) -> bool:
    return len(row) > 1 and sum(bool(cell.text.strip()) for cell in row) == 1


def _is_number(text: str) -> bool:
    return read_cell(text).state is not CellState.TEXT


def _is_whole(words: str) -> bool:
    return any(core in all_labels() for core in strip_numbering([squeeze(to_plain(words))]))


def _is_label(words: str) -> bool:
    bare = squeeze(to_plain(words))
    return len(bare) >= SHORTEST_PIECE and any(core in label_pieces() for core in strip_numbering([bare]))
