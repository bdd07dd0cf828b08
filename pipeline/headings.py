"""Reads the title behind a marker: where the heading ends and the body begins.

A heading may have a line of its own, end with ``。`` or ``：`` before its body, or run into it
(``一、总体情况2021年，我区…``). A numbered paragraph and a counted point that is only a sentence have none.
"""

import re
from functools import cache

from pipeline.markers import Marker, heading_rules
from pipeline.rulebook import one_of

# Characters. Of 170 titles read by hand the longest has 31; one in a line of its own may be longer.
LONGEST_LINE = 60
LONGEST_SENTENCE = 45
LONGEST_LABEL = 30
MOST_COMMAS = 3
# Behind a heading that ran into its body, the body is at least a short clause.
SHORTEST_BODY = 8
# Nothing further on is looked at.
REACH = 400

_LINE_END_RE = re.compile(r"\n|\t| {2,}")
_STOP_RE = re.compile(r"[。;!?:]")
# 公开信息553项: a sentence that counts something is no heading.
_COUNT_RE = re.compile(r"\d ?[余多]?[万亿]?[条件项次篇人份期场家个起宗名元]")
_YEAR = r"(?:19|20)\d\d ?年"
# 二、农业2017年,全区完成…
_YEAR_CLAUSE_RE = re.compile(rf"(?<=[^\s,、。至到于自从在]) ?(?={_YEAR}[,度])")
_SPACE_RE = re.compile(r"(?<=[一-鿿”》)]) (?=[一-鿿“《(\d])")
# 加强组织领导,健全工作机制|将…: two clauses of one length
_COUPLET_RE = re.compile(r"(?P<first>[^\s,。;:]{4,12}),")


def read_title(plain: str, marker: Marker, end: int, *, has_children: bool) -> tuple[int, int] | None:
    """The place of the title of a section whose own text ends at ``end``; none where it has no heading.

    >>> from pipeline.markers import find_markers
    >>> from pipeline.model import Text
    >>> def title(plain):
    ...     place = read_title(plain, find_markers(Text(plain, plain))[0], len(plain), has_children=False)
    ...     return place and plain[slice(*place)]
    >>> title("一、总体情况2021年,我区公开信息。"), title("(二)公开形式。设立公开栏。"), title("3.网站 在首页开辟专栏,及时更新。")
    ('总体情况', '公开形式', '网站')
    >>> title("1、做好巡查工作,确保信息准确、及时、规范。")
    """
    start = marker.end
    while start < end and plain[start] in " \t\n、.:":
        start += 1
    own = plain[start : min(end, start + REACH)]
    line = _LINE_END_RE.split(own, maxsplit=1)[0]
    body = has_children or end > start + REACH or own[len(line) :].strip() != ""
    length = _measure(line, body=body, points=marker.points)
    title = line[:length].rstrip(" 。:;,、")
    return (start, start + len(title)) if title else None


def ends_heading(plain: str, end: int) -> bool:
    """Whether the words before a place are the last of a heading: 主要做法, 公开情况."""
    rules = heading_rules()
    return plain.endswith((*rules.closed, *rules.ends), 0, end)


def _measure(line: str, *, body: bool, points: bool) -> int:
    """How many characters of a line are its heading."""
    stop = _STOP_RE.search(line)
    if not points:
        split = _find_split(line[: stop.end() if stop else None], len(line))
        if split:
            return split
    if stop is None:
        whole = len(line) <= LONGEST_LINE and not line.endswith((",", "、"))
        return len(line) if whole else 0
    if stop.group() == ":" and _is_label(line[: stop.start()]):
        return stop.start()
    full_stop = line.find("。")
    if full_stop < 0 or _STOP_RE.sub("", line[:full_stop]) != line[:full_stop].replace(":", ""):
        return 0
    body = body or line[full_stop + 1 :].strip() != ""
    if not body:
        return full_stop if not points and "," not in line and ends_heading(line, full_stop) else 0
    return full_stop if _is_phrase(line[:full_stop], points=points) else 0


def _is_label(words: str) -> bool:
    """Whether words before a colon are a heading: 改进措施: but not 主要做法如下:."""
    return len(words) <= LONGEST_LABEL and "," not in words and not words.endswith(heading_rules().lead_ins)


def _is_phrase(words: str, *, points: bool) -> bool:
    """Whether words before a full stop are a heading, with its body behind them, or the first sentence of a paragraph."""
    return (
        len(words) <= LONGEST_SENTENCE
        and words.count(",") <= MOST_COMMAS
        and not words.startswith(heading_rules().sentences)
        and not re.match(_YEAR, words)
        and not _COUNT_RE.search(words)
        and not (points and "了" in words)
    )


def _find_split(line: str, length: int) -> int:
    """Where a heading runs into its body; 0 where it does not."""
    ends = [match.end() for match in _run_on_re().finditer(line)]
    ends += [match.start() for match in _YEAR_CLAUSE_RE.finditer(line)]
    ends += [match.start() for match in _SPACE_RE.finditer(line) if _is_parted(line, match.start())]
    couplet = _COUPLET_RE.match(line)
    if couplet:
        end = couplet.end() + len(couplet["first"])
        ends += [end] if ends_heading(line, end) and line[end : end + 1].isalpha() else []
    return min((end for end in ends if 2 <= end <= LONGEST_LINE and length - end >= SHORTEST_BODY), default=0)


def _is_parted(line: str, space: int) -> bool:
    """Whether a space parts a heading from its body, and is none of those that stand around figures or by mistake."""
    if ends_heading(line, space):
        return True
    return not line[space + 1].isdecimal() and " " not in line[:space] and space >= 4 and "," in line[space:]


@cache
def _run_on_re() -> re.Pattern[str]:
    """The last word of a heading, where the body follows at once: 总体情况|2021年, 公开方面|平潭区, 门户网站|在首页."""
    rules = heading_rules()
    return re.compile(
        rf"""
        {one_of(rules.closed)} (?! \ ? {one_of(rules.continuations)} | [\s。;!?:] | $ )
        | {one_of((*rules.closed, *rules.ends))} (?= \ ? (?: {_YEAR} | {one_of(rules.openers)} ) )
        """,
        re.VERBOSE,
    )
