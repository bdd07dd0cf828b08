"""Numbers with their unit and signs of approximation: one table of examples, and laws."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.figures.marks import MarkRules
from pipeline.figures.quantities import find_quantities
from pipeline.model import Kind, Qualifier
from pipeline.rulebook.load import read_rules
from pipeline.values.units import NounRules, Unit, UnitRules, find_unit, spellings

EXAMPLES = [
    # text, surface, value, low, high, qualifier, unit, kind
    ("新建3个体系", "3个", "3", "3", "3", "exact", "个", "item_count"),
    ("慰问6支部队", "6支", "6", "6", "6", "exact", "支", "item_count"),
    ("走访3位居民", "3位", "3", "3", "3", "exact", "位", "person_count"),
    ("发生3起诉讼", "3起", "3", "3", "3", "exact", "起", "event_count"),
    ("办理4例行政复议", "4例", "4", "4", "4", "exact", "例", "item_count"),
    ("抽调12人工作专班", "12人", "12", "12", "12", "exact", "人", "person_count"),
    ("分3批发放", "3批", "3", "3", "3", "exact", "批", "event_count"),
    ("完成5项目标任务", "5项", "5", "5", "5", "exact", "项", "item_count"),
    ("实施5项目建设", "5", "5", "5", "5", "exact", None, "item_count"),
    ("服务20家园区企业", "20家", "20", "20", "20", "exact", "家", "item_count"),
    ("修缮2处长城遗址", "2处", "2", "2", "2", "exact", "处", "item_count"),
    ("服务320个体经营者", "320", "320", "320", "320", "exact", None, "item_count"),
    ("排名上升3位,", "3位", "3", "3", "3", "exact", "位", "other"),
    ("排名较上年下滑2名。", "2名", "2", "2", "2", "exact", "名", "other"),
    ("前移3个名次", "3个名次", "3", "3", "3", "exact", "名次", "other"),
    ("提升7位教师待遇", "7位", "7", "7", "7", "exact", "位", "person_count"),
    ("减少3名志愿者", "3名", "3", "3", "3", "exact", "名", "person_count"),
    ("夺得12金", "12", "12", "12", "12", "exact", None, "item_count"),
    ("夺得12金牌", "12", "12", "12", "12", "exact", None, "item_count"),
    ("产量占全国1/4", "1/4", "25", "25", "25", "exact", "%", "percent"),
    ("总吨位5686总吨", "5686总吨", "5686", "5686", "5686", "exact", "总吨", "volume"),
    ("涉及33个部门", "33个", "33", "33", "33", "exact", "个", "item_count"),
    ("降幅达31.5%", "31.5%", "31.5", "31.5", "31.5", "exact", "%", "percent"),
    ("公告30000余条", "30000余条", "30000", "30000", "40000", "over", "条", "item_count"),
    ("短片近 300 个", "近 300 个", "300", "200", "300", "under", "个", "item_count"),
    ("约50件", "约50件", "50", "45", "55", "about", "件", "item_count"),
    ("增长5%左右", "5%左右", "5", "4.5", "5.5", "about", "%", "percent"),
    ("不少于12场", "不少于12场", "12", "12", None, "at_least", "场", "event_count"),
    ("≥12场", "≥12场", "12", "12", None, "at_least", "场", "event_count"),
    ("≤12场", "≤12场", "12", None, "12", "at_most", "场", "event_count"),
    (">98%", ">98%", "98", "98", None, "over", "%", "percent"),
    ("<98%", "<98%", "98", None, "98", "under", "%", "percent"),
    ("超过3000人次", "超过3000人次", "3000", "3000", None, "over", "人次", "person_count"),
    ("约占73%", "73%", "73", "72.5", "73.5", "about", "%", "percent"),
    ("不下20场", "不下20场", "20", "20", None, "at_least", "场", "event_count"),
    ("破10万人", "破10万人", "100000", "100000", None, "over", "人", "person_count"),
    ("几近90%", "几近90%", "90", "80", "90", "under", "%", "percent"),
    ("500多余条", "500多余条", "500", "500", "600", "over", "条", "item_count"),
    ("每月至少更新信息2条", "2条", "2", "2", None, "at_least", "条", "item_count"),
    ("主动公开信息(条):1245", "1245", "1245", "1245", "1245", "exact", "条", "item_count"),
    ("经费50.5(万元)", "50.5(万元)", "505000", "505000", "505000", "exact", "元", "money"),
    ("不足10件", "不足10件", "10", None, "10", "under", "件", "item_count"),
    ("不超过20个工作日", "不超过20个工作日", "20", None, "20", "at_most", "工作日", "duration"),
    ("30分钟以内", "30分钟以内", "30", None, "30", "at_most", "分钟", "duration"),
    ("100人以上", "100人以上", "100", "100", None, "at_least", "人", "person_count"),
    ("材料数十件", "数十件", "20", "20", "99", "over", "件", "item_count"),
    ("公告上百条", "上百条", "100", "100", None, "at_least", "条", "item_count"),
    ("近百人", "近百人", "100", "0", "100", "under", "人", "person_count"),
    ("突破万亿元", "突破万亿元", "1e12", "1e12", None, "over", "元", "money"),
    ("资金3.5亿元", "3.5亿元", "350000000", "350000000", "350000000", "exact", "元", "money"),
    ("提高3.2个百分点", "3.2个百分点", "3.2", "3.2", "3.2", "exact", "百分点", "percentage_point"),
    ("增长1.5倍", "1.5倍", "1.5", "1.5", "1.5", "exact", "倍", "multiple"),
    ("长12km", "12km", "12", "12", "12", "exact", "公里", "length"),
    ("１２㎡".replace("１２", "12"), "12㎡", "12", "12", "12", "exact", "平方米", "area"),
    ("10—15件", "10—15件", None, "10", "15", "range", "件", "item_count"),
    ("3至5个工作日", "3至5个工作日", None, "3", "5", "range", "工作日", "duration"),
    ("约200至250人次", "约200至250人次", None, "200", "250", "range", "人次", "person_count"),
    ("近30—40件", "近30—40件", None, "30", "40", "range", "件", "item_count"),
    ("20至30余人", "20至30余人", None, "20", "40", "range", "人", "person_count"),
    ("100余至150余条", "100余至150余条", None, "100", "160", "range", "条", "item_count"),
    ("3.5-4万余元", "3.5-4万余元", None, "35000", "50000", "range", "元", "money"),
    ("10%—15%", "10%—15%", None, "10", "15", "range", "%", "percent"),
    ("5-10万元", "5-10万元", None, "50000", "100000", "range", "元", "money"),
    ("2万到3万人", "2万到3万人", None, "20000", "30000", "range", "人", "person_count"),
    ("百分之八至百分之九", "百分之八至百分之九", None, "8", "9", "range", "%", "percent"),
    ("百分之八至九", "百分之八至九", None, "8", "9", "range", "%", "percent"),
    ("两到三千元", "两到三千元", None, "2000", "3000", "range", "元", "money"),
    ("七千到九千亿元", "七千到九千亿元", None, "7e11", "9e11", "range", "元", "money"),
    ("收费9665元1角8分", "9665元1角8分", "9665.18", "9665.18", "9665.18", "exact", "元", "money"),
    ("经费¥3.2万", "¥3.2万", "32000", "32000", "32000", "exact", "元", "money"),
    ("办结9成", "9成", "90", "90", "90", "exact", "%", "percent"),
    ("百万分之五", "百万分之五", "0.0005", "0.0005", "0.0005", "exact", "%", "percent"),
    ("事项2 856项", "2 856项", "2856", "2856", "2856", "exact", "项", "item_count"),
    ("占六成多", "六成多", "60", "60", "70", "over", "%", "percent"),
    ("为95%多", "95%多", "95", "95", "96", "over", "%", "percent"),
    ("占60%多于上年", "60%", "60", "60", "60", "exact", "%", "percent"),
    ("增长3倍多", "3倍多", "3", "3", "4", "over", "倍", "multiple"),
    ("三四十件", "三四十件", None, "30", "40", "range", "件", "item_count"),
    ("粉丝400万", "400万", "4000000", "4000000", "4000000", "exact", None, "number"),
    ("80余万老年人", "80余万", "800000", "800000", "900000", "over", None, "person_count"),
    ("6部门联合", "6", "6", "6", "6", "exact", None, "item_count"),
]


@pytest.mark.parametrize(
    ("text", "surface", "value", "low", "high", "qualifier", "unit", "kind"), EXAMPLES, ids=[e[0] for e in EXAMPLES]
)
def test_finds_a_quantity(
    text: str,
    surface: str,
    value: str | None,
    low: str | None,
    high: str | None,
    qualifier: str,
    unit: str | None,
    kind: str,
) -> None:
    (quantity,) = find_quantities(text, 0, len(text))
    assert text[quantity.start : quantity.end] == surface
    expected = tuple(None if n is None else Decimal(n) for n in (value, low, high))
    assert (quantity.number.value, quantity.number.low, quantity.number.high) == expected
    assert (quantity.number.qualifier, quantity.unit, quantity.kind) == (Qualifier(qualifier), unit, Kind(kind))


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [("由5个到3个", ["5个", "3个"]), ("签约3个项目", ["3个"]), ("最近3个月", ["3个月"]), ("12人大代表", ["12"])],
)
def test_a_mark_or_range_that_only_looks_like_one_is_none(text: str, surfaces: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text, 0, len(text))] == surfaces


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("总量接连突破8万吨、9万吨", ["over", "over"]),
        ("先后超过3家、4家和5家", ["over", "over", "over"]),
        ("用电量、用水量分别不低于9千瓦时、3立方米", ["at_least", "at_least"]),
        # another mark, another thing, a sign that parts; an adverb is of its number alone
        ("突破3件、近4件", ["over", "under"]),
        ("超过3件、8人", ["over", "exact"]),
        ("突破千项,13项获奖", ["over", "exact"]),
        ("公开近30件、20件", ["under", "exact"]),
    ],
)
def test_the_bounds_of_a_verb_are_those_of_its_row(text: str, qualifiers: list[str]) -> None:
    assert [quantity.number.qualifier for quantity in find_quantities(text, 0, len(text))] == qualifiers


@pytest.mark.parametrize("unit", [u for u in spellings().values() if isinstance(u, Unit)], ids=lambda u: u.unit)
def test_every_unit_is_found_by_each_of_its_spellings(unit: Unit) -> None:
    for spelling in (unit.unit, *unit.alias):
        text = f"共12{spelling}。"
        found = find_unit(text, 3)
        assert found is not None
        assert found == (unit, 3 + len(spelling))


def test_there_are_units_for_every_kind_that_has_one() -> None:
    units = read_rules("units", UnitRules).units
    assert len(units) >= 250
    assert set(Kind) - {u.kind for u in units} == {Kind.NUMBER}


def test_no_word_is_claimed_twice() -> None:
    marks = [(m.mark, m.side) for m in read_rules("qualifiers", MarkRules).marks]
    nouns = [n.noun for n in read_rules("nouns", NounRules).bare]
    assert len(marks) == len(set(marks))
    assert len(nouns) == len(set(nouns))


@given(
    st.integers(min_value=1, max_value=10**9), st.sampled_from(["件", "条", "人次", "元", "%", "个百分点", "平方米"])
)
def test_a_surface_read_alone_gives_the_same_value(number: int, unit: str) -> None:
    text = f"全年共{number}{unit},其余不计"
    (quantity,) = find_quantities(text, 0, len(text))
    surface = text[quantity.start : quantity.end]
    (alone,) = find_quantities(surface, 0, len(surface))
    assert alone.number == quantity.number
    assert alone.number.value == number
