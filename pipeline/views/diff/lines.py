"""Shows revisions in lines: for a person with their counts, for a program as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.i18n import escape, say
from pipeline.views.diff.alignment import Row

# So many rows are shown, which is what a screen or two hold; the table has them all.
SHOWN = 40

# Tables whose rows change with those of others, where these have changed.
FOLLOWING = frozenset(("indicators", "panel", "panel_status", "request_outcomes"))
CAUSES = frozenset(("documents", "figures", "cells"))

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def show_json(revisions: Iterable[Row]) -> Iterator[str]:
    """Every revision as a JSON object of its own."""
    return (escape(json.dumps(revision, ensure_ascii=False)) for revision in revisions)


def show_revisions(revisions: Iterable[Row]) -> Iterator[str]:
    """The first rows that differ, by document, and then how many revisions there are of each table.

    What follows from other rows of its report, an indicator from its figure, is only counted.
    """
    counts: Counter[tuple[str, str]] = Counter()
    shown = hidden = following = 0
    for source, group in groupby(revisions, key=lambda revision: revision["source"]):
        own = list(_leave_repeated(list(group)))
        counts.update((revision["table"], revision["change"]) for revision in own)
        kept = [one for one in own if one["table"] not in FOLLOWING] if _has_cause(own) else own
        following += len(own) - len(kept)
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
    """The revisions of a report but those of panel_corrected that panel has too."""
    printed = {_column_of(revision) for revision in revisions if revision["table"] == "panel"}
    return (one for one in revisions if one["table"] != "panel_corrected" or _column_of(one) not in printed)


def _column_of(revision: Row) -> tuple[str | None, ...]:
    return tuple(revision[name] for name in ("label", "change", "column", "old", "new"))


def _has_cause(revisions: Iterable[Row]) -> bool:
    return any(revision["table"] in CAUSES for revision in revisions)


def _group_rows(revisions: Iterable[Row]) -> Iterator[list[Row]]:
    """The revisions of one report by the row that they are of, whose columns come one after the other."""
    row: list[Row] = []
    for revision in revisions:
        if row and not (
            revision["change"] == row[-1]["change"] == "changed"
            and all(revision[name] == row[-1][name] for name in ("table", "label", "start", "end"))
            and revision["column"] not in {one["column"] for one in row}
        ):
            yield row
            row = []
        row.append(revision)
    if row:
        yield row


def show_row(revisions: Sequence[Row]) -> Iterator[str]:
    """The revisions of a row in a line, and its sentence below.

    >>> revision = {"table": "figures", "change": "changed", "label": "553项", "sentence": "公开553项。"}
    >>> value = {**revision, "column": "value", "old": "553", "new": None}
    >>> list(show_row([value, {**value, "column": "unit", "old": None, "new": "项"}]))
    ['  ~ figures 553项: value 553 → null, unit null → 项', '      公开553项。']
    """
    first = revisions[0]
    columns = ", ".join(
        f"{one['column']} {_shown(one['old'])} → {_shown(one['new'])}" for one in revisions if one["column"]
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
