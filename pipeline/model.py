"""The values that flow through gongkai. Frozen, typed, and importing nothing of ours.

Every ``start`` and ``end`` is a half-open range of characters (code points) of ``Text.text``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Format(StrEnum):
    """What kind of file a document came in (``documents.format``)."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    TEXT = "text"


class Kind(StrEnum):
    """What a figure counts or measures (``figures.kind``)."""

    ITEM_COUNT = "item_count"
    PERSON_COUNT = "person_count"
    EVENT_COUNT = "event_count"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage_point"
    MULTIPLE = "multiple"
    MONEY = "money"
    DURATION = "duration"
    AREA = "area"
    LENGTH = "length"
    MASS = "mass"
    VOLUME = "volume"
    ENERGY = "energy"
    NUMBER = "number"
    OTHER = "other"


class Qualifier(StrEnum):
    """How a stated number bounds the true one (``figures.qualifier``)."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"


class Change(StrEnum):
    """The direction of a stated change (``figures.change``)."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Basis(StrEnum):
    """What a change is measured against (``figures.basis``)."""

    YEAR_ON_YEAR = "year_on_year"
    PREVIOUS = "previous"


class ReportType(StrEnum):
    """The family of a report (``documents.report_type``)."""

    DISCLOSURE_ANNUAL = "disclosure_annual"
    WORK_REPORT = "work_report"
    STATISTICS_BULLETIN = "statistics_bulletin"
    OTHER = "other"


class CellState(StrEnum):
    """What a cell prints (``cells.state``)."""

    NUMBER = "number"
    BLANK = "blank"
    SLASH = "slash"
    TEXT = "text"


class CellRule(StrEnum):
    """How a cell came out of its document (``cells.rule``).

    ``grid``: the document has the grid. ``lines``: it prints the table as text, each cell on a line or between
    spaces. ``recovered``: cells run together, and only one reading fits the form.
    """

    GRID = "grid"
    LINES = "lines"
    RECOVERED = "recovered"


class Witness(StrEnum):
    """What states an indicator (``indicators.witness``)."""

    TABLE = "table"
    TEXT = "text"
    NEGATION = "negation"


class Outcome(StrEnum):
    """How an audit ended (``audits.outcome``)."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"


class RegionKind(StrEnum):
    """Stretches of a text that are not its prose."""

    FURNITURE = "furniture"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, or is odd in the report itself; ``code`` names a line of ``rules/problems.toml``."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it lies: its path under the input folder, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed cell at its upper left place; it covers ``rows`` × ``columns`` places.

    ``page`` counts from 1, where the source has pages.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: its cells in reading order, spans resolved to places."""

    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a page, or one of its tables (then ``grid`` is set and ``text`` is empty).

    ``furniture`` names the rule that told it as page furniture, when the source itself knows.
    """

    text: str
    grid: Grid | None = None
    furniture: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a source makes of a file: blocks in reading order, and the facts that its furniture carries.

    ``facts`` holds name and value as printed, under the names of ``rules/facts.toml``
    (``title``, ``published``, ``issuer``).
    """

    format: Format
    encoding: str | None
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a text that is no prose, and the rule that told it."""

    kind: RegionKind
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a printed table and its place in the text."""

    cell: GridCell
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """A printed table and its place in the text."""

    cells: tuple[PlacedCell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A document as one string.

    ``plain`` is ``text`` with each character in its plain form (full-width digits and brackets
    folded, every space a plain space), one to one: ``len(plain) == len(text)``, so that what is
    found in ``plain`` stands at the same place in ``text``. ``regions`` are sorted and disjoint.
    """

    text: str
    plain: str
    regions: tuple[Region, ...] = ()
    grids: tuple[PlacedGrid, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; null where it does not say."""

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


@dataclass(frozen=True, slots=True)
class Section:
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


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that the running text states about the world."""

    figure_id: int
    section_id: int
    start: int
    end: int
    surface: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    unit: str | None
    kind: Kind
    rule: str
    sentence_start: int
    sentence_end: int
    measure: str | None = None
    action: str | None = None
    negated: bool = False
    change: Change | None = None
    basis: Basis | None = None
    period_start: date | None = None
    period_end: date | None = None
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell of a table, with the codes of the statutory form where the table is one.

    ``table_id`` counts the printed tables of the document from 0; ``row`` and ``column`` are codes of the form, or
    null. A cell of a head or a label has the code of what it names: a column's head has a ``column`` and no ``row``.
    """

    cell_id: int
    table_id: int
    raw: str
    state: CellState
    rule: CellRule
    form: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    row_label: str | None = None
    column_label: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A harmonised fact of a report as one witness states it: a cell, a figure, or a zero in words.

    ``rank`` orders the witnesses of an indicator; the panel takes the first.
    """

    indicator: str
    witness: Witness
    rank: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None = None
    figure_id: int | None = None
    cell_id: int | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """Something that must hold in a report, and whether it does.

    ``left``, ``right`` and ``difference`` are the two sides where the rule has two. ``detail`` says it in a Chinese
    sentence. ``evidence`` names what was compared: ``cell:12`` or ``figure:3``, behind ``document_id/`` where it
    stands in another report. ``suggestion`` names the one cell whose change would satisfy every identity that fails.
    """

    rule: str
    severity: str
    outcome: Outcome
    detail: str
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None
    evidence: tuple[str, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the text names: ``《…》``, a document number (文号), or both together."""

    citation_id: int
    section_id: int
    start: int
    end: int
    surface: str
    title: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number of the prose that is no figure, with the class of the trap that kept it out."""

    start: int
    end: int
    trap: str


@dataclass(frozen=True, slots=True)
class Report:
    """A document read to the end: one row of ``documents`` and its rows in the other tables.

    ``confirmed`` are the ids of the cells that take part in an audit that passed, and in none that failed.
    """

    source: str
    document_id: str
    sha256: str
    format: Format
    encoding: str | None
    text: Text
    metadata: Metadata
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    cells: tuple[Cell, ...]
    indicators: tuple[Indicator, ...]
    audits: tuple[Audit, ...]
    citations: tuple[Citation, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...] = ()
    confirmed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that yields no document, and why."""

    source: str
    problem: Problem
