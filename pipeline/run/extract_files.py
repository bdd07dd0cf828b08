"""Reads the files of a run, in this process or in workers, and keeps what a run that was killed had read."""

import os
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest import SAMPLE, is_foreign
from pipeline.report import extract_reports
from pipeline.run.inputs import Content, read_head
from pipeline.run.pieces import has_refusals, is_whole, remove_piece
from pipeline.run.pool import pool_shards
from pipeline.run.shards import Done, Limits, Read, Shard, cut_shards, read_shard

# Fewer files than this are read by this process alone: the workers' start, a second and a half, would take as long.
FEW = 64
# Larger files than this are read by workers, however few they are: nothing else ends a reader that takes too long, and
# while it is within a library it does not heed Ctrl-C either. A report has some 100 kB.
UNFENCED_BYTES = 256 * 1024


DEFAULTS = Limits()


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read: by how many workers (one a core), within which limits.

    A few small files of text are read without a worker, and nothing then ends what hangs or crashes, unless they are
    to be ``fenced``. With ``retry_failed`` files are read again of which the last run knows that they hold no report.
    Links that lead out of the input folder are read only where ``follow_links`` says so. With ``rehash`` every byte of
    every file is hashed, also of those that have the size, the times and the number that they had. ``columns`` are
    those of tables of texts that people named, by what they hold. Of documents in containers those are read whose name
    fits ``only``, or whose container's does.
    """

    workers: int | None = None
    limits: Limits = DEFAULTS
    read: Read = extract_reports
    fenced: bool = False
    retry_failed: bool = False
    follow_links: bool = False
    rehash: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    only: str = "*"


def read_contents(contents: tuple[Content, ...], work: Path, options: Options) -> Generator[Done, None, None]:
    """Reads the contents shard by shard, in whatever order; shards whose piece is there already come first.

    A piece that a killed run left is read anew where it refuses a file for a reason that may be gone by now.

    Raises:
        UnwritableError: if a piece cannot be written.
        WorkersError: if no worker can be started.
    """
    waiting: list[Shard] = []
    for shard in cut_shards(contents, len(contents)):
        if _is_read(shard, work, options):
            yield Done(shard)
        else:
            remove_piece(work / shard.name)
            waiting.append(shard)
    workers = min(options.workers or count_cores(), len(waiting))
    many = sum(len(shard.contents) for shard in waiting) >= FEW
    if waiting and (options.fenced or many or any(map(_needs_fence, waiting))):
        yield from pool_shards(waiting, work, options.read, options.limits, workers)
    else:
        for shard in waiting:
            yield Done(shard, read_shard(shard, work, options.read, options.limits, fenced=False))


def count_resumed(contents: tuple[Content, ...], work: Path, options: Options) -> int:
    """How many of the contents a run that was killed had read."""
    if not work.is_dir():
        return 0
    shards = cut_shards(contents, len(contents))
    return sum(len(shard.contents) for shard in shards if _is_read(shard, work, options))


def _is_read(shard: Shard, work: Path, options: Options) -> bool:
    piece = work / shard.name
    return is_whole(piece) and not has_refusals(piece, lasting=options.retry_failed)


def _needs_fence(shard: Shard) -> bool:
    """Whether one of the files of a shard is to be read by a worker, by what it holds and not by what it is called.

    What code outside Python opens can take a process with it: a form of a PDF that draws itself grows within pdfium
    until the system ends it.
    """
    heads = (read_head(file, SAMPLE) for content in shard.contents for file in content.files[:1])
    return any(size > UNFENCED_BYTES or is_foreign(head) for head, size in heads)


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
