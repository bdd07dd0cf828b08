"""Whose number a figure is: the place, the office or the group that its clause names, and whom it is inherited from."""

import pytest

from pipeline.report import extract_text

COUNTY = "柳溪县人民政府2023年工作报告"
COURT = "东湖市中级人民法院2023年工作报告"


def owners(text: str, title: str = COUNTY) -> list[str | None]:
    return [figure.entity for figure in extract_text(f"{title}\n{text}").figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who acts stands at the head of the clause, behind a time or 其中
        ("税务部门完成税收9亿元。", ["税务部门"]),
        ("2023年，公安机关破获刑事案件90件。", ["公安机关"]),
        ("全年收到申请90件，其中县检察院收到9件。", [None, "县检察院"]),
        ("各县区发放补贴80万元。", ["各县区"]),
        ("省政府受理复议申请12件。", ["省政府"]),
        ("东湖区实现产值3亿元。", ["东湖区"]),
        ("由公安机关移送线索8条。", ["公安机关"]),
        ("法院采纳量刑建议70件。", ["法院"]),
        ("从征收部门来看：财政部门完成收入5亿元。", ["财政部门"]),
        ("税务部门加强征管，征收税款9亿元。", ["税务部门"]),
        ("被审计单位制定整改措施16项。", ["被审计单位"]),
        # what it did next, what changed of it, its shares and parts, and the second number of an item
        ("公安机关破获刑事案件90件，抓获嫌疑人120人；查处酒驾30起。", ["公安机关"] * 2 + [None]),
        ("税务部门完成税收9亿元，增长5%，占收入的60%。", ["税务部门"] * 3),
        ("县教育局收到来信50件，其中咨询30件、投诉20件。", ["县教育局"] * 3),
        ("救助9户20人，其中甲镇5户12人、乙镇4户8人。", [None, None, "甲镇", "甲镇", "乙镇", "乙镇"]),
        ("县教育局、县民政局分别办理建议5件、3件。", ["县教育局", "县民政局"]),
        ("云台镇产值3亿元，柳溪镇4亿元。", ["云台镇", "柳溪镇"]),
        ("新增就业90人，月照街道9人。", [None, "月照街道"]),
        # behind a semicolon, where the object is left out too; how often, and what each of them did
        ("公安机关破获案件90件，其中盗窃案件60件；移送80件。", ["公安机关"] * 3),
        ("公安机关立案90件，结案率98%，民警人均结案9件。", ["公安机关"] * 3),
        ("东湖区实现产值3亿元，城镇化率60%。", ["东湖区"] * 2),
        # the first noun behind a number, and the next
        ("东湖区修订了3部规章，5部细则。", ["东湖区"] * 2),
        # a place does what no list of ours has; behind 有关 a verb is a noun
        ("东湖县滞留补助资金9万元。", ["东湖县"]),
        ("县级有关组织承办建议9件。", ["县级有关组织"]),
        # cities whose names end like words for cities
        ("收到申请50件，其中东都市28件、石城市22件。", [None, "东都市", "石城市"]),
    ],
)
def test_a_subject_owns_the_numbers_of_its_clause(text: str, expected: list[str | None]) -> None:
    assert owners(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # the agency itself, all that it reports for, and who only leads
        "县政府办结建议9件。",
        "全县各部门公开信息90条。",
        "县政府办公室印发文件9件。",
        "各级政府公开信息90条。",
        "县委高度重视，办结建议9件。",
        # what is no subject
        "县政府网站公开信息90条。",
        "向省政府报送信息9条。",
        "学校建设项目20个。",
        "医院床位300张。",
        "经政务公开工作机构审核的文件9件。",
        "全县城镇新增就业90人。",
        "农村改厕90户。",
        "区县已入驻单位9个。",
        "信息被省委、省政府采用9条。",
        # words for cities, means and things
        "试点城市9座。",
        "市场监管信息系统9套。",
        "企业技术中心3户。",
        # to whom something went
        "查处案件90件，移送公安机关5件。",
        "全年组织部门开展访谈9期。",
    ],
)
def test_what_is_the_agency_or_no_subject_owns_nothing(text: str) -> None:
    assert set(owners(text)) == {None}


def test_the_court_that_reports_is_told_from_all_courts() -> None:
    text = "全市法院受理案件90件，审结80件；其中市中院受理9件。云台县法院受理7件。"
    assert owners(text, COURT) == ["全市法院", "全市法院", None, "云台县法院"]


def test_a_part_of_another_body_is_not_the_owners_of_its_whole() -> None:
    assert owners("全市法院受理案件90件，其中基层法院收案70件。", COURT)[1] != "全市法院"


def test_the_name_of_the_agency_names_no_measure() -> None:
    figures = extract_text(f"{COURT}\n全市法院受理案件90件，其中市中院受理9件。").figures
    assert [figure.measure for figure in figures] == ["案件", "案件"]


def test_parts_that_may_each_be_the_agency_are_told_apart_where_it_is_not_known() -> None:
    """Two of them are not it; one alone may be."""
    several = extract_text("共办理建议9件，其中市财政局承办5件，市民政局承办4件。").figures
    alone = extract_text("共办理建议9件，其中市财政局承办5件。").figures
    assert [figure.entity for figure in several] == [None, "市财政局", "市民政局"]
    assert [figure.entity for figure in alone] == [None, None]


def test_what_another_did_is_no_more_the_subjects() -> None:
    text = "公安机关破获案件90件，抓获嫌疑人20人。居民满意率98%，结案率90%。"
    assert owners(text) == ["公安机关", "公安机关", None, None]
