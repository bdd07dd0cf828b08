"""Divides the work into shards and reads one: the unit of work for a worker, and the unit that a killed run keeps.

A shard is a sequence of documents in the order of their ids, so that the pieces follow each other in the tables. Shards
are cut at certain ids: a further file in the folder changes one shard and leaves the others alone.
"""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from pipeline.metadata import read_hint
from pipeline.model import Problem, Report, Source, Unreadable
from pipeline.provenance import fingerprint
from pipeline.resources import RulebookError
from pipeline.rulebook import rule_of
from pipeline.run.options import Limits, Read
from pipeline.run.pieces import write_piece
from pipeline.run.same_documents import Content
from pipeline.run.source_files import read_file
from pipeline.shelf import describe
from pipeline.tables import Row, Rows, naming, to_batches, unreadable_row

# The average number of documents in a shard: a second's work, which is what a killed worker loses. Small runs have
# smaller shards, so that every worker gets some; a piece costs 10 ms, however little it holds (2026-11).
FEWEST, MOST = 16, 256
SHARDS = 64
# The number of documents whose rows become columns at once; one by one takes half as long as reading them (2026-11).
TOGETHER = 32

Batches = Mapping[str, pa.RecordBatch]


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that one worker reads in one go, and the name of the piece that they make."""

    name: str
    contents: tuple[Content, ...]


def make_shard(contents: Iterable[Content]) -> Shard:
    """A shard named by a digest of its inputs, so that any run with the same inputs can use its piece."""
    held = tuple(contents)
    digest = sha256()
    for content in held:
        for file in content.files:
            digest.update(f"{fingerprint(content.sha256, file.hint)} {file.name!r}\n".encode())
    return Shard(digest.hexdigest()[:32], held)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one document: ``status`` is ``read``, or the code of the problem that prevented reading it."""

    source: str
    status: str
    seconds: float
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that has been read, with its piece written; or a document that ended its worker, as rows without a piece.

    There are no outcomes if the piece was left by a killed run.
    """

    shard: Shard
    outcomes: tuple[Outcome, ...] | None = None
    failed: tuple[Row, ...] = ()


def cut_shards(contents: Iterable[Content], total: int) -> Iterator[Shard]:
    """Divides the contents into shards, keeping their order.

    >>> contents = [Content(key, (), key) for key in (bytes([index, index]) for index in range(64))]
    >>> [len(shard.contents) for shard in cut_shards(contents, 64)]
    [16, 16, 16, 16]
    """
    size = FEWEST
    while size < min(MOST, total // SHARDS):
        size *= 2
    held: list[Content] = []
    for content in contents:
        held.append(content)
        if int.from_bytes(content.identity[-2:], "big") % size == size - 1 or len(held) == 2 * size:
            yield make_shard(held)
            held = []
    if held:
        yield make_shard(held)


def read_reports(source: Source) -> tuple[Report, ...] | Unreadable:
    """The reports of a file (``report.extract_reports``, imported only in a process that reads)."""
    from pipeline.report import extract_reports  # noqa: PLC0415

    return extract_reports(source)


def read_shard(shard: Shard, work: Path, read: Read, limits: Limits, *, fenced: bool) -> tuple[Outcome, ...]:
    """Reads the documents of a shard and writes their rows as its piece under ``work``.

    ``fenced`` means that this process is a worker, which may be ended: a timer that no code can postpone ends it if a
    document takes too long, and a file shows the index of the document being read.

    Raises:
        UnwritableError: if the piece cannot be written.
    """
    batches: list[Batches] = []
    outcomes: list[Outcome] = []
    held: list[tuple[Content, Rows]] = []
    fence = _raise_fence if fenced else _no_fence
    with fence(work / f"{shard.name}.at", limits.timeout) as reach:
        for index, content in enumerate(shard.contents):
            reach(index)
            start = time.perf_counter()
            for status, rows in _read_content(content, read, limits):
                held.append((content, rows))
                outcomes.append(_outcome(status, rows, time.perf_counter() - start))
            if len(held) >= TOGETHER:
                batches += _convert(held)
                held.clear()
    write_piece(work, shard.name, [*batches, *_convert(held)])
    return tuple(outcomes)


@contextmanager
def _raise_fence(path: Path, timeout: float) -> Iterator[Callable[[int], None]]:
    """Yields a function to call with the index of each document: it notes the index and restarts the timer."""
    parent = os.getppid()
    with naming(path):
        opened = path.open("wb", buffering=0)
    with opened as noted:

        def reach(index: int) -> None:
            if os.getppid() != parent:  # the run has gone, and nobody waits for this
                os._exit(1)
            with naming(path):
                os.pwrite(noted.fileno(), b"%10d" % index, 0)
            signal.setitimer(
                signal.ITIMER_PROF, timeout
            )  # processor seconds, so that results do not depend on the load of the machine

        yield reach
    signal.setitimer(signal.ITIMER_PROF, 0)
    path.unlink()


@contextmanager
def _no_fence(_path: Path, _timeout: float) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def _outcome(status: str, rows: Rows, seconds: float) -> Outcome:
    source = rows["documents" if status == "read" else "problems"][0]["source"]
    return Outcome(source, status, round(seconds, 4), tuple(row["problem"] for row in rows["problems"]))


def _read_content(content: Content, read: Read, limits: Limits) -> Iterator[tuple[str, Rows]]:
    """The rows of files with the same bytes: the first that can be read is the document, the others are copies.

    For a file with several reports, the rows of each, in the order of their ids.
    """
    from pipeline.tables import tabulate  # noqa: PLC0415 - it loads the stages whose values it lays out

    for file in content.files:
        name = file.name
        data = read_file(file, max_bytes=limits.max_bytes)
        if isinstance(data, bytes) and sha256(data).digest() != content.digest:
            data = Unreadable(name, Problem("changed_file"))
        if isinstance(data, Unreadable):
            yield data.problem.code, {"problems": [unreadable_row(data, None)]}
            continue
        try:
            found = read(Source(name, data, file.origin))
            reports = (found,) if isinstance(found, Report) else () if isinstance(found, Unreadable) else found
            rows = [tabulate(report) for report in reports]
        except MemoryError:
            yield from _fail(content, Problem("out_of_memory.machine"))
            return
        except RulebookError:
            raise  # every document would fail in the same way
        except Exception as error:  # noqa: BLE001 - a bug may raise anything; it costs its document, not the run
            yield from _fail(content, Problem("crashed.bug", error=describe(error)))
            return
        if isinstance(found, Unreadable):
            yield found.problem.code, {"problems": [_refusal_row(found, content)]}
            continue
        yield from (("read", rows_of_report) for rows_of_report in rows)
        return


def _refusal_row(refused: Unreadable, content: Content) -> Row:
    """The row of a file without a document.

    It has a fingerprint, by which the next run knows it, only if it is final.
    """
    final = not rule_of(refused.problem.code).transient
    return unreadable_row(
        refused, fingerprint(content.sha256, read_hint(refused.source, refused.origin)) if final else None
    )


def _fail(content: Content, problem: Problem) -> Iterator[tuple[str, Rows]]:
    for row in failed_rows(content, problem):
        yield problem.code, {"problems": [row]}


def _convert(held: Sequence[tuple[Content, Rows]]) -> list[Batches]:
    """Converts rows to columns; a document with a value that its column cannot hold is a bug and is dropped alone."""
    try:
        return [to_batches([rows for _, rows in held])]
    except (pa.ArrowException, OverflowError, TypeError, ValueError) as error:
        if len(held) > 1:
            return [batches for document in held for batches in _convert([document])]
        problem = Problem("crashed.bug", error=describe(error))
        return [to_batches([{"problems": failed_rows(held[0][0], problem)}])]


def failed_rows(content: Content, problem: Problem) -> list[Row]:
    """The rows of ``problems`` for files whose reading failed."""
    return [_refusal_row(Unreadable(file.name, problem, file.origin), content) for file in content.files]
