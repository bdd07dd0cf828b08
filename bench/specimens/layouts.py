"""Lays the statutory forms out as they are printed, with the variants that agencies print."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from bench.specimens.truth import SUBTOTAL, Key, Layout, LayoutCell, make_layout

_NUMBERING_RE = re.compile(r"^(?:[一二三四五六七八九]、|（[一二三四五六七]）|[1-8]\.)")
# A label of this length may be printed in two lines.
LEAST_BROKEN = 5


@dataclass(frozen=True, slots=True)
class Variant:
    """How an agency departs from the form: each field by itself is something that reports do.

    ``numbering``: labels keep theirs. ``half``: brackets of half width. ``broken``: long labels stand in two lines.
    ``added``: a row that the form does not know. ``one_other``: one row for （六）其他处理. ``split``: each part of
    表二 is a table of its own. ``subtotal``: a column that sums up the organisations of 表三, under this head.
    ``beside``: the second half of a long table stands at the right of the first, its heads again above it.
    ``halved``: the columns of 表三 and 表四 stand in two tables, those of 表三 each with its labels.
    """

    numbering: bool = True
    half: bool = False
    broken: bool = False
    added: bool = False
    one_other: bool = False
    split: bool = False
    subtotal: str = ""
    beside: bool = False
    halved: bool = False

    def label(self, text: str) -> str:
        """A label as this variant prints it.

        >>> Variant(numbering=False, broken=True).label("（三）不予公开"), Variant(half=True).label("（一）予以公开")
        ('不予公开', '(一)予以公开')
        """
        if not self.numbering:
            text = _NUMBERING_RE.sub("", text)
        if self.half:
            text = text.replace("（", "(").replace("）", ")")
        if self.broken and len(text) >= LEAST_BROKEN:
            text = f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"
        return text


PLAIN = Variant()


@cache
def form_tables() -> dict[str, Any]:
    """What ``forms.toml`` holds."""
    return tomllib.loads((Path(__file__).parent / "forms.toml").read_text("utf-8"))


@cache
def lay_out(form: str, table: str, variant: Variant = PLAIN, year: int = 0) -> tuple[Layout, ...]:
    """The printed tables of a number in a form: one, or several where the variant splits it.

    The year matters where a head prints it: otherwise it is left out, and the layout made once.

    >>> [layout] = lay_out("F21", "4")
    >>> layout.width, layout.height, [cell.key for cell in layout.cells if cell.key][5]
    (15, 4, ('litigation_direct', 'upheld'))
    >>> len(lay_out("F21", "2", Variant(split=True)))
    4
    """
    if table in "34" and form != "F14":
        whole = _lay_requests(form, variant) if table == "3" else _lay_disputes(form, variant)
        labels, *ends = (3, 7, whole.width) if table == "3" else (0, 5, whole.width)
        return halve(whole, labels, ends) if variant.halved else (whole,)
    parts = parts_of(form, table)
    width = max(len(part["head"]) for part in parts)
    groups: list[Sequence[Any]] = [[part] for part in parts] if variant.split else [parts]
    laid = tuple(
        _lay_parts(form, table, group, len(group[0]["head"]) if variant.split else width, variant, year)
        for group in groups
    )
    return tuple(map(set_beside, laid)) if variant.beside and len(parts) == 1 else laid


def parts_of(form: str, table: str) -> list[dict[str, Any]]:
    """The parts of a table that is made of rows of label and numbers."""
    found: list[dict[str, Any]] = next(
        t["parts"] for t in form_tables()["tables"] if (t["form"], t["table"]) == (form, table)
    )
    return found


def caption_of(form: str, table: str) -> str:
    """The line over a table, empty where the form has none."""
    return next((t["caption"] for t in form_tables()["tables"] if (t["form"], t["table"]) == (form, table)), "")


def request_rows(form: str, variant: Variant = PLAIN) -> list[list[str]]:
    """Code and labels of the rows of 表三; a row that no form knows has the empty code."""
    requests = form_tables()["requests"]
    rows: list[list[str]] = requests["rows"]
    if form == "F19" or variant.one_other:
        rows = [row for row in rows if not row[0].startswith("other")]
        rows = [*rows[:-2], requests["one_other"], *rows[-2:]]
    elif variant.added:
        rows = [*rows[:-2], ["", *requests["added"]], *rows[-2:]]
    return rows


def _lay_parts(
    form: str, table: str, parts: Iterable[dict[str, Any]], width: int, variant: Variant, year: int
) -> Layout:
    cells: list[LayoutCell] = []
    row = 0
    for part in parts:
        if "title" in part:
            cells.append(LayoutCell(row, 0, variant.label(part["title"]), columns=width))
            row += 1
        has_units = len(part["rows"][0]) > 2
        head = part["head"]
        cells += _spread(row, [variant.label(label.format(year=year)) for label in head], width)
        for label, code, *unit in part["rows"]:
            row += 1
            name = label if form == "F08" else code
            keys: list[Key | None] = [(name, column) if code else None for column in part["columns"]]
            words = [variant.label(label), *unit, *[""] * len(keys)]
            laid = _spread(row, words, width)
            lead = 2 if has_units else 1
            cells += laid[:lead]
            of_row = unit[0] if unit else part.get("unit")
            cells += [cell._replace(key=key, unit=of_row) for cell, key in zip(laid[lead:], keys, strict=True)]
        row += 1
    return make_layout(form, table, tuple(cells), 1)


def _spread(row: int, words: Sequence[str], width: int) -> list[LayoutCell]:
    """Cells over the whole width, the last the widest: 行政许可 has one value under three columns."""
    last = len(words) - 1
    return [LayoutCell(row, i, text, columns=width - last if i == last else 1) for i, text in enumerate(words)]


def _lay_requests(form: str, variant: Variant) -> Layout:
    requests = form_tables()["requests"]
    columns: list[list[str]] = requests["columns"]
    if variant.subtotal:
        columns = [*columns[:-1], [variant.subtotal, SUBTOTAL], columns[-1]]
    natural, *organisations, total = [variant.label(label) for label, _ in columns]
    width = len(columns)
    cells = [
        LayoutCell(0, 0, variant.label(requests["corner"]), rows=3, columns=3),
        LayoutCell(0, 3, variant.label(requests["applicants"]), columns=width),
        LayoutCell(1, 3, natural, rows=2),
        LayoutCell(1, 4, variant.label(requests["organisations"]), columns=width - 2),
        LayoutCell(1, 2 + width, total, rows=2),
        *(LayoutCell(2, 4 + i, label) for i, label in enumerate(organisations)),
    ]
    rows = request_rows(form, variant)
    for number, (code, *labels) in enumerate(rows):
        row = 3 + number
        for depth, label in enumerate(labels):
            above = rows[number - 1][1 : depth + 2] if number else []
            if above != labels[: depth + 1]:
                height = _run(rows[number:], labels[: depth + 1])
                last = depth == len(labels) - 1
                cells.append(LayoutCell(row, depth, variant.label(label), height, 3 - depth if last else 1))
        cells += [LayoutCell(row, 3 + i, "", key=(code or None, column)) for i, (_, column) in enumerate(columns)]
    return make_layout(form, "3", tuple(cells), 3)


def set_beside(layout: Layout) -> Layout:
    """A table whose lower half stands at the right of its upper half, each under its heads.

    >>> from bench.specimens.truth import LayoutCell, make_layout
    >>> cells = (LayoutCell(0, 0, "项"), *(LayoutCell(row, 0, str(row)) for row in (1, 2, 3)))
    >>> [(cell.row, cell.column, cell.text) for cell in set_beside(make_layout("F14", "1", cells, 1)).cells][2:]
    [(1, 0, '1'), (1, 1, '3'), (2, 0, '2'), (2, 1, '')]
    """
    heads, width = layout.heads, layout.width
    half = (layout.height - heads + 1) // 2
    cells = [cell for cell in layout.cells if cell.row < heads + half]
    moved = [cell for cell in layout.cells if cell.row < heads]
    moved += [cell._replace(row=cell.row - half) for cell in layout.cells if cell.row >= heads + half]
    if (layout.height - heads) % 2:
        moved += [LayoutCell(heads + half - 1, column, "") for column in range(width)]
    cells += [cell._replace(column=cell.column + width) for cell in moved]
    return make_layout(layout.form, layout.table, in_order(cells), heads)


def halve(layout: Layout, labels: int, ends: Sequence[int]) -> tuple[Layout, ...]:
    """A table as several: of each the columns of labels, and the others from the last end up to its own."""
    parts = []
    for start, end in pairwise([labels, *ends]):
        cells = [cell for cell in layout.cells if cell.column < labels]
        for cell in layout.cells:
            first, last = max(cell.column, start), min(cell.column + cell.columns, end)
            if cell.column >= labels and first < last:
                cells.append(cell._replace(column=labels + first - start, columns=last - first))
        parts.append(_close_up(make_layout(layout.form, layout.table, in_order(cells), layout.heads)))
    return tuple(parts)


def _close_up(layout: Layout) -> Layout:
    """A table without the rows in which no cell begins."""
    begun = sorted({cell.row for cell in layout.cells})
    rows = [bisect_left(begun, row) for row in range(layout.height + 1)]
    cells = (
        cell._replace(row=rows[cell.row], rows=rows[cell.row + cell.rows] - rows[cell.row]) for cell in layout.cells
    )
    return make_layout(layout.form, layout.table, tuple(cells), rows[layout.heads])


def in_order(cells: Iterable[LayoutCell]) -> tuple[LayoutCell, ...]:
    """Cells in reading order."""
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _run(rows: Sequence[Sequence[str]], labels: Sequence[str]) -> int:
    """How many rows from the first on begin with the labels."""
    same, group = next(groupby(rows, key=lambda row: list(row[1 : len(labels) + 1]) == list(labels)))
    return sum(1 for _ in group) if same else 1


def _lay_disputes(form: str, variant: Variant) -> Layout:
    disputes = form_tables()["disputes"]
    results: list[list[str]] = disputes["results"]
    labels = [variant.label(label) for label, _ in results]
    review, litigation = disputes["groups"]
    cells = [LayoutCell(0, 0, review, columns=5), LayoutCell(0, 5, litigation, columns=10)]
    cells += [LayoutCell(1, i, label, rows=2) for i, label in enumerate(labels)]
    cells += [LayoutCell(1, 5 + 5 * i, variant.label(suit), columns=5) for i, suit in enumerate(disputes["suits"])]
    cells += [LayoutCell(2, 5 + i, label) for i, label in enumerate(labels * 2)]
    keys: list[Key] = [(row, column) for row in disputes["rows"] for _, column in results]
    cells += [LayoutCell(3, i, "", key=key) for i, key in enumerate(keys)]
    return make_layout(form, "4", tuple(cells), 3)
