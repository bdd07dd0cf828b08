"""Compares what the prose and the table of a report state of the same fact."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from pipeline.audits.make_audits import Side, is_sound, make_audit, say_bounds
from pipeline.i18n import Message, write_number
from pipeline.model import Audit, Cell, Figure, Indicator, Outcome, Witness
from pipeline.values import IN_YUAN


def audit_text_and_table(
    indicators: Sequence[Indicator], cells: Sequence[Cell], figures: Sequence[Figure]
) -> Iterator[Audit]:
    """An audit for each statement in the prose whose indicator the table states too."""
    by_cell = {cell.cell_id: cell for cell in cells}
    by_figure = {figure.figure_id: figure for figure in figures}
    tables: dict[str, Indicator] = {}
    for indicator in sorted(indicators, key=lambda i: i.rank):
        if indicator.witness is Witness.TABLE and is_sound(indicator.value):
            tables.setdefault(indicator.indicator, indicator)
    for prose in indicators:
        table = tables.get(prose.indicator)
        if prose.witness is Witness.TABLE or table is None or table.value is None:
            continue
        stated = convert(table.value, table.unit, prose.unit)
        if stated is not None:
            cell = by_cell.get(table.cell_id) if table.cell_id is not None else None
            figure = by_figure.get(prose.figure_id) if prose.figure_id is not None else None
            audit = _compare(prose, stated, cell, figure)
            yield _explain(audit, cell, cells) if cell else audit


def _explain(audit: Audit, cell: Cell, cells: Sequence[Cell]) -> Audit:
    """Adds the cause of a failure that the numbers show: the prose counts carried-in requests as new."""
    if audit.outcome is not Outcome.FAIL or cell.row != "received":
        return audit
    column = (cell.table, cell.form, cell.column)
    carried = next((c for c in cells if c.row == "carried_in" and (c.table, c.form, c.column) == column), None)
    if carried is None or not carried.value or audit.difference != carried.value:
        return audit
    finding = Message("carried_in_too", detail=audit.finding, number=carried.value, cell_id=carried.cell_id)
    return replace(audit, finding=finding)


def convert(value: Decimal, unit: str | None, wanted: str | None) -> Decimal | None:
    """Converts a number to another unit: sums of money are scaled, counts are not; null if only one unit is money.

    >>> convert(Decimal("3.5"), "万元", "元"), convert(Decimal(7), "件", "条"), convert(Decimal(7), "件", "元")
    (Decimal('35000.0'), Decimal('7'), None)
    """
    if (unit in IN_YUAN) is not (wanted in IN_YUAN):
        return None
    return value * IN_YUAN.get(unit or "", Decimal(1)) / IN_YUAN.get(wanted or "", Decimal(1))


def _compare(prose: Indicator, stated: Decimal, cell: Cell | None, figure: Figure | None) -> Audit:
    """The audit of a statement in the prose against the number of a table in the same unit."""
    holds = (prose.low is None or prose.low <= stated) and (prose.high is None or stated <= prose.high)
    left = Side(
        prose.value,
        f"“{figure.surface}”" if figure else say_bounds(prose.low, prose.high),
        () if prose.figure_id is None else (f"figure:{prose.figure_id}",),
    )
    evidence = () if cell is None else (f"cell:{cell.cell_id}",)
    right = Side(stated, f"{write_number(stated)}{prose.unit if prose.unit in IN_YUAN else ''}", evidence)
    return make_audit("text_table", Message(f"indicator.{prose.indicator}"), left, right, holds=holds)
