"""What a document says of itself: title, agency, region, year, family, form, period, publication, signature."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.ingest.facts import fact_of_meta, read_facts, read_publication
from pipeline.ingest.page import read_page
from pipeline.metadata.agencies import is_agency, read_region
from pipeline.metadata.metadata import read_metadata
from pipeline.metadata.titles import Author, find_titles, is_generic, read_author
from pipeline.model import Metadata, ReportType, Source
from pipeline.outline.sections import split_sections
from pipeline.text.compose import compose_text

DISCLOSURE = ReportType.DISCLOSURE_ANNUAL


def metadata_of(data: str | bytes, path: str = "a.txt") -> Metadata:
    page = read_page(Source(path, data.encode() if isinstance(data, str) else data))
    text = compose_text(page)
    return read_metadata(page, text, path, split_sections(text)[0]).metadata


def report(*lines: str) -> str:
    body = ["一、概述", "全年主动公开政府信息三百条，各单位均按时完成了公开任务，群众反映良好。" * 3]
    return "\n".join([*lines, *body])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (report("某市财政局2016年政府信息公开年度报告"), "某市财政局2016年政府信息公开年度报告"),
        (report("某市财政局", "2016年政府信息公开年度报告"), "某市财政局2016年政府信息公开年度报告"),
        (report("2016 年某市财政局政府信息公开", "工作年度报告"), "2016年某市财政局政府信息公开工作年度报告"),
        (report("某市人民政府", "关于加强某项工作的", "指导意见"), "某市人民政府关于加强某项工作的指导意见"),
        (report("首页 -> 2016年年度报告", "某县2016年政府信息公开年报"), "某县2016年政府信息公开年报"),
        ("某区2016年政府信息公开年度报告 一、概述 公开3条。", "某区2016年政府信息公开年度报告"),
        (report("市政府办公室："), None),
        ("", None),
    ],
)
def test_a_printed_title(text: str, title: str | None) -> None:
    page = text or "公开3条。"
    assert metadata_of(page).title == title


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("某市财政局2016年政府信息公开年度报告", "某市财政局2016年政府信息公开年度报告"),
        ("某市财政局2016年政府信息公开工作年度报...", "某市财政局2016年政府信息公开工作年度报告"),
        ("某市财政局2016年政府信…", "某市财政局2016年政府信…"),
        ("信息公开年报", "某市财政局2017年政府信息公开总结"),
        ("政府信息公开工作年度报告", "某市财政局2017年政府信息公开总结"),
    ],
)
def test_a_stated_title_is_mended(stated: str, title: str) -> None:
    page = f"标题: {stated}\n==== 正文 ====\n{report('某市财政局2017年政府信息公开总结')}"
    assert metadata_of(page).title == title


def test_a_cut_title_is_completed_by_the_one_that_is_printed() -> None:
    page = f"标题: 某市财政局2017年政府...\n==== 正文 ====\n{report('某市财政局2017年政府信息公开总结')}"
    assert metadata_of(page).title == "某市财政局2017年政府信息公开总结"


def test_a_title_that_no_text_prints_is_not_made_up() -> None:
    named = "2015年，我厅公开3条。现将2015年政府信息公开工作报告如下：\n一、概述\n河北省水利厅\n2016年1月5日"
    assert metadata_of(named).title == "2015年政府信息公开工作报告"
    quoted = "现发布《青禾县水务局2015年政府信息公开工作年度报告》。\n一、概述\n公开3条。"
    assert metadata_of(quoted).title == "青禾县水务局2015年政府信息公开工作年度报告"
    bare = "二、主动公开政府信息情况\n2015年，我厅公开3条。\n河北省水利厅\n2016年1月5日"
    assert metadata_of(bare).title is None


def test_the_name_of_the_file_comes_last() -> None:
    path = "9_某县财政局2012年政府信息公开年度报告/page.txt"
    assert metadata_of(report(), path).title == "某县财政局2012年政府信息公开年度报告"
    assert metadata_of(report("某市2013年政府信息公开年报"), path).title == "某市2013年政府信息公开年报"


@pytest.mark.parametrize(
    ("title", "generic"),
    [
        ("信息公开年报", True),
        ("政府信息公开工作年度报告", True),
        ("政府工作报告", True),
        ("首页", True),
        ("2009年度政府信息公开年度报告", False),
        ("某厅政府信息公开年报", False),
    ],
)
def test_generic_titles(title: str, generic: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert is_generic(title) is generic


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("沈阳市政务服务办2016年政务公开年度报告", Author("沈阳市政务服务办", "沈阳市")),
        ("2019年上海市人民政府办公厅政府信息公开工作年度报告", Author("上海市人民政府办公厅", "上海市")),
        ("淮安市洪泽区人民政府2023年政府信息公开工作年度报告", Author("淮安市洪泽区人民政府", "淮安市洪泽区")),
        ("国务院关于促进就业的意见", Author("国务院", None)),
        ("2026年甘肃省政府工作报告", Author(None, "甘肃省")),
        ("平潭综合实验区２０１２年政府信息公开工作年度报告", Author(None, "平潭综合实验区")),
        ("我办2016年政府信息公开年度报告", Author(None, None)),
        ("青禾县清溪镇2022年政府信息公开工作年度报告", Author("青禾县清溪镇人民政府", "青禾县")),
        ("白石街道2022年政府信息公开工作年度报告", Author("白石街道办事处", None)),
        ("青禾县推进城镇政务公开2022年度报告", Author(None, None)),
        ("青禾县第一中学2022年信息公开年度报告", Author("青禾县第一中学", "青禾县")),
        ("关于印发青禾县水务局2022年政府信息公开工作年度报告的通知", Author("青禾县水务局", "青禾县")),
        ("对青禾县水务局2021年政府信息公开工作年度报告的公示", Author("青禾县水务局", "青禾县")),
        ("年度报告", Author(None, None)),
    ],
)
def test_the_author_in_a_title(title: str, author: Author) -> None:
    assert read_author(title) == author


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (report("发布机构: 某县审计局", "==== 正文 ====", "2016年政府信息公开年度报告"), "某县审计局"),
        (report("2016年政府信息公开年度报告") + "\n某县审计局\n2017年1月5日", "某县审计局"),
        (report("发布机构: 某县政府办公室", "==== 正文 ====", "某县审计局2016年政府信息公开年报"), "某县审计局"),
        (
            report(
                "发布机构: 某新区管委会办公室", "==== 正文 ====", "某新区2016年政府信息公开年报", "由某新区管委会编制"
            ),
            "某新区管委会",
        ),
        (report("某县2016年政府信息公开年报"), "某县人民政府"),
        (report("某新区2016年政府信息公开年报"), "某新区"),
        (report("来源：市营商局", "我办2016年政府信息公开年度报告"), None),
        ("河北省水利厅2016年公开3条。政府信息公开年报由河北省水利厅编制，报河北省人民政府。", "河北省水利厅"),
        ("政府工作报告\n国务院总理 某某\n现在，我代表国务院，向大会报告工作。", "国务院"),
    ],
)
def test_the_agency(text: str, agency: str | None) -> None:
    assert metadata_of(text).agency == agency


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("河北省教育厅", "河北省"),
        ("沈阳市市场监督管理局", "沈阳市"),
        ("沈阳市城市管理局", "沈阳市"),
        ("成都市公安局", "成都市"),
        ("江门市政务服务局", "江门市"),
        ("济南市市中区人民政府", "济南市市中区"),
        ("内蒙古自治区呼和浩特市新城区政府", "内蒙古自治区呼和浩特市新城区"),
        ("阿坝藏族羌族自治州马尔康市民政局", "阿坝藏族羌族自治州马尔康市"),
        ("上海市绿化和市容管理局", "上海市"),
        ("深圳市区块链中心", "深圳市"),
        ("沈阳经济技术开发区管委会", "沈阳经济技术开发区"),
        ("大兴安岭地区行署", "大兴安岭地区"),
        ("国务院办公厅", None),
        ("市营商局", None),
    ],
)
def test_the_region_in_a_name(name: str, region: str | None) -> None:
    assert read_region(name) == region
    assert is_agency(name) is (name != "市营商局")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (report("某局2016年政府信息公开年度报告", "统计期限自2015年1月1日起至2015年12月31日止。"), 2016),
        (report("某局政府信息公开年度报告", "数据的统计期限自2015年1月1日起至2015年12月31日止。"), 2015),
        ("某局政府信息公开年度报告\n2014年，我局公开3条。\n某县水务局\n2015年1月5日", 2014),
        ("某局政府信息公开年度报告\n按照《2013年工作要点》要求，2014年我局公开3条。", 2014),
        ("某局政府信息公开年度报告\n公开3条。\n某县水务局\n2015年1月5日", None),
        ("发布时间: 2015-01-05\n==== 正文 ====\n政府信息公开年度报告\n公开3条。", None),
        ("关于加快发展的意见\n到2025年，全部完成。", None),
        ("政府工作报告\n——2020年5月22日在某次会议上\n一、2019年工作回顾\n向大会报告工作", 2019),
    ],
)
def test_the_year(text: str, year: int | None) -> None:
    assert metadata_of(text).report_year == year


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("某区2012年政府信息公开工作年度报告", DISCLOSURE),
        ("某厅2013年度政府信息公开总结", DISCLOSURE),
        ("2026年某省政府工作报告", ReportType.WORK_REPORT),
        ("2017年某区国民经济和社会发展统计公报", ReportType.STATISTICS_BULLETIN),
        ("某厅2020年法治政府建设情况", ReportType.LAW_GOVERNMENT_REPORT),
        ("2019年公开3条。\n二、主动公开政府信息情况\n没有。", DISCLOSURE),
        (
            "统计指标\n单位\n统计数\n（一）主动公开政府信息数\n条\n3\n制发规范性文件总数\n件\n4\n1.当面申请数\n件\n0",
            DISCLOSURE,
        ),
    ],
)
def test_the_family(text: str, kind: ReportType) -> None:
    assert metadata_of(text).report_type is kind


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("所列数据的统计期限自2012年1月1日起至2012年12月31日止。", date(2012, 1, 1), date(2012, 12, 31)),
        ("数据统计期限为2023年1月1日至12月31日。", date(2023, 1, 1), date(2023, 12, 31)),
        ("统计时限为２０１５年１月１日至２０１５年１２月３１日。", date(2015, 1, 1), date(2015, 12, 31)),
        ("统计周期为 2024 年 1 月 1 日至 12 月 31 日。", date(2024, 1, 1), date(2024, 12, 31)),
        ("2012年1月1日至2012年12月31日实行新办法。", None, None),
        ("数据截至2012年12月31日。", None, None),
    ],
)
def test_the_period(sentence: str, first: date | None, last: date | None) -> None:
    metadata = metadata_of(report("某局政府信息公开年度报告", sentence))
    assert (metadata.period_start, metadata.period_end) == (first, last)


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
