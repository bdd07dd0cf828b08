"""Reads the value of Chinese numerals, Arabic, Chinese and mixed, in decimal arithmetic.

It takes one numeral at a time, as ``numeral_forms`` finds it in a text in plain form. It knows no units, and no signs
of approximation but those within the numeral itself (``余 多 几 数 来`` and adjacent digits).
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext
from functools import lru_cache

import regex
from msgspec import Struct

from pipeline.model import Qualifier

DIGITS = {
    c: Decimal(n)
    for n, cs in enumerate(
        ("零〇○", "一壹幺", "二两兩贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in cs
}
ZEROS = "零〇○"
# From the greatest down: a numeral is divided at its greatest multiplier.
MYRIADS = {"兆": 10**12, "亿": 10**8, "万": 10**4}
TENS = {"千": 1000, "百": 100, "十": 10}
# Replaced before reading: banker's numerals by simple ones, 廿 and 卅 by two characters.
SIMPLE = str.maketrans(
    {
        "廿": "二十",
        "卅": "三十",
        "卌": "四十",
        "萬": "万",
        "億": "亿",
        "點": "点",
        "負": "负",
        "幾": "几",
        "餘": "余",
        "拾": "十",
        "佰": "百",
        "仟": "千",
        "w": "万",
        "W": "万",
        "k": "千",
        "K": "千",
    }
)
# No report states a longer number; a table without its grid does.
LONGEST = 40
# No report states more digits: longer sequences are numbers run together. Up to here all arithmetic is exact.
MOST_DIGITS = 24
EXACT = Context(prec=120)

_ARABIC_RE = regex.compile(r"\d[\d,]*(?:\.\d+)?")
_VAGUE_RE = regex.compile(r"(?P<head>.*?)(?P<mark>多余|余多|[余多几来])(?P<big>[十百千万亿]*)")
_SEVERAL_RE = regex.compile(r"好?[数几](?P<big>[十百千万亿]+)")
_ADJACENT_RE = regex.compile(
    r"(?P<head>[一二三四五六七八九十百千万]*?)(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<tail>[十百千万亿]*)"
)
_SIGN_RE = regex.compile(r"[负\-−–—]|零下")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Number(Struct, frozen=True, gc=False):
    """The value of a numeral, the bounds that it states itself, and the unit of a share."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier = Qualifier.EXACT
    share: str | None = None


def exactly(value: Decimal, share: str | None = None) -> Number:
    """An exact number."""
    return Number(value, value, value, share=share)


def step_of(value: Decimal) -> Decimal:
    """The unit of the last digit of a non-zero value; 1 for zero.

    >>> [str(step_of(Decimal(n))) for n in ("30000", "1300", "45000", "0.5")]
    ['10000', '100', '1000', '0.1']
    """
    if not value:
        return Decimal(1)
    return Decimal(10) ** int(value.normalize().as_tuple().exponent)


# Reports repeat numbers: one in two of the corpus is read from here (2026-11).
@lru_cache(maxsize=8192)
def read_number(surface: str) -> Number | None:
    """The number that a numeral states; ``None`` if it is no numeral.

    >>> read_number("3千余")  # doctest: +ELLIPSIS
    Number(value=Decimal('3000'), low=..., high=Decimal('4000'), qualifier=<Qualifier.OVER: 'over'>, share=None)
    >>> read_number("三四十").low, read_number("三四十").high
    (Decimal('30'), Decimal('40'))
    >>> read_number("百分之三十点五").value, read_number("三分之二").value
    (Decimal('30.5'), Decimal('66.67'))
    >>> read_number("三千百") is None, read_number("9" * 25) is None
    (True, True)
    """
    if len(surface) > LONGEST:
        return None
    if surface.isascii() and surface.isdigit():
        return None if len(surface.lstrip("0")) > MOST_DIGITS else exactly(Decimal(surface))
    with localcontext(EXACT):
        number = _read_form(surface.replace(" ", "").translate(SIMPLE).replace("个亿", "亿"))
    ends = () if number is None else (number.value, number.low, number.high)
    return None if any(n is not None and len(n.as_tuple().digits) > MOST_DIGITS for n in ends) else number


def _read_form(text: str) -> Number | None:
    """The number that a numeral in simple form states, by its form."""
    if sign := _SIGN_RE.match(text):
        return _negate(_read_form(text[sign.end() :]))
    for form, read in _FORMS:
        if match := form.fullmatch(text):
            return read(match)
    return _read_count(text)


def _read_count(text: str) -> Number | None:
    """A number that is no share, with the bounds that it states itself."""
    if match := _SEVERAL_RE.fullmatch(text):
        scale = read_exact("一" + match["big"]) if match["big"][0] != "十" else read_exact(match["big"])
        return None if scale is None else Number(scale * 2, scale * 2, scale * 10 - 1, Qualifier.OVER)
    if match := _VAGUE_RE.fullmatch(text):
        value = read_exact(match["head"] + match["big"], bare=True)
        return None if value is None else Number(value, value, value + step_of(value), Qualifier.OVER)
    value = read_exact(text)
    if value is not None:
        return exactly(value)
    if match := _ADJACENT_RE.fullmatch(text):
        return _read_adjacent(match)
    return None


def _negate(number: Number | None) -> Number | None:
    """负三十二 is -32; negative numbers with bounds do not occur in reports."""
    if number is None or number.value is None or number.qualifier is not Qualifier.EXACT:
        return None
    return exactly(-number.value, number.share)


def _read_share(match: "regex.Match[str]") -> Number | None:
    """百分之三十 is 30 %, 千分之五 is 5 ‰, 三分之二 is 66.67 %."""
    part = match["part"]
    whole, value = read_exact(match["base"], bare=True), read_exact(part.lstrip("负-−"), bare=True)
    if not whole or value is None:
        return None
    value *= -1 if part[0] in "负-−" else 1
    if whole == 1000:
        return exactly(value, "‰")
    with localcontext() as context:
        context.clear_flags()
        share = value * 100 / whole
        exact = not context.flags[Inexact]
    # The guide's own example of a fraction has two decimals; exact values stay exact.
    return exactly(_plain(share) if exact else share.quantize(Decimal("0.01"), ROUND_HALF_UP), "%")


def _read_slash(match: "regex.Match[str]") -> Number | None:
    """2/3 is 66.67 %; more than the whole is no share."""
    return _read_share(match) if int(match["part"]) < int(match["base"]) else None


def _read_compound(match: "regex.Match[str]") -> Number | None:
    """一又二分之一 is 1.5; an endless fraction is kept to nine decimals, as in the tables."""
    whole, base, part = (read_exact(match[name], bare=True) for name in ("whole", "base", "part"))
    if whole is None or part is None or not base:
        return None
    return exactly(_plain((whole + part / base).quantize(Decimal("1e-9"), ROUND_HALF_UP)))


def _plain(value: Decimal) -> Decimal:
    """A value without trailing zeros: 50, and not 5E+1."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _read_power(match: "regex.Match[str]") -> Number | None:
    """1.5×10⁶ is 1500000."""
    factor = read_exact(match["factor"]) if match["factor"] else Decimal(1)
    exponent = match["exponent"] or match["raised"].translate(_RAISED)
    return None if factor is None else exactly(factor * 10 ** int(exponent))


def _read_tenths(match: "regex.Match[str]") -> Number | None:
    """两成 is 20 %, 四成五 is 45 %, 三成半 is 35 %, 十成 is all."""
    tens, ones = match["tens"], match["ones"]
    whole = Decimal("0.5") if tens == "半" else read_exact(tens)
    return None if whole is None else exactly(whole * 10 + (5 if ones == "半" else DIGITS[ones] if ones else 0), "%")


def _read_discount(match: "regex.Match[str]") -> Number | None:
    """九折 is 90 % of the price, 八五折 and 8.5折 are 85 %."""
    value = Decimal("".join(str(DIGITS.get(c, c)) for c in match["left"].replace("点", ".")))
    return exactly(value if value >= 10 else value * 10, "%")


# The forms that have a sign of their own; ``numeral_forms`` finds their extent.
_FORMS: tuple[tuple["regex.Pattern[str]", Callable[["regex.Match[str]"], Number | None]], ...] = (
    (regex.compile(r"(?P<whole>.+)又(?P<base>.+)分之(?P<part>.+)"), _read_compound),
    (regex.compile(r"(?P<base>.+)分之(?P<part>.+)|(?P<base>[百千万])分(?P<part>.+)"), _read_share),
    (regex.compile(r"(?P<part>\d+)/(?P<base>\d+)"), _read_slash),
    (regex.compile(r"(?P<left>[\d.]+|[一二两兩三四五六七八九陆点]+)折"), _read_discount),
    (regex.compile(r"(?P<tens>.+)成(?P<ones>.?)"), _read_tenths),
    (regex.compile(r"(?:(?P<factor>.+)[×xX*])?10(?:\^(?P<exponent>\d+)|(?P<raised>[⁰¹²³⁴-⁹]+))"), _read_power),
    (regex.compile(r"半"), lambda _: exactly(Decimal("0.5"))),
    (regex.compile(r"(?:零点|\.)(?P<decimals>\d+)"), lambda match: exactly(Decimal("0." + match["decimals"]))),
)


def _read_adjacent(match: "regex.Match[str]") -> Number | None:
    """三四十 is 30 to 40, 十七八 is 17 to 18: two adjacent digits, with the same words before and after."""
    low, high = (read_exact(match["head"] + match[d] + match["tail"]) for d in "ab")
    neighbours = DIGITS[match["b"]] - DIGITS[match["a"]]
    if low is None or high is None or not (neighbours == 1 or match["a"] + match["b"] == "三五"):
        return None
    return Number(None, low, high, Qualifier.RANGE)


def read_exact(text: str, *, bare: bool = False) -> Decimal | None:
    """The value of a numeral without any sign of approximation; ``None`` if it is none.

    A numeral that begins with 百, 千, 万 or 亿 is read only if ``bare`` is set (百余, but not 百姓).

    >>> [str(read_exact(s)) for s in ("4,456", "1.2万", "二十三万四千", "一百零五", "二〇一六", "三万五", "2亿3千万")]
    ['4456', '12000.0', '234000', '105', '2016', '35000', '230000000']
    """
    text = text.translate(SIMPLE)
    digits = text.replace("点", "", 1)
    if len(digits) > 1 and all(c in DIGITS for c in digits):
        return _read_digit_sequence(text)
    return None if text.startswith("点") else _read_myriads(text, bare=bare)


def _read_digit_sequence(text: str) -> Decimal | None:
    """Digits without multipliers: 二〇一六, 一二点三; but not two neighbours, which are a range (七八)."""
    if text[-1] == "点" or text[0] == "点":
        return None
    if len(text) == 2 and text[0] not in ZEROS and (DIGITS[text[1]] - DIGITS[text[0]] == 1 or text == "三五"):
        return None
    return Decimal("".join("." if c == "点" else str(DIGITS[c]) for c in text))


def _read_myriads(text: str, *, bare: bool) -> Decimal | None:
    """The words before the last 亿, or else 万, are its factor; the words after it are less (2亿3千万, 一万零一亿)."""
    for sign, unit in MYRIADS.items():
        count, found, rest = text.rpartition(sign)
        if found:
            amount = _read_myriads(count, bare=bare) if count else Decimal(1) if bare else None
            return _add(amount, unit, rest, _read_myriads(rest, bare=False) if rest else Decimal(0))
    return _read_multipliers(text, bare=bare)


def _read_multipliers(text: str, *, bare: bool) -> Decimal | None:
    """A digit before each of 千, 百 and 十, in falling order; 十 may have none (十二), and zeros fill gaps."""
    text = text.lstrip(ZEROS) or text[-1:]
    for sign, unit in TENS.items():
        count, found, rest = text.partition(sign)
        if found:
            amount = _read_digit(count) if count else Decimal(1) if bare or unit == 10 else None
            return _add(amount, unit, rest, _read_multipliers(rest, bare=False) if rest else Decimal(0))
    whole, point, decimals = text.partition("点")
    if not point:
        return _read_digit(text)
    value = _read_digit(whole) if whole else Decimal(0)
    if value is None or not decimals or not all(c in DIGITS for c in decimals):
        return None
    return value + Decimal("0." + "".join(str(DIGITS[c]) for c in decimals))


def _add(amount: Decimal | None, unit: int, rest: str, value: Decimal | None) -> Decimal | None:
    """``amount`` units plus the value after them; a lone digit counts the next lower unit (一百二 is 120)."""
    if amount is None or value is None:
        return None
    if len(rest) == 1 and (rest in DIGITS or rest.isdecimal()) and value and unit > 10:
        return amount * unit + value * unit / 10
    return amount * unit + value if value < unit else None


def _read_digit(text: str) -> Decimal | None:
    """One Chinese digit, or a number in Arabic ones."""
    if text in DIGITS:
        return DIGITS[text]
    return Decimal(text.replace(",", "")) if _ARABIC_RE.fullmatch(text) else None
