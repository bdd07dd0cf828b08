"""How pages open that are no plain report: news of one, a title that runs on, a bureau without its place."""

import pytest

from pipeline import extract_text
from pipeline.metadata.families import family_of_title
from pipeline.metadata.title_authors import read_author
from pipeline.metadata.titles import tidy_title
from pipeline.model import ReportType

NEWS = [
    "3月9日上午，柳溪县第七届人民代表大会第二次会议闭幕，柳溪县人民法院工作报告获全票通过，同意报告提出的工作安排。",
    "2月3日，柳溪县检察院召开总结表彰大会。全年审查逮捕20人，提起公诉30人，发出检察建议9件，办理公益诉讼5件。",
    "日前，柳溪县检察院召开座谈会，检察长王某介绍了起诉、抗诉和检察建议工作。",
    "县委副书记王某参加第一代表团审议\n3月7日下午，县长王某来到第一代表团，参加《政府工作报告》审议。各位代表发言。",
    "柳溪要闻\n3月4日，大会在县剧院开幕，县长王某代表县人民政府向大会作政府工作报告。",
    "3月8日，大会听取和审议了法院工作报告。报告指出，全年审结案件30件，执结12件，判处9人，结案标的额3亿元。",
    "数字亮眼。王院长在报告中首先回顾了法院五年的工作，他说，全县法院坚持司法为民，审结案件30件。",
    "柳溪网讯（记者 王某）县财政局消息，一般公共预算收入完成3亿元，一般公共预算支出完成5亿元。",
    "据青禾县消息，县审计局对扶贫资金进行了审计，审计发现有的项目没有完工。",
    "昨天上午，全县法院院长会议召开，审结案件30件，执结12件，判处9人，结案标的额3亿元，法官受到表扬。",
]


@pytest.mark.parametrize("text", NEWS)
def test_news_of_a_report_is_no_report(text: str) -> None:
    assert extract_text(text).metadata.report_type is ReportType.OTHER


@pytest.mark.parametrize(
    ("text", "family"),
    [
        (
            (
                "——2022年3月9日在柳溪县第七届人民代表大会第二次会议上\n柳溪县人民检察院检察长 王某\n各位代表：\n"
                "现在，我代表县人民检察院向大会报告工作。"
            ),
            ReportType.PROCURATORATE_REPORT,
        ),
        (
            "2021年，全县法院召开会议3次，审结30件，执结12件，判处9人，结案40件，执行到位3亿元。",
            ReportType.COURT_REPORT,
        ),
        ("受县人民政府委托，向大会报告2020年预算执行情况和2021年预算草案。", ReportType.BUDGET_REPORT),
    ],
)
def test_a_report_that_names_a_day_is_no_news(text: str, family: ReportType) -> None:
    assert extract_text(text).metadata.report_type is family


@pytest.mark.parametrize(
    "title",
    [
        "柳溪法院工作报告获全票通过",
        "代表团审议《政府工作报告》",
        "柳溪县检察院检察长作工作报告",
        "我县2021年法治政府建设情况报告发布",
        "热议政府工作报告",
        "柳溪区委副书记、区长王某向大会作政府工作报告",
        "王某做了政府工作报告",
    ],
)
def test_a_title_that_tells_of_a_report_is_of_none(title: str) -> None:
    assert family_of_title(title) is ReportType.OTHER


@pytest.mark.parametrize("title", ["区人民政府区长政府工作报告", "柳溪县协作办工作报告", "柳溪县人民法院工作报告"])
def test_what_ends_like_news_is_a_report(title: str) -> None:
    assert family_of_title(title) not in (None, ReportType.OTHER)


def test_the_title_of_news_names_no_author() -> None:
    text = "柳溪区委副书记、区长王某向大会作政府工作报告\n3月9日上午，大会开幕，区长王某作政府工作报告。"
    assert extract_text(text).metadata.agency is None


def test_a_census_is_of_the_statistics_office_of_its_region() -> None:
    text = (
        "柳溪市第七次全国人口普查公报[1]（第一号）\n——全市人口情况\n柳溪市统计局\n"
        "柳溪市第七次全国人口普查领导小组办公室\n2021年6月3日\n根据普查结果，现将我市人口的情况公布如下："
    )
    metadata = extract_text(text).metadata
    assert (metadata.title, metadata.agency) == ("柳溪市第七次全国人口普查公报（第一号）", "柳溪市统计局")
    assert metadata.report_type is ReportType.STATISTICS_BULLETIN


def test_what_a_congress_asked_for_is_no_opinion() -> None:
    title = "关于县级预算执行审计查出问题整改情况和审议意见研究处理结果的报告"
    assert family_of_title(title) is ReportType.AUDIT_REPORT
    assert family_of_title("关于加强审计整改工作的意见") is ReportType.OTHER


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("2022年清溪镇政府工作报告各位代表：现在，我代表镇人民政府向大会报告工作。", "2022年清溪镇政府工作报告", 2021),
        ("1、2022年节水工作总结随着发展，用水多了。", "2022年节水工作总结", 2022),
        ("镇政府2020年工作总结暨2021年工作计划 2020年是收官之年。", "镇政府2020年工作总结暨2021年工作计划", 2020),
        ("水务局2019年工作情况报告今年，全县用水3万吨。", "水务局2019年工作情况报告", 2019),
        ("2021年第二季度全县环境空气质量状况\n优良178天。", "2021年第二季度全县环境空气质量状况", 2021),
        ("2021年水务工作总结.docx\n全年用水3万吨。", "2021年水务工作总结", 2021),
    ],
)
def test_a_title_at_the_head_of_the_text(text: str, title: str, year: int) -> None:
    metadata = extract_text(text).metadata
    assert (metadata.title, metadata.report_year) == (title, year)


@pytest.mark.parametrize("words", ["认真撰写工作总结的经验值得推广", "第一部分公开工作制度", "会议总结今年工作"])
def test_no_title_is_made_up_of_a_sentence(words: str) -> None:
    assert extract_text(f"{words}，收到3件。").metadata.title is None


def test_the_number_of_a_part_is_no_part_of_a_title() -> None:
    assert tidy_title("第一部分 柳溪镇人民政府 2022年部门预算编制说明") == "柳溪镇人民政府2022年部门预算编制说明"
    assert tidy_title("第一部队2021年工作总结") == "第一部队2021年工作总结"


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("青禾省第十四届人民代表大会第一次会议青禾省人民检察院工作报告", "青禾省人民检察院"),
        ("在柳溪县第七届人大常委会第三次会议上的柳溪县审计局工作报告", "柳溪县审计局"),
        ("分享2022年清溪镇政府工作报告", None),
    ],
)
def test_the_author_stands_behind_the_meeting(title: str, agency: str | None) -> None:
    assert read_author(title).agency == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (
            "关于2022年度柳溪市级预算执行和全市其他财政收支的审计工作报告\n市审计局局长 张某\n各位委员：",
            "柳溪市审计局",
        ),
        ("关于2020年度柳溪县级财政决算的报告\n县财政局局长 张某", "柳溪县财政局"),
        ("青禾大学学校办公室结合学校信息公开工作实际，编制2020年信息公开年度报告。", "青禾大学"),
        ("现将柳溪县清溪镇人民政府2022年部门预算编制说明如下：\n一、工作职责\n贯彻政策。", "柳溪县清溪镇人民政府"),
        ("2022年部门预算编制说明\n柳溪县清溪镇人民政府为一级预算单位，编制39名。", "柳溪县清溪镇人民政府"),
    ],
)
def test_a_body_whose_place_stands_elsewhere(text: str, agency: str) -> None:
    assert extract_text(text).metadata.agency == agency


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("2019年度“三公”经费财政拨款支出预算44.5万元，支出22.6万元。", ReportType.BUDGET_REPORT),
        ("一、转移支付执行情况\n收入3万元。\n二、举借债务情况\n债务9万元。", ReportType.BUDGET_REPORT),
        ("现将2024年工作总结及2025年工作思路谋划汇报如下：一、党建。", ReportType.WORK_SUMMARY),
        ("在县委的坚强领导下，县交通局抓项目、促发展，各项工作进展顺利。", ReportType.WORK_SUMMARY),
        ("区农业局较好地完成了全年法治建设各项任务，现将有关工作汇报如下。", ReportType.LAW_GOVERNMENT_REPORT),
        ("根据第七次全国人口普查结果，现将全县人口的情况公布如下：\n人口3万人。", ReportType.STATISTICS_BULLETIN),
        ("一、三季度国民经济运行基本情况\n工业保持平稳增长。", ReportType.STATISTICS_BULLETIN),
    ],
)
def test_families_that_only_the_text_tells(text: str, family: ReportType) -> None:
    assert extract_text(text).metadata.report_type is family


HEARD = "柳溪县人民法院工作报告\n{}\n各位代表：\n一年来，受理案件300件，审结280件。"


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("——2021年1月在柳溪县第十七届人民代表大会第五次会议上", 2020),
        ("——在柳溪县第十七届人民代表大会第五次会议上（2021年1月6日）", 2020),
        ("2021年1月", 2020),
        ("（2021年1月9日）\n院长 王某", 2020),
        ("二〇二一年十二月", 2021),
        ("2021年8月", None),
        ("发布时间：2021年1月9日", None),
    ],
)
def test_the_year_of_a_report_that_says_only_when_it_was_heard(line: str, year: int | None) -> None:
    report = extract_text(HEARD.format(line))
    assert report.metadata.report_year == year
    ends = {figure.period_end and figure.period_end.year for figure in report.figures}
    assert ends == {year}


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("——2021年8月25日在柳溪县第十七届人大常委会第三十次会议上", 2020),
        ("——2021年11月25日在柳溪县第十七届人大常委会第三十次会议上", 2020),
        ("——2021年2月25日在柳溪县第十七届人大常委会第三十次会议上", None),
    ],
)
def test_an_audit_is_heard_in_the_year_after(line: str, year: int | None) -> None:
    text = f"关于本级预算执行和其他财政收支的审计工作报告\n{line}\n各位委员：\n审计查出问题金额3亿元。"
    assert extract_text(text).metadata.report_year == year


def test_five_years_end_with_the_year_before_the_meeting() -> None:
    text = (
        "柳溪县人民检察院工作报告\n——在柳溪县第十八届人民代表大会第一次会议上（2022年1月6日）\n各位代表：\n"
        "过去五年，县检察院批捕300人。去年，批捕30人。"
    )
    periods = [(figure.period_start, figure.period_end) for figure in extract_text(text).figures]
    assert [(first and first.year, last and last.year) for first, last in periods] == [(2017, 2021), (2021, 2021)]


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("来源：东州市人民政府门户网站", "东州市水务局"),
        ("东州市政府网\n首页 > 工作总结", "东州市水务局"),
        ("东州市人民政府网站\n来源：西州市人民政府网站", None),
        ("柳溪县人民政府网站", None),
        ("东州市节水网", None),
    ],
)
def test_a_bureau_is_of_the_place_on_whose_site_it_stands(head: str, agency: str | None) -> None:
    text = f"{head}\n市水务局2021年工作总结\n2021年，全市供水3万吨。"
    assert extract_text(text).metadata.agency == agency
