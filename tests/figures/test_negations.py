"""Zeros in words: what is denied, how often, and what is no zero."""

import pytest

from pipeline.figures.negations import find_zeros


@pytest.mark.parametrize(
    ("text", "surface", "measures", "kind"),
    [
        ("全年未收到公开申请。", "未收到公开申请", ["公开申请"], "item_count"),
        ("没有收到任何投诉,", "没有收到任何投诉", ["投诉"], "item_count"),
        ("未向群众收取费用。", "未向群众收取费用", ["费用"], "money"),
        ("未收取检索、复印等各类费用。", "未收取检索、复印等各类费用", ["检索、复印等各类费用"], "money"),
        ("无行政复议、诉讼等情况", "无行政复议、诉讼", ["行政复议", "诉讼"], "item_count"),
        (
            "没有因此被提起的行政复议或行政诉讼。",
            "没有因此被提起的行政复议或行政诉讼",
            ["行政复议", "行政诉讼"],
            "item_count",
        ),
        (
            "未因公开工作引起行政复议和提起行政诉讼。",
            "未因公开工作引起行政复议和提起行政诉讼",
            ["行政复议", "行政诉讼"],
            "item_count",
        ),
        (
            "未发生涉及我办的行政复议、行政诉讼案件。",
            "未发生涉及我办的行政复议、行政诉讼案件",
            ["行政复议", "行政诉讼案件"],
            "item_count",
        ),
        ("做到零投诉。", "零投诉", ["投诉"], "item_count"),
        ("未收到1份公开申请。", "未收到1份公开申请", ["公开申请"], "item_count"),
        ("未收取与信息申请有关的任何费用。", "未收取与信息申请有关的任何费用", ["费用"], "money"),
        (
            "没有依申请公开政府信息办理事项。",
            "没有依申请公开政府信息办理事项",
            ["依申请公开政府信息办理事项"],
            "item_count",
        ),
        (
            "未收到任何形式的申请公开信息要求。",
            "未收到任何形式的申请公开信息要求",
            ["形式的申请公开信息要求"],
            "item_count",
        ),
        ("无复议或诉讼。", "无复议或诉讼", ["复议", "诉讼"], "item_count"),
        ("没有因此提起行政诉讼的。", "没有因此提起行政诉讼", ["行政诉讼"], "item_count"),
        ("无下年度结转。", "无下年度结转", ["下年度结转"], "item_count"),
        ("无因信息公开提出的行政复议、情况。", "无因信息公开提出的行政复议", ["行政复议"], "item_count"),
        ("无相关行政复议处理概况。", "无相关行政复议", ["行政复议"], "item_count"),
        ("未实施行政处罚。", "未实施行政处罚", ["行政处罚"], "item_count"),
        ("未收取1元费用。", "未收取1元费用", ["费用"], "money"),
        ("行政诉讼:无。", "行政诉讼:无", ["行政诉讼"], "item_count"),
        ("无收取信息处理费情况。", "无收取信息处理费", ["信息处理费"], "money"),
        (
            "未接收到任何公民、法人或其他组织提出的公开申请。",
            "未接收到任何公民、法人或其他组织提出的公开申请",
            ["公开申请"],
            "item_count",
        ),
        (
            "没有关于公开工作的行政复议和申诉案件发生。",
            "没有关于公开工作的行政复议和申诉案件",
            ["行政复议", "申诉案件"],
            "item_count",
        ),
        (
            "未因公开工作被申请行政复议或提起行政诉讼。",
            "未因公开工作被申请行政复议或提起行政诉讼",
            ["行政复议", "行政诉讼"],
            "item_count",
        ),
        ("无规范性文件出台及更新情况。", "无规范性文件", ["规范性文件"], "item_count"),
        ("无规范性文件公开。", "无规范性文件", ["规范性文件"], "item_count"),
        ("没有公开的收费及减免情况发生。", "没有公开的收费及减免", ["公开的收费", "减免"], "money"),
        ("公开工作没有收费。", "没有收费", ["收费"], "money"),
        ("未发生有关的申诉案。", "未发生有关的申诉案", ["申诉案"], "item_count"),
        ("未产生诉讼费用支出。", "未产生诉讼费用支出", ["诉讼费用支出"], "money"),
        ("未发生泄露国家秘密的事件。", "未发生泄露国家秘密", ["泄露国家秘密"], "event_count"),
    ],
)
def test_finds_one_zero_for_each_thing_denied(text: str, surface: str, measures: list[str], kind: str) -> None:
    zeros = find_zeros(text, 0, len(text))
    assert [z.measure for z in zeros] == measures
    assert {(text[z.start : z.end], str(z.kind)) for z in zeros} == {(surface, kind)}


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("无复议、无诉讼。", ["无复议", "无诉讼"]),
        ("未收到信息公开申请和未发生行政复议。", ["未收到信息公开申请", "未发生行政复议"]),
        ("没有复议及没有诉讼。", ["没有复议", "没有诉讼"]),
        ("无复议和诉讼。", ["无复议和诉讼", "无复议和诉讼"]),
    ],
)
def test_a_denial_ends_where_the_next_begins(text: str, surfaces: list[str]) -> None:
    assert [text[zero.start : zero.end] for zero in find_zeros(text, 0, len(text))] == surfaces


@pytest.mark.parametrize(
    "text",
    [
        "大厅之外无审批",
        "无正当理由大量反复申请",
        "无纸化办公",
        "实现零距离服务",
        "无线电管理案件",
        "如没有收到申请",
        "凡未收到投诉",
        "除1件外没有行政复议",
        "除收到一件投诉以外,未收到行政复议申请",
        "未按要求缴纳费用",
        "未超过20日",
        "无法提供",
        "该件未被复议机关纠错",
        "与申请无关的投诉",
    ],
)
def test_finds_no_zero_where_nothing_is_counted(text: str) -> None:
    assert find_zeros(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("全年行政复议、行政诉讼均未发生。", ["行政复议", "行政诉讼"]),
        ("检索、邮寄等费用均未收取。", ["检索、邮寄等费用"]),
        ("依申请公开未收费。", ["收费"]),
        ("未收费项目已经公布。", []),
        ("目录均未更新。", []),
    ],
)
def test_what_is_denied_behind_its_nouns(sentence: str, things: list[str]) -> None:
    assert [zero.measure for zero in find_zeros(sentence, 0, len(sentence))] == things


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("未发生重大动物疫情、农产品质量安全事故、群体性事件。", ["重大动物疫情", "农产品质量安全事故", "群体性事件"]),
        ("未发生一起泄密事件、失密事件和网络安全事件。", ["泄密事件", "失密事件", "网络安全事件"]),
        ("未发生重特大安全事故、重大火灾、重大交通事故。", ["重特大安全事故", "重大火灾", "重大交通事故"]),
        ("无生产安全事故、无刑事案件、无群体性上访。", ["生产安全事故", "刑事案件", "群体性上访"]),
        ("未发生因处置不当引发的群体性事件、个人极端事件。", ["群体性事件", "个人极端事件"]),
        ("从未发生暴力恐怖事件、邪教案件、命案。", ["暴力恐怖事件", "邪教案件", "命案"]),
        ("未发生一例聚集性疫情、院内感染。", ["聚集性疫情", "院内感染"]),
        ("未发生森林火灾、未发生有害生物灾害。", ["森林火灾", "有害生物灾害"]),
        # one of the list is in no list of nouns
        ("未出现规模性返贫、群体性事件、重大舆情。", ["规模性返贫", "群体性事件", "重大舆情"]),
        # but what a class holds is one thing
        ("未发生火灾、爆炸、踩踏等安全事故。", ["火灾、爆炸、踩踏等安全事故"]),
    ],
)
def test_a_list_of_what_did_not_happen_has_a_zero_for_each(text: str, measures: list[str]) -> None:
    assert [zero.measure for zero in find_zeros(text.replace("，", ","), 0, len(text))] == measures
