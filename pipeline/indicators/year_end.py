"""Accepts numbers counted up to the year's last day as the year's own, if a report has no other of the kind.

截至2022年12月31日,收到申请3件 does not say since when. Of such numbers of requests and published items, hardly one is a
sum over years if no word says so (自条例施行以来, 历年, 目前, 已), since the report is on its year. But the number of
items that an account has published (微信公众号累计发布30条) is usually since its beginning, and next to a number that
the report calls the year's, the other one is a sum. So these numbers are accepted last.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.indicators.figure_contexts import Context
from pipeline.indicators.refusals import CHANNEL, Reading
from pipeline.model import Figure, Metadata
from pipeline.rulebook import compiled, frame_rules, indicator_rules

# The last month, and the day in it from which on a stretch may be the whole year: many write 12月30日.
DECEMBER, LAST_DAYS = 12, 30


def counts_to_year_end(code: str, figure: Figure, context: Context, metadata: Metadata) -> bool:
    """Whether a number was counted up to the end of the reporting year, and no word makes it a sum over years."""
    end = figure.period_end
    if figure.period_start is not None or end is None or end.year != metadata.report_year:
        return False
    if end.month != DECEMBER or end.day < LAST_DAYS:
        return False
    rules = indicator_rules()
    if compiled(rules.over_years).search(context.sentence) or compiled(rules.part_of_year).search(context.clause):
        return False
    return not (code.startswith(CHANNEL) and compiled(rules.adds_up).search(context.clause))


def take_to_year_end(readings: Sequence[Reading], figures: Sequence[Figure]) -> tuple[Reading, ...]:
    """The readings; those up to the end of the year count for indicators that no other reading states.

    Next to a number for the year, such a number is a sum over years: 累计公开3450条,2022年公开320条.
    """
    stated = {reading.indicator: reading.figure.value for reading in readings if reading.refusal is None}
    values = values_of(reading for reading in readings if reading.to_year_end)
    stated_all = {code: value for code, some in values.items() if len(some) == 1 for value in some} | stated
    return tuple(
        reading._replace(refusal=None)
        if reading.to_year_end
        and reading.indicator not in stated
        and not _is_added_to(reading.figure, figures)
        and not differs(reading, values[reading.indicator], stated_all)
        else reading
        for reading in readings
    )


def _is_added_to(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a smaller number of the same thing, counted since a day, is next to it or a part of it: the addition."""
    return any(
        other.parent_id == figure.figure_id and other.period_start is not None and other.measure == figure.measure
        for other in figures
    ) or any(
        (other.sentence_start, other.measure, other.action) == (figure.sentence_start, figure.measure, figure.action)
        and other.period_start is not None
        and other.value is not None
        and figure.value is not None
        and other.value < figure.value
        and other.parent_id is None
        for other in figures
    )


def values_of(readings: Iterable[Reading]) -> Mapping[str, frozenset[Decimal | None]]:
    """By indicator, the values of some readings."""
    values: defaultdict[str, set[Decimal | None]] = defaultdict(set)
    for reading in readings:
        values[reading.indicator].add(reading.figure.value)
    return defaultdict(frozenset, {code: frozenset(some) for code, some in values.items()})


def differs(reading: Reading, values: frozenset[Decimal | None], stated: Mapping[str, Decimal | None]) -> bool:
    """Whether there is another number of the kind of a reading, or it is less than a stated part of it."""
    value = reading.figure.value
    if len(values) > 1 or value is None:
        return len(values) > 1
    wholes = frame_rules().wholes
    parts = [stated.get(code) for code in wholes.get(reading.indicator, ())]
    above = [stated.get(code) for code, some in wholes.items() if reading.indicator in some]
    is_less = any(part is not None and part > value for part in parts)
    return is_less or any(whole is not None and whole < value for whole in above)
