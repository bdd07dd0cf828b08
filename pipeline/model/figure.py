"""What the prose states: figures, citations, and excluded numbers."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


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


class Modality(StrEnum):
    """Whether a figure states a fact, a target or a norm (``figures.modality``)."""

    ACTUAL = "actual"
    TARGET = "target"
    NORM = "norm"


class Role(StrEnum):
    """The role of a figure in its clause (``figures.role``); ``base`` is what a change or a share is compared with."""

    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    COMPLETION = "completion"
    RANK = "rank"
    BASE = "base"


# The measure_rule of a measure that a verdict states: the words of the text are not asked about it.
JUDGED = "verdict"


class Figure(Struct, frozen=True, gc=False):
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
    measure_rule: str | None = None
    entity: str | None = None
    of_id: int | None = None
    role: Role = Role.LEVEL
    action: str | None = None
    negated: bool = False
    change: Change | None = None
    basis: Basis | None = None
    period_start: date | None = None
    period_end: date | None = None
    modality: Modality = Modality.ACTUAL
    parent_id: int | None = None
    parent_rule: str | None = None


class Citation(Struct, frozen=True, gc=False):
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


class LeftOut(Struct, frozen=True, gc=False):
    """A number in the prose that is no figure; ``trap`` is the class of the exclusion that applies to it."""

    start: int
    end: int
    trap: str
