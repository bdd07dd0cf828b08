"""Compares what the prose and the table of a report state of the same fact."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.model import Audit, Cell, Figure, Indicator, Witness
from pipeline.printings import name_cell
from pipeline.verdicts import Side, is_sound, judge, say_bounds, write_number

# What sums of money are compared in.
YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def audit_witnesses(
    indicators: Sequence[Indicator], cells: Sequence[Cell], figures: Sequence[Figure]
) -> Iterator[Audit]:
    """An audit for each statement of the prose whose indicator the table states too."""
    by_cell = {cell.cell_id: cell for cell in cells}
    by_figure = {figure.figure_id: figure for figure in figures}
    tables: dict[str, Indicator] = {}
    for indicator in sorted(indicators, key=lambda i: i.rank):
        if indicator.witness is Witness.TABLE and is_sound(indicator.value):
            tables.setdefault(indicator.indicator, indicator)
    for said in indicators:
        table = tables.get(said.indicator)
        if said.witness is not Witness.TABLE and table is not None and can_compare(said.unit, table.unit):
            cell = by_cell.get(table.cell_id) if table.cell_id is not None else None
            figure = by_figure.get(said.figure_id) if said.figure_id is not None else None
            yield _compare(said, table, cell, figure)


def can_compare(unit: str | None, other: str | None) -> bool:
    """Whether two units count the same: money is no count of things."""
    return (unit in YUAN) is (other in YUAN)


def _compare(said: Indicator, table: Indicator, cell: Cell | None, figure: Figure | None) -> Audit:
    scale, table_scale = YUAN.get(said.unit or "", Decimal(1)), YUAN.get(table.unit or "", Decimal(1))
    stated = (table.value or Decimal(0)) * table_scale
    low, high = (None if bound is None else bound * scale for bound in (said.low, said.high))
    holds = (low is None or low <= stated) and (high is None or stated <= high)
    unit = "元" if said.unit in YUAN else ""
    left = Side(
        None if said.value is None else said.value * scale,
        f"“{figure.surface}”" if figure else say_bounds(low, high),
        () if said.figure_id is None else (f"figure:{said.figure_id}",),
    )
    right = Side(stated, f"{write_number(stated)}{unit}", () if table.cell_id is None else (f"cell:{table.cell_id}",))
    return judge("text_table", _name(said, cell), left, right, holds=holds)


def _name(said: Indicator, cell: Cell | None) -> str:
    return said.indicator if cell is None else name_cell(cell, by_row=True)
