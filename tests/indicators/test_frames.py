"""Numbers that are read by their frames: what is counted, the verb, the unit, and little of the words around them."""

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel
from pipeline.rulebook import FrameRule, frame_rules

TITLE = "柳溪县水务局2022年政府信息公开工作年度报告\n"
CASES = [(rule, words) for rule in frame_rules().frame for words in rule.yes]
NO_CASES = [(rule, words) for rule in frame_rules().frame for words in rule.no]


def panel(text: str) -> dict[str, int]:
    report = extract_text(TITLE + text)
    return {
        code: int(value) for code, value in read_panel(report.indicators, report.cells).items() if value is not None
    }


def name(value: object) -> str:
    return value.indicator if isinstance(value, FrameRule) else ""


def stated(text: str) -> set[str]:
    return {indicator.indicator for indicator in extract_text(text).indicators}


@pytest.mark.parametrize(("rule", "words"), CASES, ids=name)
def test_a_frame_states_its_indicator(rule: FrameRule, words: str) -> None:
    assert rule.indicator in stated(words)


@pytest.mark.parametrize(("rule", "words"), NO_CASES, ids=name)
def test_what_is_another_kind_or_a_part_does_not(rule: FrameRule, words: str) -> None:
    assert rule.indicator not in stated(words)


@pytest.mark.parametrize(
    "before",
    ["", "在充分调研的基础上", "按照立改废释的要求", "围绕乡村振兴等重点工作先后", "经合法性审查后", "由办公室牵头"],
)
def test_words_around_a_frame_may_be_any(before: str) -> None:
    assert panel(f"一、主动公开\n{before}制发行政规范性文件7件。") == {"normative_issued": 7}
    assert panel(f"一、主动公开\n{before}举办“面对面”在线访谈7期。")["interviews"] == 7


@pytest.mark.parametrize("kind", ["交通", "党内", "农业农村领域", "重点领域"])
def test_an_unknown_word_before_the_noun_makes_it_a_part(kind: str) -> None:
    assert "normative_issued" not in panel(f"一、主动公开\n发布{kind}规范性文件7件。")


@pytest.mark.parametrize(
    "total", ["公开信息687条", "共公开政府信息687条", "累计公开各类信息687条", "公开政务信息共687条"]
)
def test_what_was_asked_for_is_not_disclosed_unasked(total: str) -> None:
    begins = f"一、总体情况\n2022年,我局{total}"
    assert panel(f"{begins},其中主动公开668条(包括供水信息、节水信息等),依申请公开19条。")["disclosed"] == 668
    assert panel(f"{begins},其中主动公开政府信息668条,依申请公开19条。")["disclosed"] == 668


@pytest.mark.parametrize(
    ("agency", "kind", "is_read"),
    [
        ("交通运输局", "交通", True),
        ("交通运输局", "交通运输行业", True),
        ("公安局", "公安政府", True),
        ("水务局", "水务工作", True),
        ("市场监督管理局", "市场", True),
        ("文化和旅游局", "文化", False),
        ("财政局", "财政", False),
        ("水务局", "交通", False),
        ("人民政府", "水务", False),
    ],
)
def test_the_field_of_the_agency_makes_no_part(agency: str, kind: str, *, is_read: bool) -> None:
    title = f"柳溪县{agency}2022年政府信息公开工作年度报告\n一、主动公开\n"
    for channel, code in (("县政府网站上", "disclosed_website"), ("“柳溪之声”微信公众号", "disclosed_wechat")):
        assert (code in stated(f"{title}{channel}编辑上传{kind}信息112条。")) is is_read


@pytest.mark.parametrize(
    "words", ["编辑174期,推送信息", "群发51次,共计发送信息", "推送90期,共发布推文", "共发布12次,编发各类信息"]
)
def test_pieces_of_issues_are_of_the_channel_of_the_issues(words: str) -> None:
    assert panel(f"四、平台建设\n柳溪水务微信公众号{words}352篇。").get("disclosed_wechat") == 352
    assert "disclosed_wechat" not in panel(f"四、平台建设\n柳溪水务抖音号{words}352篇。")


@pytest.mark.parametrize(
    "made", ["制作、获取的政府信息", "制作政府信息", "产生政府信息", "形成各类政府信息", "生成信息"]
)
def test_of_what_was_made_a_part_was_disclosed(made: str) -> None:
    said = f"一、主动公开\n2022年{made}64条,通过政府网站、图书馆的查阅室主动公开政府信息16条,依申请公开文件12条。"
    assert panel(said).get("disclosed") == 16


@pytest.mark.parametrize(
    "denied", ["无行政复议、行政诉讼等情况发生", "未发生行政复议、行政诉讼", "没有行政复议和行政诉讼"]
)
def test_what_is_denied_is_not_of_the_year_of_the_sentence_before(denied: str) -> None:
    said = panel(f"二、依申请公开\n上年度转接政府信息公开申请0件。{denied}。")
    assert (said.get("reviews"), said.get("litigation")) == (0, 0)
    assert "reviews" not in panel(f"二、依申请公开\n上年度转接政府信息公开申请0件。2021年{denied}。")


def test_of_two_numbers_of_a_kind_neither_is_told() -> None:
    one, other = "围绕就业举办在线访谈7期。", "围绕教育举办在线访谈5期。"
    assert panel(f"一、主动公开\n{one}") == {"interviews": 7}
    assert "interviews" not in panel(f"一、主动公开\n{one}{other}")
    assert panel(f"一、主动公开\n{one}{one}") == {"interviews": 7}


def test_what_is_traditional_is_read_as_well() -> None:
    title = "柳溪縣水務局2022年政府信息公開工作年度報告\n一、主動公開\n"
    report = extract_text(f"{title}圍繞民生開展線上訪談7期，發佈政策解讀資訊3條。")
    assert {one.indicator: int(one.value or 0) for one in report.indicators} == {"interviews": 7, "interpretations": 3}


def test_a_total_that_is_larger_says_that_what_a_rule_reads_is_a_part() -> None:
    part = "一、主动公开\n主动公开乡镇发展规划和专项规划等信息近300条。"
    assert panel(part) == {}
    assert panel(f"{part}全县公开政府信息9000余条。") == {"disclosed": 9000}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("四、行政复议和诉讼情况\n因政府信息公开申请行政复议、提起行政诉讼的情况：无", "reviews"),
        ("三、收费情况\n收费和减免情况：无", "disclosure_fees"),
        ("二、依申请公开情况\n2022年，未收到依申请公开事项.", "requests"),
        ("二、依申请公开情况\n未收到任何形式的依申请公开信息、行政复议和行政诉讼。", "requests"),
        ("四、行政复议和诉讼情况\n未发生行政复议及行政诉讼法案件。", "litigation"),
    ],
)
def test_zeros_in_words_are_read_by_frames(words: str, code: str) -> None:
    assert panel(words)[code] == 0


def test_who_won_is_no_number_of_lawsuits() -> None:
    assert "litigation" not in panel("四、行政复议和诉讼情况\n没有因信息公开引起的行政诉讼、行政复议败诉。")


@pytest.mark.parametrize("words", ["均为零。", "以上均为0。", "2022年均为0件。", "为零。", "以上各项数据均为0。"])
def test_a_zero_alone_denies_all_that_its_title_names(words: str) -> None:
    title = "四、因政府信息公开申请行政复议、提起行政诉讼的情况\n"
    assert panel(f"{title}{words}") == {"reviews": 0, "litigation": 0}
    assert panel(f"二、依申请公开政府信息情况\n{words}") == {"requests": 0}
    assert panel(f"五、政府信息公开收费及减免情况\n{words}") == {"disclosure_fees": 0}
    assert panel(f"六、存在的问题\n{words}") == {}
    assert panel(f"{title}我局发生行政复议3件。{words}") == {"reviews": 3}
