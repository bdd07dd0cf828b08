"""Every digit of Unicode has the ASCII digit for its plain form."""

import sys
import unicodedata

from pipeline.characters.folding import to_plain


def test_the_digits_of_all_scripts_are_folded() -> None:
    digits = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == "Nd"]
    assert len(digits) > 600
    assert to_plain("".join(digits)) == "".join(str(unicodedata.decimal(c)) for c in digits)
