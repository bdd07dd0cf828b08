"""What each number of a sentence belongs to, case by case (``tests/cases``): its whole, its verb, and whose it is."""

import pytest

from pipeline.model import Figure
from pipeline.report import extract_text
from tests.case_files import cases, written


def figures_of(text: str, author: str = "某县农业局") -> tuple[Figure, ...]:
    return extract_text(f"{author}2022年工作报告\n一、概况\n2022年，{text}").figures


@pytest.mark.parametrize(("text", "wholes"), cases("wholes", "wholes"))
def test_each_number_has_its_whole(text: str, wholes: list[str]) -> None:
    figures = figures_of(text)

    assert [figures[f.parent_id].surface if f.parent_id is not None else "-" for f in figures] == wholes


@pytest.mark.parametrize(("text", "actions"), cases("actions", "actions"))
def test_each_number_has_its_verb(text: str, actions: list[str]) -> None:
    assert [figure.action or "-" for figure in figures_of(text)] == actions


@pytest.mark.parametrize(("text", "owners"), cases("owners", "owners"))
def test_each_number_has_its_owner(text: str, owners: list[str]) -> None:
    assert [figure.entity or "-" for figure in figures_of(text, "东湖市中级人民法院")] == owners


@pytest.mark.parametrize(("text", "rules"), cases("wholes", "rules"))
def test_a_whole_and_its_lack_have_a_rule(text: str, rules: list[str | None]) -> None:
    assert written([figure.parent_rule for figure in figures_of(text)]) == rules
