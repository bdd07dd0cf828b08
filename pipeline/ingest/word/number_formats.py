"""Writes a number in one of Word's numbering formats (``w:numFmt``).

The names are those of ECMA-376 part 1, 17.18.59 (ST_NumberFormat). Beyond the end of a format, Word continues in
digits.
"""

from collections.abc import Callable

from pipeline.values import ONES, write_roman, write_words

# The largest number; Word itself stops here.
HIGHEST = 32_767

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
# Formats that are a series of characters, starting at 1.
_SIGNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
    "ideographZodiacTraditional": "",  # 60 pairs, below
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = str.maketrans("0123456789", "○" + ONES)
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千万", "壹貳參肆伍陸柒捌玖拾佰仟萬")
_JAPANESE_LEGAL = str.maketrans("一二三十", "壱弐参拾")


def write_number(number: int, name: str) -> str | None:
    """A number as Word prints it in a format; ``None`` if the format is unknown.

    >>> [write_number(12, name) for name in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "lowerLetter")]
    ['十二', '⑫', 'XII', 'l']
    >>> write_number(3, "bullet"), write_number(3, "hebrew1")
    ('', None)
    """
    number = min(number, HIGHEST)
    if name in ("none", "bullet"):
        return ""
    if name == "ideographZodiacTraditional" and 1 <= number <= 60:
        return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
    signs = _SIGNS.get(name)
    if signs is not None:
        return signs[number - 1] if 1 <= number <= len(signs) else str(number)
    write = _WRITERS.get(name)
    return write(number) if write else None


def _write_letters(number: int) -> str:
    """Writes letters, repeated up to thirty times: a … z, aa, bb … zz, aaa.

    >>> _write_letters(26), _write_letters(28)
    ('z', 'bb')
    """
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1) if 0 < number <= 780 else str(number)


def _count(number: int) -> str:
    """Below a hundred in words, then digit by digit, with ○ for zero.

    >>> _count(9), _count(10), _count(21), _count(105)
    ('九', '十', '二十一', '一○五')
    """
    if number >= 100:
        return str(number).translate(_DIGITS)
    return write_words(number) if number else "○"


def _count_formally(number: int) -> str:
    """In the formal numerals of cheques, where ten is “one ten”: 壹拾伍."""
    return ("一" if 10 <= number < 20 else "") + write_words(number)


def _count_japanese(number: int) -> str:
    """As in Japanese: 百五, 千二百."""
    upper, lower = divmod(number, 10_000)
    pieces = [_count_japanese(upper) + "万"] if upper else []
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, lower = divmod(lower, unit)
        if digit:
            pieces.append(("" if digit == 1 and sign else ONES[digit - 1]) + sign)
    return "".join(pieces) or "〇"


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "numberInDash": "- {} -".format,
    "lowerLetter": _write_letters,
    "upperLetter": lambda number: _write_letters(number).upper(),
    "lowerRoman": write_roman,
    "upperRoman": lambda number: write_roman(number).upper(),
    "chineseCounting": _count,
    "taiwaneseCounting": _count,
    "chineseCountingThousand": write_words,
    "taiwaneseCountingThousand": write_words,
    "chineseLegalSimplified": lambda number: _count_formally(number).translate(_FORMAL),
    "ideographLegalTraditional": lambda number: _count_formally(number).translate(_FORMAL_TRADITIONAL),
    "japaneseCounting": _count_japanese,
    "japaneseLegal": lambda number: _count_japanese(number).translate(_JAPANESE_LEGAL),
    "ideographDigital": lambda number: str(number).translate(_DIGITS),
    "japaneseDigitalTenThousand": lambda number: str(number).translate(_DIGITS),
    "taiwaneseDigital": lambda number: str(number).translate(_DIGITS),
}
