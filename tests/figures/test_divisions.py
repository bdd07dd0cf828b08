"""What figures are parts of: lists that a sum or a criterion ties to a whole, and sums that are met by chance."""

import pytest

from pipeline.report import extract_text
from tests.case_files import cases, written


def wholes(text: str) -> list[str | None]:
    """The surface of the whole of each figure."""
    figures = extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures
    return [None if figure.parent_id is None else figures[figure.parent_id].surface for figure in figures]


@pytest.mark.parametrize(("text", "expected"), cases("divisions", "wholes"))
def test_a_part_has_its_whole(text: str, expected: list[str | None]) -> None:
    assert written(wholes(text)) == expected


@pytest.mark.parametrize(("heading", "whole"), [("", 0), ("二、解读情况\n", None)])
def test_what_adds_up_over_a_heading_does_so_by_chance(heading: str, whole: int | None) -> None:
    text = f"一、公开情况\n收到意见52条。\n{heading}网上答复18条，当面答复23条，书面答复11条。\n"
    figures = extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures
    assert [figure.parent_id for figure in figures] == [None, whole, whole, whole]
