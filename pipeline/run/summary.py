"""Summarises a folder of tables, for a person at the end of a run and for ``run.json``."""

import json
import os
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pyarrow.compute as pc

from pipeline.annotations import OWN_PROBLEMS
from pipeline.i18n import language_of, pad, say
from pipeline.provenance import VERSION, edition_digest
from pipeline.rulebook import rule_of
from pipeline.run.pieces import read_batches
from pipeline.tables import TABLES, count_rows, current_tables

# The number of unreadable files named at the end of a run, so that it fits on the screen.
NAMED = 5
# The width of a name with its number, up to millions.
NUMBERED = 17
# The packages that read files and whose versions can change the result.
PACKAGES = ("charset-normalizer", "jieba", "lxml", "pyarrow", "pypdfium2", "regex", "selectolax")


class VerdictCounts(NamedTuple):
    """The results of the verdicts of a run.

    ``unfit`` verdicts match no row any more or contradict each other, ``of_no_document`` are on documents that are not
    in the tables, ``corrected`` counts the numbers of ``panel_corrected`` that differ from ``panel``.
    """

    given: int
    unfit: int
    of_no_document: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The contents of a folder of tables: figures by kind, audits by outcome, problems by code.

    ``unreadable`` are the files that yielded no document, each with the reason in both languages.
    """

    documents: int
    unreadable: tuple[tuple[str, str, str], ...]
    sections: int
    figures: Counter[str]
    cells: int
    citations: int
    problems: Counter[str]
    indicators: int
    audits: Counter[str]
    verdicts: VerdictCounts | None = None


def summarize(out: Path) -> Summary:
    """Counts the rows of the tables in ``out``, all of one run even if another run ends meanwhile."""
    out = current_tables(out)
    unreadable: list[tuple[str, str, str]] = []
    for batch in read_batches(out / "problems.parquet", "problems", ["document_id", "source", "message", "message_zh"]):
        rows = batch.filter(pc.is_null(batch["document_id"])).to_pylist()
        unreadable += [(row["source"], row["message"], row["message_zh"]) for row in rows]
    problems = _count_values(out / "problems.parquet", "problem")
    return Summary(
        documents=count_rows(out / "documents.parquet"),
        unreadable=tuple(unreadable),
        sections=count_rows(out / "sections.parquet"),
        figures=_count_values(out / "figures.parquet", "kind"),
        cells=count_rows(out / "cells.parquet"),
        citations=count_rows(out / "citations.parquet"),
        problems=problems,
        indicators=count_rows(out / "indicators.parquet"),
        audits=_count_values(out / "audits.parquet", "outcome"),
        verdicts=_count_verdicts(out / "run.json", unfit=sum(problems[code] for code in OWN_PROBLEMS)),
    )


def _count_verdicts(file: Path, unfit: int) -> VerdictCounts | None:
    """The counts of verdicts in run.json; null if the run had none."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        entry = json.loads(file.read_text("utf-8"))["verdicts"]
        return VerdictCounts(int(entry["verdicts"]), unfit, int(entry["of_no_document"]), int(entry["corrected"]))
    return None


def _count_values(path: Path, column: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for batch in read_batches(path, path.stem, [column]):
        counts.update({item["values"]: item["counts"] for item in pc.value_counts(batch[column]).to_pylist()})
    return counts


def describe_run(folder: Path, facts: Mapping[str, object]) -> dict[str, object]:
    """The content of ``run.json`` for the tables in a folder; ``facts`` are those that only the run knows."""
    return {
        "gongkai": VERSION,
        "edition": edition_digest(),
        "python": platform.python_version(),
        "packages": dict(_package_versions()),
        **facts,
        "rows": {table.name: count_rows(folder / f"{table.name}.parquet") for table in TABLES},
        "problems": dict(sorted(_count_values(folder / "problems.parquet", "problem").items())),
    }


@cache
def _package_versions() -> Mapping[str, str]:
    """The versions of the packages that read files."""
    return {name: version(name) for name in PACKAGES}


def show_summary(summary: Summary, out: Path, seconds: float) -> str:
    """The lines that end a run."""
    unreadable = len(summary.unreadable)
    names = {code: rule_of(code).heading() for code in summary.problems}
    return "\n".join(
        [
            _line(
                "count_documents",
                f"{summary.documents}",
                say("some_unreadable", count=unreadable) if unreadable else "",
            ),
            _line("count_sections", f"{summary.sections}"),
            _line("count_figures", f"{summary.figures.total()}", _counts(summary.figures)),
            _line("count_cells", f"{summary.cells}"),
            _line("count_citations", f"{summary.citations}"),
            _line("count_indicators", f"{summary.indicators}", say("panel_first")),
            _line("count_audits", f"{summary.audits.total()}", _counts(summary.audits)),
            *_verdicts(summary.verdicts),
            _line("count_problems", f"{summary.problems.total()}", _counts(summary.problems, names)),
            _line("count_seconds", f"{seconds:.1f}", say("tables_in", out=out)),
            *_named(summary.unreadable),
        ]
    )


def _line(name: str, number: str, words: str = "") -> str:
    """A line of the summary: a name, the number ending in column 17, and further words.

    >>> _line("count_cells", "12"), _line("count_indicators", "7", "side by side")
    ('cells          12', 'indicators      7   side by side')
    """
    head = pad(say(name), NUMBERED - len(number))
    return f"{head}{number}" + (f"   {words}" if words else "")


def _verdicts(counts: VerdictCounts | None) -> Iterator[str]:
    """The line on verdicts, if there were any.

    >>> list(_verdicts(VerdictCounts(5, 1, 1, 3)))
    ['verdicts        5   numbers changed in panel_corrected 3 · unfit 1 · on missing documents 1']
    """
    if counts is not None:
        remarks = [say("corrected_numbers", count=counts.corrected)]
        remarks += [say("unfit_verdicts", count=counts.unfit)] if counts.unfit else []
        remarks += [say("verdicts_elsewhere", count=counts.of_no_document)] if counts.of_no_document else []
        yield _line("count_verdicts", f"{counts.given}", " · ".join(remarks))


def _named(unreadable: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """The first files that could not be read, each with the reason.

    >>> list(_named([("a.txt", "The file is empty.", "空文件。")]))
    ['unreadable', '  a.txt: The file is empty.']
    >>> list(_named([(f"{n}.txt", "The file is empty.", "空文件。") for n in range(7)]))[-2:]
    ['  4.txt: The file is empty.', '  … and 2 more, see problems']
    """
    if unreadable:
        yield say("unreadable")
    for source, message, message_zh in unreadable[:NAMED]:
        yield f"  {source}: {message_zh if language_of(os.environ) == 'zh' else message}"
    if len(unreadable) > NAMED:
        yield "  " + say("more_problems", count=len(unreadable) - NAMED)


def _counts(counter: Counter[str], names: Mapping[str, str] | None = None) -> str:
    """The parts of a count, the greatest first, with their display names if there are any.

    >>> _counts(Counter(percent=2, item_count=5)), _counts(Counter(no_text=1), {"no_text": "no_text（没有文字）"})
    ('item_count 5 · percent 2', 'no_text（没有文字） 1')
    """
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return " · ".join(f"{(names or {}).get(name, name)} {count}" for name, count in ordered)
