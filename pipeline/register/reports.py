"""Finds the documents of one report: text and annex, a page and its PDF, a corrected edition.

Two documents belong to one report if agency, year and family are equal; for families of which an agency has several in
a year, the title too; for a part of a year, the period too. A document without an agency joins a neighbour if their
file names match and nothing contradicts it; tables alone also if the folder has no other report.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

import regex

from pipeline.characters import squeeze, to_plain
from pipeline.model import ReportType
from pipeline.register.rules import register_rules

# Families of which an agency has one report a year; of others it has as many as there are titles.
ONE_A_YEAR = frozenset(
    (
        ReportType.DISCLOSURE_ANNUAL,
        ReportType.WORK_REPORT,
        ReportType.STATISTICS_BULLETIN,
        ReportType.COURT_REPORT,
        ReportType.PROCURATORATE_REPORT,
        ReportType.LAW_GOVERNMENT_REPORT,
    )
)
# A report that covers fewer days is on a part of the year.
WHOLE_YEAR = 300
TITLE_DIGITS = 8
_BESIDE_RE = regex.compile(r"[-_.\s(（]")


_WORD_RE = regex.compile(r"\p{L}")


def is_corrected(title: str) -> bool:
    """Whether a title states that the report is a corrected edition.

    >>> is_corrected("某县水务局2020年政府信息公开工作年度报告(更正)")
    True
    """
    return register_rules().corrected.compile().search(to_plain(title)) is not None


class Held(NamedTuple):
    """The facts that decide which report a document belongs to; ``tables_alone`` means that it has no prose."""

    document_id: str
    source: str
    agency_id: str | None
    named: bool
    tables_alone: bool
    report_year: int | None
    report_type: str
    title: str | None = None
    period_start: date | None = None
    period_end: date | None = None


class Joined(NamedTuple):
    """The report of a document, and how it was found: by name, file, folder, or not at all (``alone``)."""

    report_id: str
    by: str


def name_report(held: Held) -> str:
    """The report of a document by its own statements; one that states too little is a report of its own.

    >>> name_report(Held("0f", "a.html", "130000:教育厅", True, False, 2018, "disclosure_annual"))
    '130000:教育厅/2018/disclosure_annual'
    >>> name_report(Held("0f", "a.html", None, False, False, 2018, "disclosure_annual"))
    '0f'
    """
    if held.agency_id is None or held.report_year is None:
        return held.document_id
    parts = [held.agency_id, str(held.report_year), held.report_type]
    first, last = held.period_start, held.period_end
    if first and last and (last - first).days < WHOLE_YEAR:
        parts.append(f"{first.isoformat()}~{last.isoformat()}")
    if held.report_type not in ONE_A_YEAR:
        title = squeeze(to_plain(held.title or held.document_id))
        parts.append(sha256(title.encode()).hexdigest()[:TITLE_DIGITS])
    return "/".join(parts)


def join_documents(documents: Iterable[Held]) -> dict[str, Joined]:
    """The report of each document, by its id.

    >>> said = Held("0f", "厅/jyt.txt", "130000:教育厅", True, False, 2018, "disclosure_annual")
    >>> annex = Held("1e", "厅/jyt_统计表.txt", None, False, True, None, "disclosure_annual")
    >>> join_documents([said, annex])["1e"]
    Joined(report_id='130000:教育厅/2018/disclosure_annual', by='file')
    """
    folders: defaultdict[str, list[Held]] = defaultdict(list)
    joined: dict[str, Joined] = {}
    for held in documents:
        folders[held.source.rpartition("/")[0]].append(held)
        report = name_report(held)
        joined[held.document_id] = Joined(report, "alone" if report == held.document_id else "name")
    for folder in folders.values():
        joined |= dict(_join_annexes(folder, joined))
    return joined


def _join_annexes(folder: Sequence[Held], joined: dict[str, Joined]) -> Iterator[tuple[str, Joined]]:
    """The documents of a folder without an agency, with the report beside them that they belong to."""
    reports = [held for held in folder if joined[held.document_id].by == "name"]
    # An archive in one folder has many names with equal beginnings; the longest match counts.
    by_stem: defaultdict[str, list[Held]] = defaultdict(list)
    for held in reports:
        by_stem[PurePosixPath(held.source).stem].append(held)
    for held in folder:
        if held.named or joined[held.document_id].by == "name":
            continue
        beside = _named_alike(held, by_stem)
        found = {joined[report.document_id].report_id for report in beside if _fits(held, report)}
        if len(found) == 1:
            yield held.document_id, Joined(found.pop(), "file")
            continue
        alone = {joined[report.document_id].report_id for report in reports}
        if not beside and held.tables_alone and len(alone) == 1 and all(_fits(held, report) for report in reports):
            yield held.document_id, Joined(alone.pop(), "folder")


def _named_alike(held: Held, by_stem: "defaultdict[str, list[Held]]") -> Sequence[Held]:
    """The reports whose file has the same name, or the same beginning up to a mark: 年报, 年报_统计表.

    Numeric names (12, 12-3) may mean anything: only documents with tables alone match them.
    """
    stem = PurePosixPath(held.source).stem
    cuts = [len(stem), *(match.start() for match in reversed(list(_BESIDE_RE.finditer(stem))))]
    named = [cut for cut in cuts if held.tables_alone or _WORD_RE.search(stem[:cut])]
    return next((by_stem[stem[:cut]] for cut in named if cut and stem[:cut] in by_stem), ())


def _fits(annex: Held, report: Held) -> bool:
    """Whether nothing contradicts it: another year, or another stated family."""
    years = annex.report_year in (None, report.report_year)
    return years and annex.report_type in (report.report_type, ReportType.OTHER)
