"""Turns the tables of a text that are drawn with lines (│ ├ ┼, or | + -) into rows between bars."""

import re
from collections.abc import Iterator, Sequence

# The upright lines of Unicode's box drawing (https://www.unicode.org/charts/PDF/U2500.pdf).
_UPRIGHTS = "│┃┆┇┊┋╎╏║"
_UPRIGHT_RE = re.compile(f"[{_UPRIGHTS}]")
# A line of nothing but rules: ├───┼───┤, +-----+-----+; rows of dashes between bars are those of Markdown.
_RULE_RE = re.compile(r"[ \t]*[\u2500-\u257f]{3}[\u2500-\u257f \t]*|[ \t]*\+(?:[-=]{2,}\+)+[ \t]*")
_DRAWN_RE = re.compile(rf"[{_UPRIGHTS}]|\+--")
_TO_BARS = str.maketrans(dict.fromkeys(_UPRIGHTS, "|"))


def read_drawn(text: str) -> list[str]:
    """The lines of a text. Rows of drawn tables are written between ``|``, and ruling lines are dropped.

    A single line with one upright is not a row.

    >>> read_drawn("┌──┬──┐\\n│规章│3 │\\n├──┼──┤\\n│合计│3 │\\n└──┴──┘\\n甲│乙\\n二、")
    ['|规章|3 |', '|合计|3 |', '甲│乙', '二、']
    >>> read_drawn("+------+---+\\n| 规章 | 3 |\\n+------+---+"), read_drawn("甲│乙\\n二、")
    (['| 规章 | 3 |'], ['甲│乙', '二、'])
    """
    lines = text.split("\n")
    return list(_read(lines)) if _DRAWN_RE.search(text) else lines


def _read(lines: Sequence[str]) -> Iterator[str]:
    uprights = [0 if _RULE_RE.fullmatch(line) else len(_UPRIGHT_RE.findall(line)) for line in lines]
    for index, line in enumerate(lines):
        beside = slice(max(0, index - 1), index + 2)
        if _RULE_RE.fullmatch(line):
            if not any(uprights[beside]) and not any(other.count("|") > 1 for other in lines[beside]):
                yield line
        elif sum(uprights[beside]) > 1:
            yield line.translate(_TO_BARS)
        else:
            yield line
