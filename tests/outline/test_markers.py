"""What may be the marker of a section, and what is a reference, a decimal or a date."""

import pytest

from pipeline.model import Region, RegionKind, Text
from pipeline.outline.markers import Footing, find_markers, heading_rules


def markers(plain: str, *regions: Region) -> list[tuple[str, int, str]]:
    text = Text(plain, plain, regions)
    return [(plain[m.start : m.end], m.number, m.style) for m in find_markers(text)]


@pytest.mark.parametrize(
    ("plain", "number", "style"),
    [
        ("一、总体情况", 1, "一、"),
        ("二十一、附则", 21, "一、"),
        ("三 、工作打算", 3, "一、"),
        ("二、三公经费情况", 2, "一、"),
        ("(一)公开内容", 1, "（一）"),
        ("( 十三 )存在问题", 13, "（一）"),
        ("㈢公开形式", 3, "（一）"),
        ("三)制度建设情况", 3, "（一）"),
        ("1.加强领导", 1, "1."),
        ("12、完善制度", 12, "1."),
        ("⒊公开形式", 3, "1."),
        ("2.2019年工作打算", 2, "1."),
        ("3、12345热线办理情况", 3, "1."),
        ("(2)推进公开", 2, "（1）"),
        ("⑶公开范围", 3, "（1）"),
        ("④公开渠道", 4, "（1）"),
        ("第三章 附则", 3, "第一章"),
        ("第二部分 公开情况", 2, "第一章"),
        ("五是强化考核", 5, "一是"),
        ("三是三级联动", 3, "一是"),
        ("首先,健全制度", 1, "一是"),
        ("再次,加强培训", 3, "一是"),
        ("第二,加强培训", 2, "一是"),
    ],
)
def test_a_marker_has_its_number_and_style(plain: str, number: int, style: str) -> None:
    assert [(n, s) for _, n, s in markers(plain)] == [(number, style)]


@pytest.mark.parametrize(
    "plain",
    [
        "按第二十条第(一)项办理",
        "详见附件(三)",
        "见表(二)和图1.",
        "前款第1、2项",
        "第三、四部分",
        "公开1.2万条",
        "5.15宣传日",
        "增长2.5%,共1、2、3项",
        "2016.12",
        "工作1,024件",
        "二、三产业发展",
        "统一是原则",
        "唯一是它",
        "再次取消事项",
        "其次数不多",
        "最后一公里",
        "第一次会议",
        "第一、二、三产业",
        "十三五、十四五规划",
        "《关于一、二线城市的通知》",
        "(其中:1、网站;2、公报)",
        "“一是一分”的说法",
        "按照第\n(一)项办理",
        "咨询类最多，为16件；其次，求助类为4件。",
    ],
)
def test_what_is_no_marker(plain: str) -> None:
    assert markers(plain) == []


@pytest.mark.parametrize(
    ("plain", "footing"),
    [
        ("一、概述", Footing.PARAGRAPH),
        ("年报\n  一、概述", Footing.PARAGRAPH),
        ("如下。  一、概述", Footing.PARAGRAPH),
        ("如下:一、概述", Footing.SENTENCE),
        ("等 一、概述", Footing.SENTENCE),
        ("网站”一、概述", Footing.SENTENCE),
        ("主要做法一、概述", Footing.LOOSE),
    ],
)
def test_how_a_marker_stands(plain: str, footing: Footing) -> None:
    (marker,) = find_markers(Text(plain, plain))
    assert marker.footing is footing


def test_tables_and_furniture_hold_no_markers_and_a_heading_may_follow_them_at_once() -> None:
    plain = "一、菜单三、本年度办理结果0三、其他"
    regions = (Region(RegionKind.FURNITURE, 0, 4, "menu"), Region(RegionKind.TABLE, 4, 14, "form:F21"))
    (marker,) = find_markers(Text(plain, plain, regions))
    assert (marker.start, marker.footing) == (14, Footing.PARAGRAPH)


def test_a_bracket_that_is_not_closed_hides_nothing() -> None:
    assert [n for _, n, _ in markers("(以下简称条例。" + "公开" * 200 + "。一、概述)")] == [1]


def test_every_example_of_a_rule_begins_as_the_search_expects() -> None:
    for rule in heading_rules().markers:
        for example in rule.yes:
            assert markers(example), f"{rule.name}: {example}"
