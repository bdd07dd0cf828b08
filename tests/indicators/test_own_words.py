"""Sentences that are read by all their words, in whatever order: each kind varied, and what makes it another kind."""

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel

TITLE = "柳溪县水务局2022年政府信息公开工作年度报告\n"
STRETCH = "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。\n"


def panel(text: str) -> dict[str, int]:
    report = extract_text(text if text.startswith(("柳溪", "青禾")) else TITLE + text)
    stated = read_panel(report.indicators, report.cells)
    return {code: int(value) for code, value in stated.items() if value is not None}


ASKED = [
    "我局收到申请公开7件",
    "2022年接收到公众的申请书7份",
    "全年受理和答复市民提出的公开申请7件",
    "县水务局依法登记公民提交的申请表共计7份",
    "年内新收到社会公众要求获取信息的申请7件",
    "共收到公民、法人或者其他组织办理依申请公开7件",
    "本年度我局收到和处理政府信息公开申请办理事项为7件",
    "全局收到申请7例",
    "累计接到群众查询相关信息的申请件7件",
    "已收到政府信息公开申请事项总数7件",
]


@pytest.mark.parametrize("words", ASKED)
def test_requests_are_read_whatever_they_are_called(words: str) -> None:
    assert panel(f"{STRETCH}二、依申请公开情况\n{words}。")["requests"] == 7


@pytest.mark.parametrize(
    "words",
    [
        "收到被驳回的申请7件",
        "县教育局收到申请公开7件",
        "通过政务公开专区接收申请7件",
        "收到行政复议申请7件",
        "收到申请不予公开7件",
        "其中收到公民的申请7件",
    ],
)
def test_a_word_of_another_kind_makes_requests_something_else(words: str) -> None:
    assert "requests" not in panel(f"{STRETCH}二、依申请公开情况\n{words}。")


def test_what_is_added_up_is_the_year_s_own_where_no_other_number_is() -> None:
    words = "一、主动公开情况\n扩大公开范围，全局累计主动公开政府信息65条。"
    assert panel(STRETCH + words) == {"disclosed": 65}
    assert panel(words) == {"disclosed": 65}
    assert panel(words + "今年公开信息30条。") == {"disclosed": 30}
    since = "一、主动公开情况\n自网站开通以来，全局累计主动公开政府信息65条。"
    assert panel(STRETCH + since) == {}
    assert panel(since) == {}


def test_a_whole_comes_before_the_parts_of_its_parts() -> None:
    text = (
        "青禾市人民政府2022年政府信息公开工作年度报告\n一、主动公开情况\n"
        "2022年，全市主动公开政府信息900条，其中：规范性文件55条，其他信息845条。"
        "市政府及其部门主动公开政府信息400条，其中：规范性文件25件，其他信息375条。"
    )
    assert panel(text).get("normative_disclosed") in {55, None}
    assert panel(text)["disclosed"] == 900


def test_the_name_of_an_account_is_no_channel_and_nobody_who_acts() -> None:
    text = "一、主动公开\n“柳溪县政府网”微信公众号推送信息26条。"
    assert panel(text) == {"disclosed_wechat": 26}
    town = "青禾县新店镇人民政府2022年政府信息公开工作年度报告\n一、主动公开\n"
    listed = "全年主动公开政务信息38条，包括政府网站35条，日报等媒体上发布信息8条，“青禾县新店镇”微信公众号24条。"
    assert panel(town + listed)["disclosed_wechat"] == 24


def test_a_zone_and_an_own_office_are_no_other_bodies() -> None:
    zone = "青禾科技产业园管理委员会2022年政府信息公开工作年度报告\n一、主动公开\n"
    assert panel(zone + "园区通过微信公众号发布信息27条。") == {"disclosed_wechat": 27}
    assert panel("青禾县人民政府2022年政府信息公开工作年度报告\n一、主动公开\n园区通过微信公众号发布信息27条。") == {}
    assert panel("一、概述\n2022年，在局办公室开辟1个公共查阅点。") == {"reading_points": 1}


def test_marks_between_brackets_end_no_words_outside() -> None:
    assert panel("一、主动公开\n全年公开政府信息（包括：动态、公告、通知）共31条。") == {"disclosed": 31}
