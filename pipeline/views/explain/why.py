"""Prints how the sentences of a report were read: tokens, chunks, clauses, and why each figure is what it is."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.language import VERBAL, Chunk, Token, chunk, clause_start, cut_words, find_governor, read_verb
from pipeline.model import Figure, Report

# How the part of speech of a token is marked by who named it.
SOURCES = {"lexicon": "*", "name": "'", "jieba": ""}


def why_lines(report: Report) -> Iterator[str]:
    """A sentence with figures after the other, and below it how it was read.

    Its tokens come first (word/part of speech; ``*`` marks those of the lexicon, ``'`` names in title or quotation
    marks, the others are jieba's), then its figures with their rules, the chunks before each, and what was not taken.
    """
    for (start, end), group in groupby(report.figures, key=lambda one: (one.sentence_start, one.sentence_end)):
        yield f"{start:>7}  {' '.join(report.text.text[start:end].split())}"
        words = cut_words(report.text.plain, start, end)
        yield "         " + " ".join(f"{word.text}/{word.kind}{SOURCES[word.source]}" for word in words)
        for figure in group:
            yield from _figure_lines(report, figure)


def _figure_lines(report: Report, figure: Figure) -> Iterator[str]:
    """A figure: its measure and the rule for it, its verb, and what it belongs to; then what was decided against."""
    names = {one.figure_id: f"#{one.figure_id} {one.surface}" for one in report.figures}
    parts = (
        f"#{figure.figure_id} {figure.surface}",
        f"measure {figure.measure or '–'} ({figure.measure_rule or 'none'})",
        f"action {figure.action or '–'}",
        f"role {figure.role}",
        f"of {names[figure.of_id]}" if figure.of_id is not None else None,
        f"part of {names[figure.parent_id]} ({figure.parent_rule})" if figure.parent_id is not None else None,
        f"entity {figure.entity}" if figure.entity else None,
    )
    yield "           " + " · ".join(part for part in parts if part)
    if figure.parent_id is None and figure.parent_rule is not None:
        yield f"             not taken: a whole ({figure.parent_rule})"
    before = [one.end for one in report.figures if figure.sentence_start <= one.end <= figure.start]
    floor = max(before, default=figure.sentence_start)
    words = cut_words(report.text.plain, clause_start(report.text.plain, floor, figure.start), figure.start)
    if words:
        yield "             chunks: " + " ".join(_say(words, one) for one in chunk(words))
    yield from _not_taken(cut_words(report.text.plain, floor, figure.start), words, figure)


def _say(words: Sequence[Token], one: Chunk) -> str:
    """A chunk with its kind and the rule that bounded it."""
    return f"[{''.join(word.text for word in words[slice(*one.span)])}]{one.kind}:{one.rule}"


def _not_taken(sentence: Sequence[Token], words: Sequence[Token], figure: Figure) -> Iterator[str]:
    """The verbs that were not taken: within a noun phrase, or as the one that governs."""
    for index, word in enumerate(words):
        verdict = read_verb(words, index, len(words))
        if word.kind in VERBAL and not verdict.governs:
            yield f"             not taken: {word.text} as a verb ({verdict.rule})"
    governor = find_governor(sentence)
    if governor is not None and governor.text != figure.action:
        yield f"             not taken: the verb {governor.text} ({governor.rule})"
