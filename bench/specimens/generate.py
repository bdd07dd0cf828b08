"""Writes specimen reports into a folder, and their truth beside them.

Document ``i`` of a seed is the same in every run, alone or among a million: it depends on nothing else.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.specimens.compose import FORMS, compose
from bench.specimens.truth import (
    SIGNS,
    SUBTOTAL,
    Bounds,
    Broken,
    PrintedCell,
    Specimen,
    StatedFigure,
    StatedSection,
    Table,
    printed_cells,
)
from bench.specimens.writers.html import write_html
from bench.specimens.writers.markdown import write_markdown
from bench.specimens.writers.style import Style, draw_style
from bench.specimens.writers.text import write_text

# What stands between the cells of a text, and keeps a blank one.
KEPT = ("tabs", "bars")
# The tables whose columns may stand in two.
HALVED = ("3", "4")
TRUTH = "truth.jsonl"
SHARD = 1000  # files a folder

Writer = Callable[[Specimen, Style], bytes]


class Written(NamedTuple):
    """A document as a file: its path in the folder, its bytes, and what it states.

    ``lost`` are the cells that no reader can tell from these bytes: they are to be refused.
    """

    path: str
    data: bytes
    specimen: Specimen
    lost: frozenset[PrintedCell] = frozenset()


def write_documents(
    numbers: Sequence[int] | range, seed: int, formats: Sequence[str], forms: Sequence[str], *, lossy: bool = False
) -> Iterator[Written]:
    """The documents of a seed with these numbers; the format of a document is drawn as all else is.

    ``lossy``: texts may lose their blank cells.

    >>> [document] = write_documents([5], 7, ["text"], ["F21"])
    >>> document.path, document.specimen.form
    ('0000/000005.txt', 'F21')
    """
    writers = {name: writer_of(name) for name in formats}
    for number in numbers:
        specimen = compose(seed, number, forms)
        random = Random(f"{seed}:{number}:written")
        name = random.choice(formats)
        style = draw_style(random)
        style = style_for(specimen, style, lossy=lossy)
        lost = lost_cells(specimen, name, style)
        yield Written(
            f"{number // SHARD:04}/{number:06}.{SUFFIXES[name]}", writers[name](specimen, style), specimen, lost
        )


def lost_cells(specimen: Specimen, name: str, style: Style) -> frozenset[PrintedCell]:
    """The cells that no reader can tell for certain, or at all, in a format: they may be refused.

    A text has no merged cells, so that rows have more cells than the heads above them: only sums say what is under
    which, and do so no longer where a column of sums is added, where a table has half of its columns, or its heads and
    its rows stand on two pages. So it is with rows that lost the labels at their left. This asks the layout, and no
    reader.
    """
    lost: set[PrintedCell] = set()
    tables = [block for block in specimen.blocks if isinstance(block, Table)]
    numbers = Counter(table.layout.table for table in tables)
    is_text = name == "text"
    for table in tables:
        is_half = numbers[table.layout.table] > 1 and table.layout.table in HALVED
        is_summed = any(key[1] == SUBTOTAL for key in table.raws)
        # Nothing but a rule of dashes parts two tables of Markdown.
        is_run_on = name == "md" and is_half and "bare" in style.bars
        if is_run_on or (is_text and (is_half or is_summed or style.cut)) or (style.cut and style.carried == "gone"):
            lost.update(printed_cells(table))
        elif not any(table.raws.values()):
            lost.update(printed_cells(table))  # heads over nothing
        elif is_text and style.cells not in KEPT:
            lost.update(_in_rows_with_blanks(table))
    return frozenset(lost)


def _in_rows_with_blanks(table: Table) -> Iterator[PrintedCell]:
    """The cells of the printed rows that have a blank, which nothing is left of where only white space parts cells.

    The numbers beside it may then stand under any of the heads.
    """
    rows = [value.row for value in table.layout.cells if value.key]
    in_rows = list(zip(rows, printed_cells(table), strict=True))
    blank = {row for row, cell in in_rows if not cell.raw}
    yield from (cell for row, cell in in_rows if row in blank)


def style_for(specimen: Specimen, style: Style, *, lossy: bool = False) -> Style:
    """A style in which the specimen can be written, but for its blank cells where it may lose them.

    Of a text, only tabs and bars keep a blank cell, and part a dash from the number of a page (— 2 —). Where a table is
    cut, the sums of its rows say what is under which head, so that none may be wrong.
    """
    raws = {raw for block in specimen.blocks if isinstance(block, Table) for raw in block.raws.values()}
    style = replace(style, cut=0) if specimen.broken else style
    loses = ("" in raws and not lossy) or raws.intersection(SIGNS).difference("/")
    return replace(style, cells="tabs") if loses and style.cells not in KEPT else style


SUFFIXES = {"html": "html", "text": "txt", "md": "md", "docx": "docx", "pdf": "pdf"}
LIGHT: dict[str, Writer] = {"html": write_html, "text": write_text, "md": write_markdown}


def writer_of(name: str) -> Writer:
    """The writer of a format; those of Word and PDF are loaded when first asked for, with what they stand on."""
    if name in LIGHT:
        return LIGHT[name]
    writer: Writer = getattr(import_module(f"bench.specimens.writers.{name}"), f"write_{name}")
    return writer


def truth_line(written: Written) -> str:
    """What a document states, as a line of JSON; decimals are strings."""
    specimen = written.specimen
    return json.dumps(
        {
            "path": written.path,
            "agency": specimen.agency,
            "year": specimen.year,
            "form": specimen.form,
            "title": specimen.title,
            "sections": [_named(section) for section in specimen.sections],
            "figures": [_figure(figure) for figure in specimen.figures],
            "cells": [_named(cell) for cell in specimen.cells],
            "lost": [_named(cell) for cell in specimen.cells if cell in written.lost],
            "broken": [_named(mistake) for mistake in specimen.broken],
        },
        ensure_ascii=False,
        default=str,
    )


def _figure(figure: StatedFigure) -> dict[str, object]:
    fields = _named(figure)
    del fields["bounds"]
    return fields | _named(figure.bounds)


def _named(value: Bounds | StatedSection | StatedFigure | PrintedCell | Broken) -> dict[str, object]:
    """The fields of a value; several times as fast as ``_asdict``, and there are hundreds in a report."""
    return dict(zip(value._fields, value, strict=True))


def generate(folder: Path, numbers: range, seed: int, formats: Sequence[str], forms: Sequence[str]) -> int:
    """Writes the documents and their truth; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / TRUTH).open("w", encoding="utf-8") as truth:
        for written in write_documents(numbers, seed, formats, forms):
            path = folder / written.path
            if int(path.stem) % SHARD == 0 or not path.parent.is_dir():
                path.parent.mkdir(exist_ok=True)
            path.write_bytes(written.data)
            truth.write(truth_line(written) + "\n")
    return len(numbers)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.specimens", description=__doc__)
    parser.add_argument("n", type=int, help="how many reports")
    parser.add_argument("folder", type=Path, help="where to; truth.jsonl is written beside them")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0, help="the number of the first report")
    parser.add_argument("--formats", default="html,text,md", help="of html, text, md, docx, pdf")
    parser.add_argument("--forms", default=",".join(FORMS), help="of F08, F14, F19, F21")
    asked = parser.parse_args()
    formats, forms = asked.formats.split(","), asked.forms.split(",")
    if unknown := [*{*formats} - {*SUFFIXES}, *{*forms} - {*FORMS}]:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    count = generate(asked.folder, range(asked.first, asked.first + asked.n), asked.seed, formats, forms)
    print(f"{count} reports in {asked.folder}")
