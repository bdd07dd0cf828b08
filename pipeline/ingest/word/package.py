"""Opens the packages that Word writes, zip archives of XML parts, within limits that no report comes near."""

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
# The same names in the strict variant of the format (ISO/IEC 29500), which Word writes on request.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD.strip("{}").encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_PARTS = ("styles", "numbering", "footnotes", "endnotes")

_MEMBER_MARK = b"PK\x01\x02"
_CHUNK = 1 << 16
# Below so many bytes no ratio does harm.
_SMALL = 1 << 20
# What libxml2 says where elements nest deeper than 256, or a name or an entity grows too large.
_TOO_DEEP = 114
# What zipfile and zlib raise on damaged archives; of encrypted ones it is the RuntimeError.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, KeyError)


class PackageLimits(Struct, frozen=True):
    """How much of a file is read: a report has a hundredth of this, a file made to do harm has more.

    ``inflated`` counts the bytes of all parts that are read, ``ratio`` how often larger than its compressed form a
    part may be (of seven reports 3 to 5, of a table of 200,000 empty cells 246, of nothing but spaces 1,000; measured
    2026-11), ``marks`` the signs ``<``.
    """

    size: int = 200_000_000
    members: int = 10_000
    inflated: int = 50_000_000
    ratio: int = 500
    marks: int = 3_000_000
    seconds: float = 60.0


LIMITS = PackageLimits()


class Package(Struct, frozen=True):
    """The parts of a Word document that its text is made of; none where it has no such part."""

    main: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    title: str | None


def name_package(data: bytes, limits: PackageLimits = LIMITS) -> str | None:
    """What document a zip archive is: ``docx``, the name of a format that is not read, or none.

    Raises:
        UnreadableError: with the code ``broken_docx`` or ``too_large``.
    """
    try:
        names = set(_open_archive(data, limits).namelist())
    except UnreadableError as error:
        # The names of members stand in a damaged archive, too; one without any of Word's is no damaged report.
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
        raise UnreadableError(Problem("broken_docx", "The Word file has no document part."))
    folder, name = posixpath.split(main_name)
    targets = _read_targets(read(posixpath.join(folder, "_rels", f"{name}.rels")), folder)
    styles, numbering, footnotes, endnotes = (read(targets.get(part, f"word/{part}.xml")) for part in _PARTS)
    title = _read_title(read(top.get("core-properties")))
    return Package(main, styles, numbering, footnotes, endnotes, title)


def _open_archive(data: bytes, limits: PackageLimits) -> zipfile.ZipFile:
    if len(data) > limits.size:
        raise UnreadableError(Problem("too_large", f"The file has more than {limits.size // 10**6} MB."))
    # Counted before zipfile makes a value of each.
    if data.count(_MEMBER_MARK) > limits.members:
        message = f"The Word file is an archive of more than {limits.members} files."
        raise UnreadableError(Problem("too_large", message))
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _DAMAGE as error:
        message = f"The file is an archive, as Word files are, and is cut off or damaged: {_say(error)}."
        raise UnreadableError(Problem("broken_docx", message)) from error


def inflate(archive: zipfile.ZipFile, name: str, limits: PackageLimits, budget: list[int]) -> bytes:
    """The bytes of a part, counted as they come: what the archive says of their number may be false.

    ``budget`` is what is left of the bytes and of the marks of all parts, and is reduced.

    Raises:
        UnreadableError: with the code ``broken_docx`` or ``too_large``.
    """
    pieces: list[bytes] = []
    total = 0
    try:
        info = archive.getinfo(name)
        # zipfile inflates the other ways to compress without bound; Word uses none of them.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError(Problem("broken_docx", f"The part {name} is compressed in a way that Word is not."))
        with archive.open(info) as member:
            while piece := member.read(_CHUNK):
                pieces.append(piece)
                total += len(piece)
                if total > _SMALL and total > limits.ratio * info.compress_size:
                    message = f"The part {name} is more than {limits.ratio} times as large as its compressed form."
                    raise UnreadableError(Problem("too_large", message))
                if total > budget[0]:
                    message = f"The parts of the Word file have more than {limits.inflated // 10**6} MB of XML."
                    raise UnreadableError(Problem("too_large", message))
    except _DAMAGE as error:
        message = f"The part {name} of the Word file is damaged: {_say(error)}."
        raise UnreadableError(Problem("broken_docx", message)) from error
    data = b"".join(pieces)
    marks = data.count(b"<")
    if marks > budget[1]:
        message = f"The parts of the Word file have more than {limits.marks} marks of XML."
        raise UnreadableError(Problem("too_large", message))
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
            message = f"The part {name} nests elements more than 256 deep."
            raise UnreadableError(Problem("too_large", message)) from error
        message = f"The part {name} of the Word file is no XML: {_say(error)}."
        raise UnreadableError(Problem("broken_docx", message)) from error
    document: Any = root.getroottree().docinfo  # of which the stubs know half
    if document.doctype:
        message = f"The part {name} declares a document type, which no part of a Word file does."
        raise UnreadableError(Problem("broken_docx", message))
    return root


def _read_targets(relations: etree._Element | None, folder: str) -> dict[str, str]:
    """The parts that relations name, by the last word of their type."""
    targets: dict[str, str] = {}
    for relation in () if relations is None else relations:
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if target and relation.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            targets.setdefault(kind.rpartition("/")[2], path)
    return targets


def _read_title(core: etree._Element | None) -> str | None:
    """The title among the properties of a document."""
    title = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}title")
    return title.text if title is not None else None


def _say(error: Exception) -> str:
    """What an error says, on one line and in brackets of reason."""
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
