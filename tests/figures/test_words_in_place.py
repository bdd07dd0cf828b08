"""Whether a word is a verb, a name or a part of one is decided by its place, and by how it is used elsewhere."""

import pytest

from tests.figures.test_measures import read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # a time, a link, an agent or an adverb between two parts of a noun
        ("住院次均费用900元", ["住院次均费用"]),
        ("次均门诊费用90元", ["次均门诊费用"]),
        ("调入预算稳定调节基金6万元", ["预算稳定调节基金"]),
        ("一般公共预算本级支出9万元", ["一般公共预算本级支出"]),
        ("上划中央收入8亿元,地方财政收入3亿元", ["上划中央收入", "地方财政收入"]),
        ("我国年进出口总额3亿元", ["年进出口总额"]),
        ("铁路铺轨总里程9公里", ["铁路铺轨总里程"]),
        ("全院总诊疗人次90万人次", ["总诊疗人次"]),
        ("重度及以上污染天数6天", ["重度及以上污染天数"]),
        ("规模以上工业增加值增长9%", ["规模以上工业增加值"]),
        ("实施亿元以上项目9个", ["亿元以上项目"]),
        # but at the head of its clause it is what it is
        ("收到全市居民来信9封", ["居民来信"]),
        ("门户网站全年信息9条", ["信息"]),
        ("预计全县播种面积9万亩", ["播种面积"]),
        ("全区整体支出完成9亿元", ["支出"]),
        # pieces of a word that no dictionary has
        ("地方债务还本支出9万元", ["地方债务还本支出"]),
        ("省内县外务工9人", ["省内县外务工"]),
        ("在岗职工平均工资9万元", ["在岗职工平均工资"]),
        # a verb that is an attribute, by what stands before it, or by the quantity that its noun names
        ("城镇新增就业9万人", ["城镇新增就业"]),
        ("我局新增栏目9个", ["栏目"]),
        ("村组新建各类大棚9个", ["各类大棚"]),
        ("受益学生9人", ["受益学生"]),
        ("上年同期处罚家数、罚款金额分别增长9%、8%", ["处罚家数", "罚款金额"]),
        # and one that is none, by the noun phrase that opens behind it
        ("培育省级示范企业9家", ["省级示范企业"]),
        # a bracket within a word, and one behind it
        ("每千人口执业(助理)医师3人", ["每千人口执业(助理)医师"]),
        ("地方财政收入(同口径)完成9亿元", ["地方财政收入"]),
        # a cause and a price are no subjects
        ("因人员调资增支8万元", []),
        ("受减税影响减收2亿元", []),
        # of one word only the quantity is shared
        ("二氧化硫、臭氧浓度分别下降9%、8%", ["二氧化硫浓度", "臭氧浓度"]),
        # dealt over the verbs between
        (
            "逮捕嫌疑人9人,起诉被告人8人,分别上升3%和下降2%",
            ["嫌疑人", "被告人", "嫌疑人", "被告人"],
        ),
        # an age says whom the next number is of, and names nothing by its neighbour
        ("老年人规范管理率85%,3岁以下儿童健康管理率72%", ["老年人规范管理率", "儿童健康管理率"]),
        ("8家法院新收案过万件", ["法院", "新收案"]),
        # in what way it was done, before a verb that is the noun; how it is told
        ("其中集中供养9人", ["集中供养"]),
        ("农村老人集中供养率98%", ["农村老人集中供养率"]),
        ("发放一次性补贴资金9万元", ["一次性补贴资金"]),
        # from what it rose is no name
        ("低保标准从年标准9元提高到12元", ["低保标准", "低保标准"]),
        ("播种面积连续2年稳定在9亩以上", ["播种面积", "播种面积"]),
        # people do what stands behind them; what was done to other money names none of this
        ("全县90户200人享受低保", []),
        ("涉案价值8万元,追赃挽损9万元", ["涉案价值"]),
        # what follows 的 is described by the quantity before it; in what it was done is no part
        ("5条总长9公里的山区道路", ["山区道路", "总长"]),
        ("在完成9户灾后农房重建的基础上", ["灾后农房重建"]),
        ("解决引发重复报警的问题9个", ["问题"]),
        ("组织9次党外委员考察活动", ["党外委员考察活动"]),
        ("四种肉产量9吨", ["肉", "肉产量"]),
        ("接待游客9万人次,恢复至上年同期水平的81%", ["游客", "游客"]),
        ("原煤产量9吨,其中县属企业完成4吨", ["原煤产量", "原煤产量"]),
        ("新注册企业增长9%", ["新注册企业"]),
        # people behind what describes them; a verb that opens no name of its object
        ("为9名因案致贫群众发放补助", ["群众"]),
        ("优化重组全国重点实验室9家", ["全国重点实验室"]),
        # a clause has one verb
        ("提供免费服务9人", ["免费服务"]),
        # an adverb that is an adjective, a noun that is a verb behind 已, a state that is an attribute
        ("直接财产损失9万元", ["直接财产损失"]),
        ("仓库已储备编织袋9万条", ["编织袋"]),
        ("供水工程覆盖人口比例达88%", ["供水工程覆盖人口比例"]),
        ("消防队伍共接警出动9起", []),
        ("绿化率17%,比全省的36%低19个百分点", ["绿化率", "绿化率", "绿化率"]),
        ("中央财政赤字9亿元", ["中央财政赤字"]),
        ("产值8亿元,两年平均增长3%", ["产值", "产值"]),
        ("客运量4万人、货运量3万吨,同比增长5%、6%", ["客运量", "货运量", "客运量", "货运量"]),
        ("对7个问题下发8份督办通知", ["问题", "督办通知"]),
    ],
)
def test_a_word_is_what_its_place_makes_it(text: str, names: list[str]) -> None:
    assert [name for _, found in read(text) for name in found] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # people are counted by what was done to them, where nobody is named
        ("依法判处31人", ["判处"]),
        ("批准逮捕12人,决定不起诉4人", ["批准逮捕", "决定不起诉"]),
        ("移送审查起诉8人", ["移送审查起诉"]),
        ("提起公诉9人,不批准逮捕2人", ["提起公诉", "不批准逮捕"]),
        ("项目惠及130户420人", ["惠及", "惠及"]),
        ("发放租赁补贴惠及6户", ["惠及"]),
        # but who is named is counted
        ("批准逮捕犯罪嫌疑人12人", ["犯罪嫌疑人"]),
        ("培训干部30人,其中表彰2人", ["干部", "干部"]),
        ("市属企业由66户整合至12户", ["市属企业", "市属企业"]),
        # what was done to those behind the number is no part of their name
        ("对3名被告人宣告无罪", ["被告人"]),
        ("完成66家企业“一照通”移交", ["企业"]),
        # cases behind what a higher office did
        ("被上级法院改判和发回的案件下降3件", ["案件"]),
        ("举办干部轮训3期", ["干部轮训"]),
    ],
)
def test_people_are_named_by_a_deed_where_nobody_is_named(text: str, names: list[str]) -> None:
    assert [name for _, found in read(text) for name in found] == names
