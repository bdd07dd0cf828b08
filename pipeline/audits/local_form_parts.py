"""Checks parts against their whole in the local forms (fiscal years 2008-2013): numbered rows after 其中."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from pipeline.audits.form_instances import say_unread
from pipeline.audits.make_audits import Side, leave_open, make_audit
from pipeline.i18n import Message
from pipeline.model import Audit, Cell

LOCAL_FORM = "F08"

_FIRST_PART_RE = regex.compile(r"其中[:：]?(?P<number>\d)?")
_NEXT_PART_RE = regex.compile(r"\d{1,2}[.、．]")


def audit_local_parts(cells: Sequence[Cell]) -> Iterator[Audit]:
    """An audit for each whole and column of a local form that is followed by parts."""
    local = [cell for cell in cells if cell.form == LOCAL_FORM and cell.row and cell.column]
    for _, table in groupby(local, key=lambda cell: cell.table_id):
        columns: dict[str, list[Cell]] = {}
        for cell in table:
            columns.setdefault(cell.column or "", []).append(cell)
        for column in columns.values():
            yield from (_audit_whole(whole, parts) for whole, parts in find_local_parts(column))


def find_local_parts(column: Sequence[Cell]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Each whole of a column with its parts, as the labels mark them.

    The first part is labelled 其中; if it is numbered, the rows that continue the numbering are parts too.
    """
    whole: Cell | None = None
    parts: list[Cell] = []
    numbered = False
    for cell in column:
        label = cell.row or ""
        opening = _FIRST_PART_RE.match(label)
        if opening and whole is not None:
            parts.append(cell)
            numbered = opening["number"] is not None
        elif parts and numbered and _NEXT_PART_RE.match(label):
            parts.append(cell)
        else:
            if whole is not None and parts:
                yield whole, parts
            whole, parts = cell, []
    if whole is not None and parts:
        yield whole, parts


def _audit_whole(whole: Cell, parts: Sequence[Cell]) -> Audit:
    unread = [(cell, reason) for cell in (whole, *parts) if (reason := say_unread(cell))]
    evidence = tuple(f"cell:{part.cell_id}" for part in parts)
    name = whole.row_label or whole.row or ""
    line = f"{name}/{whole.column_label}" if whole.column_label else name
    if unread:
        cell, reason = unread[0]
        sides = Side(None, Message("unknown_side"), evidence), Side(None, "", (f"cell:{whole.cell_id}",))
        return leave_open(
            "local_parts",
            line,
            *sides,
            Message("cell_without_number", name=cell.row_label or cell.row or "", reason=reason),
        )
    values = [part.value for part in parts if part.value is not None]
    total = whole.value or type(values[0])(0)
    left = Side(max(values), max(values), evidence)
    right = Side(total, total, (f"cell:{whole.cell_id}",))
    return make_audit("local_parts", line, left, right, holds=max(values) <= total)
