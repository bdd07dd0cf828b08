"""Turns a report into rows of the tables that ``schema.py`` states.

Numbers are Decimal up to here and float64 from here on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from enum import StrEnum
from typing import Any

import regex

from pipeline.edition import VERSION, fingerprint
from pipeline.model import Citation, Figure, PlacedGrid, Problem, Report, Section, Unreadable
from pipeline.problems import severity_of

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


class CellState(StrEnum):
    """What a cell prints (``cells.state``)."""

    NUMBER = "number"
    BLANK = "blank"
    SLASH = "slash"
    TEXT = "text"


# The number that a cell prints and nothing else: 1024, 1,024, －3, ４６５．７４
CELL_NUMBER_RE = regex.compile(
    r"""
    [-－−]?
    (?: [0-9０-９]{1,3} (?: [,，] [0-9０-９]{3} )+   # grouped by thousands
      | [0-9０-９]+ )
    (?: [.．] [0-9０-９]+ )?
    """,
    regex.VERBOSE,
)


# Decimal reads digits of any width, but signs and points of one.
PLAIN_NUMBER = str.maketrans({"－": "-", "−": "-", "．": ".", ",": "", "，": ""})


def read_cell(raw: str) -> tuple[CellState, Decimal | None]:
    """What a printed cell states; only a cell that prints one number and no more has a value.

    >>> read_cell("1,024"), read_cell(" ")
    ((<CellState.NUMBER: 'number'>, Decimal('1024')), (<CellState.BLANK: 'blank'>, None))
    >>> read_cell("／"), read_cell("行政许可")
    ((<CellState.SLASH: 'slash'>, None), (<CellState.TEXT: 'text'>, None))
    """
    printed = raw.strip()
    if not printed:
        return CellState.BLANK, None
    if printed in {"/", "／"}:
        return CellState.SLASH, None
    match = CELL_NUMBER_RE.fullmatch(printed)
    if match is None:
        return CellState.TEXT, None
    return CellState.NUMBER, Decimal(printed.translate(PLAIN_NUMBER))


def tabulate(report: Report, copies: Iterable[str] = ()) -> Rows:
    """The rows of a report, by table, in the order of their ids.

    ``copies`` are the paths of further files with the same bytes: each is a problem of this document.
    """
    problems = [_problem_row(report.document_id, report.source, problem) for problem in report.problems]
    problems += [_copy_row(report, path) for path in copies]
    cells = _cell_rows(report.document_id, report.text.grids)
    return {
        "documents": [_document_row(report, cells=len(cells), problems=len(problems))],
        "sections": [_row(report, section) for section in report.sections],
        "figures": [_row(report, figure) for figure in report.figures],
        "cells": cells,
        "citations": [_row(report, citation) for citation in report.citations],
        "problems": problems,
    }


def tabulate_unreadable(file: Unreadable) -> Rows:
    """The one row of a file that yields no document."""
    return {"problems": [_problem_row(None, file.source, file.problem)]}


def _document_row(report: Report, *, cells: int, problems: int) -> Row:
    return {
        "document_id": report.document_id,
        "source": report.source,
        "sha256": report.sha256,
        "format": report.format.value,
        "encoding": report.encoding,
        **asdict(report.metadata),
        "text": report.text.text,
        "characters": len(report.text.text),
        "sections": len(report.sections),
        "figures": len(report.figures),
        "cells": cells,
        "problems": problems,
        "fingerprint": fingerprint(report.sha256),
        "version": VERSION,
    }


def _row(report: Report, value: Section | Figure | Citation) -> Row:
    """The fields of a value are the columns of its table."""
    fields = {name: _stored(getattr(value, name)) for name in value.__slots__}
    return {"document_id": report.document_id, **fields}


def _stored(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def _cell_rows(document_id: str, grids: tuple[PlacedGrid, ...]) -> list[Row]:
    rows: list[Row] = []
    for table_id, grid in enumerate(grids):
        for placed in grid.cells:
            state, value = read_cell(placed.cell.text)
            row = {
                "document_id": document_id,
                "cell_id": len(rows),
                "table_id": table_id,
                "raw": placed.cell.text,
                "value": _stored(value),
                "state": state,
                "start": placed.start,
                "end": placed.end,
            }
            rows.append(row)
    return rows


def _problem_row(document_id: str | None, source: str, problem: Problem) -> Row:
    return {
        "document_id": document_id,
        "source": source,
        "problem": problem.code,
        "severity": severity_of(problem.code),
        "message": problem.message,
        "start": problem.start,
        "end": problem.end,
    }


def _copy_row(report: Report, path: str) -> Row:
    problem = Problem("duplicate_file", f"The file has the same bytes as {report.source}, which was read instead.")
    return _problem_row(report.document_id, path, problem)
