"""Numbers as reports write them, each kind in some ten ways: what is read whole, and what is refused whole."""

from decimal import Decimal

import pytest

from pipeline import extract_text
from pipeline.figures.malformed import find_malformed
from pipeline.model import Change, Text
from tests.case_files import cases


@pytest.mark.parametrize(("text", "figures"), cases("numbers", "figures"))
def test_reads_the_whole_number_and_nothing_else(text: str, figures: list[list[str]]) -> None:
    found = [[figure.surface, figure.value] for figure in extract_text(text).figures]
    assert found == [[surface, Decimal(value) if value else None] for surface, value in figures]


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("单笔10万元(含)以上", "100000", None, "at_least"),
        ("单笔10万元(不含)以上", "100000", None, "over"),
        ("单笔10万元(不含)以下", None, "100000", "under"),
        ("满意率过九成", "90", None, "over"),
        ("意见十来件", "10", "20", "over"),
        ("来信好几百条", "200", "999", "over"),
        ("增幅介于7%与9%之间", "7", "9", "range"),
        ("每组不少于3人且不超过5人", "3", "5", "range"),
        ("每组不超过5人且不少于3人", "3", "5", "range"),
        ("一两件小事", "1", "2", "range"),
    ],
)
def test_bounds_a_number(text: str, low: str | None, high: str | None, qualifier: str) -> None:
    (figure,) = extract_text(text).figures
    assert (figure.low, figure.high) == (low and Decimal(low), high and Decimal(high))
    assert figure.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("平均50千米每小时", "公里/小时"),
        ("等候1个半小时", "小时"),
        ("投入6亿元人民币", "元"),
        ("回收三千克", "公斤"),
        ("补助3元/人/年", "元/人年"),
        ("气温38.5度", "度"),
        ("等候1小时20分", "分钟"),
        ("支出五块三毛", "元"),
        ("绿地12米²", "平方米"),
    ],
)
def test_names_the_unit(text: str, unit: str) -> None:
    (figure,) = extract_text(text).figures
    assert figure.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "来访较上年-5%",
        "增速-7.8%",
        "增收-3.2亿元",
        "增速为-0.25%",
        "同比-5.2%",
        "增幅-3件",
        "增速（-7.8%）",
        "增速–7.8%",
        "同比：-5%",
    ],
)
def test_a_rise_below_zero_is_a_decrease(text: str) -> None:
    (figure,) = extract_text(text).figures
    assert figure.change is Change.DECREASE


@pytest.mark.parametrize(
    ("text", "surface", "code"),
    [
        ("受理三千百件申请", "三千百", "unread_number"),
        ("受理1千百件申请", "1千百", "unread_number"),
        ("公开3千六条", "3千六", "unread_number"),
        ("受理一千五千件申请", "一千五千", "unread_number"),
        ("收到申请3、4件", "3、4", "unread_number"),
        ("收到申请三、四件", "三、四", "unread_number"),
        ("误差±5%", "±5%", "unread_number"),
        ("公开.5件", ".5", "unread_number"),
        ("公开" + "9" * 25 + "件", "9" * 25, "unread_number"),
        ("收到申请③件", "③", "unread_number"),
        ("收到申请 ⑿ 件", "⑿", "unread_number"),
        ("收到申请❸件", "❸", "unread_number"),
        ("收到申请：㈢件", "㈢", "unread_number"),
        ("收到申请Ⅳ件", "Ⅳ", "unread_number"),
        ("收到申请XII件", "XII", "unread_number"),
        ("收到申请3½件", "3½", "unread_number"),
        ("收到申请〡〢件", "〡〢", "unread_number"),
        ("收到申请××件", "××", "unread_number"),
        ("收到申请X件", "X", "unread_number"),
        ("收到申请○○件", "○○", "unread_number"),
        ("发布信息二十又三份", "二十又三", "unread_number"),
        ("发布信息一百有五十二份", "一百有五十二", "unread_number"),
        ("发布信息2百又3份", "2百又3", "unread_number"),
        ("答复-2件", "-2", "unread_number"),
        ("答复−1,024件", "−1,024", "unread_number"),
        ("公开1，2条", "1，2", "torn_number"),
        ("投入3,5万元", "3,5", "torn_number"),
        ("投入13,5亿元", "13,5", "torn_number"),
        ("公开1,23条", "1,23", "torn_number"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_what_cannot_be_read_is_a_problem_and_no_figure(text: str, surface: str, code: str) -> None:
    report = extract_text(text)
    assert report.figures == ()
    (problem,) = find_malformed(report.text)
    assert (report.text.text[problem.start : problem.end], problem.code) == (surface, code)


@pytest.mark.parametrize(
    "text",
    [
        "千千万万个家庭",
        "“十四五”期间",
        "十四五年均增长",
        "第一、二次会议",
        "一、二级市场",
        "包括①个人信息；②次要信息；③条例",
        "Ⅱ类项目，Ⅲ期工程，VI系统，第Ⅳ次",
        "十有八九已办结",
        "用户3万有5个社区",
        "其中3-5件重复，2月-5次会议，网站—5条，三-5件",
        "1.5×10⁶次",
        "X次列车",
    ],
)
def test_words_that_hold_numerals_are_no_problem(text: str) -> None:
    assert find_malformed(Text(text, text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "二零二一年收到申请2件",
        "共受理一百零八件申请",
        "机械零配件投诉2件",
        "新增零售投诉3件",
        "动态清零差错2次",
        "一千零五件投诉",
        "确保全年无差错",
        "力争零投诉",
        "保证全年没有事故",
    ],
)
def test_no_zero_in_words_stands_in_a_number_a_word_or_an_aim(text: str) -> None:
    assert [figure.surface for figure in extract_text(text).figures if figure.negated] == []


@pytest.mark.parametrize(
    "text", ["全年零投诉", "实现零差错", "确保了全年无差错", "保持行政复议零败诉", "全年无行政复议"]
)
def test_a_zero_in_words_is_still_one(text: str) -> None:
    assert [figure.value for figure in extract_text(text).figures if figure.negated] == [Decimal(0)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        *((f"公开{number}条。", "unread_number") for number in ("1E5", "1.5e3", "2E+4", "1e999999999", "3E-2")),
        *((f"比上年增长{number}%。", "unread_number") for number in ("1E-99999", "1E2")),
        *((f"公开{number}条。", "unread_number") for number in ("九" * 40, "9" * 40, "一〇" * 20)),
        *((f"公开{number}条。", "torn_number") for number in ("1,1,1,000", "1,1,000", "12,3,45,000", "1,22,333,444")),
    ],
)
def test_what_programs_write_and_what_is_grouped_as_no_number_is_a_problem(words: str, code: str) -> None:
    report = extract_text(words)
    assert [figure.surface for figure in report.figures] == []
    assert code in {problem.code for problem in report.problems}
