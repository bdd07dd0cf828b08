"""The command line speaks two languages, and says the same in both."""

import ast
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.cli.program import ORDER
from pipeline.i18n.messages import LANGUAGES, messages, say
from pipeline.model import Modality, Outcome, Qualifier
from pipeline.rulebook.problems import Severity
from pipeline.tables.datapackage import describe_package

PIPELINE = Path(__file__).parents[2] / "pipeline"
COMMANDS = ("verdicts merge", *(command for command in ORDER if command != "verdicts"))
CHINESE_RE = re.compile(r"[一-鿿]")

by_key = pytest.mark.parametrize("key", messages())


@by_key
def test_a_message_has_both_languages_and_the_same_placeholders(key: str) -> None:
    said = messages()[key]
    assert tuple(said) == LANGUAGES
    assert CHINESE_RE.search(said["zh"]) or not re.search("[a-z]{3}", re.sub(r"{\w+}", "", said["en"]))
    names = [sorted(name for _, name, _, _ in string.Formatter().parse(said[one]) if name) for one in LANGUAGES]
    assert names[0] == names[1]
    examples = [re.findall(r"^  gongkai .*", said[one], re.MULTILINE) for one in LANGUAGES]
    assert examples[0] == examples[1]


@cache
def nodes_of(module: Path) -> tuple[ast.Call | ast.Constant, ...]:
    """The calls and the literals in the code of a module."""
    return tuple(n for n in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(n, ast.Call | ast.Constant))


def said_by(module: Path) -> Iterator[str]:
    """The keys that a module says: literals, or one of several."""
    for node in nodes_of(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            parts = ast.walk(node.args[0]) if isinstance(node.args[0], ast.IfExp) else [node.args[0]]
            yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def words_of(module: Path) -> Iterator[str]:
    for node in nodes_of(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_message_is_said_and_none_that_is_not_there() -> None:
    modules = list(PIPELINE.rglob("*.py"))
    assert {key: module.name for module in modules for key in said_by(module) if key not in messages()} == {}
    kinds: dict[str, Iterable[str]] = {
        "severity": get_args(Severity),
        "outcome": Outcome,
        "modality": set(Modality) - {Modality.ACTUAL},
        "qualifier": set(Qualifier) - {Qualifier.EXACT},
        "section": ("preamble", "signature"),
    }
    named = {f"{kind}_{name}" for kind, names in kinds.items() for name in names}
    assert messages().keys() - {word for module in modules for word in words_of(module)} - named == set()
    assert named <= messages().keys()


def test_help_is_in_the_language_of_the_locale() -> None:
    for locale, words in (("zh_CN.UTF-8", "报告所在文件夹"), ("C.UTF-8", "Folder of reports")):
        command = [sys.executable, "-m", "pipeline", "run", "--help"]
        environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1"}
        assert words in subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_errors_are_in_the_language_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = CliRunner().invoke(app, ["export", "nowhere", "x"])
    assert (
        result.stderr == "gongkai: 没有文件夹 nowhere；请检查路径，或者先生成数据表：gongkai run 报告文件夹 nowhere\n"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example_on_a_line_of_its_own(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "100"}).stdout
    assert re.search(rf"^ +gongkai {command} \S", shown, re.MULTILINE), shown
    assert "\b" not in shown


def test_a_message_without_its_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say("no_folder")


def test_the_schema_as_json_is_the_data_package() -> None:
    assert json.loads(CliRunner().invoke(app, ["schema", "--json"]).stdout) == describe_package()
    one = json.loads(CliRunner().invoke(app, ["schema", "figures", "--json"]).stdout)
    assert [resource["name"] for resource in one["resources"]] == ["figures"]


def test_a_report_as_json_is_its_rows(raw: Path) -> None:
    shown = json.loads(CliRunner().invoke(app, ["explain", str(raw / "specimen_shenyang_2016.txt"), "--json"]).stdout)
    (document,) = shown["documents"]
    for figure in shown["figures"]:
        assert document["text"][figure["start"] : figure["end"]] == figure["surface"]
    assert document["period_end"] == "2016-12-31"
    assert {"trap", "start", "end"} == set(shown["left_out"][0])


def test_a_file_that_cannot_be_read_as_json_has_its_problem(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = CliRunner().invoke(app, ["explain", str(tmp_path / "empty.txt"), "--json"])
    assert result.exit_code == 3
    assert [row["problem"] for row in json.loads(result.stdout)["problems"]] == ["empty_file"]


def test_the_shell_completes_commands() -> None:
    """As bash asks, once ``gongkai --install-completion`` has told it to."""
    asked = {"_GONGKAI_COMPLETE": "complete_bash", "COMP_WORDS": "gongkai ex", "COMP_CWORD": "1"}
    command = [sys.executable, "-c", "from pipeline.cli.main import app; app(prog_name='gongkai')"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **asked})
    assert ended.stdout.split() == ["explain", "export"]
    assert "--install-completion" in CliRunner().invoke(app, ["--help"]).stdout


def test_the_summary_of_a_run_as_json(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "empty.txt").touch()
    shown = CliRunner().invoke(app, ["run", str(tmp_path / "raw"), str(tmp_path / "out"), "--json"])
    assert shown.exit_code == 3
    summary = json.loads(shown.stdout)
    assert summary["unreadable"] == [["empty.txt", "The file contains no text.", "文件中没有文字。"]]
    shown = CliRunner().invoke(app, ["run", str(raw), str(tmp_path / "out"), "--json"])
    summary = json.loads(shown.stdout)
    assert (summary["documents"], summary["unreadable"]) == (5, [])
    assert sum(summary["figures"].values()) > 50
