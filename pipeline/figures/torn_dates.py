"""Finds dates that lost a part, or that a line end splits, so that the day is uncertain.

Their digits are no figures; without a problem, they would be lost together with the period that they state.
"""

from collections.abc import Iterator

from pipeline.figures.time_grammar import beside_time
from pipeline.model import Problem, Text
from pipeline.text import in_region


def find_torn_dates(text: Text) -> Iterator[Problem]:
    """A problem for every date in the prose that lost a part or is split by the end of a line.

    >>> for plain in ("期限为201711日至20171231日", "自2017年11日起", "到2017\\n年1月1日", "2017年1月1日至31日"):
    ...     print([plain[found.start : found.end] for found in find_torn_dates(Text(plain, plain))])
    ['201711日']
    ['2017年11日']
    ['2017\\n年1月']
    []
    """
    for match in beside_time("torn").finditer(text.plain):
        if not in_region(text, match.start()):
            yield Problem("torn_date", *match.span())
    for match in beside_time("parted").finditer(text.plain):
        if not in_region(text, match.start()):
            yield Problem("torn_date.line", *match.span())
