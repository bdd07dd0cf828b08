"""Runs the extraction over files: compares them with the tables of the last run, reads what is new, writes the tables.

hash → plan → read → merge → judge → publish; a run with nothing to do ends after the plan and writes no table.
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
    File,
    Inputs,
    Tell,
    digest_source,
    group_same,
    tell_nothing,
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
from pipeline.run.registry import NOTHING_SAID, open_agencies
from pipeline.run.report_panel import count_corrected, write_panel
from pipeline.run.rule_files import check_rules
from pipeline.run.shards import Outcome
from pipeline.run.summary import Summary, describe_run, summarize
from pipeline.run.touched import Carried
from pipeline.shelf import Terms
from pipeline.tables import PANEL_CORRECTED, Row, datapackage_json, naming, read_columns

__all__ = ["File", "Options", "Summary", "collect_files", "extract_file", "run_files", "summarize"]

# So many of the documents that took longest are named in run.json.
SLOWEST = 10
# Nothing said about how.
BY_ITSELF = Options()


@dataclass(frozen=True, slots=True)
class Harvest:
    """What was read: the pieces in the order of their documents, the rows of those that ended a worker, the slowest."""

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
    """Reads the files and writes their tables into ``out``, which shows them when they are whole.

    Files whose bytes are known already, and which are documents each, come as ``Inputs``.
    The verdicts in a file stand beside the rows that they fit; without one there are none, whatever ``out`` held. What
    a file says of agencies comes before what is read of them, likewise. ``metadata`` is what lists say of the files.
    ``across`` are the stages over all documents: none, where these are a part of a greater run.

    Raises:
        AgenciesFileError: if what people say of agencies cannot be read.
        RulebookError: if a rule file cannot be used.
        NothingFitsError: if only some files are wanted, and there are none.
        UnbalancedError: if a file is neither a document nor a copy of one nor a problem in the tables.
        UnwritableError: if the tables cannot be written, or if another run writes them.
        VerdictsError: if the verdicts cannot be read.
        WorkersError: if no worker can be started. In all these cases ``out`` shows what it showed.
    """
    said = open_verdicts(verdicts) if verdicts else None
    told = open_agencies(agencies) if agencies else None
    with hold(out), ExitStack() as stack:
        refuse_others(out)
        adopt(out)
        clock = [time.perf_counter()]
        terms = Terms(options.limits.max_bytes, columns=options.columns)
        alone = Alone(stack, options.limits)
        containers = Containers(index_folder(out), work_folder(out), terms, alone, options.only)
        tell = metadata.tell if metadata else tell_nothing
        inputs = _hash((files, tell), index_file(out), containers, options, listen)
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
        known = is_shown(out) and is_made_with(out, verdicts=said, agencies=told, metadata=metadata)
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
                balance(current_folder(out), inputs.total)  # what was lost says nothing new, either
                _leave(out, listen)
                return
            listen(Event("merging"))
            of_agencies = told.said if told else NOTHING_SAID
            _merge(new, previous, plan, harvest, refused, (across, of_agencies))
            balance(new, inputs.total)
            judged = _apply_verdicts(new, work_folder(out), said, joined=bool(across), names=of_agencies.names)
            clock.append(time.perf_counter())
            by_people = told and describe_lines(told.sha256, told.said, find_stray_lines(new, told.said))
            by_all = {"verdicts": judged, "agencies": by_people, "metadata": _describe_lists(metadata, options, new)}
            _describe(new, harvest.slowest, {"documents": counts, **by_all}, clock)
            publish(out, new)
        except UnbalancedError:
            clear_work(out)  # a piece may be to blame: nothing of it is to be met again
            raise
        finally:
            with suppress(OSError):  # the next run tries again
                drop_half(out)
        listen(Event("published"))


def _hash(
    found: tuple[Sequence[File] | Inputs, Tell], index: Path, containers: Containers, options: Options, listen: Listen
) -> Inputs:
    files, tell = found
    if isinstance(files, Inputs):
        return files
    most = options.limits.max_bytes
    digest = partial(digest_source, max_bytes=most, follow_links=options.follow_links)
    with remember(index, digest, max_bytes=most, rehash=options.rehash) as recall:
        inputs = group_same(
            files,
            digest=recall,
            unpack=containers.unpack,
            tell=tell,
            only=options.only,
            note=lambda done: listen(Event("hashing", {"done": done, "files": len(files)})),
        )
    containers.forget()
    if not inputs.total:
        refuse_nothing(options.only, files, ())
    return inputs


def _leave(out: Path, listen: Listen) -> None:
    """Ends a run that finds nothing that the tables do not say already."""
    with naming(out):
        tidy(out)
    listen(Event("unchanged"))


def _read(contents: tuple[Content, ...], work: Path, options: Options, listen: Listen) -> Harvest:
    pieces: list[tuple[bytes, Path]] = []
    failed: list[Row] = []
    slowest: list[Outcome] = []
    # Closed in any case, so that no worker outlives an error and writes on.
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
    """Merges what is kept and what was read; ``over_all`` are the stages over all documents, and what people say."""
    unreadable = [*plan.unreadable, *refused]
    copies = [*plan.copies, *_find_copies(plan.contents, harvest.pieces)]
    merge_tables(
        new,
        Carried(previous.folder, plan.kept, plan.renamed, previous.copies),
        harvest.pieces,
        sorted(copies, key=lambda one: one.document_id),
        sorted(unreadable, key=lambda row: row["source"]),
        across=over_all[0],
        said=over_all[1],
    )


def _read_unreadable(pieces: Iterable[Path]) -> Iterator[Row]:
    for batch in read_pieces(pieces, "problems"):
        yield from batch.filter(pc.is_null(batch["document_id"])).to_pylist()


def _find_copies(contents: Sequence[Content], pieces: Iterable[Path]) -> Iterator[Copies]:
    """The copies of the documents that were read: the files behind the one that could be.

    Of several documents in one file they are copies of the first.
    """
    several = {name_part(content.document_id, 0): content for content in contents if len(content.files) > 1}
    columns = ("document_id", "source", "container")
    for batch in read_pieces(pieces, "documents", columns) if several else ():
        for document_id, source, container in zip(*(batch[name].to_pylist() for name in columns), strict=True):
            content = several.pop(name_part(document_id, 0), None)
            if content is None:
                continue
            file = source if number_of_part(document_id, content.document_id) is None else container
            names = [one.name for one in content.files]
            further = names[names.index(file) + 1 :]
            if further:
                yield Copies(document_id, file, tuple(further))


def _apply_verdicts(
    new: Path, work: Path, said: VerdictFile | None, *, joined: bool, names: Mapping[str, str]
) -> dict[str, object] | None:
    """Lays the verdicts into the tables, makes the corrected panel of them, and gives what run.json says of them."""
    strayed = judge_tables(new, work / "judged.half", said.verdicts if said else ())
    write_panel(new, PANEL_CORRECTED, joined=joined, names=names)
    if said is None:
        return None
    counts = {"verdicts": len(said.verdicts), "of_no_document": strayed, "corrected": count_corrected(new)}
    return {"sha256": said.sha256, **counts}


def _describe_lists(metadata: KnownList | None, options: Options, new: Path) -> dict[str, object] | None:
    """What run.json says of lists; where only some files are read, not which lines are about none."""
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
