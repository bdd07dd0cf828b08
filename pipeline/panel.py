"""Makes the row of the panel: of every indicator the value that its first witness states.

A number that was recovered from cells that ran together is taken only where an audit that it is part of passed.
"""

from collections.abc import Container, Sequence
from decimal import Decimal

from pipeline.model import Cell, Indicator
from pipeline.rankings import find_unsure


def read_panel(
    indicators: Sequence[Indicator], cells: Sequence[Cell], audited: Container[int] = ()
) -> dict[str, Decimal | None]:
    """The value of each indicator that is stated, by its code; null where only bounds are stated.

    ``audited`` are the ids of the cells that an audit confirmed.

    >>> from pipeline.model import Witness
    >>> read_panel([Indicator("requests", Witness.TEXT, 1, Decimal(3), Decimal(3), Decimal(3))], [])
    {'requests': Decimal('3')}
    """
    unsure = find_unsure(indicators, cells, audited)
    taken: dict[str, Decimal | None] = {}
    for indicator in sorted(indicators, key=lambda one: one.rank):
        if indicator.cell_id is None or indicator.cell_id not in unsure[indicator.indicator]:
            taken.setdefault(indicator.indicator, indicator.value)
    return taken
