"""Finds the text of a page in a script that inserts it, as a string or within JSON.

Only a complete string is used: it is closed, nothing is appended to it, and it contains no placeholder.
"""

import json
from collections.abc import Iterator
from html import unescape

import regex
from selectolax.lexbor import LexborHTMLParser

# A text of a report is at least so long; shorter strings are labels.
LEAST_TEXT = 60
# Longer scripts are libraries.
LONGEST_SCRIPT = 5_000_000

_STRING_RE = regex.compile(
    r"""
    (?P<before> \+ \s*+ )?+
    (?: "(?P<double> (?: [^"\\\n] | \\. )*+ )" | '(?P<single> (?: [^'\\\n] | \\. )*+ )'
      | `(?P<back> (?: [^`\\] | \\. )*+ )` )
    (?P<behind> \s*+ \+ )?+
    """,
    regex.VERBOSE | regex.DOTALL,
)
_TAG_RE = regex.compile(r"<(?:p|div|span|table|br)\b", regex.IGNORECASE)
_ESCAPED_RE = regex.compile(r"&lt;(?:p|div|span|table|br)\b", regex.IGNORECASE)
_MARKUP_RE = regex.compile(r"<[^>]*+>")
_SENTENCE_RE = regex.compile(r"\p{Han}[^。<]{4,}+。")
_HOLE_RE = regex.compile(r"\$\{ | \{\{ | <%", regex.VERBOSE)


def is_bare(words: str) -> bool:
    """Whether the words of a body contain no sentence, and so no report.

    >>> is_bare("首页 正在加载"), is_bare("全年公开信息30条。")
    (True, False)
    """
    return _SENTENCE_RE.search(words) is None


def find_script_text(tree: LexborHTMLParser) -> str | None:
    """The longest complete text in a script, as HTML; ``None`` if there is none, or a longer one is incomplete.

    >>> words = "某局全年公开信息30条，" * 6 + "均按时。"
    >>> page = LexborHTMLParser(f'<script>var data = {{"id": 3, "content": "<p>{words}</p>"}};</script>')
    >>> find_script_text(page) == f"<p>{words}</p>"
    True
    >>> find_script_text(LexborHTMLParser(f"<script>var a = '<p>{words}' + end;</script>")) is None
    True
    """
    found = _all_strings(tree)
    text, whole = max(found, key=lambda string: len(string[0]), default=("", False))
    if not whole:
        return None
    if not _TAG_RE.search(text) and _ESCAPED_RE.search(text):
        text = unescape(text)
    return text if _TAG_RE.search(text) else "".join(f"<p>{line}</p>" for line in text.splitlines())


def holds_more(tree: LexborHTMLParser, text: str) -> bool:
    """Whether scripts contain sentences besides the text taken from them, which may belong to the same document.

    >>> page = LexborHTMLParser(f"<script>var a = '{'公开若干信息。' * 20}', b = '{'收到若干申请。' * 13}';</script>")
    >>> holds_more(page, "公开若干信息。" * 20)
    True
    """
    words = _squeeze(text)
    return any(_squeeze(other)[:LEAST_TEXT] not in words for other, _ in _all_strings(tree))


def _squeeze(text: str) -> str:
    return "".join(_MARKUP_RE.sub("", unescape(text)).split())


def _all_strings(tree: LexborHTMLParser) -> list[tuple[str, bool]]:
    return [string for node in tree.css("script") for string in _strings(node.text() or "")]


def _strings(script: str) -> Iterator[tuple[str, bool]]:
    """The strings of a script that contain sentences, each with whether it is complete."""
    if len(script) > LONGEST_SCRIPT:
        return
    for match in _STRING_RE.finditer(script):
        raw = next(group for group in match.group("double", "single", "back") if group is not None)
        if len(raw) < LEAST_TEXT:
            continue
        text = _read_string(raw)
        if _SENTENCE_RE.search(text):
            yield text, match["before"] is None and match["behind"] is None and not _HOLE_RE.search(text)


def _read_string(raw: str) -> str:
    r"""The value of a string of a script, with escapes resolved.

    >>> _read_string(r"\u003cp\u003e公开3条\/\'\n")
    "<p>公开3条/'\n"
    """
    plain = regex.sub(r"\\(['`])", r"\1", raw)
    plain = regex.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", plain)
    quoted = regex.sub(r'(?<!\\)((?:\\\\)*)"', r"\1\\\"", plain)
    try:
        read = json.loads(f'"{quoted}"', strict=False)
    except ValueError:
        return raw
    return str(read)
