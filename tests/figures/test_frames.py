"""What figures are parts of, what they are about, whose they are, and what they inherit."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.i18n import say
from pipeline.model import Figure
from pipeline.report import extract_text
from pipeline.views.explain import why_lines


def read(text: str) -> tuple[Figure, ...]:
    return extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        # by the sum alone, also over the end of a sentence, and a second division of the same whole
        ("受理申请90件，个人80件、法人10件。", [None, 0, 0]),
        ("受理申请90件。个人80件、法人10件。", [None, 0, 0]),
        ("受理申请90件，其中信函70件、网络20件、按时办结85件、结转5件。", [None, 0, 0, 0, 0]),
        ("受理申请90件，其中信函70件、网络20件。公民提出85件，法人提出5件。", [None, 0, 0, 0, 0]),
        # the sum says which number is the whole
        ("受理申请95件，办结90件（含上年结转3件）。其中，予以公开70件，不予公开20件。", [None, None, 1, 1, 1]),
        # and that an item without which the others close is none
        ("公开信息90条，其中网站公开70条，微信公开20条，通过报纸公开60条。", [None, 0, 0, None]),
        # but a misprint leaves the parts that a word opens
        ("公开信息90条，其中机关公开70条，占78%；乡镇公开23条，占22%。", [None, 0, None, 0, None]),
        # the words that open a division
        ("在公开的90条信息中，机构类30条，规划类5条。", [None, 0, 0]),
        ("开展活动80次：讲座20次、展览30次。", [None, 0, 0]),
        ("纳入低保90户200人，发放低保金30万元。其中：甲镇60户150人，低保金20万元。", [None, None, None, 0, 1, 2]),
        ("全县法院受理案件90件、审结80件，其中县法院受理60件、审结50件。", [None, None, 0, 1]),
        ("有罪判决90人，其中判处三年以上有期徒刑20人。", [None, None, 0]),
        # what is none
        ("收入100万元，支出60万元，结余40万元。", [None, None, None]),
        ("公开信息90条，同时通过信箱解答群众问题，其中热线电话11通。", [None, None]),
        ("公开信息90条，占60%；解读15件，占10%。", [None, None, None, None]),
        ("培训干部90人，引进人才50人，表彰先进40人。", [None, None, None]),
    ],
)
def test_a_division_is_told_by_words_and_sums(text: str, wholes: list[int | None]) -> None:
    assert [figure.parent_id for figure in read(text)] == wholes


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "地方收入70亿元，上升4%，达到预算的98%，其中税收40亿元，占57%。",
            [("level", None), ("change", 0), ("completion", 0), ("level", None), ("share", 3)],
        ),
        ("等候时长由35分钟降至12分钟。", [("base", None), ("level", None)]),
        ("完成年初预算50亿元的98%。", [("base", None), ("completion", None)]),
        (
            "收入70亿元，比上年60亿元增加10亿元，增幅16.7%。",
            [("level", None), ("base", None), ("change", 0), ("change", 0)],
        ),
        ("产量增长42%，达到80万吨。", [("change", 1), ("level", None)]),
        ("收入30亿元、支出40亿元，分别增长5%、6%。", [("level", None), ("level", None), ("change", 0), ("change", 1)]),
        ("居民收入分别增长8%和10%。", [("change", None), ("change", None)]),
        ("办结率98%，提高2个百分点。", [("level", None), ("change", 0)]),
        ("受理90件（网络60件、信函30件），同比增长7%。", [("level", None)] * 3 + [("change", 0)]),
        ("答复9件（10%），不予公开2件（2%）。", [("level", None), ("share", 0), ("level", None), ("share", 2)]),
        ("总浏览量为90万，其中47%来自海外。", [("level", None), ("share", 0)]),
        ("固定资产投资增长7%。", [("change", None)]),
    ],
)
def test_a_figure_has_its_role_and_what_it_is_about(text: str, roles: list[tuple[str, int | None]]) -> None:
    assert [(str(figure.role), figure.of_id) for figure in read(text)] == roles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全市收到申请50件，其中云台镇28件、柳溪镇22件。",
            [("申请", "收到", None), ("申请", "收到", "云台镇"), ("申请", "收到", "柳溪镇")],
        ),
        (
            "实施临时救助9户20人，其中甲镇5户12人、乙镇4户8人。",
            [("临时救助", "实施", None), ("临时救助", "实施", None)]
            + [("临时救助", "实施", "甲镇")] * 2
            + [("临时救助", "实施", "乙镇")] * 2,
        ),
        ("公开信息90条，占60%。", [("信息", "公开", None), ("信息", "公开", None)]),
        (
            "收入70亿元，完成预算80亿元的87.5%，增长5%。",
            [("收入", None, None), ("预算", None, None), ("收入", "完成", None), ("收入", None, None)],
        ),
        ("农村居民人均可支配收入增长7%。", [("农村居民人均可支配收入", None, "农村居民")]),
        ("建设各类棚户区20个。", [("各类棚户区", "建设", None)]),
        ("培训干部50人，其中女干部20人。", [("干部", "培训", None), ("女干部", "培训", None)]),
        ("公开文件31条，检查7次。", [("文件", "公开", None), ("检查", "检查", None)]),
    ],
)
def test_a_part_inherits_object_and_verb_and_no_neighbours_name(
    text: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert [(figure.measure, figure.action, figure.entity) for figure in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        # the verb at the head of the clause, not the one within the noun
        ("立案侦查工程建设领域职务犯罪50件63人。", ["立案侦查", "立案侦查"]),
        ("发布关于新规的公告5件。", ["发布"]),
        ("开展征集调查33期。", ["开展"]),
        ("严肃查处企业监管、市场准入等环节犯罪36件。", ["查处"]),
        ("全市共向社会主动公开信息90条。", ["主动公开"]),
        # behind what it was done by
        ("通过主页、通知公告、媒体聚焦等栏目公开信息90条。", ["公开"]),
        ("组织召开通气会、接待采访70批次。", ["接待"]),
        # behind the number
        ("对40份办法进行清理，其中31份保留、6份列入限期修改、3份予以废止。", ["清理", "保留", "列入限期修改", "废止"]),
        ("对25件申请收取了处理费290元。", ["收取", "收取"]),
        # in the name of a quantity, but not of those who read
        ("信息发布量22条，关注人数90人。", ["发布", None]),
        # not the one that opens a time, or tells a body apart; behind 新, and the whole of a compound
        ("报告期间内共完成审计项目19个。", ["完成"]),
        ("受理前协商化解案件17件。", ["化解"]),
        ("开展办前主动沟通49次。", ["开展"]),
        ("报送数据的部门共收到申请76件。", ["收到"]),
        ("新受理案件50件。", ["受理"]),
        ("经审查受理6件。", ["受理"]),
        ("批准逮捕犯罪嫌疑人80人，提起公诉120人，宣告无罪3人。", ["批准逮捕", "提起公诉", "宣告无罪"]),
        # what a list shares, and what it does not
        ("主动发布工作动态71条，通知公告10条。", ["主动发布", "主动发布"]),
        ("办结36件、公开信息12条。", ["办结", "公开"]),
        ("公开信息90条，其中网站60条、微信30条。", ["公开"] * 3),
        ("办结90件，其中予以公开80件、信息不存在10件。", ["办结", "予以公开", None]),
        ("新增种植6000亩，其中蔬菜3800亩、花卉2200亩。", ["新增", None, None]),
        # no deeds
        ("共涉及33个部门。", [None]),
        ("收入增长5%，办结率为98%。", [None, None]),
    ],
)
def test_the_verb_that_governs_the_clause_is_the_action(text: str, actions: list[str | None]) -> None:
    assert [figure.action for figure in read(text)] == actions


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        # the noun is not cut at a verb that governs nothing
        ("发放补助资金3亿元，补助资金2亿元。", ["补助资金", "补助资金"]),
        ("全年出生人口90人，死亡人口80人。", ["出生人口", "死亡人口"]),
        ("居民消费价格总水平上涨1.3%。", ["居民消费价格总水平"]),
        ("投入资金90万元。", ["资金"]),
        ("建成3个政府信息查阅中心、1个政务公开专区和县乡专区。", ["政府信息查阅中心", "政务公开专区"]),
        ("新增2个乡村振兴示范县。", ["乡村振兴示范县"]),
        ("全年开展3次网上监测。", ["网上监测"]),
        ("公布4个街道职能科室及成员的信息。", ["街道职能科室"]),
        # and ends before one that says what became of it
        ("4个设区市入选国家试点城市。", ["设区市"]),
        ("新建和改造农村公路12公里。", ["农村公路"]),
        # a verb before the number names what stands before the colon
        ("人员变动类信息:主动公开2条。", ["人员变动类信息"]),
        # and is not named by its neighbour
        ("批捕20人、起诉36人。", ["批捕", "起诉"]),
        ("人均产值4.2万元，折合6000美元。", ["人均产值", "人均产值"]),
        ("一线法官人均结案90件，同比增加6件。", ["法官人均结案", "法官人均结案"]),
    ],
)
def test_a_measure_is_the_whole_noun(text: str, measures: list[str | None]) -> None:
    assert [figure.measure for figure in read(text)] == measures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the rate that the list began with
        ("竣工率为100%，云台市99%、柳溪市97%。", [("竣工率", None), ("竣工率", "云台市"), ("竣工率", "柳溪市")]),
        (
            "垃圾清运量为30吨，东湖镇8吨、城关镇6吨。",
            [("垃圾清运量", None), ("垃圾清运量", "东湖镇"), ("垃圾清运量", "城关镇")],
        ),
        # what the first owner has is what the second has
        ("云台市产值3亿元，柳溪市4亿元。", [("产值", "云台市"), ("产值", "柳溪市")]),
        ("东湖区办结率99%、城关区97%。", [("办结率", "东湖区"), ("办结率", "城关区")]),
        # the rate before the colon, or before the first owner; a group of people has what the group before has
        ("各区办结率：东湖区99%、城关区97%。", [("办结率", "东湖区"), ("办结率", "城关区")]),
        ("优良率东湖市99%，城关市97%。", [("优良率", "东湖市"), ("优良率", "城关市")]),
        ("城镇居民人均支出9元，农村居民3元。", [("城镇居民人均支出", "城镇居民"), ("人均支出", "农村居民")]),
        # who is called on is counted, by a classifier of calls too
        ("排查小作坊70户次、食品销售单位20户次。", [("小作坊", None), ("食品销售单位", None)]),
        # nor is a rate of which nothing is said
        ("成效明显，云台市99%、柳溪市97%。", [(None, "云台市"), (None, "柳溪市")]),
        # what a cut leaves of a name is none
        ("收到申请50件，其中东镇28件、西镇22件。", [("申请", None), ("申请", "东镇"), ("申请", None)]),
        # but places are counted themselves
        ("覆盖16个区。", [("区", None)]),
        ("高速公路通达4县。", [("县", None)]),
        ("改造城中村90户。", [("城中村", None)]),
    ],
)
def test_the_name_of_its_owner_names_no_number(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert [(figure.measure, figure.entity) for figure in read(text)] == expected


def test_what_has_a_noun_behind_it_does_not_rise() -> None:
    assert [figure.change for figure in read("提升3个查阅中心的质效。增加3个。")] == [None, "increase"]


def test_a_figure_without_a_measure_is_a_problem_at_its_place() -> None:
    report = extract_text("某县2023年政府信息公开工作年度报告\n共涉及33个部门共计553项。")
    spans = [(one.start, one.end) for one in report.problems if one.code == "unread_measure"]
    assert spans == [(figure.start, figure.end) for figure in report.figures if figure.measure is None]
    assert len(spans) == 1


def test_why_prints_words_and_the_rule_of_each_measure() -> None:
    legend, *lines = why_lines(extract_text("全市收到申请50件，其中云台镇28件、柳溪镇22件。"))
    assert legend == say("why_legend")
    assert sum(line == legend for line in lines) == 0
    assert any("收到/action*" in line for line in lines)
    assert any("28件 · measure 申请 (division) · action 收到" in line and "entity 云台镇" in line for line in lines)
    assert "chunks: [全市]other:agent [收到]vp:listed [申请]np:behind_action" in "\n".join(lines)


def test_explain_says_what_was_decided_against() -> None:
    lines = list(why_lines(extract_text("全县城镇新增就业90人。")))
    assert "             not taken: 新增 as a verb (attribute)" in lines


def test_a_number_is_read_over_a_line_that_breaks_off() -> None:
    first, second, third = read("全年依法受理，按规定办理申请\n90件，其中甲县\n80件、乙县10件。")
    assert (first.measure, second.measure) == ("申请", "申请")
    assert (second.parent_id, third.parent_id) == (0, 0)


def test_the_cases_of_frames_hold(shared: Path) -> None:
    cases = [json.loads(line) for line in (shared / "cases/frames.jsonl").read_text("utf-8").splitlines()]
    assert cases
    wrong = [f"{row['surface']}: {key}" for case in cases for row, key in misses(case)]
    assert wrong == []


# What a case says of periods and modality is tested where they are read.
OWN = {"entity", "action", "measure", "role", "parent", "of", "measure_not"}
COLUMNS = ("entity", "action", "measure", "role")


def misses(case: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The rows of a case that are not met, each with its column."""
    figures = extract_text(case["text"]).figures
    found: list[tuple[dict[str, Any], str]] = []
    for row in case.get("rows", ()):
        one = next((figure for figure in figures if figure.surface == row["surface"]), None)
        if not OWN & row.keys():
            continue
        if one is None:
            found.append((row, "surface"))
            continue
        found += [(row, key) for key in COLUMNS if key in row and getattr(one, key) != row[key]]
        ids = {"parent": one.parent_id, "of": one.of_id}
        told = {key: None if figure_id is None else figures[figure_id].surface for key, figure_id in ids.items()}
        found += [(row, key) for key, surface in told.items() if key in row and surface != row[key]]
        found += [(row, "measure_not") for name in row.get("measure_not", ()) if one.measure == name]
    return found
