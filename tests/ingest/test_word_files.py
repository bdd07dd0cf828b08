"""Word files as programs write them, and as those write who want to do harm."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.characters.encoding import UnreadableError
from pipeline.ingest.page import read_page
from pipeline.ingest.word.package import PackageLimits
from pipeline.ingest.word.reader import DEEPEST, read_docx
from pipeline.model import Source
from tests.ingest.word_files import MakeDocx, cell, field, grids, paragraph, row, run, table, texts

MUTATIONS = 300


def refuse(data: bytes, limits: PackageLimits | None = None) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        read_docx(data, limits or PackageLimits())
    return caught.value.problem.code, caught.value.problem.message


def repack(data: bytes, changes: dict[str, bytes], way: int = ZIP_DEFLATED) -> bytes:
    """The same archive with other members."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", way) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes.get(name) or old.read(name), way)
    return out.getvalue()


def test_the_strict_variant_and_other_names_of_parts_are_read(make_docx: MakeDocx) -> None:
    data = make_docx(paragraph(run("一、概述")))
    with ZipFile(BytesIO(data)) as archive:
        main, rels = archive.read("word/document.xml"), archive.read("_rels/.rels")
    strict = main.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    moved = {"word/report.xml": strict, "_rels/.rels": rels.replace(b"word/document.xml", b"/word/report.xml")}
    assert texts(repack(data, moved)) == ["一、概述"]


def test_other_packages_say_what_they_are() -> None:
    for member, name in (
        ("content.xml", "ODT"),
        ("xl/workbook.xml", "XLSX"),
        ("ppt/presentation.xml", "PPTX"),
        ("OFD.xml", "OFD"),
    ):
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            archive.writestr(member, "<a/>")
        with pytest.raises(UnreadableError, match=name) as caught:
            read_page(Source("a.docx", out.getvalue()))
        assert caught.value.problem.code == "unsupported_format"
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "word/document.xml [Content_Types].xml")
    with pytest.raises(UnreadableError, match="ZIP archive"):
        read_page(Source("a.docx", out.getvalue()))


def test_a_bomb_is_stopped_while_it_inflates(make_docx: MakeDocx) -> None:
    data = make_docx(paragraph(run("甲")))
    bomb = repack(data, {"word/document.xml": b"<a>" + b" " * 60_000_000})
    assert refuse(bomb)[0] == "too_large"
    assert "times as large" in refuse(bomb)[1]
    loose = PackageLimits(ratio=10**9)
    assert "MB of XML" in refuse(bomb, loose)[1]
    # The archive says that the part is small: the bytes are counted, not what it says.
    with ZipFile(BytesIO(bomb)) as archive:
        size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    assert refuse(bomb.replace(size, (100).to_bytes(4, "little")))[0] in {"too_large", "broken_docx"}
    assert refuse(repack(data, {}, ZIP_BZIP2))[0] == "broken_docx"


def test_limits_end_in_a_message(make_docx: MakeDocx) -> None:
    data = make_docx(paragraph(run("甲")) * 50)
    assert "MB" in refuse(data, PackageLimits(size=100))[1]
    assert "archive of more than 2 files" in refuse(data, PackageLimits(members=2))[1]
    assert "more than 100 XML tags" in refuse(data, PackageLimits(marks=100))[1]
    assert refuse(data, PackageLimits(seconds=-1))[0] == "too_slow"


def test_deep_nesting_ends_in_a_message(make_docx: MakeDocx) -> None:
    def nest(depth: int) -> bytes:
        inside = paragraph(run("甲"))
        for _ in range(depth):
            inside = table(f"<w:tr><w:tc>{inside}</w:tc></w:tr>")
        return make_docx(inside)

    assert texts(nest(DEEPEST)) == ["甲"]
    assert refuse(nest(DEEPEST + 1)) == (
        "too_large",
        f"Tables or text boxes are nested more than {DEEPEST} levels deep.",
    )
    assert refuse(make_docx("<w:sdt>" * 300 + "</w:sdt>" * 300))[0] == "too_large"
    assert texts(make_docx("<w:sdt>" * 200 + paragraph(run("甲")) + "</w:sdt>" * 200)) == ["甲"]


def test_entities_are_refused(make_docx: MakeDocx, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    data = make_docx(paragraph(run("甲")))
    with ZipFile(BytesIO(data)) as archive:
        main = archive.read("word/document.xml")
    for entity in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', '<!ENTITY a "甲"><!ENTITY x "&a;&a;">'):
        hostile = f"<!DOCTYPE d [{entity}]>".encode() + main.replace("甲".encode(), b"&x;")
        assert refuse(repack(data, {"word/document.xml": hostile}))[0] == "broken_docx"


def test_documents_without_text_or_parts_say_so(make_docx: MakeDocx) -> None:
    assert refuse(make_docx(paragraph("")))[0] == "no_text"
    data = make_docx(paragraph(run("甲")))
    assert refuse(repack(data, {"word/document.xml": b"<a/>"}))[0] == "broken_docx"
    assert refuse(repack(data, {"word/document.xml": b"no xml"}))[0] == "broken_docx"
    assert refuse(data[: len(data) // 2])[0] == "broken_docx"


def specimen(make_docx: MakeDocx) -> bytes:
    body = paragraph(run("一、总体情况")) + paragraph(run("全年公开12条。") + field("PAGE", run("3")))
    body += table(row(cell("项目", '<w:vMerge w:val="restart"/>'), "数量"), row(cell("", "<w:vMerge/>"), "7"))
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style>'
    numbering = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    return make_docx(body, styles=styles, numbering=numbering, footnotes="")


def mutate(data: bytes, random: Random) -> bytes:
    """The bytes with one cut, doubled or replaced."""
    offset = random.randrange(len(data))
    return data[:offset] + random.choice([b"", data[offset : offset + 1] * 2, random.randbytes(1)]) + data[offset + 1 :]


@pytest.mark.parametrize("stored", [False, True])
def test_no_byte_raises_anything_but_a_refusal(make_docx: MakeDocx, stored: bool) -> None:  # noqa: FBT001
    """Of the archive, where a sum mostly tells, and of its XML, where none does."""
    data, random = specimen(make_docx), Random(4)  # noqa: S311 - the same bytes on every run
    with ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    read = 0
    for _ in range(MUTATIONS):
        name = random.choice(sorted(members))
        changed = repack(data, {name: mutate(members[name], random)}) if stored else mutate(data, random)
        with suppress(UnreadableError):
            read += bool(read_page(Source("a.docx", changed)).blocks)
    assert 0 < read < MUTATIONS


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12)


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=2, max_size=6))
@settings(max_examples=40)
def test_a_table_is_read_back_cell_for_cell(cells: list[list[str]]) -> None:
    document = docx.Document()
    made = document.add_table(rows=len(cells), cols=3)
    for number, line in enumerate(cells):
        for column, words in enumerate(line):
            made.cell(number, column).text = words
    out = BytesIO()
    document.save(out)
    page = read_docx_or_nothing(out.getvalue())
    expected = [" ".join(words.split()) for line in cells for words in line]
    assert page == expected or not any(expected) or any("。" in words for words in expected)


def read_docx_or_nothing(data: bytes) -> list[str]:
    try:
        return [cell.text for grid in grids(data) for cell in grid.cells]
    except UnreadableError:
        return []
