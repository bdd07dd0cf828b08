"""A file, its page, its text, and the parts of the text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from msgspec import Struct

from pipeline.i18n import Message, Value, write


class Format(StrEnum):
    """The file format of a document (``documents.format``)."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    TEXT = "text"


class ReportType(StrEnum):
    """The family of a report (``documents.report_type``); rules for one family name it."""

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
    """Spans of a text that are not prose."""

    FURNITURE = "furniture"
    TABLE = "table"


class GapKind(StrEnum):
    """Something in a document that is not read: a picture, a page within the page, linked files.

    An attachment is the report itself, a linked table a part of it.
    """

    PICTURE = "picture"
    FRAME = "frame"
    ATTACHMENT = "attachment"
    LINKED_TABLE = "linked_table"


class Gap(Struct, frozen=True, gc=False):
    """Something that is not read, and its offset in the text."""

    kind: GapKind
    offset: int


@dataclass(frozen=True, slots=True, init=False)
class Problem:
    """Something that could not be read, or is odd in the report itself, with its message.

    The key of its message is its code in ``rules/problems.toml``, followed by a dot and a name if the code has several
    messages; the values are those of the fields of that message. It is no Struct, since its keywords vary.

    >>> gap = Problem("numbering_gap", 40, 42, last="一、", written="三、")
    >>> gap.code, gap.message, gap.message_zh
    ('numbering_gap', '一、 is followed by 三、', '一、之后是三、')
    """

    wording: Message
    start: int | None
    end: int | None

    def __init__(self, key: str, start: int | None = None, end: int | None = None, /, **values: Value) -> None:
        """Keeps the values and the span; the message is written when somebody reads it."""
        object.__setattr__(self, "wording", Message(key, **values))
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    @classmethod
    def worded(cls, wording: Message) -> "Problem":
        """The problem of a stored message, without its span."""
        return cls(wording.key, **dict(wording.values))

    @property
    def code(self) -> str:
        """The code of the problem, as in ``problems.problem``."""
        return self.wording.key.partition(".")[0]

    @property
    def message(self) -> str:
        """The message in English."""
        return write(self.wording, "en")

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return write(self.wording, "zh")


class Origin(Struct, frozen=True, gc=False):
    """Where a document comes from, and the facts stated about it there.

    A document in a ``container`` is named ``member`` there; for a file of its own both are null. ``named`` is the path
    whose words describe the document, if it is not that of the source; it is empty for a row of a table. ``facts`` are
    names and values as stated there, named as in ``rules/facts.toml``, with ``url`` and ``retrieved``. ``listed`` are
    the facts of metadata lists, named like columns of ``documents``; ``parts`` are those about single reports in a
    file, by number. If lists state different facts for files with the same bytes, these are ``apart``. If a file holds
    several reports, only those with a name that matches ``wanted`` are read.
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
        """The facts of lists about the document; for one of several reports in a file, first those about that one."""
        number = int(self.member) if self.parts and self.member and self.member.isdecimal() else 0
        return (*dict(self.parts).get(number, ()), *self.listed)


# A file of its own, about which nothing else is known.
ITSELF = Origin()


class Source(Struct, frozen=True, gc=False):
    """A document as stored: its name in the tables, its bytes, and its origin.

    The path is that of a file under the input folder, followed by ``!/`` or ``#`` and the name of a member, if it is
    one.
    """

    path: str
    data: bytes
    origin: Origin = ITSELF

    @property
    def named(self) -> str:
        """The path whose words and suffix describe the document."""
        return self.path if self.origin.named is None else self.origin.named


class GridCell(Struct, frozen=True, gc=False):
    """A printed cell with the coordinate of its upper left corner; it covers ``rows`` × ``columns`` positions.

    ``page`` counts from 1, if the source has pages.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    page: int | None = None


class Grid(Struct, frozen=True, gc=False):
    """A printed table: its cells in reading order, with spans resolved."""

    cells: tuple[GridCell, ...]


class Block(Struct, frozen=True, gc=False):
    """A paragraph of a page, or a table (then ``grid`` is set and ``text`` is empty).

    ``furniture`` is the rule that identified page furniture, if the source itself marks it. If ``gap`` is set,
    something is not read there, before the words if there are any.
    """

    text: str
    grid: Grid | None = None
    furniture: str | None = None
    gap: GapKind | None = None


class Page(Struct, frozen=True, gc=False):
    """The content of a file: blocks in reading order, and the facts in its furniture.

    ``facts`` are names and values as printed, named as in ``rules/facts.toml`` (``title``, ``published``, ``issuer``).
    """

    format: Format
    encoding: str | None
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


class Region(Struct, frozen=True, gc=False):
    """A span of a text that is no prose, and the rule that identified it."""

    kind: RegionKind
    start: int
    end: int
    rule: str


class PlacedCell(Struct, frozen=True, gc=False):
    """A cell of a printed table and its span in the text."""

    cell: GridCell
    start: int
    end: int


class PlacedGrid(Struct, frozen=True, gc=False):
    """A printed table and its span in the text."""

    cells: tuple[PlacedCell, ...]
    start: int
    end: int


class Text(Struct, frozen=True, gc=False):
    """A document as one string.

    ``plain`` is ``text`` with each character in its plain form (full-width digits and brackets folded, every space a
    plain space), one to one: ``len(plain) == len(text)``, so that offsets in ``plain`` are valid in ``text``.
    ``regions`` are sorted and disjoint, ``gaps`` sorted.
    """

    text: str
    plain: str
    regions: tuple[Region, ...] = ()
    grids: tuple[PlacedGrid, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Metadata(Struct, frozen=True, gc=False):
    """What a document states about itself; null where it states nothing.

    ``report_year`` is the year reported on, never that of the meeting that heard the report; for several years, or a
    school year, it is the last. ``period_start`` and ``period_end`` are the period that the report states (half a year,
    a quarter, five years); null if it states only the year. ``listed`` names the columns whose values come from a list
    instead of the document, and ``note`` is a list's remark.
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


class Section(Struct, frozen=True, gc=False):
    """The span of a report that a numbered marker opens; level 0 is the preamble, and the signature at the end."""

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


class Registration(Struct, frozen=True, gc=False):
    """The agency that reports, and its region; each value is null if uncertain.

    ``agency_id`` consists of the division, the zone or town in it, and the office in full (``130000:科学技术厅``), so
    that it is the same on every machine. The names and ``adcode`` are those of the report's year. ``candidates`` are
    the divisions that an ambiguous name may mean; ``readings`` explain a name that was not read as printed, and
    ``agency_rule`` is the method: printed, written_out, text, misprint or overruled.
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
