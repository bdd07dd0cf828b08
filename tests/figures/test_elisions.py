"""What a number counts whose own words leave the thing out, or say only what became of it or of what sort it is."""

import pytest

from pipeline.report import extract_text


def measures(text: str) -> list[str | None]:
    figures = extract_text(f"某县2023年政府信息公开工作年度报告\n{text}").figures
    return [figure.measure for figure in figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the object of the same verb, in the sentence before, and of what was done to it next
        ("全市法院受理案件90件。市法院受理20件，审结18件。", ["案件"] * 3),
        ("整治隐患90处。办结建议20件。整治30处。", ["隐患", "建议", "隐患"]),
        ("通过网站主动公开信息90条。通过微信公开30条。", ["信息", "信息"]),
        ("公开信息90条，其中通知20条、规划70条。通过橱窗公开30条。", ["信息", "通知", "规划", "信息"]),
        ("收到举报90件。各县已办结80件。", ["举报", "举报"]),
        # also where its clause names only by what means it was done
        ("刊发图解9篇，发放手册90册。在乙晚报刊发3篇。", ["图解", "手册", "图解"]),
        # what the clause names that was counted before
        ("提交提案90件。提案所提问题已经解决的60件，正在解决的20件。", ["提案"] * 3),
        # what its own sentence counts stands nearer than what the verb was done to before
        ("采纳提案30条。收到意见23条，采纳11条。", ["提案", "意见", "意见"]),
        # but not of another verb, another classifier or another paragraph's
        ("破获案件9件。查处4件。", ["案件", "查处"]),
        ("发布新规9件，发布关于新规的公告5件。", ["新规", "新规的公告"]),
        ("批捕20人。起诉36人。", ["批捕", "起诉"]),
        ("起诉犯罪9件，办理建议3件。立案侦查5件。", ["犯罪", "建议", "立案侦查"]),
        ("开展培训9次。审核文件5件。检查3次。", ["培训", "文件", "检查"]),
    ],
)
def test_a_number_has_the_object_of_its_frame(text: str, expected: list[str | None]) -> None:
    assert measures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the sort that it is said to be of has the head of its whole
        ("收到申请9件，5件为信函申请，4件为网上申请。", ["申请", "信函申请", "网上申请"]),
        ("受理投诉9件，其中6件为价格投诉，3件系服务投诉。", ["投诉", "价格投诉", "服务投诉"]),
        ("办理建议9件，其中5件是重点建议，4件属于一般建议。", ["建议", "重点建议", "一般建议"]),
        # an outcome has not
        ("收到申请9件，5件为部分公开，4件为不予公开。", ["申请"] * 3),
        ("受理投诉9件，其中6件为无效，3件为重复件。", ["投诉"] * 3),
        # the noun behind is what something is said of
        ("收到投诉9件，其中5件处理结果为调解成功，4件处理结果为撤诉。", ["投诉"] * 3),
        ("收到申请9件，其中6件答复结果为同意公开，3件答复结果是部分公开。", ["申请"] * 3),
        # or is counted
        ("走访企业9家，其中5家工厂停产。", ["企业", "工厂"]),
        ("检查单位9家，其中5家学校达标。", ["单位", "学校"]),
        # no 件 counts those who brought it
        ("收到投诉9件，其中企业的5件，居民的4件。", ["投诉"] * 3),
    ],
)
def test_a_part_is_named_by_its_sort_or_its_whole(text: str, expected: list[str | None]) -> None:
    assert measures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what a part of a part is, is not what became of the part
        (
            "收到举报50件，已办结42件，正在办理8件（其中东湖区5件，城关区3件）。",
            ["举报", "举报", "正在办理", "举报", "举报"],
        ),
        # 立案 holds its object; an object that is of cases stays
        ("处置线索90件，立案30件，结案20件。", ["线索", "立案", "结案"]),
        ("收到提案90件，立案80件。", ["提案", "提案"]),
        ("查处价格案件90件，结案80件。", ["价格案件", "价格案件"]),
        # what was done next to the things that the part before names
        (
            "新收诉讼案件90件，审结80件。其中，新收民事案件60件；审结50件。",
            ["诉讼案件", "诉讼案件", "民事案件", "民事案件"],
        ),
        # but two parts of one whole are of the whole
        ("清理文件90件，其中保留部门文件60件，废止30件。", ["文件", "部门文件", "文件"]),
    ],
)
def test_a_part_is_not_named_by_what_became_of_another(text: str, expected: list[str | None]) -> None:
    assert measures(text) == expected
