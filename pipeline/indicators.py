"""Finds the harmonised indicators of a report: what its statutory tables and its prose state, one row a witness.

The witnesses of an indicator are ranked: a table before the prose, a cell that was printed as such before one that
was recovered; in the prose what names disclosure (没有因信息公开引起的复议) before what does not, what stands for
itself before what is a part, an exact number before an approximate one, and what is said first. Sums of money are in
元, whatever unit is printed.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.indicatorrules import FORMS, IndicatorRule, ProseRule, compiled, indicator_rules
from pipeline.labels import form_rules
from pipeline.localforms import YEAR
from pipeline.matching import normalize
from pipeline.model import Cell, CellRule, CellState, Figure, Indicator, Metadata, Qualifier, Section, Text, Witness
from pipeline.plain import to_plain

# What a unit of money is in 元.
IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
YUAN = "元"


class _Place(NamedTuple):
    """What the rules of the prose look at: the words of the clause up to a figure, and the titles above it."""

    clause: str
    titles: str


def find_indicators(
    cells: Sequence[Cell], figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text
) -> tuple[Indicator, ...]:
    """The indicators of a report in the order of the rules, each with its witnesses by rank."""
    by_code: defaultdict[str, list[Indicator]] = defaultdict(list)
    recovered = {cell.cell_id for cell in cells if cell.rule is CellRule.RECOVERED}
    for indicator in (*_from_cells(cells), *_from_figures(figures, sections, metadata, text)):
        by_code[indicator.indicator].append(indicator)
    return tuple(
        ranked for rule in indicator_rules().indicators for ranked in _rank(by_code[rule.code], recovered, figures)
    )


def _rank(witnesses: list[Indicator], recovered: Container[int], figures: Sequence[Figure]) -> Iterator[Indicator]:
    def order(witness: Indicator) -> tuple[bool, ...]:
        if witness.figure_id is None:
            return (False, witness.cell_id in recovered)
        figure = figures[witness.figure_id]
        names = f"{figure.measure}{figure.surface}"
        return True, "公开" not in names, figure.parent_id is not None, figure.qualifier is not Qualifier.EXACT

    for rank, witness in enumerate(sorted(witnesses, key=order), start=1):
        yield replace(witness, rank=rank)


def _from_cells(cells: Sequence[Cell]) -> Iterator[Indicator]:
    """What the tables state. A sum is stated only where all its parts are numbers: a blank is unknown."""
    printed: dict[tuple[str, str, str], Cell] = {}
    for cell in cells:
        if cell.form and cell.row and cell.column:
            printed.setdefault((cell.form, cell.row, cell.column), cell)
    forms = {form for form, _, _ in printed}
    for rule in indicator_rules().indicators:
        for form in FORMS:
            places = rule.source(form).cells
            parts = [printed[form, row, column] for row, column in places if (form, row, column) in printed]
            if form in forms and places and len(parts) == len(places):
                yield from _from_parts(rule, parts)
    for cell in printed.values():
        if cell.form == form_rules().local.form and cell.column == YEAR:
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
    """A value in the unit of its indicator; a sum of money without a unit cannot be told."""
    if wanted != YUAN or value is None:
        return value
    return value * IN_YUAN[unit] if unit in IN_YUAN else None


@cache
def _local_rules(label: str) -> tuple[IndicatorRule, ...]:
    rules = indicator_rules().indicators
    return tuple(rule for rule in rules if rule.F08 and compiled(rule.F08).fullmatch(label))


def _from_figures(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text
) -> Iterator[Indicator]:
    """What the prose states for the year of the report: no change, no sum since the beginning, no other year."""
    for figure in figures:
        if figure.change is not None or not figure.measure or not _is_of_year(figure, metadata):
            continue
        place = _place(figure, sections, text)
        if compiled(indicator_rules().since).search(place.clause):
            continue
        rule = next((rule for rule in indicator_rules().prose if _fits(rule, figure, place)), None)
        if rule is not None:
            witness = Witness.NEGATION if figure.negated else Witness.TEXT
            unit = _units()[rule.indicator]
            bounds = figure.value, figure.low, figure.high
            yield Indicator(rule.indicator, witness, 0, *bounds, unit, figure_id=figure.figure_id)


def _is_of_year(figure: Figure, metadata: Metadata) -> bool:
    if metadata.report_year is None:
        return True
    start, end = figure.period_start, figure.period_end
    return start is not None and end is not None and start.year == end.year == metadata.report_year


def _place(figure: Figure, sections: Sequence[Section], text: Text) -> _Place:
    before = text.plain[figure.sentence_start : figure.start]
    # A zero in words holds its own clause.
    own = text.plain[figure.start : figure.end] if figure.negated else ""
    clause = before[max(before.rfind(mark) for mark in ";。") + 1 :] + own
    titles: list[str] = []
    section: Section | None = sections[figure.section_id]
    while section is not None:
        titles.append(section.title or "")
        section = sections[section.parent_id] if section.parent_id is not None else None
    return _Place(clause, to_plain("/".join(reversed(titles))))


def _fits(rule: ProseRule, figure: Figure, place: _Place) -> bool:
    if not figure.negated and figure.unit not in rule.units:
        return False
    if not compiled(rule.measure).fullmatch(_bare(figure.measure or "")):
        return False
    if rule.action and not compiled(rule.action).fullmatch(figure.action or ""):
        return False
    if rule.section and not compiled(rule.section).search(place.titles):
        return False
    if rule.clause and not compiled(rule.clause).search(place.clause):
        return False
    return not (rule.without and compiled(rule.without).search(place.clause))


@cache
def _bare(measure: str) -> str:
    return to_plain("".join(measure.split()))


@cache
def _units() -> dict[str, str]:
    return {rule.code: rule.unit for rule in indicator_rules().indicators}
