"""Makes a page of a file: tells what kind of file it is by its content, then by its suffix, and reads it so."""

import re
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.encoding import BROKEN, UnreadableError, clean, decode
from pipeline.html import read_html
from pipeline.markdown import read_markdown
from pipeline.model import Page, Problem, Source
from pipeline.pdf import read_pdf
from pipeline.plaintext import read_plaintext

HTML_SUFFIXES = frozenset((".html", ".htm", ".shtml", ".xhtml", ".mht", ".jsp", ".asp", ".aspx", ".php"))
MARKDOWN_SUFFIXES = frozenset((".md", ".markdown"))

# Menus and scripts can fill this much of a page before its first element of text.
SAMPLE = 20_000

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
        UnreadableError: with the codes of ``encoding.decode`` and ``pdf.read_pdf``, ``unsupported_format``, or
            ``no_text`` where a page has no text of its own.
    """
    if is_pdf(source.data):
        return read_pdf(source.data)
    format_name = unsupported_format(source)
    if format_name:
        message = f"{format_name} is read by a later version; until then, save the report as HTML or as text."
        raise UnreadableError(Problem("unsupported_format", message))
    decoded, encoding = decode(source.data)
    text = clean(decoded)
    suffix = PurePosixPath(source.path).suffix.lower()
    if is_html(text, suffix):
        page = read_html(text)
    elif suffix in MARKDOWN_SUFFIXES or _PIPE_TABLE_RE.search(text):
        page = read_markdown(text)
    else:
        page = read_plaintext(text)
    if not page.blocks:
        raise UnreadableError(Problem("no_text", "The file holds markup or scripts, but no text."))
    broken = decoded.count(BROKEN)
    message = f"{broken} places of the file are not {encoding}; they stand as U+FFFD in the text."
    problems = (Problem("broken_characters", message),) if broken else ()
    return replace(page, encoding=encoding, problems=page.problems + problems)


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF file: a few bytes may stand before its mark.

    >>> is_pdf(b"\\r\\n%PDF-1.7"), is_pdf("一、%PDF-1.7".encode())
    (True, False)
    """
    return data[:SAMPLE].lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-")


def unsupported_format(source: Source) -> str | None:
    """What a file is, if it is a document of a format that is not read yet.

    >>> unsupported_format(Source("report.txt", rb"{\\rtf1"))
    'A Rich Text document (RTF)'
    """
    data = source.data
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return "A Word document (DOCX)"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "An old Word or WPS document (DOC)"
    if data.startswith(b"{\\rtf"):
        return "A Rich Text document (RTF)"
    return None


def is_html(text: str, suffix: str) -> bool:
    """Whether a text is HTML: by its first tag, by several tags, by one where the suffix says so too.

    >>> is_html("<html><p>概述", ".txt"), is_html("《实施<条例>办法》", ".html"), is_html("a<br>b", ".htm")
    (True, False, True)
    """
    sample = text[:SAMPLE]
    if _DOCUMENT_RE.match(sample):
        return True
    if suffix in HTML_SUFFIXES:
        return _TAG_RE.search(text) is not None
    return len(_CLOSING_RE.findall(sample)) > 1 and len(_TAG_RE.findall(sample)) > 3
