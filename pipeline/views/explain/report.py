"""Prints a report so that a person can check it against its text.

In this order: metadata, sections, every figure in its sentence, citations, failed audits, excluded numbers with the
reason, problems. The numbers at the left are offsets in the text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import fields

from pipeline.i18n import say, write, write_number
from pipeline.model import (
    Audit,
    Citation,
    Figure,
    LeftOut,
    Modality,
    Outcome,
    Problem,
    Qualifier,
    Report,
    Role,
    Unreadable,
)
from pipeline.rulebook import audit_rule, rule_of
from pipeline.views.explain.tables import indicator_lines, status_lines, table_lines

if TYPE_CHECKING:
    from pipeline.annotations import Verdict

# Characters of the sentence shown on either side of a figure: enough to check it, and little enough for files in which
# a whole table is one sentence.
CONTEXT = 80
# An excluded number is shown with the words right beside it.
NEAR = 12
# Only the beginning of a problem's span is shown: a table can fill pages.
BEGINNING = 60
# The class of numerals within words (统一, 进一步): a report has hundreds of them, few of interest.
WORDS = "word"
# Facts that come from lists, shown where there are any.
BY_LIST = ("note", "listed")
# Columns of the register shown with the metadata.
REGISTERED = ("agency_id", "adcode", "level", "agency_type", "agency_rule")


def explain(report: Report, *, show_words: bool = False, verdicts: "Sequence[Verdict]" = ()) -> str:
    """The report as text, in the order in which it is checked.

    ``show_words`` also shows numerals within words; ``verdicts`` are shown if there are any.
    """
    parts = [
        _document_lines(report),
        _headed("title_sections", _section_lines(report)),
        _headed("title_figures", _figure_lines(report)),
        _headed("title_tables", table_lines(report)),
        _headed("title_indicators", indicator_lines(report)),
        _headed("title_no_number", status_lines(report)),
        *([_judged(report, verdicts)] if verdicts else []),
        _headed("title_citations", (_citation_line(citation) for citation in report.citations)),
        _headed("title_audits", _audit_lines(report)),
        _headed("title_left_out", _left_out_lines(report, show_words=show_words)),
        _headed("title_problems", _problem_lines(report)),
    ]
    return "\n".join(line for part in parts for line in part)


def explain_unreadable(file: Unreadable) -> str:
    """Why a file yields no document, and what to do about it, one line each."""
    problem = file.problem
    return f"{file.source}: {write(problem.wording)} ({problem.code})\n  → {rule_of(problem.code).words().remedy}"


def _headed(title: str, lines: Iterator[str]) -> list[str]:
    body = list(lines)
    return ["", f"── {say(title)} ──", *(body or [say("nothing_there")])]


def _judged(report: Report, verdicts: "Sequence[Verdict]") -> list[str]:
    from pipeline.views.explain.verdicts import verdict_lines  # deferred, since it loads what only tables need

    return _headed("title_judged", verdict_lines(report, verdicts))


def _document_lines(report: Report) -> list[str]:
    counts = (
        (len(report.text.text), "one_character", "some_characters"),
        (len(report.sections), "one_section", "some_sections"),
        (len(report.figures), "one_figure", "some_figures"),
        (len(report.citations), "one_citation", "some_citations"),
        (len(report.text.grids), "one_table", "some_tables"),
        (len(report.problems), "one_problem", "some_problems"),
        (sum(audit.outcome is Outcome.FAIL for audit in report.audits), "one_failed_audit", "some_failed_audits"),
    )
    facts = [(field.name, getattr(report.metadata, field.name)) for field in fields(report.metadata)]
    facts = [(name, value) for name, value in facts if name not in BY_LIST]
    facts += [("note", report.metadata.note)] if report.metadata.note else []
    facts += [("listed", "、".join(report.metadata.listed))] if report.metadata.listed else []
    facts += [(name, getattr(report.registration, name)) for name in REGISTERED]
    facts += [("candidates", "、".join(report.registration.candidates))] if report.registration.candidates else []
    return [
        f"{report.source}  {report.document_id}  {report.format} {report.encoding or ''}".rstrip(),
        " · ".join(say(name if number == 1 else names, count=f"{number:,}") for number, name, names in counts),
        *(f"{name:<13} {'–' if value is None else value}" for name, value in facts),
    ]


def _section_lines(report: Report) -> Iterator[str]:
    """The tree of sections, each with the number of figures directly in it."""
    figures = Counter(figure.section_id for figure in report.figures)
    for section in report.sections:
        name = " ".join(part for part in (section.marker or say(f"section_{section.style}"), section.title) if part)
        stated = figures[section.section_id]
        yield f"{section.start:>7}  {'    ' * section.level}{name}{f'  ({stated})' if stated else ''}"


def _figure_lines(report: Report) -> Iterator[str]:
    paths = {section.section_id: section.path for section in report.sections}
    for section_id, figures in groupby(report.figures, key=lambda figure: figure.section_id):
        yield f"§ {paths.get(section_id) or '–'}"
        for figure in figures:
            yield f"  {figure.figure_id:>4}  {_in_sentence(report.text.text, figure)}"
            yield f"        {_reading(figure)}"


def _in_sentence(text: str, figure: Figure) -> str:
    """The figure's sentence on one line, with the figure within 【】."""
    before = text[figure.sentence_start : figure.start]
    after = text[figure.end : figure.sentence_end]
    left = before if len(before) <= CONTEXT else "…" + before[-CONTEXT:]
    right = after if len(after) <= CONTEXT else after[:CONTEXT] + "…"
    return _on_one_line(f"{left}【{figure.surface}】{right}")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _reading(figure: Figure) -> str:
    """The values read for a figure: ``553 项 · item_count · 信息 · 公开 · 2016 · rule unit``."""
    change = " ".join(part for part in (figure.change, figure.basis) if part)
    parts = [
        f"{_value(figure)} {figure.unit or ''}".rstrip(),
        figure.kind,
        figure.measure or say("no_measure"),
        say("of_entity", name=figure.entity) if figure.entity else None,
        figure.action,
        None if figure.role is Role.LEVEL else f"{figure.role}{'' if figure.of_id is None else f' #{figure.of_id}'}",
        say("negated") if figure.negated else None,
        change or None,
        _period(figure),
        say(f"modality_{figure.modality}") if figure.modality is not Modality.ACTUAL else None,
        say("part_of", figure=figure.parent_id) if figure.parent_id is not None else None,
        say("rule_of_figure", rule=figure.rule),
        say("rule_of_measure", rule=figure.measure_rule) if figure.measure_rule else None,
    ]
    return " · ".join(part for part in parts if part)


def _value(figure: Figure) -> str:
    stated = "" if figure.value is None else write_number(figure.value)
    if figure.qualifier is Qualifier.EXACT:
        return stated
    low, high = (("" if bound is None else write_number(bound)) for bound in (figure.low, figure.high))
    return f"{stated} {say(f'qualifier_{figure.qualifier}')} [{low}, {high}]".lstrip()


def _period(figure: Figure) -> str | None:
    start, end = figure.period_start, figure.period_end
    if start is None and end is None:
        return None
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    return str(end) if start == end else say("days_from_to", start=start or "…", end=end or "…")


def _citation_line(citation: Citation) -> str:
    """A citation with its offset and the values read from it: ``120 《…》（国办发〔2016〕8号） 国办 · 2016``."""
    read = " · ".join(str(part) for part in (citation.issuer, citation.year) if part is not None)
    return f"{citation.start:>7}  {_on_one_line(citation.surface)}  {read}".rstrip()


def _audit_lines(report: Report) -> Iterator[str]:
    """The outcomes of the audits, by rule; each failure is shown with the value that would repair it."""
    by_rule: defaultdict[str, list[Audit]] = defaultdict(list)
    for audit in report.audits:
        by_rule[audit.rule].append(audit)
    for rule, audits in by_rule.items():
        outcomes = Counter(audit.outcome for audit in audits)
        ended = " · ".join(
            say(f"outcome_{outcome}", count=outcomes[outcome]) for outcome in Outcome if outcomes[outcome]
        )
        line = audit_rule(rule)
        yield f"{line.heading()}: {ended}"
        for audit in audits:
            if audit.outcome is Outcome.FAIL:
                yield f"  {say(f'severity_{audit.severity}')}: {write(audit.finding)}"
                yield from [f"        {write(audit.suggested.wording)}"] if audit.suggested else []
        if any(audit.outcome is Outcome.FAIL for audit in audits):
            yield f"  → {line.words().remedy}"


def _left_out_lines(report: Report, *, show_words: bool) -> Iterator[str]:
    """Every number that is no figure with the words around it, by class."""
    by_class: defaultdict[str, list[LeftOut]] = defaultdict(list)
    for number in report.left_out:
        by_class[number.trap].append(number)
    for name, group in sorted(by_class.items()):
        hidden = name == WORDS and not show_words
        yield say("shown_with_all", name=name, count=len(group)) if hidden else f"{name} ({len(group)})"
        if not hidden:
            yield from (f"{number.start:>7}  {_with_context(report.text.text, number)}" for number in group)


def _with_context(text: str, left_out: LeftOut) -> str:
    before = text[max(0, left_out.start - NEAR) : left_out.start]
    after = text[left_out.end : left_out.end + NEAR]
    return _on_one_line(f"{before}【{text[left_out.start : left_out.end]}】{after}")


def _problem_lines(report: Report) -> Iterator[str]:
    """Every problem; one with a span in the text, such as a flattened table, with the beginning of that span."""
    for problem in report.problems:
        rule = rule_of(problem.code)
        head = f"{say(f'severity_{rule.severity}')} {rule.heading()}{_location(problem)}"
        yield f"{head}: {write(problem.wording)}"
        if problem.start is not None and problem.end is not None:
            beginning = _on_one_line(report.text.text[problem.start : min(problem.end, problem.start + BEGINNING)])
            yield f"        {beginning}{'…' if problem.end - problem.start > BEGINNING else ''}"
        yield f"  → {rule.words().remedy}"


def _location(problem: Problem) -> str:
    if problem.start is None:
        return ""
    return say("at_offset", offset=problem.start) + ("" if problem.end is None else f"–{problem.end}")
