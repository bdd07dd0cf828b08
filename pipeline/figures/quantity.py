"""The value that the finders of quantities return: a number with its unit and its span."""

from msgspec import Struct

from pipeline.model import Kind
from pipeline.values import Number, ranking

# What is counted, and not measured.
COUNTED = frozenset((Kind.ITEM_COUNT, Kind.PERSON_COUNT, Kind.EVENT_COUNT))


class Quantity(Struct, frozen=True, gc=False):
    """A number with its unit and bounds, and its span in the text.

    ``number_start`` and ``number_end`` delimit the numeral alone (both numerals of a range). ``noun`` is a noun that
    follows without a classifier; the span ends before it.
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
        """Whether it says by how many places something moved in a ranking."""
        return self.kind is Kind.OTHER and self.unit in ranking()[1]
