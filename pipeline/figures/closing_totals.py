"""Finds wholes that follow their parts (信函7件、来访12件,共计19件), which only their sum reveals."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, counts_alike
from pipeline.model import Figure, Kind

# The most numbers that are added up.
LOOK_BACK = 20


def bind_totals(plain: str, mentions: Sequence[Mention], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, with parts linked to the total at the end of their sentence; existing links are kept.

    A total is marked by its word (总计, 合计); the numbers before it are its parts if they add up to it exactly. The
    total of a budget is none, since income and balances are set against expenses (收入9元,结余2元,收入总计11元).
    """
    bound = list(figures)
    for index, mention in enumerate(mentions):
        start = max(mention.figure.sentence_start, mentions[index - 1].figure.end if index else 0)
        match = gap("closes_total").search(plain, start, mention.figure.start)
        if match is None or figures[index].parent_id is not None:
            continue
        balance = _balances(figures[index])
        for part in _parts_before(mentions, figures, index):
            whole, rule = (None, "balance") if balance else (index, "total")
            bound[part] = replace(bound[part], parent_id=whole, parent_rule=rule)
    return tuple(bound)


def _balances(figure: Figure) -> bool:
    """Whether a total is one side of a budget."""
    name = figure.measure or ""
    sides = gap("came_in").search(name) or gap("balance").search(name)
    return figure.kind is Kind.MONEY and sides is not None


def _parts_before(mentions: Sequence[Mention], figures: Sequence[Figure], total: int) -> list[int]:
    """The levels right before a total, in its sentence, that add up to it; none if they do not."""
    whole = mentions[total]
    if not (whole.is_level and whole.is_exact):
        return []
    rest, parts = whole.figure.value or Decimal(0), list[int]()
    for at in range(total - 1, max(-1, total - 1 - LOOK_BACK), -1):
        mention, figure = mentions[at], figures[at]
        if figure.sentence_start != whole.figure.sentence_start or rest <= 0:
            break
        if figure.parent_id is not None or not mention.is_level or mention.brackets != whole.brackets:
            continue
        if not mention.is_exact or not counts_alike(figure, whole.figure):
            return []
        rest -= figure.value or Decimal(0)
        parts.append(at)
        if rest == 0:
            return parts if len(parts) > 1 else []
    return []
