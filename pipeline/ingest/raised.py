"""Tells the marks of notes from exponents among what a page raises above its line.

A mark (320¹条) is no digit of the number beside it and prints nothing; an exponent (m², 1.5×10⁶) stays, in the
characters of Unicode that are raised themselves.
"""

import regex

RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
# 1, [2], 注3, (4), ①, *: what a note is told by.
_NOTE_RE = regex.compile(r"[\[【〔(（]?\s*[注註]?\s*(?:\d{1,3}|[①-⑳*＊※†‡]+)\s*[\]】〕)）]?|[注註]")
_EXPONENT_RE = regex.compile(r"[-−]?\d{1,2}")
# What has exponents: units in letters, metres, and the powers of ten; 10 alone only where they are no small mark.
_POWERED_RE = regex.compile(r"(?:[A-Za-zμΩ]|米|[×xX*·]\s?10)$")
_TEN_RE = regex.compile(r"(?<![\d.,])10$")
SMALLEST_POWER = 3
_COUNTED_RE = regex.compile(r"\s?[万亿]?(?:[件条项个次份篇人元家名部期场起%％]|平方)")
_RAISED_RE = regex.compile(r"[\[(（]?[⁰¹²³⁴-⁹]{1,3}[\])）]?")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def print_raised(words: str, before: str, behind: str) -> str:
    """What raised words print between what stands before and behind them.

    >>> print_raised("1", "政府信息", "320条"), print_raised("1", "320", "条"), print_raised("2", "12m", "。")
    ('', '', '²')
    >>> print_raised("6", "1.5×10", "吨"), print_raised("320", "信息", "条"), print_raised("特此公告", "1", "。")
    ('⁶', '320', '特此公告')
    """
    stripped = words.strip()
    if _EXPONENT_RE.fullmatch(stripped) and _is_powered(stripped, before):
        return stripped.translate(RAISED)
    if not _NOTE_RE.fullmatch(stripped):
        return words
    # A number that is raised for its looks: it counts what stands behind it, and no other number stands before it.
    counts = stripped.isdecimal() and not before[-1:].isdecimal() and _COUNTED_RE.match(behind)
    return stripped if counts else ""


def print_lowered(words: str, before: str) -> str:
    """What lowered words print: CO₂ and PM₂.₅ their digits, a mark of a note nothing.

    >>> print_lowered("2", "CO"), print_lowered("1", "320")
    ('2', '')
    """
    is_mark = before[-1:].isdecimal() and _NOTE_RE.fullmatch(words.strip())
    return "" if is_mark else words


def drop_marks(text: str) -> str:
    """A text without the marks of notes among its raised digits.

    >>> drop_marks("公开320¹条，绿地12m²"), drop_marks("信息[²]320条")
    ('公开320条，绿地12m²', '信息320条')
    """

    def read_mark(match: "regex.Match[str]") -> str:
        before, behind = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 4]
        return print_raised(match[0].translate(_PLAIN), before, behind)

    return _RAISED_RE.sub(read_mark, text)


def _is_powered(exponent: str, before: str) -> bool:
    if _POWERED_RE.search(before):
        return True
    return bool(_TEN_RE.search(before)) and abs(int(exponent.replace("−", "-"))) >= SMALLEST_POWER
