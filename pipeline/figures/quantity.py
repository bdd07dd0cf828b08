"""The value that the finders of quantities give and join: a number with its unit, where it stands."""

from msgspec import Struct

from pipeline.model import Kind
from pipeline.values import Number, ranking

# What is counted, and not measured.
COUNTED = frozenset((Kind.ITEM_COUNT, Kind.PERSON_COUNT, Kind.EVENT_COUNT))


class Quantity(Struct, frozen=True, gc=False):
    """A number with its unit and bounds, and its span in the text.

    ``number_start`` and ``number_end`` hold the numeral alone (both numerals of a range).
    ``noun`` is the noun that follows without a classifier; the span ends before it.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    number: Number
    unit: str | None
    kind: Kind
    general: bool = False
    strong: bool = False
    noun: str | None = None

    @property
    def is_rank(self) -> bool:
        """Whether it says by how many places something went up or down a ranking."""
        return self.kind is Kind.OTHER and self.unit in ranking()[1]
