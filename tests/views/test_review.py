"""What the pages are made of, without a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline import extract_text
from pipeline.model import Report
from pipeline.rulebook.audits import audit_rule
from pipeline.rulebook.problems import rule_of
from pipeline.run.run import collect_files, run_files
from pipeline.tables.rows import tabulate
from pipeline.views.review.blocks import divide_document
from pipeline.views.review.documents import Document
from pipeline.views.review.draw_table import draw_table
from pipeline.views.review.marks import Mark, cut_pieces
from pipeline.views.review.pages import render_report
from pipeline.views.review.site import write_site


def document_of(report: Report) -> Document:
    rows = tabulate(report)
    names = ("sections", "figures", "cells", "audits", "citations", "problems")
    return Document(rows["documents"][0], **{name: tuple(rows[name]) for name in names})


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_pieces_tile_the_text_under_their_marks(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark("figure", min(a, b), max(a, b), (n,)) for n, (a, b) in enumerate(spans) if a != b]
    position = 0
    for piece in cut_pieces(text, 0, len(text), marks):
        assert {mark.ids for mark in piece.marks} == {
            m.ids for m in marks if m.start <= position and position + len(piece.text) <= m.end
        }
        position += len(piece.text)
    assert position == len(text)


def test_blocks_hold_every_character_but_white_space(raw: Path) -> None:
    for file in raw.iterdir():
        document = document_of(extract_text(file.read_bytes().decode("utf-8", "replace")))
        inside = [False] * len(document.text)
        for block in divide_document(document):
            inside[block.start : block.end] = [True] * (block.end - block.start)
            if not block.drawn:
                assert len("".join(piece.text for piece in block.pieces)) == block.end - block.start
        assert not "".join(c for c, seen in zip(document.text, inside, strict=True) if not seen).strip()


def test_every_cell_is_drawn_once_and_no_place_twice(shared: Path, tmp_path: Path) -> None:
    from pipeline.views.review.site import read_documents  # noqa: PLC0415 - after the tables are there

    run_files(collect_files(shared / "corpus" / "disclosure"), tmp_path)
    for document in read_documents(tmp_path):
        tables: dict[int, list[dict[str, Any]]] = {}
        for cell in document.cells:
            tables.setdefault(cell["table_id"], []).append(dict(cell))
        for cells in tables.values():
            drawn = draw_table(document.text, cells)
            ids = [cell.row["cell_id"] for row in drawn.rows for cell in row.cells if cell.row]
            assert sorted(ids) == sorted(cell["cell_id"] for cell in cells)
            covered: set[tuple[int, int]] = set()
            for number, row in enumerate(drawn.rows):
                for one in row.cells:
                    slots = {(number + r, one.column + c) for r in range(one.rows) for c in range(one.columns)}
                    assert not slots & covered
                    covered |= slots


def test_a_page_changes_with_its_document_alone(
    make_report: Callable[..., Report], write_rows: Callable[..., None], tmp_path: Path
) -> None:
    out, site = tmp_path / "out", tmp_path / "site"
    one, two = make_report("a.txt"), make_report("b.txt")
    write_rows(out, [tabulate(one), tabulate(two)])
    assert write_site(out, site).written == 2
    strange = site / "pages" / "notes.html"
    strange.write_text("mine", "utf-8")
    page = site / "pages" / f"{one.document_id}.html"
    before = page.stat().st_mtime_ns
    write_rows(out, [tabulate(one), tabulate(make_report("c.txt"))])
    written = write_site(out, site)
    assert (written.written, written.kept, written.removed) == (1, 1, 1)
    assert page.stat().st_mtime_ns == before
    assert strange.exists()
    write_rows(out, [tabulate(replace(one, problems=()))])
    assert write_site(out, site).written == 1
    assert page.stat().st_mtime_ns != before


@pytest.mark.parametrize("missing", ["audits", "cells", "problems"])
def test_tables_that_are_not_there_are_empty(
    make_report: Callable[..., Report], write_rows: Callable[..., None], tmp_path: Path, missing: str
) -> None:
    write_rows(tmp_path / "out", [tabulate(make_report())])
    (tmp_path / "out" / f"{missing}.parquet").unlink()
    assert write_site(tmp_path / "out", tmp_path / "site").written == 1


def test_a_page_says_what_is_the_matter_and_what_to_do_in_chinese_and_in_english() -> None:
    text = "一、总体情况\n2016年公开信息553项，公开率为120%。\n三、其他\n按照《某县办法》办理。\n"
    document = document_of(extract_text(text))
    gap, share = rule_of("numbering_gap"), audit_rule("share_range")
    page = " ".join(render_report(document).split())
    # In the list, and in its place.
    assert page.count('一、之后是三、 <span lang="en">一、 is followed by 三、</span>') == 2
    for rule in (gap, share):
        assert f'</summary>{rule.zh.meaning}。{rule.zh.remedy}。 <span lang="en">{rule.meaning}. ' in page
    unknown = {**document.problems[0], "problem": "of_an_older_edition"}
    assert "of_an_older_edition</code>" in render_report(replace(document, problems=(unknown,)))


def test_a_page_loads_nothing(make_report: Callable[..., Report]) -> None:
    page = render_report(document_of(make_report()))
    assert "default-src &#39;none&#39;" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert " style=" not in page


def test_every_link_within_a_page_has_its_place() -> None:
    """Figures that share their words, or begin with the same one, have a place each."""
    page = render_report(document_of(extract_text("一、概况\n没有发生行政复议、行政诉讼。办结率、满意率均为100%。\n")))
    anchors = regex.findall(r' id="([^"]+)"', page)
    links = set(regex.findall(r' href="#([^"]+)"', page))
    assert {"f0", "f1", "f2", "f3", "s0"} <= links
    assert links - set(anchors) == set()
    assert len(anchors) == len(set(anchors))


def test_a_figure_that_is_not_exact_says_so_in_the_list() -> None:
    page = render_report(document_of(extract_text("全年公开信息30000余条，用时8-9个工作日，受理申请12件。\n")))
    told = [
        " ".join(regex.sub("<[^>]+>", "", cell).split()) for cell in regex.findall('<td class="value">(.*?)</td>', page)
    ]
    assert told == ["多于 30,000 条", "8–9 工作日", "12 件"]


def test_what_could_be_more_than_text_is_a_sign(make_report: Callable[..., Report]) -> None:
    document = document_of(make_report())
    words = "一、概况\n依照《条例》公开信息约1.5万条</script>\u202e\x00\x07\ufeff<b>&lt;</b>\u2067\"'\n项目\t数量"
    cells = tuple({**cell, "raw": "</script><script>", "start": None, "end": None} for cell in document.cells[:1])
    row = {**document.row, "text": words, "title": "<i>\u202e"}
    page = render_report(replace(document, row=row, cells=cells))
    assert not {"\u202e", "\u2067", "\x00", "\x07"} & set(page)
    assert "约1.5万条" in page
    assert "&lt;/script&gt;�␀␇\ufeff&lt;b&gt;&amp;lt;&lt;/b&gt;�" in page
    assert page.count("<script") == page.count("</script>") == 2
    assert "<title>&lt;i&gt;�</title>" in page


def test_a_hostile_table_is_drawn_whole() -> None:
    columns = 3000
    table = "\n".join("\t".join(f"{row}" for _ in range(columns)) for row in range(3))
    cells, position = [], 0
    for number, words in enumerate(table.replace("\n", "\t").split("\t")):
        cells.append(
            {"cell_id": number, "start": position, "end": position + len(words), "raw": words, "state": "text"}
            | dict.fromkeys(["row", "column", "row_label", "column_label", "form", "table"])
        )
        position += len(words) + 1
    assert [len(row.cells) for row in draw_table(table, cells).rows] == [columns] * 3
