"""Verdicts are checked, merged, laid beside the rows, and scored."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from pipeline.annotations.file import COLUMNS, OPTIONAL, Verdict, merge_verdicts, read_verdicts, write_verdicts
from pipeline.annotations.rows import apply_verdicts
from pipeline.annotations.score import print_score, score_verdicts
from pipeline.cli.main import app
from pipeline.i18n import write
from pipeline.model import Report
from pipeline.tables.rows import tabulate
from pipeline.tables.schema import TABLES, parquet_schema

WHEN = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
# As the files of earlier versions have it.
HEAD = ",".join(name for name in COLUMNS if name not in OPTIONAL)
LINE = "00ff00ff00ff00ff,figure,8,12,,553项,right,553,,li,2026-01-31T09:30:00Z"


@pytest.fixture
def judged(make_report: Callable[..., Report]) -> tuple[dict[str, list[dict[str, Any]]], Verdict]:
    """The rows of the report made by hand, and a verdict that fits its figure."""
    rows = dict(tabulate(make_report()))
    figure = rows["figures"][0]
    verdict = Verdict(
        document_id=figure["document_id"],
        kind="figure",
        start=figure["start"],
        end=figure["end"],
        cell_id=None,
        surface=figure["surface"],
        verdict="right",
        value=Decimal(15000),
        note="",
        who="li",
        when=WHEN,
    )
    return rows, verdict


def test_a_verdict_stands_beside_the_value(judged: tuple[dict[str, list[dict[str, Any]]], Verdict]) -> None:
    rows, verdict = judged
    wrong = replace(verdict, verdict="wrong", value=Decimal(1500))
    (figure,) = apply_verdicts(rows, [wrong])["figures"]
    assert (figure["value"], figure["verdict"], figure["verdict_value"]) == (15000.0, "wrong", 1500.0)
    (figure,) = apply_verdicts(rows, [verdict])["figures"]
    assert (figure["value"], figure["verdict"], figure["verdict_value"]) == (15000.0, "right", 15000.0)
    assert rows["figures"][0]["verdict"] is None  # what was handed over stays as it is


def test_what_was_wrong_and_is_mended_is_right(judged: tuple[dict[str, list[dict[str, Any]]], Verdict]) -> None:
    rows, verdict = judged
    (figure,) = apply_verdicts(rows, [replace(verdict, verdict="wrong")])["figures"]
    assert figure["verdict"] == "right"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"surface": "约1.6万条"}, "stale_verdict"),
        ({"start": 14, "end": 20}, "stale_verdict"),
        ({"value": Decimal(14000)}, "stale_verdict"),
        ({"kind": "missing", "verdict": "missing", "surface": "公开信息全部"}, "stale_verdict"),
    ],
)
def test_what_fits_no_more_is_a_problem_and_not_applied(
    judged: tuple[dict[str, list[dict[str, Any]]], Verdict], change: dict[str, object], code: str
) -> None:
    rows, verdict = judged
    applied = apply_verdicts(rows, [replace(verdict, **change)])
    assert applied["figures"][0]["verdict"] is None
    assert [row["problem"] for row in applied["problems"]] == ["numbering_gap", code]
    assert applied["documents"][0]["problems"] == 2


def test_analysts_who_differ_are_named_and_not_followed(
    judged: tuple[dict[str, list[dict[str, Any]]], Verdict],
) -> None:
    rows, verdict = judged
    other = replace(verdict, verdict="wrong", value=Decimal(1500), who="wang")
    applied = apply_verdicts(rows, [verdict, other])
    assert applied["figures"][0]["verdict"] is None
    assert [row["problem"] for row in applied["problems"]][1:] == ["disputed_verdict"] * 2


def test_verdicts_that_are_gone_leave_nothing(judged: tuple[dict[str, list[dict[str, Any]]], Verdict]) -> None:
    rows, verdict = judged
    before = apply_verdicts(rows, [replace(verdict, verdict="wrong", value=None), replace(verdict, start=14, end=20)])
    assert before != rows
    assert apply_verdicts(before, []) == rows
    assert apply_verdicts(before, [verdict]) == apply_verdicts(rows, [verdict])


def test_a_cell_keeps_its_verdict_by_its_place(judged: tuple[dict[str, list[dict[str, Any]]], Verdict]) -> None:
    rows, verdict = judged
    cell = rows["cells"][3]
    of_cell = replace(
        verdict, kind="cell", start=cell["start"], end=cell["end"], cell_id=77, surface=cell["raw"], value=Decimal(1024)
    )
    cells = apply_verdicts(rows, [of_cell])["cells"]
    assert [cell["verdict"] for cell in cells] == [None, None, None, "right"]


def test_applied_rows_fit_the_schema(
    judged: tuple[dict[str, list[dict[str, Any]]], Verdict], write_rows: Callable[..., None], tmp_path: Path
) -> None:
    rows, verdict = judged
    applied = apply_verdicts(rows, [verdict, replace(verdict, surface="约1.6万条", who="wang")])
    write_rows(tmp_path, [applied])
    for table in TABLES:
        for row in applied[table.name]:
            assert set(row) <= set(parquet_schema(table).names)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (LINE.replace("00ff00ff00ff00ff", "../../etc/passwd"), "../../etc/passwd is not a document_id"),
        (LINE.replace("right", "maybe"), "verdict maybe is not one of right, wrong, missing"),
        (LINE.replace(",553,", ",1e9,"), "value 1e9 is not a number"),
        (LINE.replace("figure,8,12", "figure,8,13"), "surface does not have the length from start to end"),
        (LINE.replace("figure,8,12", "figure,,"), "start and end are empty"),
        (LINE.replace("right", "missing"), "verdict missing does not fit kind figure"),
        (LINE.replace("2026-01-31", "2026-02-31"), "when 2026-02-31T09:30:00Z is not a time"),
        (LINE.replace(",li,", ",,"), "who is empty"),
        (LINE + ",more", "12 fields, but the header has 11"),
    ],
)
def test_a_wrong_line_is_named_by_its_number(line: str, error: str) -> None:
    verdicts, errors = read_verdicts(f"{HEAD}\n{LINE}\n{line}")
    assert (len(verdicts), [(number, write(fault, "en")) for number, fault in errors]) == (1, [(3, error)])


def test_a_file_of_something_else_is_refused() -> None:
    ((number, fault),) = read_verdicts("name,count\na,1\n")[1]
    assert number == 1
    assert write(fault, "en").startswith("column document_id, kind")
    assert read_verdicts("")[1]
    assert read_verdicts(f'{HEAD}\n"open')[1]


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@given(words, words, words)
def test_what_is_written_is_read_back(surface: str, note: str, who: str) -> None:
    verdict = Verdict(
        "00ff00ff00ff00ff", "missing", 5, 5 + len(surface), None, surface, "missing", Decimal(-3), note, who, WHEN
    )
    content = write_verdicts([verdict])
    assert read_verdicts(content) == ((verdict,), ())
    assert all(not field.startswith(("=", "+", "@")) for field in content.replace('"', "").split(","))


def test_the_later_of_a_person_wins_and_persons_stay_apart() -> None:
    ((verdict,), _) = read_verdicts(f"{HEAD}\n{LINE}")
    later = replace(verdict, verdict="wrong", when=datetime(2026, 2, 1, tzinfo=UTC))
    other = replace(verdict, who="wang")
    assert set(merge_verdicts([later, other], [verdict])) == {later, other}
    assert merge_verdicts([verdict], [later], [other]) == merge_verdicts([other, later, verdict])


def test_accuracy_by_kind_and_cases(judged: tuple[dict[str, list[dict[str, Any]]], Verdict]) -> None:
    rows, verdict = judged
    wrong = replace(verdict, verdict="wrong", value=Decimal(1500))
    missing = replace(verdict, kind="missing", verdict="missing", start=0, end=2, surface="一、", value=None)
    score = score_verdicts([rows], [wrong, missing, replace(verdict, document_id="11" * 8)])
    assert {kind: dict(counts) for kind, counts in score.counts.items()} == {
        "item_count": {"wrong": 1},
        "missing": {"missing": 1},
    }
    assert [(case.surface, case.read, case.right) for case in score.cases] == [
        ("约1.5万条", 15000.0, Decimal(1500)),
        ("一、", None, None),
    ]
    assert [one.reason.key for one in score.stale] == ["no_document"]


def test_merge_writes_nothing_if_a_line_is_wrong(tmp_path: Path) -> None:
    good, bad, into = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "data" / "verdicts.csv"
    good.write_text(f"\ufeff{HEAD}\r\n{LINE}\r\n", "utf-8")
    bad.write_text(f"{HEAD}\n{LINE.replace('right', 'maybe')}\n", "utf-8")
    result = CliRunner().invoke(app, ["verdicts", "merge", str(good), str(bad), "--into", str(into)])
    assert (result.exit_code, into.exists()) == (2, False)
    assert "bad.csv: line 2: verdict maybe" in result.output
    assert CliRunner().invoke(app, ["verdicts", "merge", str(good), "--into", str(into)]).exit_code == 0
    first = into.read_bytes()
    assert CliRunner().invoke(app, ["verdicts", "merge", str(good), "--into", str(into)]).exit_code == 0
    assert into.read_bytes() == first


def test_the_score_of_tables(
    make_report: Callable[..., Report], write_rows: Callable[..., None], tmp_path: Path
) -> None:
    report = make_report()
    write_rows(tmp_path, [tabulate(report)])
    kept = tmp_path / "verdicts.csv"
    kept.write_text(
        f"{HEAD}\n{report.document_id},figure,15,21,,约1.5万条,right,15000,,li,2026-01-31T09:30:00Z\n", "utf-8"
    )
    result = CliRunner().invoke(app, ["score", str(tmp_path), "--verdicts", str(kept)])
    assert result.exit_code == 0, result.output
    assert "item_count" in result.output
    assert "100.0%" in result.output
    asked = CliRunner().invoke(app, ["score", str(tmp_path), "--verdicts", str(kept), "--json"])
    assert '"item_count": {\n      "right": 1' in asked.output


def test_a_score_of_nothing_says_so(
    make_report: Callable[..., Report], write_rows: Callable[..., None], tmp_path: Path
) -> None:
    write_rows(tmp_path, [tabulate(make_report())])
    kept = tmp_path / "verdicts.csv"
    kept.write_text(f"{HEAD}\n{LINE}\n", "utf-8")
    result = CliRunner().invoke(app, ["score", str(tmp_path), "--verdicts", str(kept)])
    assert result.exit_code == 1
    assert "none of the 1 verdicts applies to these tables" in result.stderr


def test_of_a_number_that_was_missed_the_score_says_so(
    judged: tuple[dict[str, list[dict[str, Any]]], Verdict],
) -> None:
    rows, verdict = judged
    missing = replace(verdict, kind="missing", start=0, end=2, surface=rows["documents"][0]["text"][:2])
    score = score_verdicts([rows], [replace(missing, verdict="missing", value=None)])
    assert "read nothing, right not stated" in print_score(score)
