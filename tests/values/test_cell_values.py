"""What a printed cell states."""

from decimal import Decimal

import pytest

from pipeline.model import CellState
from pipeline.values.cell_values import read_cell


@pytest.mark.parametrize(
    ("raw", "state", "value"),
    [
        ("0", CellState.NUMBER, "0"),
        ("1,024", CellState.NUMBER, "1024"),
        ("１，０２４．５", CellState.NUMBER, "1024.5"),
        ("-12", CellState.NUMBER, "-12"),
        (" 7 ", CellState.NUMBER, "7"),
        ("", CellState.BLANK, None),
        ("\u00a0\u3000", CellState.BLANK, None),
        ("/", CellState.SLASH, None),
        ("／", CellState.SLASH, None),
        ("1,02", CellState.TEXT, None),
        ("12件", CellState.NUMBER, "12"),
        ("1,204 人次", CellState.NUMBER, "1204"),
        ("零", CellState.NUMBER, "0"),
        ("无", CellState.TEXT, None),
        ("约12件", CellState.TEXT, None),
        ("12年", CellState.TEXT, None),
        ("251000元", CellState.NUMBER, "251000"),
        ("3.5 万元", CellState.NUMBER, "3.5"),
        ("+3", CellState.NUMBER, "3"),
        ("1 2", CellState.TEXT, None),
        ("1.2.3", CellState.TEXT, None),
        ("规章", CellState.TEXT, None),
    ],
)
def test_read_cell(raw: str, state: CellState, value: str | None) -> None:
    assert read_cell(raw)[:2] == (state, None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("raw", "unit"), [("251000元", "元"), ("3.5 万元", "万元"), ("7", None), ("万元", None), ("3人次", "人次")]
)
def test_a_cell_may_print_its_unit(raw: str, unit: str | None) -> None:
    assert read_cell(raw).unit == unit
