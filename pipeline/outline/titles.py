"""Reads the title after a marker: where the heading ends and the body begins.

A heading may be on a line of its own, end with ``。`` or ``：`` before its body, or run into it
(``一、总体情况2021年，我区…``). A numbered paragraph, or a counted point that is only a sentence, has none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.outline.markers import Footing, Marker, heading_rules
from pipeline.rulebook import one_of

# In characters. Of 147 titles read by hand the longest has 30; one on a line of its own may be longer.
LONGEST_LINE = 60
LONGEST_SENTENCE = 45
LONGEST_LABEL = 30
MOST_COMMAS = 3
# The shortest body, in characters, after a heading that runs into it: a short clause.
SHORTEST_BODY = 6
LONG_BODY = 16
# Only so many characters after the marker are examined.
REACH = 400

_PADDING = " \t\n。、:;,."
_LINE_END_RE = re.compile(r"\n|\t| {2,}")
_STOP_RE = re.compile(r"[。;!?:]")
_YEAR = r"(?:19|20)\d\d ?年"
# 二、农业2017年,全区完成…
_YEAR_CLAUSE_RE = re.compile(rf"(?<=[^\s,、。至到于自从在]) ?(?={_YEAR}[,度])")
_SPACE_RE = re.compile(r"(?<=[一-鿿”》)]) (?=[一-鿿“《(\d])")
# 加强组织领导,健全工作机制|将…: two clauses of equal length
_COUPLET_RE = re.compile(r"(?P<first>[^\s,。;:]{4,12}),")


def read_title(plain: str, marker: Marker, end: int, *, further: bool) -> tuple[int, int] | None:
    """The span of a section's title; null if it has no heading.

    The section's own text ends at ``end``; ``further`` is whether a table or a subsection follows it.

    >>> from pipeline.outline.markers import find_markers
    >>> from pipeline.model import Text
    >>> def title(plain):
    ...     span = read_title(plain, find_markers(Text(plain, plain))[0], len(plain), further=False)
    ...     return span and plain[slice(*span)]
    >>> (
    ...     title("一、总体情况2021年,我区公开信息。"),
    ...     title("(二)公开形式。设立公开栏。"),
    ...     title("3.网站 在首页开辟专栏,及时更新。"),
    ... )
    ('总体情况', '公开形式', '网站')
    >>> title("1、做好巡查工作,确保信息准确、及时、规范。")
    """
    start = marker.end
    while start < end and plain[start] in _PADDING:
        start += 1
    body = plain[start : min(end, start + REACH)]
    line = _LINE_END_RE.split(body, maxsplit=1)[0]
    more = further or end > start + REACH or body[len(line) :].strip() != ""
    if marker.points:
        followed = further or (more and marker.footing is Footing.PARAGRAPH)
        listed = marker.number > 1 and plain.endswith((";", ","), 0, marker.start)
        length = 0 if listed else _measure_point(line, followed=followed)
    else:
        length = _measure(line, further=more)
    title = line[:length].rstrip(_PADDING)
    return (start, start + len(title)) if title else None


def ends_heading(plain: str, end: int) -> bool:
    """Whether the words before an offset are the end of a heading: 主要做法, 公开情况."""
    rules = heading_rules()
    return plain.endswith((*rules.closed, *rules.ends), 0, end)


def _measure(line: str, *, further: bool) -> int:
    """The length of a line's heading in characters; ``further`` is whether more text of the section follows."""
    stop = _STOP_RE.search(line)
    clause = line[: stop.end() if stop else None]
    split = _find_split(line, _ends_strong(clause))
    if split:
        return split
    if stop is None and len(line) <= LONGEST_LINE and not line.endswith((",", "、")):
        return len(line)
    if stop and stop.group() == ":" and _is_label(line[: stop.start()]):
        return stop.start()
    full_stop = _find_full_stop(line)
    followed = further or line[full_stop + 1 :].strip() != ""
    if full_stop and followed and _is_phrase(line[:full_stop]):
        return full_stop
    split = _find_split(line, _ends_weak(clause))
    alone = not followed and "," not in line and ends_heading(line, full_stop)
    return split or (full_stop if alone else 0)


def _measure_point(line: str, *, followed: bool) -> int:
    """The length of a counted point's heading; it is a sentence more often than a heading.

    ``followed`` is whether points of its own follow, or a paragraph if the point is on a line of its own: a paragraph
    after the last point of a line is about all of them.
    """
    stop = _STOP_RE.search(line)
    if stop is None:
        return 0 if line.endswith((",", "、")) or len(line) > LONGEST_LINE else len(line)
    if stop.group() == ":" and _is_label(line[: stop.start()]):
        return stop.start()
    full_stop = _find_full_stop(line)
    words = line[:full_stop]
    body = line[full_stop + 1 :].strip()
    heading = (
        _is_phrase(words)
        and not heading_rules().point_sentence.compile().search(words)
        and not body.startswith(heading_rules().departures)
    )
    return full_stop if heading and (followed or body) else 0


def _find_full_stop(line: str) -> int:
    """The end of the first sentence of a line, if it ends with a full stop and has no separate part before it."""
    stop = next((match for match in _STOP_RE.finditer(line) if match.group() != ":"), None)
    return stop.start() if stop and stop.group() == "。" else 0


def is_bare(plain: str, start: int, end: int) -> bool:
    """Whether a span is one sentence, as counted points of a list often are."""
    stop = plain.find("。", start, end)
    return stop < 0 or not plain[stop + 1 : end].strip()


def _is_label(words: str) -> bool:
    """Whether words before a colon are a heading: 改进措施: but not 主要做法如下:."""
    return len(words) <= LONGEST_LABEL and "," not in words and not words.endswith(heading_rules().lead_ins)


def _is_phrase(words: str) -> bool:
    """Whether words before a full stop are a heading, not the first sentence of a paragraph."""
    return (
        len(words) <= LONGEST_SENTENCE
        and words.count(",") <= MOST_COMMAS
        and not words.startswith(heading_rules().sentences)
        and not re.match(_YEAR, words)
        and not heading_rules().counting.compile().search(words)
    )


def _find_split(line: str, ends: Iterable[int]) -> int:
    """The first offset at which the heading may run into its body; 0 if none."""
    return min((end for end in ends if 2 <= end <= LONGEST_LINE and _opens_body(line, end)), default=0)


def _opens_body(line: str, end: int) -> bool:
    """Whether the rest is long enough for a body, set off as one, or states that there is nothing."""
    return len(line) - end >= SHORTEST_BODY or line.startswith((" ", "无", "未", "没有"), end)


def _ends_strong(line: str) -> Iterator[int]:
    """Offsets at which a heading certainly ends: 总体情况|2021年, 农业|2017年,全区, 公开形式| 在主动公开中."""
    yield from (match.end() for match in _closed_re().finditer(line) if "," not in line[: match.end()])
    yield from (match.start() for match in _YEAR_CLAUSE_RE.finditer(line))
    yield from (match.start() for match in _SPACE_RE.finditer(line) if _is_parted(line, match.start()))


def _ends_weak(line: str) -> Iterator[int]:
    """Offsets at which a heading may end if nothing else decides: 门户网站|在首页, 拓展公开范围|重点依托."""
    yield from (match.end() for match in _open_re().finditer(line) if "," not in line[: match.end()])
    couplet = _COUPLET_RE.match(line)
    if couplet:
        end = couplet.end() + len(couplet["first"])
        yield from [end] if ends_heading(line, end) and line[end : end + 1].isalpha() else []


def _is_parted(line: str, space: int) -> bool:
    """Whether a space separates a heading from its body, and is not one around figures or a misprint."""
    if ends_heading(line, space):
        return True
    return not line[space + 1].isdecimal() and " " not in line[:space] and space >= 4 and len(line) - space >= LONG_BODY


@cache
def _closed_re() -> re.Pattern[str]:
    """The last word of a heading that only a body can follow: 总体情况|2021年, 公开方面|平潭区."""
    rules = heading_rules()
    return re.compile(rf"{one_of(rules.closed)}(?! ?{one_of(rules.continuations)}|[\s。;!?:]|$)")


@cache
def _open_re() -> re.Pattern[str]:
    """A word that ends many headings, before one that opens bodies: 门户网站|在首页; any, before a few: 亮点|一年来."""
    rules = heading_rules()
    words, openers = one_of((*rules.closed, *rules.ends)), one_of(rules.openers)
    return re.compile(
        rf"{words} ?(?={_YEAR}|{rules.own_name.pattern}|{openers})|(?<=[一-鿿]) ?(?={one_of(rules.lone_openers)})"
    )
