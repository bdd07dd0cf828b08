"""The page of charts is drawn from the tables, runs nothing, and says where there is nothing to draw."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.model import Metadata, Report, ReportType
from pipeline.report import extract_text
from pipeline.run.run import collect_files, run_files
from pipeline.tables import Rows
from pipeline.tables.rows import tabulate
from pipeline.views.charts.data import (
    NAMED,
    NO_FORM,
    count_agencies,
    count_audits,
    cover_reports,
    cover_years,
    measure_reports,
    read_chart_data,
)
from pipeline.views.charts.draw import draw_measure
from pipeline.views.charts.page import make_chart_page

Write = Callable[[Path, Sequence[Rows]], None]
ROW = {"document_id": "a", "agency": "某县", "report_year": 2021}


@pytest.fixture(scope="module")
def page(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("out")
    run_files(collect_files(raw), out)
    return make_chart_page(read_chart_data(out))


def test_every_section_has_a_chart_or_says_that_there_is_none(page: str) -> None:
    tree = LexborHTMLParser(page)
    titles = [heading.text() for heading in tree.css("h2")]
    assert titles[0] == "各年度报告数"
    assert len(titles) == 7
    figures = tree.css("figure")
    drawn = [figure.css_first("svg") is not None for figure in figures]
    assert drawn == ["没有可画的数据" not in figure.text() for figure in figures]
    assert len(drawn) == 7
    assert drawn[0]


def test_the_page_fetches_and_runs_nothing(page: str) -> None:
    assert "default-src 'none'" in page
    assert re.findall(r"<script|<link|<img|@import|url\(|\son\w+=|href=", page) == []


def test_marks_say_their_values_on_hovering(page: str) -> None:
    assert "<title>报告年度: 2016; 报告数: 1; 统计表格式: 未识别</title>" in page


def test_counts_are_marked_by_whole_numbers(page: str) -> None:
    """Three reports of three years: the axis says 0 and 1, and neither of them twice."""
    axis = next(part for part in page.split("aria-label=") if part.startswith('"Y-axis titled'))
    assert re.findall(r">(\d+)</text>", axis) == ["0", "1"]


def test_a_name_that_is_markup_stays_text(
    make_report: Callable[..., Report], write_rows: Write, tmp_path: Path
) -> None:
    hostile = Metadata(
        agency="<script>alert(1)</script>\"'&", report_year=2016, report_type=ReportType.DISCLOSURE_ANNUAL
    )
    write_rows(tmp_path, [tabulate(make_report(metadata=hostile))])
    drawn = make_chart_page(read_chart_data(tmp_path))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_an_output_without_disclosure_reports_has_a_page(
    make_report: Callable[..., Report], write_rows: Write, tmp_path: Path
) -> None:
    write_rows(tmp_path, [tabulate(make_report())])
    drawn = make_chart_page(read_chart_data(tmp_path))
    assert "共 1 份文件，其中政府信息公开年度报告 0 份" in drawn
    assert drawn.count("没有可画的数据") == 7


def test_measures_are_taken_from_what_is_stated_alone(write_rows: Write, tmp_path: Path) -> None:
    """One report with requests and reviews, and one whose requests are a zero: it has no rate."""
    head = "某县水务局{}年政府信息公开工作年度报告\n一、依申请公开\n"
    texts = [f"{head.format(2021)}全年收到政府信息公开申请50件。\n二、复议\n全年行政复议1件。\n"]
    texts += [f"{head.format(2022)}全年未收到政府信息公开申请。\n二、复议\n全年行政复议1件。\n"]
    reports = [replace(extract_text(text), source=f"{number}.txt") for number, text in enumerate(texts)]
    write_rows(tmp_path, [tabulate(report) for report in reports])
    measures = read_chart_data(tmp_path).measures
    assert {(row["year"], row["value"]) for row in measures["requests"]} == {(2021, 50.0), (2022, 0.0)}
    assert {row["year"] for row in measures["reviews_per_100"]} <= {2021}
    assert measures["grant_rate"] == ()


def test_coverage_is_of_reports_while_they_are_few_and_then_of_years() -> None:
    panel = [{**ROW, "requests": 3.0}, {**ROW, "document_id": "b", "requests": None}]
    requests = "本年新收政府信息公开申请"
    single = [row for row in cover_reports(panel, {"a": "1.txt", "b": "2.txt"}) if row["indicator"] == requests]
    assert [(row["column"], row["share"]) for row in single] == [("2021 某县 · 1.txt", 1.0), ("2021 某县 · 2.txt", 0.0)]
    years = [row for row in cover_years(panel) if row["indicator"] == requests]
    assert [(row["column"], row["share"]) for row in years] == [("2021", 0.5)]


def test_only_audits_that_failed_are_drawn_the_most_failed_first() -> None:
    outcomes = {"a": ["pass", "pass"], "b": ["fail", "pass"], "c": ["fail", "fail", "not_assessable"]}
    rows = count_audits({"rule": rule, "outcome": one} for rule, all_ in outcomes.items() for one in all_)
    assert [(row["rule"], row["outcome"], row["audits"]) for row in rows] == [
        ("c", "fail", 2),
        ("c", "not_assessable", 1),
        ("b", "fail", 1),
        ("b", "pass", 1),
    ]


def test_agencies_past_the_most_are_one_line() -> None:
    rows = count_agencies([{"agency": f"{number}县"} for number in range(NAMED + 2)] + [{"agency": "0县"}])
    assert rows[0] == {"agency": "0县", "reports": 2}
    assert rows[-1] == {"agency": "其他 2 个机构", "reports": 2}


def test_the_command(raw: Path, tmp_path: Path) -> None:
    run_files(collect_files(raw), tmp_path / "out")
    result = CliRunner().invoke(app, ["report", str(tmp_path / "out"), str(tmp_path / "charts.html")])
    assert (result.exit_code, result.stdout) == (0, f"→ {tmp_path}/charts.html\n")
    assert (tmp_path / "charts.html").read_text("utf-8").startswith("<!doctype html>")
    result = CliRunner().invoke(app, ["report", str(tmp_path), str(tmp_path / "charts.html")])
    assert result.exit_code == 2
    assert "contains no tables" in result.stderr


def test_a_disputed_point_is_hollow_and_says_so() -> None:
    row = {"agency": "某县", "report_year": 2021, "form": "F21", "requests": 50.0, "reviews": 0.0}
    measured = measure_reports([{**row, "disputed": "reviews;litigation"}, {**row, "agency": "某市"}])
    assert [one["disputed"] for one in measured["requests"]] == ["", ""]
    svg = draw_measure(measured["reviews_per_100"], "复议", ".1f")
    hollow, sound = (part for part in svg.split("<path ") if 'aria-label="某' in part)
    assert "（核对不符：因政府信息公开申请行政复议）" in hollow
    assert " fill=" not in hollow  # of which the drawing as a whole has none
    assert 'fill="none"' in svg.split("<path ")[0]
    assert "核对不符" not in sound
    assert 'fill="#0072b2"' in sound


def test_the_median_joins_reports_of_one_form_alone() -> None:
    rows = [
        {"agency": "某县", "year": 2014 + n, "form": form, "value": 1.0 + n, "disputed": ""}
        for n, form in enumerate(["F14", "F14", NO_FORM, NO_FORM])
    ]
    svg = draw_measure(rows, "申请", "d")
    (line,) = re.findall(r'aria-roledescription="line mark".*? d="([^"]*)"', svg) or re.findall(
        r'd="([^"]*)"[^>]*stroke="#666666"', svg
    )
    assert line.count("L") == 1


def test_the_folder_of_the_page_is_made(raw: Path, tmp_path: Path) -> None:
    run_files(collect_files(raw), tmp_path / "out")
    page = tmp_path / "new" / "folder" / "charts.html"
    assert CliRunner().invoke(app, ["report", str(tmp_path / "out"), str(page)]).exit_code == 0
    assert page.is_file()
    result = CliRunner().invoke(app, ["report", str(tmp_path / "out"), str(page / "charts.html")])
    assert result.exit_code == 2
    assert f"{page} cannot be written" in result.stderr
