"""Gives the numbers of a row what they share: the noun of the last, or one thing each in a 分别 sentence."""

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.figures.changes import SHARES, distributed_row
from pipeline.figures.measure.antecedents import Measure
from pipeline.figures.measure.candidates import Phrases
from pipeline.figures.quantities import ROW_RE
from pipeline.figures.quantity import Quantity
from pipeline.language import Pos, cut_words

# The rule of a number that is named by what was done.
DEED = "deed"


def complete_row(
    plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases], resolved: list[Measure]
) -> list[Measure]:
    """The measures; a number with only a modifier of its own gets the noun of the next number.

    5个国家级、60个省级|中心: the first are 国家级中心.
    """
    completed = list(resolved)
    for index in range(len(resolved) - 2, -1, -1):
        this, following = completed[index], completed[index + 1]
        if not this.names and following.rule == DEED and phrases[index].touches_next:
            completed[index] = following  # 9户20人|脱贫
        if not (this.rule == following.rule == "behind") or quantities[index].unit != quantities[index + 1].unit:
            continue
        own, other = (cut_words(names[0], 0, len(names[0])) for names in (this.names, following.names))
        joined = plain.startswith(("、", "和"), quantities[index].end + len(this.names[0]))
        if joined and own[-1].kind is Pos.QUALITY is other[0].kind and len(other) > 1:
            completed[index] = replace(this, names=(this.names[0] + following.names[0][other[0].end :],))
    return completed


def distribute_rows(
    plain: str, quantities: Sequence[Quantity], phrases: Sequence[Phrases], resolved: list[Measure]
) -> list[Measure]:
    """The measures, with each row of numbers distributed over the things that 分别 names, and the next row likewise."""
    names: tuple[str, ...] = ()
    index = 0
    while index < len(quantities):
        phrase = phrases[index]
        row = _row(plain, quantities, index, distributes=phrase.distributes)
        names = phrase.paired or (() if phrase.left.names else names)
        counted = quantities[index].kind in SHARES and not any(
            q.kind in SHARES for q in quantities[index - row : index]
        )
        is_distributed = phrase.distributes or (phrase.left.rises and counted)
        if is_distributed and not phrase.left.names and not names and 1 < row <= index:
            # 接待游客5万人次、收入3亿元,分别增长2%、4%: one each of the numbers before; but 城乡居民收入分别增长5%、7%.
            names = tuple(name for measure in resolved[index - row : index] for name in measure.names[-1:])
        if 1 < row == len(phrase.listed) and not names and not phrase.shared:
            # 产业产值、用电量增长13%、9%: as many things as numbers.
            names = phrase.listed
        fits = len(names) > 1 and len(names) == row
        # 民事、行政案件28件,4个案例入选: the second has a name of its own
        fits = fits and (phrase.distributes or all(resolved[index + n].rule != "behind" for n in range(1, row)))
        if fits and (phrase.distributes or phrase.listed == names or resolved[index].carried):
            # what is distributed over the numbers before is carried on
            rule = "dealt" if names in (phrase.paired, phrase.listed) else "carried"
            for offset, name in enumerate(names):
                resolved[index + offset] = Measure((name,), carried=rule == "carried", rule=rule)
        elif not resolved[index].carried:
            names = ()
        index += row
    return resolved


def _row(plain: str, quantities: Sequence[Quantity], index: int, *, distributes: bool) -> int:
    """How many numbers form a row with nothing but conjunctions between them (30条、20条和5条)."""
    end = index + 1
    while end < len(quantities):
        before, following = quantities[end - 1], quantities[end]
        join = distributed_row() if distributes and {before.kind, following.kind} <= SHARES else ROW_RE
        if not join.fullmatch(plain, before.end, following.start):
            break
        end += 1
    return end - index
