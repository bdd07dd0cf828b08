"""The README's examples print what it says they print."""

import doctest
import re
from pathlib import Path

import pytest

from pipeline import extract_file
from pipeline.explain import explain
from pipeline.model import Report
from pipeline.run import collect_files, run_files

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
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
