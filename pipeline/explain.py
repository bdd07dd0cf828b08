"""Prints a report as a person would check it against its text.

First what the report says of itself and its sections, then every figure in its sentence, then what
was left out and why, then the problems.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from itertools import groupby

from pipeline.model import Figure, LeftOut, Problem, Qualifier, Report, Unreadable
from pipeline.problems import severity_of

# A figure is shown with so many characters of its sentence on either side: enough to judge it by, and
# little enough for the files that run a whole table into one sentence.
CONTEXT = 80


def explain(report: Report) -> str:
    """The report as text, in the order in which it is checked."""
    parts = [
        _document_lines(report),
        _headed("sections", _section_lines(report)),
        _headed("figures", _figure_lines(report)),
        _headed("left out", _left_out_lines(report)),
        _headed("problems", (_problem_line(problem) for problem in report.problems)),
    ]
    return "\n".join(line for part in parts for line in part)


def explain_unreadable(file: Unreadable) -> str:
    """Why a file yields no document, in a line."""
    return f"{file.source}: {file.problem.message} ({file.problem.code})"


def _headed(title: str, lines: Iterator[str]) -> list[str]:
    body = list(lines)
    return ["", f"── {title} ──", *(body or ["none"])]


def _document_lines(report: Report) -> list[str]:
    counts = (
        ("sections", report.sections),
        ("figures", report.figures),
        ("citations", report.citations),
        ("tables", report.text.grids),
        ("problems", report.problems),
    )
    facts = [(field.name, getattr(report.metadata, field.name)) for field in fields(report.metadata)]
    return [
        f"{report.source}  {report.document_id}  {report.format} {report.encoding or ''}".rstrip(),
        " · ".join([f"{len(report.text.text)} characters", *(f"{len(rows)} {name}" for name, rows in counts)]),
        *(f"{name:<13} {'–' if value is None else value}" for name, value in facts),
    ]


def _section_lines(report: Report) -> Iterator[str]:
    """The section tree; behind a section the number of figures that stand in it and in no section of its own."""
    figures = Counter(figure.section_id for figure in report.figures)
    for section in report.sections:
        name = " ".join(part for part in (section.marker or f"[{section.style}]", section.title) if part)
        count = figures[section.section_id]
        yield f"{section.start:>7}  {'    ' * section.level}{name}{f'  ({count})' if count else ''}"


def _figure_lines(report: Report) -> Iterator[str]:
    paths = {section.section_id: section.path for section in report.sections}
    for section_id, figures in groupby(report.figures, key=lambda figure: figure.section_id):
        yield f"§ {paths.get(section_id) or '–'}"
        for figure in figures:
            yield f"  {figure.figure_id:>4}  {_in_sentence(report.text.text, figure)}"
            yield f"        {_reading(figure)}"


def _in_sentence(text: str, figure: Figure) -> str:
    """The figure's sentence on one line, the figure within 【】."""
    before = text[figure.sentence_start : figure.start]
    after = text[figure.end : figure.sentence_end]
    left = before if len(before) <= CONTEXT else "…" + before[-CONTEXT:]
    right = after if len(after) <= CONTEXT else after[:CONTEXT] + "…"
    return " ".join(f"{left}【{figure.surface}】{right}".split())


def _reading(figure: Figure) -> str:
    """What was read from a figure: ``553 项 · item_count · 信息 · 公开 · 2016 · rule counted``."""
    change = " ".join(part for part in (figure.change, figure.basis) if part)
    parts = [
        f"{_value(figure)} {figure.unit or ''}".rstrip(),
        figure.kind,
        figure.measure or "no measure",
        figure.action,
        "negated" if figure.negated else None,
        change or None,
        _period(figure),
        f"part of {figure.parent_id}" if figure.parent_id is not None else None,
        f"rule {figure.rule}",
    ]
    return " · ".join(part for part in parts if part)


def _value(figure: Figure) -> str:
    stated = "" if figure.value is None else _plain(figure.value)
    if figure.qualifier is Qualifier.EXACT:
        return stated
    low, high = (("" if bound is None else _plain(bound)) for bound in (figure.low, figure.high))
    return f"{stated} {figure.qualifier} [{low}, {high}]".lstrip()


def _plain(number: Decimal) -> str:
    """A number without exponent or closing zeros.

    >>> _plain(Decimal("3.50E+8")), _plain(Decimal("31.50"))
    ('350000000', '31.5')
    """
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _period(figure: Figure) -> str | None:
    start, end = figure.period_start, figure.period_end
    if start is None and end is None:
        return None
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    return str(end) if start == end else f"{start or '…'} to {end or '…'}"


def _left_out_lines(report: Report) -> Iterator[str]:
    def trap(left_out: LeftOut) -> str:
        return left_out.trap

    for name, group in groupby(sorted(report.left_out, key=trap), key=trap):
        surfaces = [" ".join(report.text.text[one.start : one.end].split()) for one in group]
        yield f"{name} ({len(surfaces)}): {' | '.join(surfaces)}"


def _problem_line(problem: Problem) -> str:
    place = "" if problem.start is None else f" at {problem.start}"
    return f"{severity_of(problem.code)} {problem.code}{place}: {problem.message}"
