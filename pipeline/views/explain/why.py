"""Prints how the sentences of a report were read: words, governing verbs, and why each figure is what it is."""

from collections.abc import Iterator
from itertools import groupby

from pipeline.language import cut_words, find_governor
from pipeline.model import Figure, Report


def why_lines(report: Report) -> Iterator[str]:
    """A sentence with figures after the other: its words with their classes (listed ones marked), then its figures."""
    for (start, end), group in groupby(report.figures, key=lambda one: (one.sentence_start, one.sentence_end)):
        yield f"{start:>7}  {' '.join(report.text.text[start:end].split())}"
        words = cut_words(report.text.plain, start, end)
        yield "         " + " ".join(f"{word.text}/{word.kind}{'*' if word.listed else ''}" for word in words)
        for figure in group:
            yield from _figure_lines(report, figure)


def _figure_lines(report: Report, figure: Figure) -> Iterator[str]:
    """A figure: its measure and the rule for it, its verb, and what it belongs to; then the verb that was not taken."""
    names = {one.figure_id: f"#{one.figure_id} {one.surface}" for one in report.figures}
    parts = (
        f"#{figure.figure_id} {figure.surface}",
        f"measure {figure.measure or '–'} ({figure.measure_rule or 'none'})",
        f"action {figure.action or '–'}",
        f"role {figure.role}",
        f"of {names[figure.of_id]}" if figure.of_id is not None else None,
        f"part of {names[figure.parent_id]}" if figure.parent_id is not None else None,
        f"entity {figure.entity}" if figure.entity else None,
    )
    yield "           " + " · ".join(part for part in parts if part)
    before = [one.end for one in report.figures if figure.sentence_start <= one.end <= figure.start]
    words = cut_words(report.text.plain, max(before, default=figure.sentence_start), figure.start)
    governor = find_governor(words)
    if governor is not None and governor.text != figure.action:
        yield f"             not taken: the verb {governor.text} ({governor.rule})"
