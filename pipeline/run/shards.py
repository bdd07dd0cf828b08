"""Cuts the work into shards and reads one: the unit that a worker takes, and that a run which was killed keeps.

A shard is a run of documents in the order of their ids, so the pieces that come of shards follow each other in the
tables. It is cut where an id says so: another file in the folder changes one shard, and leaves all others theirs.
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
from pipeline.run.inputs import MOST_BYTES, Content, read_file
from pipeline.run.pieces import write_piece
from pipeline.shelf import describe
from pipeline.tables import Row, Rows, naming, tabulate, to_batches, unreadable_row

# A shard holds so many documents on the average, a second's work: what a killed worker loses. Fewer where there are
# few, so that every worker gets some; a piece costs 10 ms, however little it holds (2026-11).
FEWEST, MOST = 16, 256
SHARDS = 64
# So many documents' rows become columns at once: one by one it takes half as long as the reading (2026-11).
TOGETHER = 32
# What a file may cost where nothing is said. The slowest real report takes 0.3 s; a worker begins with 250 MB.
TIMEOUT = 60.0
MEMORY = 2048

# What reads a file: to a report, to the reports in it, or to nothing.
Read = Callable[[Source], Report | tuple[Report, ...] | Unreadable]
Batches = Mapping[str, pa.RecordBatch]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds of a processor, megabytes of a worker's memory, and bytes of its own."""

    timeout: float = TIMEOUT
    memory: int = MEMORY
    max_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents to be read by one worker in one go, and the name of the piece that they make."""

    name: str
    contents: tuple[Content, ...]


def make_shard(contents: Iterable[Content]) -> Shard:
    """A shard, called by a digest of all that its rows depend on: its piece is good for whoever asks for the same."""
    held = tuple(contents)
    digest = sha256()
    for content in held:
        for file in content.files:
            digest.update(f"{fingerprint(content.sha256, file.hint)} {file.name!r}\n".encode())
    return Shard(digest.hexdigest()[:32], held)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: ``status`` is ``read``, or the code of the problem that kept it from being read."""

    source: str
    status: str
    seconds: float
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that is read, its piece written; or a document that ended its worker, as rows without a piece.

    Nothing is known of the outcomes where the piece is that of a run that was killed.
    """

    shard: Shard
    outcomes: tuple[Outcome, ...] | None = None
    failed: tuple[Row, ...] = ()


def cut_shards(contents: Iterable[Content], total: int) -> Iterator[Shard]:
    """The contents in shards, in their order.

    >>> contents = [Content(key, (), key) for key in (bytes([place, place]) for place in range(64))]
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


def read_shard(shard: Shard, work: Path, read: Read, limits: Limits, *, fenced: bool) -> tuple[Outcome, ...]:
    """Reads the documents of a shard and writes their rows as its piece under ``work``.

    ``fenced`` tells that this process is a worker, which may be ended: a timer that no code can put off ends it when
    a document takes too long, and a file says all along which document is being read.

    Raises:
        UnwritableError: if the piece cannot be written.
    """
    batches: list[Batches] = []
    outcomes: list[Outcome] = []
    held: list[tuple[Content, Rows]] = []
    fence = _raise_fence if fenced else _no_fence
    with fence(work / f"{shard.name}.at", limits.timeout) as reach:
        for place, content in enumerate(shard.contents):
            reach(place)
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
    """Is told which document is reached: says so in the file, and gives it its time."""
    parent = os.getppid()
    with naming(path):
        opened = path.open("wb", buffering=0)
    with opened as noted:

        def reach(place: int) -> None:
            if os.getppid() != parent:  # the run is gone, and nobody waits for this
                os._exit(1)
            with naming(path):
                os.pwrite(noted.fileno(), b"%10d" % place, 0)
            signal.setitimer(signal.ITIMER_PROF, timeout)  # of a processor: a busy machine makes no row

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
    """The rows of files with the same bytes: the first that can be read is the document, the next are its copies.

    Of a file that holds several reports they are those of each, in the order of their ids.
    """
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
            raise  # every document would meet it
        except Exception as error:  # noqa: BLE001 - a bug costs the document that shows it, not the run of a million
            yield from _fail(content, Problem("crashed.bug", error=describe(error)))
            return
        if isinstance(found, Unreadable):
            yield found.problem.code, {"problems": [_refusal_row(found, content)]}
            continue
        yield from (("read", one) for one in rows)
        return


def _refusal_row(refused: Unreadable, content: Content) -> Row:
    """The row of a file that is no document; its fingerprint, by which the next run knows it, only if that is final."""
    final = not rule_of(refused.problem.code).transient
    return unreadable_row(
        refused, fingerprint(content.sha256, read_hint(refused.source, refused.origin)) if final else None
    )


def _fail(content: Content, problem: Problem) -> Iterator[tuple[str, Rows]]:
    for row in failed_rows(content, problem):
        yield problem.code, {"problems": [row]}


def _convert(held: Sequence[tuple[Content, Rows]]) -> list[Batches]:
    """The rows in columns; a document with a value that no column holds is a bug's, and costs itself."""
    try:
        return [to_batches([rows for _, rows in held])]
    except (pa.ArrowException, OverflowError, TypeError, ValueError) as error:
        if len(held) > 1:
            return [batches for one in held for batches in _convert([one])]
        problem = Problem("crashed.bug", error=describe(error))
        return [to_batches([{"problems": failed_rows(held[0][0], problem)}])]


def failed_rows(content: Content, problem: Problem) -> list[Row]:
    """The rows of problems of files whose reading failed."""
    return [_refusal_row(Unreadable(file.name, problem, file.origin), content) for file in content.files]
