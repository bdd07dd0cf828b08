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
    assert panel(part) == {"disclosed": 300}
    assert panel(f"{part}全县各级行政机关公开政府信息9000余条。") == {"disclosed": 9000}


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
