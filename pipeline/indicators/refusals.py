"""Explains why a number of the prose that seems to state an indicator does not.

It is a change or a plan, another body's, that of one channel, or for another period than the report's year.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.indicators.acting_bodies import aims_at_another, find_whose, is_at_another
from pipeline.indicators.agency_names import names_another
from pipeline.indicators.areas import Whose
from pipeline.indicators.channels import find_channel
from pipeline.indicators.figure_contexts import Context
from pipeline.indicators.levels import is_level
from pipeline.indicators.own_year import is_beside, is_of_report
from pipeline.indicators.published_things import names_field
from pipeline.model import Figure, Metadata, Problem
from pipeline.rulebook import (
    IndicatorRule,
    ProseRule,
    compiled,
    indicator_rules,
    labels_of,
    rule_of_indicator,
    statement_rules,
)

# The units of indicators that are no counts.
MEASURED = ("元", "%")
# The reason why a number states no count that it cannot be.
ODD = "number_is_odd"
# What was made public in all, and how the indicators of one channel each begin.
WHOLE, CHANNEL = "disclosed", "disclosed_"
# What others hold as well, and how disputes are decided.
TRAININGS = frozenset(("trainings", "trainees"))
EVENTS, DISPUTES = ("press_conferences", "interviews"), ("reviews_", "litigation_")
# How requests came.
WAYS = frozenset(("requests_in_person", "requests_letter", "requests_online", "requests_fax"))
STAFF, REFUSED, REVIEWS = "staff", "refused_", "reviews"
# What became of all requests, whatever way they came.
ANSWERED = frozenset(("replies", "closed"))


class Reading(NamedTuple):
    """A figure that is read as an indicator; ``refusal`` is the reason why it states none after all.

    ``to_year_end`` means that only the day up to which it was counted speaks against it.
    """

    indicator: str
    figure: Figure
    refusal: str | None = None
    to_year_end: bool = False


def refuse(code: str, figure: Figure, context: Context, metadata: Metadata, by: ProseRule | None) -> str | None:
    """Why a figure that a rule fits does not state the indicator for the agency and the year; null where it does."""
    other = "no_level" if not is_level(figure) else _find_other_count(code, context)
    if other is not None:
        return other
    whose = _find_whose(code, figure, context, metadata.agency)
    if whose is not Whose.OWN:
        return "of_another_body" if whose is Whose.ANOTHER else "of_a_group"
    if code in ANSWERED and figure.parent_id is not None and _is_in_time(context):
        return "of_a_part"
    if by and by.whole_channel and find_channel(context.whole_chunks, context.whole) not in by.whole_channel:
        return "of_one_channel"
    if code == WHOLE and (
        names_field(context.near, metadata.agency) or compiled(indicator_rules().rest_of).search(context.near)
    ):
        return "of_one_field"
    rule = rule_of_indicator(code)
    a_day_will_do = by is not None and by.on_a_day
    is_own = is_of_report(figure, context, metadata, a_day_will_do=a_day_will_do, is_stock=rule.stock)
    if is_own or (rule.of_year_beside and is_beside(figure, metadata)):
        return ODD if _is_odd(rule, figure) else None
    return "other_period"


def _find_other_count(code: str, context: Context) -> str | None:
    """Why words up to a number say that it counts something beside what the form asks for; null where none do.

    It is what each of several has (各设查阅点1处), how many came to the staff, by which way answers went out, what was
    asked for, or what the agency decides.
    """
    rules = indicator_rules()
    counts = (
        (not code.startswith(CHANNEL), rules.apiece, context.near, "no_level"),
        (code.startswith(STAFF), rules.joined, context.near, "no_level"),
        (code in WAYS, rules.answered_by, context.near, "of_one_channel"),
        (code in ANSWERED, rules.one_way, context.near, "of_one_channel"),
        (code.startswith(REFUSED), rules.asked_about, context.clause, "of_a_part"),
        (code.startswith(REVIEWS), rules.as_organ, context.clause, "of_another_body"),
    )
    found = (reason for applies, rule, words, reason in counts if applies and compiled(rule).search(words))
    return next(found, None)


def _find_whose(code: str, figure: Figure, context: Context, agency: str | None) -> Whose:
    """Whose a number is; if no agency is known, one that is named may be the one."""
    rules = statement_rules()
    if code.startswith(EVENTS) and rules.watching.compile().search(context.near):
        return Whose.ANOTHER
    if code in TRAININGS and rules.attending.compile().search(context.clause):
        return Whose.ANOTHER
    # Who asked is counted, and no body that acts (科研机构0件); who decided is no body of its own (法院驳回1件).
    is_decided = code.startswith(DISPUTES) and rules.deciding.compile().search(context.near) is not None
    entity = figure.entity if figure.entity and not is_decided and not _is_counted(code, figure.entity) else None
    if entity is not None and agency is not None and names_another(entity, agency):
        return Whose.ANOTHER
    if code.startswith(CHANNEL) and is_at_another(context.near, agency):
        return Whose.ANOTHER
    if figure.negated and aims_at_another(context.clause, agency):
        return Whose.ANOTHER
    return Whose.OWN if is_decided else find_whose(context.chunks, agency)


def _is_counted(code: str, entity: str) -> bool:
    """Whether an indicator counts those whom a number is said to be of, as the applicants of a kind."""
    return any(entity in label for label in labels_of(code))


def _is_in_time(context: Context) -> bool:
    """Whether both answers in time and extensions are stated: 8件按期答复,1件延期答复."""
    rules, chunk = indicator_rules(), context.near + context.after.partition(",")[0]
    return (
        compiled(rules.in_time).search(chunk) is not None
        and compiled(rules.extended).search(context.sentence) is not None
    )


def find_odd_counts(readings: Iterable[Reading]) -> tuple[Problem, ...]:
    """A problem for each number of the prose that would state a count and cannot be one (收到申请3.5件)."""
    odd = {one.figure.start: one.figure for one in readings if one.refusal == ODD}
    return tuple(Problem("odd_count.prose", one.start, one.end, raw=one.surface) for one in odd.values())


def _is_odd(rule: IndicatorRule, figure: Figure) -> bool:
    """Whether an indicator is a count, and a number of it is negative or not whole."""
    value = figure.value
    return rule.unit not in MEASURED and value is not None and (value < 0 or value % 1 != 0)
