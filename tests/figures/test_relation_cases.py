"""What each number of a sentence belongs to, case by case (``tests/cases``): its whole, its verb, and whose it is."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Figure
from pipeline.report import extract_text

FOLDER = Path(__file__).parents[1] / "cases"
CASES = {
    name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
    for name in ("wholes", "actions", "owners")
}


def cases(name: str) -> list[Any]:
    """The sentences of a file with what is right for them; a known failure is marked."""
    return [
        pytest.param(
            value["text"],
            value[name],
            marks=[pytest.mark.xfail(reason=value["fails"], strict=True)] if "fails" in value else [],
            id=value["text"],
        )
        for value in CASES[name]
    ]


def figures_of(text: str, author: str = "某县农业局") -> tuple[Figure, ...]:
    return extract_text(f"{author}2022年工作报告\n一、概况\n2022年，{text}").figures


@pytest.mark.parametrize(("text", "wholes"), cases("wholes"))
def test_each_number_has_its_whole(text: str, wholes: list[str]) -> None:
    figures = figures_of(text)

    assert [figures[f.parent_id].surface if f.parent_id is not None else "-" for f in figures] == wholes


@pytest.mark.parametrize(("text", "actions"), cases("actions"))
def test_each_number_has_its_verb(text: str, actions: list[str]) -> None:
    assert [figure.action or "-" for figure in figures_of(text)] == actions


@pytest.mark.parametrize(("text", "owners"), cases("owners"))
def test_each_number_has_its_owner(text: str, owners: list[str]) -> None:
    assert [figure.entity or "-" for figure in figures_of(text, "东湖市中级人民法院")] == owners


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("接待7次。公开信息96，其中公告25条。", [None, "unread"]),
        ("收入20万元，上年结余5万元，收入总计25万元。", ["balance", "balance", None]),
        ("来信7件、来访2件，共计9件。", ["total", "total", None]),
        ("接待9次。其中判处缓刑27人。", [None, "unfound"]),
        ("收到申请9件，其中信函7件、网络2件。", [None, "sum", "sum"]),
        ("收到申请9件，其中信函7件。", [None, "stated"]),
    ],
)
def test_a_whole_and_its_lack_have_a_rule(text: str, rules: list[str | None]) -> None:
    assert [figure.parent_rule for figure in figures_of(text)] == rules


@pytest.mark.parametrize("name", CASES)
def test_each_case_says_what_it_is_a_case_of(name: str) -> None:
    assert all(value["mechanism"] and value["origin"] for value in CASES[name])
    assert len({value["text"] for value in CASES[name]}) == len(CASES[name])
