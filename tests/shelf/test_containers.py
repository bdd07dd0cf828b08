"""What people and crawlers pack, told by its content and read member by member; its faults, in their places."""

import gzip
import os
import struct
import tarfile
import zipfile
import zlib
from io import BufferedReader, BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.shelf.kinds import detect_kind
from pipeline.shelf.members import HEAD, Fault, Member, Terms
from pipeline.shelf.walk import open_container
from tests.containers import PACKERS, SITE, pack_mhtml, pack_tar, pack_tgz, pack_warc, pack_warc_gz, pack_zip

LIMITS = Terms(max_bytes=100_000)
PAGES = {"2023/a.html": "<p>某县年报</p>".encode(), "b.txt": "某县年报".encode("gb18030")}


def read(data: bytes, name: str = "a", limits: Terms = LIMITS) -> list[Member | Fault]:
    kind = detect_kind(data[:HEAD], BytesIO(data))
    assert kind
    return list(open_container(BufferedReader(BytesIO(data), HEAD), kind, name, len(data), limits))


def told(data: bytes, name: str = "a", limits: Terms = LIMITS) -> dict[str, str]:
    """The code of each fault, ``""`` of a member."""
    return {one.name: one.problem.code if isinstance(one, Fault) else "" for one in read(data, name, limits)}


def members(data: bytes, name: str = "a") -> dict[str, bytes]:
    return {one.name: one.data for one in read(data, name) if isinstance(one, Member)}


@pytest.mark.parametrize("suffix", PACKERS)
def test_the_bytes_of_a_member_are_those_that_were_packed(suffix: str) -> None:
    assert list(members(PACKERS[suffix](PAGES)).values()) == list(PAGES.values())


def test_members_are_called_by_their_path() -> None:
    assert list(members(pack_zip(PAGES))) == ["!/2023/a.html", "!/b.txt"]
    assert list(members(pack_tgz(PAGES), "a.tar.gz")) == ["!/2023/a.html", "!/b.txt"]
    assert list(members(pack_zip({"inner.tgz": pack_tgz(PAGES)}))) == [
        "!/inner.tgz!/2023/a.html",
        "!/inner.tgz!/b.txt",
    ]
    assert list(members(gzip.compress(PAGES["b.txt"]), "页面.html.gz")) == ["!/页面.html"]
    [page] = (one for one in read(pack_mhtml("zwgk/年报.html", b"<p>3</p>")) if isinstance(one, Member))
    assert (page.name, page.member, page.within) == ("!/年报.html", "年报.html", "")
    assert page.facts == (("url", f"{SITE}zwgk/{quote('年报.html')}"), ("retrieved", "2023-02-01T08:30:00"))


def test_a_member_knows_the_container_it_lies_in() -> None:
    [one, _] = read(pack_zip({"2023.zip": pack_zip(PAGES)}))
    assert isinstance(one, Member)
    assert (one.within, one.member, one.named) == ("!/2023.zip", "2023/a.html", "2023/a.html")


def test_names_are_chinese_in_whatever_way_they_are_written() -> None:
    """By the mark of UTF-8, as Chinese Windows writes them, and in a field of their own."""
    assert list(members(pack_zip({"报告/年报.txt": b"3"}))) == ["!/报告/年报.txt"]
    assert list(members(pack_tar({"报告/年报.txt": b"3"}))) == ["!/报告/年报.txt"]
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("AAAA.txt", b"3")
        raw = b"BBBB.txt"
        said = "年报.txt".encode()
        extra = struct.pack("<HHBL", 0x7075, 5 + len(said), 1, zlib.crc32(raw)) + said
        info = zipfile.ZipInfo("BBBB.txt")
        info.extra = extra
        archive.writestr(info, b"4")
    packed = made.getvalue().replace(b"AAAA", "公报".encode("gb18030"))
    assert members(packed) == {"!/公报.txt": b"3", "!/年报.txt": b"4"}


def test_what_programs_leave_is_left_aside() -> None:
    packed = pack_zip({**PAGES, "__MACOSX/._a.html": b"x", ".DS_Store": b"x", "~$a.docx": b"x", "empty/": b""})
    assert list(told(packed)) == ["!/2023/a.html", "!/b.txt"]


@pytest.mark.parametrize("name", ["../a.html", "2023/../../a.html", "/etc/a.html", "C:\\a.html", "\\\\server\\a.html"])
@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
def test_a_name_that_leads_outside_is_a_fault_and_costs_no_other(pack: object, name: str) -> None:
    found = told((pack_zip if pack is pack_zip else pack_tar)({name: b"3", **PAGES}))
    if pack is pack_tar and name.startswith(("/", "\\")):
        return  # the packer writes ./ before it
    assert list(found.values()) == ["unsafe_member", "", ""]


def test_links_and_devices_are_faults() -> None:
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, kind in (("loop", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "loop"
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = 1
        archive.addfile(info, BytesIO(b"3"))
    assert list(told(made.getvalue()).values()) == ["unsafe_member"] * 3 + [""]


def test_an_encrypted_member_is_a_fault_and_costs_no_other() -> None:
    packed = bytearray(pack_zip(PAGES))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert told(bytes(packed)) == {"!/2023/a.html": "encrypted_member", "!/b.txt": ""}


def test_a_damaged_member_is_a_fault_and_costs_no_other() -> None:
    packed = bytearray(pack_zip({"a.txt": os.urandom(5000), **PAGES}))
    packed[1000] ^= 1
    assert list(told(bytes(packed)).values()) == ["broken_container", "", ""]


@pytest.mark.parametrize("pack", [pack_tar, pack_tgz, pack_warc, pack_warc_gz])
@pytest.mark.parametrize("kept", [0.3, 0.55, 0.8, 0.9])
def test_what_stands_before_a_broken_tail_is_read(pack: object, kept: float) -> None:
    pages = {f"{number}.html": os.urandom(3000) for number in range(8)}
    whole = PACKERS[{pack_tar: ".tar", pack_tgz: ".tar.gz", pack_warc: ".warc", pack_warc_gz: ".warc.gz"}[pack]](pages)  # type: ignore[index]
    found = read(whole[: int(len(whole) * kept)])
    good = [one for one in found if isinstance(one, Member)]
    assert {one.problem.code for one in found if isinstance(one, Fault)} == {"broken_container"}
    assert len(good) >= int(kept * 8) - 4
    assert [one.data for one in good] == list(pages.values())[: len(good)]


def test_a_zip_archive_without_its_end_is_a_fault() -> None:
    assert told(pack_zip(PAGES)[:-30]) == {"": "broken_container"}


def test_a_cut_message_is_read_and_told() -> None:
    data = pack_mhtml("a.html", "<p>某县年报</p>".encode())
    assert told(data[:-8]) == {"": "broken_container", "!/a.html": ""}


@pytest.mark.parametrize("pack", [pack_zip, pack_tgz])
def test_a_bomb_ends_within_the_limits(pack: object) -> None:
    made = (pack_zip if pack is pack_zip else pack_tgz)({**PAGES, "bomb.txt": bytes(50_000_000)})
    found = told(made)
    assert set(found.values()) in ({"", "container_limit"}, {"", "too_large"})
    small = Terms(max_bytes=10_000_000, inflated=20_000_000, ratio=1)
    many = PACKERS[".tar.gz"]({**PAGES, **{f"{number}.txt": bytes(9_000_000) for number in range(9)}})
    assert list(told(many, limits=small).values())[-1] == "container_limit"


def test_archives_within_each_other_end_at_a_depth() -> None:
    data = pack_zip(PAGES)
    for depth in range(9):
        data = pack_zip({f"{depth}.zip": data})
    assert list(told(data).values()) == ["container_limit"]
    loop = gzip.compress(b"3")
    for _ in range(9):
        loop = gzip.compress(loop)
    assert list(told(loop).values()) == ["container_limit"]


def test_more_members_than_the_limit_are_told_and_not_read() -> None:
    few = Terms(max_bytes=1000, members=3)
    for pack in (pack_zip, pack_tar, pack_warc):
        found = list(told(pack({f"{number}.html": b"3" for number in range(5)}), limits=few).values())
        assert found == ["", "", "", "container_limit"]


def test_a_directory_of_millions_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.shelf.zip.MOST_DIRECTORY", 200)
    assert told(pack_zip({f"{number}.html": b"3" for number in range(5)})) == {"": "container_limit"}


def test_two_members_of_one_name_have_two_names() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", b"3")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"4")
    assert list(told(made.getvalue())) == ["!/a.txt", "!/a.txt~2"]


def test_an_empty_container_says_so() -> None:
    for data in (pack_zip({}) + b"", pack_tar({}), pack_warc({})):
        if detect_kind(data[:HEAD], BytesIO(data)):
            assert list(told(data).values()) == ["no_documents"]


def test_word_documents_are_no_containers(raw: Path) -> None:
    for file in raw.iterdir():
        data = file.read_bytes()
        assert detect_kind(data[:HEAD], BytesIO(data)) is None
    packed = pack_zip({file.name: file.read_bytes() for file in sorted(raw.iterdir())})
    assert list(members(packed)) == [f"!/{file.name}" for file in sorted(raw.iterdir())]
