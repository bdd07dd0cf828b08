"""How a report is divided: which markers open a section, how deep, with what title, and what is odd."""

import pytest

from pipeline.model import Region, RegionKind
from tests.outline.section_reading import paths, split, tree


@pytest.mark.parametrize("annex", ["附件1", "附件 2 名词解释", "附录"])
def test_an_annex_lies_in_no_section_before_it(annex: str) -> None:
    text = f"一、概述\n好。\n二、问题\n有不足。\n{annex}\n1.网站：本镇的门户。\n2.公报：本镇的刊物。"
    assert paths(text) == "一 二 1 2"
    assert paths(text.replace(annex, "见附件1。")) == "一 二 二/1 二/2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一、概述\n好。\n二、问题\n有。", "一 二", id="two"),
        pytest.param("一、概述1、网站。2、公报。二、问题", "一 一/1 一/2 二", id="from 一、 straight to 1、"),
        pytest.param("（一）概述。好。\n（二）问题。有。", "（一） （二）", id="（一） outermost"),
        pytest.param(
            "一、概述（一）形式1.网站（1）首页：①栏目。②导航。（2）频道。2.公报。（二）内容。二、问题",
            "一 一/（一） 一/（一）/1 一/（一）/1/（1） 一/（一）/1/（1）/（1） 一/（一）/1/（1）/（2） "
            "一/（一）/1/（2） 一/（一）/2 一/（二） 二",
            id="run together, five deep",
        ),
        pytest.param(
            "第一章 总则\n一、目的\n好。\n第二章 附则\n一、施行\n今起。",
            "第一章 第一章/一 第二章 第二章/一",
            id="chapters",
        ),
        pytest.param(
            "1、概述\n（一）内容\n（二）形式\n2、问题\n（一）人\n（二）财",
            "1 1/（一） 1/（二） 2 2/（一） 2/（二）",
            id="1、 above （一）",
        ),
        pytest.param(
            "一、甲\n1.子\n2.丑\n（一）寅\n1.卯\n2.辰\n二、乙",
            "一 一/1 一/2 一/（一） 一/（一）/1 一/（一）/2 二",
            id="1. closed by （一）",
        ),
        pytest.param(
            "五、问题。一是人少；二是钱少。改进：（一）增人。马上。（二）增钱。",
            "五 五/一是 五/二是 五/（一） 五/（二）",
            id="a heading closes points",
        ),
        pytest.param(
            "一、做法。一是公开清单。一是市级。二是县级。二是公开流程。",
            "一 一/一是 一/一是/一是 一/一是/二是 一/二是",
            id="points in a point",
        ),
        pytest.param(
            "六、问题。一是慢。更新不快。二是少。今后，我们：一是加快。二是增加。",
            "六 六/一是 六/二是 六/一是 六/二是",
            id="two lists of points",
        ),
        pytest.param(
            "一、问题。首先，人少；其次，钱少；最后，设备旧。", "一 一/一是 一/二是 一/三是", id="首先 其次 最后"
        ),
        pytest.param("一、问题。第一，人少。第二，钱少。", "一 一/一是 一/二是", id="第一， 第二，"),
        pytest.param("一、问题一是人少，二是钱少。", "一 一/一是 一/二是", id="points run on"),
        pytest.param(
            "概述。 一、总体情况 全面平稳，集中、统一、规范公开。 二、问题 有。", "一 二", id="a word that ends in 一、"
        ),
        pytest.param("电话：23158158邮箱：a@b.com一、概述2017年好。二、问题", "一 二", id="run on behind an address"),
    ],
)
def test_the_levels_follow_the_styles_that_opened(text: str, expected: str) -> None:
    assert paths(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "本报告包括：一、概述；二、公开情况；三、问题。统计期为全年。",
        "由以下部分组成：（一）概述，（二）问题。",
        "公开120条，其中：1.网站80条；2.公报40条。",
        "按条例第十四条第（一）、（二）项和附件（三）办理。",
        "公开1.2万条，5.15宣传日发放1、2、3号材料。",
        "说到做到，一是一、二是二。",
        "再次取消事项，其次数不多。",
        "最后，一切顺利。",
        "首先要肯定成绩。",
        "共公开（一）类信息。（二）类没有。",
    ],
)
def test_references_lists_and_words_open_nothing(text: str) -> None:
    assert tree(text) == []


def test_a_table_of_contents_opens_nothing() -> None:
    text = "目录\n一、概述\n二、公开情况\n一、概述\n全年平稳。\n二、公开情况\n公开3条。"
    sections, problems = split(text)
    assert [(s.path, s.start) for s in sections if s.level] == [("一", 15), ("二", 26)]
    assert problems == ()


def test_rows_of_a_flattened_table_open_nothing_and_the_heading_behind_it_does() -> None:
    table = "一、本年新收政府信息公开申请数量20三、本年度办理结果（一）予以公开2四、结转下年度继续办理0"
    text = f"三、收到和处理申请情况{table}四、复议情况"
    region = Region(RegionKind.TABLE, 11, 11 + len(table), "form:F21")
    assert [(s.path, s.title) for s in split(text, region)[0]] == [("三", "收到和处理申请情况"), ("四", "复议情况")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("一、总体情况\n全年平稳。", "总体情况", id="a line of its own"),
        pytest.param("一、总体情况　　全年平稳。", "总体情况", id="an indent that lost its line end"),
        pytest.param("一、总体情况2021年，我区公开信息。", "总体情况", id="a year"),
        pytest.param("一、总体情况今年，我区公开信息。", "总体情况", id="this year"),
        pytest.param("（一）主动公开方面某某镇落实要求，公开信息。", "主动公开方面", id="a word that closes"),
        pytest.param("一、 概述 推进公开工作是一件大事，我局重视。", "概述", id="spaces"),
        pytest.param(
            "1.公众查阅点 指定三处场所为群众提供查询信息的服务。", "公众查阅点", id="a space and no known word"
        ),
        pytest.param(
            "1.门户网站在首页上开辟专栏，设立若干栏目，便于群众查找信息，并每月更新一次。",
            "门户网站",
            id="a known word and an opener",
        ),
        pytest.param(
            "1.加强组织领导，健全工作机制将公开工作列入日程，定期听取汇报，研究部署任务。",
            "加强组织领导，健全工作机制",
            id="a couplet",
        ),
        pytest.param("六、其他需要报告的事项无。", "其他需要报告的事项", id="nothing to report"),
        pytest.param("（一）加强领导。成立了小组。", "加强领导", id="a full stop"),
        pytest.param("（一）依申请公开情况：全年未收到申请。", "依申请公开情况", id="a colon"),
        pytest.param(
            "（一）强化管理、优化服务，发挥网站作用。更新及时。", "强化管理、优化服务，发挥网站作用", id="commas"
        ),
        pytest.param("（一）组织5.15宣传活动。悬挂条幅。", "组织5.15宣传活动", id="a date in it"),
        pytest.param("五、收费情况2015年我区暂不收费。", "收费情况", id="a sentence behind it"),
        pytest.param(
            "（一）2025 年工作中的主要问题\n总体来看，仍有不足。", "2025 年工作中的主要问题", id="a year at its head"
        ),
        pytest.param("（一）、公开范围：\n全部信息。", "公开范围", id="stray marks"),
        pytest.param("1、加强培训工作，确保公开准确、及时，不断提高水平。", None, id="a numbered paragraph"),
        pytest.param("1、根据条例，我局编制了指南。并及时更新。", None, id="a sentence and another"),
        pytest.param("1.公开信息553条。其中网站公开信息最多。", None, id="a count"),
    ],
)
def test_the_title_ends_where_the_heading_does(text: str, title: str | None) -> None:
    assert tree(text)[0][1] == title


@pytest.mark.parametrize(
    ("points", "titles"),
    [
        ("一是推行清单。全面核定事项。二是优化流程。压缩时限。", ["推行清单", "优化流程"]),
        ("一是人手少；二是经费少。", [None, None]),
        ("一是人手少，二是经费少。", [None, None]),
        ("一是信息更新不快。二是形式还不多样。2018年，我局将改进。", [None, None]),
        ("一是完善制度。修订办法。二是根据要求开展检查。共检查两次。", ["完善制度", None]),
        ("\n一是拓宽渠道。\n开设专栏。\n二是提升质量。\n加强审核。", ["拓宽渠道", "提升质量"]),
        (
            "一是重点公开。一是预算。全部。二是决算。全部。二是加强培训。办班两期。",
            ["重点公开", "预算", "决算", "加强培训"],
        ),
    ],
)
def test_a_point_has_a_title_where_a_body_follows_it(points: str, titles: list[str | None]) -> None:
    assert [title for _, title in tree(f"一、做法。{points}")][1:] == titles


@pytest.mark.parametrize(
    ("text", "codes", "message"),
    [
        ("（九）甲\n（十）乙\n（十三）丙", ["numbering_gap"] * 2, "（十） is followed by （十三）"),
        ("一、甲\n二、乙\n二、丙", ["numbering_repeat"], "二、 is followed by 二、 again"),
        (
            "一、甲\n二、乙\n一、丙\n二、丁",
            ["numbering_restart"],
            "The numbering starts again: 二、 is followed by 一、",
        ),
        ("二、甲\n三、乙", ["numbering_gap"], "The numbering begins with 二、"),
        ("一、甲\n（一）子\n（二）丑\n二、乙\n（三）寅", [], ""),
        # Below （一） or right below 一、, a number counts another list.
        ("一、甲\n（一）子\n1.卯\n二、乙\n2.辰", ["numbering_gap"], "The numbering begins with 2."),
    ],
)
def test_odd_numbers_are_problems(text: str, codes: list[str], message: str) -> None:
    sections, problems = split(text)
    assert [problem.code for problem in problems] == codes
    assert not codes or problems[-1].message == message
    markers = {(s.start, s.start + len(s.marker or "")) for s in sections}
    assert {(problem.start, problem.end) for problem in problems} <= markers
