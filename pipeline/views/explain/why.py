"""Prints how the sentences of a report were read: tokens, chunks, clauses, and the rule behind each figure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.i18n import say
from pipeline.language import VERBAL, Chunk, Token, chunk, clause_start, cut_words, find_governor, read_verb
from pipeline.model import Figure, Report

# Marks the source of a token's part of speech.
SOURCES = {"lexicon": "*", "name": "'", "jieba": ""}


def why_lines(report: Report) -> Iterator[str]:
    """A legend, then each sentence with figures, followed by how it was read.

    First its tokens (word/part of speech; ``*`` marks those in the lexicon, ``'`` names in title or quotation marks,
    the others are tagged by jieba), then its figures with their rules, the chunks before each, and the rejected
    candidates.
    """
    if report.figures:
        yield say("why_legend")
    for (start, end), group in groupby(report.figures, key=lambda figure: (figure.sentence_start, figure.sentence_end)):
        yield f"{start:>7}  {' '.join(report.text.text[start:end].split())}"
        words = cut_words(report.text.plain, start, end)
        yield "         " + " ".join(f"{word.text}/{word.kind}{SOURCES[word.source]}" for word in words)
        for figure in group:
            yield from _figure_lines(report, figure)


def _figure_lines(report: Report, figure: Figure) -> Iterator[str]:
    """A figure: its measure and the rule for it, its verb, and its whole; then the rejected candidates."""
    names = {other.figure_id: f"#{other.figure_id} {other.surface}" for other in report.figures}
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
    before = [other.end for other in report.figures if figure.sentence_start <= other.end <= figure.start]
    floor = max(before, default=figure.sentence_start)
    words = cut_words(report.text.plain, clause_start(report.text.plain, floor, figure.start), figure.start)
    if words:
        yield "             chunks: " + " ".join(_write_chunk(words, other) for other in chunk(words))
    yield from _not_taken(cut_words(report.text.plain, floor, figure.start), words, figure)


def _write_chunk(words: Sequence[Token], phrase: Chunk) -> str:
    """A chunk with its kind and the rule that bounded it."""
    return f"[{''.join(word.text for word in words[slice(*phrase.span)])}]{phrase.kind}:{phrase.rule}"


def _not_taken(sentence: Sequence[Token], words: Sequence[Token], figure: Figure) -> Iterator[str]:
    """The verbs that were rejected: those within a noun phrase, and those that do not govern the clause."""
    for index, word in enumerate(words):
        verdict = read_verb(words, index, len(words))
        if word.kind in VERBAL and not verdict.governs:
            yield f"             not taken: {word.text} as a verb ({verdict.rule})"
    governor = find_governor(sentence)
    if governor is not None and governor.text != figure.action:
        yield f"             not taken: the verb {governor.text} ({governor.rule})"
