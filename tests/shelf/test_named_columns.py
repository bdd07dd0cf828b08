"""What people say of the columns of tables: a column that no table has is refused, and what is not used is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from tests.containers import pack_zip
from tests.shelf.test_tables import as_csv, as_lines, as_workbook, crawled

Shown = Callable[..., tuple[int, str]]


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    """Runs a command over the folder of files; gives its exit code and what it printed."""

    def run(files: dict[str, bytes], command: str, *words: object, language: str = "en_US") -> tuple[int, str]:
        raw = tmp_path / "raw"
        raw.mkdir(exist_ok=True)
        for name, data in files.items():
            (raw / name).write_bytes(data)
        arguments = {"run": [raw, tmp_path / "out"], "look": [raw], "explain": []}[command]
        result = CliRunner().invoke(
            app, [command, *map(str, (*arguments, *words))], env={"LC_ALL": f"{language}.UTF-8"}
        )
        return result.exit_code, " ".join(result.output.split())

    return run


ROWS = [{**row, "name1": "甲", "t": "乙"} for row in crawled()]


@pytest.mark.parametrize("command", ["run", "look"])
@pytest.mark.parametrize(("name", "write"), [("c.csv", as_csv), ("c.jsonl", as_lines), ("c.xlsx", as_workbook)])
def test_a_column_that_no_table_has_is_refused_with_those_there_are(
    shown: Shown, tmp_path: Path, command: str, name: str, write: Callable[..., bytes]
) -> None:
    code, said = shown({name: write(ROWS)}, command, "--columns", "title=题目")
    assert code == 2
    assert "--columns title=题目" in said
    assert all(column in said for column in ROWS[0])
    assert not (tmp_path / "out").exists()
    assert shown({}, command, "--columns", "标题=t")[0] == 0


def test_a_column_of_one_of_several_tables_or_perhaps_of_an_archive_is_none_to_refuse(shown: Shown) -> None:
    other = [{"h": row["标题"], "正文": row["正文"]} for row in ROWS]
    assert shown({"a.csv": as_csv(ROWS), "b.csv": as_csv(other)}, "look", "--columns", "title=h")[0] == 0
    assert shown({"c.zip": pack_zip({"a.csv": b"x"})}, "look", "--columns", "title=k")[0] == 0


def test_roles_are_named_in_two_languages_where_one_is_wrong(shown: Shown) -> None:
    code, said = shown({"c.csv": as_csv(ROWS)}, "look", "--columns", "name=t1,k=t")
    assert code == 2
    assert all(words in said for words in ("body (正文)", "issuer (机关)", "published (发布时间)", "number (文号)"))


@pytest.mark.parametrize("command", ["run", "look"])
def test_columns_that_are_not_used_are_told(shown: Shown, command: str) -> None:
    code, said = shown({"c.csv": as_csv(ROWS)}, command)
    assert code == 0
    assert "c.csv: columns not used: name1, t" in said
    assert "c.csv：未用到的列：name1, t" in shown({}, command, language="zh_CN")[1]
    assert "title=NAME" not in said  # 标题 is the title
    rows = [{name: value for name, value in row.items() if name != "标题"} for row in ROWS]
    said = shown({"c.csv": as_csv(rows)}, command)[1]
    assert "c.csv: columns not used: name1, t; if one of them is the title, add --columns title=NAME" in said


def test_two_texts_are_two_and_a_text_with_its_markup_is_one(shown: Shown) -> None:
    rows = [{"a": f"<p>{row['正文']}</p>" * 3, "b": row["正文"] * 3, "c": "今年公开信息很多。" * 40} for row in ROWS]
    assert "a, c" in shown({"c.csv": as_csv([{"a": row["a"], "c": row["c"]} for row in rows])}, "look")[1]
    assert "body=a" in shown({"c.csv": as_csv([{"a": row["a"], "b": row["b"]} for row in rows])}, "look")[1]


def test_explain_takes_columns_and_says_when_a_list_is_about_others(shown: Shown, tmp_path: Path) -> None:
    rows = [{"a": row["正文"] * 3, "b": "全年公开政府信息71条。" * 40} for row in ROWS]
    file = tmp_path / "raw" / "c.csv"
    (tmp_path / "list.csv").write_text("文件,年度\nx.txt,2018\nc.csv#2,2018\n", "utf-8")
    code, said = shown(
        {"c.csv": as_csv(rows)}, "explain", f"{file}#1", "--columns", "正文=b", "--metadata", tmp_path / "list.csv"
    )
    assert code == 0
    assert "71条" in said
    assert "no line of the list describes" in said
    found = shown({}, "explain", f"{file}#2", "--columns", "body=b", "--metadata", tmp_path / "list.csv")
    assert "no line of the list" not in found[1]
    assert shown({}, "explain", f"{file}#2", "--columns", "body=k")[0] == 2
