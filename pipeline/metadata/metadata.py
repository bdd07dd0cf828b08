"""Reads what a document states about itself: title, agency, region, year, family, form, period, publication, signature.

Uncertain values are null, with a problem. If title and period contradict each other, the year is that of the title.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.characters import to_plain
from pipeline.ingest import Facts, values_of
from pipeline.metadata.agencies import read_region
from pipeline.metadata.authors import find_author
from pipeline.metadata.families import find_headings, read_family
from pipeline.metadata.listed import add_listed
from pipeline.metadata.page_facts import find_facts
from pipeline.metadata.report_years import read_reported
from pipeline.metadata.signature import find_signature
from pipeline.metadata.titles import called_title, find_titles, is_generic, mend_title, tidy_title
from pipeline.metadata.witnesses import prose_of
from pipeline.model import Metadata, Page, Problem, Region, ReportType, Section, Text
from pipeline.text import FORM_RULE
from pipeline.values import find_dates

# In characters: a printed statutory form with its numbers has some 1,000; a shorter one is a part.
LEAST_FORM = 600


class Identity(NamedTuple):
    """What a document states about itself, and what remains uncertain."""

    metadata: Metadata
    problems: tuple[Problem, ...] = ()


def read_metadata(page: Page, text: Text, path: str, sections: Sequence[Section] = (), listed: Facts = ()) -> Identity:
    """What a document states about itself, completed by the facts that lists state about it.

    >>> from pipeline.model import Block, Format
    >>> plain = "某市财政局2016年政府信息公开年度报告\\n一、概述\\n2016年,本局公开3条。\\n某市财政局\\n2017年1月5日"
    >>> metadata, _ = read_metadata(Page(Format.TEXT, "utf-8", (Block(plain),)), Text(plain, plain), "a.txt")
    >>> metadata.agency, metadata.region, metadata.report_year, metadata.signed.isoformat()
    ('某市财政局', '某市', 2016, '2017-01-05')
    """
    own = _read_own(page, text, path, sections)
    if not listed:
        return Identity(own.metadata, tuple(own.doubts))
    title = dict(listed).get("title")
    titled = own if not title or not _is_open(own.metadata.title) else _read_own(page, text, path, sections, title)
    metadata = add_listed(titled.metadata, listed, own.metadata)
    open_still = {"unknown_year": metadata.report_year is None, "unknown_agency": metadata.agency is None}
    return Identity(metadata, tuple(doubt for doubt in titled.doubts if open_still.get(doubt.code, True)))


class _Own(NamedTuple):
    """What a document states about itself, and what remains uncertain."""

    metadata: Metadata
    doubts: list[Problem]


def _read_own(page: Page, text: Text, path: str, sections: Sequence[Section], further: str | None = None) -> _Own:
    """The document's own statements, with ``further`` as title if it prints none, or only a generic one."""
    facts = (*page.facts, *find_facts(text))
    mentions = find_dates(text.plain)
    published = _first_day(values_of(facts, "published"))
    signature = find_signature(text, mentions, published)
    title = _find_title(values_of(facts, "title"), text, path)
    if further and _is_open(title):
        title = mend_title(tidy_title(further), find_titles([], text, path))
    headings = find_headings(text, sections)
    form = read_form(text.regions)
    family = read_family([title] if title else [], text, headings, form)
    kind = family or ReportType.OTHER
    author = find_author(title, facts, signature.agency, text, kind)
    reported = read_reported(title, headings, text, kind)
    metadata = Metadata(
        title=title,
        agency=author.agency,
        region=read_region(author.agency) if author.agency else None,
        report_year=reported.year,
        report_type=kind,
        form=form,
        period_start=reported.first,
        period_end=reported.last,
        published=published,
        signed=signature.day or _first_day(values_of(facts, "signed")),
    )
    # A fragment of a table is no report, so nothing is missing from its metadata.
    is_report = "。" in prose_of(text) or _has_form(text)
    doubts = _find_doubts(family, author.problem, reported.year) if is_report else ()
    return _Own(metadata, list(doubts))


def _has_form(text: Text) -> bool:
    """Whether a text has most of a statutory form, so that its numbers need an agency and a year."""
    forms = [region for region in text.regions if region.rule.startswith(FORM_RULE)]
    return sum(region.end - region.start for region in forms) >= LEAST_FORM


def _is_open(title: str | None) -> bool:
    """Whether a document has no title, or a generic one."""
    return title is None or is_generic(title)


def _find_title(stated: Sequence[str], text: Text, path: str) -> str | None:
    """The title of a document; the text's own name for the report takes precedence over a generic title."""
    title = next(iter(find_titles(stated, text, path)), None)
    return (called_title(text.plain) or title) if _is_open(title) else title


def _find_doubts(family: ReportType | None, unnamed: Problem | None, year: int | None) -> Iterator[Problem]:
    """What remains uncertain about a report."""
    if family is None:
        yield Problem("unknown_family")
    if unnamed:
        yield unnamed
    if year is None and family not in (None, ReportType.OTHER):
        yield Problem("unknown_year")


def read_form(regions: Sequence[Region]) -> str | None:
    """The generation of the statutory form that most of a document's tables belong to.

    >>> from pipeline.model import RegionKind
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


def _first_day(values: Sequence[str]) -> date | None:
    days = (mention.first for value in values for mention in find_dates(to_plain(value)) if mention.precision == "day")
    return next(days, None)
