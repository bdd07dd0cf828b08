"""The schemas hold what the contract says, and the rows hold what the schemas say."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from msgspec.structs import fields

from pipeline import extract_file, extract_text
from pipeline.i18n import Message
from pipeline.model import (
    Audit,
    Cell,
    Citation,
    Figure,
    Indicator,
    Metadata,
    Outcome,
    Problem,
    Report,
    ReportType,
    Section,
    Suggestion,
    Unreadable,
)
from pipeline.register import read_agency
from pipeline.rulebook.indicators import indicator_rules
from pipeline.tables import audit_row, copy_row, unreadable_row
from pipeline.tables.columns import Table
from pipeline.tables.figure_columns import FIGURES
from pipeline.tables.rows import tabulate
from pipeline.tables.schema import TABLES, parquet_schema
from pipeline.views.codebook.codebook import codebook, describe

by_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)

# The output contract: every column, in its order.
CONTRACT = {
    "documents": "document_id source container member url retrieved sha256 format encoding title agency region "
    "agency_id province prefecture county adcode level agency_type agency_rule agency_start report_id report_part "
    "report_year report_type form period_start period_end published signed note listed text characters sections "
    "figures cells problems fingerprint version",
    "agencies": "agency_id name spellings places level agency_type parent province prefecture county adcode first_year "
    "last_year documents evidence likely",
    "sections": "document_id section_id parent_id level style marker number title path start end",
    "figures": "document_id figure_id section_id start end surface value low high qualifier unit kind measure "
    "measure_rule entity of_id role action "
    "negated change basis period_start period_end modality parent_id parent_rule sentence_start sentence_end rule "
    "verdict verdict_value verdict_other",
    "cells": "document_id cell_id table_id form table row column row_label column_label raw value unit state page "
    "start end rule verdict verdict_value verdict_other",
    "indicators": "document_id indicator value low high unit witness figure_id cell_id rank taken disputed "
    "corrected judged_by judged_at evidence",
    "panel": (
        PANEL := " ".join(
            [
                "report_id document_id documents source title report_type agency region agency_id province prefecture",
                "county adcode level agency_type report_year form disputed",
            ]
            + [rule.code for rule in indicator_rules().indicators]
        )
    ),
    "panel_corrected": PANEL,
    "panel_status": "document_id report_id indicator status reason problem evidence corrected",
    "request_outcomes": "document_id form row column value state cell_id",
    "audits": "document_id rule severity outcome left right difference detail detail_zh evidence "
    "suggested_cell_id suggested_value suggestion suggestion_zh",
    "citations": "document_id citation_id section_id start end surface title document_number issuer year",
    "problems": "document_id source problem severity message message_zh start end fingerprint",
}


def test_the_tables_have_the_columns_of_the_contract() -> None:
    assert {table.name: " ".join(column.name for column in table.columns) for table in TABLES} == CONTRACT


@by_table
def test_every_column_is_described_in_the_file(table: Table) -> None:
    for column, field in zip(table.columns, parquet_schema(table), strict=True):
        assert field.metadata[b"description"].decode() == column.description
        assert field.nullable is column.nullable
        assert len(column.description) > len(column.name)


@by_table
def test_every_column_is_printed_and_in_the_codebook(table: Table) -> None:
    for column in table.columns:
        assert f"  {column.name} " in describe([table], width=100)
        assert f"| `{column.name}` | " in codebook()


@by_table
def test_rows_fit_the_schema(table: Table, make_report: Callable[..., Report]) -> None:
    said = Metadata(title="年度报告", agency="青禾县水务局", report_year=2016, report_type=ReportType.DISCLOSURE_ANNUAL)
    report = make_report(metadata=said, registration=read_agency("青禾县水务局", 2016))
    rows = tabulate(report)[table.name]
    names = [column.name for column in table.columns]
    assert rows
    for row in rows:
        assert set(row) == set(names)
    pa.Table.from_pylist(rows, parquet_schema(table)).validate(full=True)


def test_the_rules_that_find_figures_are_named(raw: Path) -> None:
    reports = [extract_file(path) for path in raw.iterdir()]
    used = {figure.rule for report in reports if isinstance(report, Report) for figure in report.figures}
    assert {"unit", "zero"} <= used
    said = next(column.description for column in FIGURES.columns if column.name == "rule")
    assert [rule for rule in used if f" {rule} (" not in said] == []


# The bounds as the descriptions of low and high state them: n is the value, u the unit of its last non-zero digit.
@pytest.mark.parametrize(
    ("surface", "qualifier", "low", "high"),
    [
        ("1350条", "exact", "n", "n"),
        ("1350余条", "over", "n", "n + u"),
        ("超过1350条", "over", "n", None),
        ("近1350条", "under", "n - u", "n"),
        ("不足1350条", "under", None, "n"),
        ("1350条以上", "at_least", "n", None),
        ("1350条以内", "at_most", None, "n"),
        ("约1350条", "about", "n - u/2", "n + u/2"),
        ("1350条左右", "about", "n - u/2", "n + u/2"),
    ],
)
def test_the_bounds_are_what_the_schema_says(surface: str, qualifier: str, low: str | None, high: str | None) -> None:
    bounds = {"n": 1350, "n - u": 1340, "n + u": 1360, "n - u/2": 1345, "n + u/2": 1355, None: None}
    (figure,) = extract_text(f"全年公开信息{surface}。").figures
    assert (figure.qualifier, figure.low, figure.high) == (qualifier, bounds[low], bounds[high])
    for name, bound in (("low", low), ("high", high)):
        said = next(column.description for column in FIGURES.columns if column.name == name)
        assert (bound or "null, which is unbounded") in said


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Section, "sections"),
        (Figure, "figures"),
        (Cell, "cells"),
        (Indicator, "indicators"),
        (Citation, "citations"),
    ],
)
def test_a_table_has_the_fields_of_its_value(value: type, name: str) -> None:
    beside = {"verdict", "verdict_value", "verdict_other"}  # they come from analysts, and are laid beside the values
    if name == "indicators":  # what the panel makes of them, and who judged
        beside |= {"taken", "disputed", "corrected", "judged_by", "judged_at", "evidence"}
    assert {"document_id", *(field.name for field in fields(value))} == set(CONTRACT[name].split()) - beside


def test_a_row_of_an_audit_has_its_messages_in_both_languages() -> None:
    found = Message("finding", finding="5; 2", outcome=Message("fails_by", difference=Decimal(3)))
    suggested = Suggestion(Message("unknown_cause"), 12, Decimal(2))
    row = audit_row(
        "0f", Audit("staff_by_time", "error", Outcome.FAIL, found, Decimal(5), Decimal(2), suggested=suggested)
    )
    assert set(row) == set(CONTRACT["audits"].split())
    assert (row["detail"], row["detail_zh"]) == ("5; 2. It fails: the difference is 3.", "5; 2，不符，差3。")
    assert (row["suggested_cell_id"], row["suggested_value"]) == (12, 2.0)
    assert row["suggestion"].startswith("The cause is not known")
    assert row["suggestion_zh"].startswith("原因不明")
    bare = audit_row("0f", Audit("staff_by_time", "error", Outcome.PASS, Message("holds")))
    assert [value for name, value in bare.items() if name.startswith("suggest")] == [None] * 4


def test_counts_and_copies(make_report: Callable[..., Report]) -> None:
    rows = tabulate(make_report())
    document = rows["documents"][0]
    assert [document[count] for count in ("sections", "figures", "cells", "problems")] == [1, 1, 4, 1]
    copy = copy_row(document["document_id"], "a.txt", "b.txt")
    assert set(copy) == set(CONTRACT["problems"].split())
    assert (copy["document_id"], copy["source"], copy["problem"]) == (
        document["document_id"],
        "b.txt",
        "duplicate_file",
    )


def test_decimals_become_floats_at_the_last_step(make_report: Callable[..., Report]) -> None:
    figure = tabulate(make_report())["figures"][0]
    assert [figure[name] for name in ("value", "low", "high")] == [15000.0, 14500.0, 15500.0]
    assert all(type(figure[name]) is float for name in ("value", "low", "high"))


def test_cells_keep_their_print_and_their_place(make_report: Callable[..., Report]) -> None:
    report = make_report()
    cells = tabulate(report)["cells"]
    assert [(cell["cell_id"], cell["table_id"], cell["raw"], cell["value"]) for cell in cells] == [
        (0, 0, "项目", None),
        (1, 0, "数量", None),
        (2, 0, "申请", None),
        (3, 0, " 1,024 ", 1024.0),
    ]
    assert all(report.text.text[cell["start"] : cell["end"]] == cell["raw"] for cell in cells)


def test_an_unreadable_file_is_one_problem_without_document() -> None:
    row = unreadable_row(Unreadable("x.txt", Problem("cannot_open", reason="closed")), "0123456789abcdef")
    assert set(row) == set(CONTRACT["problems"].split())
    assert (row["document_id"], row["source"], row["severity"]) == (None, "x.txt", "error")
    assert row["fingerprint"] == "0123456789abcdef"
