"""Recognises rows split by a page break: part of their words above it, the rest below.

The lower row continues the upper one only if both together have at most one number per column, and if the words fit:
together they are a label of a form, or the lower words continue an incomplete label.
"""

from collections.abc import Collection, Mapping, Sequence

from pipeline.characters import squeeze, to_plain
from pipeline.ingest.line_ends import MARKER_RE
from pipeline.model import CellState, GridCell
from pipeline.rulebook import all_labels, form_rules, label_pieces, strip_numbering
from pipeline.values import read_cell

# A shorter piece may occur in a label by chance.
SHORTEST_PIECE = 3

ColumnSpan = tuple[int, int]


def is_split_row(above: Sequence[GridCell], below: Sequence[GridCell], others: Sequence[Sequence[GridCell]]) -> bool:
    """Whether the first row of a page continues the last row of the previous page; ``others`` are further rows.

    >>> def row(*texts):
    ...     return [GridCell(0, column, text) for column, text in enumerate(texts)]
    >>> (
    ...     is_split_row(row("8.属于行政查", "5", "0"), row("询事项", "", ""), ()),
    ...     is_split_row(row("规章", "5"), row("行政许可", ""), ()),
    ... )
    (True, False)
    """
    upper, lower = _by_columns(above), _by_columns(below)
    if not upper.keys() >= {columns for columns, text in lower.items() if text.strip()}:
        return False
    both = [(upper[columns], text) for columns, text in lower.items() if text.strip() and upper[columns].strip()]
    if not both or any(_is_number(text) for pair in both for text in pair):
        return False
    head, rest = both[0]
    if len(both) > 1 or not (_is_bare(upper, both) or _is_bare(lower, both)):
        return False
    if _is_label(head + rest):
        return not _is_whole(rest)
    return not _is_whole(head) and _goes_on(head, rest, others)


def _goes_on(head: str, rest: str, others: Sequence[Sequence[GridCell]]) -> bool:
    """Whether words continue an incomplete label and carry no number, in a table without blank rows."""
    units = form_rules().stretches.units
    if any(_is_blank(row) for row in others) or head in units or rest in units or head[-1] in "。；;":
        return False
    return not _is_whole(rest) and MARKER_RE.match(rest) is None


def _by_columns(row: Sequence[GridCell]) -> Mapping[ColumnSpan, str]:
    return {(cell.column, cell.columns): cell.text for cell in row}


def _is_bare(row: Mapping[ColumnSpan, str], split_texts: Collection[tuple[str, str]]) -> bool:
    """Whether a row contains only its split label."""
    return sum(bool(text.strip()) for text in row.values()) == len(split_texts)


def _is_blank(row: Sequence[GridCell]) -> bool:
    return len(row) > 1 and sum(bool(cell.text.strip()) for cell in row) == 1


def _is_number(text: str) -> bool:
    return read_cell(text).state is not CellState.TEXT


def _is_whole(words: str) -> bool:
    return any(core in all_labels() for core in strip_numbering([squeeze(to_plain(words))]))


def _is_label(words: str) -> bool:
    bare = squeeze(to_plain(words))
    return len(bare) >= SHORTEST_PIECE and any(core in label_pieces() for core in strip_numbering([bare]))
