"""Old Word, WPS and Rich Text documents are read through LibreOffice, and name it where it is missing."""

import os
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import psutil
import pytest

from pipeline.characters.encoding import UnreadableError
from pipeline.ingest.ole import MAGIC, name_compound
from pipeline.ingest.page import read_page
from pipeline.ingest.word.libreoffice import convert_to_docx, find_office
from pipeline.ingest.word.reader import read_docx
from pipeline.model import Format, Source

MakeDocx = Callable[..., bytes]

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not on this machine (make office)")

RTF = (
    r"{\rtf1\ansi\ansicpg936\uc0 "
    + "".join(rf"\u{ord(c)} " for c in "一、总体情况")
    + r"\par "
    + "".join(rf"\u{ord(c)} " for c in "全年公开信息")
    + r"{\revised 12}{\deleted 9}"
    + "".join(rf"\u{ord(c)} " for c in "条。")
    + r"\par}"
).encode()


def make_compound(*names: str) -> bytes:
    """A compound file of one sector each of table and directory, whose root holds streams of these names in a row."""
    size = 512

    def entry(name: str, kind: int, following: int, child: int) -> bytes:
        written = name.encode("utf-16-le")
        head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
        return (head + struct.pack("<III", 0xFFFFFFFF, following, child)).ljust(128, b"\0")

    entries = [entry("Root Entry", 5, 0xFFFFFFFF, 1)]
    for number, name in enumerate(names, start=1):
        entries.append(entry(name, 2, number + 1 if number < len(names) else 0xFFFFFFFF, 0xFFFFFFFF))
    directory = b"".join(entries)
    sectors = -(-len(directory) // size)
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    return header + table + directory.ljust(sectors * size, b"\0")


def refuse(path: str, data: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        read_page(Source(path, data))
    return caught.value.problem.code, caught.value.problem.message


@pytest.mark.parametrize(
    ("names", "code", "says"),
    [
        (("Workbook", "SummaryInformation"), "unsupported_format", "XLS"),
        (("PowerPoint Document",), "unsupported_format", "PPT"),
        (("EncryptionInfo", "EncryptedPackage"), "encrypted_docx", "password"),
        (("CONTENTS", "MatOST"), "unsupported_format", "Works"),
        (("a", "b", "c", "d", "e", "f", "Workbook"), "unsupported_format", "XLS"),
        (("Other",), "unsupported_format", "unknown"),
    ],
)
def test_compound_files_are_told_by_what_lies_at_their_root(names: tuple[str, ...], code: str, says: str) -> None:
    found = refuse("a.doc", make_compound(*names))
    assert found[0] == code
    assert says in found[1]


def test_words_inside_of_a_compound_file_tell_nothing() -> None:
    assert name_compound(make_compound("WordDocument")) == "doc"
    assert name_compound(make_compound("Other") + "WordDocument".encode("utf-16-le")) is None


def test_damaged_compound_files_end() -> None:
    data, random = make_compound("a", "b", "WordDocument"), Random(4)  # noqa: S311 - the same on every run
    for _ in range(500):
        offset = random.randrange(512 + 512 + 384)
        name_compound(data[:offset] + random.randbytes(4) + data[offset + 4 :])
        name_compound(data[:offset])
    circle = bytearray(data)
    circle[512 + 4 : 512 + 8] = struct.pack("<I", 1)  # the directory follows itself
    assert name_compound(bytes(circle)) == "doc"


def test_without_libreoffice_a_problem_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for path, data in (("a.rtf", RTF), ("a.doc", make_compound("WordDocument"))):
        code, message = refuse(path, data)
        assert code == "needs_libreoffice"
        assert "make office" in message


def test_a_program_that_does_not_end_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    child = tmp_path / "child"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {child}.new\nmv {child}.new {child}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(UnreadableError) as caught:
        convert_to_docx(RTF, ".rtf", clock=1.5)
    assert caught.value.problem.code == "too_slow"
    pid = int(child.read_text())
    for _ in range(50):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    pytest.fail("the child still runs")


def test_what_the_program_cannot_open_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert refuse("a.rtf", RTF)[0] == "broken_doc"


def write_program(folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """A program that stands for LibreOffice."""
    program = folder / "soffice"
    program.write_text("\n".join(("#!/bin/sh", *lines)) + "\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_what_the_program_computes_is_counted_and_not_what_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(tmp_path, monkeypatch, "sleep 2.5", "exit 1")
    with pytest.raises(UnreadableError) as caught:
        convert_to_docx(RTF, ".rtf", seconds=1)
    assert caught.value.problem.code == "broken_doc"
    write_program(tmp_path, monkeypatch, "while :; do :; done")
    with pytest.raises(UnreadableError) as caught:
        convert_to_docx(RTF, ".rtf", seconds=1)
    assert caught.value.problem.code == "too_slow"
    assert "seconds of CPU time" in caught.value.problem.message


@pytest.mark.parametrize("end", ["kill -KILL $$", "exit 139"])
def test_a_program_that_is_ended_says_nothing_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    half = 'for last; do :; done; while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; : >"$2/report.docx"'
    write_program(tmp_path, monkeypatch, half, end)
    assert refuse("a.rtf", RTF)[0] == "crashed"


@needs_office
def test_rich_text_is_read_with_its_insertions_and_without_its_deletions() -> None:
    page = read_page(Source("a.rtf", RTF))
    assert page.format is Format.DOC
    assert [block.text for block in page.blocks] == ["一、总体情况", "全年公开信息12条。"]


@needs_office
def test_an_old_document_is_read_like_the_new_one(make_docx: MakeDocx, tmp_path: Path) -> None:
    numbers = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in ((0, "%1、"), (1, "（%2）"))
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{numbers}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'

    def line(text: str, level: int | None = None) -> str:
        number = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return f"<w:p><w:pPr>{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>{line(t)}</w:tc>' for t in ("项目", "7"))
    grid = '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    table = f"<w:tbl>{grid}<w:tr>{cells}</w:tr></w:tbl>"
    changed = '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>增5条</w:t></w:r></w:ins>'
    changed += '<w:del w:id="2" w:author="a"><w:r><w:delText>删9条</w:delText></w:r></w:del></w:p>'
    body = line("总体情况", 0) + line("主动公开", 1) + changed + table + line("存在问题", 0)
    new = make_docx(body, numbering=numbering)
    (tmp_path / "a.docx").write_bytes(new)
    subprocess.run(
        [
            *(find_office() or "", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(tmp_path / "a.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    page = read_page(Source("a.doc", (tmp_path / "a.doc").read_bytes()))
    assert page.format is Format.DOC
    assert page.blocks == read_docx(new).blocks
    assert [block.text for block in page.blocks] == ["一、总体情况", "（一）主动公开", "增5条", "", "二、存在问题"]
