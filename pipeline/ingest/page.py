"""Reads a file into a page: detects the format from the content, then from the suffix, and calls its reader."""

import re
from pathlib import PurePosixPath

from msgspec.structs import replace

from pipeline.characters import BROKEN, UnreadableError, clean, decode
from pipeline.collector import without_collector
from pipeline.i18n import Message
from pipeline.ingest.garbled import check_garbled
from pipeline.ingest.html import read_html
from pipeline.ingest.ole import is_compound, name_compound
from pipeline.ingest.plain import read_markdown, read_plaintext
from pipeline.ingest.readings import drop_readings
from pipeline.ingest.signatures import SAMPLE, is_mime, is_package, is_pdf, is_rtf, is_warc
from pipeline.ingest.spaced_digits import close_digits
from pipeline.model import Format, Page, Problem, Source

HTML_SUFFIXES = frozenset((".html", ".htm", ".shtml", ".xhtml", ".mht", ".jsp", ".asp", ".aspx", ".php"))
MARKDOWN_SUFFIXES = frozenset((".md", ".markdown"))

# A yearbook has some thousand cells. Each takes about a kilobyte until it is a row.
MOST_CELLS = 200_000
# What separates the cells of a text. Each cell would become a value before any could be counted.
MOST_SEPARATORS = 1_000_000

_DOCUMENT_RE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAG_RE = re.compile(
    r"</?(?:p|div|span|table|tr|td|br|b|strong|a|h[1-6]|ul|li|font|html|body)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_CLOSING_RE = re.compile(r"</(?:p|div|span|table|td|body|html|font|li|h[1-6])\s*>", re.IGNORECASE)
_PIPE_TABLE_RE = re.compile(r"^\|[^\n]*\|[ \t]*\n\|[ \t]*:?-{3,}", re.MULTILINE)


def read_page(source: Source) -> Page:
    """The page of a file.

    >>> read_page(Source("a.txt", "<p>一、概述</p><p>公开3条</p>".encode("gbk"))).format.value
    'html'

    Raises:
        UnreadableError: with the codes of ``encoding.decode``, ``pdf.read_pdf`` and ``read_word``, with ``no_text``
            if a page has no text of its own, or with ``garbled_text``.
    """
    with without_collector():
        return _read_page(source)


def _read_page(source: Source) -> Page:
    page = _read_by_content(source)
    cells = sum(len(block.grid.cells) for block in page.blocks if block.grid)
    if cells > MOST_CELLS:
        raise UnreadableError(Problem("too_large.cells", cells=MOST_CELLS))
    check_garbled(page.blocks)
    grids = iter(close_digits([block.grid for block in page.blocks if block.grid]))
    return replace(page, blocks=tuple(replace(b, grid=next(grids)) if b.grid else b for b in page.blocks))


def _read_by_content(source: Source) -> Page:
    if is_pdf(source.data):
        from pipeline.ingest.pdf import read_pdf  # noqa: PLC0415 - see load_readers

        return read_pdf(source.data)
    if is_warc(source.data):
        raise UnreadableError(Problem("archive", kind=Message("warc_archive")))
    if is_mime(source.data):
        raise UnreadableError(Problem("unsupported_format", kind=Message("saved_message")))
    return read_word(source) or _read_characters(source)


def load_readers() -> None:
    """Imports the PDF and Word readers. A run does so once; elsewhere they are imported late (0.17 s)."""
    import pipeline.ingest.pdf  # noqa: PLC0415
    import pipeline.ingest.word  # noqa: F401, PLC0415


def _read_characters(source: Source) -> Page:
    decoded, encoding = decode(source.data)
    text = drop_readings(clean(decoded))
    if text.count("\t") + text.count("|") > MOST_SEPARATORS:
        raise UnreadableError(Problem("too_large.separators", separators=MOST_SEPARATORS))
    suffix = PurePosixPath(source.path).suffix.lower()
    if is_html(text, suffix):
        page = read_html(text)
    elif suffix in MARKDOWN_SUFFIXES or _PIPE_TABLE_RE.search(text):
        page = read_markdown(text)
    else:
        page = read_plaintext(text)
    if not any(block.text or block.grid for block in page.blocks):
        raise UnreadableError(Problem("no_text"))
    broken = decoded.count(BROKEN)
    problems = (Problem("broken_characters.encoding", count=broken, encoding=encoding),) if broken else ()
    return replace(page, encoding=encoding, problems=page.problems + problems)


def read_word(source: Source) -> Page | None:
    """The page of a Word, WPS or Rich Text document; ``None`` if the file is not an office document.

    Raises:
        UnreadableError: with ``unsupported_format`` for the other documents of these programs, ``encrypted_docx``, or
            the codes of ``word.read_docx`` and ``word.convert_to_docx``.
    """
    data = source.data
    if not (is_package(data) or is_compound(data) or is_rtf(data)):
        return None
    from pipeline.ingest.word import convert_to_docx, name_package, read_docx  # noqa: PLC0415 - see load_readers

    if is_package(data):
        kind = name_package(data)
        if kind == "docx":
            return read_docx(data)
    elif is_compound(data):
        kind = name_compound(data) or "office_unknown"
        if kind == "encrypted":
            raise UnreadableError(Problem("encrypted_docx"))
        if kind == "doc":
            return replace(read_docx(convert_to_docx(data, ".doc")), format=Format.DOC)
    else:
        return replace(read_docx(convert_to_docx(data, ".rtf")), format=Format.DOC)
    if kind is None:
        return None
    raise UnreadableError(Problem("unsupported_format", kind=Message(kind)))


def is_html(text: str, suffix: str) -> bool:
    """Whether a text is HTML: by its first tag, by several tags, or by one tag and the suffix.

    >>> is_html("<html><p>概述", ".txt"), is_html("《实施<条例>办法》", ".html"), is_html("a<br>b", ".htm")
    (True, False, True)
    """
    sample = text[:SAMPLE]
    if _DOCUMENT_RE.match(sample):
        return True
    if suffix in HTML_SUFFIXES:
        return _TAG_RE.search(text) is not None
    return len(_CLOSING_RE.findall(sample)) > 1 and len(_TAG_RE.findall(sample)) > 3
