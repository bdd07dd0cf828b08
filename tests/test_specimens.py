"""What must come out of the specimens in ``data/raw``: stated from their words, not from the output."""

from datetime import date
from typing import NamedTuple

from tests.specimen_reading import ALL, FORM, GB18030, PDF, SHENYANG, WORD, each, numbers, report_of


class Stated(NamedTuple):
    """A figure as the specimen states it: ``numbers`` is ``VALUE``, or ``VALUE QUALIFIER LOW..HIGH``.

    ``measures`` are the acceptable names of the thing, by ``|``; one may have a few modifiers before it.
    """

    surface: str
    numbers: str
    unit: str | None
    kind: str
    measures: str
    negated: bool = False


def read_stated(table: str) -> list[Stated]:
    """The figures of a table of text: surface, numbers, unit, kind and measures; ``zero`` is a zero in words."""
    figures = []
    for line in table.strip().splitlines():
        surface, stated, unit, kind, measures = (field.strip() for field in line.split(" | "))
        negated = stated == "zero"
        value, names = "0" if negated else stated, measures.replace("/", "|")
        figures.append(Stated(surface, value, None if unit == "-" else unit, kind, names, negated))
    return figures


FIGURES = {
    SHENYANG: read_stated("""
        33个 | 33 | 个 | item_count | 部门
        553项 | 553 | 项 | item_count | 审批事项
        4456个 | 4456 | 个 | item_count | 审批要件
        31.5% | 31.5 | % | percent | 削减幅度
        1件 | 1 | 件 | item_count | 市人大建议
        1件 | 1 | 件 | item_count | 市政协提案
        1件 | 1 | 件 | item_count | 省政协提案
        3件 | 3 | 件 | item_count | 市人大建议
        3件 | 3 | 件 | item_count | 市政协提案
        100% | 100 | % | percent | 办结率
        100% | 100 | % | percent | 见面率
        100% | 100 | % | percent | 满意率
        2次 | 2 | 次 | event_count | 新闻发布会
        1次 | 1 | 次 | event_count | 新闻发布会
        30000余条 | 30000 over 30000..40000 | 条 | item_count | 审批公告
        6个 | 6 | 个 | item_count | 条幅
        238名 | 238 | 名 | person_count | 工作人员
        12799人 | 12799 | 人 | person_count | 群众
        11867件 | 11867 | 件 | item_count | 政策咨询
        9830份 | 9830 | 份 | item_count | 宣传材料
        未收到信息公开申请 | zero | - | item_count | 申请
        未收取任何费用 | zero | - | money | 费用
        没有发生行政复议、行政诉讼 | zero | - | item_count | 行政复议
        没有发生行政复议、行政诉讼 | zero | - | item_count | 行政诉讼
    """),
    FORM: read_stated("""
        1236条 | 1236 | 条 | item_count | 政府信息
        8.5% | 8.5 | % | percent | 政府信息
        468篇 | 468 | 篇 | item_count | 图文稿件
        超过52万次 | 520000 over 520000.. | 次 | event_count | 阅读量
        4场 | 4 | 场 | event_count | 新闻发布会
        31份 | 31 | 份 | item_count | 解读材料
        24件 | 24 | 件 | item_count | 申请
        2件 | 2 | 件 | item_count | 申请
        25件 | 25 | 件 | item_count | 申请
        1件 | 1 | 件 | item_count | 申请
        13件 | 13 | 件 | item_count | 予以公开/申请
        3件 | 3 | 件 | item_count | 部分公开/申请
        96.4% | 96.4 | % | percent | 满意度
        1.8个百分点 | 1.8 | 百分点 | percentage_point | 满意度
        3期 | 3 | 期 | event_count | 业务培训
        260余人次 | 260 over 260..270 | 人次 | person_count | 参训人员/人员
        未收取信息处理费 | zero | - | money | 信息处理费
    """),
    GB18030: read_stated("""
        两名 | 2 | 名 | person_count | 专职人员
        十二名 | 12 | 名 | person_count | 兼职人员
        三次 | 3 | 次 | event_count | 专题会议
        一百二十余人次 | 120 over 120..130 | 人次 | person_count | 培训
        一万五千元 | 15000 | 元 | money | 工作经费
        ３２６条 | 326 | 条 | item_count | 政府信息
        四十八条 | 48 | 条 | item_count | 政府信息
        百分之十七点三 | 17.3 | % | percent | 政府信息
        ２１０条 | 210 | 条 | item_count | 网站/网站公开信息/网站信息
        ５６条 | 56 | 条 | item_count | 公报/公报公开信息/公报信息
        ６０条 | 60 | 条 | item_count | 公示栏/公示栏公开信息/公示栏信息
        ３．５亿元 | 350000000 | 元 | money | 总投资
        两成 | 20 | % | percent | 工程/总投资
        十二公里 | 12 | 公里 | length | 河道
        １．２万平方米 | 12000 | 平方米 | area | 岸坡
        近三十块 | 30 under 20..30 | 块 | item_count | 展板
        两千余份 | 2000 over 2000..3000 | 份 | item_count | 宣传册
        约五百人 | 500 about 450..550 | 人 | person_count | 群众
        不少于二十四次 | 24 at_least 24.. | 次 | event_count | 公示栏
        七件 | 7 | 件 | item_count | 申请
        三件 | 3 | 件 | item_count | 申请/当面提出
        四件 | 4 | 件 | item_count | 申请/信函提出
        ３—５个工作日 | range 3..5 | 工作日 | duration | 答复用时/用时
        １０至１５天 | range 10..15 | 天 | duration | 答复用时/用时/申请
        未收取费用 | zero | - | money | 费用
        没有因信息公开引起的行政复议、行政诉讼 | zero | - | item_count | 行政复议
        没有因信息公开引起的行政复议、行政诉讼 | zero | - | item_count | 行政诉讼
        零投诉 | zero | - | item_count | 投诉
    """),
    WORD: read_stated("""
        17条 | 17 | 条 | item_count | 意见
        四名 | 4 | 名 | person_count | 专职人员
        二十五名 | 25 | 名 | person_count | 兼职人员
        7位 | 7 | 位 | person_count | 专家
        超过200本 | 200 over 200.. | 本 | item_count | 学习手册
        96.2% | 96.2 | % | percent | 文件公开率
        4.5个百分点 | 4.5 | 百分点 | percentage_point | 文件公开率
        12期 | 12 | 期 | event_count | 电视问政
        1.8% | 1.8 | % | percent | 收视率
        11.5万次 | 115000 | 次 | event_count | 短视频点击量
        20份 | 20 | 份 | item_count | 部门预算
        82份 | 82 | 份 | item_count | 决算
        3.6亿元 | 360000000 | 元 | money | 资金
        228人 | 228 | 人 | person_count | 市民代表
        逾2600份 | 2600 over 2600.. | 份 | item_count | 宣传册
        34块 | 34 | 块 | item_count | 展板
        4次 | 4 | 次 | event_count | 热点
        197封 | 197 | 封 | item_count | 群众来信
        没有收取任何费用 | zero | - | money | 费用
        3件 | 3 | 件 | item_count | 行政复议
        59篇 | 59 | 篇 | item_count | 答复全文
    """),
    PDF: read_stated("""
        14条 | 14 | 条 | item_count | 政府信息
        49.6% | 49.6 | % | percent | 政府信息
        365期 | 365 | 期 | event_count | 空气质量日报
        242天 | 242 | 天 | duration | 优良天数
        80.3% | 80.3 | % | percent | 优良率
        70人 | 70 | 人 | person_count | 市民代表
        约4600份 | 4600 about 4550..4650 | 份 | item_count | 宣传册
        31块 | 31 | 块 | item_count | 展板
        2件 | 2 | 件 | item_count | 申请
        32条 | 32 | 条 | item_count | 意见
        76,599人 | 76599 | 人 | person_count | 公众号关注人数
        2400余次 | 2400 over 2400..2500 | 次 | event_count | 推文平均阅读
        2位 | 2 | 位 | person_count | 专家
        超过500本 | 500 over 500.. | 本 | item_count | 学习手册
        8-9个工作日 | range 8..9 | 工作日 | duration | 答复用时/用时
        4个工作日 | 4 | 工作日 | duration | 答复用时/用时
        未收取信息处理费 | zero | - | money | 信息处理费
        38件 | 38 | 件 | item_count | 人大代表建议和政协提案
        3件 | 3 | 件 | item_count | 建议
        35件 | 35 | 件 | item_count | 提案
    """),
}


CHANGES = {
    SHENYANG: [("31.5%", "decrease", None)],
    FORM: [("8.5%", "increase", "year_on_year"), ("1.8个百分点", "increase", None)],
    GB18030: [("四十八条", "increase", "year_on_year"), ("百分之十七点三", "increase", "year_on_year")],
    WORD: [("4.5个百分点", "increase", "year_on_year")],
    PDF: [("49.6%", "increase", "year_on_year"), ("4个工作日", "decrease", None)],
}


# Level, number and title of every numbered section.
SECTIONS = {
    SHENYANG: [
        (1, 1, "公开行政审批改革信息"),
        (2, 1, "编制权力清单"),
        (2, 2, "绘制审批流程图"),
        (1, 2, "回应社会关切"),
        (2, 1, "办理建议和提案"),
        (2, 2, "答复群众来电"),
        (1, 3, "编制主动公开目录"),
        (1, 4, "推进网上办事"),
        (1, 5, "开展专项活动"),
        (2, 1, "召开新闻发布会"),
        (2, 2, "利用网站发布"),
        (2, 3, "参加5.15政务公开日活动"),
        (1, 6, "加强组织领导"),
        (1, 7, "完善工作制度"),
        (1, 8, "拓展公开渠道"),
        (1, 9, "依申请公开情况"),
        (1, 10, "严格保密审查"),
        (1, 13, "存在问题和改进方向"),
    ],
    FORM: [
        (1, 1, "总体情况"),
        (2, 1, "主动公开"),
        (2, 2, "依申请公开"),
        (2, 3, "平台建设"),
        (2, 4, "监督保障"),
        (1, 2, "主动公开政府信息情况"),
        (1, 3, "收到和处理政府信息公开申请情况"),
        (1, 4, "政府信息公开行政复议、行政诉讼情况"),
        (1, 5, "存在的主要问题及改进情况"),
        (2, 1, None),
        (2, 2, None),
        (1, 6, "其他需要报告的事项"),
    ],
    GB18030: [
        (1, 1, "概述"),
        (1, 2, "主动公开情况"),
        (2, 1, "公开数量"),
        (2, 2, "公开内容"),
        (2, 3, "公开方式"),
        (1, 3, "依申请公开情况"),
        (1, 4, "复议、诉讼和投诉情况"),
        (1, 5, "存在的问题和打算"),
        (2, 1, None),
        (2, 2, None),
    ],
    # Word numbers these headings itself: their numbers stand in no text of the file.
    WORD: [
        (1, 1, "概述"),
        (1, 2, "主动公开情况"),
        (2, 1, "公开数量"),
        (2, 2, "公开渠道"),
        (2, 3, "重点领域"),
        (1, 3, "解读和回应情况"),
        (1, 4, "依申请公开情况"),
        (1, 5, "复议和诉讼情况"),
        (1, 6, "建议和提案办理情况"),
        (1, 7, "存在的不足和下一步打算"),
        (1, 8, "政府信息公开情况统计表"),
    ],
    PDF: [
        (1, 1, "总体情况"),
        (2, 1, "主动公开"),
        (2, 2, "依申请公开"),
        (2, 3, "政府信息管理"),
        (2, 4, "平台建设"),
        (2, 5, "监督保障"),
        (1, 2, "主动公开政府信息情况"),
        (1, 3, "收到和处理政府信息公开申请情况"),
        (1, 4, "政府信息公开行政复议、行政诉讼情况"),
        (1, 5, "存在的主要问题及改进情况"),
        (1, 6, "其他需要报告的事项"),
    ],
}


def names(measure: str | None, accepted: str) -> bool:
    """Whether a measure is one of the accepted ones, up to ten characters of modifiers before it."""
    return measure is not None and any(
        measure.endswith(name) and len(measure) <= len(name) + 10 for name in accepted.split("|")
    )


@each
def test_figures(name: str) -> None:
    """Every figure with value, bounds, unit and kind, in order, and none besides."""
    found = [
        (figure.surface, numbers(figure), figure.unit, figure.kind.value, figure.negated)
        for figure in report_of(name).figures
    ]
    assert found == [(s.surface, s.numbers, s.unit, s.kind, s.negated) for s in FIGURES[name]]


@each
def test_measures(name: str) -> None:
    found = [(figure.surface, figure.measure) for figure in report_of(name).figures]
    assert [surface for surface, _ in found] == [stated.surface for stated in FIGURES[name]]
    assert [
        (surface, measure, stated.measures)
        for (surface, measure), stated in zip(found, FIGURES[name], strict=True)
        if not names(measure, stated.measures)
    ] == []


@each
def test_changes(name: str) -> None:
    found = [(figure.surface, figure.change, figure.basis) for figure in report_of(name).figures if figure.change]
    assert found == CHANGES[name]


def test_periods() -> None:
    """The reporting year by default, a day where the clause names it, no start where a count runs up to now."""
    periods = {
        (figure.surface, figure.measure): (figure.period_start, figure.period_end)
        for figure in report_of(SHENYANG).figures
    }
    year = (date(2016, 1, 1), date(2016, 12, 31))
    assert periods["2次", "新闻发布会"] == year
    assert periods["1次", "新闻发布会"] == (date(2016, 11, 22), date(2016, 11, 22))
    assert next(start for (surface, _), (start, _) in periods.items() if surface == "30000余条") is None


@each
def test_sections(name: str) -> None:
    sections = report_of(name).sections
    assert [(s.level, s.number, s.title) for s in sections if s.level > 0] == SECTIONS[name]
    assert [s.style for s in sections if s.level == 0] == ["preamble", "signature"]


def test_the_gap_in_the_numbering_is_the_only_problem() -> None:
    report = report_of(SHENYANG)
    assert [problem.code for problem in report.problems] == ["numbering_gap"]
    start = report.problems[0].start
    assert start is not None
    assert report.text.text[start:].startswith("（十三）")
    assert [report_of(name).problems for name in ALL if name != SHENYANG] == [()] * 4
