"""A run lays verdicts beside the rows, takes them away again, and leaves all else as it is."""

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from pipeline.annotations.file import Verdict, write_verdicts
from pipeline.cli.main import app
from pipeline.run.collect import collect_files
from pipeline.run.options import Options
from pipeline.run.run import run_files, summarize
from pipeline.run.user_files import VerdictsError
from tests.annotations.verdicts import WHEN, verdict_on
from tests.run.publishing import read_once

TABLE = (
    "某县林业局2019年政府信息公开年度报告\n一、总体情况\n全年公开信息{count}项。\n"
    "| 项目 | 数量 |\n| --- | --- |\n| 收到申请 | {count} |\n三、其他\n无。\n"
)


@pytest.fixture
def raw(tmp_path: Path, write_reports: Callable[..., Path]) -> Path:
    """Eight short reports, one with a table, one in two copies, and an empty file."""
    raw = write_reports(tmp_path / "raw", 8)
    (raw / "table.md").write_text(TABLE.format(count=41), encoding="utf-8")
    for name in ("copy a.md", "copy b.md"):
        (raw / name).write_text(TABLE.format(count=83), encoding="utf-8")
    (raw / "empty.txt").touch()
    return raw


def run(raw: Path, out: Path, kept: Path | None, **options: object) -> list[str]:
    """Runs, and gives the names of what happened."""
    heard: list[str] = []
    made = Options(read=read_once, **options)  # type: ignore[arg-type]
    run_files(collect_files(raw), out, verdicts=kept, options=made, listen=lambda event: heard.append(event.name))
    return heard


def write(kept: Path, verdicts: Sequence[Verdict]) -> Path:
    kept.write_text(write_verdicts(verdicts), "utf-8", newline="")
    return kept


def rows(out: Path, table: str, **wanted: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.glob("*.parquet")}


def judge(row: dict[str, Any], verdict: str, value: int | None) -> Verdict:
    """A verdict on a figure or on a cell."""
    kind = "figure" if "figure_id" in row else "cell"
    return verdict_on(row, kind, row["surface" if kind == "figure" else "raw"], verdict, value)


def counts_agree(out: Path) -> bool:
    """Whether documents count the problem rows that are there, and the problems stand in order, files behind them."""
    ids = [row["document_id"] for row in rows(out, "problems")]
    in_order = ids == sorted(ids, key=lambda one: (one is None, one or ""))
    return in_order and all(row["problems"] == ids.count(row["document_id"]) for row in rows(out, "documents"))


@pytest.fixture
def plain(raw: Path, tmp_path: Path) -> Path:
    """The tables without verdicts."""
    run(raw, tmp_path / "plain", None)
    return tmp_path / "plain"


def test_verdicts_are_laid_beside_changed_and_taken_away(raw: Path, plain: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    (figure,) = rows(plain, "figures", surface="14项")
    (cell,) = rows(plain, "cells", raw="41")
    run(raw, out, write(kept, [judge(figure, "wrong", 140), judge(cell, "right", 41)]))
    assert rows(out, "figures", surface="14项") == [figure | {"verdict": "wrong", "verdict_value": 140.0}]
    assert rows(out, "cells", raw="41") == [cell | {"verdict": "right", "verdict_value": 41.0}]
    # The figure is the year's total: the panel keeps what is printed, and panel_corrected takes what was judged.
    others = {"figures", "cells", "indicators", "panel_status", "panel_corrected"}
    assert {name for name, data in tables(out).items() if data != tables(plain)[name]} == {
        f"{t}.parquet" for t in others
    }
    assert [row for row in rows(out, "figures") if row["verdict"] is None] == [
        row for row in rows(plain, "figures") if row != figure
    ]

    happened = run(raw, out, write(kept, [judge(figure, "right", 14)]))
    assert "published" in happened
    assert "document" not in happened  # nothing is read again
    assert rows(out, "figures", surface="14项") == [figure | {"verdict": "right", "verdict_value": 14.0}]
    assert (out / "cells.parquet").read_bytes() == (plain / "cells.parquet").read_bytes()

    assert "published" in run(raw, out, None)
    assert tables(out) == tables(plain)
    assert run(raw, out, None)[-1] == "unchanged"


def test_the_same_verdicts_leave_every_file_as_it_was(raw: Path, plain: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    write(kept, [judge(row, "right", int(row["value"])) for row in rows(plain, "figures") if row["value"]])
    run(raw, out, kept)
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in out.glob("*.*") if file.is_file()}
    assert run(raw, out, kept)[-1] == "unchanged"
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in out.glob("*.*") if file.is_file()} == before


def test_a_verdict_that_fits_no_more_is_a_problem_until_it_goes(raw: Path, plain: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    figures = [row for row in rows(plain, "figures") if row["surface"] in {"14项", "83项"}]
    stale = [replace(judge(row, "right", None), surface="某某项"[: len(row["surface"])]) for row in figures]
    assert len(stale) == 2
    for _ in range(2):  # what the last run left is not counted twice
        write(kept, stale)
        run(raw, out, kept)
        found = rows(out, "problems", problem="stale_verdict")
        assert [row["document_id"] for row in found] == sorted(row["document_id"] for row in figures)
        assert [row for row in rows(out, "problems") if row not in found] == rows(plain, "problems")
        assert counts_agree(out)
        assert all(row["verdict"] is None for row in rows(out, "figures"))
        stale = [replace(verdict, note="again") for verdict in stale]
    # The rows of a document stand in one order, whether they are made now or carried over: its copies before.
    codes = [
        row["problem"]
        for row in rows(out, "problems", document_id=rows(out, "figures", surface="83项")[0]["document_id"])
    ]
    assert codes[-2:] == ["duplicate_file", "stale_verdict"]
    run(raw, out, write(kept, []))
    assert tables(out) == tables(plain)


def test_a_rerun_gives_what_a_first_run_gives(raw: Path, plain: Path, tmp_path: Path) -> None:
    out, fresh, kept = tmp_path / "out", tmp_path / "fresh", tmp_path / "verdicts.csv"
    verdicts = [judge(row, "wrong", 5) for row in rows(plain, "figures")]
    stale = [replace(verdict, surface="？" * len(verdict.surface)) for verdict in verdicts]
    run(raw, out, write(kept, [*verdicts[:9], *stale[9:]]))
    (raw / "copy a.md").unlink()
    (raw / "000" / "00003.txt").rename(raw / "new name.txt")
    (raw / "000" / "00004.txt").write_text(TABLE.format(count=19), encoding="utf-8")
    write(kept, [*stale[:9], *verdicts[9:]])
    run(raw, out, kept)
    run(raw, fresh, kept)
    assert tables(out) == tables(fresh)
    assert counts_agree(out)
    assert {row["problem"] for row in rows(out, "problems")} >= {"stale_verdict", "empty_file"}


def test_workers_and_lots_give_the_same_bytes(
    raw: Path, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = write(tmp_path / "verdicts.csv", [judge(row, "wrong", 5) for row in rows(plain, "figures")[::2]])
    run(raw, tmp_path / "one", kept)
    run(raw, tmp_path / "two", kept, workers=2, fenced=True)
    monkeypatch.setattr("pipeline.run.annotate.LOT", 2)
    monkeypatch.setattr("pipeline.run.pieces.BATCH_OTHERWISE", 3)
    monkeypatch.setattr("pipeline.run.pieces.BATCH", {})
    run(raw, tmp_path / "lots", kept)
    assert tables(tmp_path / "one") == tables(tmp_path / "two") == tables(tmp_path / "lots")
    assert tables(tmp_path / "one") != tables(plain)


def test_run_json_names_the_verdicts(raw: Path, plain: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    verdict = judge(rows(plain, "figures")[0], "right", None)
    run(raw, out, write(kept, [verdict, replace(verdict, document_id="00ff" * 4)]))
    said = json.loads((out / "run.json").read_text("utf-8"))["verdicts"]
    assert (len(said["sha256"]), said["verdicts"], said["of_no_document"]) == (64, 2, 1)
    assert json.loads((plain / "run.json").read_text("utf-8"))["verdicts"] is None


def test_tables_that_do_not_say_their_verdicts_are_made_anew(raw: Path, plain: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    run(raw, out, write(kept, [judge(row, "wrong", 5) for row in rows(plain, "figures")]))
    (out / "run.json").resolve().write_text("[]", "utf-8")
    run(raw, out, None)
    assert tables(out) == tables(plain)


def test_of_one_person_the_latest_verdict_counts(raw: Path, plain: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    first = judge(rows(plain, "figures", surface="14项")[0], "wrong", 15)
    run(raw, out, write(kept, [replace(first, value=Decimal(16), when=WHEN.replace(day=30)), first]))
    assert [row["verdict_value"] for row in rows(out, "figures", surface="14项")] == [15.0]


@pytest.mark.parametrize("content", [b"document_id,kind\n", "不是UTF-8".encode("gb18030"), None])
def test_a_file_that_is_none_is_refused_and_the_tables_stay(raw: Path, plain: Path, content: bytes | None) -> None:
    kept = plain.with_name("verdicts.csv")
    if content is not None:
        kept.write_bytes(content)
    before = tables(plain)
    with pytest.raises(VerdictsError, match=r"verdicts\.csv"):
        run(raw, plain, kept)
    assert tables(plain) == before


def test_the_command_names_file_and_line(raw: Path, plain: Path, tmp_path: Path) -> None:
    kept, out = tmp_path / "verdicts.csv", tmp_path / "out"
    verdict = judge(rows(plain, "figures")[0], "right", None)
    write(kept, [verdict, replace(verdict, verdict="maybe")])
    result = CliRunner().invoke(app, ["run", str(raw), str(out), "--verdicts", str(kept)])
    assert (result.exit_code, out.exists()) == (2, False)
    assert f"gongkai: {kept}: line 3: verdict maybe is not one of right, wrong, missing" in result.stderr
    write(kept, [judge(row, "right", int(row["value"])) for row in rows(plain, "figures", surface="14项")])
    assert CliRunner().invoke(app, ["run", str(raw), str(out), "--verdicts", str(kept)]).exit_code == 3  # an empty file
    assert [row["verdict"] for row in rows(out, "figures", surface="14项")] == ["right"]


@pytest.mark.parametrize(("locale", "said"), [("C", "this run had none"), ("zh_CN.UTF-8", "没有给出判定")])
def test_a_run_without_the_verdicts_of_the_last_says_so(
    raw: Path, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    kept = write(tmp_path / "verdicts.csv", [judge(rows(plain, "figures")[0], "right", None)])
    given, none = (["run", str(raw), str(plain), *more] for more in (["--verdicts", str(kept)], []))
    assert said not in CliRunner().invoke(app, given).stdout
    last = CliRunner().invoke(app, none).stdout.splitlines()[-1]
    assert said in last
    assert " 1 " in last
    assert said not in CliRunner().invoke(app, none).stdout
    assert said not in CliRunner().invoke(app, given).stdout


REQUESTS = (
    "青禾县水务局{year}年政府信息公开工作年度报告\n一、总体情况\n全年收到政府信息公开申请{count}件。\n二、其他\n无。\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Disclosure reports of several years, each with an indicator in its prose."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for year in range(2016, 2021):
        (folder / f"{year}.txt").write_text(REQUESTS.format(year=year, count=year - 2000), encoding="utf-8")
    return folder


def panels(out: Path) -> tuple[dict[int, float], dict[int, float]]:
    """The requests by year, as printed and as corrected."""
    printed, corrected = (
        {row["report_year"]: row["requests"] for row in rows(out, name)} for name in ("panel", "panel_corrected")
    )
    return printed, corrected


def on_requests(row: dict[str, Any], value: int) -> Verdict:
    direct = replace(judge(row, "wrong", value), kind="indicator", start=None, end=None, surface="")
    return replace(direct, indicator="requests")


def test_the_corrected_panel_has_what_people_judged_and_the_panel_what_is_printed(
    archive: Path, tmp_path: Path
) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    run(archive, out, None)
    printed = {year: year - 2000.0 for year in range(2016, 2021)}
    assert panels(out) == (printed, printed)
    before = tables(out)
    figures = {row["surface"]: row for row in rows(out, "figures")}
    other_year = replace(judge(figures["17件"], "wrong", None), period_start="2016-01-01", period_end="2016-12-31")
    verdicts = [judge(figures["16件"], "wrong", 61), other_year, on_requests(figures["18件"], 81)]
    run(archive, out, write(kept, [*verdicts, replace(verdicts[0], document_id="00ff" * 4)]))
    assert panels(out) == (printed, printed | {2016: 61.0, 2017: None, 2018: 81.0})
    assert tables(out)["panel.parquet"] == before["panel.parquet"]
    said = json.loads((out / "run.json").read_text("utf-8"))["verdicts"]
    assert (said["verdicts"], said["of_no_document"], said["corrected"]) == (4, 1, 3)
    assert summarize(out).verdicts == (4, 0, 1, 3)

    assert run(archive, out, kept)[-1] == "unchanged"
    happened = run(archive, out, write(kept, verdicts[1:]))
    assert "document" not in happened  # nothing is read again
    assert panels(out)[1] == printed | {2017: None, 2018: 81.0}
    run(archive, out, None)
    assert tables(out) == before


def test_a_rerun_with_other_files_and_verdicts_gives_what_a_first_run_gives(archive: Path, tmp_path: Path) -> None:
    out, fresh, kept = tmp_path / "out", tmp_path / "fresh", tmp_path / "verdicts.csv"
    run(archive, out, None)
    figures = {row["surface"]: row for row in rows(out, "figures")}
    run(archive, out, write(kept, [judge(figures["16件"], "wrong", 61), on_requests(figures["18件"], 81)]))
    (archive / "2019.txt").write_text(REQUESTS.format(year=2019, count=91), encoding="utf-8")
    (archive / "2021.txt").write_text(REQUESTS.format(year=2021, count=21), encoding="utf-8")
    for verdicts in ([judge(figures["16件"], "wrong", 61)], [on_requests(figures["17件"], 71)], []):
        run(archive, out, write(kept, verdicts))
        run(archive, fresh, kept)
        assert tables(out) == tables(fresh)
        run(archive, fresh, None)


def test_only_the_parts_that_hold_what_was_judged_are_written(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.tables.parts.ONE_FILE", 1)
    monkeypatch.setattr("pipeline.tables.parts.MOST", 1)
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    run(archive, out, None)
    files = {file.relative_to(out): file.stat().st_ino for file in out.glob("*.parquet/[0-9a-f]*.parquet")}
    (figure,) = (row for row in pq.read_table(out / "figures.parquet").to_pylist() if row["surface"] == "18件")
    run(archive, out, write(kept, [judge(figure, "wrong", 81)]))
    after = {file: (out / file).stat().st_ino for file in files}
    written = {str(file.parent) for file in files if files[file] != after[file]}
    assert written == {"figures.parquet", "indicators.parquet", "panel_status.parquet"}
    changed = [file for file in files if files[file] != after[file]]
    assert len(changed) == len(written)  # of each the one part that holds the document
    assert panels(out)[1][2018] == 81.0


def test_of_a_report_in_two_documents_what_was_judged_comes_first(archive: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    text = REQUESTS.format(year=2016, count=16)
    (archive / "2016 correction.txt").write_text(text.replace("无。", "没有。"), encoding="utf-8")
    run(archive, out, None)
    assert len(rows(out, "documents")) == len(rows(out, "panel")) + 1
    for figure in rows(out, "figures", surface="16件"):
        run(archive, out, write(kept, [judge(figure, "wrong", 61)]))
        assert panels(out)[1][2016] == 61.0
        assert {row["disputed"] for row in rows(out, "panel_corrected")} == {None}


def test_the_summary_tells_what_became_of_the_verdicts(archive: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "out", tmp_path / "verdicts.csv"
    run(archive, out, None)
    figures = {row["surface"]: row for row in rows(out, "figures")}
    one = judge(figures["16件"], "wrong", 61)
    stale = replace(judge(figures["17件"], "wrong", 71), surface="多少件"[: len("17件")])
    write(kept, [one, stale, replace(one, document_id="00ff" * 4)])
    said = CliRunner().invoke(app, ["run", str(archive), str(out), "--verdicts", str(kept)]).stdout
    (line,) = (line for line in said.splitlines() if line.startswith("verdicts"))
    assert "changed in panel_corrected 1 · unfit 1 · on missing documents 1" in line
    assert "\nverdicts" not in CliRunner().invoke(app, ["run", str(archive), str(out)]).stdout
