"""A row that has the name of the whole of its parts, which a report prints without them."""

import pytest
from msgspec.structs import replace

from pipeline.indicators.indicators import find_indicators
from tests.indicators.test_derived import cells_of


@pytest.mark.parametrize(
    ("labels", "stated"),
    [
        (("（六）其他处理",), {"other_handling"}),
        (("三、本年度办理结果 / （六）其他处理",), {"other_handling"}),
        (("3.其他",), {"other_remaining"}),
        (
            ("1.申请人无正当理由逾期不补正", "2.申请人逾期未缴费", "3.其他"),
            {"other_uncorrected", "other_fee_unpaid", "other_remaining", "other_handling"},
        ),
    ],
)
def test_a_row_with_the_name_of_the_whole_is_the_whole(labels: tuple[str, ...], stated: set[str]) -> None:
    rows = ("other_uncorrected", "other_fee_unpaid", "other")[-len(labels) :]
    cells = [
        replace(cell, cell_id=number, row_label=label)
        for number, (row, label) in enumerate(zip(rows, labels, strict=True))
        for cell in cells_of("F21", "3", ("total",), f"{row} 2")
    ]
    found = find_indicators(cells, (), ())
    assert {one.indicator for one in found} == stated
