"""The README's examples print what it says they print."""

import doctest
import re
import subprocess
from pathlib import Path

import pytest

from pipeline import extract_file
from pipeline.cli.main import app
from pipeline.model import Report
from pipeline.run.run import collect_files, run_files
from pipeline.views.explain.report import explain

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
README_ZH = ROOT / "README.zh.md"
EXAMPLES_RE = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXPLAIN_RE = re.compile(r"^\$ \S+/gongkai explain data/raw/(\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_examples_of_the_readme(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_files(collect_files(raw), tmp_path / "data" / "processed")
    monkeypatch.chdir(tmp_path)
    examples = "\n".join(EXAMPLES_RE.findall(README))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0)
    assert len(test.examples) >= 12
    assert doctest.DocTestRunner().run(test).failed == 0


def test_what_explain_prints(raw: Path) -> None:
    shown = EXPLAIN_RE.search(README)
    assert shown
    report = extract_file(raw / shown[1], shown[1])
    assert isinstance(report, Report)
    printed = explain(report).splitlines()
    assert [line for line in shown[2].splitlines() if line != "…" and line not in printed] == []


def test_the_chinese_readme_shows_the_same_examples_and_tables() -> None:
    """In the same order, so that what is run for the one holds for the other."""
    chinese = README_ZH.read_text("utf-8")
    blocks = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
    assert blocks.findall(chinese) == blocks.findall(README)
    tables = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
    assert tables.findall(chinese) == tables.findall(README)


def test_the_chinese_readme_names_commands_that_there_are() -> None:
    known = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    known |= {group.name for group in app.registered_groups}
    named = set(re.findall(r"`gongkai (\w+)", README_ZH.read_text("utf-8")))
    assert named <= known
    assert {"export", "report", "diff"} <= named


def test_what_the_browser_tests_import_is_installed_with_the_browser() -> None:
    steps = subprocess.run(
        ["make", "--dry-run", "--always-make", "browser"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "requirements/dev.txt" in steps
    assert "\nplaywright==" in (ROOT / "requirements" / "dev.txt").read_text("utf-8")
