"""Decides from two lines alone whether the first breaks off within a sentence."""

import regex

from pipeline.characters import to_plain
from pipeline.values import find_unit

ENDED_RE = regex.compile(r"[。！？!?…] [”’』」）)》\"]* $", regex.VERBOSE)
PAGE_NUMBER_RE = regex.compile(r"\s*[—―–－-]{1,2}\s*[0-9０-９]{1,3}\s*[—―–－-]{1,2}\s*")
# The name of the group is the kind of the marker.
MARKER_RE = regex.compile(
    r"""
    \s* (?:
        (?P<chinese> [一二三四五六七八九十]{1,3} [、.．] )                    # 一、
      | (?P<comma> [一二三四五六七八九十]{1,3} ， )
      | (?P<bracketed>                                                      # （一）, but not 第二十条第 / （一）项
            [（(] [一二三四五六七八九十]{1,3} [）)] (?! \s? [项款条] (?! [目例件] ) ) | [㈠-㈩] )
      | (?P<circled> [①-⑳] )
      | (?P<arabic> \d{1,2} (?: 、 | [.．] (?!\d) ) )                        # 1、 1. but not 1.5
      | (?P<round> [（(] \d{1,2} [）)] )
      | (?P<chapter> 第 [一二三四五六七八九十]{1,3} [章节部] )
      | (?P<annex> 附件 | 附表 | 注 \s? [：:] )
      | (?P<mark> [#|] | [*+>-] \s | —— | [●•◆■] )
    )
    """,
    regex.VERBOSE,
)

# Characters that begin a line, and that end one, only if it was wrapped.
_CLOSERS = "，。、；：！？）》”’】」』〕％%,;)"
_OPENERS = "，、（《“‘【「『〔("
_BRACKETS = {"（": "）", "《": "》", "“": "”", "(": ")"}
# A bracket that opens in a line closes within so many characters of the next.
NEAREST_CLOSER = 40

_HYPHEN_RE = regex.compile(r"[\dA-Za-z][-–—~～][\dA-Za-z]$")
# A number, but not the end of a date or of a time.
_NUMBER_END_RE = regex.compile(r"(?<![\d.:：/-])\d[\d.,]*$")
_LATIN_RE = regex.compile(r"[A-Za-z]")
_PROSE_RE = regex.compile(r"[，。；]")


def is_cut(line: str, follower: str) -> bool:
    """Whether a line clearly continues in the next one, whatever their widths.

    >>> is_cut("其中，市级办结47", "件，县级办结12件。"), is_cut("编制《政府信息", "公开指南》")
    (True, True)
    >>> is_cut("规章 12", "件数"), is_cut("包括，", "一、概况"), is_cut("加强领导", "我局公开信息3条。")
    (False, False, False)
    """
    line, follower = line.strip(), follower.strip()
    if not line or not follower or _is_row(line) or _is_row(follower):
        return False
    if follower[0] in _CLOSERS:
        return follower[0] not in "%％" or line[-1].isdigit()
    if MARKER_RE.match(follower) or ENDED_RE.search(line):
        return False
    hyphened = _HYPHEN_RE.search(line + follower[0]) is not None
    return line[-1] in _OPENERS or hyphened or _is_open(line, follower) or _parts_unit(line, follower)


def glue(before: str, after: str) -> str:
    """The separator for joining two lines: a space between Latin words, nothing between ideographs and digits.

    >>> glue("open", "data"), glue("共12", "34件")
    (' ', '')
    """
    return " " if _LATIN_RE.match(before[-1:]) and _LATIN_RE.match(after) else ""


def splits_row(line: str, follower: str) -> bool:
    """Whether a row between bars clearly continues in the next line.

    >>> splits_row("| 规章 | 1", "2 |"), splits_row("| 规章 |", "12 |"), splits_row("| 规章 |", "| 12 |")
    (True, True, False)
    """
    line, follower = line.strip(), follower.strip()
    return line.startswith("|") and (not line.endswith("|") or ("|" in follower and follower[0] != "|"))


def _is_open(line: str, follower: str) -> bool:
    """Whether a bracket or a quotation opens in a line and closes in the next."""
    opened: list[str] = []
    for sign in line:
        if sign in _BRACKETS:
            opened.append(_BRACKETS[sign])
        elif opened and sign == opened[-1]:
            opened.pop()
    return bool(opened) and opened[-1] in follower[:NEAREST_CLOSER]


def _parts_unit(line: str, follower: str) -> bool:
    """Whether prose ends with a number, and the next line is its unit or begins with the unit and a sign."""
    if not _PROSE_RE.search(line) or not _NUMBER_END_RE.search(line):
        return False
    found = find_unit(to_plain(follower), 0)
    return found is not None and not follower[found[1] : found[1] + 1].isalnum()


def _is_row(line: str) -> bool:
    return line[0] in "|#" or "\t" in line
