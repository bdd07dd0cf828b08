"""Says of which rows of the forms the prose speaks in words that no rule takes for their number.

A null is not unmentioned where a clause has a number and words that mean its row (有1件被申请复议,区政府予以维持),
though they may be of two rows or stand with a number that another rule reads; nor where the row is denied in words that
are no figure (复印一律免费).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.indicators.figure_contexts import bare
from pipeline.indicators.refusals import Reading
from pipeline.indicators.told_phrases import SLOT, find_phrases
from pipeline.indicators.told_rows import FAMILY, find_division, paragraph_of, rows_for, wholes_of
from pipeline.model import Report
from pipeline.rulebook import Sieve, ToldDenial, compiled, told_rules

_CLAUSE_RE = re.compile("[^;；。\n]+")
_CHUNK_RE = re.compile("[^,，:：()（）、]+")
_COUNT_RE = re.compile(r"[\d一两二三四五六七八九十][件起宗人次场条期]")


def find_told(readings: Sequence[Reading], report: Report) -> Iterator[tuple[str, int]]:
    """The indicators whose words stand beside a number, each with the number, which states none but their whole."""
    if report.metadata.report_type != FAMILY:
        return
    stated = {one.figure.figure_id: one.indicator for one in readings if one.refusal is None}
    for phrase in find_phrases(report.figures, report.text):
        words = phrase.words
        named = words if phrase.is_first else words.partition(SLOT)[0]
        division = None
        for row in rows_for(words):
            unit = phrase.figure.unit or ""
            code = stated.get(phrase.figure.figure_id)
            if unit not in told_rules().units[row.units] or (code is not None and code not in wholes_of(row)):
                continue
            division = division or find_division(paragraph_of(phrase.figure, report.text) + named, "")
            if row.of and division not in row.of:
                continue
            if compiled(row.said).search(words) and not (row.not_said and compiled(row.not_said).search(words)):
                yield row.indicator, phrase.figure.figure_id


def find_told_without_figure(report: Report) -> Iterator[tuple[str, str]]:
    """The indicators that a clause denies or speaks of in words that are no figure, each with the reason."""
    if report.metadata.report_type != FAMILY:
        return
    plain = report.text.plain
    for match in _CLAUSE_RE.finditer(plain):
        clause = bare(match[0])
        is_counted = _COUNT_RE.search(clause) is not None
        for denial in _denials().pick(frozenset(clause)):
            if (is_counted or not denial.spoken) and compiled(denial.said).search(clause):
                yield denial.indicator, "words_unread" if denial.spoken else "denial_unread"
        if not is_counted:
            continue
        first = plain.rfind("\n", 0, match.start()) + 1
        for chunk in _CHUNK_RE.finditer(match[0]):
            words = bare(chunk[0])
            if _COUNT_RE.search(words):
                continue
            rows = [row for row in rows_for(words + SLOT) if row.of and not row.general]
            if rows:
                division = find_division(bare(plain[first : match.start() + chunk.end()]), "")
                yield from (
                    (row.indicator, "words_unread")
                    for row in rows
                    if division in row.of
                    and compiled(row.said).search(words + SLOT)
                    and not (row.not_said and compiled(row.not_said).search(words))
                )


@cache
def _denials() -> Sieve[ToldDenial]:
    return Sieve((compiled(denial.said), denial) for denial in told_rules().denials)
