"""Reads a zero that stands alone below a title as that of all that it names: 以上均为0 below 行政复议、行政诉讼情况.

It denies everything only where its section counts nothing else; behind 收到申请3件 it is about something else.
"""

from collections.abc import Iterator, Sequence

from pipeline.indicators.figure_contexts import bare
from pipeline.indicators.refusals import Reading
from pipeline.model import Figure, Metadata, Section, Text
from pipeline.rulebook import compiled, indicator_rules


def read_zeros_of_titles(
    figures: Sequence[Figure], sections: Sequence[Section], metadata: Metadata, text: Text
) -> Iterator[Reading]:
    """The indicators whose title has no more below it than a zero, each with that zero."""
    counting = {figure.section_id for figure in figures if figure.value != 0 and not _is_year(figure, metadata)}
    for figure in figures:
        names_itself = figure.negated and figure.measure
        if figure.value != 0 or names_itself or figure.section_id in counting or not _is_alone(figure, text):
            continue
        title = bare(sections[figure.section_id].title or "")
        for code, words in indicator_rules().titles.items():
            if compiled(words).search(title):
                yield Reading(code, figure)


def _is_year(figure: Figure, metadata: Metadata) -> bool:
    return figure.value == metadata.report_year


def _is_alone(figure: Figure, text: Text) -> bool:
    """Whether nothing that is counted stands in the sentence of a number."""
    words = f"{text.plain[figure.sentence_start : figure.start]}0{text.plain[figure.end : figure.sentence_end]}"
    return compiled(indicator_rules().zero_alone).fullmatch(bare(words)) is not None
