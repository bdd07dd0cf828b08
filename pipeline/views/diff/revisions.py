"""Compares the rows of one report in two outputs, and finds what was added, removed and changed.

Ids count rows, so that one more row shifts all that follow. Rows are therefore identified by their span in the text and
their keys; if the text has changed, by where the old span is in the new text.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.tables import INT32, MAYBE, NEVER, TABLES, TEXT, Column, Table
from pipeline.views.diff.alignment import Row, Stretch, align_texts, map_offset, match_rows
from pipeline.views.export import to_text

REVISIONS = Table(
    "revisions",
    "Something that differs between two outputs (gongkai diff): a row added or removed, or a column of a row changed",
    (
        Column("document_id", TEXT, MAYBE, "The document, in the new output where it is there; null for a file unread"),
        Column("former_document_id", TEXT, MAYBE, "Its id in the old output; another where the file's bytes changed"),
        Column("source", TEXT, NEVER, "Path of the file under the input folder"),
        Column("table", TEXT, NEVER, "The table that the row is in"),
        Column("change", TEXT, NEVER, "added, removed or changed; of a document added or removed only the document"),
        Column("label", TEXT, NEVER, "The row in words: its surface and measure, its labels, its code"),
        Column("column", TEXT, MAYBE, "The column that changed; null for a row that was added or removed"),
        Column("old", TEXT, MAYBE, "What the column held; null is null"),
        Column("new", TEXT, MAYBE, "What it holds now; null is null"),
        Column("start", INT32, MAYBE, "Where the row begins in documents.text, of the old output where it was removed"),
        Column("end", INT32, MAYBE, "Where it ends there"),
        Column("sentence", TEXT, MAYBE, "The sentence of a figure; of what else has a place, the words around it"),
    ),
)

Rows = Mapping[str, Sequence[Row]]


class Comparison(NamedTuple):
    """How the rows of a table are identified: keys, the strictest first, and whether overlapping spans come last."""

    keys: tuple[tuple[str, ...], ...]
    by_overlap: bool = False


COMPARISONS = {
    "documents": Comparison(((),)),
    "sections": Comparison((("start", "end", "marker"), ("start", "marker"), ("start",))),
    "figures": Comparison((("start", "end", "measure"), ("start", "end")), by_overlap=True),
    "cells": Comparison(
        (
            ("start", "end", "raw"),
            ("start", "end"),
            ("form", "table", "row", "column", "row_label", "column_label", "raw"),
            ("form", "table", "row", "column", "row_label", "column_label"),
        )
    ),
    "indicators": Comparison((("indicator", "witness", "value"), ("indicator", "witness"))),
    "panel": Comparison(((),)),
    "panel_corrected": Comparison(((),)),
    "panel_status": Comparison((("indicator",),)),
    "request_outcomes": Comparison((("form", "row", "column"),)),
    "audits": Comparison((("rule", "detail"), ("rule",))),
    "citations": Comparison((("start", "end"),), by_overlap=True),
    "problems": Comparison((("problem", "start", "end", "message"), ("problem", "source"))),
}

# Ids count rows, digests change with everything, and counts follow from rows: none adds to what the rows show.
NOT_COMPARED = frozenset(
    {"document_id", "sha256", "fingerprint", "version", "text"}
    | {"report_id", "documents"}
    | {"characters", "sections", "figures", "cells", "problems"}
    | {"section_id", "figure_id", "cell_id", "citation_id", "table_id", "parent_id", "evidence"}
    | {"suggested_cell_id", "suggestion", "suggestion_zh"}
)
OFFSETS = (("start", False), ("end", True), ("sentence_start", False), ("sentence_end", True))
# Characters shown around a row that is no figure, if its line is longer.
AROUND = 60


def compare_reports(old: Rows, new: Rows) -> Iterator[Row]:
    """Yields the revisions of one report, table by table."""
    old_document, new_document = old["documents"][0], new["documents"][0]
    stretches = align_texts(old_document["text"], new_document["text"])
    ids = {"document_id": new_document["document_id"], "former_document_id": old_document["document_id"]}
    for table in TABLES:
        if table.name in COMPARISONS and table.name in old and table.name in new:
            moved = [_move(row, stretches) for row in old[table.name]]
            found = _compare_rows(table.name, moved, new[table.name])
            texts = old_document["text"], new_document["text"]
            yield from (_revise(table.name, difference, ids, new_document["source"], texts) for difference in found)


def _move(row: Row, stretches: Sequence[Stretch]) -> Row:
    """An old row with its spans mapped to the new text; the original spans are kept under ``at``."""
    mapped = {
        name: None if row[name] is None else map_offset(row[name], stretches, is_end=is_end)
        for name, is_end in OFFSETS
        if name in row
    }
    return {
        **row,
        **mapped,
        "at": (row.get("start"), row.get("end"), row.get("sentence_start"), row.get("sentence_end")),
    }


class Found(NamedTuple):
    """A difference: the row before, the row after, and the column, if one changed."""

    old: Row | None
    new: Row | None
    column: str | None = None


def _compare_rows(table: str, old: Sequence[Row], new: Sequence[Row]) -> Iterator[Found]:
    comparison = COMPARISONS[table]
    pairs, removed, added = match_rows(old, new, comparison.keys, by_overlap=comparison.by_overlap)
    for before, after in sorted(pairs, key=lambda pair: pair[1].get("start") or 0):
        columns = [column for column in after if column in before and column not in NOT_COMPARED]
        yield from (Found(before, after, column) for column in columns if before[column] != after[column])
    yield from (Found(row, None) for row in removed)
    yield from (Found(None, row) for row in added)


def _revise(table: str, found: Found, ids: Row, source: str, texts: tuple[str, str]) -> Row:
    row: Row = found.new or found.old or {}
    span = (row["at"] if "at" in row else tuple(row.get(name) for name, _ in OFFSETS)) if row else ()
    text = texts[0] if found.new is None else texts[1]
    changed = found.column is not None and found.old is not None and found.new is not None
    return {
        **ids,
        "source": source,
        "table": table,
        "change": "changed" if changed else "removed" if found.new is None else "added",
        "label": label_row(table, row),
        "column": found.column,
        "old": _shown(found.old, found.column) if changed else None,
        "new": _shown(found.new, found.column) if changed else None,
        "start": span[0],
        "end": span[1],
        "sentence": _cut_sentence(text, *span),
    }


def _shown(row: Row | None, column: str | None) -> str | None:
    value = None if row is None or column is None else row[column]
    return None if value is None else to_text(value)


def _cut_sentence(text: str, start: int | None, end: int | None, first: int | None, last: int | None) -> str | None:
    if first is not None and last is not None:
        return " ".join(text[first:last].split())
    if start is None or end is None:
        return None
    line_start = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    line_end = text.find("\n", end)
    line_end = min(len(text) if line_end < 0 else line_end, end + AROUND, start + 2 * AROUND)
    return " ".join(text[line_start:line_end].split())


def label_row(table: str, row: Row) -> str:
    """Describes a row in words.

    >>> label_row("figures", {"surface": "553项", "measure": "信息"}), label_row("audits", {"rule": "requests_balance"})
    ('553项 信息', 'requests_balance')
    """
    columns = {
        "documents": ("title",),
        "panel": ("agency", "report_year"),
        "panel_corrected": ("agency", "report_year"),
        "sections": ("marker", "title"),
        "figures": ("surface", "measure"),
        "cells": ("row_label", "column_label", "raw"),
        "indicators": ("indicator", "witness"),
        "panel_status": ("indicator",),
        "request_outcomes": ("row", "column"),
        "audits": ("rule", "outcome") if "outcome" in row else ("rule",),
        "citations": ("surface",),
        "problems": ("problem",),
    }[table]
    return " ".join(str(row[column]) for column in columns if row.get(column) is not None) or str(
        row.get("source", table)
    )


def revise_whole(table: str, row: Row, change: str, source: str) -> Row:
    """The revision for a document or unreadable file that only one of the outputs has."""
    added = change == "added"
    blank: dict[str, Any] = {column.name: None for column in REVISIONS.columns}
    ids = {"document_id" if added else "former_document_id": row["document_id"]}
    return {**blank, **ids, "source": source, "table": table, "change": change, "label": label_row(table, row)}
