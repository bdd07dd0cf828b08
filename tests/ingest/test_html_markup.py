"""The markup that the parser writes is walked as a browser shows it, however it is written."""

import time

import pytest

from pipeline.ingest.html.markup import MOST_LOOKS, parse, walk
from pipeline.ingest.html.reader import read_html

SHOWN = [
    ("<p>公开<!-- <b>5</b> -->3条", ["公开3条"]),
    ("<p>公开&lt;3&gt;&amp;nbsp;条", ["公开<3>&nbsp;条"]),
    ("<div>公开<xmp><b>3</b></xmp>条", ["公开<b>3</b>条"]),
    ("<p>公开<template>5</template>3条", ["公开3条"]),
    ("<div>公开<nav>首页<nav>内</nav></nav>3条", ["公开3条"]),
    ("<p>公开<b style='display:none'>5<b>6</b></b>3条", ["公开3条"]),
    ("<p>公开<i title='a>b'>3</i>条<br hidden>。", ["公开3条。"]),
    ("<p>公开<math><mi>3</mi><input></math>条", ["公开3条"]),
    ("<p>公开<script>if (a<b) c('</p>5')</script>3条", ["公开3条"]),
    ("<pre>一、概况\n公开3条</pre>", ["一、概况", "公开3条"]),
    ("<p>1.5×10<sup>6</sup>吨<p>公开3<!-- --><sup>[1]</sup>条", ["1.5×10⁶吨", "公开3条"]),
]


@pytest.mark.parametrize(("html", "shown"), SHOWN)
def test_a_page_is_read_as_it_is_shown(html: str, shown: list[str]) -> None:
    assert [block.text for block in read_html(f"<html><body>{html}").blocks] == shown


def test_tags_that_only_surround_text_leave_nothing() -> None:
    markup = walk(parse("<p><span style='color:red'>公开</span><o:p>3</o:p><font face=a>条</font>").body)
    assert markup.words == ["", " ", "公开", "3", "条", " ", ""]
    assert [tag.name for tag in markup.tags.values()] == ["body", "p"]


def test_an_embedded_page_is_read_in_its_place() -> None:
    html = "<p>甲</p><iframe srcdoc='<p>公开3条</p><table><tr><td>规章<td>1</table>'></iframe><p>乙</p>"
    blocks = read_html(html).blocks
    assert [block.text for block in blocks] == ["甲", "公开3条", "", "乙"]
    assert blocks[2].grid is not None


@pytest.mark.parametrize("nested", ["<div><sup></sup>", "<table><tr><td><input value=3>", "<ol reversed><li>"])
def test_what_is_looked_at_beside_the_walk_is_bounded(nested: str) -> None:
    start = time.process_time()
    read_html(nested * 3_000)
    assert time.process_time() - start < 5
    assert MOST_LOOKS <= 1_000_000
