"""What all documents of a run say together: reports in several documents, the agencies, and what people say of them."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.rulebook import indicator_rules
from pipeline.run import AgenciesFileError, count_agency_lines, read_strays
from pipeline.run.collect import collect_files
from pipeline.run.registry import open_agencies
from pipeline.run.run import run_files

pytestmark = pytest.mark.usefixtures("read_files_once")

Row = dict[str, Any]

BODY = (
    "一、概述\n{year}年，{name}认真贯彻《条例》，主动公开政府信息{disclosed}条，"
    "收到信息公开申请{requests}件。\n{name}\n{signed}"
)


def write(
    raw: Path, path: str, name: str, year: int, *, disclosed: int = 7, requests: int = 2, title: str = ""
) -> None:
    """Writes a report of an agency on a year."""
    file = raw / path
    file.parent.mkdir(parents=True, exist_ok=True)
    said = BODY.format(name=name, year=year, disclosed=disclosed, requests=requests, signed=f"{year + 1}年1月20日")
    file.write_text(f"{title or f'{name}{year}年政府信息公开工作年度报告'}\n{said}\n", encoding="utf-8")


def read(out: Path, table: str) -> list[Row]:
    rows: list[Row] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return rows


def run(raw: Path, out: Path, lines: Sequence[str] = ()) -> None:
    said = raw.parent / "agencies.csv"
    said.write_text("\n".join(["action,agency,other", *lines]) + "\n", encoding="utf-8")
    run_files(collect_files(raw), out, agencies=said if lines else None)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two documents of one report, one of the year before under another spelling, and a district of any city."""
    raw = tmp_path / "raw"
    write(raw, "厅/2020.txt", "河北省科学技术厅", 2020)
    write(
        raw,
        "厅/2020_更正.txt",
        "河北省科学技术厅",
        2020,
        disclosed=8,
        title="河北省科技厅2020年政府信息公开工作年度报告(更正)",
    )
    write(raw, "厅/2019.txt", "河北省科技厅", 2019)
    write(raw, "区/2020.txt", "朝阳区人民政府", 2020)
    return raw


def test_the_panel_has_one_row_a_report_with_its_documents(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    documents = {row["source"]: row for row in read(tmp_path / "out", "documents")}
    panel = read(tmp_path / "out", "panel")
    assert len(panel) == 3
    main, other = documents["厅/2020_更正.txt"], documents["厅/2020.txt"]
    assert (main["report_part"], other["report_part"]) == ("main", "edition")
    (row,) = (row for row in panel if row["report_id"] == "130000:科学技术厅/2020/disclosure_annual")
    assert row["documents"] == f"{main['document_id']};{other['document_id']}"
    # The edition that corrects comes first, what it contradicts is told, and what both say is not.
    assert (row["disclosed"], row["requests"], row["disputed"]) == (8, 2, "disclosed")


def test_the_panel_is_in_the_order_of_code_agency_and_year(raw: Path, tmp_path: Path) -> None:
    write(raw, "市/2018.txt", "北京市朝阳区人民政府", 2018)
    write(raw, "市/2017.txt", "北京市朝阳区人民政府", 2017)
    run(raw, tmp_path / "out")
    assert [(row["adcode"], row["report_year"]) for row in read(tmp_path / "out", "panel")] == [
        ("110105", 2017),
        ("110105", 2018),
        ("130000", 2019),
        ("130000", 2020),
        (None, 2020),
    ]


def test_the_panel_names_its_report_and_leaves_other_families_to_the_indicators(raw: Path, tmp_path: Path) -> None:
    plan = "河北省教育厅2020年法治政府建设情况报告\n一、工作情况\n2020年，我厅办理人大代表建议3件。\n"
    (raw / "法治.txt").write_text(plan, encoding="utf-8")
    run(raw, tmp_path / "out")
    documents = {row["source"]: row for row in read(tmp_path / "out", "documents")}
    panel = read(tmp_path / "out", "panel")
    other = documents["法治.txt"]
    assert other["report_type"] == "law_government_report"
    assert other["document_id"] not in ";".join(row["documents"] for row in panel)
    assert other["document_id"] not in {row["document_id"] for row in read(tmp_path / "out", "panel_status")}
    for row in panel:
        assert {name: row[name] for name in ("title", "report_type")} == {
            name: documents[row["source"]][name] for name in ("title", "report_type")
        }


def test_each_cell_of_the_panel_has_its_reason_by_report(raw: Path, tmp_path: Path) -> None:
    bounds = (
        "河北省教育厅2020年政府信息公开工作年度报告\n一、概述\n2020年，我厅{}收到信息公开申请{}件，举行听证会1次。\n"
    )
    (raw / "新.txt").write_text(bounds.format("主动公开政府信息30条，", "10至12"), encoding="utf-8")
    (raw / "旧.txt").write_text(bounds.format("", "12"), encoding="utf-8")
    table = "指标名称\t单位\t统计数\n收到申请数\t件\t2\n申请办结数\t件\t2\n"
    (raw / "厅" / "2019_附表.txt").write_text(table, encoding="utf-8")
    run(raw, tmp_path / "out", ["same,朝阳区人民政府,220104:人民政府"])
    assert_statuses_fit(tmp_path / "out")
    run(raw, tmp_path / "out")  # what people said is taken back
    (raw / "厅" / "2019.txt").unlink()  # and the annex is a report of its own
    run(raw, tmp_path / "out")
    assert_statuses_fit(tmp_path / "out")


def assert_statuses_fit(out: Path) -> None:
    """A null of a report has one row, that of its first document, that says why; a number has one that states it."""
    reports = {row["document_id"]: row["report_id"] for row in read(out, "documents")}
    by_cell: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in read(out, "panel_status"):
        assert row["report_id"] == reports[row["document_id"]]
        assert row["document_id"] not in by_cell[row["report_id"], row["indicator"]]
        by_cell[row["report_id"], row["indicator"]][row["document_id"]] = row["status"]
    panel = read(out, "panel")
    codes = [rule.code for rule in indicator_rules().indicators]
    assert set(by_cell) == {(row["report_id"], code) for row in panel for code in codes}
    assert any(";" in row["documents"] for row in panel)
    stated = {"stated", "zero_stated"}
    for row in panel:
        for code in codes:
            said = by_cell[row["report_id"], code]
            assert (row[code] is None) is not bool(stated & {*said.values()}), (row["report_id"], code, said)
            assert row[code] is not None or said[row["document_id"]] not in stated


def find_compared(out: Path) -> list[Row]:
    return [row for row in read(out, "audits") if row["rule"] == "documents_agree"]


def find_raw(out: Path, document_id: str, reference: str) -> str:
    """What is printed at a place of the evidence of an audit of a document."""
    owner, _, own = reference.rpartition("/")
    table, _, number = own.partition(":")
    column = {"cell": "raw", "figure": "surface"}[table]
    (found,) = (
        str(row[column])
        for row in read(out, f"{table}s")
        if (row["document_id"], row[f"{table}_id"]) == (owner or document_id, int(number))
    )
    return found


def test_what_documents_of_a_report_contradict_each_other_in_is_told(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(raw, "市/年报.txt", "沈阳市人民政府", 2019, requests=4)
    table = "指标名称\t单位\t统计数\n收到申请数\t件\t5\n主动公开政府信息数\t条\t7\n"
    (raw / "市" / "年报_附表.txt").write_text(table, encoding="utf-8")
    run(raw, out)
    documents = {row["document_id"]: row for row in read(out, "documents")}
    found = {documents[row["document_id"]]["source"]: row for row in find_compared(out)}
    assert {*found} == {"厅/2020_更正.txt", "市/年报.txt"}
    for source, (left, right) in {"厅/2020_更正.txt": (8, 7), "市/年报.txt": (4, 5)}.items():
        row = found[source]
        assert (row["outcome"], row["severity"], row["left"], row["right"]) == ("fail", "warning", left, right)
        said = [find_raw(out, row["document_id"], reference) for reference in row["evidence"]]
        assert [one.rstrip("条件") for one in said] == [str(left), str(right)]
    (row,) = (row for row in read(out, "panel") if row["source"] == "市/年报.txt")
    assert (row["requests"], row["disputed"]) == (5, "requests")
    # Where they say the same, that is told too, and where there is one document only, nothing.
    (raw / "市" / "年报_附表.txt").write_text(table.replace("5", "4"), encoding="utf-8")
    (raw / "厅" / "2020.txt").unlink()
    run(raw, out)
    (row,) = find_compared(out)
    assert (row["outcome"], row["left"], row["evidence"]) == ("pass", None, [])
    assert {row["disputed"] for row in read(out, "panel")} == {None}


def test_agencies_have_their_spellings_and_what_made_them_one(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    (row,) = read(tmp_path / "out", "agencies")
    assert (row["agency_id"], row["name"]) == ("130000:科学技术厅", "河北省科学技术厅")
    assert row["spellings"] == ["河北省科学技术厅", "河北省科技厅"]
    assert (row["first_year"], row["last_year"], row["documents"]) == (2019, 2020, 3)
    texts = {one["document_id"]: one["text"] for one in read(tmp_path / "out", "documents")}
    for printed in row["places"]:
        name, _, where = printed.partition("@")
        document_id, _, start = where.partition(":")
        assert texts[document_id][int(start) :].startswith(name)


def test_people_overrule_and_take_back_and_reruns_keep_it(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw, out)
    before = {table: read(out, table) for table in ("documents", "agencies", "panel")}
    lines = ["same,朝阳区人民政府,220104:人民政府", "different,130000:科学技术厅,河北省科技厅"]
    for _ in range(2):  # the second finds nothing to do
        run(raw, out, lines)
        documents = {row["source"]: row for row in read(out, "documents")}
        assert documents["区/2020.txt"]["agency_id"] == "220104:人民政府"
        assert documents["区/2020.txt"]["prefecture"] == "长春市"
        assert documents["区/2020.txt"]["agency_rule"] == "overruled"
        assert documents["厅/2019.txt"]["agency_id"] == "130000:科学技术厅≠河北省科技厅"
        assert {row["agency_id"] for row in read(out, "panel")} == {
            "220104:人民政府",
            "130000:科学技术厅",
            "130000:科学技术厅≠河北省科技厅",
        }
    write(raw, "新/2021.txt", "河北省教育厅", 2021)
    run(raw, out, lines)
    assert {row["agency_rule"] for row in read(out, "documents")} == {"overruled", "printed"}
    (raw / "新" / "2021.txt").unlink()
    run(raw, out)
    assert {table: read(out, table) for table in before} == before


def test_an_annex_stands_in_the_row_of_its_report(raw: Path, tmp_path: Path) -> None:
    table = "指标名称\t单位\t统计数\n收到申请数\t件\t2\n申请办结数\t件\t2\n"
    (raw / "厅" / "2019_附表.txt").write_text(table, encoding="utf-8")
    run(raw, tmp_path / "out")
    documents = {row["source"]: row for row in read(tmp_path / "out", "documents")}
    annex = documents["厅/2019_附表.txt"]
    assert (annex["report_part"], annex["agency"]) == ("annex", None)
    assert annex["report_id"] == documents["厅/2019.txt"]["report_id"]
    assert len(read(tmp_path / "out", "panel")) == 3


def test_a_file_that_says_nothing_sensible_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    file.write_text("action,agency,other\njoin,a,b\n", encoding="utf-8")
    with pytest.raises(AgenciesFileError, match="line 2: action is join"):
        open_agencies(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(AgenciesFileError, match="not in UTF-8"):
        open_agencies(file)
    with pytest.raises(AgenciesFileError, match="cannot be read"):
        open_agencies(tmp_path / "none.csv")


@pytest.mark.parametrize("head", ["", "河北省教育厅政府信息公开情况统计表（2020年度）\n"])
def test_an_annex_is_never_the_main_document(head: str, raw: Path, tmp_path: Path) -> None:
    """It prints more cells than its text, whose agency people told or not."""
    text = "关于政府信息公开工作的报告\n一、概述\n2020年，共主动公开政府信息12件，收到信息公开申请2件。\n"
    write(raw, "教/年报.txt", "河北省教育厅", 2020)
    (raw / "教" / "年报.txt").write_text(
        ("河北省教育厅2020年政府信息公开工作年度报告\n" if head else "2020年政府信息公开工作年度报告\n") + text,
        encoding="utf-8",
    )
    table = f"{head}指标名称\t单位\t统计数\n收到申请数\t件\t2\n申请办结数\t件\t2\n"
    (raw / "教" / "年报_附表.txt").write_text(table, encoding="utf-8")
    run(raw, tmp_path / "out")
    (told,) = (row for row in read(tmp_path / "out", "documents") if row["source"] == "教/年报.txt")
    run(raw, tmp_path / "out", [f"same,{told['document_id']},130000:教育厅"])
    parts = {row["source"]: row for row in read(tmp_path / "out", "documents") if row["source"].startswith("教/")}
    assert len({row["report_id"] for row in parts.values()}) == 1
    assert {source: row["report_part"] for source, row in parts.items()} == {
        "教/年报.txt": "main",
        "教/年报_附表.txt": "annex",
    }


def test_a_note_beside_a_report_is_no_annex(raw: Path, tmp_path: Path) -> None:
    (raw / "区" / "说明.txt").write_text("本文件夹存放年度报告\n", encoding="utf-8")
    run(raw, tmp_path / "out", ["same,朝阳区人民政府,110105:人民政府"])
    reports = {row["source"]: row["report_id"] for row in read(tmp_path / "out", "documents")}
    assert reports["区/说明.txt"] != reports["区/2020.txt"]


def test_the_panel_has_the_name_that_people_gave(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out", ["rename,130000:科学技术厅,省科技厅"])
    names = {row["agency"] for row in read(tmp_path / "out", "panel") if row["agency_id"] == "130000:科学技术厅"}
    assert names == {"省科技厅"}
    printed = {row["agency"] for row in read(tmp_path / "out", "documents")}
    assert "省科技厅" not in printed
    run(raw, tmp_path / "out")
    assert "省科技厅" not in {row["agency"] for row in read(tmp_path / "out", "panel")}


@pytest.mark.parametrize(
    ("line", "given", "nearest"),
    [
        ("rename,130000:科学枝术厅,省厅", "130000:科学枝术厅", "130000:科学技术厅"),
        ("rename,440000:审计厅,省厅", "440000:审计厅", None),
        ("same,河北省科技听,130000:科学技术厅", "河北省科技听", "河北省科技厅"),
        ("same,朝阳区人民政府,130000:科学枝术厅", "130000:科学枝术厅", "130000:科学技术厅"),
        ("same,0f0f0f0f0f0f0f0f,130000:科学技术厅", "0f0f0f0f0f0f0f0f", None),
        ("different,130000:科学技术厅,河北省教育厅", "河北省教育厅", None),
    ],
)
def test_a_line_that_is_about_no_report_is_told(
    line: str, given: str, nearest: str | None, raw: Path, tmp_path: Path
) -> None:
    run(raw, tmp_path / "out", ["same,朝阳区人民政府,110105:人民政府", line] if "朝阳" not in line else ["", line])
    [stray] = read_strays(tmp_path / "out")
    assert (stray.line, stray.given, stray.nearest) == (3, given, nearest)


def test_lines_about_reports_are_no_strays(raw: Path, tmp_path: Path) -> None:
    run(
        raw, tmp_path / "out", ["same,朝阳区人民政府,110105:人民政府", "same,130000:科学技术厅,130000:科学技术和工业厅"]
    )
    assert read_strays(tmp_path / "out") == ()
    assert count_agency_lines(tmp_path / "out") == 2
    run(raw, tmp_path / "out")
    assert count_agency_lines(tmp_path / "out") == 0


def test_the_command_tells_stray_lines_and_lines_that_it_was_given_no_more(raw: Path, tmp_path: Path) -> None:
    said = tmp_path / "agencies.csv"
    said.write_text(
        "action,agency,other\nrename,130000:科学枝术厅,省厅\nrename,130000:科学技术厅,省厅\n", encoding="utf-8"
    )
    asked = ["run", str(raw), str(tmp_path / "out")]
    first = CliRunner().invoke(app, [*asked, "--agencies", str(said)])
    assert (
        "line 2: no report of this run belongs to 130000:科学枝术厅; the nearest match is 130000:科学技术厅"
        in first.output
    )
    assert "made with" not in first.output
    again = CliRunner().invoke(app, asked)
    assert "made with 2 lines on agencies; this run had none" in " ".join(again.output.split())
    assert "line 2" not in again.output


def test_a_place_that_people_tell_is_no_longer_unknown_until_they_take_it_back(raw: Path, tmp_path: Path) -> None:
    def regions() -> dict[str, tuple[str, str]]:
        names = {row["document_id"]: row["agency"] for row in read(tmp_path / "out", "documents")}
        audits = [row for row in read(tmp_path / "out", "audits") if row["rule"] == "region_unknown"]
        return {names[row["document_id"]]: (row["outcome"], row["detail_zh"]) for row in audits}

    run(raw, tmp_path / "out")
    before = regions()
    assert before["朝阳区人民政府"][0] == "fail"
    run(raw, tmp_path / "out", ["same,朝阳区人民政府,110105:人民政府"])
    outcome, detail = regions()["朝阳区人民政府"]
    assert outcome == "pass"
    assert "北京市朝阳区（110105），据agencies.csv" in detail
    run(raw, tmp_path / "out", ["rename,110105:人民政府,北京市朝阳区人民政府"])
    assert regions() == before


def test_a_file_of_several_reports_is_not_the_main_document_of_one_that_is_there_by_itself(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    write(raw, "a.txt", "河北省科学技术厅", 2020)
    alone = (raw / "a.txt").read_text("utf-8")
    write(raw, "b.txt", "河北省教育厅", 2020)
    volume = f"{alone}全年公开信息7项，受理申请6件。\n附件1\n{(raw / 'b.txt').read_text('utf-8')}"
    (raw / "b.txt").write_text(volume, "utf-8")
    run(raw, out)
    assert [row["problem"] for row in read(out, "problems") if row["source"] == "b.txt"].count("several_reports") == 1
    for further in ("河北省水利厅", "河北省财政厅"):  # of what is kept it is known as well
        parts = {row["source"]: row["report_part"] for row in read(out, "documents") if row["source"] != "c.txt"}
        assert parts == {"a.txt": "main", "b.txt": "edition"}
        write(raw, "c.txt", further, 2020)
        run(raw, out)
