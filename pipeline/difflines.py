"""Shows revisions in lines: for a person with their counts, for a program as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.alignment import Row
from pipeline.messages import say

# So many revisions are shown, which is what a screen or two hold; the table has them all.
SHOWN = 40

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def show_json(revisions: Iterable[Row]) -> Iterator[str]:
    """Every revision as a JSON object of its own."""
    return (json.dumps(revision, ensure_ascii=False) for revision in revisions)


def show_revisions(revisions: Iterable[Row]) -> Iterator[str]:
    """The first revisions, by document, and then how many there are of each table."""
    counts: Counter[tuple[str, str]] = Counter()
    source = None
    for number, revision in enumerate(revisions):
        counts[revision["table"], revision["change"]] += 1
        if number < SHOWN:
            if revision["source"] != source:
                source = revision["source"]
                yield source
            yield from show_revision(revision)
    if counts.total() > SHOWN:
        yield say("and_more", count=f"{counts.total() - SHOWN:,}")
    yield from _show_counts(counts)


def show_revision(revision: Row) -> Iterator[str]:
    """A revision in a line, and its sentence below.

    >>> revision = {"table": "figures", "change": "changed", "label": "553项", "column": "value"}
    >>> list(show_revision({**revision, "old": "553", "new": None, "sentence": "公开553项。"}))
    ['  ~ figures 553项: value 553 → null', '      公开553项。']
    """
    column = revision["column"]
    old, new = ("null" if revision[side] is None else revision[side] for side in ("old", "new"))
    change = f": {column} {old} → {new}" if column else ""
    yield f"  {SIGNS[revision['change']]} {revision['table']} {revision['label']}{change}"
    if revision["sentence"]:
        yield f"      {revision['sentence']}"


def _show_counts(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    if not counts:
        yield say("no_difference")
        return
    tables = dict.fromkeys(table for table, _ in counts)
    width = max(len(table) for table in tables)
    for table in tables:
        parts = (say(change, count=f"{counts[table, change]:,}") for change in SIGNS if counts[table, change])
        yield f"{table:<{width}}  {' · '.join(parts)}"
