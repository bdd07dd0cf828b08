"""The directory of agencies, what people overrule, and which documents are of one report."""

from datetime import date

import pytest

from pipeline.i18n import write
from pipeline.register import Held, Overrules, join_documents, name_report, read_agency, read_id, read_overrules
from pipeline.register.directory import Agency, Mention, list_agencies


def mention(agency: str, year: int, document_id: str = "") -> Mention:
    found = read_agency(agency, year)
    assert found.agency_id is not None
    return Mention(
        document_id or f"{year}{agency}",
        found.agency_id,
        agency,
        0,
        found.agency_rule,
        year,
        found.agency_type,
        found.level,
        found.province,
        found.prefecture,
        found.county,
        found.adcode,
    )


def listed(*names: tuple[str, int]) -> dict[str, Agency]:
    return {one.agency_id: one for one in list_agencies(mention(name, year) for name, year in names)}


def test_spellings_of_one_agency_are_one_row_with_what_joined_them() -> None:
    rows = listed(("静海县财政局", 2014), ("天津市静海区财政局", 2016), ("静海区财政局", 2018))
    (row,) = rows.values()
    assert row.agency_id == "120223:财政局"
    assert set(row.spellings) == {"静海县财政局", "天津市静海区财政局", "静海区财政局"}
    assert (row.first_year, row.last_year, row.documents, row.adcode) == (2014, 2018, 3, "120118")
    assert row.evidence[-1] == "120223: 静海区 120118 2015-2024; 静海县 120223 2007-2014"
    assert (row.parent, row.likely) == ("120223:人民政府", ())


def test_what_is_only_likely_is_told_and_not_merged() -> None:
    rows = listed(("益阳市工商行政管理局", 2013), ("益阳市市场监督管理局", 2020), ("益阳市审计局", 2020))
    assert rows["430900:工商行政管理局"].likely == ("430900:市场监督管理局 (工商行政管理局 → 市场监督管理局, 2018)",)
    assert rows["430900:市场监督管理局"].likely == ("430900:工商行政管理局 (工商行政管理局 → 市场监督管理局, 2018)",)
    assert rows["430900:审计局"].likely == ()


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("益阳市文旅局", "益阳市文化和旅游局", "文旅局 may be short for 文化和旅游局"),
        ("益阳市农委", "益阳市农业委员会", "农委 may be short for 农业委员会"),
        ("益阳市科工信局", "益阳市科技工业和信息化局", "科工信局 may be short for 科技工业和信息化局"),
        ("益阳市文化旅游局", "益阳市文化和旅游局", "文化旅游局 and 文化和旅游局 differ in little"),
        ("益阳经开区财政局", "益阳经济技术开发区财政局", "经开区财政局 and 经济技术开发区财政局 differ in little"),
        ("益阳市财政局", "益阳市财政监督局", None),
        ("益阳市卫生局", "益阳市卫生监督局", None),
        ("益阳市财政局", "益阳市审计局", None),
    ],
)
def test_what_may_be_a_short_form_is_told_and_not_merged(one: str, other: str, reason: str | None) -> None:
    rows = listed((one, 2019), (other, 2019))
    assert len(rows) == 2
    for row in rows.values():
        assert [said.partition(" (")[2].removesuffix(")") for said in row.likely] == ([reason] if reason else [])


def test_the_evidence_tells_which_division_a_short_name_is_of() -> None:
    (row,) = listed(("湘西自治州财政局", 2019), ("湘西土家族苗族自治州财政局", 2019)).values()
    assert "湘西自治州财政局: written_out (湘西自治州: 湖南省湘西土家族苗族自治州)" in row.evidence


def test_a_district_that_was_merged_is_likely_its_heir() -> None:
    rows = listed(("綦江县财政局", 2009), ("万盛区财政局", 2009), ("重庆市綦江区财政局", 2014))
    assert rows["500110.2011:财政局"].likely == ("500110:财政局 (merged, 2011)", "500222:财政局 (merged, 2011)")
    assert rows["500222:财政局"].likely == ("500110.2011:财政局 (merged, 2011)",)


def test_people_overrule_by_id_by_name_and_by_document() -> None:
    said, errors = read_overrules(
        "\ufeffaction,agency,other,note\n"
        "same,430900:工商行政管理局,430900:市场监督管理局,one staff\n"
        "same,朝阳区人民政府,110105:人民政府,\n"
        "same,0f0f0f0f0f0f0f0f,220104:人民政府,seen on the page\n"
        "different,130000:科学技术厅,河北省科技厅,\n"
        "rename,110105:人民政府,北京市朝阳区人民政府,\n"
    )
    assert errors == ()
    assert said.agency_of("430900:工商行政管理局", "益阳市工商局", "a") == "430900:市场监督管理局"
    assert said.agency_of(None, "朝阳区人民政府", "a") == "110105:人民政府"
    assert said.agency_of(None, "朝阳区人民政府", "0f0f0f0f0f0f0f0f") == "220104:人民政府"
    assert said.agency_of("130000:科学技术厅", "河北省科技厅", "a") == "130000:科学技术厅≠河北省科技厅"
    assert said.agency_of("130000:科学技术厅", "河北省科学技术厅", "a") == "130000:科学技术厅"
    assert not said.concerns("130000:教育厅", "河北省教育厅", "a")
    assert list_agencies([mention("北京市朝阳区人民政府", 2020)], said.names)[0].name == "北京市朝阳区人民政府"


NO_ID = "is not an agency_id such as 320829:财政局: the code of a division, a colon, an office"


def errors_of(words: str) -> list[str]:
    return [
        f"line {line}: {write(fault, 'en')}" if line else write(fault, "en") for line, fault in read_overrules(words)[1]
    ]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("join,a:b,c:d", "line 2: action is join, not same, different or rename"),
        ("same,某局,", "line 2: agency or other is empty"),
        ("same,某局,999999:财政局", f"line 2: 999999:财政局 {NO_ID}"),
        ("rename,财政局,某局", f"line 2: 财政局 {NO_ID}"),
        ("same,110105:人民政府,110105:人民政府", "same forms a cycle: 110105:人民政府"),
    ],
)
def test_a_wrong_line_is_named(line: str, error: str) -> None:
    assert errors_of(f"action,agency,other\n{line}\n") == [error]


def test_a_file_without_its_columns_is_refused() -> None:
    said = "same,朝阳区财政局,110105:财政局\nsame,朝阳区财政局,220104:财政局"
    assert errors_of(f"action,agency,other\n{said}\n") == [
        "line 3: 朝阳区财政局 is 110105:财政局 above, and 220104:财政局 here",
    ]
    [error] = errors_of(f"action,agency,other\nsame,{'某' * 140000},a\n")
    assert error.startswith("line 2: field larger than")
    assert read_overrules("a,b\n1,2\n")[0] == Overrules()
    assert errors_of("a,b\n1,2\n") == ["line 1: the columns are not action, agency, other"]


def test_an_id_says_where_its_agency_is_in_a_year() -> None:
    found = read_id("512081:财政局", 2012)
    assert (found.prefecture, found.adcode, found.agency_rule) == ("资阳市", "512081", "overruled")
    town = read_id("440823/建新镇:人民政府", 2018)
    assert (town.level, town.agency_type) == ("township", "town")
    assert read_id("430900/高新技术产业开发区:管理委员会", 2018).level == "zone"


YEARLY = "disclosure_annual"
GOVERNMENT = Held(
    "0a", "县/年报.html", "320829:人民政府", named=True, tables_alone=False, report_year=2018, report_type=YEARLY
)


def held(document_id: str, source: str, year: int | None = None, kind: str = YEARLY, **said: bool) -> Held:
    return Held(document_id, source, None, said.get("named", False), said.get("tables", True), year, kind)


@pytest.mark.parametrize(
    ("annex", "by"),
    [
        (held("1a", "县/年报_附表.txt"), "file"),
        (held("1a", "县/年报.pdf"), "file"),
        (held("1a", "县/年报(附件).pdf", tables=False), "file"),
        (held("1a", "县/附件1.txt"), "folder"),
        (held("1a", "县/附件1.txt", 2018), "folder"),
        # Something speaks against it, or nothing for it.
        (held("1a", "县/年报_附表.txt", 2017), "alone"),
        (held("1a", "县/年报_附表.txt", kind="budget_report"), "alone"),
        (held("1a", "县/附件1.txt", tables=False), "alone"),
        (held("1a", "乡/附件1.txt"), "alone"),
        (held("1a", "县/年报_附表.txt", named=True), "alone"),
    ],
)
def test_an_annex_joins_the_report_that_it_lies_beside(annex: Held, by: str) -> None:
    joined = join_documents([GOVERNMENT, annex])
    assert joined["1a"].by == by
    same = joined["1a"].report_id == joined["0a"].report_id
    assert same == (by != "alone")


def test_an_annex_beside_two_reports_is_of_neither() -> None:
    other = GOVERNMENT._replace(document_id="0b", source="县/去年.html", report_year=2017)
    assert join_documents([GOVERNMENT, other, held("1a", "县/附件1.txt")])["1a"].by == "alone"
    assert join_documents([GOVERNMENT, other, held("1a", "县/去年_附件1.txt")])["1a"].report_id.startswith(
        "320829:人民政府/2017"
    )


def test_files_whose_names_are_numbers_are_no_witness_for_prose() -> None:
    numbered = GOVERNMENT._replace(source="县/12.html")
    assert join_documents([numbered, held("1a", "县/12_3.txt", tables=False)])["1a"].by == "alone"
    assert join_documents([numbered, held("1a", "县/12_3.txt")])["1a"].by == "file"


def test_half_a_year_and_reports_of_which_there_are_many_are_reports_of_their_own() -> None:
    half = GOVERNMENT._replace(period_start=date(2018, 1, 1), period_end=date(2018, 6, 30))
    whole = GOVERNMENT._replace(period_start=date(2018, 1, 1), period_end=date(2018, 12, 31))
    assert name_report(half) != name_report(GOVERNMENT)
    assert name_report(whole) == name_report(GOVERNMENT)
    budget, final = (
        GOVERNMENT._replace(report_type="budget_report", title=title) for title in ("2018年部门预算", "2018年部门决算")
    )
    assert name_report(budget) != name_report(final)
    assert name_report(budget) == name_report(budget._replace(document_id="0c", title="2018年 部门预算"))
