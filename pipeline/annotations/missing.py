"""Reads a number that was missed as if it were printed as people say that it is to be read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import localcontext

import regex

from pipeline.annotations.faults import NONE
from pipeline.annotations.file import Verdict
from pipeline.annotations.match import Stretch
from pipeline.annotations.revived import Revived
from pipeline.figures import find_figures
from pipeline.model import Figure, Kind, Metadata, Qualifier, Section, Text
from pipeline.text import make_plain
from pipeline.values import EXACT

ENDS = "。;!?\n"
# What stands behind the digits of a number: its unit, where the words that were selected hold it.
TAIL_RE = regex.compile(r"[^\d零〇一二三四五六七八九十百千万亿两,，.．]*\Z")


def read_missing(figure_id: int, verdict: Verdict, over: Sequence[Figure], read: Revived) -> Figure:
    """A figure of the words that a verdict is on.

    It is what the rules find in its sentence once the right number stands there; else what it is ``over``, a part of
    the number that was read for all of it; else a count of the report's own year, of which nothing more is known.
    """
    start, end = verdict.start or 0, verdict.end or 0
    first, last = _find_sentence(read.text, start, end)
    found = _read_again(verdict, (first, last), read)
    found = found or next(iter(over), None) or _count(verdict, read.metadata)
    return replace(
        found,
        figure_id=figure_id,
        section_id=_find_section(read.sections, start),
        start=start,
        end=end,
        surface=verdict.surface,
        sentence_start=first,
        sentence_end=last,
        parent_id=None,
        of_id=None,
    )


def _read_again(verdict: Verdict, sentence: Stretch, read: Revived) -> Figure | None:
    """What the rules find where the right number stands in the place of the words; null where they find none."""
    start, end = (place - sentence[0] for place in (verdict.start or 0, verdict.end or 0))
    tail = TAIL_RE.search(verdict.surface)
    unit = verdict.unit if verdict.unit not in {"", NONE} else tail[0] if tail else ""
    words = read.text.text[slice(*sentence)]
    printed = f"{words[:start]}{verdict.value:f}{unit}{words[end:]}"
    text = Text(printed, make_plain(printed))
    whole = Section(0, None, 0, "preamble", None, None, None, "", 0, len(printed))
    with localcontext(EXACT):
        figures, *_ = find_figures(text, (whole,), read.metadata)
    return next((one for one in figures if one.start == start and one.value == verdict.value), None)


def _count(verdict: Verdict, metadata: Metadata) -> Figure:
    first, last = _find_period(metadata)
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


def _find_period(metadata: Metadata) -> tuple[date | None, date | None]:
    if metadata.period_start or metadata.period_end or metadata.report_year is None:
        return metadata.period_start, metadata.period_end
    return date(metadata.report_year, 1, 1), date(metadata.report_year, 12, 31)


def _find_section(sections: Sequence[Section], start: int) -> int:
    holding = [section for section in sections if section.start <= start < section.end]
    return max(holding, key=lambda section: (section.start, section.section_id)).section_id if holding else 0


def _find_sentence(text: Text, start: int, end: int) -> Stretch:
    first = max(text.plain.rfind(mark, 0, start) for mark in ENDS) + 1
    ends = [at for mark in ENDS if (at := text.plain.find(mark, end)) >= 0]
    return first, min(ends, default=len(text.plain) - 1) + 1
