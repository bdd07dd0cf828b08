"""Finds the harmonised indicators of a report in its statutory tables and its prose, one row for each witness.

Sums of money are in 元, whatever unit is printed. ``ranking.py`` orders the witnesses.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from pipeline.forms import normalize
from pipeline.indicators.ranking import parts_of, printed_cells, rank_indicators
from pipeline.indicators.refusals import Reading
from pipeline.model import Cell, CellState, Figure, Indicator, Witness
from pipeline.rulebook import FORMS, YEAR_COLUMN, IndicatorRule, compiled, form_rules, indicator_rules
from pipeline.values import IN_YUAN

YUAN = "元"


def find_indicators(
    cells: Sequence[Cell], readings: Sequence[Reading], figures: Sequence[Figure]
) -> tuple[Indicator, ...]:
    """The indicators of a report in the order of the rules, each with its witnesses by rank.

    ``readings`` are the figures of the prose that state one (``read_prose``). Recovered cells rank last until the
    audits are done and ``rank_indicators`` ranks them.
    """
    found = (*_from_cells(cells), *_from_readings(readings))
    return rank_indicators(found, cells, figures)


def _from_cells(cells: Sequence[Cell]) -> Iterator[Indicator]:
    """The indicators that tables state. A sum is stated only if all its parts are numbers: a blank is unknown."""
    printed = printed_cells(cells)
    forms = {form for form, _, _ in printed}
    for rule in indicator_rules().indicators:
        for form in FORMS:
            if form in forms and (parts := parts_of(rule.code, form, printed)):
                yield from _from_parts(rule, parts)
    for cell in printed.values():
        if cell.form == form_rules().local.form and cell.column == YEAR_COLUMN:
            yield from (
                found for rule in _local_rules(normalize(cell.row or "")) for found in _from_parts(rule, [cell])
            )


def _from_parts(rule: IndicatorRule, parts: Sequence[Cell]) -> Iterator[Indicator]:
    values = [_in_unit(cell.value, cell.unit, rule.unit) for cell in parts if cell.state is CellState.NUMBER]
    numbers = [value for value in values if value is not None]
    if len(numbers) == len(parts):
        total = sum(numbers, Decimal(0))
        yield Indicator(rule.code, Witness.TABLE, 0, total, total, total, rule.unit, cell_id=parts[0].cell_id)


def _in_unit(value: Decimal | None, unit: str | None, wanted: str) -> Decimal | None:
    """A value in the unit of its indicator; null for a sum of money without a unit, unless it is zero."""
    if wanted != YUAN or not value:
        return value
    return value * IN_YUAN[unit] if unit in IN_YUAN else None


@cache
def _local_rules(label: str) -> tuple[IndicatorRule, ...]:
    rules = indicator_rules().indicators
    return tuple(rule for rule in rules if rule.F08 and compiled(rule.F08).fullmatch(label))


def _from_readings(readings: Sequence[Reading]) -> Iterator[Indicator]:
    for code, figure, refusal, _ in readings:
        if refusal:
            continue
        witness = Witness.NEGATION if figure.negated else Witness.TEXT
        bounds = figure.value, figure.low, figure.high
        yield Indicator(code, witness, 0, *bounds, _units()[code], figure_id=figure.figure_id)


@cache
def _units() -> dict[str, str]:
    return {rule.code: rule.unit for rule in indicator_rules().indicators}
