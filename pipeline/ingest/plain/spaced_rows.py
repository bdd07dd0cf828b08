"""Closes up the rows of a table in a text whose writer left a blank line behind each."""

from collections.abc import Sequence

# So many rows in a row stand alone between blank lines; two may be the ends of two tables.
FEWEST_ROWS = 3


def close_up_rows(lines: Sequence[str]) -> list[str]:
    """The lines without the blank ones between rows of one width, where each of these rows stands alone.

    >>> close_up_rows(["甲 | 乙", "", "丙 | 3", "", "丁 | 4", "", "完"])
    ['甲 | 乙', '丙 | 3', '丁 | 4', '', '完']
    """
    closed: list[str] = []
    place = 0
    while place < len(lines):
        rows, end = _spaced_rows(lines, place)
        if len(rows) >= FEWEST_ROWS:
            closed += rows
            place = end
        else:
            closed.append(lines[place])
            place += 1
    return closed


def _spaced_rows(lines: Sequence[str], place: int) -> tuple[list[str], int]:
    """The rows of as many cells from a line on, a blank line behind each but the last, and where they end."""
    rows: list[str] = []
    width = _count_cells(lines[place])
    end = place
    above = place > 0 and _count_cells(lines[place - 1]) > 0
    while width and not above and place < len(lines) and _count_cells(lines[place]) == width:
        rows.append(lines[place])
        end = place + 1
        place = end
        while place < len(lines) and not lines[place].strip():
            place += 1
        if place == end:
            break  # the next line stands right behind this one
    if end < len(lines) and _count_cells(lines[end]):
        rows = rows[:-1]
        end -= 1
    return rows, end


def _count_cells(line: str) -> int:
    """How many bars or tabs part the cells of a line."""
    return max(line.count("|"), line.count("\t")) if line.strip() else 0
