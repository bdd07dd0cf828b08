"""Reads the files of a run, in this process or in workers, and keeps what a killed run had already read."""

import os
from collections.abc import Generator
from pathlib import Path

from pipeline.ingest import SAMPLE, is_foreign
from pipeline.run.options import Options
from pipeline.run.pieces import has_refusals, is_whole, remove_piece
from pipeline.run.pool import pool_shards
from pipeline.run.same_documents import Content
from pipeline.run.shards import Done, Shard, cut_shards, read_reports, read_shard
from pipeline.run.source_files import read_head

# Fewer files than this are read in this process: starting the workers, a second and a half, would take as long.
FEW = 64
# Larger files than this are always read by workers, since nothing else can end a reader that takes too long, and code
# in a library ignores Ctrl-C. A report has some 100 kB.
UNFENCED_BYTES = 256 * 1024


def read_contents(contents: tuple[Content, ...], work: Path, options: Options) -> Generator[Done, None, None]:
    """Reads the contents shard by shard, in any order; shards whose piece already exists come first.

    A piece left by a killed run is read again if it refuses a file for a reason that may have gone.

    Raises:
        UnwritableError: if a piece cannot be written.
        WorkersError: if no worker can be started.
    """
    read = options.read or read_reports
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
        yield from pool_shards(waiting, work, read, options.limits, workers)
    else:
        for shard in waiting:
            yield Done(shard, read_shard(shard, work, read, options.limits, fenced=False))


def count_resumed(contents: tuple[Content, ...], work: Path, options: Options) -> int:
    """How many of the contents a killed run had already read."""
    if not work.is_dir():
        return 0
    shards = cut_shards(contents, len(contents))
    return sum(len(shard.contents) for shard in shards if _is_read(shard, work, options))


def _is_read(shard: Shard, work: Path, options: Options) -> bool:
    piece = work / shard.name
    return is_whole(piece) and not has_refusals(piece, lasting=options.retry_failed)


def _needs_fence(shard: Shard) -> bool:
    """Whether a shard has a file that only a worker may read, decided by content, not by name.

    Native code can take the process down with it: a PDF form that draws itself makes pdfium grow until the system ends
    the process.
    """
    heads = (read_head(file, SAMPLE) for content in shard.contents for file in content.files[:1])
    return any(size > UNFENCED_BYTES or is_foreign(head) for head, size in heads)


def count_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
