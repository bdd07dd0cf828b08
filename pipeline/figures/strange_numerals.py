"""Finds numbers that are written in ways that are not read: ③件, Ⅳ件, 3½件, ××件, 二十又三件, 答复-2件.

Neither such a number nor a part of it may be read, and none may be lost silently, so each is a problem. A sign that
numbers a list (①条例, 包括①个人信息) has no classifier after it.
"""

from collections.abc import Iterator

import regex

from pipeline.characters import HAN
from pipeline.figures.quantity import COUNTED
from pipeline.language import cut_words
from pipeline.model import Kind, Problem, Text
from pipeline.text import in_region
from pipeline.values import DIGITS, Unit, find_numeral, find_unit, nouns

_DIGITS, _PLACES = "".join(DIGITS), "十百千万亿萬億拾佰仟"
# Patterns begin with the sign that they look for, so that a search skips to it; the digits before it are added then.
# Circled and bracketed numbers, fractions, numerals of other scripts (Unicode's categories No and Nl without 〇, which
# is a zero, and raised digits, which are powers or marks of notes).
_SIGNED_RE = regex.compile(r"(?![〇\u2160-\u2188⁰-⁹¹²³])[\p{No}\p{Nl}][\p{No}\p{Nl}\d]*+")
# Roman numerals also number sorts and stages (Ⅱ类, Ⅲ期), so that only what things and people are counted by tells.
_ROMAN_RE = regex.compile(r"[IVXLC\u2160-\u2188]++(?![A-Za-z\d])")
# A form that nobody filled in.
_UNFILLED_RE = regex.compile(r"[Xx×*_○□△●■]{2,}+|[X×*_]")
# 二十又三, 一百有五: 23, or 20 and three more.
_JOINED_RE = regex.compile(rf"[又有](?<=[{_PLACES}].)(?:[{_DIGITS}]|(?<=又)\d)[\d{_DIGITS}{_PLACES}]*+")
# No count is negative: the sign may be a dash, or the number a misprint. Between two numbers it is a dash.
_SIGN_RE = regex.compile(rf"[-−](?<=(?![{_DIGITS}{_PLACES}年月日号期届第])[{HAN}].)\d[\d,.]*+[万亿]*+")
# What may belong to a number before its first strange sign, and what must then stand before the number.
_SIGNED_BEFORE_RE = regex.compile(rf"(?<=[{HAN}、:]\ ?)(?<!第)[\d.]*+$")
_JOINED_BEFORE_RE = regex.compile(rf"[\d.,{_DIGITS}{_PLACES}]++$")
_BEFORE = {_SIGN_RE: regex.compile("$"), _JOINED_RE: _JOINED_BEFORE_RE}
_ANY = (_SIGNED_RE, _ROMAN_RE, _UNFILLED_RE, _JOINED_RE, _SIGN_RE)
# The most characters of a numeral.
LONGEST = 24
# The characters that show whether a classifier begins a longer word.
_WORD = 6


def find_strange(text: Text) -> Iterator[Problem]:
    """A problem for each number in the prose of a text that nobody can read with certainty.

    >>> plain = "收到申请③件,包括①个人信息,Ⅱ类2件"
    >>> [plain[one.start : one.end] for one in find_strange(Text(plain, plain))]
    ['③']
    """
    plain = text.plain
    for pattern in _ANY:
        behind = _BEFORE.get(pattern, _SIGNED_BEFORE_RE)
        for match in pattern.finditer(plain):
            if not _is_counted(plain, match.end(), things=pattern is _ROMAN_RE) or in_region(text, match.start()):
                continue
            if pattern is _SIGN_RE and _is_read(plain, *match.span()):
                continue
            if before := behind.search(plain, max(0, match.start() - LONGEST), match.start()):
                yield Problem("unread_number.doubtful", before.start(), match.end())


def _is_read(plain: str, start: int, end: int) -> bool:
    """Whether a minus is read as one (增幅-3件)."""
    numeral = find_numeral(plain, start, end)
    return numeral is not None and numeral.start == start


def _is_counted(plain: str, end: int, *, things: bool) -> bool:
    """Whether a number is followed by a classifier that does not begin a longer word; of ``things``, or of people."""
    at = end + (plain[end : end + 1] == " ")
    found = find_unit(plain, at)
    if found is None or not isinstance(found[0], Unit) or found[0].kind not in COUNTED:
        return False
    unit = found[0]
    if things and not (unit.kind is Kind.PERSON_COUNT or unit.unit in (*nouns().things, *nouns().pieces)):
        return False
    words = cut_words(plain, at, at + _WORD)
    return not words or words[0].end <= found[1]
