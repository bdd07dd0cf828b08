"""Reads what a document says of itself: title, agency, region, year, family, form, period, publication, signature.

Where the document does not say, the value is null. Where title and period contradict each other, the year is that
of the title.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import PurePosixPath

import regex

from pipeline.characters import to_plain
from pipeline.ingest import read_publication, values_of
from pipeline.metadata.agencies import read_region
from pipeline.metadata.signature import QUOTED_RE, find_agency, find_signature
from pipeline.metadata.titles import body_start, file_titles, find_titles, is_generic, metadata_rules, name_title
from pipeline.model import Metadata, Page, Region, RegionKind, ReportType, Text
from pipeline.text import FORM_RULE, in_region
from pipeline.values import DateMention, find_dates

# The period and the year stand at the head of a report: behind the title, in its preamble.
HEAD = 3000
OPENING = 1500
# A stretch of days that is shorter is no period of a report.
SHORTEST_PERIOD = timedelta(days=27)

_OPENS_RE = regex.compile(r"(?:^|[\s。])\s*$")


def read_metadata(page: Page, text: Text, path: str) -> Metadata:
    """What a document says of itself.

    >>> from pipeline.model import Block, Format
    >>> plain = "某市财政局2016年政府信息公开年度报告\\n一、概述\\n2016年,本局公开3条。\\n某市财政局\\n2017年1月5日"
    >>> metadata = read_metadata(Page(Format.TEXT, "utf-8", (Block(plain),)), Text(plain, plain), "a.txt")
    >>> metadata.agency, metadata.region, metadata.report_year, metadata.signed.isoformat()
    ('某市财政局', '某市', 2016, '2017-01-05')
    """
    facts = (*page.facts, *_furniture_facts(text))
    mentions = find_dates(text.plain)
    published = _first_day(values_of(facts, "published"))
    signature = find_signature(text, mentions, published)
    title = next(iter(find_titles(values_of(facts, "title"), text, path)), None)
    kind = read_type(title, text)
    agency = find_agency(title, facts, signature.agency, text, kind)
    period = find_period(text.plain, mentions) if kind is ReportType.DISCLOSURE_ANNUAL else None
    year = read_year(title, period, text, mentions, kind)
    if agency and year and (title is None or is_generic(title)):
        title = name_title(agency, year, kind, text.plain[:HEAD]) or title
    return Metadata(
        title=title,
        agency=agency,
        region=read_region(agency) if agency else None,
        report_year=year,
        report_type=kind,
        form=read_form(text.regions),
        period_start=period.first if period else None,
        period_end=period.last if period else None,
        published=published,
        signed=signature.day or _first_day(values_of(facts, "signed")),
    )


def read_type(title: str | None, text: Text) -> ReportType:
    """The family of a report, by its title, else by the form that it prints, else by its first characters."""
    by_title = _match_type("title", to_plain(title)) if title else None
    if by_title:
        return by_title
    if read_form(text.regions):
        return ReportType.DISCLOSURE_ANNUAL
    return _match_type("body", text.plain[:HEAD]) or ReportType.OTHER


def read_form(regions: Sequence[Region]) -> str | None:
    """The generation of the statutory form that a document prints most of.

    >>> table = RegionKind.TABLE
    >>> read_form(
    ...     [Region(table, 0, 9, "form:F19/F21"), Region(table, 10, 19, "form:F21"), Region(table, 20, 99, "grid")]
    ... )
    'F21'
    """
    lengths: Counter[str] = Counter()
    for region in regions:
        if region.rule.startswith(FORM_RULE) and "/" not in region.rule:
            lengths[region.rule.removeprefix(FORM_RULE)] += region.end - region.start
    return lengths.most_common(1)[0][0] if lengths else None


def find_period(plain: str, mentions: Sequence[DateMention]) -> DateMention | None:
    """The stretch of days that the preamble says the report covers.

    >>> plain = "本报告所列数据的统计期限自2012年1月1日起至2012年12月31日。"
    >>> find_period(plain, find_dates(plain)).last.isoformat()
    '2012-12-31'
    """
    words = metadata_rules().period_word.compile()
    for mention in mentions:
        if mention.start > HEAD:
            return None
        long_enough = mention.precision != "year" and mention.last - mention.first >= SHORTEST_PERIOD
        if long_enough and mention.first != mention.last and words.search(_sentence(plain, mention)):
            return mention
    return None


def read_year(
    title: str | None, period: DateMention | None, text: Text, mentions: Sequence[DateMention], kind: ReportType
) -> int | None:
    """The year that is reported on: of the title, of the period, or the one that the body opens with."""
    stated = _years(find_dates(to_plain(title))) if title else []
    if stated:
        return stated[0]
    if period and period.first.year == period.last.year:
        return period.last.year
    opening = list(_opening_mentions(text, mentions))
    if kind is ReportType.WORK_REPORT:
        # A work report names the day of its congress at its head, and the year before it in its first heading.
        return next(iter(_years(opening)), None)
    years = [mention for mention in opening if mention.precision == "year"]
    if kind is ReportType.OTHER:
        # A plan or an opinion names many years, and reports on none.
        start = body_start(text)
        return next(iter(_years([mention for mention in years if mention.start == start])), None)
    first = [mention for mention in years if _OPENS_RE.search(text.plain[max(0, mention.start - 3) : mention.start])]
    return next(iter(_years(first or years)), None)


def _opening_mentions(text: Text, mentions: Sequence[DateMention]) -> Iterator[DateMention]:
    """The dates at the head of a document, but for those in titles of other documents, in furniture and tables."""
    quoted = [match.span() for match in QUOTED_RE.finditer(text.plain[:OPENING])]
    for mention in mentions:
        if mention.start >= OPENING:
            return
        if any(start <= mention.start < end for start, end in quoted):
            continue
        if not in_region(text, mention.start):
            yield mention


def _years(mentions: Sequence[DateMention]) -> list[int]:
    return [mention.first.year for mention in mentions if mention.first.year == mention.last.year]


def _sentence(plain: str, mention: DateMention) -> str:
    start = max(plain.rfind("。", 0, mention.start), plain.rfind("\n", 0, mention.start)) + 1
    return plain[max(start, mention.start - 80) : mention.end + 20]


def _furniture_facts(text: Text) -> Iterator[tuple[str, str]]:
    """The facts of the furniture that stands within the text, but for header lines, which the source has read."""
    for region in text.regions:
        if region.kind is RegionKind.FURNITURE and region.rule in ("publication", "head_run", "head_crumb"):
            yield from read_publication(text.plain[region.start : region.end])


def _first_day(values: Sequence[str]) -> date | None:
    days = (mention.first for value in values for mention in find_dates(to_plain(value)) if mention.precision == "day")
    return next(days, None)


def _match_type(where: str, plain: str) -> ReportType | None:
    rules = (rule for rule in metadata_rules().types if rule.where == where)
    return next((rule.type for rule in rules if _compiled_type(rule.name).search(plain)), None)


@cache
def _compiled_type(name: str) -> "regex.Pattern[str]":
    return next(rule for rule in metadata_rules().types if rule.name == name).compile()


def read_hint(path: str) -> str:
    """What of a file's path its report depends on: the suffix, and a title that the file or its folder is named for.

    The same bytes under a path with the same hint give the same report.

    >>> read_hint("2012/页面.HTML") == read_hint("页面.html"), read_hint("某区2012年政府信息公开年度报告.txt")
    (True, '.txt 某区2012年政府信息公开年度报告')
    """
    return " ".join((PurePosixPath(path).suffix.lower(), *file_titles(path)))
