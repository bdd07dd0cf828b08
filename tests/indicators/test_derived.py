"""What the sums of a form leave one number for, and what they leave open; table 3 laid out."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from pipeline.indicators.derived import find_derived, solve
from pipeline.indicators.request_outcomes import find_outcomes
from pipeline.model import Cell, CellRule, CellState, Witness
from pipeline.values.cell_values import read_cell

COLUMNS = ("natural_person", "business", "research", "welfare", "legal_service", "other_organisation", "total")
CASES = ("upheld", "corrected", "other", "pending", "total")


def cells_of(form: str, table: str, columns: tuple[str, ...], *rows: str) -> list[Cell]:
    """Cells of a table from lines of a row's code and what it prints: ``received 4 1 _``, where _ is a blank."""
    cells: list[Cell] = []
    for line in rows:
        row, *printed = line.split()
        for column, raw in zip(columns, printed, strict=True):
            words = raw.replace("_", "")
            state, value, _ = read_cell(words)
            cells.append(
                Cell(len(cells), 0, words, state, CellRule.GRID, form, table, row, column, value=value, unit="件")
            )
    return cells


def derived(cells: list[Cell], trusted: frozenset[int] = frozenset()) -> dict[str, Decimal | None]:
    found = list(find_derived(cells, trusted))
    assert {one.witness for one in found} <= {Witness.DERIVED}
    assert all(one.cell_id is None and one.figure_id is None for one in found)
    return {one.indicator: one.value for one in found}


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("review 2 1 0 _ 3", {"reviews_pending": 0}),
        ("review 2 1 0 0 _", {"reviews": 3}),
        ("review _ 1 0 0 3", {"reviews_upheld": 2}),
        ("review _ _ _ _ 0", {"reviews_upheld": 0, "reviews_corrected": 0, "reviews_other": 0, "reviews_pending": 0}),
        ("review / 1 0 0 3", {"reviews_upheld": 2}),
        # Two numbers are left, or none fits, or nothing is open.
        ("review _ _ 0 0 3", {}),
        ("review 4 _ 0 0 3", {}),
        ("review 2 1 0 0 3", {}),
        ("review 2.5 _ 0 0 3", {}),
    ],
)
def test_a_row_of_cases_leaves_one_number_or_none(row: str, left: dict[str, int]) -> None:
    assert derived(cells_of("F21", "4", CASES, row)) == left


def test_what_one_sum_leaves_another_goes_on_with() -> None:
    """The total is left by the row, and what was carried over by the column."""
    rows = ["received 4 1 0 0 0 0 _", "carried_in 0 0 0 0 0 0 0", "handled 4 1 0 0 0 0 5", "carried_out 0 0 0 0 0 0 _"]
    assert derived(cells_of("F21", "3", COLUMNS, *rows)) == {"requests": 5, "requests_carried_out": 0}


def test_a_sum_with_a_row_that_is_not_printed_leaves_nothing() -> None:
    assert derived(cells_of("F21", "3", COLUMNS, "received 4 1 0 0 0 0 5", "handled 4 1 0 0 0 0 _")) == {"closed": 5}
    assert derived(cells_of("F21", "3", COLUMNS, "received _ 1 0 0 0 0 5", "handled _ _ _ _ _ _ _")) == {
        "requests_natural_person": 4
    }


def test_a_table_that_contradicts_itself_leaves_nothing() -> None:
    rows = ["review 2 1 0 _ 3", "litigation_direct 1 0 0 0 5"]
    assert derived(cells_of("F21", "4", CASES, *rows)) == {}
    twice = cells_of(
        "F21", "4", CASES, "review 2 1 0 _ 3", "litigation_direct 1 0 0 0 1", "litigation_direct 2 0 0 0 2"
    )
    assert derived(twice) == {}


def test_a_cell_that_no_sum_confirms_is_no_ground() -> None:
    cells = cells_of("F21", "4", CASES, "review 2 1 0 _ 3")
    recovered = [replace(c, rule=CellRule.RECOVERED) for c in cells[:1]]
    assert derived(recovered + cells[1:]) == {}
    assert derived(recovered + cells[1:], frozenset({0})) == {"reviews_pending": 0}
    # What it prints stands, doubted as it is: nothing is derived in its place.
    whole = cells_of("F21", "4", CASES, "review 2 1 0 0 3")
    doubted = [replace(c, rule=CellRule.RECOVERED) for c in whole[:1]]
    assert derived(doubted + whole[1:]) == {}


def test_a_sum_of_cells_is_derived_from_what_is_printed_and_what_is_left() -> None:
    rows = ["litigation_direct 1 0 0 0 1", "litigation_after_review _ 0 0 0 2"]
    assert derived(cells_of("F21", "4", CASES, *rows)) == {"litigation_upheld": 3, "litigation_after_review_upheld": 2}


def test_money_and_blanks_without_a_sum_are_left_alone() -> None:
    assert derived(cells_of("F21", "2", ("issued", "repealed", "in_force"), "regulations 1 0 _")) == {}
    assert solve({("a", "x"): None}, []) == {}


def test_table_3_is_laid_out_in_the_order_of_the_form() -> None:
    cells = cells_of("F21", "3", COLUMNS, "handled 4 1 0 0 0 0 5", "received 4 1 0 _ / 0 5")
    found = list(find_outcomes([*cells, *cells_of("F21", "4", CASES, "review 0 0 0 0 0")], frozenset()))
    assert [(one.row, one.column) for one in found] == [(row, c) for row in ("received", "handled") for c in COLUMNS]
    assert [(one.value, one.state) for one in found[2:5]] == [(0, "number"), (None, "blank"), (None, "slash")]
    assert [one.cell_id for one in found[:2]] == [7, 8]


def test_a_place_with_two_numbers_or_an_unproved_one_has_no_value() -> None:
    cells = cells_of("F21", "3", COLUMNS, "received 4 1 0 0 0 0 5", "received 4 1 0 0 0 0 50")
    assert [(one.value, one.state) for one in find_outcomes(cells, frozenset())][-1] == (None, "contradicted")
    lost = Cell(0, 0, "7", CellState.NUMBER, CellRule.RECOVERED, "F21", "3", "granted", "total", value=Decimal(7))
    assert [(one.value, one.state) for one in find_outcomes([lost], frozenset())] == [(None, "unproved")]
    assert [(one.value, one.state) for one in find_outcomes([lost], frozenset({0}))] == [(Decimal(7), "number")]
