"""Where a statutory table was flattened into running text, and where words only look like one."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters.folding import to_plain
from pipeline.ingest.page import read_page
from pipeline.model import Source
from pipeline.rulebook.forms import form_rules
from pipeline.text.compose import compose_text
from pipeline.text.flattened_forms import find_flattened_forms

# The cells of printed tables; the points between them are only ours.
F21_TWO = (
    "第二十条第(一)项·信息内容·本年制发件数·本年废止件数·现行有效件数·规章·0·0·0·行政规范性文件·52·1·8·"
    "第二十条第(五)项·信息内容·本年处理决定数量·行政许可·97·第二十条第(八)项·本年收费金额(单位:万元)·行政事业性收费·12.5"
)
F21_THREE = (
    "(本列数据的勾稽关系为:·第一项加第二项之和,·等于第三项加第四项之和)·申请人情况·自然人·法人或其他组织·总计·商业企业·科研机构·"
    "一、本年新收政府信息公开申请数量·3·0·0·0·0·0·0·3·三、本年度办理结果·(一)予以公开·2·0·0·0·0·0·2·"
    "(二)部分公开(区分处理的,·只计这一情形,·不计其他情形)·1·0·0·0·0·0·1·(三)不予公开·1.属于国家秘密·0·0·0·3.其他·0·0·"
    "(七)总计·3·0·0·3·四、结转下年度继续办理·0·0·0"
)
F21_FOUR = "行政复议·行政诉讼·结果维持·结果纠正·其他结果·尚未审结·总计·未经复议直接起诉·复议后起诉·1·0·0·0·1·0·0"
F14 = (
    "统计指标·单位·统计数·一、主动公开情况·——·(一)主动公开政府信息数·条·83·其中:主动公开规范性文件数·条·4·"
    "八、机构建设和保障经费情况·2.兼职人员数·人·2"
)
F08 = (
    "指标名称·计量单位·2012年度·历年累计·主动公开信息数·条·7·43·其中:1、网站公开·条·7·9·2、公报公开·条·0·0·复议数·件·0"
)


def join(table: str, between: str = "") -> str:
    return between.join(table.split("·"))


def cut(plain: str) -> list[str]:
    return [plain[r.start : r.end] for r in find_flattened_forms(plain)]


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        (F21_TWO, "form:F21"),
        (F21_THREE, "form:F19/F21"),
        (F21_FOUR, "form:F19/F21"),
        (F14, "form:F14"),
        (F08, "form:F08"),
    ],
)
@pytest.mark.parametrize("between", ["", " ", "\n", "\n\n\n", "\u3000\t"])
def test_a_table_is_one_stretch_whatever_stands_between_its_cells(table: str, rule: str, between: str) -> None:
    plain = f"前言。{join(table, between)}\n后记。"
    (region,) = find_flattened_forms(plain)
    assert plain[: region.start] == "前言。"
    assert plain[region.end :] == "\n后记。"
    assert region.rule == rule


def test_the_headings_between_the_tables_are_no_part_of_them() -> None:
    two, three, four = (
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    )
    tables = [join(table) for table in (F21_TWO, F21_THREE, F21_FOUR)]
    plain = f"{two}{tables[0]}{three}{tables[1]} {four}{tables[2]}五、存在的主要问题及改进情况2023年有进展。"
    assert cut(plain) == tables


@pytest.mark.parametrize(
    "plain",
    [
        "全年办理行政许可12件、行政处罚3件、行政强制0件,行政事业性收费5万元。",
        "予以公开2件,部分公开1件,不予公开0件,重复申请1件,其他处理0件,总计4件。",
        "按条例第二十条第(一)项和第二十条第(五)项,公开规章和规范性文件3件。",
        "行政复议结果维持1件、结果纠正0件。",
        "规章、行政规范性文件、行政许可、行政处罚、行政强制、行政事业性收费等信息均已公开。",
        "指标名称和计量单位见附表。",
        "政府信息公开专项经费(不包括用于政府公报编辑管理及政府网站建设维护等方面的经费)12万元。",
    ],
)
def test_prose_that_uses_the_words_of_a_form_is_no_table(plain: str) -> None:
    assert cut(plain) == []


@pytest.mark.parametrize("year", ["2023年,本局改进。", "2023 年,本局改进。"])
def test_a_year_behind_the_last_number_is_prose(year: str) -> None:
    for table in (join(F21_FOUR), join(F08, " ")):
        assert cut(f"{table} {year}") == [table]


@pytest.mark.parametrize(
    "row",
    [
        "1.属于国家秘密 0 0 0 0 0 0 0",
        "(一)予以公开|3|0|0|0|0|0|3",
        "重复申请0000000",
        "1.属于国家秘密 0 0 0 0 0 0 02.其他法律行政法规禁止公开 4 0 0 0 0 0 4",
        "(一)予以公开 5 0 0 0 0 0 5\n(二)部分公开(区分处理的,只计这一情形,不计其他情形) 1 0 0 0 0 0 1",
        "自然人 商业企业 总计 4.无正当理由大量反复申请 2 0 0 0 0 0 2",
        "规章 0 2 0",
        "行政许可 83\n行政处罚 290\n行政强制 0",
        "行政许可83行政处罚290行政强制0",
        "2.政府网站公开政府信息数 条 21",
        "2.政府网站公开政府信息数 | 条 | 21",
    ],
)
def test_rows_are_a_table_by_their_numbers_where_all_marks_of_the_table_are_lost(row: str) -> None:
    assert cut(f"前言。\n{row}\n后记。") == [row]


@pytest.mark.parametrize(
    "plain",
    [
        "行政许可83、行政处罚290、行政强制0。",
        "行政许可 12 件\n行政处罚 5 件\n行政强制 0 件",
        "总计 3 5 7\n其他 1 0 2",
        "行政许可2019.12.31施行,行政处罚2020-1-1施行",
        "行政许可 83\n行政处罚 290",
    ],
)
def test_numbers_behind_the_words_of_a_form_are_no_table_where_prose_counts_them_or_they_are_few(plain: str) -> None:
    assert cut(plain) == []


def test_words_around_a_table_are_left_out() -> None:
    table = join(F21_TWO, "\n")
    assert cut(f"公开行政许可、行政处罚等信息:{table} 附件下载") == [table]


def test_cells_that_were_torn_apart_hold_together() -> None:
    torn = "行政复议\n行政诉讼\n未经复议直接起诉复议后起诉\n结果结果其他尚未\n总计\n维持纠正结果审结\n1 0 0 0 1 0 0"
    assert cut(f"情况\n{torn}\n(一)主要问题\n无。") == [torn]


def test_a_caption_within_a_table_belongs_to_it_and_one_line_of_labels_is_none() -> None:
    plain = "第二十条第(一)项\n信息内容本年制发件数现行有效件数\n表二:主动公开政府信息情况\n规章 0 0"
    assert cut(plain) == [plain]
    assert cut("表二:主动公开政府信息情况") == []


def test_every_label_and_code_stands_once_in_its_table() -> None:
    for table in form_rules().tables:
        for codes in ([label.code for label in table.columns], [label.code for label in table.rows]):
            assert len(codes) == len(set(codes)), f"{table.forms} {table.table}"
        assert {code for row in table.rows for code in row.columns} <= {column.code for column in table.columns}


@given(
    st.lists(
        st.sampled_from(
            [*"结果维持纠正 0123年,。;\n", join(F08), join(F14), "规章", "一、公开情况", "第二十条第(一)项"]
        ),
        max_size=30,
    )
)
def test_stretches_are_sorted_disjoint_and_bare_of_space_at_their_ends(pieces: list[str]) -> None:
    plain = "".join(pieces)
    regions = find_flattened_forms(plain)
    assert all(a.end <= b.start for a, b in pairwise(regions))
    assert all(plain[r.start : r.end] == plain[r.start : r.end].strip() != "" for r in regions)


# How many tables each report prints, read by hand; pipe tables and table elements are grids, and no stretches.
TABLES = {
    "hebei_jyt_2018_tjb": 1,
    "hebei_jyt_2019": 3,
    "hebei_jyt_2021": 3,
    "hebei_jyt_2022": 3,
    "hebei_jyt_2023": 3,
    "hebei_kjt_2020": 1,
    "hebei_kjt_2021": 3,
    "hebei_kjt_2022": 3,
    "hebei_kjt_2023": 3,
    "pingtan_2012": 1,
    "pingtan_2014": 1,
    "pingtan_2015": 1,
    "pingtan_2017": 1,
    "pingtan_2019": 3,
    "pingtan_2021": 3,
    "pingtan_2023": 3,
    "pingtan_2025": 3,
    "pingtan_county_2011": 1,
    "pingtan_czj_2009": 1,
    "pingtan_czj_2010": 1,
}


def test_the_tables_of_the_real_reports_are_found_and_no_prose_with_them(shared: Path) -> None:
    found = {}
    for path in sorted((shared / "corpus").glob("*/*.txt")):
        plain = compose_text(read_page(Source(path.name, path.read_bytes()))).plain
        regions = find_flattened_forms(plain)
        if regions:
            found[path.stem] = len(regions)
        for region in regions:
            stretch, behind = plain[region.start : region.end], plain[region.end :].lstrip()
            assert "。" not in stretch, path.name
            assert not re.match(r"[\d.,]+(?!\d*年)", behind), f"{path.name}: a number of the table is left out"
    assert found == TABLES


@pytest.mark.parametrize(
    "plain", ["结果维持" + "条件次" * 100_000, "结果维持" + "一、公开" * 80_000, join(F08) * 3_000, " " * 300_000]
)
def test_a_long_line_is_read_in_one_pass(plain: str) -> None:
    assert find_flattened_forms(to_plain(plain)) is not None
