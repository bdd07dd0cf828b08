"""Runs the extraction over files: compares them with the previous tables, reads what is new, writes the tables.

hash → plan → ``rewrite``; a run with nothing to do ends after the plan: it writes no table, and loads no reader.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.run.collect import collect_files
from pipeline.run.containers import Containers
from pipeline.run.empty_selection import refuse_nothing
from pipeline.run.events import Event, Listen
from pipeline.run.file_index import remember
from pipeline.run.isolated_worker import Alone
from pipeline.run.made_with import Supplements, is_made_by_this_edition, is_made_with
from pipeline.run.options import Options
from pipeline.run.plan import Plan, plan_run
from pipeline.run.previous import read_previous_run
from pipeline.run.publish import (
    adopt,
    current_folder,
    hold,
    index_file,
    index_folder,
    is_shown,
    refuse_others,
    tidy,
    work_folder,
)
from pipeline.run.same_documents import Describe, Inputs, group_same, keep_files
from pipeline.run.source_files import File, digest_source
from pipeline.run.summary import Summary, summarize
from pipeline.shelf import Terms
from pipeline.tables import naming

if TYPE_CHECKING:
    from pipeline.run.across import Across
    from pipeline.run.list_lookup import KnownList

__all__ = ["File", "Options", "Summary", "collect_files", "run_files", "summarize"]

# The default options.
BY_ITSELF = Options()


def run_files(  # noqa: PLR0913 - an argument a file that people write, or a way to go about it
    files: Sequence[File] | Inputs,
    out: Path,
    *,
    verdicts: Path | None = None,
    agencies: Path | None = None,
    metadata: "KnownList | None" = None,
    options: Options = BY_ITSELF,
    listen: Listen = lambda _: None,
    across: "Sequence[Across] | None" = None,
) -> None:
    """Reads the files and writes their tables into ``out``, where they appear once they are complete.

    ``Inputs`` are files that have been hashed and grouped already. ``verdicts`` are applied to the rows that they
    match; without them, verdicts of the previous run are withdrawn. The same holds for ``agencies``, which overrule the
    agencies that were read. ``metadata`` are lists of facts about the files. ``across`` are the stages over all
    documents, by default ``across.ACROSS``; none, if this run is a part of a larger one.

    Raises:
        AgenciesFileError: if the agencies file cannot be read.
        RulebookError: if a rule file cannot be used; not checked if this edition wrote the tables.
        NothingFitsError: if only some files are wanted, and there are none.
        UnbalancedError: if a file is neither a document nor a copy of one nor a problem in the tables.
        UnwritableError: if the tables cannot be written, or if another run writes them.
        VerdictsError: if the verdicts cannot be read.
        WorkersError: if no worker can be started. In all these cases ``out`` is unchanged.
    """
    supplements = _open_supplements(verdicts, agencies, metadata)
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
        listen(Event("planned", {"files": inputs.total, **counts, "resumed": _count_resumed(plan, out, options)}))
        known = is_shown(out) and is_made_with(out, supplements)
        if known and not plan.contents and plan.is_done(previous):
            _leave(out, listen)
            return
        from pipeline.run.rewrite import Task, rewrite  # noqa: PLC0415 - it loads all readers

        if not (is_shown(out) and is_made_by_this_edition(out)):  # otherwise this edition has checked all rule files
            from pipeline.run.rule_files import check_rules  # noqa: PLC0415

            check_rules()
        task = Task(files, inputs.total, previous, plan, known, counts)
        if not rewrite(out, task, supplements, containers, options, clock=clock, across=across, listen=listen):
            _leave(out, listen)


def _open_supplements(verdicts: Path | None, agencies: Path | None, metadata: "KnownList | None") -> Supplements:
    """Opens the users' files; their readers are loaded only if there are any."""
    verdict_file = agencies_file = None
    if verdicts:
        from pipeline.run.annotate import open_verdicts  # noqa: PLC0415

        verdict_file = open_verdicts(verdicts)
    if agencies:
        from pipeline.run.registry import open_agencies  # noqa: PLC0415

        agencies_file = open_agencies(agencies)
    return Supplements(verdict_file, agencies_file, metadata)


def _count_resumed(plan: Plan, out: Path, options: Options) -> int:
    """How many documents of a plan a killed run had already read."""
    if not (plan.contents and work_folder(out).is_dir()):
        return 0
    from pipeline.run.extract_files import count_resumed  # noqa: PLC0415

    return count_resumed(plan.contents, work_folder(out), options)


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
