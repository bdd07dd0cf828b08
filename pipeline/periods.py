"""Says for what stretch of time a figure is, from the report itself and never from today's date."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from pipeline.model import Metadata, ReportType

# The last of these before a figure, in its sentence, says its period.
PERIOD_RE = regex.compile(
    r"""
    (?= [截到至\d上去今本全年下目迄历自开以\ ] )   # the characters that a mention can begin with
    (?<! [比较与同] | [比较与同]\  )          # 较去年, 比上年: what a change is measured against is no period
    (?P<until> 截至 | 截止 | 截止到 | 累计至 )? (?: (?<=截至|截止|截止到|累计至) \ ? )?
    (?:
        (?: (?P<year> (?:19|20)\d\d ) \ ?年 )? \ ?
        (?: (?P<from> 1[0-2] | 0?[1-9] ) \ ? [-—–~至] \ ? )?
        (?P<month> 1[0-2] | 0?[1-9] ) \ ?月 (?: 份 )? \ ?
        (?: (?P<day> [12]\d | 3[01] | 0?[1-9] ) \ ?日 | 底 | 末 )?
      | (?P<only> (?:19|20)\d\d ) \ ?年 (?: 度 )? (?P<edge> 底 | 末 )? (?P<since> 以来 )?
      | (?P<last> (?: 上年度?+ | 去年 | 上一年度?+ ) (?! 结转 ) )
      | (?P<this> 今年 | 本年度? | 全年 | 年内 )
      | (?P<half> 上半年 | 下半年 )
      | (?P<now> 目前 | 至今 | 迄今 )
      | (?P<total> 历年累计 | 自成立以来 | 开通以来 | 以来累计 )
    )
    """,
    regex.VERBOSE,
)


# 1月1日起至12月31日
TO_RE = regex.compile(r"\ ?起?\ ?(?:至|到|-|—|~|－)+\ ?")

CLAUSE_RE = regex.compile(r"[,;:]")
LONGEST_TITLE = 80
LONGEST_ONE = 14
# 240件(2022年), 240件申请(2022年): the year in a bracket is that of the figure before it, and of no other.
ITS_YEAR_RE = regex.compile(r"[^,;:。()\d]{0,12}\(\ ?(?P<year>(?:19|20)\d\d)\ ?年度?\ ?\)")

# 由上年的35件增至50件, 较2022年的35件下降: a year of the figure right behind it alone; 是上年的2倍: of none.
ONE_RE = regex.compile(
    r"(?P<against>[由从较比与同是为])\ ?"
    r"(?:(?P<year>(?:19|20)\d\d)\ ?年度?|上一?年度?|去年)(?:同期|全年)?的?\ ?[约近超]?$"
)

Period = tuple[date | None, date | None]


def read_periods(
    plain: str, sentence: int, end: int, places: Sequence[tuple[int, int]], metadata: Metadata
) -> list[Period]:
    """The first and last day that each figure of a sentence is for, by the figures' rising ``places``.

    A year in a bracket behind a figure holds, else the last mention before it; the reporting period where there is
    none.
    """
    year = metadata.report_year
    default = (metadata.period_start, metadata.period_end)
    # A work report of one year tells of the year before and plans the next: it has no period by default.
    if default == (None, None) and year is not None and metadata.report_type is not ReportType.WORK_REPORT:
        default = _whole(year)
    own_years = [ITS_YEAR_RE.match(plain, behind, end) for _, behind in places]
    taken = {place for match in own_years if match for place in range(match.end("year"), match.end())}
    ones = [ONE_RE.search(plain, max(sentence, place - LONGEST_ONE), place) for place, _ in places]
    taken |= {place for match in ones if match for place in range(match.start(), match.end() + 1)}
    mentions = [one for one in _find_mentions(plain, sentence, end, year, default) if one.end not in taken]
    found: list[Period] = []
    stretch, day, index = default, None, 0
    for (place, _), own_year, one in zip(places, own_years, ones, strict=True):
        while index < len(mentions) and mentions[index].end <= place:
            if mentions[index].is_day:
                day = mentions[index]
            else:
                stretch, day = mentions[index].period, None
            index += 1
        # 11月22日,参加发布会1次: a day holds in its clause and the next, a year until another is named.
        near = day is not None and not CLAUSE_RE.search(plain, day.end + 1, place)
        said = day.period if day is not None and near else stretch
        own = own_year["year"] if own_year else _year_of_one(one, year) if one else None
        found.append(_whole(int(own)) if own else said)
    return found


def _year_of_one(match: "regex.Match[str]", year: int | None) -> int | None:
    """The year that a figure alone is held to be of; null for a multiple of it."""
    if match["against"] in "是为":
        return None
    return int(match["year"]) if match["year"] else year - 1 if year else None


def _whole(year: int) -> Period:
    return date(year, 1, 1), date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A stretch of time that a sentence names: where the mention ends, and whether it is a single day."""

    end: int
    period: Period
    is_day: bool


def _find_mentions(plain: str, sentence: int, end: int, year: int | None, default: Period) -> list[_Mention]:
    """Every mention of a stretch of time in a sentence; two that 至 joins are one, one in a title is none."""
    mentions: list[_Mention] = []
    for match in PERIOD_RE.finditer(plain, sentence, end):
        start = match.start()
        if not (match["year"] or match["only"] or match["total"] or year) or _in_title(plain, sentence, start):
            continue
        period = (None, default[1]) if match["total"] else _read_stretch(match, year, default)
        joined = bool(mentions) and TO_RE.fullmatch(plain, mentions[-1].end, start) is not None
        if joined:
            period = (mentions.pop().period[0], period[1])
        elif plain[max(sentence, start - 1) : start] in ("至", "到"):
            continue  # 结转至2026年: that is where something goes
        mentions.append(_Mention(match.end(), period, not joined and period[0] == period[1] and bool(match["day"])))
    return mentions


def _in_title(plain: str, sentence: int, place: int) -> bool:
    """Whether a place stands in title marks."""
    floor = max(sentence, place - LONGEST_TITLE)
    return plain.rfind("《", floor, place) > plain.rfind("》", floor, place)


def _read_stretch(match: "regex.Match[str]", year: int | None, default: Period) -> Period:
    """The stretch that one mention names."""
    if match["now"] or match["this"]:
        return (None, default[1]) if match["until"] else default
    named = int(match["year"] or match["only"] or year or 0)
    if match["last"]:
        first, last = _whole(named - 1)
    elif match["half"]:
        first, last = (
            (date(named, 1, 1), date(named, 6, 30))
            if match["half"] == "上半年"
            else (date(named, 7, 1), date(named, 12, 31))
        )
    elif match["only"]:
        first, last = _whole(named)
        if match["since"]:
            last = default[1] or last
        if match["edge"]:
            first = last
    else:
        month = int(match["month"])
        length = monthrange(named, month)[1]
        day = int(match["day"] or 0)
        if day > length:
            return default
        opening = min(int(match["from"] or month), month)
        first, last = date(named, opening, day or 1), date(named, month, day or length)
    return (None, last) if match["until"] else (first, last)
