"""Writes whole numbers as lists, sections and pages number their items: in Chinese words, and in Roman numerals."""

ONES = "一二三四五六七八九"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def write_words(number: int) -> str:
    """A number in words, from 0 on.

    >>> write_words(15), write_words(105), write_words(110), write_words(1200), write_words(20010)
    ('十五', '一百零五', '一百一十', '一千二百', '二万零一十')
    """
    if number == 0:
        return "零"
    upper, lower = divmod(number, 10_000)
    pieces = [write_words(upper) + "万"] if upper else []
    gap = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, lower = divmod(lower, unit)
        if digit:
            pieces.append(("零" if gap and pieces else "") + ONES[digit - 1] + sign)
        gap = not digit
    words = "".join(pieces)
    return words[1:] if 10 <= number < 20 else words


def write_roman(number: int) -> str:
    """A number in small Roman numerals; more thousands than three are written as so many m.

    >>> write_roman(49), write_roman(2024)
    ('xlix', 'mmxxiv')
    """
    pieces = []
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        pieces.append(sign * times)
    return "".join(pieces)
