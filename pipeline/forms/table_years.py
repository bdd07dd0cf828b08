"""Finds the year of a printed table if its caption or its headers name one.

Some reports print the table of the previous year, next to the current one or in its place; indicators do not use it.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter

import regex

from pipeline.characters import to_plain
from pipeline.forms.column_years import head_year
from pipeline.model import Cell, Problem, Text
from pipeline.rulebook import form_rules

# A caption is within so many characters before the first cell of its table (headers of text tables are not cells).
CAPTION = 120

# The header of a local form: 2012年度
_HEAD_RE = regex.compile(r"\s*(?P<year>20\d\d)\s*年(?:度|数)?\s*")
_YEAR_RE = regex.compile(r"(?<!\d)(?P<year>20\d\d)\s*年")


@cache
def _caption_re() -> "regex.Pattern[str]":
    """A caption with its year: 政府信息公开情况统计表(2018年度)."""
    return regex.compile(rf"{form_rules().words.caption}\s*\(\s*(?P<year>20\d\d)\s*年度?\s*\)")


@cache
def _line_re() -> "regex.Pattern[str]":
    """A line without a sentence between it and the table: 附:2018年度收到和处理政府信息公开申请情况."""
    words = form_rules().words
    year = r"(?<!\d)(?P<year>20\d\d)\s*年"
    line = rf"[^\n。;]*{year}[^\n。;]*(?:{words.matter})[^\n。;]*(?:{words.table})[^\n。;]{{0,10}}"
    return regex.compile(rf"(?:^|\n)(?P<line>{line})(?:\n[^。;]*)?\Z")


def find_table_years(cells: Sequence[Cell], text: Text) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cells and years of each statutory table with a year in its caption or in column headers.

    Of several headers the last year counts: the others are for comparison.
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
    head = _caption_re().search(plain) or (_HEAD_RE.fullmatch(plain) if cell.row is None else None)
    return int(head["year"]) if head else None


def leave_other_years(
    cells: Sequence[Cell], text: Text, year: int | None
) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    """The cells without those of statutory tables for another year than the report's, and a problem for each of these.

    A table with columns for several years keeps those of the year, without a problem.
    """
    if year is None:
        return tuple(cells), ()
    kept: list[Cell] = []
    problems: list[Problem] = []
    for _, group in groupby(cells, key=attrgetter("table_id")):
        table = list(group)
        coded = [cell for cell in table if _has_codes(cell)]
        over = set(_caption_years(table, text)) if coded else set()
        of_year = [] if over and year not in over else [cell for cell in table if _is_of(cell, year)]
        kept += of_year
        if coded and not any(map(_has_codes, of_year)):
            problems.append(Problem("other_year_table", coded[0].start, coded[-1].end, year=year))
    return tuple(kept), tuple(problems)


def _has_codes(cell: Cell) -> bool:
    return bool(cell.form and cell.row and cell.column)


def _caption_years(table: Sequence[Cell], text: Text) -> list[int]:
    start = table[0].start
    if start is None:
        return []
    before = text.plain[max(0, start - CAPTION) : start]
    line = _line_re().search(before)
    years = [int(match["year"]) for match in _caption_re().finditer(before)]
    if line and len({match["year"] for match in _YEAR_RE.finditer(line["line"])}) == 1:
        years.append(int(line["year"]))
    return years


def _is_of(cell: Cell, year: int) -> bool:
    """Whether the headers of a cell name no year or include the year, and its row label is not another year."""
    if head_year(cell.row_label or "") not in (None, year):
        return False
    named = {int(match["year"]) for match in _YEAR_RE.finditer(to_plain(cell.column_label or ""))}
    return not named or year in named
