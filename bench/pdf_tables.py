"""Reads the tables of PDF files by our own lines and by pdfplumber's: ``python -m bench.pdf_tables GOLD FILE …``.

Paragraphs, the joining over page ends and the codes are ours both times, so that only lines and cells differ. Cells of
the gold (``GOLD/<name>.jsonl``) are counted as right or wrong; the time is a processor's. pdfplumber must be importable
(it is among the peers): ``PYTHONPATH=.tools/peers/lib/python3.11/site-packages``.
"""

import argparse
import io
import json
import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

from pipeline.ingest.pdf import reader
from pipeline.ingest.pdf.pages import Character, Sheet
from pipeline.ingest.pdf.ruled_tables import Table, find_tables
from pipeline.model import GridCell, Report, Source
from pipeline.report import extract_source

# Sides of cells this near are one, in points.
NEAR = 3.0

Found = tuple[list[Table], tuple[Character, ...], bool]


class Plumber:
    """What pdfplumber finds on the pages of a file, instead of ``find_tables``."""

    def __init__(self, data: bytes) -> None:
        """Opens a file."""
        import pdfplumber  # noqa: PLC0415 - it is a peer, and lives apart

        self.document = pdfplumber.open(io.BytesIO(data))

    def find(self, sheet: Sheet) -> Found:
        """The tables of a page, and our characters outside of them."""
        tables = [_table(found, sheet.number) for found in self.document.pages[sheet.number - 1].find_tables()]
        left = sheet.characters
        for table in tables:
            left = tuple(c for c in left if not _is_inside(c, table.box))
        return tables, left, True


def _table(found: Any, page: int) -> Table:
    boxes = [box for row in found.rows for box in row.cells if box]
    xs, ys = _sides(x for box in boxes for x in box[::2]), _sides(y for box in boxes for y in box[1::2])
    texts = [text for row in found.extract() for text in row]
    printed = {
        box: text for box, text in zip((box for row in found.rows for box in row.cells), texts, strict=True) if box
    }
    cells = []
    for (x0, y0, x1, y1), text in printed.items():
        row, column = _index_of(ys, y0), _index_of(xs, x0)
        high, wide = _index_of(ys, y1) - row, _index_of(xs, x1) - column
        cells.append(GridCell(row, column, (text or "").replace("\n", ""), high, wide, page))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Table(page, (xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), len(ys) - 1, ordered)


def _sides(positions: Iterable[float]) -> list[float]:
    sides: list[float] = []
    for position in sorted(positions):
        if not sides or position - sides[-1] > NEAR:
            sides.append(position)
    return sides


def _index_of(sides: Sequence[float], position: float) -> int:
    return min(bisect_left(sides, position - NEAR), len(sides) - 1)


def _is_inside(character: Character, box: Sequence[float]) -> bool:
    x, y = (character.left + character.right) / 2, character.baseline - character.size / 3
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def score(report: Report, gold: Path) -> tuple[int, int, int]:
    """How many cells of the gold are right, wrong and missing."""
    found = {(c.table, c.row, c.column): c for c in report.cells if c.row and c.column}
    right = wrong = missing = 0
    for line in gold.read_text("utf-8").splitlines():
        cell = json.loads(line, parse_float=Decimal)
        mine = found.get((cell["table"], cell["row"], cell["column"]))
        same = mine is not None and (mine.state, mine.value) == (cell["state"], cell["value"])
        right, wrong, missing = right + same, wrong + (mine is not None and not same), missing + (mine is None)
    return right, wrong, missing


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each file: cells right, wrong and missing, and milliseconds, by both."""
    parser = argparse.ArgumentParser(prog="python -m bench.pdf_tables", description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    for file in options.files:
        data = file.read_bytes()
        columns = [f"{file.stem:28}"]
        for name in ("ours", "pdfplumber"):
            start = process_time()
            reader.find_tables = find_tables if name == "ours" else Plumber(data).find  # type: ignore[attr-defined]
            reader.read_pdf(data)
            spent = process_time() - start
            outcome = extract_source(Source(file.name, data))
            gold = options.gold / f"{file.stem}.jsonl"
            counts = score(outcome, gold) if isinstance(outcome, Report) and gold.exists() else ("-",) * 3
            columns.append(f"{name:>11}: {'/'.join(map(str, counts)):>12} {1000 * spent:6.0f} ms")
        print("  ".join(columns))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
