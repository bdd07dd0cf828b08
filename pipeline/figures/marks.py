"""Reads the signs of approximation beside a number (近300个, 100人以上), and the bounds that they set."""

from functools import cache
from typing import Literal

import regex
from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import Qualifier
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Rules, one_of, read_rules
from pipeline.values import Number, step_of

# 10万元(含)以上, 3人(含3人)以上, 10万元(不含)以下: what the bracket says of the end itself.
_ENDS_RE = r"(?:\ ?\((?P<ends>不?(?:包?含|包括))[^()\n]{0,8}\))?"
_WITHOUT_END = {Qualifier.AT_LEAST: Qualifier.OVER, Qualifier.AT_MOST: Qualifier.UNDER}
# The longest mark, with 了 and a space.
_REACH = 8


class Mark(Rules):
    """A sign of approximation, a line of ``rules/qualifiers.toml``."""

    mark: str
    side: Literal["before", "after"]
    qualifier: Qualifier
    bounds: tuple[str, str]
    place: bool = False
    also_after: str = ""
    apart: bool = False
    outside: bool = False
    row: bool = False
    not_after: str = ""
    not_before: str = ""
    units: tuple[str, ...] = ()


class MarkRules(Rules):
    """The structure of ``rules/qualifiers.toml``."""

    marks: tuple[Mark, ...]


class _Marks(Struct, frozen=True, gc=False):
    """The marks of one side: their pattern, the marks by their words, and the characters that touch the number."""

    pattern: "regex.Pattern[str]"
    by_word: dict[str, Mark]
    touching: frozenset[str]


@cache
def _marks(side: Literal["before", "after"]) -> _Marks:
    """The marks of one side: before a number, the longest that ends at an offset; after it, one that begins there."""
    marks = {m.mark: m for m in read_rules("qualifiers", MarkRules).marks if m.side == side}
    words = one_of(list(marks))
    if side == "before":
        # 超过了70批; 约了 is another word, and so is 过了.
        longer = one_of([word for word in marks if len(word) > 1])
        pattern = rf"(?P<word>{words})\ ?$|(?P<word>{longer})了\ ?$"
        return _Marks(compile_pattern(pattern, 0), marks, frozenset(" 了") | {word[-1] for word in marks})
    pattern = rf"{_ENDS_RE}\ ?(?P<word>{words})"
    return _Marks(regex.compile(pattern), marks, frozenset(" (") | {word[0] for word in marks})


def mark_before(plain: str, start: int, floor: int) -> tuple[Mark | None, int]:
    """The mark that ends before ``start``, and the offset at which the quantity begins with it.

    >>> mark_before("来访超过了70批", 5, 0)[0].mark, mark_before("签约3个", 2, 0)[0]
    ('超过', None)
    """
    marks = _marks("before")
    if start <= floor or plain[start - 1] not in marks.touching:
        return None, start
    match = marks.pattern.search(plain, max(floor, start - _REACH), start)
    if match is None:
        return None, start
    mark = marks.by_word[match["word"]]
    if mark.not_after and plain[match.start() - 1 : match.start()] in tuple(mark.not_after):
        return None, start
    return mark, start if mark.outside else match.start()


def counts_anywhere(plain: str, mark: Mark, start: int) -> bool:
    """Whether a mark at ``start`` bounds any number, or only one that begins with a power of ten (过百)."""
    return not mark.place or (start > 0 and plain[start - 1] in mark.also_after)


def mark_after(plain: str, end: int, unit: str | None) -> tuple[Mark, int] | None:
    """The mark after a number or its unit (100以上, 10万元(含)以上), and the end of the quantity with it."""
    marks = _marks("after")
    match = marks.pattern.match(plain, end) if plain[end : end + 1] in marks.touching else None
    if match is None:
        return None
    mark = marks.by_word[match["word"]]
    following = plain[match.end() : match.end() + 1]
    if (mark.units and unit not in mark.units) or (following and following in mark.not_before):
        return None
    if (match["ends"] or "").startswith("不"):
        mark = mark.model_copy(update={"qualifier": _WITHOUT_END.get(mark.qualifier, mark.qualifier)})
    return mark, match.end()


def mark_apart(plain: str, start: int, floor: int) -> Mark | None:
    """The mark before a verb that bounds the number of its object (至少更新信息2条)."""
    match = _apart().search(plain, max(floor, start - 14), start)
    return _marks("before").by_word[match[1]] if match else None


@cache
def _apart() -> "regex.Pattern[str]":
    words = one_of([mark.mark for mark in read_rules("qualifiers", MarkRules).marks if mark.apart])
    return regex.compile(rf"({words})[^,。;:!?()\n\d]{{1,12}}$")


def bound(number: Number, mark: Mark | None) -> Number:
    """The number with the bounds that its mark sets; a number that bounds itself (数十, 十余) keeps its own."""
    if mark is None or number.value is None or number.qualifier is not Qualifier.EXACT:
        return number
    step = step_of(number.value)
    named = {
        "": None,
        "n": number.value,
        "n-u": number.value - step,
        "n+u": number.value + step,
        "n-u/2": number.value - step / 2,
        "n+u/2": number.value + step / 2,
    }
    low, high = (named[bound] for bound in mark.bounds)
    return replace(number, low=low, high=high, qualifier=mark.qualifier)
