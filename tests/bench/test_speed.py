"""What is timed is all of the extract, and a ratio that grew is told."""

import ast
from pathlib import Path

import pytest

from bench import speed
from bench.speed import Sample, check_ratios, read_sample, show_ratios
from bench.stages import REST, Time, time_stages
from pipeline import report
from pipeline.model import Source
from pipeline.report import extract_reports


@pytest.fixture
def sample(raw: Path) -> Sample:
    files = [raw / name for name in ("specimen_shenyang_2016.txt", "specimen_2023_form.html")]
    return read_sample("Reports", [Source(file.name, file.read_bytes()) for file in files])


# Functions of the composition that call no stage.
NO_STAGES = ("extract_text", "identify", "_call_part", "_plain")


def test_the_stages_are_what_the_composition_calls_and_their_sum_is_the_extract(sample: Sample) -> None:
    *stages, extract = time_stages(sample.sources, sample.characters, 2)
    assert extract.seconds == pytest.approx(sum(stage.seconds for stage in stages))
    assert all(stage.seconds >= 0 for stage in stages)
    tree = ast.parse(Path(report.__file__).read_text("utf-8"))
    called = {
        node.func.id
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        and function.name not in ("extract_text", "identify", "_call_part", "_plain")
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    rooms = {name: getattr(getattr(report, name, None), "__module__", "") for name in called}
    functions = {
        name
        for name, module in rooms.items()
        if module.startswith("pipeline.") and module != report.__name__ and not isinstance(getattr(report, name), type)
    }
    assert {stage.name for stage in stages} == functions | {REST}
    assert len(functions) > 8
    assert report.extract_reports is extract_reports


@pytest.mark.parametrize(("said", "sound"), [(None, False), (50.0, True), (41.7, True), (41.0, False), (500.0, True)])
def test_a_ratio_that_is_more_than_a_fifth_above_the_page_is_told(
    sample: Sample,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    said: float | None,
    *,
    sound: bool,
) -> None:
    monkeypatch.setattr(speed, "time_floor", lambda *_: 1.0)
    monkeypatch.setattr(speed, "time_stages", lambda *_: [Time("extract", 50.0, 1)])
    page = "\n".join(show_ratios([("Reports", said)])) if said else "# Benchmarks\n"
    assert check_ratios([sample], 1, page) is sound
    assert ("SLOWER" in capsys.readouterr().out) is not sound
