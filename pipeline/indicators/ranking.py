"""Ranks the witnesses of each indicator; the panel uses the one with rank 1.

Tables come before prose. In the prose, statements that name disclosure (没有因信息公开引起的复议) come before others,
wholes before parts, exact numbers before approximate ones, and earlier statements before later ones. Last come numbers
that rest on a cell recovered from cells that ran together, if no audit confirms it.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from pipeline.forms import normalize
from pipeline.model import PRINTED, Cell, CellRule, Figure, Indicator, Qualifier
from pipeline.rulebook import FORMS, audit_rules, indicator_rules, rule_of_indicator
from pipeline.values import cells_by_coordinate, contradict

# A cell by its form, row and column.
Printed = Mapping[tuple[str, str, str], Cell]


def rank_indicators(
    indicators: Sequence[Indicator], cells: Sequence[Cell], figures: Sequence[Figure], trusted: Container[int] = ()
) -> tuple[Indicator, ...]:
    """The witnesses in the order of the rules and by rank; ``trusted`` are the ids of the confirmed cells."""
    by_code: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        by_code[indicator.indicator].append(indicator)
    unsure = find_unsure(indicators, cells, trusted)

    def order(witness: Indicator) -> tuple[bool, ...]:
        if witness.figure_id is None:
            return (witness.cell_id in unsure[witness.indicator] or witness.witness not in PRINTED, False)
        figure = figures[witness.figure_id]
        names = f"{figure.measure}{figure.surface}"
        is_part, is_rough = figure.parent_id is not None, figure.qualifier is not Qualifier.EXACT
        return (False, True, "公开" not in names, is_part, is_rough)

    return tuple(
        replace(witness, rank=rank)
        for rule in indicator_rules().indicators
        for rank, witness in enumerate(sorted(by_code[rule.code], key=order), start=1)
    )


def find_unsure(
    indicators: Sequence[Indicator], cells: Sequence[Cell], trusted: Container[int]
) -> Mapping[str, frozenset[int]]:
    """By indicator, the first cells of the witnesses that rest on an untrusted recovered cell.

    A sum rests on all its parts, though its witness names only the first of them.
    """
    doubted = {cell.cell_id for cell in cells if is_unproved(cell, trusted)}
    printed = printed_cells(cells) if doubted else {}
    by_id = {cell.cell_id: cell for cell in cells}
    unsure: defaultdict[str, set[int]] = defaultdict(set)
    for indicator in indicators:
        if indicator.cell_id is None or not doubted:
            continue
        parts = {cell.cell_id for cell in parts_of(indicator.indicator, by_id[indicator.cell_id].form, printed)}
        if doubted & (parts | {indicator.cell_id}):
            unsure[indicator.indicator].add(indicator.cell_id)
    return defaultdict(frozenset, {code: frozenset(found) for code, found in unsure.items()})


def is_unproved(cell: Cell, trusted: Container[int]) -> bool:
    """Whether a cell was recovered from cells that ran together, and no audit confirms it.

    If no sum of the form can confirm any cell, a zero needs no proof: 规章000 can be split in one way only.
    """
    if cell.rule is not CellRule.RECOVERED or cell.cell_id in trusted:
        return False
    return cell.value != 0 or (cell.form, cell.table) in summed_tables()


@cache
def summed_tables() -> frozenset[tuple[str, str]]:
    """The tables, by form and number, with an equation of the forms over them."""
    return frozenset(
        (form, rule.table) for rule in audit_rules().identities if rule.read().relation == "=" for form in rule.forms
    )


def printed_cells(cells: Sequence[Cell]) -> Printed:
    """The cells with a coordinate; of two at one coordinate the first number, or none if they contradict."""
    return {
        coordinate: next((cell for cell in at if cell.value is not None), at[0])
        for coordinate, at in cells_by_coordinate(cells).items()
        if not contradict(at)
    }


def parts_of(code: str, form: str | None, printed: Printed) -> tuple[Cell, ...]:
    """The cells of which an indicator is the sum in a form, or the one that states it; none if one is missing.

    A row printed under the name of the whole, without its parts, is the whole (（六）其他处理).
    """
    if form not in FORMS:
        return ()
    coordinates = [(form, row, column) for row, column in rule_of_indicator(code).source(form).cells]
    parts = tuple(printed[coordinate] for coordinate in coordinates if coordinate in printed)
    wholes = tuple(filter(states_whole, parts))
    if wholes:
        return wholes if len(coordinates) > 1 and len(parts) == 1 else ()
    return parts if len(parts) == len(coordinates) else ()


def find_parts(witness: Indicator, cells: Sequence[Cell]) -> tuple[int, ...]:
    """The ids of the cells that a witness is the sum of, or of the one that states it; none for a figure."""
    if witness.cell_id is None:
        return ()
    form = next(cell.form for cell in cells if cell.cell_id == witness.cell_id)
    parts = parts_of(witness.indicator, form, printed_cells(cells))
    return tuple(dict.fromkeys((witness.cell_id, *(cell.cell_id for cell in parts))))


def states_whole(cell: Cell) -> bool:
    """Whether a row has the name of the sum that it is a part of elsewhere, without the rows around it there."""
    name = normalize((cell.row_label or "").rsplit(" / ", 1)[-1])
    return bool(name) and name in _wholes_of(cell.form or "", cell.row or "", cell.column or "")


@cache
def _wholes_of(form: str, row: str, column: str) -> frozenset[str]:
    """The names of the sums that a coordinate of a form is a part of."""
    sources = ((rule.label, rule.source(form).cells) for rule in indicator_rules().indicators)
    return frozenset(normalize(label) for label, cells in sources if len(cells) > 1 and (row, column) in cells)
