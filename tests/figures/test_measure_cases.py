"""What each number of a sentence counts, case by case (``tests/cases/measures.toml``)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.report import extract_text

FILE = Path(__file__).parents[1] / "cases/measures.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]


def case(value: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=value["fails"], strict=True)] if "fails" in value else []
    return pytest.param(value["text"], value["measures"], marks=marks, id=value["text"])


@pytest.mark.parametrize(("text", "measures"), [case(value) for value in CASES])
def test_each_number_is_named_by_what_it_counts(text: str, measures: list[str]) -> None:
    report = extract_text(f"某县农业局2022年工作总结\n一、概况\n2022年，{text}")

    assert [figure.measure or "-" for figure in report.figures] == measures


def test_each_case_says_what_it_is_a_case_of() -> None:
    assert all(value["mechanism"] and value["origin"] for value in CASES)
    assert len({value["text"] for value in CASES}) == len(CASES)


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
