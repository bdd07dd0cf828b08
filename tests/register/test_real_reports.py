"""Real reports, where they are at hand: nearly all that name their agency have division, code, level and type."""

from pathlib import Path

import pytest

from pipeline.model import Outcome, Report, Source
from pipeline.report import extract_source

# Of a hundred reports that name a place, so many are placed; the rest are towns whose county nothing names.
PLACED = 0.95
# A city that two of the files made up: the register rightly has none of that name.
MADE_UP = "测试市"


@pytest.fixture(scope="module")
def named(shared: Path) -> list[Report]:
    """The reports of all files, whatever their format, that name their agency."""
    folders = (shared / "corpus" / "disclosure", shared / "wider" / "texts")
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    read = [extract_source(Source(file.name, file.read_bytes())) for file in files]
    return [one for one in read if isinstance(one, Report) and one.metadata.agency]


def is_placed(report: Report) -> bool:
    told = report.registration
    return bool((told.adcode or told.level == "state") and told.level and told.agency_type)


def test_nearly_all_reports_that_name_a_place_are_placed(named: list[Report]) -> None:
    real = [one for one in named if MADE_UP not in (one.metadata.agency or "")]
    assert len(real) >= 75
    assert {one.format.value for one in real} >= {"html", "pdf", "text"}
    unplaced = [one.source for one in real if not is_placed(one)]
    assert len(real) - len(unplaced) >= PLACED * len(real), unplaced


def test_what_is_not_placed_has_its_reason(named: list[Report]) -> None:
    for report in named:
        said = [one for one in report.audits if one.rule == "region_unknown"]
        assert len(said) == (report.registration.level != "state")
        assert [one.outcome is Outcome.PASS for one in said] == [is_placed(report)] * len(said), report.source
        if MADE_UP in (report.metadata.agency or ""):
            assert "查无此地" in said[0].detail_zh
