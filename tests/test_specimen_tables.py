"""The metadata, citations and tables that must come out of the specimens in data/raw."""

import unicodedata
from datetime import date
from decimal import Decimal

from bench.specimens.kept import kept_documents
from bench.specimens.readback import read_back
from pipeline.model import Format, Metadata, PlacedGrid, Report, ReportType, Source
from pipeline.report import extract_source
from pipeline.values.cell_values import read_cell
from tests.specimen_reading import ALL, FORM, GB18030, PDF, SHENYANG, WORD, each, report_of
from tests.statutory import REQUESTS


def metadata(
    agency: str,
    region: str,
    year: int,
    published: date | None,
    signed: date,
    *,
    subject: str = "政府信息公开",
    whole_year: bool = True,
) -> Metadata:
    """The metadata of an annual report whose title is made of agency, year and subject."""
    return Metadata(
        title=f"{agency}{year}年{subject}工作年度报告",
        agency=agency,
        region=region,
        report_year=year,
        report_type=ReportType.DISCLOSURE_ANNUAL,
        period_start=date(year, 1, 1) if whole_year else None,
        period_end=date(year, 12, 31) if whole_year else None,
        published=published,
        signed=signed,
    )


METADATA = {
    SHENYANG: metadata("沈阳市政务服务办", "沈阳市", 2016, date(2017, 3, 17), date(2017, 2, 27), subject="政务公开"),
    FORM: metadata("柳溪县人民政府办公室", "柳溪县", 2023, date(2024, 1, 24), date(2024, 1, 22)),
    GB18030: metadata("青禾县水务局", "青禾县", 2012, None, date(2013, 1, 20)),
    WORD: metadata("柳溪县住房和城乡建设局", "柳溪县", 2014, None, date(2015, 1, 26)),
    # It names its year, but no first and last day.
    PDF: metadata("南泠市水务局", "南泠市", 2020, None, date(2021, 1, 22), whole_year=False),
}


@each
def test_metadata(name: str) -> None:
    metadata, expected = report_of(name).metadata, METADATA[name]
    # A title is as printed, in full-width digits in one of the specimens; the form is told in a later issue.
    assert unicodedata.normalize("NFKC", metadata.title or "") == expected.title
    for attribute in ("agency", "region", "report_year", "report_type", "period_start", "period_end", "published"):
        assert getattr(metadata, attribute) == getattr(expected, attribute), attribute
    assert metadata.signed == expected.signed


def test_formats_and_encodings() -> None:
    assert [(report_of(n).format, report_of(n).encoding) for n in ALL] == [
        (Format.TEXT, "utf-8"),
        (Format.HTML, "utf-8"),
        (Format.TEXT, "gb18030"),
        (Format.DOCX, None),
        (Format.PDF, None),
    ]


def test_a_character_that_only_gb18030_has() -> None:
    assert "䶮塘水库" in report_of(GB18030).text.text


@each
def test_citations(name: str) -> None:
    found = [(citation.title, citation.document_number, citation.year) for citation in report_of(name).citations]
    regulation = ("中华人民共和国政府信息公开条例", None, None)
    assert found == ([regulation, (None, "国办公开办函〔2021〕30号", 2021)] if name == FORM else [regulation])


def prose(report: Report) -> str:
    """The text less its furniture and its tables."""
    parts, done = [], 0
    for region in report.text.regions:
        parts.append(report.text.text[done : region.start])
        done = region.end
    return "".join([*parts, report.text.text[done:]])


def test_the_page_around_the_report_is_no_prose() -> None:
    report = report_of(FORM)
    furniture = ("首页", "互动交流", "当前位置", "字体", "打印", "分享到", "网站地图", "联系电话")
    assert [words for words in furniture if words in prose(report)] == []
    code = ("document.write", "window.share", "float", "3521")
    assert [words for words in code if words in report.text.text] == []


def test_a_number_that_markup_splits_is_whole() -> None:
    assert "柳溪县人民政府办公室2023年" in report_of(FORM).text.text
    assert "公开政府信息1236条" in report_of(FORM).text.text


def rows_of(grid: PlacedGrid) -> list[list[str]]:
    """The cells of a grid by row, white space removed."""
    last = max(placed.cell.row for placed in grid.cells)
    return [["".join(p.cell.text.split()) for p in grid.cells if p.cell.row == row] for row in range(last + 1)]


def test_the_three_tables_of_the_form() -> None:
    second, third, fourth = report_of(FORM).text.grids
    assert ["行政规范性文件", "6", "2", "41"] in rows_of(second)
    assert ["行政许可", "5,824"] in rows_of(second)
    assert [REQUESTS["received"], "18", "5", "0", "0", "1", "0", "24"] in rows_of(third)
    assert [REQUESTS["handled"], "19", "5", "0", "0", "1", "0", "25"] in rows_of(third)
    assert len(rows_of(third)) == 28
    assert rows_of(fourth)[-1] == [*"101020001110001"]


def test_spans_are_resolved_to_slots() -> None:
    third = report_of(FORM).text.grids[1]
    cell_of = {"".join(placed.cell.text.split()): placed.cell for placed in third.cells}
    assert (cell_of["自然人"].row, cell_of["自然人"].column, cell_of["自然人"].rows) == (1, 3, 2)
    assert (cell_of["法律服务机构"].row, cell_of["法律服务机构"].column) == (2, 7)
    assert (cell_of["三、本年度办理结果"].column, cell_of["三、本年度办理结果"].rows) == (0, 22)
    assert (cell_of["8.属于行政查询事项"].column, cell_of["（七）总计"].column) == (2, 1)
    numbers = {placed.cell.column for placed in third.cells if read_cell(placed.cell.text)[1] is not None}
    assert numbers == set(range(3, 10))


def test_the_tables_of_the_form_satisfy_its_identities() -> None:
    """The specimen is a report without an error: later audits must find none."""
    cells = {(p.cell.row, p.cell.column): read_cell(p.cell.text)[1] for p in report_of(FORM).text.grids[1].cells}
    for column in range(3, 10):
        received, carried_in, *handled, total, carried_out = (
            number for row in range(3, 28) if (number := cells[row, column]) is not None
        )
        assert total == sum(handled)
        assert received + carried_in == total + carried_out
    for row in range(3, 28):
        *parts, whole = (cells[row, column] or Decimal(0) for column in range(3, 10))
        assert whole == sum(parts)


def values_of(name: str, table: str) -> dict[tuple[str | None, str | None], Decimal | None]:
    """The numbers of a statutory table by row and column of its form."""
    return {
        (cell.row, cell.column): cell.value
        for cell in report_of(name).cells
        if cell.table == table and cell.value is not None
    }


def test_the_table_of_the_word_file() -> None:
    values = values_of(WORD, "1")
    printed = {"disclosed": 307, "channel_weibo": 608, "requests_letter": 2, "reviews": 3, "litigation_other": 5}
    assert {code: values[code, "value"] for code in printed} == printed
    assert (values["fees", "value"], values["budget", "value"]) == (Decimal("4.8"), Decimal("2.7"))
    assert len(values) == 58  # 66 rows, less the head and the seven that only announce others


def test_the_tables_of_the_pdf_file_are_whole_over_its_pages() -> None:
    second, third, fourth = (values_of(PDF, table) for table in "234")
    assert second["licensing", "items_change"] == Decimal(-2)
    assert second["coercion", "decisions"] == Decimal(17884)
    assert second["procurement", "amount"] == Decimal("10.77")
    assert len(third) == 7 * 23
    assert {key: value for key, value in third.items() if value and key[1] == "total"} == {
        ("received", "total"): 2,
        ("unhandled_excessive", "total"): 1,
        ("other", "total"): 1,
        ("handled", "total"): 2,
    }
    assert [value for value in fourth.values() if value] == [7, 7]
    assert len(fourth) == 15


def test_one_specimen_contradicts_itself() -> None:
    """It says that it charged nothing, and its table that it charged 4.8 万元; all other audits of all others hold.

    But that their places, which are made up, stand in no list.
    """
    failed = [(name, audit.rule) for name in ALL for audit in report_of(name).audits if audit.outcome == "fail"]
    assert [one for one in failed if one[1] != "region_unknown"] == [(WORD, "text_table")]
    made_up = {name for name in ALL if report_of(name).registration.adcode is None}
    assert {name for name, rule in failed if rule == "region_unknown"} == made_up


def test_the_written_specimens_are_what_the_generator_writes() -> None:
    """As read, since another release of a library may pack the same document in other bytes."""
    for written in kept_documents():
        again = extract_source(Source(written.path, written.data))
        assert isinstance(again, Report)
        assert again.text.text == report_of(written.path).text.text
        assert read_back(written) == []


@each
def test_a_specimen_says_that_it_is_one(name: str) -> None:
    assert "样本" in report_of(name).text.text[:200]
