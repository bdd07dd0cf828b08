"""Counts how often measures are right, by their rule and form: ``python -m bench.measure_evidence [TABLES GOLD …]``.

How often a measure is right depends on the rule that chose it and on the form of its name: a noun after its number is
nearly always right, a verb on its own is as often wrong. Names of a class in which fewer than two of three are right
are better left out (``unread_measure``). ``TABLES`` are those of a run and ``GOLD`` the figures
annotated in the same documents; ``FILE`` has a line of JSON for each figure that a second reader judged, with
``measure``, ``measure_rule`` and ``verdict`` (right or wrong).
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from bench.gold import Row, pair_figures
from pipeline.language import VERBAL, cut_words

# Of fewer figures nothing is told.
LEAST = 5


class Judged(NamedTuple):
    """A measure with the rule that chose it, and whether it is right."""

    measure: str
    rule: str
    right: bool


def form_of(measure: str) -> str:
    """What a name is made of.

    >>> [form_of(name) for name in ("信息", "政府信息", "办结", "招聘会报名", "核减投资额")]
    ['one noun', 'nouns', 'a verb alone', 'ends in a verb', 'opens with a verb']
    """
    verbs = [word.kind in VERBAL for word in cut_words(measure, 0, len(measure))]
    if len(verbs) == 1:
        return "a verb alone" if verbs[0] else "one noun"
    if verbs[-1]:
        return "ends in a verb"
    if verbs[0]:
        return "opens with a verb"
    return "a verb between nouns" if any(verbs) else "nouns"


def count_classes(judged: Iterable[Judged]) -> list[tuple[str, str, int, int]]:
    """The classes with the rule, the form, how many figures and how many of them right; the worst first.

    >>> count_classes([Judged("办结", "deed", False)] * 3 + [Judged("办结", "deed", True)] * 2)
    [('deed', 'a verb alone', 5, 2)]
    """
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for measure in judged:
        count = counts[measure.rule, form_of(measure.measure)]
        count[0] += 1
        count[1] += measure.right
    classes = [(rule, form, many, right) for (rule, form), (many, right) in counts.items() if many >= LEAST]
    return sorted(classes, key=lambda row: (row[3] / row[2], row))


def read_judged(path: Path) -> Iterator[Judged]:
    """The measures of a file of verdicts."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("measure"):
            yield Judged(row["measure"], row["measure_rule"], row["verdict"] == "right")


def read_gold(tables: Path, gold: Path) -> Iterator[Judged]:
    """The measures of the figures of a run that the gold has."""
    figures: defaultdict[str, list[Row]] = defaultdict(list)
    for figure in pq.read_table(tables / "figures.parquet").to_pylist():
        figures[figure["document_id"]].append(figure)
    columns = ["document_id", "source", "text"]
    for document in pq.read_table(tables / "documents.parquet", columns=columns).to_pylist():
        path = gold / f"{Path(document['source']).stem}.jsonl"
        if path.exists():
            rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
            for figure, same in pair_figures(document["text"], figures[document["document_id"]], rows):
                if figure["measure"]:
                    yield Judged(figure["measure"], figure["measure_rule"], same["measure"])


def main() -> int:
    """Prints the classes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", metavar="TABLES GOLD")
    parser.add_argument("--judged", type=Path, action="append", default=[], metavar="FILE")
    args = parser.parse_args()
    if len(args.folders) % 2:
        parser.error("TABLES and GOLD come in pairs")
    judged = [one for path in args.judged for one in read_judged(path)]
    for tables, gold in zip(args.folders[::2], args.folders[1::2], strict=True):
        judged += read_gold(tables, gold)
    for rule, form, many, right in count_classes(judged):
        print(f"{rule:10} {form:22} {right:5} of {many:5}  {right / many:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
