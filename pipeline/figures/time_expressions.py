"""Finds the stretches of time that a sentence names, where each is named and how far it holds."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

import regex

Period = tuple[date | None, date | None]

YEAR = r"(?:19|20)\d\d"
MENTION_RE = regex.compile(
    rf"""
    (?= [截到至\d上去今本当全年下目迄历自开以累过近前第一二三四五六七八九十两"“明来\ ] )   # what one can begin with
    (?<! [比较与同] | [比较与同]\  )          # 较去年, 比上年: what a change is measured against is no period
    (?P<until> 截至 | 截止 | 截止到 | 累计至 )? (?: (?<=截至|截止|截止到|累计至) \ ? )?
    (?:
        (?P<plan> [“"]? (?P<plan_number> 十[一二三四五]五 ) [”"]? (?: 以来 | 期间 | 时期 ) )
      | (?: (?P<part_year> {YEAR} ) \ ?年度?\ ? | (?P<part_last> 上年度? | 去年 ) | 今年 | 本年度? )?
        (?: (?P<half> [上下]半年 ) | (?P<quarters> 前)? 第? (?P<quarter> [一二三四1-4] )\ ?个?季度 )
      | (?: (?P<year> {YEAR} ) \ ?年 )? \ ?
        (?: (?P<from> 1[0-2] | 0?[1-9] ) \ ? [-—–~至] \ ? )?
        (?P<month> 1[0-2] | 0?[1-9] ) \ ?月 (?: 份 )? \ ?
        (?: (?P<day> [12]\d | 3[01] | 0?[1-9] ) \ ?日 | 底 | 末 )?
      | (?: (?P<first> {YEAR} ) \ ? [-—–~至到] \ ? )? (?P<only> {YEAR} ) \ ?年 (?! \ ?版 ) 度?
        (?P<edge> 底 | 末 )?
      | (?P<last> (?: 上年度?+ | 去年 | 上一年度?+ ) (?! 结转 ) ) (?P<last_edge> 年?底 | 年?末 )?
      | (?P<next> (?<! 转 | 转[至到入] | [至到入] ) (?: 下一?年度? | 明年 | 来年 ) )
      | (?P<end> (?<= 截至\ ? | 截止\ ? | 截止到\ ? ) [本当]?年[底末] )
      | (?P<this> 今年 | 本年度? | 全年 | 年内 )
      | (?P<now> 目前 | 至今 | 迄今 )
      | (?P<years> (?: 过去 | 近 | 前 ) \ ? [一二两三四五六七八九十\d] {{1,2}} \ ?年 (?! 同期 | 一遇 | 最 ) 来?
                  | [二两三四五六七八九十] {{1,2}} \ ?年来 )
      | (?P<total> 历年累计 | 累计 (?! 至 ) | (?<! 今年 | 年初 | 本年 ) 以来 )
    )
    """,
    regex.VERBOSE,
)
# 1月1日起至12月31日
TO_RE = regex.compile(r"\ ?起?\ ?(?:至|到|-|—|~|－)+\ ?")
# 自2008年条例施行以来, 自2016年1月开始至今: what begins here goes on.
SINCE_RE = regex.compile(r"[^,;:。()\d]{0,20}?(?:以来|至今)")
# 2021、2022、2023年
_BARE_YEARS_RE = regex.compile(rf"(?:{YEAR}[、和])++(?={YEAR}\ ?年)")
_YEAR_RE = regex.compile(YEAR)
# 与2020年、2021年相比: the years that something is measured against, but for a number of their own (与2020年的5件相比).
_AGAINST_RE = regex.compile(r"[与同](?:[^,;:。与同]{2,30}?)(?:相比|比较)")
LONGEST_TITLE = 80
FIRST_PLAN = 2006
PLANS = "一二三四五"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of time that a sentence names, and where.

    ``is_near`` marks a single day and 累计, which hold in their clause alone; ``is_weak`` 累计, 以来 and 目前, which
    say nothing of when where another mention does.
    """

    start: int
    end: int
    period: Period
    is_near: bool = False
    is_weak: bool = False


def find_mentions(plain: str, sentence: int, end: int, year: int | None, default: Period) -> list[Mention]:
    """Every mention of a stretch of time in a sentence; two that 至 joins are one, one in a title is none."""
    mentions: list[Mention] = []
    against = {
        place for match in _AGAINST_RE.finditer(plain, sentence, end) for place in range(match.start(), match.end())
    }
    for match in MENTION_RE.finditer(plain, sentence, end):
        start = match.start()
        named = (
            match["year"] or match["only"] or match["part_year"] or match["total"] or match["plan"] or match["years"]
        )
        if not (named or year) or start in against or _in_title(plain, sentence, start):
            continue
        joined = bool(mentions) and TO_RE.fullmatch(plain, mentions[-1].end, start) is not None
        # 2021年5月1日至12月31日: the year is that of the first day.
        first_day = mentions[-1].period[0] if joined else None
        mention = _read_mention(match, first_day.year if first_day else year, default)
        if joined:
            mentions[-1] = Mention(mentions[-1].start, mention.end, (first_day, mention.period[1]))
        elif _holds(plain, sentence, mentions, mention):
            mentions.append(mention)
        if mentions and (since := SINCE_RE.match(plain, mentions[-1].end, end)) and not mentions[-1].is_weak:
            period = mentions[-1].period[0], default[1]
            mentions[-1] = replace(mentions[-1], end=since.end(), period=period, is_near=False)
    return [one for mention in mentions for one in (*_bare_years(plain, sentence, mention), mention)]


def _holds(plain: str, sentence: int, mentions: list[Mention], mention: Mention) -> bool:
    """Whether a mention says for when something is, beside those before it."""
    start = mention.start
    last = mentions[-1] if mentions else None
    if last is not None and start < last.end:
        return False
    if mention.is_weak:
        return last is None or last.is_weak  # 2025年,累计公开: the year says when
    return plain[max(sentence, start - 1) : start] not in ("至", "到")  # 结转至2026年: that is where something goes


def _bare_years(plain: str, sentence: int, mention: Mention) -> list[Mention]:
    """The years before one with 年 that are written without it (2021、2022、2023年)."""
    floor = max(sentence, mention.start - 40)
    match = next((m for m in _BARE_YEARS_RE.finditer(plain, floor, mention.end) if m.end() == mention.start), None)
    if match is None:
        return []
    return [
        Mention(one.start(), one.end(), whole_year(int(one[0])))
        for one in _YEAR_RE.finditer(plain, match.start(), match.end())
    ]


def whole_year(year: int) -> Period:
    """The first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _in_title(plain: str, sentence: int, place: int) -> bool:
    """Whether a place stands in title marks."""
    floor = max(sentence, place - LONGEST_TITLE)
    return plain.rfind("《", floor, place) > plain.rfind("》", floor, place)


def _read_mention(match: "regex.Match[str]", year: int | None, default: Period) -> Mention:
    """The stretch that one mention names."""
    first, last = _read_stretch(match, year, default)
    if match["until"]:
        first = None
    is_weak = bool(match["total"] or (match["now"] and not match["until"]))
    is_near = (first == last and bool(match["day"])) or match["total"] == "累计"
    return Mention(match.start(), match.end(), (first, last), is_near, is_weak)


def _read_stretch(match: "regex.Match[str]", year: int | None, default: Period) -> Period:
    if match["now"] or match["this"]:
        return default
    if match["total"] or match["years"] or match["end"]:
        return None, default[1]
    if match["plan"]:
        opening = FIRST_PLAN + 5 * PLANS.index(match["plan_number"][1])
        closing = date(opening + 4, 12, 31)
        return date(opening, 1, 1), min(closing, default[1]) if default[1] else closing
    named = int(match["year"] or match["only"] or match["part_year"] or year or 0)
    if match["half"] or match["quarter"]:
        return _read_part(match, named - bool(match["part_last"]))
    if match["next"]:
        return whole_year(named + 1)
    if match["last"] or match["only"]:
        named -= bool(match["last"])
        first, last = date(min(named, int(match["first"] or named)), 1, 1), date(named, 12, 31)
        return (last if match["edge"] or match["last_edge"] else first), last
    month = int(match["month"])
    length = monthrange(named, month)[1]
    day = int(match["day"] or 0)
    if day > length:
        return default
    opening = min(int(match["from"] or month), month)
    return date(named, opening, day or 1), date(named, month, day or length)


def _read_part(match: "regex.Match[str]", year: int) -> Period:
    """The half or the quarters of a year."""
    if match["half"]:
        return (
            (date(year, 1, 1), date(year, 6, 30))
            if match["half"] == "上半年"
            else (date(year, 7, 1), date(year, 12, 31))
        )
    number = "一二三四1234".index(match["quarter"]) % 4
    last = number * 3 + 3
    return date(year, 1 if match["quarters"] else number * 3 + 1, 1), date(year, last, monthrange(year, last)[1])
