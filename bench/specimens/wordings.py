"""Words numbers as reports do, with what each wording states."""

from decimal import Decimal
from random import Random
from typing import NamedTuple

from bench.specimens.truth import Bounds

SCALES = {"万": 10_000, "亿": 100_000_000}
CHINESE = "零一二三四五六七八九"
# Before the number, behind it, behind its unit; then the qualifier, and the bounds in steps of the last digit written.
Approximation = tuple[str, str, str, str]
ROUGH: tuple[Approximation, ...] = (
    ("", "余", "", "over"),
    ("", "多", "", "over"),
    ("近", "", "", "under"),
    ("约", "", "", "about"),
    ("", "", "左右", "about"),
    ("超过", "", "", "beyond"),
    ("逾", "", "", "beyond"),
)
FIXED: dict[str, Approximation] = {
    "over": ("超过", "", "", "beyond"),
    "below": ("不到", "", "", "short"),
    "atleast": ("不少于", "", "", "at_least"),
    "above": ("", "", "以上", "at_least"),
    "within": ("不超过", "", "", "at_most"),
}
QUALIFIERS = {"beyond": "over", "short": "under"}


class Wording(NamedTuple):
    """A number in words, and its bounds."""

    surface: str
    bounds: Bounds


def word_exact(number: Decimal, unit: str, *, commas: bool = False) -> Wording:
    """A plain number with its unit.

    >>> word_exact(Decimal(1200), "条", commas=True).surface, word_exact(Decimal("1.5"), "万元").bounds.value
    ('1,200条', Decimal('15000.0'))
    """
    value = number * scale_of(unit)
    return Wording(f"{number:,}{unit}" if commas else f"{number}{unit}", Bounds(value, value, value, "exact"))


def word_chinese(number: int, unit: str) -> Wording:
    """A number below a hundred in Chinese, as it is spoken.

    >>> [word_chinese(number, "名").surface for number in (2, 12, 20, 35)]
    ['两名', '十二名', '二十名', '三十五名']
    """
    value = Decimal(number)
    tens, ones = divmod(number, 10)
    text = ("" if tens < 2 else CHINESE[tens]) + ("十" if tens else "") + (CHINESE[ones] if ones else "")
    return Wording(("两" if number == 2 else text) + unit, Bounds(value, value, value, "exact"))


def word_span(low: int, high: int, unit: str, link: str) -> Wording:
    """A range between two numbers."""
    return Wording(f"{low}{link}{high}{unit}", Bounds(None, Decimal(low), Decimal(high), "range"))


def word_approximate(number: Decimal, unit: str, approximation: Approximation) -> Wording:
    """A number that is not exact.

    >>> word_approximate(Decimal(1300), "条", ("", "余", "", "over"))
    Wording(surface='1300余条', bounds=Bounds(value=Decimal('1300'), low=Decimal('1300'), high=Decimal('1400'), qualifier='over'))
    """  # noqa: E501 - the value as it is printed
    before, after, behind, sort = approximation
    value = number * scale_of(unit)
    step = step_of(number) * scale_of(unit)
    low, high = {
        "over": (value, value + step),
        "under": (value - step, value),
        "about": (value - step / 2, value + step / 2),
        "beyond": (value, None),
        "short": (None, value),
        "at_least": (value, None),
        "at_most": (None, value),
    }[sort]
    return Wording(f"{before}{number}{after}{unit}{behind}", Bounds(value, low, high, QUALIFIERS.get(sort, sort)))


def step_of(number: Decimal) -> Decimal:
    """The unit of the last digit that is not zero.

    >>> step_of(Decimal(1300)), step_of(Decimal("4.5"))
    (Decimal('100'), Decimal('0.1'))
    """
    exponent = number.normalize().as_tuple().exponent
    return Decimal(f"1e{exponent}") + 0


def round_off(random: Random, number: Decimal) -> Decimal:
    """A number with one or two digits that are not zero, as approximations have."""
    digits = str(int(number))
    keep = min(random.choice((1, 2)), len(digits) - 1)
    return Decimal(digits[:keep] + "0" * (len(digits) - keep)) if keep else number


def scale_of(unit: str) -> int:
    """What 万 and 亿 before a unit multiply its number by."""
    return SCALES.get(unit[:1], 1)


def base_of(unit: str) -> str | None:
    """The unit that is meant: of ``万元`` 元, of ``个工作日`` 工作日; none of ``-``.

    >>> [base_of(unit) for unit in ("万元", "个工作日", "个", "-", "万")]
    ['元', '工作日', '个', None, None]
    """
    bare = unit.lstrip("万亿-")
    return (bare.removeprefix("个") or bare) or None
