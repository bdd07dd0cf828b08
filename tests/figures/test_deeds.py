"""The verb that the items of a list share, and the verbs that are parts of names."""

import pytest

from pipeline.report import extract_text


def actions(text: str) -> list[str | None]:
    return [figure.action for figure in extract_text(f"某县2023年工作报告\n{text}").figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本局公开的信息类别如下：机构设置3条、人事任免9条、财务信息4条。", ["公开"] * 3),
        ("我局发布的信息主要有以下几类：机构设置3条，发展规划9条，公共服务4条，工作总结1条。", ["发布"] * 4),
        ("2022年公开情况：机构设置3条，人事任免9条。", ["公开"] * 2),
        ("主动公开信息的分类情况如下：机构设置3条；人事任免9条；财务信息4条。", ["主动公开"] * 3),
        ("全年发布信息如下：机构设置3条，重点工作推进9条。", ["发布"] * 2),
        ("办理的建议分布如下：教育类3件，交通类9件。", ["办理"] * 2),
        ("受理投诉的来源：电话3件，网络9件。", ["受理"] * 2),
        ("全年收到的申请为：自然人3件，法人9件。", ["收到"] * 2),
        # a share of an item is no item
        ("公开的文件：机构设置3条，占30%；人事任免7条，占70%。", ["公开"] * 4),
        # an item with a verb of its own has it
        ("全年完成情况：整改问题3个，制定制度2项。", ["整改", "制定"]),
        # how often they were read is none
        ("全年公开信息情况如下：机构设置3条，阅读量90次。", ["公开", None]),
        # what another did, what was only found, and a title
        ("今年上级通报的问题：食品类3个，药品类9个。", [None] * 2),
        ("全年检查发现以下问题：食品类3个，药品类9个。", [None] * 2),
        ("队伍建设情况：干部9人，工人8人。", [None] * 2),
        ("基本情况：职工9人，车辆3台。", [None] * 2),
    ],
)
def test_the_items_behind_a_colon_have_the_verb_before_it(text: str, expected: list[str | None]) -> None:
    assert actions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布信息90条，其中代表建议办理公开4条、重点工作推进5条、公共服务2条。", ["发布"] * 4),
        ("发布信息90条，其中公告9条、人事任免8条、机构职能7条。", ["发布"] * 4),
        ("组织活动90场，其中培训讲座3场。", ["组织"] * 2),
        ("检查企业90家，其中培训机构4家。", ["检查"] * 2),
        # what is done to what came in, or to what the parts are of, is no name
        ("检查企业90家，其中处罚企业3家。", ["检查", "处罚"]),
        ("收到举报90件，其中违法行为查处9件。", ["收到", "查处"]),
        ("收到申请90件，其中答复80件、退回2件。", ["收到", "答复", "退回"]),
        ("收到申请90件。按申请人分，公民80件；5家企业提出10件。", ["收到", "收到", None, "提出"]),
        # nor has what stands next to what was done, or tells how often it was read, its verb
        ("废止文件9份，现行有效文件3份。", ["废止", None]),
        ("新增就业900人，新创设岗位安置残疾人66人。", ["新增", None]),
        ("通过网站发布信息9条、年访问量90次。", ["发布", None]),
        ("改造农田9亩，播种面积8亩。", ["改造", None]),
        ("新增企业9家，企业总数90家。", ["新增", None]),
        ("公开了机构职能1篇，预算及“三公”经费4篇，工作报告1篇。", ["公开"] * 3),
        ("受理网上申请9件，自然人申请办件量8件，法人1件。", ["受理"] * 3),
        ("印发文件9份，通知3份，方案2份。", ["印发"] * 3),
    ],
)
def test_an_item_of_a_list_has_the_verb_of_the_list(text: str, expected: list[str | None]) -> None:
    assert actions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # between its nouns, of a quantity, behind the number
        ("农业社会化服务组织9万个。", None),
        ("精准识别帮扶监测对象9户。", "识别"),
        ("政府采购服务预算9万元。", None),
        ("单户担保金额9万元。", None),
        ("9类服务项目进入平台。", None),
        # by what it was done
        ("微信服务号“健康某县”发布信息37条。", "发布"),
        ("服务热线受理来电37件。", "受理"),
        ("监管网站公布处罚37件。", "公布"),
        ("政务服务大厅发布指南37条。", "发布"),
        ("组织网站培训3次。", "组织"),
        # in the titles of examples, however long, and behind 等
        (
            (
                "通过网站公开《甲办法（试行）》及实施细则、《关于在全市推动高质量发展的实施方案》《乙单位智库管理办法》"
                "《丙单位监管企业主责主业管理办法（试行）》《丁单位监管企业管理人员末等调整和不胜任退出工作指引》"
                "《戊单位监管企业负责人薪酬管理办法》《己单位监管企业投资监督管理办法》等国资监管政策文件14件。"
            ),
            "公开",
        ),
        ("采取座谈、走访等形式培训干部9人。", "培训"),
        # but what rises, what is released and what was done anew
        ("城镇新增就业9人。", "新增"),
        ("集中带量采购减轻群众就医负担9亿元。", "减轻"),
        ("新改造小区9个。", "改造"),
        ("实地调研走访企业9家。", "调研"),
    ],
)
def test_a_verb_within_a_name_is_no_deed(text: str, expected: str | None) -> None:
    assert actions(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # how often, before what was done
        ("市政府常务会议6次专题听取法治建设汇报。", ["听取"]),
        ("县委常委会会议3次审议规划。", ["审议"]),
        ("年初、年中两次召开会议。", ["召开"]),
        ("省领导2次作出批示。", [None]),
        # to how many things
        ("52项民生实事全部超额完成。", ["超额完成"]),
        ("10大类52项民生实事全部完成。", [None, "完成"]),
        ("今年30项任务按期完成。", ["完成"]),
        ("20个项目全部建成。", ["建成"]),
        # but not what bodies and people did, or what tells them apart
        ("35家企业全部整改。", [None]),
        ("20个企业承担的项目全部完成。", [None]),
        ("12项指标位居前列。", [None]),
        # the verb that has the object
        ("组织召开发布会44场。", ["召开"]),
        ("组织编制规划4项。", ["编制"]),
        ("组织培训44场。", ["组织"]),
        ("发行新增债券9亿元。", ["发行"]),
        ("公开核准许可证9条。", ["公开"]),
    ],
)
def test_the_verb_behind_a_number_and_the_verb_behind_a_verb(text: str, expected: list[str | None]) -> None:
    assert actions(text) == expected
