"""Checks each report of an agency against its report of the year before.

What a report is compared by is kept in a small frozen value, ``YearFacts``; the reports themselves are not needed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from pipeline.audits.form_instances import find_printings, say_unread
from pipeline.audits.outcomes import Side, holds_between, is_sound, judge, leave_open, write_number
from pipeline.audits.stated_changes import YearChange, compare_change, find_last_level, find_year_changes
from pipeline.audits.text_vs_table import convert
from pipeline.characters import squeeze
from pipeline.model import PRINTED, Audit, Cell, Figure, Indicator, Metadata, Witness
from pipeline.rulebook import Identity, Term, audit_rules, columns_of, label_of_indicator, name_of, rows_of

# An agency that names no region begins with the rank of one: 市教育局 is the agency of any town.
ANYWHERE = frozenset("省市县区州盟旗乡镇本我该")

# The checks between years that are no equations of cells.
RESTATED, CHANGED = "restated_last_year", "change_between_years"

# A cell between the years: its form, table, row and column.
Key = tuple[str, str, str, str]


class Level(Struct, frozen=True):
    """The number that a report states for an indicator, and where: ``cell:12`` or ``figure:3``."""

    indicator: str
    value: Decimal
    unit: str | None
    evidence: str


class IndicatorChange(Struct, frozen=True):
    """A change on the year before of an indicator."""

    indicator: str
    found: YearChange


class YearFacts(Struct, frozen=True):
    """What a report is compared by with those of other years.

    ``cells`` are those that ``rules/audits.toml`` compares between years; ``levels`` one number an indicator, that of
    its first witness; ``restated`` what it states for the year before; ``changes`` its changes on the year before.
    """

    document_id: str
    agency: str
    report_year: int
    cells: tuple[tuple[Key, Cell], ...] = ()
    levels: tuple[Level, ...] = ()
    restated: tuple[Level, ...] = ()
    changes: tuple[IndicatorChange, ...] = ()


def codes_between_years() -> frozenset[str]:
    """The codes of the audits that look at two reports."""
    return frozenset((RESTATED, CHANGED, *(rule.code for rule in audit_rules().years)))


def agency_key(name: str | None) -> str | None:
    """What the reports of one agency have in common, by which years are compared; null where a name tells of none.

    Every comparison of years, of a run and on Spark, goes by this key alone.

    >>> agency_key("青禾县 水务局"), agency_key("市水务局"), agency_key(None)
    ('青禾县水务局', None, None)
    """
    return squeeze(name) if name and name.strip()[:1] not in ANYWHERE else None


def find_year_facts(
    document_id: str,
    metadata: Metadata,
    cells: Sequence[Cell],
    figures: Sequence[Figure],
    indicators: Sequence[Indicator],
) -> YearFacts | None:
    """What a report is compared by; null where it does not say for certain whose it is or for what year."""
    agency, year = agency_key(metadata.agency), metadata.report_year
    if agency is None or year is None:
        return None
    stated = {i.figure_id: i for i in indicators if i.figure_id is not None and i.witness is Witness.TEXT}
    restated = [
        Level(stated[figure.figure_id].indicator, last.value, last.unit, f"figure:{last.figure_id}")
        for place, figure in enumerate(figures)
        if figure.figure_id in stated and (last := find_last_level(figures, place, year)) and last.value is not None
    ]
    changes = [
        IndicatorChange(stated[found.level.figure_id].indicator, found)
        for found in find_year_changes(figures)
        if found.level.figure_id in stated
    ]
    return YearFacts(
        document_id,
        agency,
        year,
        cells=tuple(_find_year_cells(cells)),
        levels=tuple(_find_levels(indicators)),
        restated=tuple(restated),
        changes=tuple(changes),
    )


def _find_year_cells(cells: Sequence[Cell]) -> Iterator[tuple[Key, Cell]]:
    """The cells that a rule between years names; none of a table that is printed more than once."""
    printings = find_printings(cells)
    times = Counter((printing.form, printing.table) for printing in printings)
    for printing in printings:
        rules = [r for r in audit_rules().years if printing.form in r.forms and printing.table == r.table]
        if times[printing.form, printing.table] > 1:
            continue
        for (row, column), found in printing.places.items():
            named = any((row if rule.each == "column" else column) in set(rule.read().codes) for rule in rules)
            if named and len(found) == 1:
                yield (printing.form, printing.table, row, column), found[0]


def _find_levels(indicators: Sequence[Indicator]) -> Iterator[Level]:
    """The number of each indicator's first witness, where it is exact."""
    seen: set[str] = set()
    for indicator in sorted(indicators, key=lambda one: (one.indicator, one.rank)):
        if indicator.indicator in seen or indicator.witness not in PRINTED:
            continue
        seen.add(indicator.indicator)
        place = f"cell:{indicator.cell_id}" if indicator.cell_id is not None else f"figure:{indicator.figure_id}"
        if indicator.value is not None and is_sound(indicator.value) and indicator.low == indicator.high:
            yield Level(indicator.indicator, indicator.value, indicator.unit, place)


def audit_years(facts: Iterable[YearFacts]) -> Iterator[tuple[str, Audit]]:
    """The audits between the years, each with the id of the later report.

    ``facts`` come in the order of their agencies: only those of one agency are held at a time. Reports of agencies
    that have no report of the year before have no audit.
    """
    for _, group in groupby(facts, key=lambda one: one.agency):
        by_year: dict[int, list[YearFacts]] = {}
        for one in group:
            by_year.setdefault(one.report_year, []).append(one)
        by_year = {year: settle_editions(some) for year, some in by_year.items()}
        for year in sorted(by_year):
            before = by_year.get(year - 1, [])
            for report in sorted(by_year[year], key=lambda one: one.document_id):
                yield from ((report.document_id, audit) for audit in _audit_report(report, by_year[year], before))


def settle_editions(same: Sequence[YearFacts]) -> list[YearFacts]:
    """The reports of an agency on a year; of several that print the same numbers the one that prints the most.

    >>> short, long = (
    ...     YearFacts(name, "某局", 2020, levels=(Level("requests", Decimal(3), "件", ""),)) for name in "ab"
    ... )
    >>> [one.document_id for one in settle_editions([short, long])]
    ['a']
    """
    ranked = sorted(same, key=lambda one: (-len(one.cells), -len(one.levels), one.document_id))
    return ranked[:1] if all(_print_the_same(ranked[0], other) for other in ranked[1:]) else list(same)


def _print_the_same(one: YearFacts, other: YearFacts) -> bool:
    """Whether two reports have a number in common, and none that differs."""
    numbers = [
        {key: cell.value for key, cell in facts.cells} | {level.indicator: level.value for level in facts.levels}
        for facts in (one, other)
    ]
    common = numbers[0].keys() & numbers[1].keys()
    return bool(common) and all(numbers[0][key] == numbers[1][key] for key in common)


def _audit_report(report: YearFacts, same: Sequence[YearFacts], before: Sequence[YearFacts]) -> Iterator[Audit]:
    if before and len(before) * len(same) > 1:
        sides = Side(None, "（未取）"), Side(None, "（未取）")
        reason = f"该机关{report.report_year}年报告有{len(same)}份，上年报告有{len(before)}份"
        codes = [r.code for r in audit_rules().years if any(key[0] in r.forms for key, _ in report.cells)]
        codes += [RESTATED] * bool(report.restated) + [CHANGED] * bool(report.changes)
        yield from (leave_open(code, "全部", *sides, reason) for code in codes)
    elif before:
        yield from _audit_cells(report, before[0])
        yield from _audit_restated(report, before[0])
        yield from _audit_changes(report, before[0])


def _audit_cells(report: YearFacts, before: YearFacts) -> Iterator[Audit]:
    """The equations between the years, on each line that both reports print."""
    now, last = dict(report.cells), dict(before.cells)
    for rule in audit_rules().years:
        for form in rule.forms:
            for line in _lines(rule, form):
                sides = [_side(terms, rule, (form, line), (now, last), before) for terms in _sides(rule)]
                if not any(side is None for side in sides):
                    left, right = (side for side in sides if side is not None)
                    yield _judge_line(rule, name_of(form, rule.table, line), left, right)


def _sides(rule: Identity) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    equation = rule.read()
    return equation.left, equation.right


def _lines(rule: Identity, form: str) -> list[str]:
    labels = columns_of(form, rule.table) if rule.each == "column" else rows_of(form, rule.table)
    return [label.code for label in labels]


Years = tuple[Mapping[Key, Cell], Mapping[Key, Cell]]


def _side(
    terms: Sequence[Term], rule: Identity, place: tuple[str, str], years: Years, before: YearFacts
) -> Side | None:
    """One side of an equation between years; null where one of its cells is not printed.

    The value is null where a cell cannot be read; the words say so.
    """
    form, line = place
    total: Decimal | None = Decimal(0)
    words, evidence = "", []
    for term in terms:
        row, column = (term.code, line) if rule.each == "column" else (line, term.code)
        cell = _find_cell(years[term.before], (form, rule.table, row, column), rule, before=term.before)
        if cell is None:
            return None
        name = f"{'上年' if term.before else ''}{name_of(form, rule.table, term.code)}"
        unread = say_unread(cell)
        number = f"（{unread}）" if unread or cell.value is None else write_number(cell.value)
        words += f"{'-' if term.negative else '+' if words else ''}{name}{number}"
        value = None if unread else cell.value
        total = None if total is None or value is None else total + (-value if term.negative else value)
        evidence.append(f"{before.document_id}/cell:{cell.cell_id}" if term.before else f"cell:{cell.cell_id}")
    if len(terms) > 1 and total is not None:
        words += f"={write_number(total)}"
    return Side(total, words, tuple(evidence))


def _find_cell(cells: Mapping[Key, Cell], key: Key, rule: Identity, *, before: bool) -> Cell | None:
    """The cell at a place; of the year before in any form that the rule is for, since forms change between years."""
    forms = rule.forms if before else (key[0],)
    return next((cells[(form, *key[1:])] for form in forms if (form, *key[1:]) in cells), None)


def _judge_line(rule: Identity, line: str, left: Side, right: Side) -> Audit:
    if left.value is None or right.value is None:
        return leave_open(rule.code, line, left, right, "有的格没有数，空白不计为零")
    holds = holds_between(rule.read().relation, left.value, right.value)
    return judge(rule.code, line, left, right, holds=holds)


def _audit_restated(report: YearFacts, before: YearFacts) -> Iterator[Audit]:
    levels = {level.indicator: level for level in before.levels}
    for level in report.restated:
        last = levels.get(level.indicator)
        value = None if last is None else convert(last.value, last.unit, level.unit)
        if last is not None and value is not None:
            left = Side(level.value, write_number(level.value), (level.evidence,))
            right = Side(value, write_number(value), (f"{before.document_id}/{last.evidence}",))
            name = label_of_indicator(level.indicator)
            yield judge(RESTATED, name, left, right, holds=level.value == value)


def _audit_changes(report: YearFacts, before: YearFacts) -> Iterator[Audit]:
    levels = {level.indicator: level for level in before.levels}
    for change in report.changes:
        last = levels.get(change.indicator)
        level = change.found.level
        value = None if last is None else convert(last.value, last.unit, level.unit)
        if last is not None and value:
            evidence = (f"figure:{level.figure_id}", f"{before.document_id}/{last.evidence}")
            yield compare_change(CHANGED, change.found, value, evidence)
