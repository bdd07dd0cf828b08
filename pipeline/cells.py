"""Reads what a printed cell states."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.model import Cell, CellState

# The number that a cell prints and nothing else: 1024, 1,024, －3, ４６５．７４; its unit may stand behind it.
CELL_NUMBER_RE = regex.compile(
    r"""
    (?P<number>
        [-－−+＋]?
        (?: [0-9０-９]{1,3} (?: [,，] [0-9０-９]{3} )++   # grouped by thousands
          | [0-9０-９]++ )
        (?: [.．] [0-9０-９]++ )?
    )
    \s*+
    (?P<unit> 万元 | 亿元 | 元 )?
    """,
    regex.VERBOSE,
)

# Decimal reads digits of any width, but signs and points of one.
PLAIN_NUMBER = str.maketrans({"－": "-", "−": "-", "＋": "+", "．": ".", ",": "", "，": ""})


class Reading(NamedTuple):
    """What a cell states: its value where it is a number, and the unit that it prints."""

    state: CellState
    value: Decimal | None = None
    unit: str | None = None


# Tables print the same few numbers and labels: each cell is read some three times on its way.
@lru_cache(maxsize=32_768)
def read_cell(raw: str) -> Reading:
    """What a printed cell states; only a cell that prints one number and no more has a value.

    >>> read_cell("1,024").value, read_cell("251000元").unit, read_cell(" ").state.value
    (Decimal('1024'), '元', 'blank')
    >>> read_cell("／").state.value, read_cell("行政许可").state.value, read_cell("12件").state.value
    ('slash', 'text', 'text')
    """
    printed = raw.strip()
    if not printed:
        return Reading(CellState.BLANK)
    if printed in {"/", "／"}:
        return Reading(CellState.SLASH)
    match = CELL_NUMBER_RE.fullmatch(printed)
    if match is None:
        return Reading(CellState.TEXT)
    return Reading(CellState.NUMBER, Decimal(match["number"].translate(PLAIN_NUMBER)), match["unit"])


def cells_by_place(cells: Iterable[Cell]) -> Mapping[tuple[str, str, str], Sequence[Cell]]:
    """The cells that have a place in a form, by form, row and column; a form that is printed twice has two at each."""
    printed: defaultdict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.form and cell.row and cell.column:
            printed[cell.form, cell.row, cell.column].append(cell)
    return printed


def contradict(cells: Iterable[Cell]) -> bool:
    """Whether cells at one place print different numbers; nothing then says which of them is the year's."""
    return len({cell.value for cell in cells if cell.value is not None}) > 1
