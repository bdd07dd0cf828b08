"""Lays out text in the columns of a terminal, where a Chinese character takes two."""

import re

# Where a line may break: at a space, and before a Chinese character or an opening sign, unless it follows another.
_BREAK_RE = re.compile(
    r"(?<=[^\s（《“「])(?=[⺀-⿟々-鿿豈-﫿（《“「])|(?<=[⺀-⿟々-鿿豈-﫿，。；：、）》”」])(?=[0-9A-Za-z`])"
)


def count_columns(text: str) -> int:
    """The number of columns that a text takes.

    >>> count_columns("累计 3"), count_columns("sum")
    (6, 3)
    """
    from rich.cells import cell_len  # loaded when needed, since --help lays out nothing

    return cell_len(text)


def pad(text: str, width: int) -> str:
    """The text with trailing spaces, ``width`` columns wide.

    >>> pad("报告", 6), pad("report", 3)
    ('报告  ', 'report')
    """
    return text + " " * (width - count_columns(text))


def lead(text: str, width: int) -> str:
    """The text with leading spaces, ``width`` columns wide.

    >>> lead("正确", 6), lead("right", 6)
    ('  正确', ' right')
    """
    return " " * (width - count_columns(text)) + text


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, except where it cannot be broken.

    >>> wrap("null where 累计 is said", 15)
    ['null where 累计', 'is said']
    >>> wrap("对照原文核对（第3列）。", 12)
    ['对照原文核对', '（第3列）。']
    """
    lines = [""]
    for word in text.split():
        blank = " "
        for piece in _BREAK_RE.split(word):
            joined = f"{lines[-1]}{blank if lines[-1] else ''}{piece}"
            if lines[-1] and count_columns(joined) > width:
                lines.append(piece)
            else:
                lines[-1] = joined
            blank = ""
    return lines
