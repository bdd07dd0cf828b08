"""What differs between two outputs is told row by row, whatever ids have shifted."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.model import Metadata, Report, ReportType, Source, Unreadable
from pipeline.report import extract_source
from pipeline.tables import Rows, unreadable_row
from pipeline.tables.datapackage import file_schema
from pipeline.tables.rows import tabulate
from pipeline.tables.schema import TABLES
from pipeline.views.diff.alignment import align_texts, map_offset, match_rows
from pipeline.views.diff.diff import diff_outputs
from pipeline.views.diff.lines import show_revisions
from pipeline.views.diff.revisions import COMPARISONS, NOT_COMPARED, REVISIONS

TEXT = (
    "某县水务局2016年政府信息公开工作年度报告\n一、总体情况\n2016年公开信息553项，其中网站公开约500项。\n"
    "二、收费情况\n未收取费用。按照《某县办法》办理申请12件。\n"
)
Revisions = list[tuple[str, str, str, str | None, str | None, str | None]]


class Write(Protocol):
    def __call__(self, folder: Path, *sources: tuple[str, str], reports: Sequence[Report] = ()) -> Path: ...


@pytest.fixture
def write(write_rows: Callable[[Path, Sequence[Rows]], None]) -> Write:
    """Writes the tables of texts with their paths, and of reports made by hand."""

    def write_them(folder: Path, *sources: tuple[str, str], reports: Sequence[Report] = ()) -> Path:
        read = [extract_source(Source(path, text.encode())) for path, text in sources]
        rows = [
            {"problems": [unreadable_row(one, None)]} if isinstance(one, Unreadable) else tabulate(one)
            for one in (*read, *reports)
        ]
        write_rows(folder, rows)
        return folder

    return write_them


def diff(old: Path, new: Path, *tables: str) -> Revisions:
    columns = ("change", "table", "label", "column", "old", "new")
    found = [tuple(row[column] for column in columns) for row in diff_outputs(old, new)]
    return [row for row in found if not tables or row[1] in tables]


def rewrite(folder: Path, table: str, change: Callable[[list[dict[str, object]]], list[dict[str, object]]]) -> None:
    """Changes the rows of a table that is written, as another edition of the rules would."""
    file = folder / f"{table}.parquet"
    read = pq.read_table(file)
    pq.write_table(pa.Table.from_pylist(change(read.to_pylist()), read.schema), file)


@pytest.fixture
def old(tmp_path: Path, write: Write) -> Path:
    return write(tmp_path / "old", ("a.txt", TEXT), ("b.txt", TEXT.replace("553", "77")))


@pytest.fixture
def new(tmp_path: Path, write: Write) -> Path:
    return write(tmp_path / "new", ("a.txt", TEXT), ("b.txt", TEXT.replace("553", "77")))


def test_an_output_differs_in_nothing_from_itself(old: Path, new: Path) -> None:
    assert diff(old, new) == []


def test_a_column_that_changed_is_told_with_its_sentence(old: Path, new: Path) -> None:
    def change(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{**row, "value": 554.0, "action": None} if row["surface"] == "553项" else row for row in rows]

    rewrite(new, "figures", change)
    assert diff(old, new) == [
        ("changed", "figures", "553项 信息", "value", "553", "554"),
        ("changed", "figures", "553项 信息", "action", "公开", None),
    ]
    first = next(iter(diff_outputs(old, new)))
    assert first["sentence"] == "2016年公开信息553项，其中网站公开约500项。"
    assert TEXT[first["start"] : first["end"]] == "553项"


def test_a_row_that_is_gone_changes_no_other_row(old: Path, new: Path) -> None:
    """The ids of all that follow shift, and so do the parents that they name."""

    def drop_first(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        kept = [row for row in rows if row["surface"] != "77项"]
        return [{**row, "figure_id": number} for number, row in enumerate(kept)]

    rewrite(new, "figures", drop_first)
    assert diff(old, new) == [("removed", "figures", "77项 信息", None, None, None)]
    assert diff(new, old) == [("added", "figures", "77项 信息", None, None, None)]


def test_a_figure_whose_span_changed_is_one_change(old: Path, new: Path) -> None:
    def widen(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return [
            {**row, "start": int(str(row["start"])) - 2, "surface": f"信息{row['surface']}"}
            if row["surface"] == "553项"
            else row
            for row in rows
        ]

    rewrite(new, "figures", widen)
    assert {row[:4] for row in diff(old, new)} == {
        ("changed", "figures", "信息553项 信息", "start"),
        ("changed", "figures", "信息553项 信息", "surface"),
    }


def test_a_report_that_was_published_anew_is_compared_where_its_words_stand(
    old: Path, tmp_path: Path, write: Write
) -> None:
    """A paragraph before, and a number mended: all places shift, and only the number has changed."""
    text = TEXT.replace("一、总体", "本报告由某县水务局编制。\n一、总体").replace("12件", "13件")
    new = write(tmp_path / "new", ("a.txt", text), ("b.txt", TEXT.replace("553", "77")))
    assert diff(old, new, "figures", "citations") == [
        ("changed", "figures", "13件 申请", "surface", "12件", "13件"),
        ("changed", "figures", "13件 申请", "value", "12", "13"),
        ("changed", "figures", "13件 申请", "low", "12", "13"),
        ("changed", "figures", "13件 申请", "high", "12", "13"),
    ]
    revision = next(row for row in diff_outputs(old, new) if row["table"] == "figures")
    assert revision["document_id"] != revision["former_document_id"]
    assert text[revision["start"] : revision["end"]] == "13件"


def test_documents_and_unreadable_files_that_only_one_has(old: Path, tmp_path: Path, write: Write) -> None:
    new = write(tmp_path / "new", ("a.txt", TEXT), ("c.txt", TEXT.replace("553", "88")), ("empty.txt", ""))
    title = "某县水务局2016年政府信息公开工作年度报告"
    assert diff(old, new) == [
        ("removed", "documents", title, None, None, None),
        ("added", "documents", title, None, None, None),
        ("added", "problems", "empty_file", None, None, None),
    ]


def test_every_kind_of_row_is_compared(make_report: Callable[..., Report], tmp_path: Path, write: Write) -> None:
    """A text in each table that a report fills is changed, and each is told."""
    report = make_report(metadata=Metadata(report_type=ReportType.DISCLOSURE_ANNUAL))
    old, new = (write(tmp_path / name, reports=[report]) for name in ("old", "new"))
    columns = {"documents": "agency", "sections": "title", "figures": "measure", "cells": "row_label"}
    columns |= {
        "indicators": "unit",
        "audits": "detail",
        "citations": "title",
        "panel": "agency",
        "panel_corrected": "agency",
        "panel_status": "reason",
        "request_outcomes": "state",
        "problems": "message",
    }
    assert set(columns) == {table.name for table in TABLES if table.name != "agencies"} == set(COMPARISONS)
    for table, column in columns.items():
        rewrite(new, table, lambda rows, column=column: [*rows[:-1], {**rows[-1], column: "别的"}])  # type: ignore[misc]
    assert {(row[0], row[1], row[3], row[5]) for row in diff(old, new)} == {
        ("changed", table, column, "别的") for table, column in columns.items()
    }


def test_what_is_not_compared_names_columns() -> None:
    assert {column.name for table in TABLES for column in table.columns} >= NOT_COMPARED


@given(old=st.text("公开\n5项", max_size=30), new=st.text("公开\n5项", max_size=30))
def test_an_alignment_tiles_the_old_text_and_keeps_its_order(old: str, new: str) -> None:
    stretches = align_texts(old, new)
    assert [s.start for s in stretches] == [0, *(s.end for s in stretches)][: len(stretches)]
    assert (stretches[-1].end if stretches else 0) == len(old)
    mapped = [map_offset(offset, stretches) for offset in range(len(old))] if stretches else []
    assert mapped == sorted(offset for offset in mapped if offset is not None)
    assert all(0 <= offset <= len(new) for offset in mapped if offset is not None)
    assert old != new or mapped == list(range(len(old)))


def test_a_page_that_was_written_anew_is_not_compared_by_character() -> None:
    old, new = "甲" * 9000, "乙" * 9000
    assert [tuple(stretch) for stretch in align_texts(old, new)] == [(0, 9000, 0, 9000, False)]
    assert map_offset(5, align_texts(old, new)) is None


def test_rows_that_are_alike_are_matched_in_their_order() -> None:
    old = [{"rule": "a", "n": 1}, {"rule": "a", "n": 2}, {"rule": "b", "n": 3}]
    new = [{"rule": "a", "n": 2}, {"rule": "a", "n": 9}]
    pairs, removed, added = match_rows(old, new, [("rule", "n"), ("rule",)])
    assert [(before["n"], after["n"]) for before, after in pairs] == [(2, 2), (1, 9)]
    assert ([row["n"] for row in removed], added) == ([3], [])


def gongkai(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_and_writes_what_differs(old: Path, tmp_path: Path, write: Write) -> None:
    new = write(tmp_path / "new", ("a.txt", TEXT.replace("12件", "13件")), ("b.txt", TEXT.replace("553", "77")))
    status, printed, _ = gongkai(old, new)
    assert status == 0
    assert "a.txt\n" in printed
    changes = ", ".join(f"{column} 12 → 13" for column in ("value", "low", "high"))
    assert f"  ~ figures 13件 申请: surface 12件 → 13件, {changes}\n      按照《某县办法》办理申请13件。\n" in printed
    assert f"\n→ {new / 'revisions.parquet'}\n" in printed
    written = pq.read_table(new / "revisions.parquet")
    assert written.schema.equals(file_schema(REVISIONS), check_metadata=True)
    status, printed, _ = gongkai(old, new, "--json", "--write", tmp_path / "r.parquet")
    assert [json.loads(line) for line in printed.splitlines()] == written.to_pylist()
    assert pq.read_table(tmp_path / "r.parquet").equals(written)


def test_the_command_says_that_nothing_differs(old: Path, new: Path) -> None:
    assert gongkai(old, new)[1] == f"no row differs\n→ {new / 'revisions.parquet'}\n"


def test_misuse(old: Path, tmp_path: Path) -> None:
    assert gongkai(old, tmp_path)[::2] == (
        2,
        f"gongkai: NEW: {tmp_path} contains no tables; make them first: gongkai run REPORTS {tmp_path}\n",
    )
    (tmp_path / "file").touch()
    status, _, said = gongkai(tmp_path / "gone", tmp_path / "file")
    made = f"gongkai run REPORTS {tmp_path}/gone"
    assert (status, said.splitlines()) == (
        2,
        [
            f"gongkai: OLD: {tmp_path}/gone does not exist; check the path, or make the tables: {made}",
            f"         NEW: {tmp_path}/file is not a folder; name the output folder of gongkai run",
        ],
    )
    status, _, said = gongkai(old, old, "--write", tmp_path / "file" / "r.parquet")
    reason = "Not a directory; a part of the path is a file: check it"
    assert (status, said) == (2, f"gongkai: {tmp_path}/file/r.parquet cannot be written: {reason}\n")


def test_what_follows_from_a_figure_is_only_counted_and_what_follows_from_nothing_is_shown() -> None:
    row = {"source": "a.txt", "change": "changed", "old": "12", "new": "13", "start": None, "end": None}
    row |= {"sentence": None}
    figure = row | {"table": "figures", "label": "13件", "column": "value", "start": 5, "end": 8}
    fact = row | {"table": "indicators", "label": "requests table", "column": "value"}
    panel = row | {"table": "panel", "label": "某县 2021", "column": "requests"}
    other = panel | {"source": "b.txt"}
    *shown, follows, first, _, _ = show_revisions([figure, fact, panel, other])
    assert shown == ["a.txt", "  ~ figures 13件: value 12 → 13", "b.txt", "  ~ panel 某县 2021: requests 12 → 13"]
    assert follows.startswith("and 2 in indicators and panel")
    assert first.split() == ["figures", "changed", "1"]


def test_two_rows_of_one_label_are_two_lines() -> None:
    cell = {"source": "a.txt", "table": "cells", "change": "changed", "label": "申请 3", "start": None, "end": None}
    cells = [cell | {"column": "value", "old": old, "new": "3", "sentence": None} for old in ("1", "2")]
    assert [line for line in show_revisions(cells) if line.startswith("  ~")] == [
        "  ~ cells 申请 3: value 1 → 3",
        "  ~ cells 申请 3: value 2 → 3",
    ]
