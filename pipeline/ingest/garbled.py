"""Detects garbled text: the fonts or the program of a file map its characters to others than the page shows.

Such a page looks right, but its text layer has accented letters in place of ideographs (bytes of one encoding decoded
as another), or ideographs that hardly any text uses.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.characters import UnreadableError
from pipeline.model import Block, Problem

# The fewest letters that can be judged, and the shares of them that decide.
FEWEST_LETTERS = 60
MOST_ACCENTED = 0.3
MOST_FOREIGN = 0.5
# Of so many ideographs nearly all are in the first level of GB 2312, of traditional ones half, of random ones a sixth.
FEWEST_IDEOGRAPHS = 100
LEAST_COMMON = 0.45
# With fewer odd characters than this share of the common ideographs, a text is not garbled, whatever they are.
LEAST_ODD = 0.2

_NO_IDEOGRAPH = bytes((*range(0xE4), *range(0xEA, 0x100)))
_LETTER_RE = regex.compile(r"[\p{L}\p{M}]")
# Dot leaders in tables of contents and signs in table cells are not letters.
_ACCENTED_RE = regex.compile(r"[[\u0080-\u024f\u02b0-\u036f\ufb00-\ufb06]&&[\p{L}\p{M}]]", regex.V1)
_FOREIGN_RE = regex.compile(
    r"[\p{L}\p{M}--[\p{Han}\p{Latin}\p{Greek}\p{Cyrillic}\p{Hiragana}\p{Katakana}\p{Hangul}]]", regex.V1
)
_IDEOGRAPH_RE = regex.compile(r"\p{Han}")


def check_garbled(blocks: Sequence[Block]) -> None:
    """Refuses the text of a page if it is garbled.

    Raises:
        UnreadableError: with the code ``garbled_text``.
    """
    texts = [block.text for block in blocks]
    texts += [cell.text for block in blocks if block.grid for cell in block.grid.cells]
    if is_garbled("".join(texts)):
        raise UnreadableError(Problem("garbled_text"))


def is_garbled(text: str) -> bool:
    """Whether the characters of a text are not those of natural text.

    >>> report = "全年主动公开政府信息的数量为五十条，比上年多三条。" * 20
    >>> is_garbled(report), is_garbled(report.encode().decode("latin-1")), is_garbled("Annual report " * 40)
    (False, True, False)
    """
    # Nearly every text has so few odd characters that its letters need not be classified.
    odd = sum(map(_is_odd, _unusual_re().findall(text)))
    if odd <= LEAST_ODD * (_count_ideographs(text) - odd):
        return False
    letters = accented = foreign = ideographs = common = 0
    for character, count in Counter(text).items():
        is_letter, is_accented, is_foreign, is_ideograph, is_common = _classify(character)
        letters += count * is_letter
        accented += count * is_accented
        foreign += count * is_foreign
        ideographs += count * is_ideograph
        common += count * is_common
    if letters < FEWEST_LETTERS:
        return False
    if accented > MOST_ACCENTED * letters or foreign > MOST_FOREIGN * letters:
        return True
    return ideographs >= FEWEST_IDEOGRAPHS and common < LEAST_COMMON * ideographs


def _count_ideographs(text: str) -> int:
    """The number of ideographs, those that encodings before Unicode had: by the first byte of each in UTF-8."""
    return len(text.encode("utf-8", "ignore").translate(None, _NO_IDEOGRAPH))


@cache
def _is_odd(character: str) -> bool:
    """Whether a character may speak for a garbled text: an accented or foreign letter, or a rare ideograph."""
    _, is_accented, is_foreign, is_ideograph, is_common = _classify(character)
    return is_accented or is_foreign or (is_ideograph and not is_common)


@cache
def _classify(character: str) -> tuple[bool, bool, bool, bool, bool]:
    """Whether a character is a letter, one with an accent, a foreign one, an ideograph, a common one."""
    patterns = (_LETTER_RE, _ACCENTED_RE, _FOREIGN_RE, _IDEOGRAPH_RE)
    is_letter, is_accented, is_foreign, is_ideograph = (pattern.match(character) is not None for pattern in patterns)
    return is_letter, is_accented, is_foreign, is_ideograph, _is_common(character)


@cache
def _unusual_re() -> "re.Pattern[str]":
    """Characters that may be odd: all but ASCII, the punctuation of Chinese texts and the common ideographs."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return re.compile(
        f"[^\x00-\x7f\u2000-\u206f\u3000-\u3003\u3008-\u301f\uff00-\uffef{b''.join(codes).decode('gb2312', 'ignore')}]"
    )


def _is_common(character: str) -> bool:
    """Whether a character is an ideograph of the first level of GB 2312: the 3,755 commonest, in its rows 16 to 55."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
