"""Keeps a mark for a small picture within a number or in place of one: a reader sees a digit there.

Without the mark, 1, a picture of 2, and 3条 would become 13条. Marked numbers are reported as unread.
"""

import regex

from pipeline.characters import PICTURED
from pipeline.values import Unit, find_unit

# The digits before a mark are read from where they begin: a text of digits and one mark costs its length.
_MARKED_RE = regex.compile(
    rf"(?:(?<![\d０-９.,，．%％])(?P<digits>[\d０-９.,，．%％]++))?+(?P<marks>{PICTURED}[\s{PICTURED}]*+)(?P<rest>[\d０-９.,，．{PICTURED}]*+)"
)
_CELL_RE = regex.compile(rf"[\d０-９.,，．%％\s{PICTURED}]++")
_SHARE_RE = regex.compile(r"\s?[%％‰]")


def keep_digits(words: str) -> str:
    """Keeps the marks that may stand for digits and removes those of symbols and icons.

    Marks at the beginning and end of words are icons; within them, a mark before a unit is a number or part of one.

    >>> [
    ...     keep_digits(words.replace("*", PICTURED)).replace(PICTURED, "*")
    ...     for words in ("公开1*3条", "申请*件", "占9*%。")
    ... ]
    ['公开1*3条', '申请*件', '占9*%。']
    >>> [keep_digits(words.replace("*", PICTURED)) for words in ("*2023年公开3条。*", "详见*附件", "**")]
    ['2023年公开3条。', '详见附件', '']
    """
    if PICTURED not in words:
        return words
    return _MARKED_RE.sub(lambda match: match[0] if _is_number(match, words) else _drop(match), words)


def mark_cell(words: str) -> str:
    """The words of a cell, with its marks if it contains nothing else but digits.

    >>> [mark_cell(words.replace("*", PICTURED)).replace(PICTURED, "*") for words in ("1*", "*", "* 规章", "共*件")]
    ['1*', '*', ' 规章', '共*件']
    """
    if PICTURED not in words:
        return words
    return words if _CELL_RE.fullmatch(words) else keep_digits(words)


def _is_number(match: "regex.Match[str]", words: str) -> bool:
    """Whether a mark is part of a number: it is within words and next to a unit or digits."""
    if (match["digits"] or "")[-1:].isdecimal() and match["rest"][:1].isdecimal():
        return True
    if not words[: match.start()].strip():
        return False
    found = find_unit(words, match.end())
    return _SHARE_RE.match(words, match.end()) is not None or (found is not None and isinstance(found[0], Unit))


def _drop(match: "regex.Match[str]") -> str:
    space = " " if match["marks"].strip(PICTURED) else ""
    return (match["digits"] or "") + space + match["rest"].replace(PICTURED, "")
