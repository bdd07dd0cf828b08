"""Pages made to do harm: what the parser would pay for with the square of their length never reaches it."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from pipeline.characters.encoding import UnreadableError
from pipeline.ingest import page as reading
from pipeline.ingest.html import bounds
from pipeline.ingest.html.bounds import Excess, find_excess, flatten
from pipeline.ingest.html.grids import MOST_COLUMNS
from pipeline.ingest.html.markup import parse
from pipeline.ingest.html.open_elements import count_open
from pipeline.ingest.html.reader import read_html
from pipeline.ingest.html.tags import BLOCKS
from pipeline.model import Source
from pipeline.report import extract_source

NESTING = """
abbr address article aside b bdi bdo blockquote center cite details dfn dialog dir div dl fieldset figcaption
figure footer form header hgroup ins label main mark marquee math menu nav object ol pre q rb rp rt rtc ruby
search section select span summary svg template time ul unknown
"""
TWISTS = [
    "<div></ul>",
    '<div a="<">',
    "<div a='</div>'>",
    "<DIV\n>",
    "<div><table><tr><td></div></table>",
    "<span><p></span></p>",
    "<li><ul></li>",
    "<table><tr><td>",
    "<div><object></div></object>",
    "<table><td><svg><td>",
    "<div><!-- </div> -->",
    "<div><script></div></script>",
    "<a><b></a>",
    "<td><div></td>",
]


@pytest.mark.parametrize("html", [*(f"<{name}>" for name in NESTING.split()), *TWISTS])
def test_no_element_nests_without_bound(html: str) -> None:
    page = html * 14_000
    assert find_excess(page) is Excess.DEPTH


@pytest.mark.parametrize("html", TWISTS)
def test_a_page_that_nests_without_bound_is_read_as_lines(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With bounds a twentieth as high, for pages a fifth as long as those above: what is in them is as hostile."""
    monkeypatch.setattr(bounds, "MOST_LOOKS", bounds.MOST_LOOKS // 25)
    monkeypatch.setattr(bounds, "MOST_COPIES", bounds.MOST_COPIES // 25)
    monkeypatch.setattr(bounds, "FEW", 1_000)
    page = html * 2_800
    read = read_html(f"<p>一、概述</p>{page}<p>全年公开信息3条。</p>")
    assert [problem.code for problem in read.problems] == ["lost_markup"]
    assert "全年公开信息3条。" in "".join(block.text for block in read.blocks)


@pytest.mark.parametrize(
    "html",
    ["<p>文", "<p>文</p>", "<li>文", "<tr><td>1", "</div>", "</p>", "<br>", "<b>文</b>", "<a href=#>文"],
)
def test_what_only_repeats_is_read_as_ever(html: str) -> None:
    assert find_excess(html * 14_000) is None


@pytest.mark.parametrize("html", ["<font size={}>", "<p><font size={}>", "<b a={}><p>", "<table><i a={}>"])
def test_what_stays_open_is_not_made_again_without_bound(html: str) -> None:
    page = "".join(html.format(number) for number in range(4_000)) + "<p>文" * 4_000
    assert find_excess(page) is Excess.DEPTH


def test_attributes_are_bounded() -> None:
    tag = " ".join(f"a{number}" for number in range(bounds.MOST_ATTRIBUTES + 1))
    for html in (
        f"<p {tag}>全年公开3条。",
        f"<script {tag}></script>全年公开3条。",
        f'<p b="{"x" * 9_000}" {tag}>全年公开3条。',
    ):
        page = read_html(html)
        assert [problem.code for problem in page.problems] == ["lost_markup"]
        assert [block.text for block in page.blocks] == ["全年公开3条。"]
    assert find_excess(f'<p style="{"x: y; " * 9_000}">') is None


@pytest.mark.parametrize(
    "blind",
    [
        *("<ſcript >", "<svg><title>", "<svg><style>", "<math><title>", "<svg><textarea>", "<svg><script >"),
        *("<svg><![CDATA[ > <!-- ]]>", "<select><title><input>", "<SVG><TITLE>", "<svg><iframe>"),
    ],
)
def test_nothing_before_it_hides_what_nests_without_bound(blind: str) -> None:
    assert find_excess(f"<html><body>{blind}" + "<nav>" * 60_000) is Excess.DEPTH
    assert find_excess(f"<html><body>{blind}<p>公开</p>" + "<p>公开</p>" * 6_000) is None


def test_a_page_of_too_many_tags_is_refused() -> None:
    with pytest.raises(UnreadableError) as refused:
        read_html("<br>" * (bounds.MOST_TAGS + 1))
    assert refused.value.problem.code == "too_large"
    assert find_excess("<nav>" * (bounds.MOST_TAGS + 1)) is Excess.TAGS


def test_what_is_taken_out_makes_no_tag() -> None:
    assert find_excess("<<b></b>nav>" * 14_000) is not Excess.TAGS
    assert flatten("<<b></b>nav>", BLOCKS) == "<<wbr><wbr>nav>"
    assert flatten("<scr<b>ipt>", BLOCKS) == "<wbr>ipt>"


def test_columns_past_the_widest_table_are_not_merged() -> None:
    """A row of cells that each claimed a thousand columns took 17 kB a cell."""
    page = read_html("<table><tr><td>项目" + "<td colspan=1000>1" * 300 + "<tr><td>2</table>")
    (block,) = page.blocks
    assert block.grid is not None
    assert max(cell.column + cell.columns for cell in block.grid.cells) <= MOST_COLUMNS + 301
    assert [problem.code for problem in page.problems] == ["lost_markup"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<table>" + "<tr><td>1<td>2" * 501),
        ("a.md", "| 项 | 数 |\n|---|---|\n" + "| 1 | 2 |\n" * 501),
        ("a.txt", "项目\t数量\t合计\n" + "1\t2\t3\n" * 501),
        ("a.txt", "\t" * 5_001 + "文"),
    ],
)
def test_cells_are_bounded_in_every_format(name: str, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CELLS", 1_000)
    monkeypatch.setattr(reading, "MOST_SEPARATORS", 5_000)
    read = extract_source(Source(name, data.encode()))
    assert getattr(read, "problem", None) is not None
    assert read.problem.code == "too_large"  # type: ignore[union-attr]


NAMES = """
div nav p span b font i a li ul table tr td th tbody caption object template svg select option button h1 h2 form center
pre dd dl em nobr marquee desc foreignObject ruby rt section math mi x
"""
TAGS = st.sampled_from(NAMES.split())
TOKENS = st.builds(
    lambda name, kind, times: {0: f"<{name}>", 1: f"</{name}>", 2: f"<{name} a=%d>"}[kind] * times,
    TAGS,
    st.integers(0, 2),
    st.sampled_from((1, 1, 2, 9)),
)


@settings(max_examples=100)
@given(st.lists(TOKENS, min_size=1, max_size=12))
def test_no_less_is_counted_than_the_parser_holds(tokens: list[str]) -> None:
    """The law that the bounds rest on, on anything that is repeated: a constant apart, no element is overlooked."""
    html = "".join(token.replace("%d", str(number)) for number in range(40) for token in tokens)
    counted = list(count_open(html))
    depths = list(list_depths(parse(html).root))
    assert max(depths) <= 6 * max((elements for elements, _ in counted), default=0) + 100
    assert len(depths) <= 6 * (len(counted) + 1) + 4 * sum(again for _, again in counted) + 100


def list_depths(root: LexborNode | None) -> Iterator[int]:
    """How deep each element lies."""
    above: list[LexborNode] = []
    node = root
    while node is not None:
        yield len(above)
        below = node.child
        if below is not None:
            above.append(node)
            node = below
            continue
        while above and node.next is None:
            node = above.pop()
        node = node.next if above else None
