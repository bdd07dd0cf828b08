"""Reads what a printed cell states."""

from decimal import Decimal

import regex

from pipeline.model import CellState

# The number that a cell prints and nothing else: 1024, 1,024, －3, ４６５．７４
CELL_NUMBER_RE = regex.compile(
    r"""
    [-－−]?
    (?: [0-9０-９]{1,3} (?: [,，] [0-9０-９]{3} )+   # grouped by thousands
      | [0-9０-９]+ )
    (?: [.．] [0-9０-９]+ )?
    """,
    regex.VERBOSE,
)

# Decimal reads digits of any width, but signs and points of one.
PLAIN_NUMBER = str.maketrans({"－": "-", "−": "-", "．": ".", ",": "", "，": ""})


def read_cell(raw: str) -> tuple[CellState, Decimal | None]:
    """What a printed cell states; only a cell that prints one number and no more has a value.

    >>> read_cell("1,024"), read_cell(" ")
    ((<CellState.NUMBER: 'number'>, Decimal('1024')), (<CellState.BLANK: 'blank'>, None))
    >>> read_cell("／"), read_cell("行政许可")
    ((<CellState.SLASH: 'slash'>, None), (<CellState.TEXT: 'text'>, None))
    """
    printed = raw.strip()
    if not printed:
        return CellState.BLANK, None
    if printed in {"/", "／"}:
        return CellState.SLASH, None
    match = CELL_NUMBER_RE.fullmatch(printed)
    if match is None:
        return CellState.TEXT, None
    return CellState.NUMBER, Decimal(printed.translate(PLAIN_NUMBER))
