"""Formats revisions: for a person as lines with counts, for a program as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.i18n import escape, say
from pipeline.views.diff.alignment import Row

# The number of rows shown, which fill a screen or two; the table has all of them.
SHOWN = 40

# Tables whose rows follow from rows of other tables.
FOLLOWING = frozenset(("indicators", "panel", "panel_status", "request_outcomes"))
CAUSES = frozenset(("documents", "figures", "cells"))

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def show_json(revisions: Iterable[Row]) -> Iterator[str]:
    """Every revision as a JSON object."""
    return (escape(json.dumps(revision, ensure_ascii=False)) for revision in revisions)


def show_revisions(revisions: Iterable[Row]) -> Iterator[str]:
    """The first rows that differ, by document, then the number of revisions in each table.

    Rows that follow from other rows of their report, such as an indicator from a figure, are only counted.
    """
    counts: Counter[tuple[str, str]] = Counter()
    shown = hidden = following = 0
    for source, group in groupby(revisions, key=lambda change: change["source"]):
        of_report = list(_leave_repeated(list(group)))
        counts.update((change["table"], change["change"]) for change in of_report)
        kept = (
            [change for change in of_report if change["table"] not in FOLLOWING] if _has_cause(of_report) else of_report
        )
        following += len(of_report) - len(kept)
        rows = list(_group_rows(kept))
        if rows and shown < SHOWN:
            yield source
        for row in rows[: SHOWN - shown]:
            yield from show_row(row)
        hidden += max(0, shown + len(rows) - SHOWN)
        shown = min(SHOWN, shown + len(rows))
    if hidden:
        yield say("and_more", count=f"{hidden:,}")
    if following:
        yield say("and_following", count=f"{following:,}")
    yield from _show_counts(counts)


def _leave_repeated(revisions: Sequence[Row]) -> Iterator[Row]:
    """The revisions of a report, without those of panel_corrected that panel has as well."""
    printed = {_column_of(row) for row in revisions if row["table"] == "panel"}
    return (row for row in revisions if row["table"] != "panel_corrected" or _column_of(row) not in printed)


def _column_of(revision: Row) -> tuple[str | None, ...]:
    return tuple(revision[name] for name in ("label", "change", "column", "old", "new"))


def _has_cause(revisions: Iterable[Row]) -> bool:
    return any(revision["table"] in CAUSES for revision in revisions)


def _group_rows(revisions: Iterable[Row]) -> Iterator[list[Row]]:
    """Groups the revisions of one report by row; the columns of a row follow each other."""
    row: list[Row] = []
    for revision in revisions:
        if row and not (
            revision["change"] == row[-1]["change"] == "changed"
            and all(revision[name] == row[-1][name] for name in ("table", "label", "start", "end"))
            and revision["column"] not in {earlier["column"] for earlier in row}
        ):
            yield row
            row = []
        row.append(revision)
    if row:
        yield row


def show_row(revisions: Sequence[Row]) -> Iterator[str]:
    """The revisions of a row in a line, with its sentence below.

    >>> row = {"table": "figures", "change": "changed", "label": "553项", "sentence": "公开553项。"}
    >>> value = {**row, "column": "value", "old": "553", "new": None}
    >>> list(show_row([value, {**value, "column": "unit", "old": None, "new": "项"}]))
    ['  ~ figures 553项: value 553 → null, unit null → 项', '      公开553项。']
    """
    first = revisions[0]
    columns = ", ".join(
        f"{row['column']} {_shown(row['old'])} → {_shown(row['new'])}" for row in revisions if row["column"]
    )
    yield f"  {SIGNS[first['change']]} {first['table']} {first['label']}" + (f": {columns}" if columns else "")
    if first["sentence"]:
        yield f"      {first['sentence']}"


def _shown(value: str | None) -> str:
    return "null" if value is None else value


def _show_counts(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    if not counts:
        yield say("no_difference")
        return
    tables = dict.fromkeys(table for table, _ in counts)
    width = max(len(table) for table in tables)
    for table in tables:
        parts = (say(change, count=f"{counts[table, change]:,}") for change in SIGNS if counts[table, change])
        yield f"{table:<{width}}  {' · '.join(parts)}"
