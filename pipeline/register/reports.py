"""Tells which documents are of one report: text and annex, a page and its PDF, an edition that was corrected.

Two documents are of one report where agency, year and family are the same; of families that an agency has several of
in a year, the title too; of part of a year, the period too. A document without a name joins one beside it where the
names of their files say so and nothing speaks against it; tables alone also where no other report is in the folder.
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

# An agency has one report of these families on a year; of the others it has as many as titles.
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
    """Whether a title says that its report is a corrected edition.

    >>> is_corrected("某县水务局2020年政府信息公开工作年度报告(更正)")
    True
    """
    return register_rules().corrected.compile().search(to_plain(title)) is not None


class Held(NamedTuple):
    """What of a document says which report it is of: whether it is ``named`` for an agency, or has no prose at all."""

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
    """The report that a document is of, and by what it was told: name, file, folder, or nothing (``alone``)."""

    report_id: str
    by: str


def name_report(held: Held) -> str:
    """The report that a document is of by what it says; one that says too little is a report of its own.

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
    """The documents of a folder that name no agency, and the report beside them that they belong to."""
    reports = [held for held in folder if joined[held.document_id].by == "name"]
    # An archive that lies in one folder has many names that begin alike: the longest that fits is meant.
    by_stem: defaultdict[str, list[Held]] = defaultdict(list)
    for held in reports:
        by_stem[PurePosixPath(held.source).stem].append(held)
    for held in folder:
        if held.named or joined[held.document_id].by == "name":
            continue
        beside = _named_alike(held, by_stem)
        found = {joined[one.document_id].report_id for one in beside if _fits(held, one)}
        if len(found) == 1:
            yield held.document_id, Joined(found.pop(), "file")
            continue
        alone = {joined[one.document_id].report_id for one in reports}
        if not beside and held.tables_alone and len(alone) == 1 and all(_fits(held, one) for one in reports):
            yield held.document_id, Joined(alone.pop(), "folder")


def _named_alike(held: Held, by_stem: "defaultdict[str, list[Held]]") -> Sequence[Held]:
    """The reports whose file has the same name, or one that a mark and more stand behind: 年报, 年报_统计表.

    Names that are numbers (12, 12-3) may be those of anything: of them only tables alone follow.
    """
    stem = PurePosixPath(held.source).stem
    cuts = [len(stem), *(match.start() for match in reversed(list(_BESIDE_RE.finditer(stem))))]
    named = [cut for cut in cuts if held.tables_alone or _WORD_RE.search(stem[:cut])]
    return next((by_stem[stem[:cut]] for cut in named if cut and stem[:cut] in by_stem), ())


def _fits(annex: Held, report: Held) -> bool:
    """Whether nothing speaks against it: another year, or another family that is told."""
    years = annex.report_year in (None, report.report_year)
    return years and annex.report_type in (report.report_type, ReportType.OTHER)
