"""A broken rule file is refused in plain words, by every command that reads it, and the tables stay as they were."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.model import Report, Source, Unreadable
from pipeline.rulebook.load import RulebookError
from pipeline.run.collect import collect_files
from pipeline.run.options import Options
from pipeline.run.rule_files import SHAPES
from pipeline.run.run import run_files
from tests.prepared import run_script

ADVICE = "\n         A rule file cannot be used: correct it there, or reinstall gongkai.\n"
PACKAGE = Path(__file__).parents[2] / "pipeline"


def tables_in(folder: Path) -> list[Path]:
    """The tables below a folder; what a run keeps of the files for the next one is none."""
    return [path for path in folder.rglob("*.parquet") if ".gongkai" not in path.parts]


class Broken(NamedTuple):
    """A rule file, what is written over it or replaced in it (``None``: it is deleted), and what is said of it."""

    file: str
    change: bytes | tuple[str, str] | None
    said: str


# These are run with workers and without.
RUN = {
    "no TOML": Broken("zeros", b"negations = [\n", "rules/zeros.toml: no TOML: Invalid value (at end of document)"),
    "wrong shape": Broken(
        "changes",
        ("decrease_nouns = ", "decrease_noun = "),
        "rules/changes.toml: decrease_nouns: Field required\n         rules/changes.toml: decrease_noun: Extra inputs",
    ),
    "bad regex": Broken(
        "citations",
        ("pattern = '''", "pattern = '''("),
        "rules/citations.toml: numbers 1 (serial), pattern: no regular expression: missing ), unterminated subpattern",
    ),
    "audits": Broken(
        "audits",
        ('severity = "error"', 'severity = "bad"'),
        "rules/audits.toml: identities 1 (requests_by_channel), severity: Input should be 'error', 'warning' or 'info'",
    ),
    # No report of plain text asks for these.
    "missing": Broken("facts", None, "rules/facts.toml cannot be read: No such file or directory"),
}
CHECKED = {
    "another regex": Broken(
        "metadata",
        ("pattern = '''(?: 报告 |", "pattern = '''((?: 报告 |"),
        "rules/metadata.toml: patterns 13 (title_end), pattern: no regular expression: missing )",
    ),
    "unknown piece": Broken(
        "times", ("{small} ) \\ ? 个月", "{smal} ) \\ ? 个月"), "rules/times.toml: of_a_year: there is no piece 'smal'"
    ),
    "forms": Broken("forms", b"tables = 3\n", "rules/forms.toml: tables: Input should be a valid tuple"),
    "GBK": Broken("lexicon", "公开 = []\n".encode("gbk"), "rules/lexicon.toml: not UTF-8 (at byte 1)"),
    "claimed twice": Broken(
        "lexicon",
        ('"公开" = ["action"', '"公开" = ["noun", "action"'),
        "rules/lexicon.toml: 公开 is claimed as noun and as action",
    ),
    "no unit": Broken(
        "units", ('"¥", unit = "元"', '"¥", unit = "无"'), "rules/units.toml: ¥ stands for 无, which is no unit"
    ),
    "indicator": Broken(
        "indicators",
        ("\nmeasure = '''", "\nmeasure = '''("),
        "rules/indicators.toml: prose 1 (disclosed_website), measure: no regular expression: missing )",
    ),
    # All tables have columns by these names.
    "names": Broken(
        "indicators",
        ('code = "disclosed", label = ', 'code = "disclosed", lable = '),
        "rules/indicators.toml: indicators 1 (disclosed), label: Field required",
    ),
    "exclusion": Broken(
        "exclusions",
        ("\nafter = '''", "\nafter = '''("),
        "rules/exclusions.toml: exclusion 3 (line_of_form), after: no regular expression: missing )",
    ),
    "furniture": Broken(
        "furniture",
        ('name = "tools"', 'name = "two words"'),
        "rules/furniture.toml: lines 2 (two words), name: String should match pattern",
    ),
}
BROKEN = {**RUN, **CHECKED}
COMMANDS = (
    "spark {raw} {out}",
    "explain {raw}/000/00001.txt",
    "schema",
    "schema --json",
    "export {out} {out}-export",
    "diff {out} {out}",
    "report {out} {out}.html",
    "review {out} {out}-site",
    "score {out} --verdicts {out}.csv",
    "verdicts merge {out}.csv --into {out}-all.csv",
)
# Reads the rule files in a folder anew, in a process that has read its own, and is another edition by them.
BREAK = """
import sys
from pathlib import Path
from pipeline import language, provenance, resources, values
from pipeline.rulebook import load
from pipeline.run import made_with
from pipeline.run.rule_files import check_rules
copied = sys.argv.pop(1)
load.read_rules.cache_clear()
resources.files = lambda package: Path(copied, package)
values.signs.cache_clear()
language.parts_of_speech.cache_clear()
made_with.edition_digest = provenance.edition_digest = lambda: "broken"
"""
CHECK = f"{BREAK}\ncheck_rules()\n"
# Runs every command in one process, as the command line would.
ALL = """
import json, sys
from typer.testing import CliRunner
from pipeline.cli.main import app
ended = [CliRunner().invoke(app, command.split()) for command in sys.argv[1:]]
print(json.dumps([(one.exit_code, one.output) for one in ended]))
"""


def read_with_broken_rules(_: Source) -> Report | Unreadable:
    """Reads as by a rule file that is broken while a run goes on."""
    raise RulebookError("rules/zeros.toml: no TOML")


@pytest.fixture
def break_rules(tmp_path: Path) -> Callable[[str], Path]:
    """Copies the package with its bytecode, breaks one of its rule files, and gives the folder to import it from."""

    def break_one(case: str) -> Path:
        copied = tmp_path / "copy"
        shutil.copytree(PACKAGE, copied / "pipeline")
        change = BROKEN[case].change
        file = copied / "pipeline" / "rules" / f"{BROKEN[case].file}.toml"
        if change is None:
            file.unlink()
        elif isinstance(change, bytes):
            file.write_bytes(change)
        else:
            text = file.read_text("utf-8")
            assert change[0] in text
            file.write_text(text.replace(*change, 1), "utf-8")
        return copied

    return break_one


def importing(copied: Path) -> dict[str, str]:
    """The environment in which the package is that of a folder."""
    return {**os.environ, "PYTHONPATH": str(copied)}


def run_all(copied: Path, *commands: str, prepared: bool = False) -> list[tuple[int, str]]:
    """Runs commands with the package in a folder, one after the other: the status of each, and what it printed.

    A ``prepared`` process has loaded the package, and reads only the rules from there.
    """
    if prepared:
        ended = run_script(BREAK + ALL, copied, *commands)
    else:
        command = [sys.executable, "-c", ALL, *commands]
        ended = subprocess.run(command, capture_output=True, text=True, check=True, env=importing(copied))
    assert ended.returncode == 0, ended.stderr
    return [(status, output) for status, output in json.loads(ended.stdout)]


def gongkai(copied: Path, *arguments: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    environment = {**importing(copied), "PYTHONUTF8": "1", **variables}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=copied, env=environment)


def refusal(ended: "subprocess.CompletedProcess[str]") -> str:
    assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}


@pytest.mark.parametrize("case", RUN)
def test_a_run_says_the_same_of_broken_rules_with_workers_and_without(
    case: str, tmp_path: Path, break_rules: Callable[[str], Path], write_reports: Callable[..., Path]
) -> None:
    raw, out, copied = write_reports(tmp_path / "raw", 2), tmp_path / "out", break_rules(case)
    run_files(collect_files(raw), out)
    before = tables(out)
    commands = f"run {raw} {out}", f"run {raw} {tmp_path / 'new'} --workers 2"
    (status, alone), fenced = run_all(copied, *commands, prepared=case != "no TOML")
    assert fenced == (status, alone) == (2, alone)
    assert "Traceback" not in alone
    assert alone.startswith(f"gongkai: {BROKEN[case].said}")
    assert alone.endswith(ADVICE)
    assert len(before) > 5
    assert tables(out) == before
    assert tables_in(tmp_path / "new") == []


@pytest.mark.parametrize("case", CHECKED)
def test_rules_are_checked_before_a_document_is_read(case: str, break_rules: Callable[[str], Path]) -> None:
    ended = run_script(CHECK, break_rules(case))
    assert f"\npipeline.resources.RulebookError: {BROKEN[case].said}" in ended.stderr


def test_every_command_that_reads_rules_refuses_broken_ones(
    tmp_path: Path, break_rules: Callable[[str], Path], write_reports: Callable[..., Path]
) -> None:
    raw, out, copied = write_reports(tmp_path / "raw", 2), tmp_path / "out", break_rules("names")
    run_files(collect_files(raw), out)
    (tmp_path / "out.csv").touch()
    there = set(tmp_path.iterdir())
    commands = [command.format(raw=raw, out=out) for command in COMMANDS]
    said = run_all(copied, *commands)
    assert len(said) == len(COMMANDS)
    for command, (status, output) in zip(COMMANDS, said, strict=True):
        assert (status, output.splitlines()[0][: len(BROKEN["names"].said) + 9]) == (
            2,
            f"gongkai: {BROKEN['names'].said}",
        ), command
    assert set(tmp_path.iterdir()) == there


def test_the_refusal_is_in_the_language_of_the_locale(break_rules: Callable[[str], Path]) -> None:
    copied = break_rules("names")
    said = refusal(gongkai(copied, "schema", LC_ALL="zh_CN.UTF-8"))
    assert said.startswith("gongkai: rules/indicators.toml: indicators 1 (disclosed), label: ")
    assert said.endswith("\n         规则文件无法使用：请改正此处，或者重新安装 gongkai。\n")


@pytest.mark.parametrize("how", [Options(read=read_with_broken_rules, fenced=fenced) for fenced in (False, True)])
def test_rules_that_break_while_a_run_goes_on_end_it_and_cost_no_document(
    how: Options, tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    raw, out = write_reports(tmp_path / "raw", 2), tmp_path / "out"
    with pytest.raises(RulebookError, match=r"^rules/zeros.toml: no TOML$"):
        run_files(collect_files(raw), out, options=how)
    assert tables_in(out) == []


def test_the_process_that_workers_are_forked_from_outlives_broken_rules(break_rules: Callable[[str], Path]) -> None:
    copied = break_rules("no TOML")
    ended = subprocess.run(
        [sys.executable, "-c", "import pipeline.run.preload"], capture_output=True, check=False, env=importing(copied)
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_every_rule_file_is_checked() -> None:
    assert {*SHAPES, "messages", "parser"} == {file.stem for file in (PACKAGE / "rules").glob("*.toml")}
