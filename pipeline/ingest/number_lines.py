"""Joins numbers on lines of their own, as document viewers set them, to the prose around them.

Table cells look the same, so a number is joined only to a unit, a date or a sign that follows numbers in prose.
"""

from collections.abc import Sequence

import regex

from pipeline.characters import to_plain
from pipeline.ingest.line_ends import ENDED_RE, MARKER_RE
from pipeline.values import find_unit

# The number of characters before a number that show whether it is in prose.
LONGEST_LOOK = 100

_NUMBER_RE = regex.compile(r"\s*\d[\d.,．，]*\s*")
_PROSE_RE = regex.compile(r"[，。；：、]")
# 年 of a date, 万 of a numeral, 余 after it, the second number of a range, a bracket or a comma.
_BEHIND_RE = regex.compile(r"[年月日时分号余多万亿，。；：、）〕】》”％%—–~～至.]")
_DATE_RE = regex.compile(r"\s*[年月日]\s*")
_YEAR_RE = regex.compile(r"\s*(?:19|20)\d\d\s*")


def join_numbers(lines: Sequence[str]) -> list[str]:
    """The lines, with numbers on lines of their own joined to their sentences.

    >>> join_numbers(["全年完成投资", "938.8", "亿元，增长", "6.2", "%。", "二、问题"])
    ['全年完成投资938.8亿元，增长6.2%。', '二、问题']
    >>> join_numbers(["规章", "0", "3", "行政许可", "12", "件"])
    ['规章', '0', '3', '行政许可', '12', '件']
    """
    joined: list[str] = []
    # Whether the last line is a number that continues in the next one.
    waiting = False
    for index, line in enumerate(lines):
        follower = lines[index + 1] if index + 1 < len(lines) else ""
        if waiting:
            joined[-1] += line.strip()
            waiting = False
            continue
        if not _NUMBER_RE.fullmatch(line):
            joined.append(line)
            continue
        above = joined[-1][-LONGEST_LOOK:].rstrip() if joined else ""
        waiting = _goes_on(above, follower, lines[index + 2 : index + 3])
        if waiting and above and _comes_from(above, line, follower):
            joined[-1] = joined[-1].rstrip() + line.strip()
        else:
            joined.append(line)
    return joined


def _goes_on(above: str, follower: str, behind: Sequence[str]) -> bool:
    """Whether a number is followed by what follows numbers in prose, not by a cell."""
    words = follower.strip()
    if not words or _NUMBER_RE.fullmatch(words):
        return False
    if above.endswith(("第", "〔", "（", "《", "“")) or words[0] in "〕）】":
        return True
    prose = _PROSE_RE.search(above) is not None
    if _DATE_RE.fullmatch(words):
        return prose or words == "日" or any(map(_NUMBER_RE.fullmatch, behind))
    unit = find_unit(to_plain(words), 0)
    if not unit and not _BEHIND_RE.match(words):
        return prose and _PROSE_RE.search(words) is not None and not MARKER_RE.match(words)
    return prose or _PROSE_RE.search(words) is not None


def _comes_from(above: str, number: str, follower: str) -> bool:
    """Whether a number that continues in the next line also belongs to the line above."""
    if ENDED_RE.search(above) or _NUMBER_RE.fullmatch(above):
        return False
    marker = number.strip().isdigit() and follower.strip()[0] in "、.．" and len(number.strip()) < 3
    heading = MARKER_RE.match(above) and not _PROSE_RE.search(MARKER_RE.sub("", above, count=1))
    return not (marker or (heading and _YEAR_RE.fullmatch(number) and follower.strip()[0] == "年"))
