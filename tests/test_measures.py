"""What each number of a sentence counts: one table, in the order of the language."""

import pytest

from pipeline.contexts import find_phrases
from pipeline.measures import read_topic, resolve_measures
from pipeline.model import Text
from pipeline.quantities import find_quantities


def read(text: str, *, topic: str | None = None) -> list[tuple[str, list[str], str | None]]:
    """Every number of a sentence with its measures and its action."""
    quantities = [q for q in find_quantities(text, 0, len(text)) if q.unit or q.noun]
    phrases = find_phrases(text, 0, len(text), quantities)
    measures = resolve_measures(Text(text, text), quantities, phrases, topic=lambda: topic, before=None)
    return [(text[q.start : q.end], list(m.names), m.action) for q, m in zip(quantities, measures, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # before the number: object, subject, a named quantity
        ("悬挂条幅6个", [("6个", ["条幅"], "悬挂")]),
        ("全年主动公开政府信息120条。", [("120条", ["政府信息"], "主动公开")]),
        ("共收到信息公开申请3件", [("3件", ["信息公开申请"], "收到")]),
        ("复议案件审结5件", [("5件", ["复议案件"], "审结")]),
        ("办结率为98%", [("98%", ["办结率"], None)]),
        ("公众号关注人数达2万人", [("2万人", ["公众号关注人数"], None)]),
        ("由我局办理的人大代表建议共12件", [("12件", ["人大代表建议"], "办理")]),
        ("整改不规范描述22处", [("22处", ["不规范描述"], "整改")]),
        ("编发《工作简报》24期", [("24期", ["《工作简报》"], "编发")]),
        # behind it
        ("参加了1次新闻发布会", [("1次", ["新闻发布会"], "参加")]),
        ("对53件规范性文件进行清理", [("53件", ["规范性文件"], None)]),
        ("注销2个无人维护的政务新媒体", [("2个", ["政务新媒体"], "注销")]),
        ("汇集了60个单位的政府信息", [("60个", ["单位"], "汇集")]),
        ("6部门联合发文", [("6", ["部门"], None)]),
        ("80%以上的事项", [("80%以上", ["事项"], None)]),
        # what became of a part stands behind its number
        (
            "受理投诉8件,其中5件责令改正、3件驳回",
            [("8件", ["投诉"], "受理"), ("5件", ["投诉"], None), ("3件", ["投诉"], None)],
        ),
        ("开设专栏3个,其中1个获省级表彰", [("3个", ["专栏"], "开设"), ("1个", ["专栏"], None)]),
        ("受理申请8件,其中按时答复6件", [("8件", ["申请"], "受理"), ("6件", ["申请"], "答复")]),
        ("公开规章8件,其中3件规范性文件", [("8件", ["规章"], "公开"), ("3件", ["规范性文件"], None)]),
        # nouns that are verbs elsewhere
        ("其中机构设置78条,规划计划12条", [("78条", ["机构设置"], None), ("12条", ["规划计划"], None)]),
        ("公开年度报告4条,政策文件12条", [("4条", ["年度报告"], "公开"), ("12条", ["政策文件"], "公开")]),
        ("全州主动公开政府信息5条", [("5条", ["政府信息"], "主动公开")]),
        # who came is not what is counted
        ("召开发布会12场,主要负责人出席3场", [("12场", ["发布会"], "召开"), ("3场", ["发布会"], "出席")]),
        ("编印简报24期,印发900份", [("24期", ["简报"], "编印"), ("900份", ["简报"], "印发")]),
        ("发布政务动态20条", [("20条", ["政务动态"], "发布")]),
        ("办结率、满意率均达100%", [("100%", ["办结率", "满意率"], None)]),
        # who acts is counted where the things are told apart by it
        (
            "公开信息9条,其中省政府部门6条,市县政府3条",
            [("9条", ["信息"], "公开"), ("6条", ["省政府部门"], None), ("3条", ["市县政府"], None)],
        ),
        ("主动公开发布550条", [("550条", [], "主动公开发布")]),
        ("邀请3名村民代表实地观摩", [("3名", ["村民代表"], None)]),
        ("专项经费(不包括用于公报编辑管理、网站维护等方面的经费)12万元", [("12万元", ["专项经费"], None)]),
        ("新增专门机构3个", [("3个", ["专门机构"], "新增")]),
        # outcomes, and the grounds of what was decided
        ("其中属于内部管理信息5件", [("5件", ["属于内部管理信息"], None)]),
        ("其中危及公共安全5件", [("5件", ["危及公共安全"], None)]),
        ("告知作出更改补充5件", [("5件", ["告知作出更改补充"], None)]),
        ("其中不予公开5件", [("5件", ["不予公开"], None)]),
        ("予以公开及部分公开42件", [("42件", ["予以公开及部分公开"], None)]),
        # who did it is not what is counted
        (
            "编发简报75期,被市委采用6条,被省厅采用9条",
            [("75期", ["简报"], "编发"), ("6条", ["简报"], "采用"), ("9条", ["简报"], "采用")],
        ),
        ("区县受理12件,乡镇街道受理8件", [("12件", ["受理"], "受理"), ("8件", ["受理"], "受理")]),
        # a total is of all that add up to it
        (
            "召开会议5次、专题会6次,共计11次",
            [("5次", ["会议"], "召开"), ("6次", ["专题会"], "召开"), ("11次", ["会议、专题会"], None)],
        ),
        (
            "审批事项分属3个部门,共计55项",
            [("3个", ["部门"], None), ("55项", ["审批事项"], None)],
        ),
        ("较上年度增加公开文件20件", [("20件", ["文件"], "公开")]),
        ("申请总量与上年基本持平,均为16件", [("16件", ["申请总量"], None)]),
        ("投诉量同比翻一番,由21件增至42件", [("21件", ["投诉量"], None), ("42件", ["投诉量"], None)]),
        ("图解占解读材料的46%,为83件", [("46%", ["图解"], None), ("83件", ["图解"], None)]),
        ("通过政府公报发布信息5条", [("5条", ["信息"], "发布")]),
        ("收取处理费2笔,计360元", [("2笔", ["处理费"], "收取"), ("360元", ["处理费"], None)]),
        ("PM2.5平均浓度为28微克/立方米", [("28微克/立方米", ["PM2.5平均浓度"], None)]),
        ("举办培训班1期,60余人参加", [("1期", ["培训班"], "举办"), ("60余人", ["参加"], "参加")]),
        ("7个工作日内办结36件", [("7个工作日", [], None), ("36件", ["办结"], "办结")]),
        ("投诉量由32件降到19件", [("32件", ["投诉量"], None), ("19件", ["投诉量"], None)]),
        # that it was the first, or how high the number is, names nothing
        ("建成全省首个12亿元工程", [("12亿元", ["工程"], "建成")]),
        ("港口吞吐量突破200万吨大关", [("突破200万吨", ["港口吞吐量"], None)]),
        # carried over
        (
            "受理政府信息公开申请12件,办结11件",
            [("12件", ["政府信息公开申请"], "受理"), ("11件", ["政府信息公开申请"], "办结")],
        ),
        ("网络申请39件,占88.6%", [("39件", ["网络申请"], None), ("88.6%", ["网络申请"], None)]),
        ("群众等候时间由42分钟缩至19分钟", [("42分钟", ["群众等候时间"], None), ("19分钟", ["群众等候时间"], None)]),
        (
            "受理申请9件,其中个人申请7件;共办理8件",
            [("9件", ["申请"], "受理"), ("7件", ["个人申请"], None), ("8件", ["申请"], "办理")],
        ),
        # shared, and two units side by side
        ("办结率、见面率、满意率均为100%", [("100%", ["办结率", "见面率", "满意率"], None)]),
        ("8大类348项公共服务事项", [("8大类", ["公共服务事项"], None), ("348项", ["公共服务事项"], None)]),
        ("共涉及33个部门共计553项", [("33个", ["部门"], None), ("553项", [], None)]),
        # what is not public keeps its 不, and the verb of the list is not its verb
        ("主动公开文件6件,不公开文件8件", [("6件", ["文件"], "主动公开"), ("8件", ["不公开文件"], None)]),
        ("免于公开信息2条", [("2条", ["免于公开信息"], None)]),
        # the agency that acts: by any of its names for itself
        ("本镇受理政府信息公开申请2件", [("2件", ["政府信息公开申请"], "受理")]),
        ("区局收到申请9件,其中7件已经答复", [("9件", ["申请"], "收到"), ("7件", ["申请"], None)]),
        # by what way it came, by what means it was done, of what whole it is a part
        ("信函提交2件", [("2件", ["信函提交"], "提交")]),
        ("通过短信等方式点击量达800人次", [("800人次", ["点击量"], None)]),
        ("在《日报》、时报等主流媒体专题报道45篇", [("45篇", ["专题报道"], None)]),
        ("在收到的申请中,已答复53件", [("53件", ["申请"], "答复")]),
        ("通过其他方式公开信息12条", [("12条", ["信息"], "公开")]),
        # a verb that is denied: without its 不 the name would say the opposite
        ("不属于政府信息3件", [("3件", ["不属于政府信息"], None)]),
        ("未整改问题3个", [("3个", ["未整改问题"], None)]),
        ("1宗复议后诉讼结果维持", [("1宗", ["复议后诉讼"], None)]),
        ("发放率连续3年居全省前列", [("3年", ["发放率"], None)]),
        # who is turned to is not counted; the verb stands before the agency that the thing is of
        ("向社会公开征求意见16期", [("16期", ["公开征求意见"], None)]),
        ("举办发布会5次,报道市政府常务会议2次", [("5次", ["发布会"], "举办"), ("2次", ["常务会议"], "报道")]),
        ("围绕供水质量等重点内容发布公告9条", [("9条", ["公告"], "发布")]),
        ("及时准确发布政策文件40件", [("40件", ["政策文件"], "发布")]),
        # a colon between the name and its number
        ("培训次数:3次", [("3次", ["培训次数"], None)]),
        # a verb behind the number, where nothing else is said
        ("举办12场直播活动,7万人次观看", [("12场", ["直播活动"], "举办"), ("7万人次", ["观看"], None)]),
        ("地区生产总值连续跨越3个台阶,达到1.5万亿元", [("3个", ["台阶"], None), ("1.5万亿元", ["地区生产总值"], None)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_says_what_each_number_counts(text: str, expected: list[tuple[str, list[str], str | None]]) -> None:
    assert read(text) == expected


def test_a_number_that_says_nothing_takes_the_topic_of_its_section() -> None:
    assert read("全年公布631条", topic="行政执法信息") == [("631条", ["行政执法信息"], "公布")]


def test_a_number_that_says_nothing_and_has_no_topic_has_no_measure() -> None:
    assert read("全年公布631条") == [("631条", [], "公布")]


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("推进行政执法信息公开", "行政执法信息"),
        ("主动公开政府信息情况", "政府信息"),
        ("总体情况", None),
        ("存在的主要问题", None),
        ("充分利用网站公开政府信息", "政府信息"),
    ],
)
def test_a_title_names_its_topic_or_none(title: str, topic: str | None) -> None:
    assert read_topic(title) == topic


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("网站、微博、微信分别公开30条、20条和5条", ["网站", "微博", "微信"]),
        ("鱼类和贝类产量分别为13万吨和2万吨,下降12%和6%", ["鱼类产量", "贝类产量", "鱼类产量", "贝类产量"]),
        ("牛、羊分别为30头、40头,下降1%、2%,另有马5匹", ["牛", "羊", "牛", "羊", "马"]),
        # without 分别 too, where there are as many things as numbers
        ("棉花、油料总产量增长3.4%、1.2%", ["棉花总产量", "油料总产量"]),
        ("棉花、油料总产量增长3.4%", ["棉花、油料总产量"]),
        # 分别 deals to the numbers before only where nothing else is named
        ("棉花产量3万吨、油料产量1万吨,分别增长2%、4%", ["棉花产量", "油料产量", "棉花产量", "油料产量"]),
        ("棉花产量3万吨、油料产量1万吨,牧民收入分别增长2%、4%", ["棉花产量", "油料产量", "牧民收入", "牧民收入"]),
    ],
)
def test_deals_a_row_of_numbers_to_what_is_named_in_pairs(text: str, names: list[str]) -> None:
    assert [name for _, found, _ in read(text) for name in found] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("产能占全球30%", "产能"),
        ("差评数占评价总数的0.34%", "差评数"),
        ("工业增幅高于全国0.7个百分点", "工业增幅"),
        ("申请数量较去年回落12.3%", "申请数量"),
        ("民间投资占比34%", "民间投资占比"),
    ],
)
def test_a_share_or_difference_is_of_what_stands_before_the_comparison(text: str, name: str) -> None:
    assert [names for _, names, _ in read(text)] == [[name]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # brackets beside the noun
        ("主要涉及征收(56件)、审批(40件)", ["征收", "审批"]),
        ("建成专区(点)35个", ["专区"]),
        ("9个县(市、区)均已公开", ["县(市、区)"]),
        # what holds against what
        ("比例由上年的38%提高到46%", ["比例", "比例"]),
        ("得分为91分,较去年提高2.4分", ["得分", "得分"]),
        # nouns that go on, and where they stop
        ("56个部门政府信息公开工作", ["部门"]),
        ("3位专家解读文件", ["专家"]),
        ("召开3次会议听取汇报", ["会议"]),
        ("先后12次召开会议", ["会议"]),
        # manner and remainder are no things
        ("及时更新事项9项,动态调整4项,其余5项不变", ["事项", "事项", "事项"]),
        # a second number for the same noun
        ("低保对象35户、56人", ["低保对象", "低保对象"]),
        # verbs that are done to one thing, one after the other; but what belongs to the noun stays
        ("新建和改造农村公路12公里,修改废止规章3件", ["农村公路", "规章"]),
        ("制作播放宣传片5部,建设改造项目6个", ["宣传片", "改造项目"]),
        # how it was done
        ("在线答复网民提问31条,现场解答7条", ["网民提问", "网民提问"]),
        ("按期答复率100%", ["按期答复率"]),
        # what became of things behind their noun
        ("9项高频事项“跨省通办”", ["高频事项"]),
        ("评选7个乡村“领跑县”", ["乡村“领跑县”"]),
        ("20项任务全面完成", ["任务"]),
        # one number for each of those that the number before counts
        ("梳理出4个片区服务清单各9项,10个区直部门权责清单共650项", ["片区", "服务清单", "区直部门", "权责清单"]),
        ("回应产业调整、企业融资、人才引进等方面的热点8次", ["热点"]),
        ("平台留言回复12条", ["平台留言"]),
        ("通话总时长为2小时,比上年增长4%", ["通话总时长", "通话总时长"]),
        ("产量3万吨,比增5%", ["产量", "产量"]),
        ("今年投资要增长8%", ["投资"]),
        ("抽查120次", ["抽查"]),
        ("被申请行政复议5件", ["行政复议"]),
        ("召开村(居)民代表会议6次", ["村(居)民代表会议"]),
        ("承办市长热线交办件31件", ["市长热线交办件"]),
        ("共设一级栏目8个", ["一级栏目"]),
        # a noun that the classifier cannot count opens a clause before the thing counted
        ("解决35项企业反映突出的问题", ["问题"]),
        ("监管各类台站60座", ["各类台站"]),
        ("派出16人的安全保障队伍", ["安全保障队伍"]),
        ("报送行政处罚数据,累计52条", ["行政处罚数据"]),
        ("原油产量继续增长,达到1.4亿吨", ["原油产量"]),
        ("行政复议案件维持原行政行为4件", ["维持原行政行为"]),
        ("教育部受理公开申请41件", ["公开申请"]),
        ('答复26件,其中"同意公开"的20件,“不予公开”的6件', ["答复", "同意公开", "不予公开"]),
        ("答复率、办结率100%", ["答复率", "办结率"]),
        ("平均办理时间8天,最短1天", ["平均办理时间", "平均办理时间"]),
        ("督促整改问题6个", ["问题"]),
        ("市融媒体抖音发布视频48条", ["视频"]),
        ("完成27名处级干部轮训", ["处级干部"]),
        ("专栏的更新周期由10天缩短为2天", ["专栏的更新周期", "专栏的更新周期"]),
        ("分批轮训经办人员,共9批", ["经办人员"]),
        ("信箱收到来信89封,回复28封", ["来信", "回复"]),
        ("在49家县直部门中排名靠前", ["县直部门"]),
        ("罚没款6万元,信用修复30家", ["罚没款", "信用修复"]),
        ("处理信访件46件(次),办结45件", ["信访件", "信访件"]),
        ("反馈问题3项,整改完成率100%", ["问题", "整改完成率"]),
    ],
)
def test_finds_the_noun_where_the_language_puts_it(text: str, names: list[str]) -> None:
    assert [name for _, found, _ in read(text) for name in found] == names
