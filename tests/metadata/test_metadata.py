"""What a document says of itself: title, agency, region, year, family, form, period, publication, signature."""

from datetime import date

import pytest

from pipeline.metadata.agencies import is_agency, read_region
from pipeline.metadata.title_authors import Author, read_author
from pipeline.metadata.titles import is_generic
from pipeline.model import ReportType
from tests.metadata.reading import DISCLOSURE, metadata_of, report


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
