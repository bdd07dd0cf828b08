"""What the code says in English has its Chinese, and the Chinese says no less."""

import json
import os
import re
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.cli.parser_words import to_chinese
from pipeline.cli.program import ORDER
from pipeline.i18n.messages import say
from pipeline.i18n.width import count_columns
from pipeline.rulebook.audits import AuditRule, all_audits
from pipeline.rulebook.problems import ProblemRule, problem_rules
from pipeline.views.codebook.codebook import codebook

PIPELINE = Path(__file__).parents[2] / "pipeline"
SENTENCES = tomllib.loads((PIPELINE / "rules" / "parser.toml").read_text("utf-8"))
CHINESE_RE = re.compile(r"[一-鿿]")
# What both languages write alike: commands, options, formats, columns.
SAME_RE = re.compile(
    r"`[^`]+`|--[a-z-]+|\b(?:DOCX|HTML|PDF|WPS|RAW|OCR|F08|U\+FFFD|UTF-8|LibreOffice)\b|documents\.\w+"
)
RULES: tuple[AuditRule | ProblemRule, ...] = (*all_audits(), *problem_rules())


def names_of(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_code_has_both_languages_and_they_name_the_same_things(rule: AuditRule | ProblemRule) -> None:
    assert rule.meaning
    assert rule.remedy
    for chinese in (rule.zh.name, rule.zh.meaning, rule.zh.remedy):
        assert CHINESE_RE.search(chinese)
        assert not re.search(r"[a-z] [a-z]|[,;:?!] |。$", re.sub("`.*?`", "", chinese)), (
            "Chinese has its own punctuation"
        )
    assert len(rule.zh.name) <= 18
    for english, chinese in ((rule.meaning, rule.zh.meaning), (rule.remedy, rule.zh.remedy)):
        assert sorted(set(SAME_RE.findall(english))) == sorted(set(SAME_RE.findall(chinese)))


def test_the_codebook_says_every_code_in_chinese_too() -> None:
    page = codebook()
    assert [rule.code for rule in RULES if f"| {rule.zh.meaning} | {rule.zh.remedy} |" not in page] == []


def test_schema_in_chinese_says_the_codes_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    for table, rules in (("problems", problem_rules()), ("audits", all_audits())):
        shown = CliRunner().invoke(app, ["schema", table]).stdout
        text = "".join(shown.split())
        for rule in rules:
            said = f"{rule.code}{say(f'severity_{rule.severity}', 'zh')}{rule.zh.meaning}。{rule.zh.remedy}。"
            assert "".join(said.split()) in text
        assert max(map(count_columns, shown.splitlines())) <= 80


def test_names_tell_codes_apart() -> None:
    for rules in (all_audits(), problem_rules()):
        assert len({rule.zh.name for rule in rules}) == len(rules)


@pytest.mark.parametrize("english", SENTENCES)
def test_a_sentence_of_the_parser_has_the_fields_of_its_english_and_is_found(english: str) -> None:
    chinese = SENTENCES[english]
    assert CHINESE_RE.search(chinese)
    assert names_of(english) == names_of(chinese)
    values = {name: f"7{number}" for number, name in enumerate(names_of(english))}
    assert to_chinese(english.format(**values)) == chinese.format(**values)


def test_what_the_parser_has_no_line_for_is_said_in_english() -> None:
    assert to_chinese("Error: It is Tuesday.") == "错误：It is Tuesday."
    assert to_chinese("tables") == "tables"


# The help is written when the command is loaded, in the language of the process: all of it is asked of one.
SHOW = """
import json, sys
from typer.testing import CliRunner
from pipeline.cli.main import app
print(json.dumps([CliRunner().invoke(app, line.split(), prog_name="gongkai").output for line in sys.argv[1:]]))
"""


def test_the_parser_speaks_chinese() -> None:
    environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "100"}
    lines = ["", *(f"{command} --help" for command in ORDER), "verdicts merge --help"]
    command = [sys.executable, "-c", SHOW, *lines]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    outputs = json.loads(shown.stdout)
    assert len(outputs) == len(lines)
    for output in outputs:
        prose = re.sub(r"^ +gongkai .*$", "", output, flags=re.MULTILINE)
        assert "用法：gongkai" in prose
        assert re.findall(r"(?!gongkai)\b[a-z]+ [a-z]+ [a-z]+", prose) == [], prose
        assert not re.search(r"[Oo]ption|[Aa]rgument|COMMAND|ARGS|required|default|<path>|\{", prose)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "错误：缺少参数 'RAW'。"),
        (["rnu"], "错误：没有命令 'rnu'。是否想用 'run'？"),
        (["run", "a", "b", "c"], "错误：多出了参数（c）"),
        (["run", "a", "b", "--workers", "x"], "错误：'--workers' 的值不对：应为整数"),
        (["run", "a", "b", "--workers", "0"], "错误：'--workers' 的值不对：不得小于 1"),
        (["run", "a", "b", "--timeout", "x"], "错误：'--timeout' 的值不对：应为数"),
        (["run", "a", "b", "--wrokers", "2"], "错误：没有选项 --wrokers（相近的选项：--workers）"),
        (["run", "a", "b", "--workers"], "错误：选项 '--workers' 之后要写一个值。"),
        (["run", "a", "b", "--json=3"], "错误：选项 '--json' 之后不写值。"),
        (
            ["export", "a", "b", "--format", "x"],
            "错误：'--format' 的值不对：'x' 不在可选值之内（'csv', 'xlsx', 'sqlite'）",
        ),
        (["score", "a"], "错误：缺少选项 '--verdicts'。"),
    ],
)
def test_errors_of_the_parser_are_chinese(monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == said
    if len(result.stderr.splitlines()) > 1:
        assert "用法：" in result.stderr
        assert "查看帮助：" in result.stderr


def test_wrong_input_is_answered_in_chinese_with_the_file_and_what_to_do(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    (Path("reports") / "a.txt").write_bytes((raw / "specimen_shenyang_2016.txt").read_bytes())
    for folder in ("empty", "broken", "taken/figures.parquet"):
        Path(folder).mkdir(parents=True)
    (Path("broken") / "documents.parquet").write_bytes(b"no Parquet")
    Path("file").touch()
    Path("bytes.csv").write_bytes(b"document_id\xff")
    head = "document_id,kind,start,end,cell_id,surface,verdict,value,note,who,when"
    lines = [
        "zz,fig,a,12,,553项,rite,许多,,,gestern",
        "a,b",
        '"x"y',
        f"{'0' * 16},figure,1,3,,553项,right,5,,li,2026-01-31",
    ]
    Path("wrong.csv").write_text("\n".join([head, *lines[:2], lines[3], lines[2]]), "utf-8")
    assert CliRunner().invoke(app, ["run", "reports", "out"]).exit_code == 0
    wrong = """
        run nowhere out/run empty x/run reports file/run reports reports/run reports taken/run reports x --only *.pdf
        run reports out --verdicts gone.csv/run reports out --verdicts bytes.csv/run reports out --verdicts wrong.csv
        run reports out --log-json nowhere|log/explain gone.txt/explain reports/schema gone
        export gone x/export file x/export empty x/export broken x/export out file/export out x.dta
        export out file|x.xlsx/diff gone file/diff out empty/diff out out --write file|r
        report gone x/report empty x/report broken x/report out reports
        review gone x/review file x/review empty x/review broken x/review out file
        score gone --verdicts bytes.csv/score out --verdicts gone.csv/score empty --verdicts gone.csv
        verdicts merge wrong.csv gone.csv --into m.csv/spark reports x --conf x
    """
    for command in (one.replace("|", "/").split() for line in wrong.split("\n") for one in line.split("/")):
        if not command:
            continue
        result = CliRunner().invoke(app, command)
        assert (result.exit_code, result.stdout) == (2, ""), command
        assert ".part" not in result.stderr
        for line in result.stderr.splitlines():
            assert CHINESE_RE.search(line), line
            prose = re.sub(r"gongkai(: | run)|--[a-z-]+|[\w./]+\.\w+|cell_id|CSV UTF-8|OLD|NEW", "", line)
            assert re.findall(r"[A-Za-z]+ [A-Za-z]+", prose) == [], line
        assert any(word in result.stderr for word in command[1:] if not word.startswith("--")), command
