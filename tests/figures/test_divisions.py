"""What figures are parts of: lists that a sum or a criterion ties to a whole, and sums that are met by chance."""

import pytest

from pipeline.report import extract_text


def wholes(text: str) -> list[str | None]:
    """The surface of the whole of each figure."""
    figures = extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures
    return [None if figure.parent_id is None else figures[figure.parent_id].surface for figure in figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # over sentences, each with what became of its part
        (
            "本年承办议案28项。六项已经办结。五项正在办理，预计明年完成。八项因条件限制列入规划。九项已作说明。",
            [None] + ["28项"] * 4,
        ),
        ("收到举报线索60件。经核查，属实21件。不属实30件。正在核查9件。", [None] + ["60件"] * 3),
        ("排查隐患320处。立即整改280处；限期整改35处；列入督办5处。", [None] + ["320处"] * 3),
        ("承办建议28项。已办结的六项，正在办理的五项，列入计划的十七项。", [None] + ["28项"] * 3),
        ("全局现有干部职工85人。行政编制20人，事业编制50人，工勤人员15人。", [None] + ["85人"] * 3),
        (
            "承办建议和提案共45件。代表建议27件，其中重点建议3件。政协提案18件，其中重点提案2件。",
            [None, "45件", "27件", "45件", "18件"],
        ),
        # by a criterion, also where the rest is not told
        ("受理工单2000件。从诉求类型看，咨询类1100件，投诉类600件，建议类200件。", [None] + ["2000件"] * 3),
        ("收到来信180件。按内容分，城建类80件，占44.4%；交通类60件，占33.3%。", [None, "180件", None, "180件", None]),
        ("税收90亿元。分税种看，增值税40亿元，增长5%；所得税20亿元，下降3%。", [None, "90亿元", None, "90亿元", None]),
        (
            "办理建议40件，按结果分：A类20件，B类12件，C类8件；按内容分：城建类25件，教育类15件。",
            [None] + ["40件"] * 5,
        ),
        ("判处罪犯90人。其中，判处五年以上有期徒刑的20人。", [None, None, "90人"]),
        # by who did it, who are counted by the way
        (
            "公开信息530条。从公开主体来看，县政府公开8条，占1.5%；县直部门公开20条，占3.8%；21个乡镇公开502条，占94.7%。",
            [None, "530条", None, "530条", None, None, "530条", None],
        ),
        # a second time, behind what part of the first division is told
        ("公开信息530条。其中，政策类10条；规划类42条。县直单位公开168条。各乡镇公开362条。", [None] + ["530条"] * 4),
        # by a sum of so many digits, whatever verb each has
        (
            "新增主动公开信息53019条。其中，政策类1060条；规划类420条。县直单位公开信息16848条。乡镇公布信息36171条。",
            [None] + ["53019条"] * 4,
        ),
        # news by whatever print they are
        ("发布信息90条，包括动态30条，政策文件3个并同步解读，水质周报5期，画册4册。", [None] + ["90条"] * 4),
        # of the whole that has its verb
        (
            "收到申请32件，受理24件，不予受理8件。其中甲院收到申请11件，受理6件；乙院收到申请21件，受理18件。",
            [None, "32件", "32件", "32件", "24件", "32件", "24件"],
        ),
    ],
)
def test_a_division_closes_by_its_sum_or_its_criterion(text: str, expected: list[str | None]) -> None:
    assert wholes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a part that is divided itself, with and without a word
        (
            "收到提案53件，办结51件，其中满意40件；基本满意11件；还有2件正在办理。",
            [None, "53件", "51件", "51件", "53件"],
        ),
        ("收到来信21件，办结20件，满意18件，不满意2件，还有1件正在办理。", [None, "21件", "20件", "20件", "21件"]),
        # a bracket divides what stands right before it, whatever has its verb
        (
            "主动公开信息545条，通过公众号公开529条，通过平台公开16条，（其中，主动公开内容15条：包括职能5条，会议10条）。",
            [None, "545条", "545条", "16条", "15条", "15条"],
        ),
        # of households the persons are no parts
        ("救助20户，其中甲镇12户30人，乙镇8户12人。", [None, "20户", None, "20户", None]),
        # what was told before, of which more is said, and what is none of it
        ("收到申请9件，其中5件已答复，4件结转下年，已答复的5件均为同意公开。", [None] + ["9件"] * 3),
        ("收到申请9件，其中5件已答复，4件结转下年，复核5件。", [None, "9件", "9件", None]),
        ("收到申请9件，其中网络7件、信函2件、当面0件。", [None] + ["9件"] * 3),
        # far behind its whole three parts or more are needed
        (
            "收到申请90件。申请人有公民和企业。内容多为征地和规划。申请均已答复。答复合规。其中同意公开60件、部分公开20件、不予公开10件。",
            [None] + ["90件"] * 3,
        ),
        (
            "收到申请90件。申请人有公民和企业。内容多为征地和规划。申请均已答复。答复合规。其中同意公开60件、部分公开30件。",
            [None] * 3,
        ),
        # a word for what it consists of; what stands between 其中 and the part
        ("收入90亿元。具体构成：税收60亿元，增长5%；收费30亿元，下降2%。", [None, "90亿元", None, "90亿元", None]),
        ("收到建议90件。其中，代表9人以上联名提出建议20件。", [None, None, "90件"]),
        # the numbers of a row have those of a row
        ("退回案件36件67人，重报案件35件68人。其中一次退回案件30件54人。", [None] * 4 + ["36件", "67人"]),
        # cases, though what became of them names none; the third of a row behind 其中
        ("被申请复议3起，其中维持2起、尚未审结1起。", [None, "3起", "3起"]),
        ("发放资金90万元，其中低保5户8人、资金40万元。", [None, None, None, "90万元"]),
        ("收到申请9件。已答复5件，4件结转，已答复的5件中，公开3件、不公开2件。", [None] + ["9件"] * 3 + ["5件"] * 2),
        # in another sentence and by another classifier they add up by chance
        ("接听来电57个，发现错词85个。清理表格31件：保留19件，修改7件，停用5件。", [None] * 3 + ["31件"] * 3),
        # of one time by the sum, whatever its year is called
        ("2022年支出90万元。其中：本年支出60万元；上解支出30万元。", [None, "90万元", "90万元"]),
    ],
)
def test_a_division_is_found_where_it_ends_and_begins(text: str, expected: list[str | None]) -> None:
    assert wholes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "按诉求分，咨询类20件，投诉类15件，求助类5件。",
        "新建学校20所，改扩建学校12所，撤并学校8所。",
        "召开会议28次，培训12次，检查10次，督办6次。",
        "举办活动50场次。组织文艺演出30场次，放映电影20场次。",
        "公开信息50条。召开发布会30条，解读政策20条。",
        "审结率93%，其中民事案件审结率79%。",
        "信件60件。按时间看，最多40件。",
        # items of one flat list
        "公开信息900条，甲网站60条，乙微博36条，丙短视频24条。",
        "在办复的建议中，已解决的（A类）有64件，占50%；正在解决的（B类）有38件，占30%；暂缓的（C类）有26件，占20%。",
        # told apart by their classifiers; bodies are no part of things
        "公开文件30件。由5个科室承办，发布图解25条。",
        "办结举报90件，其中立案处罚5家。",
        # averages do not add up
        "职工平均工资90元。分城乡看，城镇居民收入60元，增长3%；农村居民收入20元，增长4%。",
        # in another sentence by other classifiers, right behind it or further on
        "橱窗更新信息68条。网站合并后，并入账号7个，注销3个，页面打开时间缩短至3秒。在56个村、9个社区设立服务点。",
        "橱窗、展板分别更新信息58条、31条。整合以后，并入账号14个，注销7个。在33个小区、4个村设立服务点。",
        "更新信息43条。改版以后，并入账号20个，注销9个，在34个村试用。",
        # of the number right before them
        "当场答复16条。征求意见期间，收到意见57条，采纳2条。另收到来信14条。",
        "现场答复40件。窗口接收材料95件，退回9件。其后又收31件。",
        "走访22个村。整合以后，并入账号18个，注销4个，在18个小区设立服务点。",
        # items of a flat list, also the first behind a colon
        "发布的类别：概况3条，人事8条，法规8条，清单1条，公示2条，会议4条，建设项目2条，规划2条，公共服务和中介服务1条。",
        "办理事项：咨询9件、投诉4件、求助5件。",
        "公开信息类别：教育类9条；卫生类4条；住房类5条。",
        # the next of what a criterion tells apart
        "分区域看，东部产值90亿元；西部产值70亿元。",
    ],
)
def test_a_sum_by_chance_is_no_division(text: str) -> None:
    assert set(wholes(text)) == {None}


@pytest.mark.parametrize(("heading", "whole"), [("", 0), ("二、解读情况\n", None)])
def test_what_adds_up_over_a_heading_does_so_by_chance(heading: str, whole: int | None) -> None:
    text = f"一、公开情况\n收到意见52条。\n{heading}网上答复18条，当面答复23条，书面答复11条。\n"
    figures = extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures
    assert [figure.parent_id for figure in figures] == [None, whole, whole, whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # with another head, and where semicolons part the wholes
        (
            "工业总产值240亿元，增长6%，其中规模以上工业增加值47亿元，增长7%；农业总产值47亿元；公共预算收入4亿元；进出口总额9亿元。",
            [None, None, "240亿元", None, None, None, None],
        ),
        ("生产总值240亿元，其中工业增加值100亿元；固定资产投资90亿元；零售总额30亿元。", [None, "240亿元", None, None]),
        # without the name that the whole has in its parts
        ("存款余额240亿元，其中住户存款余额100亿元；贷款余额90亿元。", [None, "240亿元", None]),
        # but with the head of the parts, behind a colon, and by a sum
        ("粮食面积240亩，其中水稻面积100亩；小麦面积90亩；玉米面积9亩。", [None] + ["240亩"] * 3),
        ("支出240亿元，其中：人员经费100亿元；设备投资90亿元；培训费用9亿元。", [None] + ["240亿元"] * 3),
        (
            "生产总值240亿元，其中第一产业增加值20亿元；第二产业增加值100亿元；第三产业增加值120亿元。",
            [None] + ["240亿元"] * 3,
        ),
        ("税收240亿元，增长6%；非税90亿元，其中罚没收入9亿元；基金收入50亿元。", [None, None, None, "90亿元", None]),
    ],
)
def test_a_quantity_behind_a_semicolon_is_told_next_to_the_whole(text: str, expected: list[str | None]) -> None:
    assert wholes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到信函7件、来访12件、来电81件，共计100件。", ["100件"] * 3 + [None]),
        (
            "财政收入12.5亿元，加上补助收入6.3亿元、转贷收入1.2亿元、上年结余0.4亿元，收入总计20.4亿元。",
            [None] * 5,  # one side of a budget is set against the other
        ),
        # they do not add up, or no word of a total says so
        ("收到信函7件、来访12件、来电81件，共计101件。", [None] * 4),
        ("收到信函7件、来访12件，累计19件。", [None] * 3),
        ("培训3场、座谈5场，共计办结8件。", [None] * 3),
    ],
)
def test_a_total_stands_behind_its_parts_too(text: str, expected: list[str | None]) -> None:
    assert wholes(text) == expected
