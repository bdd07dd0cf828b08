"""Tells for which year a printed table holds, where its caption or its heads name one.

Some reports print the table of the year before, beside their own or in its place: their indicators leave it alone.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import regex

from pipeline.characters import to_plain
from pipeline.forms.column_years import head_year
from pipeline.model import Cell, Problem, Text

# A caption stands in so many characters before the first cell of its table: the heads of a text table are no cells.
CAPTION = 120

# 政府信息公开情况统计表(2018年度), and the head of a local form: 2012年度
_CAPTION_RE = regex.compile(r"统计表\s*\(\s*(?P<year>20\d\d)\s*年度?\s*\)")
_HEAD_RE = regex.compile(r"\s*(?P<year>20\d\d)\s*年(?:度|数)?\s*")
# A line with no sentence between it and the table: 附:2018年度收到和处理政府信息公开申请情况
_LINE_RE = regex.compile(
    r"(?:^|\n)(?P<line>[^\n。;]*(?<!\d)(?P<year>20\d\d)\s*年[^\n。;]*(?:公开|申请|统计|复议|诉讼)[^\n。;]*(?:情况|表)[^\n。;]{0,10})"
    r"(?:\n[^。;]*)?\Z"
)
_YEAR_RE = regex.compile(r"(?<!\d)(?P<year>20\d\d)\s*年")


def find_table_years(cells: Sequence[Cell], text: Text) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The year over each statutory table: of its caption, or of the head of a column; the cell where it is one.

    Of several heads it is the last year: the others are there to compare with.
    """
    statutory = {cell.table_id for cell in cells if cell.form is not None}
    for table_id, group in groupby(cells, key=attrgetter("table_id")):
        if table_id not in statutory:
            continue
        table = list(group)
        captions = _caption_years(table, text)
        if captions:
            yield captions[-1], ()
        heads = [(year, (f"cell:{cell.cell_id}",)) for cell in table if (year := _head_year(cell))]
        last = max((year for year, _ in heads), default=0)
        yield from (head for head in heads if head[0] == last)


def _head_year(cell: Cell) -> int | None:
    plain = to_plain(cell.raw)
    head = _CAPTION_RE.search(plain) or (_HEAD_RE.fullmatch(plain) if cell.row is None else None)
    return int(head["year"]) if head else None


def leave_other_years(
    cells: Sequence[Cell], text: Text, year: int | None
) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells but those of statutory tables headed with another year than the report's, each of these a problem.

    A table with columns for several years keeps those of the year, and is no problem.
    """
    if year is None:
        return tuple(cells), ()
    kept: list[Cell] = []
    problems: list[Problem] = []
    for _, group in groupby(cells, key=attrgetter("table_id")):
        table = list(group)
        coded = [cell for cell in table if _is_placed(cell)]
        over = set(_caption_years(table, text)) if coded else set()
        own = [] if over and year not in over else [cell for cell in table if _is_of(cell, year)]
        kept += own
        if coded and not any(map(_is_placed, own)):
            problems.append(Problem("other_year_table", coded[0].start, coded[-1].end, year=year))
    return tuple(kept), tuple(problems)


def _is_placed(cell: Cell) -> bool:
    return bool(cell.form and cell.row and cell.column)


def _caption_years(table: Sequence[Cell], text: Text) -> list[int]:
    start = table[0].start
    if start is None:
        return []
    before = text.plain[max(0, start - CAPTION) : start]
    line = _LINE_RE.search(before)
    years = [int(match["year"]) for match in _CAPTION_RE.finditer(before)]
    if line and len({match["year"] for match in _YEAR_RE.finditer(line["line"])}) == 1:
        years.append(int(line["year"]))
    return years


def _is_of(cell: Cell, year: int) -> bool:
    """Whether the heads of a cell name no year, or the year among others, and the label of its row is no other year."""
    if head_year(cell.row_label or "") not in (None, year):
        return False
    named = {int(match["year"]) for match in _YEAR_RE.finditer(to_plain(cell.column_label or ""))}
    return not named or year in named
