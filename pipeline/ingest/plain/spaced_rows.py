"""Closes up the rows of a table in a text that has a blank line after each row."""

from collections.abc import Sequence

# The fewest consecutive rows between blank lines; two may be the ends of two tables.
FEWEST_ROWS = 3


def close_up_rows(lines: Sequence[str]) -> list[str]:
    """Removes the blank lines between rows of the same number of cells, if a blank line follows each of them.

    >>> close_up_rows(["甲 | 乙", "", "丙 | 3", "", "丁 | 4", "", "完"])
    ['甲 | 乙', '丙 | 3', '丁 | 4', '', '完']
    """
    closed: list[str] = []
    index = 0
    while index < len(lines):
        rows, end = _spaced_rows(lines, index)
        if len(rows) >= FEWEST_ROWS:
            closed += rows
            index = end
        else:
            closed.append(lines[index])
            index += 1
    return closed


def _spaced_rows(lines: Sequence[str], index: int) -> tuple[list[str], int]:
    """The blank-separated rows of equal length that start at a line, and the index after them."""
    rows: list[str] = []
    width = _count_cells(lines[index])
    end = index
    above = index > 0 and _count_cells(lines[index - 1]) > 0
    while width and not above and index < len(lines) and _count_cells(lines[index]) == width:
        rows.append(lines[index])
        end = index + 1
        index = end
        while index < len(lines) and not lines[index].strip():
            index += 1
        if index == end:
            break  # the next line follows without a blank
    if end < len(lines) and _count_cells(lines[end]):
        rows = rows[:-1]
        end -= 1
    return rows, end


def _count_cells(line: str) -> int:
    """The number of bars or tabs in a line."""
    return max(line.count("|"), line.count("\t")) if line.strip() else 0
