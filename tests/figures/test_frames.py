"""What figures are parts of, what they are about, whose they are, and what they inherit."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.i18n import say
from pipeline.model import Figure
from pipeline.report import extract_text
from pipeline.views.explain import why_lines
from tests.case_files import cases, written


def read(text: str) -> tuple[Figure, ...]:
    return extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures


@pytest.mark.parametrize(("text", "wholes"), cases("frames", "wholes"))
def test_a_division_is_told_by_words_and_sums(text: str, wholes: list[int | None]) -> None:
    assert written([figure.parent_id for figure in read(text)]) == wholes


@pytest.mark.parametrize(("text", "roles"), cases("frames", "roles"))
def test_a_figure_has_its_role_and_what_it_is_about(text: str, roles: list[tuple[str, int | None]]) -> None:
    assert written([(str(figure.role), figure.of_id) for figure in read(text)]) == roles


@pytest.mark.parametrize(("text", "expected"), cases("frames", "inherited"))
def test_a_part_inherits_object_and_verb_and_no_neighbours_name(
    text: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert written([(figure.measure, figure.action, figure.entity) for figure in read(text)]) == expected


@pytest.mark.parametrize(("text", "actions"), cases("frames", "actions"))
def test_the_verb_that_governs_the_clause_is_the_action(text: str, actions: list[str | None]) -> None:
    assert written([figure.action for figure in read(text)]) == actions


@pytest.mark.parametrize(("text", "measures"), cases("frames", "measures"))
def test_a_measure_is_the_whole_noun(text: str, measures: list[str | None]) -> None:
    assert written([figure.measure for figure in read(text)]) == measures


@pytest.mark.parametrize(("text", "expected"), cases("frames", "owned"))
def test_the_name_of_its_owner_names_no_number(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert written([(figure.measure, figure.entity) for figure in read(text)]) == expected


def test_what_has_a_noun_behind_it_does_not_rise() -> None:
    assert [figure.change for figure in read("提升3个查阅中心的质效。增加3个。")] == [None, "increase"]


def test_a_figure_without_a_measure_is_a_problem_at_its_place() -> None:
    report = extract_text("某县2023年政府信息公开工作年度报告\n共涉及33个部门共计553项。")
    spans = [(one.start, one.end) for one in report.problems if one.code == "unread_measure"]
    assert spans == [(figure.start, figure.end) for figure in report.figures if figure.measure is None]
    assert len(spans) == 1


def test_why_prints_words_and_the_rule_of_each_measure() -> None:
    legend, *lines = why_lines(extract_text("全市收到申请50件，其中云台镇28件、柳溪镇22件。"))
    assert legend == say("why_legend")
    assert sum(line == legend for line in lines) == 0
    assert any("收到/action*" in line for line in lines)
    assert any("28件 · measure 申请 (division) · action 收到" in line and "entity 云台镇" in line for line in lines)
    assert "chunks: [全市]other:agent [收到]vp:listed [申请]np:behind_action" in "\n".join(lines)


def test_explain_says_what_was_decided_against() -> None:
    lines = list(why_lines(extract_text("全县城镇新增就业90人。")))
    assert "             not taken: 新增 as a verb (attribute)" in lines


def test_a_number_is_read_over_a_line_that_breaks_off() -> None:
    first, second, third = read("全年依法受理，按规定办理申请\n90件，其中甲县\n80件、乙县10件。")
    assert (first.measure, second.measure) == ("申请", "申请")
    assert (second.parent_id, third.parent_id) == (0, 0)


def test_the_cases_of_frames_hold(shared: Path) -> None:
    cases = [json.loads(line) for line in (shared / "cases/frames.jsonl").read_text("utf-8").splitlines()]
    assert cases
    wrong = [f"{row['surface']}: {key}" for case in cases for row, key in misses(case)]
    assert wrong == []


# What a case says of periods and modality is tested where they are read.
OWN = {"entity", "action", "measure", "role", "parent", "of", "measure_not"}
COLUMNS = ("entity", "action", "measure", "role")


def misses(case: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The rows of a case that are not met, each with its column."""
    figures = extract_text(case["text"]).figures
    found: list[tuple[dict[str, Any], str]] = []
    for row in case.get("rows", ()):
        one = next((figure for figure in figures if figure.surface == row["surface"]), None)
        if not OWN & row.keys():
            continue
        if one is None:
            found.append((row, "surface"))
            continue
        found += [(row, key) for key in COLUMNS if key in row and getattr(one, key) != row[key]]
        ids = {"parent": one.parent_id, "of": one.of_id}
        told = {key: None if figure_id is None else figures[figure_id].surface for key, figure_id in ids.items()}
        found += [(row, key) for key, surface in told.items() if key in row and surface != row[key]]
        found += [(row, "measure_not") for name in row.get("measure_not", ()) if one.measure == name]
    return found
