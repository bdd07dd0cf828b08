"""Figures as a whole: what a sentence of a report becomes, and the laws that hold for all of them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract_text
from pipeline.characters.folding import to_plain
from pipeline.figures.figures import find_figures
from pipeline.model import Basis, Change, Figure, Kind, Metadata, Region, RegionKind, Section, Text


def read(prose: str, *, regions: tuple[Region, ...] = (), year: int | None = 2016) -> tuple[Figure, ...]:
    """The figures of a text that is one section."""
    section = Section(0, None, 0, "preamble", None, None, None, "preamble", 0, len(prose))
    figures, _, _ = find_figures(Text(prose, to_plain(prose), regions), (section,), Metadata(report_year=year))
    return figures


def test_a_shared_value_is_one_figure_for_each_thing() -> None:
    figures = read("办结率、见面率、满意率均为１００％。")
    assert [(f.figure_id, f.measure, f.value, f.unit, f.surface) for f in figures] == [
        (0, "办结率", Decimal(100), "%", "１００％"),
        (1, "见面率", Decimal(100), "%", "１００％"),
        (2, "满意率", Decimal(100), "%", "１００％"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("营商环境排名较上年前移5位。", ("5位", "营商环境排名", Change.INCREASE)),
        ("网站测评位次下滑2位。", ("2位", "网站测评位次", Change.DECREASE)),
        ("申请办结40件,全省排名有望上升3位,列第9位。", ("3位", "排名", Change.INCREASE)),
        ("资产突破9亿元,集团全国500强排名上升11位。", ("11位", None, Change.INCREASE)),
    ],
)
def test_places_of_a_ranking_are_a_change_that_takes_no_name_of_another(
    text: str, told: tuple[str, str | None, Change]
) -> None:
    figure = read(text)[-1]
    assert (figure.surface, figure.measure, figure.change) == told
    assert (figure.kind, figure.unit) == (Kind.OTHER, "位")


@pytest.mark.parametrize("text", ["排名由69位上升到35位。", "位列全省第3位。", "排名保持12位。", "党的20大精神。"])
def test_a_place_that_is_held_is_none(text: str) -> None:
    assert read(text) == ()


def test_medals_are_named_by_their_metal_and_by_no_word_behind() -> None:
    told = [(str(f.value), f.measure, f.unit) for f in read("夺得8金4银4铜、金牌数居全省首位,3地参赛。")]
    assert told == [("8", "金", None), ("4", "银", None), ("4", "铜", None), ("3", "地", None)]


def test_what_is_counted_by_no_unit_has_none() -> None:
    (figure,) = read("建成6大主导产业。")
    assert (figure.surface, str(figure.value), figure.unit, figure.measure) == ("6大", "6", None, "主导产业")


@pytest.mark.parametrize(
    ("text", "told"),
    [("支出增加9万元,增长13.95。", ["13.95"]), ("比增26.7,好于预期。", ["26.7"]), ("打造最美边疆路331。", ["331"])],
)
def test_a_number_that_nothing_says_what_it_is_is_told(text: str, told: list[str]) -> None:
    section = Section(0, None, 0, "preamble", None, None, None, "preamble", 0, len(text))
    problems = find_figures(Text(text, to_plain(text)), (section,), Metadata())[2]
    assert [text[p.start : p.end] for p in problems if p.code == "bare_number"] == told


def test_a_title_that_a_colon_parts_from_its_number_says_what_it_counts() -> None:
    report = extract_text(
        "某局2016年政府信息公开工作年度报告\n一、概述\n（一）培训次数：3次\n（二）做法：1.公开信息2条"
    )
    assert [(f.surface, f.measure) for f in report.figures] == [("3次", "培训次数"), ("2条", "信息")]


def test_a_zero_in_words_is_a_figure_that_is_negated() -> None:
    (figure,) = read("全年未收到公开申请。")
    assert figure.value == figure.low == figure.high == 0
    assert (figure.negated, figure.unit) == (True, None)
    assert (figure.measure, figure.action, figure.kind, figure.rule) == ("公开申请", "收到", Kind.ITEM_COUNT, "zero")


def test_the_parts_of_a_whole_name_it_as_their_parent() -> None:
    figures = read("公开信息100条，其中网站60条、公报40条。另办结申请3件。")
    assert [(f.surface, f.parent_id) for f in figures] == [("100条", None), ("60条", 0), ("40条", 0), ("3件", None)]


def test_the_parts_may_stand_in_the_next_sentence() -> None:
    assert [f.parent_id for f in read("办结申请81件。其中，予以公开42件，不予公开5件。")] == [None, 0, 0]


@pytest.mark.parametrize("text", ["公开内容包括预算、决算，已有20家单位公开。", "公开信息9条，同时受理申请3件。"])
def test_what_stands_apart_is_no_part(text: str) -> None:
    assert {f.parent_id for f in read(text)} == {None}


@pytest.mark.parametrize(
    ("text", "change", "basis"),
    [
        ("浏览量同比增长82%。", Change.INCREASE, Basis.YEAR_ON_YEAR),
        ("申请较去年减少15件。", Change.DECREASE, Basis.YEAR_ON_YEAR),
        ("访问量环比下降3%。", Change.DECREASE, Basis.PREVIOUS),
        ("申请量同比-3.5%。", Change.DECREASE, Basis.YEAR_ON_YEAR),
        ("访问量环比+3%。", Change.INCREASE, Basis.PREVIOUS),
        ("申请量同比3件。", None, None),
        ("申请量较上年+3%。", Change.INCREASE, Basis.YEAR_ON_YEAR),
        ("申请量的增幅为+3%。", Change.INCREASE, None),
        ("申请量较上年-3%。", Change.DECREASE, Basis.YEAR_ON_YEAR),
        ("申请量↑3%。", Change.INCREASE, None),
        ("申请量比上年↓ 3%。", Change.DECREASE, Basis.YEAR_ON_YEAR),
        ("申请量同比3%↑。", Change.INCREASE, Basis.YEAR_ON_YEAR),
        ("用水量继续保持40%以上增长。", Change.INCREASE, None),
        ("申请量多年来保持高位,今年实现12%的较快增长。", Change.INCREASE, None),
        ("来访量有了5%的下降。", Change.DECREASE, None),
        ("用水量实现3%的负增长。", Change.DECREASE, None),
        ("申请量保持30%的企业实现增长。", None, None),
        ("申请量（环比⬇3%）。", Change.DECREASE, Basis.PREVIOUS),
        ("办结率95%↑。", None, None),
        ("削减幅度达31.5%。", Change.DECREASE, None),
        ("办结率提高到95%。", None, None),
        ("新增平台3个。", None, None),
        ("办结率为95%。", None, None),
    ],
)
def test_tells_a_change_from_a_level(text: str, change: Change | None, basis: Basis | None) -> None:
    (figure,) = read(text)
    assert (figure.change, figure.basis) == (change, basis)


def test_a_sign_of_change_names_nothing() -> None:
    figures = read("受理申请5件，信息公开量↑15%，办结率95%，↓2个百分点。")
    assert [(f.surface, f.role, f.measure) for f in figures] == [
        ("5件", "level", "申请"),
        ("15%", "change", "信息公开量"),
        ("95%", "level", "办结率"),
        ("2个百分点", "change", "办结率"),
    ]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("信息量…12条。", "信息量"),
        ("网站——12条。", "网站"),
        ("☆12条。", None),
        ("……12条。", None),
        ("信息（网站）→12条。", None),
        ("C++课程12门。", "C++课程"),
        ("A/B类12件。", "A/B类"),
    ],
)
def test_signs_name_nothing(text: str, measure: str | None) -> None:
    assert [figure.measure for figure in read(text)] == [measure]


def test_the_sign_of_a_change_is_a_part_of_its_number() -> None:
    figures = read("申请量同比-3.5%，环比+2%。")
    assert [(f.surface, f.value, f.measure) for f in figures] == [
        ("-3.5%", Decimal("-3.5"), "申请量"),
        ("2%", Decimal(2), "申请量"),
    ]


def test_a_row_of_numbers_shares_its_verb_of_change() -> None:
    assert [f.change for f in read("甲、乙分别增长5%、7%，丙为9%。")] == [Change.INCREASE, Change.INCREASE, None]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("公开信息3条。", date(2016, 1, 1), date(2016, 12, 31)),
        ("11月22日参加发布会1次。", date(2016, 11, 22), date(2016, 11, 22)),
        ("2012年7月公开信息3条。", date(2012, 7, 1), date(2012, 7, 31)),
        ("截至11月底，共公开信息3条。", None, date(2016, 11, 30)),
        ("上年公开信息3条。", date(2015, 1, 1), date(2015, 12, 31)),
        ("上半年公开信息3条。", date(2016, 1, 1), date(2016, 6, 30)),
        ("自1月1日起至6月30日，公开信息3条。", date(2016, 1, 1), date(2016, 6, 30)),
        ("上年结转申请3件。", date(2016, 1, 1), date(2016, 12, 31)),
        ("2月30日公开信息3条。", date(2016, 1, 1), date(2016, 12, 31)),
        ("公开信息3条（2014年）。", date(2014, 1, 1), date(2014, 12, 31)),
        ("公开情况（2014年）：公开信息3条。", date(2014, 1, 1), date(2014, 12, 31)),
    ],
)
def test_says_for_what_time_a_figure_is(text: str, start: date | None, end: date | None) -> None:
    (figure,) = read(text)
    assert (figure.period_start, figure.period_end) == (start, end)


def test_the_year_in_a_bracket_is_that_of_the_figure_before_it_alone() -> None:
    ends = [f.period_end for f in read("公开信息3条，收到8件申请（2014年度），办结7件。")]
    assert ends == [date(2016, 12, 31), date(2014, 12, 31), date(2016, 12, 31)]


def test_a_figure_has_no_period_where_the_report_gives_none() -> None:
    (figure,) = read("公开信息3条。", year=None)
    assert (figure.period_start, figure.period_end) == (None, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("培训人员238个。", Kind.PERSON_COUNT),
        ("行政复议1起。", Kind.ITEM_COUNT),
        ("事故1起。", Kind.EVENT_COUNT),
        ("热线电话11通。", Kind.ITEM_COUNT),
        ("80余万老年人。", Kind.PERSON_COUNT),
    ],
)
def test_the_noun_decides_what_a_general_unit_counts(text: str, kind: Kind) -> None:
    assert [f.kind for f in read(text)] == [kind]


def test_nothing_is_read_in_tables_and_furniture() -> None:
    text = "公开信息3条。\n规章5件\n办结7件。"
    table = Region(RegionKind.TABLE, text.index("规章"), text.index("\n办结"), "form:F21")
    assert [f.surface for f in read(text, regions=(table,))] == ["3条", "7件"]


PIECES = st.sampled_from(
    [
        "公开",
        "信息",
        "12条",
        "３０％",
        "其中",
        "，",
        "。",
        "、",
        "近",
        "余",
        "未收到申请",
        "分别",
        "均为",
        "和",
        "两次",
        "万",
        "\n",
        "第3次",
        "《",
        "》",
        "“",
        "（",
        "）",
        "2016年",
        "增长",
        "的",
        " ",
        "a1",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_figure_stands_in_its_sentence_in_order(text: str) -> None:
    figures = read(text)
    assert [f.figure_id for f in figures] == list(range(len(figures)))
    assert [f.start for f in figures] == sorted(f.start for f in figures)
    for figure in figures:
        assert figure.sentence_start <= figure.start < figure.end <= figure.sentence_end
        assert text[figure.start : figure.end] == figure.surface
        assert figure.parent_id is None or figure.parent_id < figure.figure_id
        assert figure.low is None or figure.high is None or figure.low <= figure.high


@given(st.integers(min_value=0, max_value=10**8), st.sampled_from(["件", "条", "人次", "%", "万元"]))
def test_the_surface_of_a_figure_read_alone_gives_the_same_value(number: int, unit: str) -> None:
    (figure,) = read(f"全年共收到{number}{unit}。")
    (alone,) = read(figure.surface)
    assert (alone.value, alone.low, alone.high, alone.unit) == (figure.value, figure.low, figure.high, figure.unit)
    assert figure.value == Decimal(number) * (10000 if unit == "万元" else 1)


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ("预决算197条（政府32条、部门165条）、经费27条。", [None, 0, 0, None]),
        ("发布380条，其中预决算197条（政府32条、部门165条）、经费27条。", [None, 0, 1, 1, 0]),
        ("办结81件，其中其他处理9件（11%，含撤回5件），不予公开2件。", [None, 0, None, 1, 0]),
        ("公开信息1700条。发布图文（含视频）信息800篇。", [None, None]),
        ("受理9件，其中个人7件；共办理8件，结转1件。", [None, 0, None, None]),
        ("受理申请81件，其中不予公开9件，引起行政复议2件。", [None, 0, None]),
        ("办理涉法案件9件，其中行政复议7件、行政诉讼2件。", [None, 0, 0]),
        ("答复5件（含结转2件，另有3件顺延）。", [None, 0, None]),
        ("清单3份。收取费用380元，其中民政局1件。", [None, None, None]),
        ("收到申请9件（较去年减少4件），其中公民6件、法人3件。", [None, None, 0, 0]),
        ("收到申请9件，比上年增加2件，增长29%。其中，网上申请6件。", [None, None, None, 0]),
        ("较上年增加信息90条，其中网站70条。", [None, 0]),
        ("办结31件（含上年结转4件），其中邮寄21件、当面6件。", [None, 0, 0, 0]),
        ("办结31件（其中含上年结转4件）。", [None, 0]),
        ("办结31件（2019年为12件），答复30件。", [None, None, None]),
        ("发布信息140条、其中网站90条，发放手册600册，接待来访30人次。", [None, 0, None, None]),
        ("新增铁路64公里、其中高铁37公里，新增公路260公里、航道8公里。", [None, 0, None, None]),
        ("发布信息140条，其中通过网站发布90条，通过微信发布50条，回复留言20条。", [None, 0, 0, None]),
        ("办理建议提案64件，其中建议40件，提案24个，办复率100%。", [None, 0, 0, None]),
        ("收到申请50件，其中公民40件，占80%，法人10件，20%占。", [None, 0, None, 0, None]),
        ("公开文件50件，包含规范性文件12件，另公开动态6条。", [None, 0, None]),
        ("公开文件50件，其中规范性文件12件，另38件为通知。", [None, 0, 0]),
        ("占地24亩（约16000平方米）。", [None, None]),
        ("收到申请124宗（含2015年度结转5宗）。", [None, 0]),
        ("公开信息24条，其中行政复议类信息3条。", [None, 0]),
        ("开通端口48个，其中光纤端口19个；基站数达29个，其中新站9个。", [None, 0, None, 2]),
        ("发布信息48条，其中网站（含转发）19条，微信（含转发）29条。", [None, 0, 0]),
        ("检测量超每千人7批次，其中快检5万批次。", [None, None]),
    ],
)
def test_brackets_and_new_clauses_bound_the_parts(text: str, parents: list[int | None]) -> None:
    assert [f.parent_id for f in read(text)] == parents


def test_the_verb_of_a_list_governs_all_of_it() -> None:
    assert [f.action for f in read("主动公开规章13件，文件60件，办结率100%。")] == ["主动公开", "主动公开", None]


def test_a_day_holds_in_its_clause_and_a_title_names_no_period() -> None:
    figures = read("系统于10月29日上线，从结果看，好评数占99%。《2020年工作要点》发布3条。结转至2017年6件。")
    assert {(f.period_start, f.period_end) for f in figures} == {(date(2016, 1, 1), date(2016, 12, 31))}


def test_a_number_that_lost_a_digit_is_a_problem_and_no_figure() -> None:
    report = extract_text("2016年全年公开信息4,456,78条，解答咨询1,024次。")
    assert [figure.surface for figure in report.figures] == ["1,024次"]
    assert [(problem.code, problem.start, problem.end) for problem in report.problems] == [("torn_number", 11, 19)]


@pytest.mark.parametrize("number", ["1、000", "1'000", "12’345", "1,23", "12345,678", "1.234,5", "12.5,30"])
def test_the_tail_of_a_number_that_is_grouped_by_another_mark_is_no_number(number: str) -> None:
    report = extract_text(f"2016年公开信息{number}条，解答咨询3次。")
    assert [figure.surface for figure in report.figures] == ["3次"]
    assert [problem.code for problem in report.problems] == ["torn_number"]


def test_numbers_in_a_row_are_not_torn() -> None:
    report = extract_text("2016年三个季度分别公开信息300,20,5条。根据条例第5,12条办理。")
    assert [problem.code for problem in report.problems] == []


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("提前3个月完成任务。", ["3个月"]),
        ("平均提前2天答复申请。", ["2天"]),
        ("近3年增长5%,前5个月下降2%。", ["5%", "2%"]),
    ],
)
def test_how_much_sooner_something_was_done_is_no_time(text: str, surfaces: list[str]) -> None:
    assert [figure.surface for figure in read(text)] == surfaces


def test_a_number_that_a_line_tears_is_a_problem_and_no_figure() -> None:
    title = "某局2016年政府信息公开年度报告\n"
    report = extract_text(title + "一、概况\n全年办结建议4件,办复率为1\n00%。\n公开信息3\n二、问题\n5件未办。")
    assert "00%" not in [figure.surface for figure in report.figures]
    assert [problem.code for problem in report.problems] == ["torn_number", "bare_number"]


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("公开信息由上年的1200条增加到1500条，同比增长25%。", [2015, 2016, 2016]),
        ("申请较2014年的53件下降22.6%。", [2014, 2016]),
        ("申请量是上年的2.3倍。", [2016]),
        ("上年公开信息1200条，其中网站300条。", [2015, 2015]),
    ],
)
def test_a_year_that_a_number_is_held_against_is_of_that_number_alone(sentence: str, years: list[int]) -> None:
    report = extract_text(f"某县水务局2016年政府信息公开工作年度报告\n一、概述\n{sentence}")
    assert [figure.period_end and figure.period_end.year for figure in report.figures] == years


def test_what_was_answered_is_what_the_sentence_before_counts() -> None:
    assert [f.measure for f in read("收到公开申请14件。目前依法办结12件。")] == ["公开申请", "公开申请"]
    assert [f.measure for f in read("收到来信14件。其中，本级登记办理12件。")] == ["来信", "来信"]
