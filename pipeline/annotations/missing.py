"""Reads a number that was missed, with the right digits that people gave instead."""

from collections.abc import Sequence
from decimal import localcontext

import regex
from msgspec.structs import replace

from pipeline.annotations.faults import NONE
from pipeline.annotations.file import Verdict
from pipeline.annotations.match import Stretch
from pipeline.annotations.revived import Revived
from pipeline.figures import find_figures, read_own_period, split_sentences
from pipeline.model import Figure, Kind, Metadata, Qualifier, Section, Text
from pipeline.text import make_plain
from pipeline.values import EXACT

# The words after the digits of a number: its unit, if the selected words include it.
TAIL_RE = regex.compile(r"[^\d零〇一二三四五六七八九十百千万亿两,，.．]*\Z")


def read_missing(figure_id: int, verdict: Verdict, over: Sequence[Figure], read: Revived) -> Figure:
    """The figure in the words of a verdict.

    It is what the rules find in its sentence once the right number is in place. Failing that, it is a part of the
    number that was read ``over`` it; failing that, too, a count for the report's own year with nothing else known.
    """
    start, end = verdict.start or 0, verdict.end or 0
    sentence = next(
        (span for span in split_sentences(read.text, read.sections) if span.start <= start < span.end),
        None,
    )
    first, last = (sentence.start, max(sentence.end, end)) if sentence else (start, end)
    found = _read_again(verdict, (first, last), read)
    found = found or next(iter(over), None) or _count(verdict, read.metadata)
    return replace(
        found,
        figure_id=figure_id,
        section_id=sentence.section.section_id if sentence else 0,
        start=start,
        end=end,
        surface=verdict.surface,
        sentence_start=first,
        sentence_end=last,
        parent_id=None,
        of_id=None,
    )


def _read_again(verdict: Verdict, sentence: Stretch, read: Revived) -> Figure | None:
    """What the rules find with the right number in place of the words; null if they find nothing."""
    start, end = (offset - sentence[0] for offset in (verdict.start or 0, verdict.end or 0))
    tail = TAIL_RE.search(verdict.surface)
    unit = verdict.unit if verdict.unit not in {"", NONE} else tail[0] if tail else ""
    words = read.text.text[slice(*sentence)]
    printed = f"{words[:start]}{verdict.value:f}{unit}{words[end:]}"
    text = Text(printed, make_plain(printed))
    whole = Section(0, None, 0, "preamble", None, None, None, "", 0, len(printed))
    with localcontext(EXACT):
        figures, *_ = find_figures(text, (whole,), read.metadata)
    return next((figure for figure in figures if figure.start == start and figure.value == verdict.value), None)


def _count(verdict: Verdict, metadata: Metadata) -> Figure:
    first, last = read_own_period(metadata)
    return Figure(
        figure_id=0,
        section_id=0,
        start=0,
        end=0,
        surface=verdict.surface,
        value=verdict.value,
        low=verdict.value,
        high=verdict.value,
        qualifier=Qualifier.EXACT,
        unit=None,
        kind=Kind.ITEM_COUNT,
        rule="verdict",
        sentence_start=0,
        sentence_end=0,
        period_start=first,
        period_end=last,
    )
