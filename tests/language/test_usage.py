"""A verb between a verb and a noun is told by how it is used elsewhere."""

import pytest

from pipeline.language import Usage, cut_words, read_clause, read_usage


def name(text: str) -> str:
    clause = read_clause(cut_words(text, 0, len(text)))
    assert clause.named is not None
    return "".join(word.text for word in clause.words[slice(*clause.named.span)])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # known from names: a part of the name
        ("受理审查逮捕案件", "审查逮捕案件"),
        ("办结审查起诉案件", "审查起诉案件"),
        ("审查起诉案件", "审查起诉案件"),
        ("承办决定起诉案件", "决定起诉案件"),
        ("受理减刑假释案件", "减刑假释案件"),
        ("受理起诉案件", "起诉案件"),
        ("审计处理处罚金额", "审计处理处罚金额"),
        # behind what opens a noun phrase, or names a list
        ("受理各类审查逮捕案件", "各类审查逮捕案件"),
        ("办结各项审查起诉案件", "各项审查起诉案件"),
        ("起诉寻衅滋事等扰乱秩序案件", "寻衅滋事等扰乱秩序案件"),
        # a rate of what two verbs tell
        ("不批准逮捕率", "不批准逮捕率"),
        # known to govern: no part of it
        ("制定完善规章制度", "规章制度"),
        ("建立健全工作制度", "工作制度"),
        ("健全完善管理机制", "管理机制"),
        # two verbs that have one object
        ("防范化解风险隐患", "风险隐患"),
        ("排查化解矛盾纠纷", "矛盾纠纷"),
        # done to people, or to what has attributes of its own
        ("批准逮捕犯罪嫌疑人", "犯罪嫌疑人"),
        ("盘活处置低效厂房", "低效厂房"),
        ("处理投诉举报", "投诉举报"),
        ("增加公开文件", "文件"),
        ("检查指导企业", "企业"),
        ("审核批准项目", "项目"),
        # a piece of a word that no dictionary has
        ("防滑坎", "防滑坎"),
        ("充电桩", "充电桩"),
        # verbs before what opens a noun
        ("管理分配中央预算内投资", "中央预算内投资"),
        ("分配省级专项资金", "省级专项资金"),
        # the measure of what may be a verb elsewhere
        ("支出总量", "支出总量"),
        ("投入强度", "投入强度"),
        ("投入资金", "资金"),
    ],
)
def test_a_verb_before_a_noun_governs_it_or_is_in_its_name(text: str, named: str) -> None:
    assert name(text) == named


@pytest.mark.parametrize(
    ("usage", "attributive", "governing"),
    [
        (Usage(8, 4), True, False),
        (Usage(6, 12), True, False),
        (Usage(5, 31), False, True),
        (Usage(0, 2), False, False),
        (Usage(2, 0), False, False),
    ],
)
def test_a_use_is_known_by_three_and_by_twice_as_many(usage: Usage, *, attributive: bool, governing: bool) -> None:
    assert (usage.attributive, usage.governing) == (attributive, governing)


def test_a_verb_that_nobody_counted_is_known_for_nothing() -> None:
    assert read_usage("无此动词") == Usage(0, 0)
