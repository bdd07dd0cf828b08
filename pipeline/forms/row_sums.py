"""Checks whether the rows and columns of a statutory table add up, and identifies unlabelled rows by their sums."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from pipeline.forms.label_match import table_named
from pipeline.model import CellState
from pipeline.rulebook import Table

TOTAL = "total"


class Printed(Struct, frozen=True, gc=False):
    """The printed values of a row: ``code`` if its label is known; ``number`` is its ordinal in the document."""

    number: int
    code: str | None
    values: tuple[Decimal | None, ...]
    states: tuple[CellState, ...]


def groups_of(table: Table) -> tuple[int, ...]:
    """The sizes of the groups of columns whose last column is the sum of the others, for a row in running text.

    >>> groups_of(table_named("F19/F21:3")), groups_of(table_named("F21:2"))
    ((7,), ())
    """
    return (len(table.columns),) if table.columns[-1].code == TOTAL else ()


def adds_up(printed: Printed, width: int) -> bool:
    """Whether a row of numbers adds up in every group of ``width`` columns.

    A row with a blank has separate cells for every column, and cannot be added up.
    """
    if any(state is CellState.TEXT for state in printed.states):
        return False
    if None in printed.values:
        return CellState.BLANK in printed.states or CellState.SLASH in printed.states
    values = [value for value in printed.values if value is not None]
    return all(sum(values[at : at + width - 1]) == values[at + width - 1] for at in range(0, len(values), width))


def is_proved(printed: Printed) -> bool:
    """Whether the last cell of a row is the sum of the others; blanks and signs for “none” count as zero.

    A row without numbers counts as proved, since nothing in it can be wrong.

    >>> three = tuple(map(Decimal, (2, 1, 3)))
    >>> [
    ...     is_proved(Printed(0, None, v, (s,) * 3))
    ...     for v, s in ((three, CellState.NUMBER), (three[::-1], CellState.NUMBER))
    ... ]
    [True, False]
    """
    if CellState.TEXT in printed.states:
        return False
    *parts, total = printed.values
    return sum((value or Decimal(0) for value in parts), Decimal(0)) == (total or Decimal(0))


def rows_by_sums(name: str, rows: Sequence[Printed], known: Mapping[str, Sequence[Decimal | None]]) -> dict[int, str]:
    """The codes of the unlabelled rows of 表三, by their number.

    ``rows`` are the rows of the table in document order, ``known`` the values of the labelled rows by code.
    """
    order = [label.code for label in table_named(name).rows]
    labelled = [(index, row) for index, row in enumerate(rows) if row.code in order]
    placed: dict[int, str] = {}
    for (start, before), (end, behind) in pairwise(labelled):
        first, last = order.index(before.code or ""), order.index(behind.code or "")
        missing = order[first + 1 : last]
        bare = rows[start + 1 : end]
        if bare and len(missing) == len(bare) and all(row.code is None for row in bare):
            placed.update({row.number: code for row, code in zip(bare, missing, strict=True)})
    values = {placed[row.number]: row.values for row in rows if row.number in placed}
    return placed if columns_add_up(name, {**known, **values}) else {}


def columns_add_up(name: str, values: Mapping[str, Sequence[Decimal | None]]) -> bool:
    """Whether in every column of 表三 the results add up to 总计, and requests received to those carried over."""
    order = [label.code for label in table_named(name).rows]
    results = order[order.index("granted") : order.index("handled")]
    if not {"received", "carried_in", "handled", "carried_out"} <= values.keys():
        return False
    width = min(len(row) for row in values.values())

    def at(code: str, column: int) -> Decimal:
        return values[code][column] or Decimal(0) if code in values else Decimal(0)

    return all(
        at("handled", column) == sum((at(code, column) for code in results), Decimal(0))
        and at("received", column) + at("carried_in", column) == at("handled", column) + at("carried_out", column)
        for column in range(width - 1)
    )
