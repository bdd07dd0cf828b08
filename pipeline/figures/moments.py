"""Tells which figures are of a moment by what they count, and which hold at it since they stand beside one that does.

A report on a year counts what is there at its end (在册人员30名): these have a last day and no first. So have the
parts of what is counted at a moment, also over the sentences behind it, and what a list goes on with.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import regex

from pipeline.figures.time_refusals import period_pattern
from pipeline.language import Sense, having
from pipeline.model import Figure, Kind, Metadata, Role

# A clause is looked at for so many characters before its figure.
REACH = 40
CLAUSE_RE = regex.compile(r"[,;:。!()]")
SENTENCE_RE = regex.compile(r"[。!?\n]")
PEOPLE = frozenset((Kind.PERSON_COUNT, Kind.ITEM_COUNT))


def hold_at_moments(plain: str, figures: Sequence[Figure], metadata: Metadata) -> tuple[Figure, ...]:
    """The figures, those of a moment without a first day: 年末人口9万人;男5万人 are both as of the last."""
    last = _last_day(metadata)
    held: list[Figure] = []
    for figure in figures:
        open_ended = _is_stretch(figure) and (
            (figure.period_end == last and _is_stock(plain, figure)) or _is_beside(plain, figure, held)
        )
        held.append(replace(figure, period_start=None) if open_ended else figure)
    return tuple(held)


def _last_day(metadata: Metadata) -> date | None:
    """The last day of what a document reports on."""
    if metadata.period_end or metadata.report_year is None:
        return metadata.period_end
    return date(metadata.report_year, 12, 31)


def _is_stretch(figure: Figure) -> bool:
    """Whether a figure is for a stretch of one year at most, and tells of no change of it."""
    first, last = figure.period_start, figure.period_end
    level = figure.role in (Role.LEVEL, Role.SHARE) and figure.modality == "actual"
    return level and first is not None and last is not None and first.year == last.year


def _is_stock(plain: str, figure: Figure) -> bool:
    """Whether the words of a figure say that it counts what is there; what something is done to is no stock."""
    passive = figure.action is None or figure.action in having(Sense.STATE)
    return passive and period_pattern("stock").search(_mark(plain, figure)) is not None


def _is_beside(plain: str, figure: Figure, before: Sequence[Figure]) -> bool:
    """Whether a figure is a part of one that is of a moment, or stands in a list or a sentence with one."""
    clause = _mark(plain, figure)
    if figure.parent_id is not None and figure.parent_id < figure.figure_id:
        return _is_at(before[figure.parent_id], figure.period_end) and not period_pattern("flow").search(clause)
    counted = [one for one in before[-6:] if one.kind is figure.kind and one.unit == figure.unit]
    one = counted[-1] if counted else None
    if period_pattern("beside_a_level").search(clause):
        people = [other for other in before[-3:] if other.kind in PEOPLE]
        one = people[-1] if people else None
    elif figure.role is not Role.LEVEL or figure.action is not None or period_pattern("flow").search(clause):
        return False
    if one is None or not _is_at(one, figure.period_end):
        return False
    return SENTENCE_RE.search(plain, one.end, figure.start) is None and one.action in (None, *having(Sense.STATE))


def _is_at(one: Figure, last: date | None) -> bool:
    """Whether a figure is as of a day."""
    return one.period_start is None and one.period_end is not None and one.period_end == last


def _mark(plain: str, figure: Figure) -> str:
    """The clause before a figure, and the figure in 【】."""
    floor = max(figure.sentence_start, figure.start - REACH)
    opening = max((match.end() for match in CLAUSE_RE.finditer(plain, floor, figure.start)), default=floor)
    return f"{plain[opening : figure.start]}【{plain[figure.start : figure.end]}】"
