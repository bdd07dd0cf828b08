"""Separates levels from changes and plans, and finds the largest number of what a frame counts."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.indicators.figure_contexts import bare
from pipeline.model import Figure, Modality, Role
from pipeline.rulebook import FrameRule

# What a number of the year may be: a rate is a share of its own kind.
LEVELS = frozenset((Role.LEVEL, Role.SHARE, Role.COMPLETION))


def is_level(figure: Figure) -> bool:
    """Whether a figure is a level, and neither a change nor a plan."""
    return figure.change is None and figure.modality is Modality.ACTUAL and figure.role in LEVELS


class Levels:
    """The numbers of a report; the search for the largest of a kind is done once for each frame."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        """Takes the figures without examining them."""
        self.figures = figures
        self.largest: dict[FrameRule, Decimal | None] = {}

    def is_largest(self, rule: FrameRule, figure: Figure) -> bool:
        """Whether no other number of what a frame counts, of any kind, is larger, so that it may be the total.

        A level without a value may be larger than any.
        """
        if rule not in self.largest:
            levels = (one for one in self.figures if is_level(one) and _counts(rule, one))
            values = [one.value for one in levels]
            known = [value for value in values if value is not None]
            self.largest[rule] = max(known, default=Decimal(0)) if len(known) == len(values) else None
        largest = self.largest[rule]
        return largest is not None and figure.value is not None and largest <= figure.value


def _counts(rule: FrameRule, figure: Figure) -> bool:
    return (figure.unit or "").split("(")[0] in rule.units and _names(rule, figure)


def _names(rule: FrameRule, figure: Figure) -> bool:
    measure = bare(figure.measure or "")
    if not measure:
        return rule.unnamed
    return any(pattern.fullmatch(measure) for pattern in (rule.object, rule.open_object))
