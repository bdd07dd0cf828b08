"""Signatures, dates of publication, and what holds of every real report."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.ingest.facts import fact_of_meta, read_facts, read_publication
from pipeline.ingest.page import read_page
from pipeline.metadata.titles import find_titles
from pipeline.model import Metadata, Source
from pipeline.text.compose import compose_text
from tests.metadata.reading import DISCLOSURE, metadata_of, report


@pytest.mark.parametrize(
    ("end", "signed"),
    [
        ("某县水务局\n2013年1月20日", date(2013, 1, 20)),
        ("某县水务局\n二○一三年一月二十日", date(2013, 1, 20)),
        ("某县水务局\n二〇一三年元月二十日\n附件：统计表", date(2013, 1, 20)),
        ("２０１３年１月２０日", date(2013, 1, 20)),
        ("某县水务局 二○一三年一月二十日 附表： 某某表", date(2013, 1, 20)),
        ("（2013年1月20日）", date(2013, 1, 20)),
        ("某县水务局2013年1月20日", date(2013, 1, 20)),
        ("会议于2013年1月20日召开。", None),
        ("某县水务局\n二〇一三年元月", None),
        ("自2013年1月20日至2月20日", None),
    ],
)
def test_the_signature(end: str, signed: date | None) -> None:
    assert metadata_of(report("2012年政府信息公开年度报告") + "\n" + end).signed == signed


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (report("发布时间: 2013-02-25 00:00", "==== 正文 ====", "年度报告"), date(2013, 2, 25)),
        (report("某局2012年年报", "2013年2月25日来源:办公室"), date(2013, 2, 25)),
        (report("某局2012年年报", "发布日期：2013-02-25"), date(2013, 2, 25)),
        (
            "当前位置： 首页年报 来源：某局 时间：2013-02-25 00:00 微信 微博 QQ空间 " + report().replace("\n", " "),
            date(2013, 2, 25),
        ),
        (report("某局2012年年报"), None),
    ],
)
def test_the_publication(text: str, published: date | None) -> None:
    assert metadata_of(text).published == published


def test_a_page_of_html_says_it_in_its_head() -> None:
    html = """<html><head><title>年报_某县</title><meta name="ArticleTitle" content="信息公开年报">
      <meta name="PubDate" content="2017-01-30 08:00"></head><body><div class="article">
      <h1>某县教育局2016年政府信息公开年报</h1>
      <p>数据统计期限为2016年1月1日至12月31日。</p><p>一、概述</p><p>公开3条，内容包括规划和预算。</p>
      <p>某县教育局</p><p>2017年1月20日</p></div></body></html>"""
    assert metadata_of(html, "a.html") == Metadata(
        title="某县教育局2016年政府信息公开年报",
        agency="某县教育局",
        region="某县",
        report_year=2016,
        report_type=DISCLOSURE,
        period_start=date(2016, 1, 1),
        period_end=date(2016, 12, 31),
        published=date(2017, 1, 30),
        signed=date(2017, 1, 20),
    )


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("来源:某区管委会 时间:2013-02-25 00:00 微信", (("source", "某区管委会"), ("published", "2013-02-25 00:00"))),
        (
            "[发布时间:2013年2月25日] 文 号:某发〔2013〕5号",
            (("published", "2013年2月25日"), ("number", "某发〔2013〕5号")),
        ),
        ("发文机关:\t某局\n成文日期:\t2013年2月20日", (("issuer", "某局"), ("signed", "2013年2月20日"))),
        ("来源: 时间:", ()),
        ("办理时间:2013-02-25", ()),
    ],
)
def test_facts_of_a_stretch(line: str, facts: tuple[tuple[str, str], ...]) -> None:
    assert read_facts(line) == facts


def test_a_date_without_a_label() -> None:
    assert dict(read_publication("2017年03月17日来源:办公室")) == {"source": "办公室", "published": "2017年03月17日"}
    assert dict(read_publication("来源:办公室")) == {"source": "办公室"}


def test_names_of_meta_elements_in_any_case() -> None:
    assert [fact_of_meta(name) for name in ("PubDate", "PUBDATE", "pubdate")] == ["published"] * 3


def test_titles_come_in_order_and_once() -> None:
    page = read_page(Source("a.txt", report("某局2016年年报").encode()))
    assert find_titles(["年报", "某局2016年年报"], compose_text(page), "") == ["某局2016年年报", "年报"]


# Read from the files by hand: agency, year, form, the months of the period, published, signed.
REAL = [
    ("000_4f602be5f049aa21.txt", "沈阳市政务服务办", 2016, None, "2017-03-17", "2017-02-27"),
    ("hebei_jyt_2013.txt", "河北省教育厅", 2013, None, None, "2014-01-16"),
    ("hebei_jyt_2018_tjb.txt", None, None, "F14", None, None),
    ("hebei_jyt_2019.txt", "河北省教育厅", 2019, "F19", None, "2020-01-15"),
    ("hebei_kjt_2015.txt", "河北省科学技术厅", 2015, None, None, "2016-02-29"),
    ("hebei_kjt_2020.txt", "河北省科学技术厅", 2020, "F19", None, None),
    ("pingtan_2012.txt", "平潭综合实验区管委会", 2012, "F08", "2013-02-25", "2013-01-20"),
    ("pingtan_2021.txt", "平潭综合实验区管委会", 2021, "F21", "2022-02-08", None),
    ("pingtan_2023.txt", "平潭综合实验区管委会", 2023, "F21", "2024-03-08", None),
    ("pingtan_county_2011.txt", "平潭县人民政府", 2011, "F08", "2012-04-18", "2012-02-20"),
    ("pingtan_czj_2010.txt", "平潭县财政局", 2010, "F08", "2011-01-20", "2011-01-20"),
    ("pingtan_dsj_2013.txt", "平潭综合实验区地方税务局", 2013, None, "2014-02-25", None),
    ("shanghai_bgt_2019.html", "上海市人民政府办公厅", 2019, "F19", "2020-01-31", None),
    ("shanghai_bgt_2025.md", "上海市人民政府办公厅", 2025, "F21", None, None),
    ("shanghai_kewei_2024.md", "上海市科委", 2024, "F21", None, None),
    ("shuyang_2025.md", "沐阳县人民政府", 2025, "F21", None, "2026-01-23"),
]


@pytest.mark.parametrize(("name", "agency", "year", "form", "published", "signed"), REAL, ids=[row[0] for row in REAL])
def test_real_reports(
    shared: Path,
    name: str,
    agency: str | None,
    year: int | None,
    form: str | None,
    published: str | None,
    signed: str | None,
) -> None:
    metadata = metadata_of((shared / "corpus" / "disclosure" / name).read_bytes(), name)
    assert (metadata.agency, metadata.report_year, metadata.form) == (agency, year, form)
    assert metadata.published == (published and date.fromisoformat(published))
    assert metadata.signed == (signed and date.fromisoformat(signed))
    assert metadata.report_type is DISCLOSURE
    if metadata.period_start and metadata.period_end:
        assert (metadata.period_start, metadata.period_end) == (date(year or 0, 1, 1), date(year or 0, 12, 31))


def test_every_real_report_but_a_bare_table_has_agency_region_and_year(shared: Path) -> None:
    paths = [path for path in sorted((shared / "corpus" / "disclosure").iterdir()) if path.suffix != ".pdf"]
    found = {path.name: metadata_of(path.read_bytes(), path.name) for path in paths}
    assert sum(m.title is None for m in found.values()) < len(found) / 2
    bare = [name for name, m in found.items() if None in {m.agency, m.region, m.report_year}]
    assert bare == ["hebei_jyt_2018_tjb.txt"]
