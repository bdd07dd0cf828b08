"""Decodes the bytes of a file, and drops characters that print nothing.

The bytes decide, not the page's own declaration: first a byte order mark, then UTF-8 (a few broken bytes do not make it
another encoding), then UTF-16 without a mark, then a statistical choice between GB18030 and Big5. The choice, its order
and its threshold were measured on samples of all of them (2025).
"""

import codecs
import re

from pipeline.characters.gb2312 import encode_simplified
from pipeline.i18n import Message
from pipeline.model import Problem

# First bytes of files that are not text. Formats read in other ways, now or later, are in ingest/page.py.
MAGIC = {
    b"\x89PNG": Message("png_picture"),
    b"\xff\xd8\xff": Message("jpeg_picture"),
    b"GIF8": Message("gif_picture"),
    b"%PDF-": Message("pdf_document"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Message("old_office_document"),
    b"\x7fELF": Message("executable"),
    b"PAR1": Message("parquet_table"),
    b"SQLite format 3": Message("sqlite_database"),
}
# Archives, by an offset and the bytes there.
ARCHIVES = {
    (0, b"PK\x03\x04"): Message("zip_archive"),
    (0, b"Rar!"): Message("rar_archive"),
    (0, b"7z\xbc\xaf"): Message("seven_zip_archive"),
    (0, b"\x1f\x8b"): Message("gzip_archive"),
    (257, b"ustar"): Message("tar_archive"),
}
# UTF-32 before UTF-16, since its mark begins with that of UTF-16.
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
BROKEN = "\N{REPLACEMENT CHARACTER}"
# Stands for a picture among words.
PICTURED = "\N{OBJECT REPLACEMENT CHARACTER}"
# The share among characters outside ASCII: a GBK file read as UTF-8 breaks at half of them or more, a damaged UTF-8
# file at a few.
MOST_BROKEN = 0.1
# One byte in a thousand may be a stray NUL; a binary file has many.
MOST_NULS = 0.001
# Of random bytes read as GB18030, three characters in ten are in GB2312; of reports nearly all are, and of reports in
# traditional characters more than half.
LEAST_COMMON = 0.5
SAMPLE = 16384
# With fewer bytes outside ASCII than this, the statistics decide by chance; nearly every such file is GBK.
LEAST_EVIDENCE = 64

_NOT_ASCII_RE = re.compile(r"[^\x00-\x7f]")
_HIGH_RE = re.compile(rb"[\x80-\xff]")
_META_RE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]+)", re.IGNORECASE)
# The high bytes of 16-bit units in Chinese text: ASCII, punctuation, ideographs, full-width forms.
_WIDE_HIGH = frozenset((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)))
# Control characters except tab and line ends, the soft hyphen, zero-width and directional marks, variation selectors.
_UNPRINTED_RE = re.compile("[\x00-\x08\x0e-\x1b\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
# Lone surrogates, which a Python string may contain but a file may not.
_LONE_RE = re.compile("[\ud800-\udfff]")
# CR LF, CR CR LF as some crawlers write it, and the rarer line and page ends.
_NEWLINE_RE = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]+\n?")
# Any of these.
_UNCLEAN_RE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\x85\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ud800-\udfff\ufe00-\ufe0f\ufeff]"
)
# The control characters of ASCII but the line feed and the tab.
_CONTROLS = bytes((*range(9), *range(11, 32), 127))


class UnreadableError(Exception):
    """A file yields no document; ``problem`` gives the reason."""

    def __init__(self, problem: Problem) -> None:
        """Carries the problem to the caller."""
        super().__init__(problem.message)
        self.problem = problem


def decode(data: bytes) -> tuple[str, str]:
    """The characters of a file, and the name of its encoding.

    A byte without meaning in the encoding becomes U+FFFD.

    >>> decode("概述".encode("gb18030")), decode("概述".encode("utf-8-sig"))
    (('概述', 'gb18030'), ('概述', 'utf-8'))

    Raises:
        UnreadableError: with the code ``empty_file``, ``binary_file``, ``archive`` or ``unknown_encoding``.
    """
    if not data.strip(b"\0 \t\r\n" + codecs.BOM_UTF8):
        raise UnreadableError(Problem("empty_file"))
    for magic, kind in MAGIC.items():
        if data.startswith(magic):
            raise UnreadableError(Problem("binary_file", kind=kind))
    for (offset, magic), kind in ARCHIVES.items():
        if data.startswith(magic, offset):
            raise UnreadableError(Problem("archive", kind=kind))
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").replace("\0", BROKEN), encoding
    text = _read_utf8(data)
    if text is not None:
        return text, "utf-8"
    encoding = guess_encoding(data)
    return data.decode(encoding, "replace").replace("\0", BROKEN), encoding


def _read_utf8(data: bytes) -> str | None:
    """The text, if the bytes are UTF-8 with few errors."""
    if data.count(0) > MOST_NULS * len(data):
        return None
    text = data.decode("utf-8", "replace")
    broken = text.count(BROKEN)
    if broken and broken > MOST_BROKEN * len(_NOT_ASCII_RE.findall(text)):
        return None
    return text.replace("\0", BROKEN)


def guess_encoding(data: bytes) -> str:
    """The encoding of bytes that are not UTF-8 and have no mark.

    >>> guess_encoding("政府信息公开".encode("utf-16-be"))
    'utf-16-be'

    Raises:
        UnreadableError: with the code ``binary_file`` or ``unknown_encoding``.
    """
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        units = data[high : SAMPLE + high : 2]
        if sum(unit in _WIDE_HIGH for unit in units) > 0.95 * len(units) and _is_common(data[:SAMPLE], encoding):
            return encoding
    if data.count(0) > MOST_NULS * len(data):
        raise UnreadableError(Problem("binary_file.nul"))
    encoding = _likelier_encoding(data) or _declared_encoding(data)
    if not _is_common(data[:SAMPLE], encoding):
        raise UnreadableError(Problem("unknown_encoding"))
    return encoding


def _likelier_encoding(data: bytes) -> str | None:
    """GB18030 or Big5, whichever gives the better Chinese; ``None`` if undecided."""
    # A space or line end is never the second byte of a character, so a cut there splits none.
    cut = max(data.rfind(b"\n", 0, SAMPLE), data.rfind(b" ", 0, SAMPLE)) + 1 if len(data) > SAMPLE else 0
    sample = data[: cut or len(data)]
    if len(_HIGH_RE.findall(sample)) < LEAST_EVIDENCE:
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - who reads UTF-8 does not wait for it

    candidates = ["gb18030", "big5hkscs"]
    best = from_bytes(
        sample, cp_isolation=candidates, threshold=0.6, preemptive_behaviour=False, enable_fallback=False
    ).best()
    return best.encoding if best else None


def _declared_encoding(data: bytes) -> str:
    """Big5 if the page declares it, else GB18030, which includes GB2312 and GBK."""
    match = _META_RE.search(data[:SAMPLE])
    return "big5hkscs" if match and match[1].lower().startswith(b"big5") else "gb18030"


def _is_common(sample: bytes, encoding: str) -> bool:
    """Whether most characters outside ASCII are common in Chinese."""
    characters = "".join(_NOT_ASCII_RE.findall(sample.decode(encoding, "replace")))
    common = len(characters.encode("gb2312", "ignore")) // 2
    return not characters or common > LEAST_COMMON * len(characters)


def clean(text: str) -> str:
    r"""The text with every line end as ``\n`` and without unprintable characters; lone surrogates become U+FFFD.

    >>> clean("\ufeff总体\u200b情况\r\r\n")
    '总体情况\n'
    """
    text = text.replace("\r\n", "\n")
    if _is_clean(text) or not _UNCLEAN_RE.search(text):
        return text
    return _LONE_RE.sub(BROKEN, _UNPRINTED_RE.sub("", _NEWLINE_RE.sub("\n", text)))


def _is_clean(text: str) -> bool:
    """Whether a text has nothing to clean for certain: GB 2312 can encode it, and it has no control characters.

    Most texts are such, and encoding one takes a twentieth of the time of three replacements.
    """
    encoded = encode_simplified(text)
    return encoded is not None and len(encoded.translate(None, _CONTROLS)) == len(encoded)
