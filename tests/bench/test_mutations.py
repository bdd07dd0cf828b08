"""Reports that were damaged as whole texts: the laws hold, and what breaks one is found and kept."""

import random
from pathlib import Path

import pytest

from bench import laws
from bench.fuzz import mutations
from bench.fuzz.mutations import MUTATIONS, find_fault, mutate, try_mutations
from pipeline.model import Report

REPORT = "一、概况\n全年公开信息30条，其中网站20条。\n二、申请\n收到申请5件，办结5件。\n"


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_a_mutation_changes_a_report(mutation: mutations.Mutation) -> None:
    assert {mutation(REPORT, random.Random(seed)) for seed in range(20)} - {REPORT}


def test_the_same_seed_damages_the_same() -> None:
    assert mutate(REPORT, random.Random(3)) == mutate(REPORT, random.Random(3))


def test_laws_hold_on_damaged_specimens(raw: Path) -> None:
    count, faults = try_mutations([raw], seconds=2, seed=11)
    assert count > 10
    assert faults == []


def test_a_broken_law_is_found_and_the_report_kept(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_report_has_figures(report: Report) -> None:
        assert not report.figures

    monkeypatch.setattr(mutations, "LAWS", [*laws.LAWS, no_report_has_figures])
    monkeypatch.chdir(tmp_path)
    _, faults = try_mutations([raw], seconds=0.5, seed=5)
    assert faults
    kept = Path(faults[0].partition(" ")[0])
    assert "no_report_has_figures" in faults[0]
    assert "no_report_has_figures" in (find_fault(kept.name, kept.read_text("utf-8")) or "")


def test_what_raises_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutations, "extract_source", lambda _: 1 / 0)
    assert find_fault("a.txt", REPORT) == "raises ZeroDivisionError: division by zero"
