"""Compares the year in a report's title with the period that it covers and with the years that its tables print."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from pipeline.model import Audit, Cell, Metadata, Text
from pipeline.plain import to_plain
from pipeline.verdicts import Side, judge

# A caption stands in so many characters before its table.
CAPTION = 60

_TITLE_RE = regex.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年")
# 政府信息公开情况统计表(2018年度), and the head of a local form: 2012年度
_CAPTION_RE = regex.compile(r"统计表\s*\(\s*(?P<year>20\d\d)\s*年度?\s*\)")
_HEAD_RE = regex.compile(r"\s*(?P<year>20\d\d)\s*年(?:度|数)?\s*")


def audit_title_year(metadata: Metadata, cells: Sequence[Cell], text: Text) -> Iterator[Audit]:
    """The audits of the year in the title; none where it names no year, or more than one."""
    years = {match["year"] for match in _TITLE_RE.finditer(to_plain(metadata.title or ""))}
    if len(years) != 1:
        return
    title = Side(Decimal(years.pop()), "")
    title = Side(title.value, f"{title.value}年")
    first, last = metadata.period_start, metadata.period_end
    if first is not None and last is not None and title.value is not None:
        right = Side(Decimal(last.year), f"{first.isoformat()}至{last.isoformat()}")
        yield judge("year_title_period", "", title, right, holds=first.year <= title.value <= last.year)
    for year, evidence in find_table_years(cells, text):
        yield judge(
            "year_title_table", "", title, Side(Decimal(year), f"{year}年", evidence), holds=title.value == year
        )


def find_table_years(cells: Sequence[Cell], text: Text) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The year over each statutory table: of its caption, or of the head of a column; the cell where it is one."""
    seen: set[int] = set()
    statutory = {cell.table_id for cell in cells if cell.form is not None}
    for cell in cells:
        if cell.table_id not in statutory:
            continue
        if cell.table_id not in seen and cell.start is not None:
            caption = text.plain[max(0, cell.start - CAPTION) : cell.start]
            captions = list(_CAPTION_RE.finditer(caption))
            if captions:
                yield int(captions[-1]["year"]), ()
        seen.add(cell.table_id)
        plain = to_plain(cell.raw)
        head = _CAPTION_RE.search(plain) or (_HEAD_RE.fullmatch(plain) if cell.row is None else None)
        if head:
            yield int(head["year"]), (f"cell:{cell.cell_id}",)
