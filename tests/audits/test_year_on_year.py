"""The audits between the years of one agency."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from pipeline.audits.year_on_year import YearFacts, audit_years, find_year_facts
from pipeline.model import (
    Audit,
    Basis,
    Cell,
    CellRule,
    Change,
    Figure,
    Indicator,
    Kind,
    Metadata,
    Outcome,
    Qualifier,
    Witness,
)
from pipeline.run import comparable
from pipeline.run.run import File, run_files
from pipeline.values.cell_values import read_cell
from tests import htmltables
from tests.statutory import request_rows

AGENCY = "某市财政局"


def make_cells(values: dict[tuple[str, str, str], str], form: str = "F21") -> list[Cell]:
    cells = []
    for number, ((table, row, column), raw) in enumerate(values.items()):
        state, value, _ = read_cell(raw)
        cells.append(Cell(number, int(table), raw, state, CellRule.GRID, form, table, row, column, value=value))
    return cells


def make_facts(
    year: int,
    values: dict[tuple[str, str, str], str],
    *,
    form: str = "F21",
    figures: Sequence[Figure] = (),
    indicators: Sequence[Indicator] = (),
) -> YearFacts:
    metadata = Metadata(agency=AGENCY, report_year=year)
    facts = find_year_facts(f"doc{year}", metadata, make_cells(values, form), figures, indicators)
    assert facts is not None
    return facts


def audits_of(*facts: YearFacts) -> list[tuple[str, Audit]]:
    return list(audit_years(facts))


def test_what_is_carried_in_was_carried_out() -> None:
    last = make_facts(2020, {("3", "carried_out", "total"): "4", ("3", "carried_out", "business"): "1"}, form="F19")
    now = make_facts(2021, {("3", "carried_in", "total"): "4", ("3", "carried_in", "business"): "2"})
    found = audits_of(last, now)
    assert [(document, one.rule, one.outcome, one.evidence) for document, one in found] == [
        ("doc2021", "carried_over", Outcome.FAIL, ("cell:1", "doc2020/cell:1")),
        ("doc2021", "carried_over", Outcome.PASS, ("cell:0", "doc2020/cell:0")),
    ]
    assert (
        found[0][1].detail_zh
        == "表三「商业企业」列：上年结转政府信息公开申请数量2；上年结转下年度继续办理1，不符，差1。"
    )


def test_the_stock_of_documents_goes_on() -> None:
    row = "normative_documents"
    last = make_facts(2021, {("2", row, "in_force"): "40"})
    now = make_facts(2022, {("2", row, "issued"): "5", ("2", row, "repealed"): "3", ("2", row, "in_force"): "41"})
    ((_, audit),) = audits_of(last, now)
    assert (audit.rule, audit.severity, str(audit.difference)) == ("stock_of_documents", "warning", "-1")
    assert "现行有效件数41；上年现行有效件数40+本年制发件数5-本年废止件数3=42，不符，差-1。" in audit.detail_zh
    assert audit.evidence == ("cell:2", "doc2021/cell:0", "cell:0", "cell:1")


def test_a_blank_is_no_zero_between_the_years() -> None:
    last = make_facts(2021, {("3", "carried_out", "total"): " "})
    now = make_facts(2022, {("3", "carried_in", "total"): "0"})
    ((_, audit),) = audits_of(last, now)
    assert audit.outcome is Outcome.NOT_ASSESSABLE
    assert "空白不计为零" in audit.detail_zh


def test_years_that_do_not_follow_each_other_are_not_compared() -> None:
    last = make_facts(2019, {("3", "carried_out", "total"): "9"})
    now = make_facts(2021, {("3", "carried_in", "total"): "0"})
    assert audits_of(last, now) == []
    assert audits_of(replace(last, report_year=2020, agency="某市教育局"), now) == []


def test_two_reports_of_a_year_that_print_the_same_are_one_and_the_fuller_is_taken() -> None:
    last = make_facts(2020, {("3", "carried_out", "total"): "4"})
    fuller = make_facts(2020, {("3", "carried_out", "total"): "4", ("3", "carried_out", "business"): "1"})
    now = make_facts(2021, {("3", "carried_in", "total"): "4", ("3", "carried_in", "business"): "1"})
    found = audits_of(last, replace(fuller, document_id="full"), now)
    assert [(one.outcome, one.evidence[1]) for _, one in found] == [
        (Outcome.PASS, "full/cell:1"),
        (Outcome.PASS, "full/cell:0"),
    ]


def test_two_reports_of_a_year_that_differ_are_not_assessed() -> None:
    last = make_facts(2020, {("3", "carried_out", "total"): "4"})
    other = make_facts(2020, {("3", "carried_out", "total"): "5"})
    now = make_facts(2021, {("3", "carried_in", "total"): "4"})
    found = audits_of(last, replace(other, document_id="again"), now)
    assert {(one.rule, one.outcome) for _, one in found} == {
        ("carried_over", Outcome.NOT_ASSESSABLE),
        ("stock_of_documents", Outcome.NOT_ASSESSABLE),
    }
    assert "上年报告有2份" in found[0][1].detail_zh


@pytest.mark.parametrize("agency", [None, "市财政局", "我局"])
def test_an_agency_of_any_town_is_not_compared(agency: str | None) -> None:
    assert find_year_facts("a", Metadata(agency=agency, report_year=2020), (), (), ()) is None


def make_figure(number: int, value: str, **changes: object) -> Figure:
    exact = Decimal(value)
    figure = Figure(
        number,
        0,
        0,
        1,
        f"{value}件",
        exact,
        exact,
        exact,
        Qualifier.EXACT,
        "件",
        Kind.ITEM_COUNT,
        "unit",
        0,
        99,
        "申请",
    )
    return replace(figure, **changes)


@pytest.mark.parametrize(("percent", "surface", "outcome"), [("20", "20%", Outcome.PASS), ("25", "25%", Outcome.FAIL)])
def test_a_change_is_recomputed_from_the_year_before(percent: str, surface: str, outcome: Outcome) -> None:
    sixty, fifty = Decimal(60), Decimal(50)
    change = {"change": Change.INCREASE, "basis": Basis.YEAR_ON_YEAR, "kind": Kind.PERCENT, "unit": "%"}
    figures = [make_figure(0, "60"), make_figure(1, percent, surface=surface, **change)]
    said = Indicator("requests", Witness.TEXT, 1, sixty, sixty, sixty, "件", figure_id=0)
    table = Indicator("requests", Witness.TABLE, 1, fifty, fifty, fifty, "件", cell_id=8)
    last = make_facts(2020, {}, indicators=[table])
    now = make_facts(2021, {}, figures=figures, indicators=[said])
    ((document, audit),) = audits_of(last, now)
    assert (document, audit.rule, audit.outcome) == ("doc2021", "change_between_years", outcome)
    assert audit.evidence == ("figure:1", "figure:0", "doc2020/cell:8")
    # Nothing is computed from a year of nothing.
    zero = replace(last, levels=(replace(last.levels[0], value=Decimal(0)),))
    assert audits_of(zero, now) == []


@pytest.mark.parametrize(("printed", "outcome"), [("50", Outcome.PASS), ("52", Outcome.FAIL)])
def test_what_is_said_of_the_year_before_is_held_against_its_report(printed: str, outcome: Outcome) -> None:
    sixty, fifty = Decimal(60), Decimal(50)
    days = {"period_start": date(2020, 1, 1), "period_end": date(2020, 12, 31)}
    figures = [make_figure(0, "60"), make_figure(1, printed, **days)]
    said = Indicator("requests", Witness.TEXT, 1, sixty, sixty, sixty, "件", figure_id=0)
    table = Indicator("requests", Witness.TABLE, 1, fifty, fifty, fifty, "件", cell_id=8)
    last = make_facts(2020, {}, indicators=[table])
    ((_, audit),) = audits_of(last, make_facts(2021, {}, figures=figures, indicators=[said]))
    assert (audit.rule, audit.outcome, audit.evidence) == (
        "restated_last_year",
        outcome,
        ("figure:1", "doc2020/cell:8"),
    )


PAGE = """<html><body><h1>{agency}{year}年政府信息公开工作年度报告</h1>
<p>一、收到和处理政府信息公开申请情况</p>{form}</body></html>"""


def write_page(folder: Path, year: int, agency: str = AGENCY, **numbers: int) -> File:
    carried_out = numbers.pop("carried_out")
    form = request_rows(numbers | {"handled": numbers["granted"], "carried_out": carried_out})
    path = folder / f"{agency}{year}.html"
    path.write_text(PAGE.format(agency=agency, year=year, form=htmltables.table(*form)), "utf-8")
    return File(str(folder), path.name)


def test_a_run_writes_the_audits_between_its_years(tmp_path: Path) -> None:
    files = [
        write_page(tmp_path, 2022, received=8, carried_in=3, granted=11, carried_out=0),
        write_page(tmp_path, 2021, received=9, carried_in=0, granted=7, carried_out=2),
    ]
    run_files(files, tmp_path / "out")
    audits = pq.read_table(tmp_path / "out" / "audits.parquet").to_pylist()
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    ids = {row["report_year"]: row["document_id"] for row in documents}
    between = [row for row in audits if row["rule"] == "carried_over"]
    assert {row["document_id"] for row in between} == {ids[2022]}
    assert [(row["left"], row["right"]) for row in between if row["outcome"] == "fail"] == [(3, 2), (3, 2)]
    assert all(row["evidence"][1].startswith(f"{ids[2021]}/cell:") for row in between)
    assert [row["document_id"] for row in audits] == sorted(row["document_id"] for row in audits)


def test_the_buckets_change_no_row_and_keep_agencies_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        write_page(
            tmp_path, year, f"青禾县{name}", received=year % 7, carried_in=number, granted=year % 7, carried_out=1
        )
        for number, name in enumerate(("水务局", "水 务局", "教育局", "民政局", "档案局"))
        for year in (2021, 2022, 2024 + number % 2)
    ]
    files += [
        write_page(tmp_path, year, "市水务局", received=1, carried_in=0, granted=1, carried_out=0) for year in (21, 22)
    ]
    run_files(files, tmp_path / "one")
    monkeypatch.setattr(comparable, "BUCKET", 2)
    run_files(files, tmp_path / "many")
    one, many = (pq.read_table(tmp_path / out / "audits.parquet").to_pylist() for out in ("one", "many"))
    assert one == many
    documents = pq.read_table(tmp_path / "one" / "documents.parquet").to_pylist()
    names = {row["document_id"]: ("".join((row["agency"] or "").split()), row["report_year"]) for row in documents}
    compared = {
        names[row["document_id"]] for row in one if row["rule"] == "carried_over" and row["outcome"] != "not_assessable"
    }
    # Of 水务局, spelled in two ways, there are two reports of 2021 and 2022, one of 2024 and one of 2025.
    assert compared == {("青禾县水务局", 2025), *((f"青禾县{name}", 2022) for name in ("教育局", "民政局", "档案局"))}


@pytest.mark.parametrize(
    ("before", "after", "compared"),
    [
        ("河北省科学技术厅", "河北省科技厅", True),
        ("静海县水务局", "天津市静海区水务局", True),
        ("綦江县水务局", "重庆市綦江区水务局", False),
        ("南京市鼓楼区水务局", "徐州市鼓楼区水务局", False),
    ],
)
def test_years_are_compared_by_agency_and_not_by_its_spelling(
    tmp_path: Path, before: str, after: str, *, compared: bool
) -> None:
    year = 2010 if before.startswith("綦江") else 2014
    files = [
        write_page(tmp_path, year, before, received=3, carried_in=0, granted=1, carried_out=2),
        write_page(tmp_path, year + 1, after, received=3, carried_in=2, granted=5, carried_out=0),
    ]
    run_files(files, tmp_path / "out")
    rules = [row["rule"] for row in pq.read_table(tmp_path / "out" / "audits.parquet").to_pylist()]
    assert ("carried_over" in rules) is compared
