"""What is derived from prose and tables, and the report that holds everything."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from pipeline.i18n import Message, write
from pipeline.model.document import ITSELF, Format, Metadata, Origin, Problem, Registration, Section, Text
from pipeline.model.figure import Citation, Figure, LeftOut
from pipeline.model.table import Cell


class Witness(StrEnum):
    """The kind of source of an indicator (``indicators.witness``)."""

    TABLE = "table"
    TEXT = "text"
    NEGATION = "negation"
    DERIVED = "derived"
    VERDICT = "verdict"


# The sources that a report prints, as opposed to derived values and verdicts.
PRINTED = frozenset((Witness.TABLE, Witness.TEXT, Witness.NEGATION))


class Status(StrEnum):
    """Why the panel has a number for an indicator, or none (``panel_status.status``)."""

    STATED = "stated"
    ZERO_STATED = "zero_stated"
    BLANK = "blank"
    SLASH = "slash"
    NOT_ON_FORM = "not_on_form"
    NOT_MENTIONED = "not_mentioned"
    UNREADABLE = "unreadable"
    CONTRADICTED = "contradicted"
    OTHER_YEAR = "other_year"
    TABLE_MISSING = "table_missing"
    DERIVED = "derived"


class Outcome(StrEnum):
    """The outcome of an audit (``audits.outcome``)."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"


class Indicator(Struct, frozen=True, gc=False):
    """A harmonised fact of a report from one witness: a cell, a figure, or a zero in words.

    ``rank`` orders the witnesses of an indicator; the panel takes the first, but never a derived one.
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


class IndicatorStatus(Struct, frozen=True, gc=False):
    """Why the panel has a number for an indicator, or none.

    ``reason`` is the code of a line of ``rules/statuses.toml``, ``problem`` the code of the problem that caused it.
    ``evidence`` are the references examined: ``cell:12`` or ``figure:3``.
    """

    indicator: str
    status: Status
    reason: str
    problem: str | None = None
    evidence: tuple[str, ...] = ()


class RequestOutcome(Struct, frozen=True, gc=False):
    """A cell of table 3 of the form, requests and their outcomes, as the report prints it for its year.

    ``state`` is that of the cell, ``contradicted`` if two different numbers are printed, or ``unproved`` if it was
    recovered and no sum confirms it; only a ``number`` has a value.
    """

    form: str
    row: str
    column: str
    value: Decimal | None
    state: str
    cell_id: int


class Suggestion(Struct, frozen=True, gc=False):
    """A repair for all failing equations: another ``value`` in one cell, or a number moved along a row.

    ``cell_id`` and ``value`` are null if more than one cell is concerned.
    """

    wording: Message
    cell_id: int | None = None
    value: Decimal | None = None


class Audit(Struct, frozen=True, gc=False):
    """Something that must hold in a report, and whether it does.

    ``left``, ``right`` and ``difference`` are the two sides, if the rule has two; ``finding`` is the message.
    ``evidence`` are the references compared: ``cell:12`` or ``figure:3``, preceded by ``document_id/`` in another
    report.
    """

    rule: str
    severity: str
    outcome: Outcome
    finding: Message
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None
    evidence: tuple[str, ...] = ()
    suggested: Suggestion | None = None

    @property
    def detail(self) -> str:
        """What was compared and the result, in English."""
        return write(self.finding, "en")

    @property
    def detail_zh(self) -> str:
        """The same in Chinese."""
        return write(self.finding, "zh")

    @property
    def suggestion(self) -> str | None:
        """The repair, in English."""
        return write(self.suggested.wording, "en") if self.suggested else None

    @property
    def suggestion_zh(self) -> str | None:
        """The same in Chinese."""
        return write(self.suggested.wording, "zh") if self.suggested else None


class Report(Struct, frozen=True, gc=False):
    """A document that was read completely: one row of ``documents`` and its rows in the other tables.

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
    registration: Registration = field(default_factory=Registration)
    statuses: tuple[IndicatorStatus, ...] = ()
    outcomes: tuple[RequestOutcome, ...] = ()
    origin: Origin = ITSELF


class Unreadable(Struct, frozen=True, gc=False):
    """A file that yields no document, and the reason."""

    source: str
    problem: Problem
    origin: Origin = ITSELF
