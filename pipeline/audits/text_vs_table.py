"""Compares what the prose and the table of a report state of the same fact."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from pipeline.audits.outcomes import Side, is_sound, judge, say_bounds, write_number
from pipeline.model import Audit, Cell, Figure, Indicator, Outcome, Witness
from pipeline.rulebook import label_of_indicator
from pipeline.values import IN_YUAN


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
        if said.witness is Witness.TABLE or table is None or table.value is None:
            continue
        stated = convert(table.value, table.unit, said.unit)
        if stated is not None:
            cell = by_cell.get(table.cell_id) if table.cell_id is not None else None
            figure = by_figure.get(said.figure_id) if said.figure_id is not None else None
            audit = _compare(said, stated, cell, figure)
            yield replace(audit, detail=audit.detail + _explain(audit, cell, cells)) if cell else audit


def _explain(audit: Audit, cell: Cell, cells: Sequence[Cell]) -> str:
    """What a failure comes of, where the numbers tell: the prose counts the requests carried in with the new ones."""
    if audit.outcome is not Outcome.FAIL or cell.row != "received":
        return ""
    place = (cell.table, cell.form, cell.column)
    carried = next((c for c in cells if c.row == "carried_in" and (c.table, c.form, c.column) == place), None)
    if carried is None or not carried.value or audit.difference != carried.value:
        return ""
    return f"所差恰为上年结转{write_number(carried.value)}（cell:{carried.cell_id}）：正文像是含上年结转。"


def convert(value: Decimal, unit: str | None, wanted: str | None) -> Decimal | None:
    """A number in another unit: sums of money are converted, counts have no scale; null where only one is money.

    >>> convert(Decimal("3.5"), "万元", "元"), convert(Decimal(7), "件", "条"), convert(Decimal(7), "件", "元")
    (Decimal('35000.0'), Decimal('7'), None)
    """
    if (unit in IN_YUAN) is not (wanted in IN_YUAN):
        return None
    return value * IN_YUAN.get(unit or "", Decimal(1)) / IN_YUAN.get(wanted or "", Decimal(1))


def _compare(said: Indicator, stated: Decimal, cell: Cell | None, figure: Figure | None) -> Audit:
    """The audit of a statement of the prose against the number of a table in the same unit."""
    holds = (said.low is None or said.low <= stated) and (said.high is None or stated <= said.high)
    left = Side(
        said.value,
        f"“{figure.surface}”" if figure else say_bounds(said.low, said.high),
        () if said.figure_id is None else (f"figure:{said.figure_id}",),
    )
    evidence = () if cell is None else (f"cell:{cell.cell_id}",)
    right = Side(stated, f"{write_number(stated)}{said.unit if said.unit in IN_YUAN else ''}", evidence)
    return judge("text_table", label_of_indicator(said.indicator), left, right, holds=holds)
