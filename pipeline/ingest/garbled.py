"""Tells a text whose characters are not those that were printed: fonts and programs that name them wrongly.

A page reads well then, and its text layer is rubbish: letters with accents in place of ideographs, as where the bytes
of one encoding are taken for those of another, or ideographs that hardly any text prints.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import regex

from pipeline.characters import UnreadableError
from pipeline.model import Block, Problem

# Of so many letters it can be told, by these shares of them.
FEWEST_LETTERS = 60
MOST_ACCENTED = 0.3
MOST_FOREIGN = 0.5
# Of so many ideographs nearly all are of the first level of GB 2312, in traditional script half; of chance ones a
# sixth.
FEWEST_IDEOGRAPHS = 100
LEAST_COMMON = 0.45

_LETTER_RE = regex.compile(r"[\p{L}\p{M}]")
# Points that lead to the number of a page, and signs in the cells of a table, are no letters.
_ACCENTED_RE = regex.compile(r"[[\u0080-\u024f\u02b0-\u036f\ufb00-\ufb06]&&[\p{L}\p{M}]]", regex.V1)
_FOREIGN_RE = regex.compile(
    r"[\p{L}\p{M}--[\p{Han}\p{Latin}\p{Greek}\p{Cyrillic}\p{Hiragana}\p{Katakana}\p{Hangul}]]", regex.V1
)
_IDEOGRAPH_RE = regex.compile(r"\p{Han}")


def check_garbled(blocks: Sequence[Block]) -> None:
    """Refuses the text of a page that nobody could read.

    Raises:
        UnreadableError: with the code ``garbled_text``.
    """
    texts = [block.text for block in blocks]
    texts += [cell.text for block in blocks if block.grid for cell in block.grid.cells]
    if is_garbled("".join(texts)):
        raise UnreadableError(Problem("garbled_text"))


def is_garbled(text: str) -> bool:
    """Whether the characters of a text are not those of any text that a person wrote.

    >>> report = "全年主动公开政府信息的数量为五十条，比上年多三条。" * 20
    >>> is_garbled(report), is_garbled(report.encode().decode("latin-1")), is_garbled("Annual report " * 40)
    (False, True, False)
    """
    # A text has few characters, many times each: each is looked at once.
    counts = Counter(text)
    letters = _count(counts, _is_letter)
    if letters < FEWEST_LETTERS:
        return False
    if _count(counts, _is_accented) > MOST_ACCENTED * letters or _count(counts, _is_foreign) > MOST_FOREIGN * letters:
        return True
    ideographs = _count(counts, _is_ideograph)
    return ideographs >= FEWEST_IDEOGRAPHS and _count(counts, _is_common) < LEAST_COMMON * ideographs


def _count(counts: Mapping[str, int], is_one: Callable[[str], bool]) -> int:
    """How many characters of a text are of a kind."""
    return sum(count for character, count in counts.items() if is_one(character))


@cache
def _is_letter(character: str) -> bool:
    return _LETTER_RE.match(character) is not None


@cache
def _is_accented(character: str) -> bool:
    return _ACCENTED_RE.match(character) is not None


@cache
def _is_foreign(character: str) -> bool:
    return _FOREIGN_RE.match(character) is not None


@cache
def _is_ideograph(character: str) -> bool:
    return _IDEOGRAPH_RE.match(character) is not None


@cache
def _is_common(character: str) -> bool:
    """Whether a character is an ideograph of the first level of GB 2312: the 3,755 commonest, in its rows 16 to 55."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
