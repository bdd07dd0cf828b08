"""Reads what a run has to read, and rewrites the tables. A run with nothing to do never loads this module.

read → merge → apply verdicts → publish
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from heapq import nlargest
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from pipeline.document_ids import name_part, number_of_part
from pipeline.run.across import ACROSS, Across
from pipeline.run.agency_lines import describe_lines, find_stray_lines
from pipeline.run.balance import UnbalancedError, balance
from pipeline.run.containers import Containers
from pipeline.run.empty_selection import has_documents, refuse_nothing
from pipeline.run.events import Event, Listen
from pipeline.run.extract_files import read_contents
from pipeline.run.made_with import Supplements
from pipeline.run.merge import merge_tables
from pipeline.run.options import Options
from pipeline.run.pieces import read_pieces
from pipeline.run.plan import Plan
from pipeline.run.previous import Copies, PreviousRun
from pipeline.run.publish import clear_work, current_folder, drop_half, prepare_output, publish, work_folder
from pipeline.run.registry import NO_OVERRULES, AgenciesFile
from pipeline.run.report_panel import copy_panel, count_corrected, write_panel
from pipeline.run.same_documents import Content, Inputs
from pipeline.run.shards import Outcome
from pipeline.run.source_files import File
from pipeline.run.summary import describe_run
from pipeline.run.touched import Carried
from pipeline.tables import PANEL_CORRECTED, Row, datapackage_json, naming, read_columns

if TYPE_CHECKING:
    from pipeline.run.annotate import VerdictFile
    from pipeline.run.list_lookup import KnownList

# How many of the slowest documents are named in run.json.
SLOWEST = 10


@dataclass(frozen=True, slots=True)
class Task:
    """What a run knows before it reads: the ``files`` as given, their ``total``, the previous tables, and the plan.

    ``known`` is true if the previous tables were made with the same supplements. ``counts`` are the documents to read,
    kept, renamed and removed.
    """

    files: Sequence[File] | Inputs
    total: int
    previous: PreviousRun
    plan: Plan
    known: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Harvest:
    """The results of reading: the pieces in document order, the rows of failed files, the slowest documents."""

    pieces: tuple[Path, ...]
    failed: tuple[Row, ...]
    slowest: tuple[Outcome, ...]


def rewrite(  # noqa: PLR0913 - what was found, what users provide, and how to proceed
    out: Path,
    task: Task,
    supplements: Supplements,
    containers: Containers,
    options: Options,
    *,
    clock: list[float],
    across: Sequence[Across] | None = None,
    listen: Listen,
) -> bool:
    """Reads the contents of a plan, writes the tables and publishes them; false if the tables are already up to date.

    ``clock`` has the times at which the run and its reading began. ``across`` are the stages over all documents.

    Raises:
        RulebookError: if a rule file cannot be used.
        NothingFitsError: if only some files are wanted, and there are none.
        UnbalancedError: if a file is neither a document nor a copy of one nor a problem in the tables.
        UnwritableError: if the tables cannot be written.
        WorkersError: if no worker can be started. In all these cases ``out`` is unchanged.
    """
    plan = task.plan
    new = prepare_output(out)
    try:
        containers.fetch(plan.contents)
        harvest = _read(plan.contents, work_folder(out), options, listen)
        clock.append(time.perf_counter())
        refused = (*harvest.failed, *_read_unreadable(harvest.pieces))
        refuse_nothing(options.only, task.files, [*plan.unreadable, *refused], plan.kept, harvest.pieces)
        if task.known and not has_documents(harvest.pieces) and plan.is_done(task.previous, refused):
            balance(current_folder(out), task.total)  # the balance has to hold even if nothing is written
            return False
        listen(Event("merging"))
        stages = ACROSS if across is None else across
        overrules = supplements.agencies.overrules if supplements.agencies else NO_OVERRULES
        _merge(new, task, harvest, refused, (stages, supplements.agencies))
        balance(new, task.total)
        verdicts = _apply_verdicts(
            new,
            work_folder(out),
            supplements.verdicts,
            joined=bool(stages),
            names=overrules.names,
            unjudged=task.known and supplements.verdicts is None,
        )
        clock.append(time.perf_counter())
        entries = {
            "verdicts": verdicts,
            "agencies": _describe_agencies(supplements.agencies, new),
            "metadata": _describe_lists(supplements.metadata, options, new),
        }
        _describe(new, harvest.slowest, {"documents": task.counts, **entries}, clock)
        publish(out, new)
    except UnbalancedError:
        clear_work(out)  # a damaged piece may be the cause, so none is used again
        raise
    finally:
        with suppress(OSError):  # otherwise the next run removes it
            drop_half(out)
    listen(Event("published"))
    return True


def _read(contents: tuple[Content, ...], work: Path, options: Options, listen: Listen) -> Harvest:
    pieces: list[tuple[bytes, Path]] = []
    failed: list[Row] = []
    slowest: list[Outcome] = []
    # Closed in any case, so that no worker goes on writing after an error.
    with closing(read_contents(contents, work, options)) as reading:
        for done in reading:
            if done.outcomes is None:
                listen(Event("resumed", {"documents": len(done.shard.contents)}))
            for outcome in done.outcomes or ():
                listen(Event("document", asdict(outcome)))
            slowest = nlargest(SLOWEST, [*slowest, *(done.outcomes or ())], key=lambda outcome: outcome.seconds)
            failed += done.failed
            if not done.failed:
                pieces.append((done.shard.contents[0].identity, work / done.shard.name))
    return Harvest(tuple(piece for _, piece in sorted(pieces)), tuple(failed), tuple(slowest))


def _merge(
    new: Path,
    task: Task,
    harvest: Harvest,
    refused: Iterable[Row],
    over_all: tuple[Sequence[Across], AgenciesFile | None],
) -> None:
    """Merges the kept rows and the new ones; ``over_all`` are the stages over all documents, and people's agencies."""
    plan, previous = task.plan, task.previous
    across, agencies = over_all
    unreadable = [*plan.unreadable, *refused]
    copies = [*plan.copies, *_find_copies(plan.contents, harvest.pieces)]
    merge_tables(
        new,
        Carried(previous.folder, plan.kept, plan.renamed, previous.copies),
        harvest.pieces,
        sorted(copies, key=lambda copied: copied.document_id),
        sorted(unreadable, key=lambda row: row["source"]),
        across=across,
        overrules=agencies.overrules if agencies else NO_OVERRULES,
        unnamed=task.known and agencies is None,
    )


def _read_unreadable(pieces: Iterable[Path]) -> Iterator[Row]:
    for batch in read_pieces(pieces, "problems"):
        yield from batch.filter(pc.is_null(batch["document_id"])).to_pylist()


def _find_copies(contents: Sequence[Content], pieces: Iterable[Path]) -> Iterator[Copies]:
    """The copies of the documents that were read: the files with the same bytes after the one that was read.

    For a file with several documents, they are copies of the first document.
    """
    several = {name_part(content.document_id, 0): content for content in contents if len(content.files) > 1}
    columns = ("document_id", "source", "container")
    for batch in read_pieces(pieces, "documents", columns) if several else ():
        for document_id, source, container in zip(*(batch[name].to_pylist() for name in columns), strict=True):
            content = several.pop(name_part(document_id, 0), None)
            if content is None:
                continue
            file = source if number_of_part(document_id, content.document_id) is None else container
            names = [each.name for each in content.files]
            further = names[names.index(file) + 1 :]
            if further:
                yield Copies(document_id, file, tuple(further))


def _apply_verdicts(
    new: Path, work: Path, file: "VerdictFile | None", *, joined: bool, names: Mapping[str, str], unjudged: bool
) -> dict[str, object] | None:
    """Applies the verdicts to the tables, writes the corrected panel, and returns the entry for run.json.

    ``unjudged`` means that neither this run nor the previous one has any.
    """
    if unjudged:
        copy_panel(new)
        return None
    from pipeline.run.annotate import judge_tables  # noqa: PLC0415 - it loads what reads numbers

    strayed = judge_tables(new, work / "judged.half", file.verdicts if file else ())
    if file is None:
        copy_panel(new)
        return None
    write_panel(new, PANEL_CORRECTED, joined=joined, names=names)
    counts = {"verdicts": len(file.verdicts), "of_no_document": strayed, "corrected": count_corrected(new)}
    return {"sha256": file.sha256, **counts}


def _describe_agencies(file: AgenciesFile | None, new: Path) -> dict[str, object] | None:
    """The entry on people's lines on agencies for run.json."""
    if file is None:
        return None
    return describe_lines(file.sha256, file.overrules, find_stray_lines(new, file.overrules))


def _describe_lists(metadata: "KnownList | None", options: Options, new: Path) -> dict[str, object] | None:
    """The entry on lists for run.json; if only some files are read, without the unused lines."""
    if metadata and metadata.of_parts:
        metadata.settle_parts({*read_columns(new / "documents.parquet", ["source"])["source"].to_pylist()})
    return metadata.describe(whole=options.only == "*") if metadata else None


def _describe(new: Path, slowest: Iterable[Outcome], counted: Mapping[str, object], clock: Sequence[float]) -> None:
    stages = ("hash", "read", "merge")
    facts = {
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        **counted,
        "seconds": {name: round(end - start, 3) for name, (start, end) in zip(stages, pairwise(clock), strict=True)},
        "slowest": [{"source": outcome.source, "seconds": outcome.seconds} for outcome in slowest],
    }
    with naming(new / "run.json"):
        text = json.dumps(describe_run(new, facts), ensure_ascii=False, indent=2) + "\n"
        (new / "run.json").write_text(text, encoding="utf-8")
    with naming(new / "datapackage.json"):
        (new / "datapackage.json").write_text(datapackage_json(new), encoding="utf-8")
