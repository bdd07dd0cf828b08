"""What is counted by what was done, by whom it was done, or behind a verb that names nothing."""

import pytest

from tests.case_files import written
from tests.figures.test_measures import read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # cases against people are counted by what was decided, and so are the people
        ("受理审查逮捕案件9件,批准逮捕8件12人", ["审查逮捕案件", "批准逮捕", "批准逮捕"]),
        ("提起公诉30件41人", ["提起公诉", "提起公诉"]),
        ("经审查决定起诉7件,决定不起诉2件", ["审查决定起诉", "决定不起诉"]),
        ("情节轻微不起诉6人", ["情节轻微不起诉"]),
        ("附条件不起诉2件", ["附条件不起诉"]),
        ("重大毒品犯罪批捕4人", ["重大毒品犯罪批捕"]),
        # but whoever is named, or the cases, are what is counted
        ("犯罪嫌疑人批准逮捕9人", ["犯罪嫌疑人"]),
        ("盗窃案件起诉9件", ["盗窃案件"]),
        # cases that came in before are the same when they are closed
        ("受理案件9件,审执结8件,执结3件", ["案件", "案件", "案件"]),
        ("收案9件,结案8件", ["收案", "结案"]),
        # what a verb chain is done to, and no verb of it
        ("监督纠正违法情形9件", ["违法情形"]),
        ("判决生效各类案件9件", ["各类案件"]),
        ("追缴、退赔财物9万元", ["财物"]),
        # a verb behind whom it was done for, or behind the stage at which it was
        ("为商户释放贷款9亿元", ["贷款"]),
        ("审判环节受理必要性审查9件", ["必要性审查"]),
        ("区中院受理案件9件", ["案件"]),
        # a verb that is the noun of what it is done to, behind 对
        ("对民事执行活动监督受理9件", ["民事执行活动监督"]),
        ("对群众答复9件", ["答复"]),
        # verbs within the name of a quantity
        ("一审平均审理期限为9天", ["一审平均审理期限"]),
        ("新引进规模项目9个", ["规模项目"]),
        ("受理未成年人审查逮捕案件9件", ["未成年人审查逮捕案件"]),
        # a field only says where the things belong
        ("查处生态环保、学校教育等领域腐败问题9个", ["腐败问题"]),
        # behind the number
        ("出台9条保障和服务措施", ["保障和服务措施"]),
        ("在9个乡镇和街道建设了工作站", ["乡镇和街道"]),
        ("对9名公诉案件被告人宣告无罪", ["公诉案件被告人"]),
        ("县里9个基层法院与省外3个基层法院签约", ["基层法院", "基层法院"]),
        ("5个市人民法院新收案数均超9万件", ["市人民法院", "新收案数"]),
        # to whom things go is not counted by their classifier; a place of work is
        ("受理工单9件,转派责任单位8件", ["工单", "工单"]),
        ("走访责任单位8家", ["责任单位"]),
        # how much a rank rose, wherever
        ("综合指数在全省上升3个位次", ["综合指数"]),
        ("上划收入完成9亿元,负增长3%", ["上划收入", "上划收入"]),
        # an offence is named by what somebody else did, whoever handles it
        ("办理盗用公款等职务犯罪9件", ["盗用公款等职务犯罪"]),
        ("起诉侵占集体财物犯罪9人", ["侵占集体财物犯罪"]),
        ("侦破9起省公安厅挂牌督办案件", ["省公安厅挂牌督办案件"]),
        # people are told apart by a list, and not counted by the classifier of things
        ("家访9名留守、困境儿童", ["留守、困境儿童"]),
        ("9项困难群众保障标准提高3%", ["困难群众保障标准", "困难群众保障标准"]),
        ("全县9个建档立卡贫困村全部脱贫", ["建档立卡贫困村"]),
        # an amount that tells things apart is no measure of them
        ("收入9万元以上的村达到8个", ["收入", "村"]),
        # a bracket says how it was told, and the name stands before it
        ("不起诉率(按人数)为9%", ["不起诉率"]),
        # the same again is in another unit, and of no one
        ("抓获嫌疑人9名,追缴赃物折合约3亿元", ["嫌疑人", "赃物"]),
        ("到医疗机构就诊9次", ["就诊"]),
        # an office that does the same as a way before it is named by no way
        # to whom something is done is nobody who was named before
        ("起诉诈骗犯罪9人,向8人发放救助金", ["诈骗犯罪"]),
        ("对9名情节较轻、确有悔意的被告人适用缓刑", ["被告人"]),
        ("选取9个上年度的预算项目", ["预算项目"]),
        # the next item of a list has a verb of its own; a task is not done to itself
        ("建成公园9个、新建步道8公里", ["公园", "步道"]),
        ("选拔培育专业人才9名,督促治理河湖8个", ["专业人才", "河湖"]),
        ("结案率88%,新收诉讼同比降幅9%", ["结案率", "诉讼"]),
        # of what a share is, by the clause before
        ("最多的是咨询类,占30%", ["咨询类"]),
    ],
)
def test_a_deed_names_what_nothing_else_does(text: str, names: list[str]) -> None:
    assert written([name for _, found in read(text) for name in found]) == names
