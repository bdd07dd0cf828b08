"""Keeps what all bodies of a field in an area have from what the agency itself has, where a report states both.

A bureau reports for its system where it says nothing else. Where it states 2,146 pieces, and behind them that
全市国土系统 made 11,000 public, the first are its own.
"""

from collections.abc import Iterator, Sequence

from pipeline.indicators.figure_contexts import bare
from pipeline.indicators.refusals import Reading
from pipeline.model import Text
from pipeline.rulebook import statement_rules

# The characters before a number in which its clause is sought; a list without commas may be of any length.
REACH = 80


def without_systems(
    found: Sequence[Reading], others: Sequence[Reading], text: Text, agency: str | None
) -> Iterator[Reading]:
    """Some readings, without those of a whole system where one of them, or of others, is the agency's own."""
    is_governing = agency is not None and statement_rules().governing.compile().search(agency) is not None
    own = {one.indicator for one in (*found, *others) if one.refusal is None and not names_system(one, text)}
    for one in found:
        is_beside = one.refusal is None and not is_governing and one.indicator in own and names_system(one, text)
        yield one._replace(refusal="of_a_group") if is_beside else one


def names_system(reading: Reading, text: Text) -> bool:
    """Whether the words of its clause up to a number name all bodies of a field in an area (全市国土系统)."""
    start = max(reading.figure.sentence_start, reading.figure.start - REACH)
    words = bare(text.plain[start : reading.figure.start])
    clause = words[max(words.rfind(mark) for mark in ",;") + 1 :]
    match = statement_rules().system.compile().search(clause)
    return match is not None and match["place"] is not None and match[0].startswith("全")
