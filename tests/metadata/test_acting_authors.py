"""Whose report it is where one town or one region acts in it as its own, and what such reports say of themselves."""

import pytest

from pipeline import extract_text
from pipeline.model import ReportType

LAW = "一、推进法治政府建设情况\n全镇法治政府建设扎实，依法行政深入，法治建设有力。"


@pytest.mark.parametrize(
    ("words", "agency"),
    [
        ("2022年清溪镇组织检查20次。我镇印发清溪镇指南。", "清溪镇人民政府"),
        ("一年来，清溪镇召开会议9次。我镇处罚3件，清溪镇收到复议1件。", "清溪镇人民政府"),
        ("2022年，白石街道开展检查20次。我街道编印白石街道指南。", "白石街道办事处"),
        ("2022年湘源乡共受理申请3件。本乡设湘源乡服务中心。", "湘源乡人民政府"),
        ("在区委领导下，清溪镇成立专班。我镇完善清溪镇预案。", "清溪镇人民政府"),
        ("清溪镇累计培训90人。我镇在清溪镇广场宣传。", "清溪镇人民政府"),
        ("2022年度，清溪镇制定文件2件。清溪镇持续推进，我镇无诉讼。", "清溪镇人民政府"),
        ("我镇开展检查，12月，清溪镇举办培训2次，清溪镇干部参加。", "清溪镇人民政府"),
        ("2022年清溪镇组织检查20次。我镇检查20次。", None),
        ("2022年清溪镇组织检查20次，清溪镇处罚3件。", None),
        ("2022年清溪镇组织检查20次，白石镇组织检查9次。我镇在清溪镇、白石镇宣传。", None),
        ("2022年清溪镇组织检查20次，清溪镇处罚3件。我局指导，我镇整改。", None),
        ("我镇前往清溪镇学习，清溪镇介绍经验。", None),
    ],
)
def test_a_town_that_acts_as_its_own(words: str, agency: str | None) -> None:
    metadata = extract_text(f"{LAW}\n二、其他\n{words}").metadata
    assert (metadata.report_type, metadata.agency) == (ReportType.LAW_GOVERNMENT_REPORT, agency)


MADE = (
    "按照《政府信息公开条例》的规定，本报告在{}的基础上编制而成。"
    "数据的统计期限从2013年1月1日起，至2013年12月31日止。\n一、概述\n{}"
)
OWN = "综合2013年度各县区、市政府部门《政府信息公开工作年度报告》"


@pytest.mark.parametrize(
    ("basis", "words", "agency"),
    [
        (OWN, "2013年，柳溪市按照部署推进公开。", "柳溪市人民政府"),
        (OWN, "一年来，柳溪市认真落实条例。", "柳溪市人民政府"),
        (OWN, "2013年，柳溪市坚持公开，全市公开信息30条。", "柳溪市人民政府"),
        ("汇总全省各部门年度报告", "2013年，青海省深入推进公开。", "青海省人民政府"),
        ("汇总全区盟市、部门年度报告", "2013年，内蒙古自治区积极推进公开。", "内蒙古自治区人民政府"),
        (OWN, "2013年，柳溪市按照部署推进公开，青禾县认真落实。", None),
        ("总结工作", "2013年，柳溪市按照部署推进公开。", None),
        (OWN, "对市以下单位作出安排。", None),
    ],
)
def test_a_report_made_of_those_of_others(basis: str, words: str, agency: str | None) -> None:
    metadata = extract_text(MADE.format(basis, words)).metadata
    assert (metadata.report_type, metadata.report_year) == (ReportType.DISCLOSURE_ANNUAL, 2013)
    assert metadata.agency == agency


@pytest.mark.parametrize(
    "opening",
    [
        "本报告根据《政府信息公开条例》编制。",
        "本年报依据《某省政府信息公开办法》的要求编写。",
        "该报告按照《中华人民共和国政府信息公开条例》规定编制。",
        "根据《政府信息公开条例》的要求，编制本报告。",
        "依照《政府信息公开条例》，结合实际，撰写了本年度报告。",
        "根据《政府信息公开条例》有关规定编制而成。",
        "此报告遵照《高等学校信息公开办法》形成。",
        "本报告依据《某市信息公开规定》，由办公室编写。",
        "年度报告根据《条例》及《政府信息公开条例》编制。",
        "按照《政府信息公开条例》第五十条，现编制本年报。",
    ],
)
def test_a_report_made_by_the_regulations(opening: str) -> None:
    text = f"{opening}\n一、概述\n公开了部门决算及“三公经费”预决算，落实了2013年的要求。"
    assert extract_text(text).metadata.report_type is ReportType.DISCLOSURE_ANNUAL


def test_what_the_regulations_ask_for_is_no_report() -> None:
    text = "我局按照《政府信息公开条例》编制公开目录。\n办公3次。"
    assert extract_text(text).metadata.report_type is not ReportType.DISCLOSURE_ANNUAL


FIVE = "柳溪县人民法院院长 张某\n各位代表：\n"


@pytest.mark.parametrize(
    ("words", "year", "first"),
    [
        ("现在，报告五年来的法院工作。\n2008年以来，全县法院坚持公正司法。\n受理案件900件。", 2012, 2008),
        ("2013年以来，全县法院坚持公正司法。五年来，受理案件900件。", 2017, 2013),
        ("2013年以来，全县法院坚持公正司法。\n五年来，我们受理案件900件。", 2017, 2013),
        ("2013年换届以来，全县法院坚持公正司法。过去五年，受理案件900件。", 2017, 2013),
        ("现在，报告过去五年的工作。\n自2017年以来，全县法院受理案件900件。", 2021, 2017),
        ("自2003年以来，全县法院坚持公正司法。这五年，受理案件900件。", 2007, 2003),
        ("现在，报告本届五年来的法院工作。\n2012年以来，全县法院受理案件900件。", 2016, 2012),
        ("2008年以来，全县法院坚持公正司法，取得新成绩。五年间，受理案件900件。", 2012, 2008),
        ("过去五年的工作回顾\n1998年县第十届人民代表大会第一次会议以来，全县法院受理案件900件。", 2002, 1998),
        ("2003年县第十届人民代表大会以来，全县法院坚持公正司法。五年来，受理案件900件。", 2007, 2003),
        ("2002年12月县第十届人民代表大会以来，全县法院坚持公正司法。五年来，受理案件900件。", None, None),
        ("2013年以来，全县法院坚持公正司法。一年来，受理案件900件。", None, None),
        ("2013年以来，全县法院受理案件900件。今后五年，我们将努力。", None, None),
    ],
)
def test_five_years_of_which_the_first_is_named(words: str, year: int | None, first: int | None) -> None:
    metadata = extract_text(FIVE + words + "\n审结300件，执结200件，判处9人，法官30名。").metadata
    assert metadata.report_year == year
    assert (metadata.period_start.year if metadata.period_start else None) == first


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("青禾县2012年政府工作报告\n各位代表：\n平稳。", 2011),
        ("柳溪市2017年政府工作报告\n各位代表：\n平稳。", 2016),
        ("某省2023年政府工作报告\n各位代表：\n平稳。", 2022),
        ("某市青禾区2022年政府工作报告\n各位代表：\n平稳。", 2021),
        ("某州2008年政府工作报告\n各位代表：\n平稳。", 2007),
        ("青禾县人民政府2012年政府工作报告\n各位代表：\n平稳。", 2011),
        ("政府工作报告\n各位代表：\n预计2011年地区生产总值300亿元。", 2011),
        ("政府工作报告\n各位代表：\n平稳。预计，2016年全县实现财政收入30亿元。", 2016),
        ("政府工作报告\n各位代表：\n经济增长。预计2021年工业增加值90亿元，是2016年的2倍。", 2021),
        ("政府工作报告\n各位代表：\n预计2025年建成。", None),
        ("清溪镇2021年政府工作报告\n各位代表：\n平稳。", None),
    ],
)
def test_a_work_report_of_the_first_year_of_a_term(text: str, year: int | None) -> None:
    metadata = extract_text(text).metadata
    assert (metadata.report_type, metadata.report_year) == (ReportType.WORK_REPORT, year)
