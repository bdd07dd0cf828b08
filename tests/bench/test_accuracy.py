"""The measures themselves: conventions with their reasons, differences between two programs, and what is reached."""

from pathlib import Path
from typing import Any

import pytest

from bench.accuracy import judge_suites, select_scored, share_right
from bench.compare import Document, find_differences
from bench.conventions import Convention, read_conventions
from bench.gold import add_tallies, run_score, tally_kinds
from bench.recognition import Verdict
from bench.suites import GROUPS, Expectation
from bench.timing import best_seconds, find_caches
from pipeline import extract_text
from pipeline.run.run import collect_files, run_files

CONVENTIONS = read_conventions()
each_convention = pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda convention: convention.name)


@pytest.fixture(scope="session")
def verdicts(shared: Path) -> list[Verdict]:
    return judge_suites(shared / "suites")


def test_conventions_are_named_once() -> None:
    names = [convention.name for convention in CONVENTIONS]
    assert len(names) == len(set(names)) > 0


@each_convention
def test_a_convention_has_a_reason_and_keeps_to_its_examples(convention: Convention) -> None:
    pattern = convention.compile()
    assert convention.reason.endswith(".")
    assert set(convention.groups) <= {group.name for group in GROUPS}
    assert [line for line in convention.yes if not pattern.search(line)] == []
    assert [line for line in convention.no if pattern.search(line)] == []


@each_convention
def test_a_convention_takes_something_out(convention: Convention, verdicts: list[Verdict]) -> None:
    assert any(verdict.convention is convention for verdict in verdicts)


@pytest.mark.parametrize("group", [group.name for group in GROUPS if group.need])
def test_the_suites_are_read_as_asked(group: str, verdicts: list[Verdict]) -> None:
    need = next(one.need for one in GROUPS if one.name == group)
    kept = select_scored(verdicts, group)
    assert len(kept) > 50
    assert need is not None
    assert share_right(kept) >= need


def test_kinds_add_up_to_what_the_scorer_says(shared: Path, tmp_path: Path) -> None:
    run_files(collect_files(shared / "corpus" / "disclosure", only="*_201[29].txt"), tmp_path)
    scores = run_score(tmp_path, shared)
    total = add_tallies(tally_kinds(tmp_path, shared / "gold").values())
    columns = list(zip(*(document[1:] for document in scores.documents), strict=True))
    assert [total.gold, total.found, total.false, total.right] == [sum(column) for column in columns]
    assert total.gold > 50


def figure(start: int, end: int, **attributes: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "surface": "x", "measure": None} | attributes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("公开3件。", figure(2, 4)), ("公开3件。", figure(2, 4)), []),
        (("公开3件。", figure(2, 4)), ("公 开3件。", figure(3, 5)), []),
        (("公开3件。", figure(2, 4)), ("已公开3件。", figure(3, 5)), [(None, 3), (2, None)]),
        (("公开3件。\n完", figure(2, 4)), ("概况\n公开3件。\n完", figure(5, 7)), []),
        (("公开3件。", figure(2, 4)), ("公开3件。", figure(2, 4, measure="信息")), [(2, 2)]),
        (("近30件。", figure(1, 4)), ("近30件。", figure(0, 4, surface="近30件")), [(1, 0)]),
        (("公开3件。",), ("公开3件。", figure(2, 4)), [(None, 2)]),
        (("公开3件。", figure(2, 4)), ("公开3件。",), [(2, None)]),
        (
            ("均为0。", figure(2, 3, measure="复议"), figure(2, 3, measure="诉讼")),
            ("均为0。", figure(2, 3, measure="诉讼")),
            [(2, None)],
        ),
    ],
)
def test_differences(old: tuple[Any, ...], new: tuple[Any, ...], expected: list[tuple[int | None, int | None]]) -> None:
    found = find_differences("a", Document(old[0], old[1:]), Document(new[0], new[1:]))
    assert [(d.old and d.old["start"], d.new and d.new["start"]) for d in found] == expected


def test_an_expectation_is_matched_in_plain_form() -> None:
    full_width = Expectation("a", "b", "number", "公开１２件", 2, 4, "１２", None, "12")
    assert full_width.line == "公开12件 | 12 = 12 (number)"


def test_texts_are_forgotten_before_they_are_timed() -> None:
    extract_text("全年公开信息553项。")
    assert any(cache.cache_info().currsize for cache in find_caches())
    best_seconds(lambda: None, 1)
    assert not any(cache.cache_info().currsize for cache in find_caches())
