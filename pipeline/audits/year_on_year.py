"""Audits each report of an agency against its report of the year before.

What is compared is kept in a small frozen value, ``YearFacts``; the reports themselves are not needed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from pipeline.audits.form_instances import add_term, find_form_instances, say_term, say_unread
from pipeline.audits.make_audits import Side, holds_between, is_sound, leave_open, make_audit
from pipeline.audits.stated_changes import YearChange, compare_change, find_last_level, find_year_changes
from pipeline.audits.text_vs_table import convert
from pipeline.characters import squeeze
from pipeline.i18n import Message, Value
from pipeline.model import PRINTED, Audit, Cell, Figure, Indicator, Metadata, Witness
from pipeline.rulebook import Identity, Term, audit_rules, columns_of, name_of, rows_of

# The year-on-year checks that are not equations between cells.
RESTATED, CHANGED = "restated_last_year", "change_between_years"

# Identifies a cell across years: form, table, row and column.
Key = tuple[str, str, str, str]


class Level(Struct, frozen=True, gc=False):
    """The number that a report states for an indicator, and its reference: ``cell:12`` or ``figure:3``."""

    indicator: str
    value: Decimal
    unit: str | None
    evidence: str


class IndicatorChange(Struct, frozen=True, gc=False):
    """A stated change of an indicator on the year before."""

    indicator: str
    found: YearChange


class YearFacts(Struct, frozen=True, gc=False):
    """What is compared of a report with those of other years.

    ``cells`` are the cells that ``rules/audits.toml`` compares between years; ``levels`` one number for each indicator,
    from its first witness; ``restated`` the numbers for the year before; ``changes`` the changes on the year before.
    """

    document_id: str
    agency: str
    report_year: int
    cells: tuple[tuple[Key, Cell], ...] = ()
    levels: tuple[Level, ...] = ()
    restated: tuple[Level, ...] = ()
    changes: tuple[IndicatorChange, ...] = ()


def codes_between_years() -> frozenset[str]:
    """The codes of the audits that compare two reports."""
    return frozenset((RESTATED, CHANGED, *(rule.code for rule in audit_rules().years)))


def agency_key(name: str | None) -> str | None:
    """The key by which reports of one agency are compared; null if the name identifies none.

    Every comparison of years, in a run and on Spark, uses this key alone.

    >>> agency_key("青禾县 水务局"), agency_key("市水务局"), agency_key(None)
    ('青禾县水务局', None, None)
    """
    return squeeze(name) if name and name.strip()[:1] not in audit_rules().anywhere else None


def find_year_facts(
    document_id: str,
    metadata: Metadata,
    cells: Sequence[Cell],
    figures: Sequence[Figure],
    indicators: Sequence[Indicator],
) -> YearFacts | None:
    """The facts of a report to compare; null if its agency or year is uncertain."""
    agency, year = agency_key(metadata.agency), metadata.report_year
    if agency is None or year is None:
        return None
    stated = {i.figure_id: i for i in indicators if i.figure_id is not None and i.witness is Witness.TEXT}
    restated = [
        Level(stated[figure.figure_id].indicator, last.value, last.unit, f"figure:{last.figure_id}")
        for index, figure in enumerate(figures)
        if figure.figure_id in stated and (last := find_last_level(figures, index, year)) and last.value is not None
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
    """The cells that a year-on-year rule names; none of a table that is printed more than once."""
    instances = find_form_instances(cells)
    times = Counter((instance.form, instance.table) for instance in instances)
    for instance in instances:
        rules = [r for r in audit_rules().years if instance.form in r.forms and instance.table == r.table]
        if times[instance.form, instance.table] > 1:
            continue
        for (row, column), found in instance.cells.items():
            named = any((row if rule.each == "column" else column) in set(rule.read().codes) for rule in rules)
            if named and len(found) == 1:
                yield (instance.form, instance.table, row, column), found[0]


def _find_levels(indicators: Sequence[Indicator]) -> Iterator[Level]:
    """The number of each indicator's first witness, if it is exact."""
    seen: set[str] = set()
    for indicator in sorted(indicators, key=lambda indicator: (indicator.indicator, indicator.rank)):
        if indicator.indicator in seen or indicator.witness not in PRINTED:
            continue
        seen.add(indicator.indicator)
        reference = f"cell:{indicator.cell_id}" if indicator.cell_id is not None else f"figure:{indicator.figure_id}"
        if indicator.value is not None and is_sound(indicator.value) and indicator.low == indicator.high:
            yield Level(indicator.indicator, indicator.value, indicator.unit, reference)


def audit_years(facts: Iterable[YearFacts]) -> Iterator[tuple[str, Audit]]:
    """The year-on-year audits, each with the id of the later report.

    ``facts`` must be sorted by agency: only those of one agency are held at a time. Reports without a predecessor have
    no audit.
    """
    for _, group in groupby(facts, key=lambda report: report.agency):
        by_year: dict[int, list[YearFacts]] = {}
        for report in group:
            by_year.setdefault(report.report_year, []).append(report)
        by_year = {year: settle_editions(some) for year, some in by_year.items()}
        for year in sorted(by_year):
            before = by_year.get(year - 1, [])
            for report in sorted(by_year[year], key=lambda report: report.document_id):
                yield from ((report.document_id, audit) for audit in _audit_report(report, by_year[year], before))


def settle_editions(same: Sequence[YearFacts]) -> list[YearFacts]:
    """The reports of an agency for a year; of several that print the same numbers, the one that prints the most.

    >>> short, long = (
    ...     YearFacts(name, "某局", 2020, levels=(Level("requests", Decimal(3), "件", ""),)) for name in "ab"
    ... )
    >>> [report.document_id for report in settle_editions([short, long])]
    ['a']
    """
    ranked = sorted(same, key=lambda report: (-len(report.cells), -len(report.levels), report.document_id))
    return ranked[:1] if all(_print_the_same(ranked[0], other) for other in ranked[1:]) else list(same)


def _print_the_same(left: YearFacts, right: YearFacts) -> bool:
    """Whether two reports have numbers in common, and none that differ."""
    numbers = [
        {key: cell.value for key, cell in facts.cells} | {level.indicator: level.value for level in facts.levels}
        for facts in (left, right)
    ]
    common = numbers[0].keys() & numbers[1].keys()
    return bool(common) and all(numbers[0][key] == numbers[1][key] for key in common)


def _audit_report(report: YearFacts, same: Sequence[YearFacts], before: Sequence[YearFacts]) -> Iterator[Audit]:
    if before and len(before) * len(same) > 1:
        untaken = Side(None, Message("side_not_taken"))
        reason = Message("several_editions", year=report.report_year, own=len(same), before=len(before))
        codes = [r.code for r in audit_rules().years if any(key[0] in r.forms for key, _ in report.cells)]
        codes += [RESTATED] * bool(report.restated) + [CHANGED] * bool(report.changes)
        yield from (leave_open(code, Message("all_lines"), untaken, untaken, reason) for code in codes)
    elif before:
        yield from _audit_cells(report, before[0])
        yield from _audit_restated(report, before[0])
        yield from _audit_changes(report, before[0])


def _audit_cells(report: YearFacts, before: YearFacts) -> Iterator[Audit]:
    """Audits the equations between years, on each line that both reports print."""
    now, last = dict(report.cells), dict(before.cells)
    for rule in audit_rules().years:
        for form in rule.forms:
            for line in _lines(rule, form):
                sides = [_side(terms, rule, (form, line), (now, last), before) for terms in _sides(rule)]
                if not any(side is None for side in sides):
                    left, right = (side for side in sides if side is not None)
                    yield _audit_line(rule, name_of(form, rule.table, line), left, right)


def _sides(rule: Identity) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    equation = rule.read()
    return equation.left, equation.right


def _lines(rule: Identity, form: str) -> list[str]:
    labels = columns_of(form, rule.table) if rule.each == "column" else rows_of(form, rule.table)
    return [label.code for label in labels]


Years = tuple[Mapping[Key, Cell], Mapping[Key, Cell]]


def _side(
    terms: Sequence[Term], rule: Identity, form_and_line: tuple[str, str], years: Years, before: YearFacts
) -> Side | None:
    """One side of an equation between years; null if one of its cells is not printed.

    The value is null if a cell cannot be read; the words then give the reason.
    """
    form, line = form_and_line
    total: Decimal | None = Decimal(0)
    words: Message | None = None
    evidence = []
    for term in terms:
        row, column = (term.code, line) if rule.each == "column" else (line, term.code)
        cell = _find_cell(years[term.before], (form, rule.table, row, column), rule, before=term.before)
        if cell is None:
            return None
        name: Value = name_of(form, rule.table, term.code)
        name = Message("year_before", name=name) if term.before else name
        words = add_term(words, say_term(name, cell), negative=term.negative)
        value = None if say_unread(cell) else cell.value
        total = None if total is None or value is None else total + (-value if term.negative else value)
        evidence.append(f"{before.document_id}/cell:{cell.cell_id}" if term.before else f"cell:{cell.cell_id}")
    if len(terms) > 1 and total is not None:
        words = Message("equals", terms=words or "", total=total)
    return Side(total, words or "", tuple(evidence))


def _find_cell(cells: Mapping[Key, Cell], key: Key, rule: Identity, *, before: bool) -> Cell | None:
    """The cell for a key; for the year before, in any form that the rule covers, since forms change."""
    forms = rule.forms if before else (key[0],)
    return next((cells[(form, *key[1:])] for form in forms if (form, *key[1:]) in cells), None)


def _audit_line(rule: Identity, line: str, left: Side, right: Side) -> Audit:
    if left.value is None or right.value is None:
        return leave_open(rule.code, line, left, right, Message("some_blanks"))
    holds = holds_between(rule.read().relation, left.value, right.value)
    return make_audit(rule.code, line, left, right, holds=holds)


def _audit_restated(report: YearFacts, before: YearFacts) -> Iterator[Audit]:
    levels = {level.indicator: level for level in before.levels}
    for level in report.restated:
        last = levels.get(level.indicator)
        value = None if last is None else convert(last.value, last.unit, level.unit)
        if last is not None and value is not None:
            left = Side(level.value, level.value, (level.evidence,))
            right = Side(value, value, (f"{before.document_id}/{last.evidence}",))
            name = Message(f"indicator.{level.indicator}")
            yield make_audit(RESTATED, name, left, right, holds=level.value == value)


def _audit_changes(report: YearFacts, before: YearFacts) -> Iterator[Audit]:
    levels = {level.indicator: level for level in before.levels}
    for change in report.changes:
        last = levels.get(change.indicator)
        level = change.found.level
        value = None if last is None else convert(last.value, last.unit, level.unit)
        if last is not None and value:
            evidence = (f"figure:{level.figure_id}", f"{before.document_id}/{last.evidence}")
            yield compare_change(CHANGED, change.found, value, evidence)
