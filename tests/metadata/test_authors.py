"""Whose report it is: names that begin where a clause lets them begin, and that a second place confirms."""

import pytest
import regex

from pipeline import extract_text
from pipeline.metadata.authors import author_pattern
from pipeline.metadata.rules import AuthorRule, metadata_rules

SAYS = "年政府信息公开工作年度报告\n一、总体情况\n主动公开政府信息20条。"
BODY = "一、主动公开政府信息情况\n主动公开政府信息20条，收到政府信息公开申请1件。"

# Forms of names that a title begins with; the agency is the name itself.
NAMES = [
    "柳溪市水务局",
    "青禾省柳溪市清溪县教育局",
    "柳溪市人民政府办公室",
    "柳溪市人民政府外事办公室",
    "柳溪市公安局交通警察支队",
    "柳溪市公安局清溪分局",
    "柳溪市政务服务办",
    "柳溪市市场监督管理局",
    "柳溪市城市管理综合行政执法局",
    "柳溪市发展和改革委员会",
    "柳溪市住房和城乡建设局",
    "国家税务总局柳溪市税务局",
    "国家统计局柳溪调查队",
    "中国人民银行柳溪市中心支行",
    "柳溪海关",
    "中华人民共和国柳溪海关",
    "柳溪监狱",
    "柳溪市强制隔离戒毒所",
    "柳溪农场",
    "柳溪林场",
    "柳溪地区行署",
    "柳溪经济技术开发区管委会",
    "柳溪风景区管理委员会",
    "共青团柳溪市委员会",
    "柳溪市总工会",
    "柳溪市残疾人联合会",
    "柳溪市红十字会",
    "柳溪市中级人民法院",
    "柳溪市人民检察院",
    "柳溪大学",
    "柳溪市第一中学",
    "柳溪市中医医院",
    "柳溪市气象局",
    "柳溪市住房公积金管理中心",
    "柳溪市供销合作社",
    "柳溪市供销合作社联合社",
    "柳溪县农业技术推广站",
    "柳溪二中",
    "㵲阳镇人民政府",
    "白石街道办事处",
    "水利部",
    "国家卫生健康委",
    "市场监管局",
]
# Titles that name a region alone: what the region's administration is called.
REGIONS = {
    "柳溪市": "柳溪市人民政府",
    "青禾省柳溪市清溪县": "青禾省柳溪市清溪县人民政府",
    "柳溪自治州": "柳溪自治州人民政府",
    "柳溪自治县": "柳溪自治县人民政府",
    "柳溪旗": "柳溪旗人民政府",
    "清溪镇": "清溪镇人民政府",
    "柳溪县清溪乡": "柳溪县清溪乡人民政府",
    "白石街道": "白石街道办事处",
    "白石苏木": "白石苏木人民政府",
    "柳溪盟": "柳溪盟",
    "柳溪新区": "柳溪新区",
    "柳溪综合实验区": "柳溪综合实验区",
    "柳溪经济技术开发区": "柳溪经济技术开发区",
    "柳溪高新技术产业开发区": "柳溪高新技术产业开发区",
    "柳溪国家级高新区": "柳溪国家级高新区",
    "柳溪工业园区": "柳溪工业园区",
    "柳溪景区": "柳溪景区",
    "柳溪林区": "柳溪林区",
    "新疆生产建设兵团第十六师柳溪市": "新疆生产建设兵团第十六师柳溪市人民政府",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_title_that_begins_with_a_name(name: str) -> None:
    assert extract_text(f"{name}2023{SAYS}").metadata.agency == name
    assert extract_text(f"2023年{name}政府信息公开工作年度报告\n{BODY}").metadata.agency == name


@pytest.mark.parametrize(("region", "agency"), REGIONS.items())
def test_a_title_that_begins_with_a_region(region: str, agency: str) -> None:
    assert extract_text(f"{region}2023{SAYS}").metadata.agency == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("年报由柳溪市统计局负责汇总。", "柳溪市统计局"),
        ("本报告由柳溪市统计局编制。", "柳溪市统计局"),
        ("本报告对政府信息公开工作情况进行总结。如有疑问，请与柳溪市公安局办公室联系。", "柳溪市公安局"),
        ("本报告说明政府信息公开情况。请与柳溪区人民政府信息公开办公室联系。", "柳溪区人民政府"),
        ("本报告说明政府信息公开情况。请与清溪区湘溪街道办事处联系。", "清溪区湘溪街道办事处"),
        ("结合2021年柳溪市公安局政府信息公开工作编制本报告。", "柳溪市公安局"),
        ("特向社会公布柳溪高新区市场监督管理局2020年度政府信息公开工作年度报告。", "柳溪高新区市场监督管理局"),
        ("现发布《青禾省民政厅2023年政府信息公开工作年度报告》。", "青禾省民政厅"),
        (
            "由柳溪县人民政府及其办公室（以下统称县府）办理的事项在此说明。",
            "柳溪县人民政府",
        ),
        ("结合国家税务总局柳溪区税务局（以下简称“柳溪区税务局”）政府信息公开工作编制。", "国家税务总局柳溪区税务局"),
        (f"{BODY}\n2023年，在各级指导下，柳溪街道办事处扎实推进公开。", "柳溪街道办事处"),
        ("2009年，水利部公开信息86条。年底，水利部收到申请9件。", "水利部"),
        (f"清溪县临溪乡依据条例要求，编制政府信息公开年度报告。\n{BODY}", "清溪县临溪乡人民政府"),
        (f"2023年，省水利厅坚持公开为常态。\n{BODY}\n《浙江省水利厅公开办法》印发。", "浙江省水利厅"),
        (f"{BODY}\n柳溪县水务局\n2024年1月5日", "柳溪县水务局"),
        (f"柳溪县水务局\n2023年度报告\n{BODY}", "柳溪县水务局"),
        (f"柳溪区国资局\n现公布区政府国资局2023年政府信息公开工作年度报告。\n{BODY}", "柳溪区国资局"),
        (f"{BODY}\n2023年，柳溪区司法局在区委、区政府正确领导和市司法局有力指导下，扎实推进。", "柳溪区司法局"),
        (
            f"按照要求，编写柳溪县2023年度政府信息公开工作年度报告。请与柳溪县电子政务办公室联系。\n{BODY}",
            "柳溪县人民政府",
        ),
        (f"本报告由柳溪区政府编制。\n{BODY}", "柳溪区人民政府"),
        (f"如有疑问，请联系柳溪大学信息公开工作办公室（电话：020-5550142）。\n{BODY}", "柳溪大学"),
        (f"柳溪市清溪小学，以特色立校。2023年，我校公开工作情况报告如下。\n{BODY}", "柳溪市清溪小学"),
        (f"• [ 索引号 ]\n• 0001/2024-3\n• [ 发布机构 ]\n• 柳溪县水务局\n年度报告\n{BODY}", "柳溪县水务局"),
        (f"柳溪县人民政府\n柳溪县人民政府2023年度\n信息公开年度报告\n{BODY}", "柳溪县人民政府"),
    ],
)
def test_what_sentences_say(text: str, agency: str) -> None:
    assert extract_text(text).metadata.agency == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("2024年柳溪市人民政府工作报告\n各位代表", "柳溪市人民政府"),
        ("政府工作报告\n柳溪市人民政府市长 张某\n现在，我代表市人民政府，向大会报告工作。", "柳溪市人民政府"),
        (
            "政府工作报告\n——2024年1月9日在柳溪市第十届人民代表大会第三次会议上\n我代表市人民政府，向大会报告工作。",
            "柳溪市人民政府",
        ),
        ("2025年西藏政府工作报告\n我代表自治区人民政府，向大会报告工作。", "西藏自治区人民政府"),
        ("政府工作报告\n国务院总理 张某\n我代表国务院，向大会作政府工作报告。", "国务院"),
        ("2024年柳溪市中级人民法院工作报告（摘要）\n各位代表", "柳溪市中级人民法院"),
        ("柳溪区人民检察院代理检察长 张某\n我代表柳溪区人民检察院向大会报告工作。", "柳溪区人民检察院"),
        ("浙江省审计厅厅长 张某\n我受省人民政府委托，报告2019年度省级预算执行的审计情况。", "浙江省审计厅"),
        ("根据审计法的规定，柳溪县审计局对2019年度预算执行情况实施了审计，现将审计结果公告如下。", "柳溪县审计局"),
        ("关于柳溪县2022年度预算执行的审计工作报告\n柳溪县审计局局长 张某", "柳溪县审计局"),
        ("关于某市柳溪县2022年预算执行情况和2023年预算草案的报告\n柳溪县财政局局长 张某", "柳溪县财政局"),
        ("2022年柳溪县国民经济和社会发展统计公报\n柳溪县统计局", "柳溪县统计局"),
        ("2022年柳溪县国民经济和社会发展统计公报\n经初步核算，生产总值20亿元。", None),
        ("柳溪县2022年法治政府建设情况报告\n扎实推进。", "柳溪县人民政府"),
        (
            (
                "柳溪中院向大会报告工作\n12月27日上午，柳溪市中级人民法院党组书记、院长张某作了法院工作报告。"
                "全市法院坚持司法为民，审结案件30件。"
            ),
            "柳溪市中级人民法院",
        ),
        ("2月1日，院长张某代表柳溪市中级人民法院作法院工作报告。全市法院审结案件30件。", "柳溪市中级人民法院"),
        (
            "2022年柳溪县国民经济和社会发展统计公报\n文章来源：县统计局 时间：2023-03-01\n生产总值20亿元。",
            "柳溪县统计局",
        ),
        (
            "搜索\n导航\n统计公报\n2022年柳溪县国民经济和社会发展统计公报\n来源：县统计局 时间：2023-03-01\n平稳。",
            "柳溪县统计局",
        ),
        ("色彩风格\n柳溪市人民检察院工作报告\n各位代表：\n平稳。", "柳溪市人民检察院"),
        (
            (
                "政府工作报告\n在柳溪县第十四届人民代表大会第一次会议上\n各位代表：\n现在，我代表县人民政府向大会报告工作。\n"
                "十三届县人民政府坚持以人为本。"
            ),
            "柳溪县人民政府",
        ),
        ("柳溪区2023年区级部门预算\n预算主管部门：柳溪区商务委员会", "柳溪区商务委员会"),
    ],
)
def test_who_speaks_in_other_families(text: str, agency: str | None) -> None:
    assert extract_text(text).metadata.agency == agency


@pytest.mark.parametrize(
    "text",
    [
        f"2023年政府信息公开年度报告\n{BODY}\n在浙江省教育厅关心支持下，学院公开信息3条。",
        f"2023年政府信息公开年度报告\n{BODY}\n正式推出市教育局官方公众号。",
        f"2023年政府信息公开年度报告\n{BODY}\n我局认真贯彻落实市政府办公厅有关要求。",
        f"县财政局2023年政府信息公开年度报告\n{BODY}",
        f"2023年政府信息公开年度报告\n{BODY * 20}\n柳溪县水务局认真落实。",
        f"《省政务公开领导小组办公室关于做好2023年度政府信息公开工作年度报告编制工作的通知》要求，现公布年度报告。\n{BODY}",
        f"人大代表听取区水务局政务公开工作汇报\n{BODY}",
        f"2023年政府信息公开年度报告\n{BODY}\n请与柳溪县水务局联系。请与柳溪县林业局联系。",
        f"2023年政府信息公开年度报告\n{BODY}\n来源：本站原创",
        f"2023年政府信息公开年度报告\n{BODY}\n全市气象部门认真落实。",
        f"2023年度我街道信息公开工作年度报告\n{BODY}",
        f"本年报结合2023年高新区政府信息公开工作实际编制而成。\n{BODY}",
        f"2023年政府信息公开年度报告\n{BODY}\n开发区党工委高度重视。开发区党工委认真落实。",
    ],
)
def test_what_is_not_sure_is_a_problem(text: str) -> None:
    report = extract_text(text)
    assert report.metadata.agency is None
    assert "unknown_agency" in [problem.code for problem in report.problems]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"清溪镇2023{SAYS}\n柳溪县清溪镇人民政府\n2024年1月5日", "柳溪县清溪镇人民政府"),
        (f"市场监管局2023{SAYS}\n柳溪市市场监管局\n2024年1月5日", "柳溪市市场监管局"),
        (f"县水务局2023{SAYS}\n柳溪县水务局\n2024年1月5日", "柳溪县水务局"),
        (f"柳溪区人民政府2023{SAYS}\n请与青禾市柳溪区人民政府办公室联系。", "青禾市柳溪区人民政府"),
        (f"柳溪综合实验区2023{SAYS}\n来源：柳溪综合实验区管委会办公室", "柳溪综合实验区管委会"),
    ],
)
def test_a_second_place_completes_the_name(text: str, agency: str) -> None:
    assert extract_text(text).metadata.agency == agency


@pytest.mark.parametrize("rule", metadata_rules().authors, ids=lambda rule: rule.name)
def test_a_line_finds_its_yes_and_not_its_no(rule: AuthorRule) -> None:
    pattern = author_pattern(rule)
    assert "AGENCY" in rule.form
    assert [words for words in rule.yes if not pattern.search(words)] == []
    assert [words for words in rule.no if pattern.search(words)] == []


def test_the_time_that_a_name_takes_grows_with_the_text_alone() -> None:
    plain = "某县水务局和" * 3000
    for rule in metadata_rules().authors:
        matches = regex.finditer(author_pattern(rule), plain[:6000], timeout=5)
        assert sum(1 for _ in matches) >= 0
