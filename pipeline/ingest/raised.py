"""Separates footnote marks from exponents among superscripts.

A mark (320¹条) is not part of the number next to it and is removed; an exponent (m², 1.5×10⁶) is kept as Unicode
superscript characters.
"""

import regex

RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
# Footnote marks: 1, [2], 注3, (4), ①, *.
_NOTE_RE = regex.compile(r"[\[【〔(（]?\s*[注註]?\s*(?:\d{1,3}|[①-⑳*＊※†‡]+)\s*[\]】〕)）]?|[注註]")
_EXPONENT_RE = regex.compile(r"[-−]?\d{1,2}")
# What takes exponents: units in letters, metres, and powers of ten; a bare 10 only if the exponent is not small.
_POWERED_RE = regex.compile(r"(?:[A-Za-zμΩ]|米|[×xX*·]\s?10)$")
_TEN_RE = regex.compile(r"(?<![\d.,])10$")
SMALLEST_POWER = 3
_COUNTED_RE = regex.compile(r"\s?[万亿]?(?:[件条项个次份篇人元家名部期场起%％]|平方)")
_RAISED_RE = regex.compile(r"[\[(（]?[⁰¹²³⁴-⁹]{1,3}[\])）]?")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def print_raised(words: str, before: str, behind: str) -> str:
    """The characters for a superscript between the texts before and after it: empty for a footnote mark.

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
    # A number in superscript for its looks: it counts what follows, and no other number precedes it.
    counts = stripped.isdecimal() and not before[-1:].isdecimal() and _COUNTED_RE.match(behind)
    return stripped if counts else ""


def print_lowered(words: str, before: str) -> str:
    """The characters for a subscript: the digits of CO₂ and PM₂.₅, nothing for a footnote mark.

    >>> print_lowered("2", "CO"), print_lowered("1", "320")
    ('2', '')
    """
    is_mark = before[-1:].isdecimal() and _NOTE_RE.fullmatch(words.strip())
    return "" if is_mark else words


def drop_marks(text: str) -> str:
    """Removes the footnote marks among the superscript digits of a text.

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
