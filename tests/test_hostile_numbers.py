"""Whatever digits a text holds, it is read: no number, however long or foreign, ends the reading of a report."""

from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import UnreadFile, extract_file, extract_text
from pipeline.model import CellState, Source
from pipeline.report import extract_source
from pipeline.values import MOST_DIGITS, read_cell

HEAD = "某局2022年政府信息公开工作年度报告\n"
# Signs of numerals and words of tables, as a page in ruins would mix them.
PIECES = (
    *"〇零一二两三五九十百千万亿兆点半折成余多几数来.．,，、-—~至到%‰±()（）/：。\n\t ",
    *"年月日件条个人元角分天时米克度①¹²٤१３０第占近与",
    *("百分之", "分之", "以上", "左右", "之间", "介于", "亿元", "[2]", "合计", "一、", "千瓦", "每小时", "超过"),
    *("不少于", "其中", "公开", "没有", "依申请公开信息", "主动公开信息", "收到申请", "行政复议", "规范性文件"),
    *("同比增长", "1e9", "1/3", "2023-3-", "0." + "0" * 30 + "1"),
    *("9" * digits for digits in (22, 24, 25, 29, 40)),
)
CELLS = ("9" * 24, "9" * 29, "9" * 40, "3.5万", "٤", "-3", "½", "1 2", "NaN", "12")


@pytest.mark.parametrize(
    "text",
    [
        "发布日期：2023-3-٤\n公开3件。",
        "2023年٤月公开3件。",
        "\ud800公开3件。",
        *("依申请公开信息\t" + "9" * digits + "\n主动公开信息\t12\n" for digits in range(22, 42)),
        *("办结率、满意率均为" + "9" * digits + "%。" for digits in range(22, 42)),
        *("公开三分之" + "9" * digits + "件。" for digits in range(22, 26)),
    ],
    ids=lambda text: ascii(text[:12]) + str(len(text)),
)
def test_a_report_with_a_hostile_number_is_read(text: str) -> None:
    report = extract_text(HEAD + text)
    assert report.metadata.report_year == 2022
    report.to_arrow()


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=40))
def test_no_mixture_of_numerals_ends_a_report(pieces: list[str]) -> None:
    report = extract_text(HEAD + "".join(pieces))
    for figure in report.figures:
        ends = [end for end in (figure.value, figure.low, figure.high) if end is not None]
        assert all(end.is_finite() for end in ends)
        assert report.text.text[figure.start : figure.end] == figure.surface


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from(("9" * 24, "9" * 29, "9" * 40, "3.5万", "٤", "-3", "½", "1 2", "NaN", "12")), min_size=8)
)
def test_no_cell_ends_a_report(cells: list[str]) -> None:
    rows = "".join(f"<tr><td>制发件数<td>{cell}<td>{cell}" for cell in cells)
    page = f"<title>{HEAD}</title><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数{rows}</table>"
    assert hasattr(extract_source(Source("a.html", page.encode())), "cells")


@pytest.mark.parametrize(("digits", "state"), [(MOST_DIGITS, CellState.NUMBER), (MOST_DIGITS + 1, CellState.TEXT)])
def test_a_cell_has_no_more_digits_than_can_be_computed_with(digits: int, state: CellState) -> None:
    assert read_cell("9" * digits).state is state


def test_the_longest_number_is_exact() -> None:
    longest = "9" * MOST_DIGITS
    (figure,) = extract_text(f"公开近{longest}件。").figures
    assert (figure.low, figure.high) == (Decimal(longest) - 1, Decimal(longest))
    report = extract_text(f"公开{longest}9件。")
    assert (report.figures, [problem.code for problem in report.problems if problem.start]) == ((), ["unread_number"])


def test_a_path_that_is_none_is_an_unread_file() -> None:
    paths = chain(["a\0b.txt", "x" * 5000, "/"], ["\udcff.txt"])
    assert {type(extract_file(path)) for path in paths} == {UnreadFile}
