"""A file, its page, its text, and how that is divided."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from msgspec import Struct

from pipeline.i18n import Message, Value, write


class Format(StrEnum):
    """What kind of file a document came in (``documents.format``)."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    TEXT = "text"


class ReportType(StrEnum):
    """The family of a report (``documents.report_type``): rules that belong to one family name it."""

    DISCLOSURE_ANNUAL = "disclosure_annual"
    WORK_REPORT = "work_report"
    STATISTICS_BULLETIN = "statistics_bulletin"
    BUDGET_REPORT = "budget_report"
    AUDIT_REPORT = "audit_report"
    COURT_REPORT = "court_report"
    PROCURATORATE_REPORT = "procuratorate_report"
    LAW_GOVERNMENT_REPORT = "law_government_report"
    WORK_SUMMARY = "work_summary"
    OTHER = "other"


class RegionKind(StrEnum):
    """Stretches of a text that are not its prose."""

    FURNITURE = "furniture"
    TABLE = "table"


class GapKind(StrEnum):
    """What stands in a document and is not read: a picture, a page within the page, files that it only names.

    An attachment is the report itself, a linked table a part of it.
    """

    PICTURE = "picture"
    FRAME = "frame"
    ATTACHMENT = "attachment"
    LINKED_TABLE = "linked_table"


class Gap(Struct, frozen=True):
    """What stands at a place of a text and is not read."""

    kind: GapKind
    place: int


@dataclass(frozen=True, slots=True, init=False)
class Problem:
    """What could not be read, or is odd in the report itself, and what is said of it.

    The key of its message is its code in ``rules/problems.toml``, where the code has several messages with the name of
    one behind a dot; the values are those of the fields of that message. No struct, since these take no names of fields
    that differ from value to value.

    >>> gap = Problem("numbering_gap", 40, 42, last="一、", written="三、")
    >>> gap.code, gap.message, gap.message_zh
    ('numbering_gap', '一、 is followed by 三、', '一、之后是三、')
    """

    wording: Message
    start: int | None
    end: int | None

    def __init__(self, key: str, start: int | None = None, end: int | None = None, /, **values: Value) -> None:
        """Keeps what is said and where; the message is written when somebody reads it."""
        object.__setattr__(self, "wording", Message(key, **values))
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    @classmethod
    def worded(cls, wording: Message) -> "Problem":
        """The problem of a message, as it was kept without its place."""
        return cls(wording.key, **dict(wording.values))

    @property
    def code(self) -> str:
        """The code of the problem, as in ``problems.problem``."""
        return self.wording.key.partition(".")[0]

    @property
    def message(self) -> str:
        """What is said, in English."""
        return write(self.wording, "en")

    @property
    def message_zh(self) -> str:
        """The same in Chinese."""
        return write(self.wording, "zh")


class Origin(Struct, frozen=True):
    """Where a document comes from, and what is said of it there beside its text.

    A document within a ``container`` is called ``member`` in it; of a file of its own both are null. ``named`` is the
    path whose words say what the document is, where that is not the path of the source: of a row of a table it is
    empty. ``facts`` are names and values as they stand there, under the names of ``rules/facts.toml``, and ``url`` and
    ``retrieved``. ``listed`` are those of a list that people name: columns of ``documents`` and their values, and where
    it says something else of other documents of the same bytes, those are ``apart``; what it says of one of several
    reports in a file is in ``parts``, by number. Of several reports in a file those
    alone are ``wanted`` whose names fit that pattern.
    """

    container: str | None = None
    member: str | None = None
    named: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    listed: tuple[tuple[str, str], ...] = ()
    wanted: str | None = None
    apart: bool = False
    parts: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def listed_facts(self) -> tuple[tuple[str, str], ...]:
        """What a list says of the document: of one of several reports in a file first what it says of that one."""
        number = int(self.member) if self.parts and self.member and self.member.isdecimal() else 0
        return (*dict(self.parts).get(number, ()), *self.listed)


# Of a file of its own of which nothing more is said.
ITSELF = Origin()


class Source(Struct, frozen=True):
    """A document as it lies: what the tables call it, its bytes, and where it comes from.

    The path is that of a file under the input folder, or behind it, after ``!/`` or ``#``, the name of a member.
    """

    path: str
    data: bytes
    origin: Origin = ITSELF

    @property
    def named(self) -> str:
        """The path whose words and suffix say what the document is."""
        return self.path if self.origin.named is None else self.origin.named


class GridCell(Struct, frozen=True):
    """A printed cell at its upper left place; it covers ``rows`` × ``columns`` places.

    ``page`` counts from 1, where the source has pages.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    page: int | None = None


class Grid(Struct, frozen=True):
    """A printed table: its cells in reading order, spans resolved to places."""

    cells: tuple[GridCell, ...]


class Block(Struct, frozen=True):
    """A paragraph of a page, or one of its tables (then ``grid`` is set and ``text`` is empty).

    ``furniture`` names the rule that told it as page furniture, when the source itself knows. Where ``gap`` is set,
    something stands there that is not read, before the words if there are any.
    """

    text: str
    grid: Grid | None = None
    furniture: str | None = None
    gap: GapKind | None = None


class Page(Struct, frozen=True):
    """What a source makes of a file: blocks in reading order, and the facts that its furniture carries.

    ``facts`` holds name and value as printed, under the names of ``rules/facts.toml``
    (``title``, ``published``, ``issuer``).
    """

    format: Format
    encoding: str | None
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


class Region(Struct, frozen=True):
    """A stretch of a text that is no prose, and the rule that told it."""

    kind: RegionKind
    start: int
    end: int
    rule: str


class PlacedCell(Struct, frozen=True):
    """A cell of a printed table and its place in the text."""

    cell: GridCell
    start: int
    end: int


class PlacedGrid(Struct, frozen=True):
    """A printed table and its place in the text."""

    cells: tuple[PlacedCell, ...]
    start: int
    end: int


class Text(Struct, frozen=True):
    """A document as one string.

    ``plain`` is ``text`` with each character in its plain form (full-width digits and brackets
    folded, every space a plain space), one to one: ``len(plain) == len(text)``, so that what is
    found in ``plain`` stands at the same place in ``text``. ``regions`` are sorted and disjoint, ``gaps`` sorted.
    """

    text: str
    plain: str
    regions: tuple[Region, ...] = ()
    grids: tuple[PlacedGrid, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Metadata(Struct, frozen=True):
    """What a document says of itself; null where it does not say.

    ``report_year`` is the year that is reported on, never that of the meeting that heard the report; of a stretch of
    several years, and of a school year, the last. ``period_start`` and ``period_end`` are the stretch that the report
    says it covers (a half year, a quarter, five years); null where it says no more than the year. ``listed`` names the
    columns whose values a list says, and not the document, and ``note`` is what a list says besides.
    """

    title: str | None = None
    agency: str | None = None
    region: str | None = None
    report_year: int | None = None
    report_type: ReportType = ReportType.OTHER
    form: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    published: date | None = None
    signed: date | None = None
    note: str | None = None
    listed: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """The stretch of a report that a numbered marker opens; level 0 is the preamble, and the signature at the end."""

    section_id: int
    parent_id: int | None
    level: int
    style: str
    marker: str | None
    number: int | None
    title: str | None
    path: str
    start: int
    end: int


class Registration(Struct, frozen=True):
    """Which agency reports, and where that is; each null where it is not sure.

    ``agency_id`` is made of the division, the zone or town in it, and the office in full (``130000:科学技术厅``), so
    that it is the same on every machine. The names and ``adcode`` are those of the report's year. ``candidates`` are
    the divisions that an ambiguous name may mean; ``readings`` say how the name was read where it is not as printed,
    and ``agency_rule`` by what: printed, written_out, text, misprint or overruled.
    """

    agency_id: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    adcode: str | None = None
    level: str | None = None
    agency_type: str | None = None
    agency_rule: str | None = None
    agency_start: int | None = None
    misprint: str | None = None
    candidates: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
