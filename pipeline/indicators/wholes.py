"""Refuses what is told for a whole and is none: it counts more than the form does, or less than what is beside it."""

from collections.abc import Container, Sequence

from pipeline.indicators.channels import NONE, find_channel, names_platform
from pipeline.indicators.figure_contexts import bare
from pipeline.indicators.refusals import CHANNEL, Reading
from pipeline.model import Figure, Text
from pipeline.rulebook import compiled, frame_rules, statement_rules

# What the form counts of all that people apply for.
REQUESTS = "requests"


def refuse_all_kinds(readings: Sequence[Reading], figures: Sequence[Figure]) -> tuple[Reading, ...]:
    """The readings without requests of all kinds, a part of which are those for information: the form asks for these.

    Nor are they those for information where a part of them is for something else.
    """
    rules = statement_rules()
    asked, applied = compiled(rules.asked), compiled(rules.applied)
    measures = ((one.parent_id, bare(one.measure or "")) for one in figures if one.parent_id is not None)
    named = {parent for parent, measure in measures if asked.search(measure) or applied.search(measure)}
    return tuple(
        one._replace(refusal="of_one_field")
        if one.refusal is None
        and one.indicator == REQUESTS
        and one.figure.figure_id in named
        and not asked.search(bare(one.figure.measure or ""))
        else one
        for one in readings
    )


def refuse_lesser_bodies(readings: Sequence[Reading], figures: Sequence[Figure], agency: str | None) -> list[Reading]:
    """The readings without wholes of a government beside which others in its area count more, in the same sentence.

    Where 市政府各部门 made 256 pieces public and 各县区 420, the first are not those of all.
    """
    is_governing = agency is not None and statement_rules().governing.compile().search(agency) is not None
    others = [one for one in readings if one.refusal == "of_another_body" and one.indicator in frame_rules().wholes]
    if not is_governing or not others:
        return list(readings)
    return [
        one._replace(refusal="of_another_body")
        if one.refusal is None and any(_is_beside_more(one, other, figures) for other in others)
        else one
        for one in readings
    ]


def _is_beside_more(one: Reading, other: Reading, figures: Sequence[Figure]) -> bool:
    """Whether a sentence has more of what a reading counts in another reading that is no part of it."""
    if (one.indicator, one.figure.sentence_start) != (other.indicator, other.figure.sentence_start):
        return False
    value, more = one.figure.value, other.figure.value
    is_more = value is not None and more is not None and more > value
    return is_more and not lies_in(other.figure, figures, {one.figure.figure_id})


def refuse_short_wholes(readings: Sequence[Reading], text: Text) -> tuple[Reading, ...]:
    """The readings without wholes that name channels and are less than another number of the report.

    Beside the 5,667 pieces of its website the 2,500 that other channels had are not all; nor is what the platform for
    disclosure has, where channels are counted beside it.
    """
    stated = {one.indicator: one.figure.value for one in readings if one.refusal is None}
    short = {
        code
        for code, parts in frame_rules().wholes.items()
        if code in frame_rules().summed
        for whole in (stated.get(code),)
        if whole is not None and any((stated.get(part) or 0) > whole for part in parts)
    }
    apart = {
        code
        for code in frame_rules().summed
        for one in readings
        if one.refusal is None and one.indicator.startswith(CHANNEL) and one.figure.parent_id is None
    }
    return tuple(
        one._replace(refusal="of_one_channel")
        if one.refusal is None
        and (
            (one.indicator in short and _names_channels(one.figure, text))
            or (one.indicator in apart and names_platform(_words_to(one.figure, text)))
        )
        else one
        for one in readings
    )


def _names_channels(figure: Figure, text: Text) -> bool:
    """Whether the words of its sentence up to a number name a channel, or several."""
    return find_channel(_words_to(figure, text).split(","), "") != NONE


def _words_to(figure: Figure, text: Text) -> str:
    """The words of its sentence up to a number."""
    return bare(text.plain[figure.sentence_start : figure.start])


def lies_in(figure: Figure, figures: Sequence[Figure], others: Container[int]) -> bool:
    """Whether a figure is a part of one of some others, or a part of a part of it."""
    while figure.parent_id is not None:
        if figure.parent_id in others:
            return True
        figure = figures[figure.parent_id]
    return False
