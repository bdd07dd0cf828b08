"""Divides a report into its sections: the spans opened by headings, numbered paragraphs and points."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pipeline.model import Problem, RegionKind, Section, Text
from pipeline.outline.levels import Heading, outline
from pipeline.outline.markers import Footing, Marker, find_markers, heading_rules
from pipeline.outline.several_reports import find_several_reports
from pipeline.outline.titles import is_bare, read_title
from pipeline.rulebook import one_of
from pipeline.text import in_region
from pipeline.values import write_words

# The name of a section in a path, by its style.
_NAMES = {
    "一、": "{words}",
    "（一）": "（{words}）",
    "1.": "{number}",
    "（1）": "（{number}）",
    "一是": "{words}是",
    "第一章": "第{words}章",
}
# Replaces characters that are not prose.
_MASK = "\0"


def split_sections(text: Text) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    """The sections of a text in order, and the irregularities of their numbering.

    >>> plain = "年报\\n一、概述\\n今年公开信息。\\n三、问题\\n有不足。\\n某局\\n2017年2月27日"
    >>> sections, problems = split_sections(Text(plain, plain))
    >>> [(s.level, s.style, s.title, s.path) for s in sections]
    ... # doctest: +NORMALIZE_WHITESPACE
    [(0, 'preamble', None, 'preamble'), (1, '一、', '概述', '一'), (1, '一、', '问题', '三'),
     (0, 'signature', None, 'signature')]
    >>> [problem.message for problem in problems]
    ['一、 is followed by 三、']
    """
    markers = find_markers(text)
    end = _find_signature(text, markers)
    lines = heading_rules().annex.compile().finditer(text.plain)
    annexes = [match.start() for match in lines if not in_region(text, match.start())]
    headings = outline(text.plain, [marker for marker in markers if marker.start < end], annexes)
    problems = (*find_several_reports(text), *_find_problems(text, headings))
    return tuple(_lay_out(text, headings, end)), problems


def _lay_out(text: Text, headings: Sequence[Heading], end: int) -> Iterator[Section]:
    """The preamble, the sections that the headings open, and the signature that begins at ``end``."""
    first = headings[0].marker.start if headings else end
    if first > 0:
        yield Section(0, None, 0, "preamble", None, None, None, "preamble", 0, first)
    offset = int(first > 0)
    ends = _find_ends(headings, end)
    titles = _read_titles(text, headings, ends, end)
    paths: list[str] = []
    for index, (heading, title) in enumerate(zip(headings, titles, strict=True)):
        marker, parent = heading.marker, heading.parent
        above = "" if parent is None else paths[parent] + "/"
        paths.append(above + _name(marker.style, marker.number))
        yield Section(
            section_id=index + offset,
            parent_id=None if parent is None else parent + offset,
            level=heading.level,
            style=marker.style,
            marker=text.text[marker.start : marker.end],
            number=marker.number,
            title=title,
            path=paths[-1],
            start=marker.start,
            end=ends[index],
        )
    if end < len(text.text):
        yield Section(len(headings) + offset, None, 0, "signature", None, None, None, "signature", end, len(text.text))


def _read_titles(text: Text, headings: Sequence[Heading], ends: Sequence[int], end: int) -> list[str | None]:
    """The title of each heading. Text after the last of a list of bare sentences takes the title from that one."""
    tables = [region.start for region in text.regions if region.kind is RegionKind.TABLE]
    followed = {heading.previous for heading in headings}
    titles: list[str | None] = []
    bare: list[bool] = []
    for index, heading in enumerate(headings):
        marker, previous = heading.marker, heading.previous
        following = headings[index + 1].marker.start if index + 1 < len(headings) else end
        table = bisect_left(tables, marker.end)
        body_end = min([following, *tables[table : table + 1]])
        span = read_title(text.plain, marker, body_end, further=body_end < ends[index])
        titles.append(text.text[slice(*span)] if span else None)
        listed = marker.points and marker.number > 1 and previous is not None
        alone = body_end == ends[index] and is_bare(text.plain, marker.end, body_end)
        bare.append(alone and (not listed or bare[previous or 0]))
        if listed and bare[previous or 0] and index not in followed:
            titles[-1] = None
    return titles


def _find_ends(headings: Sequence[Heading], end: int) -> list[int]:
    """The end of each section: the next heading that is no deeper."""
    ends = [end] * len(headings)
    open_headings: list[int] = []
    for index, heading in enumerate(headings):
        while open_headings and headings[open_headings[-1]].level >= heading.level:
            ends[open_headings.pop()] = heading.marker.start
        open_headings.append(index)
    return ends


def _name(style: str, number: int) -> str:
    """The name of a section in a path.

    >>> _name("（一）", 13), _name("1.", 2), _name("一是", 20)
    ('（十三）', '2', '二十是')
    """
    return _NAMES[style].format(words=write_words(number) if number < 100 else number, number=number)


def _find_problems(text: Text, headings: Sequence[Heading]) -> Iterator[Problem]:
    """A problem for each number that does not continue the one before it in its section and style."""
    latest: dict[tuple[int | None, str], Marker] = {}
    for heading in headings:
        marker = heading.marker
        start, end, number = marker.start, marker.end, marker.number
        written = text.text[start:end]
        earlier = None if heading.previous is None else headings[heading.previous]
        carried = earlier.marker if earlier and earlier.level == heading.level else None
        before = latest.get((heading.parent, marker.style), carried)
        latest[heading.parent, marker.style] = marker
        last = text.text[before.start : before.end] if before else ""
        if before is None:
            if number != 1:
                yield Problem("numbering_gap.first", start, end, written=written)
        elif number > before.number + 1:
            yield Problem("numbering_gap", start, end, last=last, written=written)
        elif number == before.number:
            yield Problem("numbering_repeat", start, end, last=last, written=written)
        elif number < before.number:
            yield Problem("numbering_restart", start, end, last=last, written=written)


def _find_signature(text: Text, markers: Iterable[Marker]) -> int:
    """The offset of the signature: agency, date, attachments and furniture after the last sentence."""
    # A date before the last heading belongs to a title page.
    last = max((marker.start for marker in markers if _is_upper(marker)), default=0)
    tail = max(_find_tail(text), last)
    pieces, offset = [], tail
    for region in text.regions[_count_before(text, tail) :]:
        pieces += [text.plain[offset : region.start], _MASK * (region.end - max(region.start, offset))]
        offset = region.end
    masked = "".join([*pieces, text.plain[offset:]])
    starts = [tail + match.start() for match in (pattern.search(masked) for pattern in _signature_res()) if match]
    return min(starts, default=_find_last_furniture(text))


def _is_upper(marker: Marker) -> bool:
    """Whether a marker has a style of headings, which lists of attachments do not use."""
    return marker.footing is Footing.PARAGRAPH and marker.style in {"第一章", "一、", "（一）"}


def _count_before(text: Text, offset: int) -> int:
    """The number of regions that end before an offset."""
    return bisect_right([region.end for region in text.regions], offset)


def _find_tail(text: Text) -> int:
    """The end of the last sentence of the prose."""
    end = len(text.plain)
    for region in reversed(text.regions):
        stop = text.plain.rfind("。", region.end, end)
        if stop >= 0:
            return stop + 1
        end = region.start
    return text.plain.rfind("。", 0, end) + 1


def _find_last_furniture(text: Text) -> int:
    """The offset of the furniture at the end of a text."""
    end = len(text.plain)
    for region in reversed(text.regions):
        if region.kind is not RegionKind.FURNITURE or text.plain[region.end : end].strip():
            break
        end = region.start
    return end


@cache
def _signature_res() -> tuple[re.Pattern[str], ...]:
    """Patterns for the beginning of a signature: 某局 2017年2月27日, 某局 at the very end, 附件:."""
    rules = heading_rules()
    agency = rf"[^\s\0。,:;、()\d]{{2,25}} {one_of(rules.organs)}"
    return (
        re.compile(rf"(?<![^\s\0]) (?: {agency} \s* ){{,3}} \(? (?: {rules.signing.pattern} )", re.VERBOSE),
        re.compile(rf"(?<= [\n\0] ) {agency} [\s\0]* $", re.VERBOSE),
        re.compile(rf"(?<![^\s\0]) {one_of(rules.attachments)} \s? \d{{,2}} \s? :", re.VERBOSE),
    )
