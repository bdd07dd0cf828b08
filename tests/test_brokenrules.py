"""A rule file that cannot be used: a run is refused and says where, with workers and without, and no table changes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline

ADVICE = "         A rule file cannot be used: mend it at this place, or install gongkai anew.\n"
# The rule file, what is written for what in it, and how what is said begins.
BREAKS = {
    "no TOML": ("units", "units = [", "units = [[", r"gongkai: rules/units\.toml: .*line \d+"),
    "another shape": (
        "traps",
        'name = "latin_after"',
        "nane = 1",
        r"gongkai: rules/traps\.toml: trap \d+, name: Field required",
    ),
    "no regular expression": (
        "traps",
        "after = '''[A-Za-z_#@",
        "after = '''(?[A-Za-z_#@",
        r"gongkai: rules/traps\.toml: trap \d+, after: no regular expression: unknown extension at position 2",
    ),
    "an audit of no code": ("audits", "years = [", "years = [ 3,", r"gongkai: rules/audits\.toml: years 1: "),
}


@pytest.fixture
def run(tmp_path: Path, write_reports: Callable[..., Path]) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs the command with a rule file of ours, over some reports."""
    raw = write_reports(tmp_path / "raw", 3)
    shutil.copytree(Path(pipeline.__file__).parent, tmp_path / "broken" / "pipeline")

    def begin(case: str, *options: str) -> "subprocess.CompletedProcess[str]":
        name, old, new, _ = BREAKS[case]
        file = tmp_path / "broken" / "pipeline" / "rules" / f"{name}.toml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "pipeline", "run", str(raw), str(tmp_path / "out"), *options],
            cwd=tmp_path / "broken",
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return begin


@pytest.mark.parametrize("case", BREAKS)
def test_a_run_is_refused_and_says_the_file_and_the_place(
    tmp_path: Path, run: Callable[..., "subprocess.CompletedProcess[str]"], case: str
) -> None:
    done = run(case)
    assert done.returncode == 2, done.stderr
    assert re.match(BREAKS[case][-1], done.stderr), done.stderr
    assert done.stderr.endswith(ADVICE)
    assert list((tmp_path / "out").glob("*.parquet")) == []


@pytest.mark.parametrize("case", ["no regular expression", "no TOML"])
def test_workers_say_the_same(
    tmp_path: Path, run: Callable[..., "subprocess.CompletedProcess[str]"], case: str
) -> None:
    done = run(case, "--workers", "2")
    assert done.returncode == 2, done.stderr
    assert re.match(BREAKS[case][-1], done.stderr), done.stderr
    assert done.stderr.endswith(ADVICE)
    assert list((tmp_path / "out").glob("*.parquet")) == []
