"""What each number of a sentence counts, case by case (``tests/cases/measures.toml``)."""

import pytest

from pipeline.report import extract_text
from tests.case_files import cases


@pytest.mark.parametrize(("text", "measures"), cases("measures", "measures"))
def test_each_number_is_named_by_what_it_counts(text: str, measures: list[str]) -> None:
    report = extract_text(f"某县农业局2022年工作总结\n一、概况\n2022年，{text}")

    assert [figure.measure or "-" for figure in report.figures] == measures


@pytest.mark.parametrize(
    ("text", "kind", "change"),
    [
        ("让210万江城儿女倍感振奋", "person_count", None),
        ("惠及5.2万残疾人", "person_count", None),
        ("粉丝数54373", "number", None),
        ("消费价格涨幅控制在2.4%", "percent", "increase"),
        ("能耗降幅保持在3%以内", "percent", "decrease"),
        ("新增贷款同比多增30亿元", "money", "increase"),
        ("人口自然增长率控制在5‰以内", "percent", None),
    ],
)
def test_people_and_sizes_of_changes_are_told_without_a_classifier(text: str, kind: str, change: str | None) -> None:
    (figure,) = extract_text(f"某县农业局2022年工作总结\n一、概况\n2022年，{text}。").figures

    assert (figure.kind, figure.change) == (kind, change)
