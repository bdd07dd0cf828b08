"""Finds malformed numbers (4,456,78; 三千百件), so that no part of them is read.

Either a digit was lost, and it is unknown which, or two numbers stand together and it is unknown where the first ends.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import regex

from pipeline.characters import BROKEN, HAN, PICTURED
from pipeline.figures.strange_numerals import find_strange
from pipeline.model import Problem, Text
from pipeline.text import in_region
from pipeline.values import DIGITS, MOST_DIGITS, Numeral, Unit, find_numeral, find_unit, read_exact, read_number

# Only the comma of numbers: a full-width one stands between numbers too. A lost digit shows at the end (4,456,78) or
# between two groups (4,56,789), or before what is counted (1,23条); 30,20,5 is a list.
_MALFORMED_RE = regex.compile(
    r"""
    (?<! [\d,.] )
    \d{1,3}+
    (?: (?: ,\d{3} )++ ,\d{1,2} (?! \d ) (?: ,\d{3} )*+     # 4,456,78   4,456,78,900
      | (?: ,\d{1,2} (?! \d ) )++ (?: ,\d{3} )++                    # 4,56,789   1,1,1,000
    )
    (?! ,? \d )
  | (?<! [\d,.第] ) \d{1,3}+ ,\d{2} (?= [条件次份篇人] )      # 1,23条
  | (?<! 分别.{0,4} | [\d,，.、第] ) \d{1,3}+ [，,] \d{1,2}
    (?= [条件次份篇人] | [万亿]? 元 | [万亿] \p{Han} )             # 1，2条  3,5万元
  | (?<! 分别.{0,4} | [\d,.第] ) (?: \d{4,}+ ,\d{3} | \d++ \.\d++ ,\d{1,3} )
    (?= [条件次份篇人] | [万亿]? 元 )                                # 12345,678条  1.234,5条
  | (?<! [\d,.] ) \d{1,3}+ (?: ['’]\d{3} | 、0\d{2} ) (?! \d )  # 1'000   1、000: no number begins with a zero
    """,
    regex.VERBOSE,
)


# 办复率为1 | 00%: the lines of a text whose width could not be found.
_BROKEN_RE = regex.compile(rf"(?<=[{HAN}])\d[\d,.]*+\n[ \t\u3000]*+(?!\d{{4}}年)\d[\d,.]*+(?=[{HAN}%])")

# A small picture stands among digits or before a unit, or a character that no encoding has: 1, a picture, and 3条.
# The digits before it are read from where they begin, and from nowhere else: a text of digits alone costs its length.
_PICTURED_RE = regex.compile(rf"(?:(?<![\d.,])[\d.,]++)?+[{PICTURED}{BROKEN}][\d.,{PICTURED}{BROKEN}]*+")
_DIGIT_RE = regex.compile(r"\d")

# What two readings fit: ±5% is no level and no change; 3、4件 are three or four, or three and four; .5件 lost a digit.
# Signs stand before what is looked for behind them, so that a search skips from one to the next.
_DOUBTFUL_RE = regex.compile(
    r"""
    ±\ ?\d[\d.]*\ ?[%‰\p{Han}]?
  | (?<! [\d.A-Za-z] ) \d [\d.]*+ [eE] [-+−]? \d++ %?      # 1E-9%, 1E5: of a program, and no number of a report
  | \d [百千万亿] [二三四五六七八九] (?= [件条份篇名项] | 人次 )             # 3千六条: 3600, or six of 3000?
  | (?: 没有 | 从未 | 未曾 ) (?: 收到 | 接到 | 受理 | 发生 ) 过? \ ?   # did it get 240, or none?
    (?! 1\ ?\p{Han} ) \d+ \ ? [件起宗次份例]
  | \. (?<! [\d.A-Za-z]. | \d\ . ) \d+ (?= \ ?[件条次个人名份篇项] )
    """,
    regex.VERBOSE,
)
_PAIR_RE = regex.compile(
    r"(?:(?P<a>\d)、(?P<b>\d)|(?P<a>[一二三四五六七八])、(?P<b>[二三四五六七八九]))(?=[件条次个人名份篇])"
)
# 分别为3、4件 and 第三、四次 are two; 2、3、4件 is a row.
_LEADS_RE = regex.compile(r"(?:分别.{0,4}|[第各、,.\d一二三四五六七八九十\n]|^)$")
# Runs that may hold a numeral which nobody can read: three signs at least.
_RUN_RE = regex.compile(
    rf"[\d{''.join(DIGITS)}十百千万亿萬億拾佰仟][\d.,点點余多几幾{''.join(DIGITS)}十百千万亿萬億拾佰仟]{{2,}}+"
)
_MIXED_RE = regex.compile(r"(?=.*[\d一二两三四五六七八九])(?=.*[十百千万亿萬億拾佰仟]).*")
_PLAN_RE = regex.compile(r"十[一二三四五]五")


def find_malformed(text: Text) -> tuple[Problem, ...]:
    """A problem for every malformed number of a text.

    >>> plain = "公开信息4,456,78条,另有1,024件,分别为30,20,5条,三千百件"
    >>> [(problem.code, plain[problem.start : problem.end]) for problem in find_malformed(Text(plain, plain))]
    [('torn_number', '4,456,78'), ('unread_number', '三千百')]
    """
    found = [Problem("torn_number", *match.span()) for match in _MALFORMED_RE.finditer(text.text)]
    found += (Problem("torn_number.line", *span) for span in _in_prose(text, _BROKEN_RE, text.text))
    for pattern in (_DOUBTFUL_RE, _PAIR_RE):
        found += (Problem("unread_number.doubtful", *span) for span in _in_prose(text, pattern, text.plain))
    found += (Problem("unread_number.pictured", *span) for span in _find_pictured(text))
    found += (Problem("unread_number", *span) for span in _find_unread(text))
    found += find_strange(text)
    return _apart(sorted(found, key=lambda problem: problem.start or 0))


def _in_prose(text: Text, pattern: "regex.Pattern[str]", letters: str) -> Iterator[tuple[int, int]]:
    """The matches of a pattern outside tables and furniture; of pairs, only neighbours that nothing distributes."""
    for match in pattern.finditer(letters):
        if pattern is _PAIR_RE:
            low, high = read_exact(match["a"]), read_exact(match["b"])
            is_next = low is not None and high == low + 1
            if not is_next or _LEADS_RE.search(letters, max(0, match.start() - 8), match.start()):
                continue
        if not in_region(text, match.start()) and not in_region(text, match.end() - 1):
            yield match.span()


def _find_pictured(text: Text) -> Iterator[tuple[int, int]]:
    """Where a picture or a lost character is within a number; also a picture in place of a whole number."""
    for match in _PICTURED_RE.finditer(text.plain):
        unit = find_unit(text.plain, match.end()) if PICTURED in match[0] else None
        counted = unit is not None and isinstance(unit[0], Unit)
        if (counted or _DIGIT_RE.search(match[0])) and not in_region(text, match.start()):
            yield match.span()


def _find_unread(text: Text) -> Iterator[tuple[int, int]]:
    """Where a numeral cannot be read: it is too long, or its powers of ten are out of order."""
    for run in _RUN_RE.finditer(text.plain):
        if run[0].isascii() and len(run[0]) <= MOST_DIGITS:
            continue
        position = run.start()
        # What stands behind a run says where its last numeral ends (1300万|千瓦).
        while numeral := find_numeral(text.plain, position, len(text.plain)):
            if numeral.start >= run.end():
                break
            position = numeral.end
            unread = read_number(numeral.surface) is None and _is_number(text.plain, numeral)
            if unread and not in_region(text, numeral.start):
                yield numeral.start, numeral.end


def _is_number(plain: str, numeral: Numeral) -> bool:
    """Whether unreadable characters were meant as a number, and are no word (千千万万个, “十四五”)."""
    if sum(sign.isdecimal() or sign in DIGITS for sign in numeral.surface) > MOST_DIGITS:
        return True
    if not _MIXED_RE.fullmatch(numeral.surface) or _PLAN_RE.search(numeral.surface):
        return False
    found = find_unit(plain, numeral.end)
    return found is not None and isinstance(found[0], Unit)


def _apart(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems without those that begin within an earlier one."""
    kept: list[Problem] = []
    for problem in problems:
        if not kept or (problem.start or 0) >= (kept[-1].end or 0):
            kept.append(problem)
    return tuple(kept)


def damage_at(damaged: Sequence[Problem], start: int, end: int) -> str | None:
    """The problem of a number that overlaps a span, or ``None``; the problems are in order and do not overlap."""
    before = bisect_right(damaged, end - 1, key=lambda problem: problem.start or 0) - 1
    if before < 0 or (damaged[before].end or 0) <= start:
        return None
    return damaged[before].code
