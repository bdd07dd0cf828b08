"""Opens the packages that Word writes, zip archives of XML parts, within limits far above any report."""

import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from lxml import etree
from msgspec import Struct

from pipeline.characters import UnreadableError
from pipeline.ingest.signatures import name_members
from pipeline.model import Problem

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same namespaces in the strict variant of the format (ISO/IEC 29500), which Word writes on request.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD.strip("{}").encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_PARTS = ("styles", "numbering", "footnotes", "endnotes")

_MEMBER_MARK = b"PK\x01\x02"
_CHUNK = 1 << 16
# Below so many bytes any compression ratio is harmless.
_SMALL = 1 << 20
# The messages of libxml2 if elements nest deeper than 256, or a name or an entity is too large.
_TOO_DEEP = 114
# The errors of zipfile and zlib on damaged archives; RuntimeError is for encrypted ones.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, KeyError)


class PackageLimits(Struct, frozen=True, gc=False):
    """How much of a file is read: a report has a hundredth of this, a malicious file has more.

    ``inflated`` limits the bytes of all parts that are read, ``ratio`` how many times larger than its compressed form a
    part may be (3 to 5 in seven reports, 246 for a table of 200,000 empty cells, 1,000 for spaces only; measured
    2026-11), ``marks`` the number of ``<`` characters.
    """

    size: int = 200_000_000
    members: int = 10_000
    inflated: int = 50_000_000
    ratio: int = 500
    marks: int = 3_000_000
    seconds: float = 60.0


LIMITS = PackageLimits()


class Package(Struct, frozen=True, gc=False):
    """The parts of a Word document that contain its text; ``None`` for missing parts."""

    main: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    title: str | None


def name_package(data: bytes) -> str | None:
    """The format of a zip archive: ``docx``, the name of an unsupported format, or ``None``.

    Raises:
        UnreadableError: with the code ``broken_docx`` or ``too_large``.
    """
    try:
        names = set(_open_archive(data, LIMITS).namelist())
    except UnreadableError as error:
        # A damaged archive still contains the names of its members; without any of Word's it is not a report.
        if error.problem.code == "broken_docx" and b"word/" not in data:
            return None
        raise
    return name_members(names)


def open_package(data: bytes, limits: PackageLimits = LIMITS) -> Package:
    """The parts of a Word document.

    Raises:
        UnreadableError: with the code ``broken_docx`` or ``too_large``.
    """
    archive = _open_archive(data, limits)
    names = frozenset(archive.namelist())
    budget = [limits.inflated, limits.marks]

    def read(name: str | None) -> etree._Element | None:
        return parse(inflate(archive, name, limits, budget), name) if name in names and name else None

    top = _read_targets(read("_rels/.rels"), "")
    main_name = top.get("officeDocument", "word/document.xml")
    main = read(main_name)
    if main is None or main.tag != f"{WORD}document":
        raise UnreadableError(Problem("broken_docx.empty"))
    folder, name = posixpath.split(main_name)
    targets = _read_targets(read(posixpath.join(folder, "_rels", f"{name}.rels")), folder)
    styles, numbering, footnotes, endnotes = (read(targets.get(part, f"word/{part}.xml")) for part in _PARTS)
    title = _read_title(read(top.get("core-properties")))
    return Package(main, styles, numbering, footnotes, endnotes, title)


def _open_archive(data: bytes, limits: PackageLimits) -> zipfile.ZipFile:
    if len(data) > limits.size:
        raise UnreadableError(Problem("too_large.megabytes", size=limits.size // 10**6))
    # Counted before zipfile creates an object for each.
    if data.count(_MEMBER_MARK) > limits.members:
        raise UnreadableError(Problem("too_large.members", members=limits.members))
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise UnreadableError(Problem("broken_docx.archive", reason=_say(error))) from error


def inflate(archive: zipfile.ZipFile, name: str, limits: PackageLimits, budget: list[int]) -> bytes:
    """The bytes of a part, counted as they are read, since the size stated in the archive may be false.

    ``budget`` is the remaining number of bytes and of marks for all parts; it is reduced.

    Raises:
        UnreadableError: with the code ``broken_docx`` or ``too_large``.
    """
    pieces: list[bytes] = []
    total = 0
    try:
        info = archive.getinfo(name)
        # zipfile does not bound the other compression methods; Word uses none of them.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError(Problem("broken_docx.compression", name=name))
        with archive.open(info) as member:
            while piece := member.read(_CHUNK):
                pieces.append(piece)
                total += len(piece)
                if total > _SMALL and total > limits.ratio * info.compress_size:
                    raise UnreadableError(Problem("too_large.ratio", name=name, ratio=limits.ratio))
                if total > budget[0]:
                    raise UnreadableError(Problem("too_large.xml", size=limits.inflated // 10**6))
    except _DAMAGE as error:
        raise UnreadableError(Problem("broken_docx.part", name=name, reason=_say(error))) from error
    data = b"".join(pieces)
    marks = data.count(b"<")
    if marks > budget[1]:
        raise UnreadableError(Problem("too_large.marks", marks=limits.marks))
    budget[:] = budget[0] - total, budget[1] - marks
    return data


def parse(data: bytes, name: str) -> etree._Element:
    """The root of an XML part: no entity is resolved, nothing is fetched, and a declared document type is refused.

    Raises:
        UnreadableError: with the code ``broken_docx`` or ``too_large``.
    """
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == _TOO_DEEP:
            raise UnreadableError(Problem("too_large.elements", name=name)) from error
        raise UnreadableError(Problem("broken_docx.xml", name=name, reason=_say(error))) from error
    document: Any = root.getroottree().docinfo  # incomplete in the stubs
    if document.doctype:
        raise UnreadableError(Problem("broken_docx.doctype", name=name))
    return root


def _read_targets(relations: etree._Element | None, folder: str) -> dict[str, str]:
    """The paths of related parts, by the last word of the relation type."""
    targets: dict[str, str] = {}
    for relation in () if relations is None else relations:
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if target and relation.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            targets.setdefault(kind.rpartition("/")[2], path)
    return targets


def _read_title(core: etree._Element | None) -> str | None:
    """The title in the properties of a document."""
    title = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}title")
    return title.text if title is not None else None


def _say(error: Exception) -> str:
    """The message of an error, on one line of bounded length."""
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
