"""Reads the numerals of Chinese text, Arabic, Chinese and mixed, in decimal arithmetic.

The reader takes one numeral at a time, as ``NUMERAL_RE`` cuts it from a text in plain form. It knows
no unit and no sign of approximation but those that stand within the numeral itself (``余 多 几 数``
and adjacent digits).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext
from functools import lru_cache

import regex

from pipeline.model import Qualifier

DIGITS = {
    c: Decimal(n)
    for n, cs in enumerate(
        ("零〇○", "一壹幺", "二两兩贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in cs
}
ZEROS = "零〇○"
# The greater before the lesser: a numeral is taken apart at its greatest place.
MYRIADS = {"亿": 10**8, "万": 10**4}
TENS = {"千": 1000, "百": 100, "十": 10}
# Spelled out or in the simple form before reading: 廿 and 卅 are tens in one character.
SIMPLE = str.maketrans(
    {
        "廿": "二十",
        "卅": "三十",
        "萬": "万",
        "億": "亿",
        "點": "点",
        "負": "负",
        "幾": "几",
        "餘": "余",
        "拾": "十",
        "佰": "百",
        "仟": "千",
    }
)
# No report states a number of more characters; a table without its grid does.
LONGEST = 40

ARABIC = r"""
    (?: \d{1,3} (?:\ \d{3})+ (?= \ ?[余多万亿] | \ ?[\u4e00-\u9fff%] )       # 2 856条: groups, where a unit follows
      | \d{1,3} (?:,\d{3}){1,11}+ (?:\.\d+)? (?![\d,]\d)                   # 4,456
      | \d{1,3} (?:,\d{3}){12,}+                                          # no number, and taken whole: LONGEST
      | \d (?:\ \d)+ (?:\ ?\.\ ?\d(?:\ \d)*)? (?!\d)                      # 5 6 . 5: digits set apart
      | \d+ (?:\.\d+)?
    )"""
# 千 is the beginning of a unit in 千瓦 and 千米.
PLACE = r"(?: [十拾百佰万亿萬億] | [千仟](?![瓦米克卡伏赫帕]) )"
DIGIT = "[〇零○一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖廿卅]"
CHINESE = rf"(?: {DIGIT} | {PLACE} )"
# The minus of a number stands behind a word or a bracket; between two numbers it is a dash.
MINUS = r"(?: [负負]\ ? | (?<= [增长幅高升降跌为率是额润差比:(] | 比\  | ^ ) [-−] )"

# 百分之三十点五, 三分之二, 1.2万, 3千余, 10余万, 2亿3千万, 十几, 数十, 三四十, 一点二万, 四成五
NUMERAL_RE = regex.compile(
    rf"""
    (?P<share>                                   # a share in words: the base, then how many of it
        [负負]? (?: {CHINESE}{{1,12}} | \d{{1,12}} ) 分之 {MINUS}? (?: {CHINESE}+ (?:[点點]{CHINESE}+)? | {ARABIC} )
    )
    | (?P<tenths>                                # 两成, 四成五, but not 成 in a word (一成立)
        (?: (?<!{CHINESE}) (?<!\d) [一二两三四五六七八九] (?:[点點][一二三四五六七八九])?
          | (?<![\d.]) \d{{1,2}} (?:\.\d)? \ ? )
        成 (?: 半 | [一二三四五六七八九] (?!成) )?
        (?! [立员果效功本就绩为熟长交人型套品年都渝] )
    )
    | (?P<mixed>                                 # Arabic digits, with Chinese myriads behind them or not
        {MINUS}? (?<! \d \. | [\d.] ) {ARABIC}
        (?: \ ? [余餘多几幾] (?= \ ? {PLACE} ) )?
        (?: \ ? {PLACE}+ (?: (?<=[千万亿萬億]) \ ? \d+ (?:\ ?{PLACE}+ | (?![\d.]|\ ?[年月%])) )* )?
        (?: \ ? (?: 多余 | [余餘多几幾] ) (?![年样种方数次元维媒渠部元]{{2}}) )?
    )
    | (?P<chinese>
        [负負]? (?: [数几幾] (?={PLACE}) )?
        {CHINESE}+ (?: [点點] [〇零○一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖]+ [万亿萬億]* )?
        (?: [余餘多几幾] (?={PLACE}) {PLACE}+ )?
        (?: 多余 | [余餘多] | (?<=[十拾]) [几幾] )?
    )
    """,
    regex.VERBOSE,
)
_ARABIC_RE = regex.compile(r"\d[\d,]*(?:\.\d+)?")
_VAGUE_RE = regex.compile(r"(?P<head>.*?)(?P<mark>多余|[余多几])(?P<big>[十百千万亿]*)")
_SEVERAL_RE = regex.compile(r"[数几](?P<big>[十百千万亿]+)")
_ADJACENT_RE = regex.compile(
    r"(?P<head>[一二三四五六七八九十百千万]*?)(?P<a>[一二两三四五六七八])(?P<b>[二三四五六七八九])(?P<tail>[十百千万亿]*)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """What a numeral says: its value, the bounds that it gives itself, and the unit of a share."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier = Qualifier.EXACT
    share: str | None = None


def exactly(value: Decimal, share: str | None = None) -> Number:
    """A number that is just what it says."""
    return Number(value, value, value, share=share)


def step_of(value: Decimal) -> Decimal:
    """The unit of the last digit of a value that is not zero; 1 for zero.

    >>> [str(step_of(Decimal(n))) for n in ("30000", "1300", "45000", "0.5")]
    ['10000', '100', '1000', '0.1']
    """
    if not value:
        return Decimal(1)
    return Decimal(10) ** int(value.normalize().as_tuple().exponent)


# Reports state the same numbers again and again: one in two of the corpus is read from here (2026-11).
@lru_cache(maxsize=8192)
def read_number(surface: str) -> Number | None:
    """The number that a numeral states, or ``None`` where it is no numeral.

    >>> read_number("3千余")  # doctest: +ELLIPSIS
    Number(value=Decimal('3000'), low=..., high=Decimal('4000'), qualifier=<Qualifier.OVER: 'over'>, share=None)
    >>> read_number("三四十").low, read_number("三四十").high
    (Decimal('30'), Decimal('40'))
    >>> read_number("百分之三十点五").value, read_number("三分之二").value
    (Decimal('30.5'), Decimal('66.67'))
    >>> read_number("三千百") is None
    True
    """
    if len(surface) > LONGEST:
        return None
    if surface.isascii() and surface.isdigit():
        return exactly(Decimal(surface))
    text = surface.replace(" ", "").translate(SIMPLE)
    if text.startswith(("负", "-", "−")):
        return _negate(read_number(text[1:]))
    if "分之" in text:
        return _read_share(text)
    return _read_tenths(text) if "成" in text else _read_count(text)


def _read_count(text: str) -> Number | None:
    """A number that is no share, with the bounds that it gives itself."""
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
    """负三十二 is -32; a negative number that bounds itself is none that reports write."""
    if number is None or number.value is None or number.qualifier is not Qualifier.EXACT:
        return None
    return exactly(-number.value, number.share)


def _read_share(text: str) -> Number | None:
    """百分之三十 is 30 %, 千分之五 is 5 ‰, 三分之二 is 66.67 %."""
    base, part = text.split("分之", 1)
    sign = -1 if part[0] in "负-−" else 1
    whole, value = read_exact(base, bare=True), read_exact(part.lstrip("负-−"), bare=True)
    if not whole or value is None:
        return None
    value *= sign
    if whole == 1000:
        return exactly(value, "‰")
    with localcontext() as context:
        context.clear_flags()
        share = value * 100 / whole
        exact = not context.flags[Inexact]
    # The guide's own example of a fraction has two places; what is exact stays exact.
    return exactly(share.normalize() if exact else share.quantize(Decimal("0.01"), ROUND_HALF_UP), "%")


def _read_tenths(text: str) -> Number | None:
    """两成 is 20 %, 四成五 is 45 %, 三成半 is 35 %."""
    tens, _, ones = text.partition("成")
    whole = read_exact(tens)
    return None if whole is None else exactly(whole * 10 + (5 if ones == "半" else DIGITS[ones] if ones else 0), "%")


def _read_adjacent(match: "regex.Match[str]") -> Number | None:
    """三四十 is 30 to 40, 十七八 is 17 to 18: two neighbours in one place, with what stands before and behind both."""
    low, high = (read_exact(match["head"] + match[d] + match["tail"]) for d in "ab")
    neighbours = DIGITS[match["b"]] - DIGITS[match["a"]]
    if low is None or high is None or not (neighbours == 1 or match["a"] + match["b"] == "三五"):
        return None
    return Number(None, low, high, Qualifier.RANGE)


def read_exact(text: str, *, bare: bool = False) -> Decimal | None:
    """The value of a numeral without any sign of approximation, or ``None``.

    A numeral that begins with 百, 千, 万 or 亿 is read only where ``bare`` says so (百余, but not 百姓).

    >>> [str(read_exact(s)) for s in ("4,456", "1.2万", "二十三万四千", "一百零五", "二〇一六", "三万五", "2亿3千万")]
    ['4456', '12000.0', '234000', '105', '2016', '35000', '230000000']
    """
    text = text.translate(SIMPLE)
    digits = text.replace("点", "", 1)
    if len(digits) > 1 and all(c in DIGITS for c in digits):
        return _read_one_by_one(text)
    return None if text.startswith("点") else _read_myriads(text, bare=bare)


def _read_one_by_one(text: str) -> Decimal | None:
    """Digits without places: 二〇一六, 一二点三; not two neighbours, which are a range (七八)."""
    if text[-1] == "点" or text[0] == "点":
        return None
    if len(text) == 2 and (DIGITS[text[1]] - DIGITS[text[0]] == 1 or text == "三五"):
        return None
    return Decimal("".join("." if c == "点" else str(DIGITS[c]) for c in text))


def _read_myriads(text: str, *, bare: bool) -> Decimal | None:
    """What stands before the last 亿, or else 万, counts it; what stands behind is less (2亿3千万, 一万零一亿)."""
    for sign, unit in MYRIADS.items():
        count, found, rest = text.rpartition(sign)
        if found:
            amount = _read_myriads(count, bare=bare) if count else Decimal(1) if bare else None
            return _add(amount, unit, rest, _read_myriads(rest, bare=False) if rest else Decimal(0))
    return _read_places(text, bare=bare)


def _read_places(text: str, *, bare: bool) -> Decimal | None:
    """A digit before each of 千, 百 and 十, in falling order; 十 may stand without (十二), zeros fill empty places."""
    text = text.lstrip(ZEROS) or text[-1:]
    for sign, unit in TENS.items():
        count, found, rest = text.partition(sign)
        if found:
            amount = _read_digit(count) if count else Decimal(1) if bare or unit == 10 else None
            return _add(amount, unit, rest, _read_places(rest, bare=False) if rest else Decimal(0))
    whole, point, decimals = text.partition("点")
    if not point:
        return _read_digit(text)
    value = _read_digit(whole) if whole else Decimal(0)
    if value is None or not decimals or not all(c in DIGITS for c in decimals):
        return None
    return value + Decimal("0." + "".join(str(DIGITS[c]) for c in decimals))


def _add(amount: Decimal | None, unit: int, rest: str, value: Decimal | None) -> Decimal | None:
    """``amount`` units and the value behind them; a lone digit counts the next place (一百二 is 120)."""
    if amount is None or value is None:
        return None
    if rest in DIGITS and rest not in ZEROS and unit > 10:
        return amount * unit + value * unit / 10
    return amount * unit + value if value < unit else None


def _read_digit(text: str) -> Decimal | None:
    """One Chinese digit, or a number in Arabic ones."""
    if text in DIGITS:
        return DIGITS[text]
    return Decimal(text.replace(",", "")) if _ARABIC_RE.fullmatch(text) else None
