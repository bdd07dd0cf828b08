"""How a report is divided: which markers open a section, how deep, with what title, and what is odd."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters.encoding import UnreadableError
from pipeline.characters.folding import to_plain
from pipeline.ingest.page import read_page
from pipeline.model import Problem, Region, RegionKind, Section, Source, Text
from pipeline.outline.sections import split_sections
from pipeline.text.compose import compose_text
from pipeline.text.form_regions import find_form_stretches

SPACE_RE = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
QUOTE_RE = re.compile(r"[“”\"'《》〈〉「」\s的]")


def split(text: str, *regions: Region) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    return split_sections(Text(text, to_plain(text), regions))


def tree(text: str) -> list[tuple[str, str | None]]:
    """Path and title of every numbered section."""
    return [(s.path, s.title) for s in split(text)[0] if s.level > 0]


def paths(text: str) -> str:
    return " ".join(path for path, _ in tree(text))


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
            "The numbering begins again: 二、 is followed by 一、",
        ),
        ("二、甲\n三、乙", ["numbering_gap"], "The numbering begins with 二、"),
        ("一、甲\n（一）子\n（二）丑\n二、乙\n（三）寅", [], ""),
    ],
)
def test_odd_numbers_are_problems(text: str, codes: list[str], message: str) -> None:
    sections, problems = split(text)
    assert [problem.code for problem in problems] == codes
    assert not codes or problems[-1].message == message
    markers = {(s.start, s.start + len(s.marker or "")) for s in sections}
    assert {(problem.start, problem.end) for problem in problems} <= markers


@pytest.mark.parametrize(
    ("tail", "start"),
    [
        ("\n某县财政局\n2017年2月27日", "某县财政局"),
        (" 某县财政局 二○一○年四月十日 附表：", "某县财政局"),
        ("\n\n二○一二年元月二十日", "二○一二年元月二十日"),
        ("附件：1、报告.doc　　2、报告.pdf", "附件"),
        ("\n某县财政局", "某县财政局"),
    ],
)
def test_the_signature_is_a_section_of_its_own(tail: str, start: str) -> None:
    text = f"前言。\n一、概述\n公开3条。{tail}"
    sections, _ = split(text)
    assert [s.style for s in sections] == ["preamble", "一、", "signature"]
    assert text[sections[-1].start :].startswith(start)
    assert (sections[-1].level, sections[-1].parent_id, sections[-1].number, sections[-1].title) == (
        0,
        None,
        None,
        None,
    )


def test_the_date_of_a_title_page_is_no_signature() -> None:
    assert paths("某县年报\n2016年1月20日\n一、概述\n好\n二、问题\n有") == "一 二"


def test_a_text_without_markers_is_one_preamble_and_no_text_is_no_section() -> None:
    assert [(s.style, s.start, s.end) for s in split("全年平稳。")[0]] == [("preamble", 0, 5)]
    assert split("") == ((), ())


def broken_laws(text: Text) -> Iterator[str]:
    """What does not hold of the sections of a text, though it must of every text."""
    sections, problems = split_sections(text)
    top = [s for s in sections if s.level <= 1]
    if [s.start for s in top] + [len(text.text)] != [0] + [s.end for s in top]:
        yield "the sections of level 0 and 1 do not tile the text"
    if [s.section_id for s in sections] != list(range(len(sections))) or sections != tuple(
        sorted(sections, key=lambda s: s.start)
    ):
        yield "the ids are not in the order of the text"
    runs: dict[tuple[int | None, str], int] = {}
    latest: dict[str, int] = {}
    told = {problem.start for problem in problems}
    for s in sections:
        parent = None if s.parent_id is None else sections[s.parent_id]
        if parent and not (parent.start < s.start < s.end <= parent.end and parent.level == s.level - 1):
            yield f"{s.path} does not lie in its parent"
        if s.level > 1 and not parent:
            yield f"{s.path} has no parent"
        if s.level == 0:
            continue
        if s.marker != text.text[s.start : s.start + len(s.marker or "")]:
            yield f"{s.path}: the marker is not what stands in the text"
        if s.title is not None and (s.title != s.title.strip() or s.title not in text.text[s.start : s.end]):
            yield f"{s.path}: the title is not what stands in the text"
        last = runs.get((s.parent_id, s.style), latest.get(s.style, 0) if s.number != 1 else 0)
        if s.number != last + 1 and s.start not in told:
            yield f"{s.path}: number {s.number} follows {last}, and no problem says so"
        runs[s.parent_id, s.style] = latest[s.style] = s.number or 0


PIECES = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "1.",
    "2、",
    "（1）",
    "①",
    "第一章",
    "一是",
    "二是",
    "三是",
    "首先，",
    "其次，",
    "最后，",
    "第一，",
]
WORDS = [
    "公开情况",
    "2016年",
    "，",
    "。",
    "；",
    "：",
    "\n",
    " ",
    "　　",
    "条例",
    "第",
    "（",
    "）",
    "《",
    "》",
    "553条",
    "无",
    "某局",
    "2017年2月27日",
    "附件：",
]


@given(st.lists(st.sampled_from(PIECES + WORDS), max_size=40).map("".join), st.data())
def test_the_laws_hold_of_any_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    kinds = st.sampled_from(list(RegionKind))
    regions = tuple(Region(data.draw(kinds), start, end, "drawn") for start, end in pairs)
    assert list(broken_laws(Text(text, to_plain(text), regions))) == []


def read_reports(shared: Path) -> Iterator[tuple[Path, Text]]:
    for path in sorted((shared / "corpus").glob("*/*")):
        try:
            yield path, compose_text(read_page(Source(path.name, path.read_bytes())))
        except UnreadableError:
            continue


def test_the_laws_hold_of_every_real_report(shared: Path) -> None:
    broken = {path.name: list(broken_laws(text)) for path, text in read_reports(shared)}
    assert len(broken) > 40
    assert {name: laws for name, laws in broken.items() if laws} == {}


def test_the_sections_that_were_read_by_hand_are_found(shared: Path) -> None:
    missed = []
    for path, text in read_reports(shared):
        gold = shared / "gold" / "sections" / f"{path.stem}.jsonl"
        if gold.is_file():
            missed += list(missed_rows(text, [json.loads(line) for line in gold.read_text("utf-8").splitlines()]))
    assert missed == []


@pytest.mark.parametrize("between", [" ", "\u3000\u3000", "\n\n"])
def test_they_are_found_however_the_paragraphs_are_parted(shared: Path, between: str) -> None:
    missed = []
    for path, text in read_reports(shared):
        gold = shared / "gold" / "sections" / f"{path.stem}.jsonl"
        if gold.is_file():
            parted = between.join(line.strip() for line in text.text.splitlines() if line.strip())
            plain = to_plain(parted)
            rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
            missed += list(missed_rows(Text(parted, plain, find_form_stretches(plain)), rows))
    assert missed == []


def missed_rows(text: Text, rows: list[dict[str, Any]]) -> Iterator[object]:
    """The rows of a gold file that are not found with their level, number, style and title, and what else is found."""
    squeezed = SPACE_RE.sub("", text.text)
    found = {len(SPACE_RE.sub("", text.text[: s.start])): s for s in split_sections(text)[0] if s.level}
    for row in rows:
        left, rest = SPACE_RE.sub("", str(row["ctx"])).split("【")
        section = found.pop(squeezed.index(left + rest.replace("】", "")) + len(left), None)
        titles: list[str | None] = row["title"] if isinstance(row["title"], list) else [row["title"]]
        accepted = [title and QUOTE_RE.sub("", title) for title in titles]
        title = section and section.title and QUOTE_RE.sub("", section.title)
        facts = (section.level, section.number, section.style) if section else None
        if facts != (row["level"], row["number"], row["style"]) or title not in accepted:
            yield row, facts, title
    yield from found.values()
