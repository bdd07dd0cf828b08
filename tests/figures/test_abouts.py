"""What a change or a share is about: rows that 分别 deals, and how far a level is from a plan."""

import pytest

from pipeline.report import extract_text


def abouts(text: str) -> list[tuple[str, str | None]]:
    """The figures that are about others, or could be: each with the surface of the level."""
    figures = extract_text(f"某县2023年上半年财政预算执行情况报告\n{text}").figures
    return [(one.surface, None if one.of_id is None else figures[one.of_id].surface) for one in figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # two numbers, two levels
        ("受理案件90件，审结80件，同比分别增长5%、6%。", {"5%": "90件", "6%": "80件"}),
        ("受理案件90件，审理案件80件，同比分别增长5%和6%，均居前列。", {"5%": "90件", "6%": "80件"}),
        ("受理90件，审结80件，结案率93%，分别上升5%和6%。", {"5%": "90件", "6%": "80件"}),
        ("办理案件40件，其中县院办理8件，同比分别下降3%和上升9%。", {"3%": "40件", "9%": "8件"}),
        ("群众走访110批1731人次，批次、人次分别上升52%、45%。", {"52%": "110批", "45%": "1731人次"}),
        ("受理案件90件，审结80件。同比分别增长5%、6%。", {"5%": "90件", "6%": "80件"}),
        ("完成投资90亿元。同比增长5%。", {"5%": "90亿元"}),
        # how far a level is from a plan, or from an average, is none
        ("支出20亿元，较均衡进度慢2.9%，同比增长5%。", {"2.9%": None, "5%": "20亿元"}),
        ("完成投资20亿元，超额完成目标3.2个百分点，增长7%。", {"3.2个百分点": None, "7%": "20亿元"}),
        ("收入16亿元，占预算的56%，超过时间进度6个百分点；同比增长15%。", {"6个百分点": None, "15%": "16亿元"}),
        ("产值20亿元，增长7%，高于全省平均1.2个百分点，占全市的8%。", {"7%": "20亿元", "8%": "20亿元"}),
        # what changed is named by the number of a level's things, and a zero in words parts no row
        (
            "发生事故59起、死亡60人，事故起数、死亡人数与2019年相比减少14起、8人，分别下降19%、11%。",
            {"14起": "59起", "8人": "60人", "19%": "59起", "11%": "60人"},
        ),
        ("发生事故59起、死亡60人、受伤8人，同比分别下降4%、6%、9%，未发生较大事故。", {"4%": "59起", "9%": "8人"}),
        ("发生事故23起、死亡20人，同比事故起数下降8%，死亡人数上升3%。", {"8%": "23起", "3%": "20人"}),
        # the level behind that it reached, though others stand before and between; how long it took is none
        ("产量保持40%以上增长、达357万辆，新型客车产量增长94%、达168万辆。", {"40%以上": "357万辆", "94%": "168万辆"}),
        ("用水效率稳步提升，用水量下降5%、降幅全省第3，总量达到9亿立方米。", {"5%": "9亿立方米"}),
        ("城镇化率提高2个百分点，达到9万人。", {"2个百分点": None}),
        ("断面达标率为98%、5年提升10个百分点。", {"10个百分点": "98%"}),
        # a thing of the same head is another; the name of a level may leave out its head
        ("货车产量90万辆、新型货车30万辆，新型货车产量增长9%。", {"9%": "30万辆"}),
        ("客车产量90万辆，新型客车产量增长9%。", {"9%": None}),
        # levels and changes are two rows
        ("医院、床位分别达9家、800张，增加2家、90张。", {"2家": "9家", "90张": "800张"}),
        ("一审、二审案件分别为900件、300件，同比上升4%、下降2%。", {"4%": "900件", "2%": "300件"}),
        ("收入90亿元、支出80亿元，增长5%、提高2个百分点。", {"5%": "80亿元", "2个百分点": "5%"}),
        ("用水总量跨过3个台阶，占全省的9%。", {"9%": None}),
    ],
)
def test_a_change_is_about_its_own_level(text: str, expected: dict[str, str | None]) -> None:
    found = dict(abouts(text))
    assert {surface: found[surface] for surface in expected} == expected


def test_a_change_dealt_to_a_level_has_its_name() -> None:
    figures = extract_text("某县2023年工作总结\n受理申请90件，审理案件80件，结案率93%，分别上升5%和6%。").figures
    assert [figure.measure for figure in figures[3:]] == ["申请", "案件"]


def test_a_distance_is_no_deed() -> None:
    figures = extract_text("某县2023年工作总结\n产值20亿元，增长7%，高于全省平均1.2个百分点。").figures
    assert figures[-1].action is None
