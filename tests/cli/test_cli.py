"""The command: what it prints, and with what status it ends."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.cli.program import ADVICE, ORDER, refuse
from pipeline.i18n.messages import as_reason
from pipeline.provenance import VERSION
from pipeline.rulebook.audits import audit_rule
from pipeline.rulebook.problems import problem_rules, rule_of
from pipeline.tables.schema import TABLES
from tests.prepared import run_command, run_script

REPORT = (
    "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n"
    "2016年公开信息553项，其中网站公开约500项。\n三、其他\n统一按照《某县办法》，未收取费用。\n"
)


def gongkai(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "raw" / "report.txt"
    path.parent.mkdir()
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_run_writes_the_tables_and_says_what_came_out(report: Path, tmp_path: Path) -> None:
    result = gongkai("run", report.parent, tmp_path / "out")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [line.split()[:2] for line in [*lines[:5], lines[7]]] == [
        ["documents", "1"],
        ["sections", lines[1].split()[1]],
        ["figures", "3"],
        ["cells", "0"],
        ["citations", "1"],
        ["problems", "1"],
    ]
    assert "item_count 2 · money 1" in lines[2]
    assert "numbering_gap 1" in lines[7]
    assert lines[5].startswith("indicators ")
    assert lines[6].startswith("audits ")
    assert lines[8].startswith("seconds ")
    assert len(lines) == 9
    assert result.stderr == ""
    assert len(list((tmp_path / "out").glob("*.parquet"))) == len(TABLES)


def test_a_run_that_is_not_on_a_terminal_draws_no_progress_bar(report: Path, tmp_path: Path) -> None:
    ended = run_command("run", report.parent, tmp_path / "out")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.count("\n") == 9


def test_a_file_that_cannot_be_read_gives_status_3_and_the_rest(report: Path, tmp_path: Path) -> None:
    (report.parent / "empty.txt").touch()
    result = gongkai("run", report.parent, tmp_path / "out")
    assert result.exit_code == 3
    assert "unreadable 1" in result.stdout
    assert "empty_file 1" in result.stdout
    assert result.stdout.endswith("\nunreadable\n  empty.txt: The file contains no text.\n")


def test_the_first_five_unreadable_files_are_named(report: Path, tmp_path: Path) -> None:
    for number in range(7):
        (report.parent / f"{number}.txt").touch()
    lines = gongkai("run", report.parent, tmp_path / "out").stdout.split("\nunreadable\n")[1].splitlines()
    assert [line.split(":")[0].strip() for line in lines] == [
        *(f"{number}.txt" for number in range(5)),
        "… and 2 more, see problems",
    ]


def test_only(report: Path, tmp_path: Path) -> None:
    (report.parent / "empty.txt").touch()
    assert gongkai("run", report.parent, tmp_path / "out", "--only", "rep*").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere", "out"], "nowhere is not a folder"),
        (["run", "raw", "raw/report.txt"], "raw/report.txt is not a folder"),
        (["run", "raw", "dangling"], "dangling is not a folder"),
        (["run", "raw", "raw/report.txt/out"], "raw/report.txt/out cannot be written: Not a directory; a part"),
        (["run", "raw", "taken"], "taken/figures.parquet cannot be written: Is a directory"),
        (
            ["run", "raw", "out", "--log-json", "nowhere/log"],
            "nowhere/log cannot be written: No such file or directory",
        ),
        pytest.param(
            *(["run", "raw", "out", "--log-json", "/dev/full"], "/dev/full cannot be written: No space left on device"),
            marks=pytest.mark.skipif(
                not Path("/dev/full").exists(), reason="there is no disk here that is always full"
            ),
        ),
        (["run", "raw", "raw"], "raw contains the reports; choose another folder for the tables"),
        (["run", "raw", "raw/../raw"], "raw/../raw contains the reports"),
        (["run", "raw", "same"], "same contains the reports"),
        (["run", "raw", "out", "--only", "*.html"], "nothing under raw matches *.html: check the pattern"),
        (["run", "raw"], "Missing argument 'OUT'"),
        (["explain", "nowhere.txt"], "nowhere.txt is not a file"),
        (["explain", "raw"], "raw is a folder; explain takes one file"),
        (
            ["schema", "indicator"],
            "there is no table indicator; the tables are documents, agencies, sections, figures, ",
        ),
        (["frobnicate"], "No such command 'frobnicate'"),
    ],
)
def test_misuse_gives_status_2_and_a_plain_message(
    report: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    folder = report.parent.parent
    (folder / "dangling").symlink_to("nowhere")
    (folder / "same").symlink_to("raw")
    (folder / "taken" / "figures.parquet").mkdir(parents=True)
    monkeypatch.chdir(folder)
    result = gongkai(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert [file for file in folder.rglob("*.parquet*") if file.is_file()] == []


@pytest.mark.unprivileged
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_into_gives_status_2(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o555)
    result = gongkai("run", report.parent, out)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"gongkai: {out} cannot be written: Permission denied; ")


@pytest.mark.parametrize("reason", ADVICE)
def test_what_the_system_says_comes_with_what_to_do(capsys: pytest.CaptureFixture[str], reason: str) -> None:
    with pytest.raises(typer.Exit):
        refuse(f"out cannot be written: {reason}\nin cannot be read: it is a folder")
    assert capsys.readouterr().err.splitlines() == [
        f"gongkai: out cannot be written: {reason}; {ADVICE[reason]}",
        "         in cannot be read: it is a folder",
    ]
    assert any(reason == os.strerror(number) for number in errno.errorcode)
    assert as_reason(reason) != reason


def test_the_tables_may_lie_above_and_below_the_reports(report: Path) -> None:
    below, above = report.parent / "tables", report.parent.parent
    for out in (below, below, above):
        assert gongkai("run", report.parent, out, "--only", "[!t]*" if out == above else "*").exit_code == 0
        assert len(list(out.glob("*.parquet"))) == len(TABLES)


def test_version() -> None:
    result = gongkai("--version")
    assert (result.exit_code, result.stdout) == (0, f"gongkai {VERSION}\n")


def test_explain_shows_sections_figures_what_was_left_out_and_problems(report: Path) -> None:
    result = gongkai("explain", report)
    assert result.exit_code == 0, result.output
    text = result.stdout
    assert "某县水务局2016年政府信息公开工作年度报告" in text
    assert "── sections ──" in text
    assert "一、 总体情况  (2)" in text
    assert "2016年公开信息【553项】，其中网站公开约500项。" in text
    assert "553 项 · item_count · " in text
    assert "500 about [450, 550] 项 · item_count · " in text
    assert "0 · money · 费用" in text
    assert " · negated · " in text
    assert text.splitlines()[1].endswith(" · 3 figures · 1 citation · 0 tables · 1 problem · 1 failed audit")
    start = REPORT.index("《某县办法》")
    assert f"\n── citations ──\n{start:>7}  《某县办法》" in text
    start = REPORT.index("2016年公开")
    assert f"\n{start:>7}  年度报告 一、总体情况 【2016年】公开信息553项，其中网\n" in text.split("── left out ──")[1]
    assert "word (1), shown with --all\n\n" in text
    start = REPORT.index("三、")
    assert f"warning numbering_gap at {start}–{start + 2}: " in text.split("── problems ──")[1]
    assert text.endswith(f"\n        三、\n  → {rule_of('numbering_gap').remedy}\n")


def test_explain_in_chinese_says_what_is_the_matter_and_what_to_do(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    report.write_text(REPORT + "公开率为120%。\n", "utf-8")
    text = gongkai("explain", report).stdout
    assert text.splitlines()[1].endswith(" · 4 个数字 · 引用文件 1 处 · 0 张表 · 1 个问题 · 2 项核对不符")
    assert [title for title in re.findall(r"── (.*) ──", text) if re.search("[a-z]", title)] == []
    start = REPORT.index("三、")
    assert text.endswith(
        f"\n注意 numbering_gap（编号跳号），位于 {start}–{start + 2}: 一、之后是三、\n"
        f"        三、\n  → {rule_of('numbering_gap').zh.remedy}\n"
    )
    assert "share_range（比重在 0 到 100% 之间）: 1 不符\n  注意: " in text
    assert f"\n  → {audit_rule('share_range').zh.remedy}\n" in text


def test_a_run_in_chinese_sums_up_in_chinese(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (report.parent / "empty.txt").touch()
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = gongkai("run", report.parent, tmp_path / "tables")
    assert result.stdout.endswith("\n未能读取\n  empty.txt: 文件中没有文字。\n")
    lines = result.stdout.splitlines()
    assert lines[0] == "报告            1   未能读取 1"
    assert "empty_file（空文件） 1 · numbering_gap（编号跳号） 1" in result.stdout
    assert f"数据表在 {tmp_path}/tables\n" in result.stdout
    heads = {len(line) + sum(ord(sign) > 0x2E80 for sign in line) for line in (lines[1], lines[3], lines[4])}
    assert heads == {17}


def test_explain_shows_digits_within_words_where_asked(report: Path) -> None:
    start = REPORT.index("一按照")
    assert (
        f"\nword (1)\n{start:>7}  500项。 三、其他 统【一】按照《某县办法》，未收取\n"
        in gongkai("explain", report, "--all").stdout
    )


def test_explain_shows_how_a_flattened_table_begins(tmp_path: Path) -> None:
    labels = "一、本年新收政府信息公开申请数量110000011四、结转下年度继续办理2000002三、本年度办理结果"
    (tmp_path / "flat.txt").write_text(f"{REPORT}{labels}（一）予以公开1500000015\n", encoding="utf-8")
    problems = gongkai("explain", tmp_path / "flat.txt").stdout.split("── problems ──")[1]
    assert f"warning flattened_table at {len(REPORT)}–" in problems
    assert f"        {labels[:20]}" in problems


def test_explain_reads_standard_input(report: Path) -> None:
    from_file, from_input = gongkai("explain", report), gongkai("explain", "-", given=REPORT)
    assert from_input.exit_code == 0
    assert from_input.stdout.splitlines()[1:] == from_file.stdout.splitlines()[1:]


def test_explain_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = gongkai("explain", tmp_path / "empty.txt")
    assert result.exit_code == 3
    assert "(empty_file)" in result.stderr


def test_schema_prints_every_table() -> None:
    result = gongkai("schema")
    assert result.exit_code == 0
    for table in ("documents", "sections", "figures", "cells", "citations", "problems"):
        assert f"\n{table}: " in f"\n{result.stdout}"
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_schema_prints_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    lines = gongkai("schema", "figures").stdout.splitlines()
    assert [line.split(":")[0] for line in lines if line and not line.startswith(" ")] == ["figures"]
    assert max(map(len, lines)) <= 70


def test_schema_prints_the_table_that_diff_writes() -> None:
    shown = gongkai("schema", "revisions").stdout
    assert shown.startswith("revisions: ")
    assert "\n  former_document_id " in shown
    assert "\nrevisions: " in gongkai("schema").stdout
    assert '"former_document_id"' in gongkai("schema", "revisions", "--json").stdout


def test_schema_of_problems_says_what_each_means() -> None:
    # Lines may be broken anywhere between two Chinese characters.
    text = "".join(gongkai("schema", "problems").stdout.split())
    for rule in problem_rules():
        assert "".join(f"{rule.code}{rule.severity}{rule.meaning}.{rule.remedy}.".split()) in text


def test_help_names_the_commands_in_the_order_in_which_they_are_used_and_loads_nothing_heavy() -> None:
    shown = gongkai("--help").stdout.split("Commands:\n")[1]
    assert [line.split()[0] for line in shown.splitlines()] == list(ORDER)
    code = (
        "import sys, pipeline.cli.main;"
        "print(*sorted({'jieba', 'pyarrow', 'pydantic', 'regex', 'rich', 'selectolax'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


def run_broken(module: str, function: str, report: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the command over the folder of a report, with a function of a module replaced by a bug."""
    code = f"import {module}; {module}.{function} = None; from pipeline.cli.main import app; app()"
    return run_script(code, "run", report.parent, folder / "out")


def test_a_bug_in_the_reading_costs_the_document_that_shows_it(report: Path, tmp_path: Path) -> None:
    ended = run_broken("pipeline.report", "find_figures", report, tmp_path)
    assert ended.returncode == 3
    assert "crashed 1" in ended.stdout
    assert "report.txt: Reading the file hit a bug: TypeError: 'NoneType' object is not callable (report.py:" in (
        ended.stdout
    )


def test_a_bug_elsewhere_gives_status_1_and_a_traceback(report: Path, tmp_path: Path) -> None:
    ended = run_broken("pipeline.run.rewrite", "merge_tables", report, tmp_path)
    assert ended.returncode == 1
    assert "TypeError" in ended.stderr
    assert [file.name for file in (tmp_path / "out").iterdir()] == [".gongkai"]


def test_doctor_says_what_is_there_and_what_to_do_about_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = gongkai("doctor", tmp_path / "out")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    seen = [line.split()[1] for line in lines if "→" not in line]
    assert seen == ["Python", "packages", "output", "disk", "memory", "worker", "LibreOffice", "Java"]
    assert [line.split()[1] for line in lines if line.startswith("missing")] == ["LibreOffice", "Java"]
    assert sum("→ install" in line for line in lines) == 2
    assert list(tmp_path.iterdir()) == []
    asked = json.loads(gongkai("doctor", tmp_path / "out", "--json").stdout)
    assert [(one["name"], one["ok"], one["needed"]) for one in asked][-2:] == [
        ("LibreOffice", False, False),
        ("Java", False, False),
    ]


def test_doctor_ends_with_status_3_where_no_table_can_be_written() -> None:
    result = gongkai("doctor", "/proc/nowhere")
    assert result.exit_code == 3
    assert "missing  output" in result.stdout
