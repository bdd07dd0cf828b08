"""A short section of prose behind a table in plain text is prose, whatever labels of the forms its words are."""

import pytest

from pipeline.report import extract_text

TABLE = """柳溪县水务局2022年政府信息公开工作年度报告
一、总体情况
全年公开信息12条。
二、主动公开政府信息情况
第二十条第（一）项
信息内容 {sign} 本年制发件数 {sign} 本年废止件数 {sign} 现行有效件数
规章 {sign} 0 {sign} 0 {sign} 0
行政规范性文件 {sign} 3 {sign} 1 {sign} 12
三、行政复议、行政诉讼
{prose}
"""


@pytest.mark.parametrize("sign", ["|", "\t", " "])
@pytest.mark.parametrize(
    ("prose", "values"),
    [
        ("全年收到行政复议1件，维持1件；行政诉讼0件。", [12, 1, 1, 0]),
        ("申请行政复议2件，行政诉讼7件。", [12, 2, 7]),
    ],
)
def test_the_figures_of_the_sentence_are_read(sign: str, prose: str, values: list[int]) -> None:
    report = extract_text(TABLE.format(sign=sign, prose=prose))
    assert [figure.value for figure in report.figures] == values
    assert "flattened_table" not in {problem.code for problem in report.problems}
    assert {(cell.row, cell.column, cell.value) for cell in report.cells} >= {
        ("normative_documents", "issued", 3),
        ("normative_documents", "in_force", 12),
    }
