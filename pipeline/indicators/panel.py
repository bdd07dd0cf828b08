"""Makes the row of the panel: the value of each indicator's first witness, and which indicators are disputed.

A number recovered from cells that ran together is used only if an audit that includes it passed. Any other is used as
printed, even if an audit refutes it: its code is then among the disputed ones.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal

from pipeline.indicators.ranking import find_unsure, parts_of, printed_cells
from pipeline.model import PRINTED, Audit, Cell, Indicator, Outcome

# A failure that is for the record disputes nothing.
DISPUTING = frozenset(("error", "warning"))


def read_panel(
    indicators: Sequence[Indicator], cells: Sequence[Cell], audited: Container[int] = ()
) -> dict[str, Decimal | None]:
    """The value of each stated indicator, by code; null if only bounds are stated.

    ``audited`` are the ids of the cells that an audit confirmed.

    >>> from pipeline.model import Witness
    >>> read_panel([Indicator("requests", Witness.TEXT, 1, Decimal(3), Decimal(3), Decimal(3))], [])
    {'requests': Decimal('3')}
    """
    return {code: witness.value for code, witness in take_witnesses(indicators, cells, audited).items()}


def find_disputed(
    indicators: Sequence[Indicator], cells: Sequence[Cell], audits: Iterable[Audit], audited: Container[int] = ()
) -> tuple[str, ...]:
    """The codes of the indicators whose number in the panel is among the evidence of a failed audit.

    Which of the audit's numbers is wrong is not known, so all of them are disputed.

    >>> from pipeline.model import Witness
    >>> said = [Indicator("reviews", Witness.TEXT, 1, Decimal(0), Decimal(0), Decimal(0), figure_id=4)]
    >>> find_disputed(said, [], [Audit("text_table", "warning", Outcome.FAIL, "", evidence=("figure:4", "cell:7"))])
    ('reviews',)
    """
    refuted = {
        reference
        for audit in audits
        if audit.outcome is Outcome.FAIL and audit.severity in DISPUTING
        for reference in audit.evidence
    }
    if not refuted:
        return ()
    by_id = {cell.cell_id: cell for cell in cells}
    printed = printed_cells(cells)
    disputed = []
    for code, witness in take_witnesses(indicators, cells, audited).items():
        references = {f"figure:{witness.figure_id}"}
        if witness.cell_id is not None:
            parts = parts_of(code, by_id[witness.cell_id].form, printed)
            references = {f"cell:{cell_id}" for cell_id in (witness.cell_id, *(part.cell_id for part in parts))}
        if refuted & references:
            disputed.append(code)
    return tuple(disputed)


def take_witnesses(
    indicators: Sequence[Indicator], cells: Sequence[Cell], audited: Container[int]
) -> dict[str, Indicator]:
    """The witness of each indicator that the panel takes: none that is derived, and none of several that differ."""
    sound = _sound_witnesses(indicators, cells, audited)
    return {code: witnesses[0] for code, witnesses in sound.items() if not _differ(witnesses)}


def find_differing(
    indicators: Sequence[Indicator], cells: Sequence[Cell], audited: Container[int]
) -> dict[str, tuple[Indicator, ...]]:
    """By indicator, the statements of the prose of which none can be the total, if no table states it.

    >>> from pipeline.model import Witness
    >>> said = [Indicator("requests", Witness.TEXT, n, Decimal(n), Decimal(n), Decimal(n), "件", n) for n in (3, 5)]
    >>> list(find_differing(said, [], ())), list(find_differing(said[:1], [], ()))
    (['requests'], [])
    """
    sound = _sound_witnesses(indicators, cells, audited)
    return {code: tuple(witnesses) for code, witnesses in sound.items() if _differ(witnesses)}


def _differ(witnesses: Sequence[Indicator]) -> bool:
    """Whether no number can be what all witnesses state, the first of which is of the prose."""
    first = witnesses[0]
    return first.cell_id is None and not all(_agree(first, other) for other in witnesses[1:])


def _agree(one: Indicator, other: Indicator) -> bool:
    """Whether a number lies within the bounds of both."""
    pairs = ((one.low, other.high), (other.low, one.high))
    return all(low is None or high is None or low <= high for low, high in pairs)


def _sound_witnesses(
    indicators: Sequence[Indicator], cells: Sequence[Cell], audited: Container[int]
) -> dict[str, list[Indicator]]:
    """By indicator, the printed witnesses that rest on no doubtful cell, by rank."""
    unsure = find_unsure(indicators, cells, audited)
    sound: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in sorted(indicators, key=lambda one: one.rank):
        is_unsure = indicator.cell_id is not None and indicator.cell_id in unsure[indicator.indicator]
        if indicator.witness in PRINTED and not is_unsure:
            sound[indicator.indicator].append(indicator)
    return dict(sound)
