"""Whose count a number is: that of another's channel, a part of one channel's, that of any information."""

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel
from pipeline.model import IndicatorStatus, Report

TITLE = "柳溪县水务局2022年政府信息公开工作年度报告\n一、主动公开\n"


def read(text: str) -> Report:
    return extract_text(text if text.startswith("柳溪") else TITLE + text)


def panel(text: str) -> dict[str, int]:
    report = read(text)
    stated = read_panel(report.indicators, report.cells)
    return {code: int(value) for code, value in stated.items() if value is not None}


def status(text: str, code: str) -> IndicatorStatus:
    return next(one for one in read(text).statuses if one.indicator == code)


@pytest.mark.parametrize(
    "text",
    [
        "向县政府门户网站推送信息35条。",
        "向省水利厅微信公众号供稿35条。",
        "全年被市局公众号采用信息35条。",
        "县政府网站采用信息35条。",
    ],
)
def test_what_was_sent_to_others_went_through_no_channel_of_its_own(text: str) -> None:
    assert panel(text) == {}


def test_a_part_of_one_channel_is_no_total() -> None:
    text = "公开栏公布信息900条，其中政策解读12条。"
    assert panel(text) == {}
    assert status(text, "interpretations").reason == "of_one_channel"
    assert panel("通过网站、公开栏等渠道主动公开信息900条，其中政策解读12条。")["interpretations"] == 12
    # Interpretations stand on the website: those that are elsewhere are copies.
    assert panel("县政府网站发布信息900条，其中政策解读12条。")["interpretations"] == 12


def test_government_information_comes_before_any_information() -> None:
    text = "通过部门网站发布政府信息393件。\n二、平台建设\n局网站全年发布信息2139条。"
    assert panel(text) == {"disclosed_website": 393}
    differing = "局网站发布信息393条。\n二、平台建设\n局网站全年发布信息2139条。"
    assert panel(differing) == {}


def test_the_own_name_says_nothing_of_how_requests_were_sent() -> None:
    title = "柳溪省邮政管理局2022年政府信息公开工作年度报告\n二、依申请公开\n"
    assert panel(title + "2022年，柳溪省邮政管理局未收到政府信息公开申请。") == {"requests": 0}


def test_the_own_field_is_all_that_an_agency_publishes() -> None:
    assert panel("官方微博发布各类水务信息30条。") == {"disclosed_weibo": 30}
    assert panel("官方微博发布各类教育信息30条。") == {}


def test_the_agency_in_full_is_no_other_body() -> None:
    title = "柳溪县教体局2022年政府信息公开工作年度报告\n一、主动公开\n"
    assert panel(title + "2022年，柳溪县教育体育局主动公开政府信息30条。") == {"disclosed": 30}
    assert panel(title + "2022年，柳溪县水务局主动公开政府信息30条。") == {}


def test_what_a_request_counts_is_no_mention_of_disclosed_information() -> None:
    assert status("二、依申请公开\n收到政府信息公开申请3件。", "disclosed").reason != "words_unread"


def test_two_numbers_of_one_sentence_state_nothing_though_one_is_a_part_of_something_else() -> None:
    text = "四、复议诉讼\n因信息公开发生行政复议8件，维持4件；行政诉讼5件，行政诉讼2件。"
    assert "litigation" not in panel(text)


def test_a_channel_with_a_place_to_read_is_several() -> None:
    own = "2022年通过局门户网站和公共查阅场所共主动公开政府信息42条。"
    assert panel(own) == {"disclosed": 42}
    assert panel("2022年通过局门户网站共主动公开政府信息42条。") == {"disclosed_website": 42}


def test_a_channel_that_is_updated_is_the_one_that_published() -> None:
    assert panel("2022年，局微信公众号坚持每日更新，共发布信息93条。") == {"disclosed_wechat": 93}
    assert "disclosed_wechat" not in panel("2022年，局微信公众号回复留言，共发布信息93条。")
    assert "disclosed_wechat" not in panel("局微信公众号每日发布信息3条。")


def test_what_was_not_aimed_at_the_agency_is_no_zero_of_its_own() -> None:
    denied = "全年未发生针对{}有关政府信息公开事务的行政复议案件、行政诉讼案件和举报申诉件。"
    for own in ("柳溪县水务局", "本单位", "我局"):
        assert panel(denied.format(own)) == {"reviews": 0, "litigation": 0, "complaints": 0}
    assert panel(denied.format("县教育局")) == {}


def test_a_measure_of_a_report_in_traditional_characters_is_read_as_the_report() -> None:
    title = "柳溪縣水務局2022年政府信息公開工作年度報告\n一、總體情況\n2022年，我局認真貫徹條例，加強組織領導。"
    assert panel(title + "辦結省人大代表建議5件、省政協提案8件。") == {"proposals_deputies": 5, "proposals_cppcc": 8}
    assert panel(title + "辦結群眾建議5件、工會提案8件。") == {}


def test_the_office_calls_itself_all_of_it() -> None:
    title = "柳溪县人民政府办公室2022年政府信息公开工作年度报告\n一、总体情况\n"
    assert panel(title + "2022年，全办主动公开政府信息23条。") == {"disclosed": 23}
    assert panel(title + "2022年，县外事办主动公开政府信息23条。") == {}


def test_a_way_to_ask_is_not_all_that_was_received_and_answered() -> None:
    assert panel("受理答复政府信息公开申请8件。") == {"requests": 8, "replies": 8}
    assert "requests" not in panel("通过网络受理答复政府信息公开申请8件。")


def test_what_one_channel_published_is_no_unread_total() -> None:
    text = "县政府网站公开信息63条，其中概况类16条，动态类47条。"
    assert panel(text) == {"disclosed_website": 63}
    assert status(text, "disclosed").reason == "of_one_channel"
    # Words that no rule reads are told all the same.
    assert status("全年审核报送公开信息63条。", "disclosed").reason == "words_unread"


def test_what_states_another_indicator_is_no_unread_number() -> None:
    text = "二、依申请公开\n全年收到政府信息公开申请6件，均为网络申请。"
    assert panel(text) == {"requests": 6, "requests_online": 6}
    assert status(text, "requests_letter").reason == "nothing_said"
    # A number of one kind is beside the words of the whole all the same.
    assert status("二、依申请公开\n全年收到网络申请5件。", "requests").reason == "words_unread"


@pytest.mark.parametrize(
    ("agency", "who", "whose"),
    [
        ("县人民政府", "全县各部门、各乡镇", "stated"),
        ("县人民政府", "全县各级行政机关", "stated"),
        ("县人民政府", "县乡两级", "stated"),
        ("县人民政府办公室", "全县25个部门", "stated"),
        ("县人民政府", "全县各乡镇", "of_another_body"),
        ("县人民政府", "市县两级", "of_another_body"),
        ("县人民政府", "县、乡、村三级", "of_a_group"),
        ("县水务局", "全县各部门、各乡镇", "of_another_body"),
        ("县水务局", "全县政府系统", "of_another_body"),
        ("县水务局", "全县各级水务部门", "stated"),
        ("县水务局", "县乡两级", "of_a_group"),
        ("县乡村振兴局", "全县各单位", "of_another_body"),
        ("县新店镇人民政府", "全县各部门", "of_another_body"),
        ("县新店镇人民政府", "全镇各单位", "stated"),
        ("县新店镇人民政府", "镇村两级", "of_a_group"),
        ("县新店镇人民政府", "全镇各单位、各村", "of_a_group"),
        ("县新店镇人民政府", "全镇各村", "of_another_body"),
    ],
)
def test_what_a_group_in_an_area_did_is_its_government_s(agency: str, who: str, whose: str) -> None:
    title = f"柳溪{agency}2022年政府信息公开工作年度报告\n一、总体情况\n2022年，"
    for said, code in (("主动公开政府信息300条。", "disclosed"), ("收到政府信息公开申请30件。", "requests")):
        one = status(f"{title}{who}共{said}", code)
        assert one.reason == ("number_in_prose" if whose == "stated" else whose)


def test_a_group_that_is_named_further_off_ends_where_words_begin_anew() -> None:
    assert panel("全县各部门认真落实条例，全年共公开政府信息30条。") == {"disclosed": 30}


def test_beside_more_of_others_what_a_government_has_is_not_all() -> None:
    title = "柳溪市人民政府2022年政府信息公开工作年度报告\n一、总体情况\n"
    assert panel(f"{title}市政府各部门公开政府信息256条，各县区公开政府信息420条。") == {}
    assert panel(f"{title}全市公开政府信息676条，其中各县区420条。") == {"disclosed": 676}
    assert panel("我局公开政府信息256条，县教育局公开政府信息420条。") == {"disclosed": 256}


def test_events_are_told_by_their_name_and_by_who_held_them() -> None:
    assert panel("举办新闻发布会8场，出席新闻发布活动4次。") == {"press_conferences": 8}
    assert panel("举办新闻发布活动4次。") == {"press_conferences": 4}
    both = "举办新闻发布会8场，参加新闻发布会4次。"
    assert panel(both) == {}
    assert status(both, "press_conferences").reason == "of_a_part"
    again = "举办新闻发布会8场，举办新闻发布会4次。"
    assert status(again, "press_conferences").reason == "sentence_differs"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("组织收听收看国务院新闻发布会3场。", "press_conferences"),
        ("组织干部观看在线访谈3期。", "interviews"),
        ("参加县政务公开办举办的政务公开培训2次，参训人员3人次。", "trainees"),
        ("指导各部门制发规范性文件30件。", "normative_issued"),
        ("督促下属单位及时公开政府信息30条。", "disclosed"),
    ],
)
def test_what_others_did_is_theirs_whoever_looked_on_or_had_it_done(text: str, code: str) -> None:
    assert panel(text) == {}
    assert status(text, code).reason == "of_another_body"


def test_requests_for_information_are_told_from_all_requests() -> None:
    asked = "二、依申请公开\n共收到各类申请38件，其中"
    assert panel(f"{asked}政府信息公开申请3件，其他均为信访事项。") == {"requests": 3}
    assert panel(f"{asked}行政许可申请3件。") == {}
