"""What is concluded from both, and the report that holds all of it."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from pipeline.model.document import ITSELF, Format, Metadata, Origin, Problem, Registration, Section, Text
from pipeline.model.figure import Citation, Figure, LeftOut
from pipeline.model.table import Cell


class Witness(StrEnum):
    """What states an indicator (``indicators.witness``)."""

    TABLE = "table"
    TEXT = "text"
    NEGATION = "negation"
    DERIVED = "derived"
    VERDICT = "verdict"


# What is concluded from the form, or said by people, stands beside what a report prints.
PRINTED = frozenset((Witness.TABLE, Witness.TEXT, Witness.NEGATION))


class Status(StrEnum):
    """Why the panel has a number of an indicator, or none (``panel_status.status``)."""

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
    """How an audit ended (``audits.outcome``)."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_ASSESSABLE = "not_assessable"


class Indicator(Struct, frozen=True):
    """A harmonised fact of a report as one witness states it: a cell, a figure, or a zero in words.

    ``rank`` orders the witnesses of an indicator; the panel takes the first, but none that is derived.
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


class IndicatorStatus(Struct, frozen=True):
    """Why the panel has a number of an indicator, or none.

    ``reason`` is the code of a line of ``rules/statuses.toml``, ``problem`` the code of the problem that it comes of.
    ``evidence`` names what was looked at: ``cell:12`` or ``figure:3``.
    """

    indicator: str
    status: Status
    reason: str
    problem: str | None = None
    evidence: tuple[str, ...] = ()


class RequestOutcome(Struct, frozen=True):
    """A place of table 3 of the form, requests and what became of them, as the report prints it for its year.

    ``state`` is that of its cell, ``contradicted`` where it is printed with two numbers, or ``unproved`` where it was
    recovered and no sum proves it; only a ``number`` has a value.
    """

    form: str
    row: str
    column: str
    value: Decimal | None
    state: str
    cell_id: int


class Audit(Struct, frozen=True):
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


class Report(Struct, frozen=True):
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
    registration: Registration = field(default_factory=Registration)
    statuses: tuple[IndicatorStatus, ...] = ()
    outcomes: tuple[RequestOutcome, ...] = ()
    origin: Origin = ITSELF


class Unreadable(Struct, frozen=True):
    """A file that yields no document, and why."""

    source: str
    problem: Problem
    origin: Origin = ITSELF
