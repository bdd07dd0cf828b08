"""Runs the extraction over files: compares them with the previous tables, reads what is new, writes the tables.

hash → plan → read → merge → apply verdicts → publish; a run with nothing to do ends after the plan and writes no table.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from heapq import nlargest
from itertools import pairwise
from pathlib import Path

import pyarrow.compute as pc

from pipeline.register import Overrules
from pipeline.report import name_part, number_of_part
from pipeline.run.across import ACROSS, Across
from pipeline.run.agency_lines import describe_lines, find_stray_lines
from pipeline.run.alone import Alone
from pipeline.run.annotate import VerdictFile, judge_tables, open_verdicts
from pipeline.run.balance import UnbalancedError, balance
from pipeline.run.collect import collect_files
from pipeline.run.containers import Containers
from pipeline.run.events import Event, Listen
from pipeline.run.extract_files import Options, count_resumed, read_contents
from pipeline.run.file_index import remember
from pipeline.run.fitting import has_documents, refuse_nothing
from pipeline.run.inputs import (
    Content,
    Describe,
    File,
    Inputs,
    digest_source,
    group_same,
    keep_files,
)
from pipeline.run.known_list import KnownList
from pipeline.run.made_with import is_made_with
from pipeline.run.merge import merge_tables
from pipeline.run.one_file import extract_file
from pipeline.run.pieces import read_pieces
from pipeline.run.plan import Plan, plan_run
from pipeline.run.previous import Copies, PreviousRun, read_previous_run
from pipeline.run.publish import (
    adopt,
    clear_work,
    current_folder,
    drop_half,
    hold,
    index_file,
    index_folder,
    is_shown,
    prepare_output,
    publish,
    refuse_others,
    tidy,
    work_folder,
)
from pipeline.run.registry import NO_OVERRULES, open_agencies
from pipeline.run.report_panel import count_corrected, write_panel
from pipeline.run.rule_files import check_rules
from pipeline.run.shards import Outcome
from pipeline.run.summary import Summary, describe_run, summarize
from pipeline.run.touched import Carried
from pipeline.shelf import Terms
from pipeline.tables import PANEL_CORRECTED, Row, datapackage_json, naming, read_columns

__all__ = ["File", "Options", "Summary", "collect_files", "extract_file", "run_files", "summarize"]

# How many of the slowest documents are named in run.json.
SLOWEST = 10
# The default options.
BY_ITSELF = Options()


@dataclass(frozen=True, slots=True)
class Harvest:
    """The results of reading: the pieces in document order, the rows of failed files, the slowest documents."""

    pieces: tuple[Path, ...]
    failed: tuple[Row, ...]
    slowest: tuple[Outcome, ...]


def run_files(  # noqa: PLR0913 - an argument a file that people write, or a way to go about it
    files: Sequence[File] | Inputs,
    out: Path,
    *,
    verdicts: Path | None = None,
    agencies: Path | None = None,
    metadata: KnownList | None = None,
    options: Options = BY_ITSELF,
    listen: Listen = lambda _: None,
    across: Sequence[Across] = ACROSS,
) -> None:
    """Reads the files and writes their tables into ``out``, where they appear once they are complete.

    ``Inputs`` are files that have been hashed and grouped already. ``verdicts`` are applied to the rows that they
    match; without them, verdicts of the previous run are withdrawn. The same holds for ``agencies``, which overrule the
    agencies that were read. ``metadata`` are lists of facts about the files. ``across`` are the stages over all
    documents; none, if this run is a part of a larger one.

    Raises:
        AgenciesFileError: if what people say of agencies cannot be read.
        RulebookError: if a rule file cannot be used.
        NothingFitsError: if only some files are wanted, and there are none.
        UnbalancedError: if a file is neither a document nor a copy of one nor a problem in the tables.
        UnwritableError: if the tables cannot be written, or if another run writes them.
        VerdictsError: if the verdicts cannot be read.
        WorkersError: if no worker can be started. In all these cases ``out`` shows what it showed.
    """
    verdict_file = open_verdicts(verdicts) if verdicts else None
    agencies_file = open_agencies(agencies) if agencies else None
    with hold(out), ExitStack() as stack:
        refuse_others(out)
        adopt(out)
        clock = [time.perf_counter()]
        terms = Terms(options.limits.max_bytes, columns=options.columns)
        alone = Alone(stack, options.limits)
        containers = Containers(index_folder(out), work_folder(out), terms, alone, options.only)
        describe = metadata.tell if metadata else keep_files
        inputs = _hash((files, describe), index_file(out), containers, options, listen)
        clock.append(time.perf_counter())
        previous = read_previous_run(current_folder(out))
        plan = plan_run(inputs, previous, retry_failed=options.retry_failed)
        counts = {
            "read": len(plan.contents),
            "kept": len(plan.kept),
            "renamed": len(plan.renamed),
            "removed": plan.removed,
        }
        resumed = count_resumed(plan.contents, work_folder(out), options)
        listen(Event("planned", {"files": inputs.total, **counts, "resumed": resumed}))
        known = is_shown(out) and is_made_with(out, verdicts=verdict_file, agencies=agencies_file, metadata=metadata)
        if known and not plan.contents and plan.is_done(previous):
            _leave(out, listen)
            return
        check_rules()
        new = prepare_output(out)
        try:
            containers.fetch(plan.contents)
            harvest = _read(plan.contents, work_folder(out), options, listen)
            clock.append(time.perf_counter())
            refused = (*harvest.failed, *_read_unreadable(harvest.pieces))
            refuse_nothing(options.only, files, [*plan.unreadable, *refused], plan.kept, harvest.pieces)
            if known and not has_documents(harvest.pieces) and plan.is_done(previous, refused):
                balance(current_folder(out), inputs.total)  # the balance has to hold even if nothing is written
                _leave(out, listen)
                return
            listen(Event("merging"))
            overrules = agencies_file.overrules if agencies_file else NO_OVERRULES
            _merge(new, previous, plan, harvest, refused, (across, overrules))
            balance(new, inputs.total)
            verdicts_entry = _apply_verdicts(
                new, work_folder(out), verdict_file, joined=bool(across), names=overrules.names
            )
            clock.append(time.perf_counter())
            agencies_entry = agencies_file and describe_lines(
                agencies_file.sha256, agencies_file.overrules, find_stray_lines(new, agencies_file.overrules)
            )
            entries = {
                "verdicts": verdicts_entry,
                "agencies": agencies_entry,
                "metadata": _describe_lists(metadata, options, new),
            }
            _describe(new, harvest.slowest, {"documents": counts, **entries}, clock)
            publish(out, new)
        except UnbalancedError:
            clear_work(out)  # a damaged piece may be the cause, so none is used again
            raise
        finally:
            with suppress(OSError):  # otherwise the next run removes it
                drop_half(out)
        listen(Event("published"))


def _hash(
    found: tuple[Sequence[File] | Inputs, Describe],
    index: Path,
    containers: Containers,
    options: Options,
    listen: Listen,
) -> Inputs:
    files, describe = found
    if isinstance(files, Inputs):
        return files
    most = options.limits.max_bytes
    digest = partial(digest_source, max_bytes=most, follow_links=options.follow_links)
    with remember(index, digest, max_bytes=most, rehash=options.rehash) as recall:
        inputs = group_same(
            files,
            digest=recall,
            unpack=containers.unpack,
            describe=describe,
            only=options.only,
            note=lambda done: listen(Event("hashing", {"done": done, "files": len(files)})),
        )
    containers.forget()
    if not inputs.total:
        refuse_nothing(options.only, files, ())
    return inputs


def _leave(out: Path, listen: Listen) -> None:
    """Ends a run that would not change the tables."""
    with naming(out):
        tidy(out)
    listen(Event("unchanged"))


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
    previous: PreviousRun,
    plan: Plan,
    harvest: Harvest,
    refused: Iterable[Row],
    over_all: tuple[Sequence[Across], Overrules],
) -> None:
    """Merges the kept rows and the new ones; ``over_all`` holds the stages over all documents and the overrules."""
    unreadable = [*plan.unreadable, *refused]
    copies = [*plan.copies, *_find_copies(plan.contents, harvest.pieces)]
    merge_tables(
        new,
        Carried(previous.folder, plan.kept, plan.renamed, previous.copies),
        harvest.pieces,
        sorted(copies, key=lambda copied: copied.document_id),
        sorted(unreadable, key=lambda row: row["source"]),
        across=over_all[0],
        overrules=over_all[1],
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
    new: Path, work: Path, file: VerdictFile | None, *, joined: bool, names: Mapping[str, str]
) -> dict[str, object] | None:
    """Applies the verdicts to the tables, writes the corrected panel, and returns the entry for run.json."""
    strayed = judge_tables(new, work / "judged.half", file.verdicts if file else ())
    write_panel(new, PANEL_CORRECTED, joined=joined, names=names)
    if file is None:
        return None
    counts = {"verdicts": len(file.verdicts), "of_no_document": strayed, "corrected": count_corrected(new)}
    return {"sha256": file.sha256, **counts}


def _describe_lists(metadata: KnownList | None, options: Options, new: Path) -> dict[str, object] | None:
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
