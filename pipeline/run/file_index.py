"""Remembers the digests of files by size, times and inode, so that no file is hashed twice.

As in git, a file is identified by its size, the times of its last change of content and of status (``mtime``,
``ctime``) and its inode. A file that was changed within seconds before it was hashed is not remembered, since it may
change again within the same clock tick. Programs cannot set ``ctime``, so a file whose ``mtime`` was reset is hashed.
"""

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model import Unreadable
from pipeline.run.source_files import File, Hashed
from pipeline.shelf import MOST_PACKED

# A file changed less than this many nanoseconds before it was hashed may change again with the same time stamp: clocks
# of file systems are as coarse as two seconds (FAT).
RACY = 2_000_000_000
# Files written, and read, at once.
LOT = 16_384

SCHEMA = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("size", "modified", "changed", "inode")),
        pa.field("digest", pa.binary(32), nullable=False),
        pa.field("kind", pa.string()),
    ]
)


class Facts(NamedTuple):
    """The system's facts about a file: size in bytes, two times in nanoseconds, and its inode."""

    size: int
    modified: int
    changed: int
    inode: int


Digest = Callable[[File], Hashed | Unreadable]


@contextmanager
def remember(index: Path, digest: Digest, *, max_bytes: int, rehash: bool) -> Iterator[Digest]:
    """Wraps ``digest`` with a memory in the file ``index``: known files are not read, unless ``rehash`` is set.

    Files have to be asked for in the order of their names. New digests are in the index once the block ends without an
    error; if it cannot be written, the next run hashes again.
    """
    part = index.with_name(f"{index.name}.part")
    memory = _Memory(digest, index, part, max_bytes, rehash=rehash)
    try:
        yield memory.recall
        with suppress(OSError):
            memory.close()
            if memory.has_changed():
                _sync(part)
                part.replace(index)
    finally:
        with suppress(OSError):
            memory.close()
        with suppress(OSError):
            part.unlink(missing_ok=True)


class _Memory:
    """The entries of the old index and of the new one, both by name, a batch at a time.

    While the new index equals the beginning of the old one, nothing is written; at the first difference, this beginning
    is copied.
    """

    def __init__(self, digest: Digest, index: Path, part: Path, max_bytes: int, *, rehash: bool) -> None:
        self._digest, self._index, self._part, self._max_bytes = digest, index, part, max_bytes
        self._known = iter(()) if rehash else _read(index)
        self._next = next(self._known, None)
        self._passed = 0  # how many entries of the old index lie before ``_next``
        self._alike: int | None = 0  # with how many of them the new one begins; null once it is written
        self._held: list[tuple[object, ...]] = []
        self._writer: pq.ParquetWriter | None = None
        self._failed = self._closed = False

    def recall(self, file: File) -> Hashed | Unreadable:
        """The digest of a file, from memory if the file is unchanged."""
        name, before = file.name, _look(file)
        found = self._find(name)
        if before is not None and found is not None and found[0] == before and self._is_read(before, found[1]):
            self._keep_known(name, *found)
            return found[1]
        now = time.time_ns()
        digest = self._digest(file)
        if (
            isinstance(digest, Hashed)
            and before is not None
            and before == _look(file)
            and max(before.modified, before.changed) < now - RACY
        ):
            self._keep(name, before, digest)
        return digest

    def _is_read(self, facts: Facts, hashed: Hashed) -> bool:
        """Whether a file is within this run's limit of size; containers may be larger."""
        return facts.size <= (MOST_PACKED if hashed.kind else self._max_bytes)

    def _find(self, name: str) -> tuple[Facts, Hashed] | None:
        while self._next is not None and self._next[0] < name:
            self._next = next(self._known, None)
            self._passed += 1
        return self._next[1:] if self._next is not None and self._next[0] == name else None

    def _keep_known(self, name: str, facts: Facts, hashed: Hashed) -> None:
        if self._alike != self._passed:
            self._keep(name, facts, hashed)
            return
        self._alike += 1

    def _keep(self, name: str, facts: Facts, hashed: Hashed) -> None:
        self._copy_alike()
        self._held.append((name, *facts, *hashed))
        if len(self._held) == LOT:
            self._write()

    def _copy_alike(self) -> None:
        """Copies the common beginning of both indexes, once they differ."""
        left, self._alike = self._alike or 0, None
        if not left:
            return
        try:
            with pq.ParquetFile(self._index, page_checksum_verification=True) as opened:
                for batch in opened.iter_batches(LOT, use_threads=False):
                    self._write_rows(pa.Table.from_batches([batch.slice(0, left)]))
                    left -= min(left, len(batch))
                    if not left:
                        break
        except (OSError, pa.ArrowInvalid):
            self._failed = True

    def _write(self) -> None:
        """Writes the entries held."""
        if self._held:
            columns = zip(zip(*self._held, strict=True), SCHEMA, strict=True)
            arrays = [pa.array(column, field.type) for column, field in columns]
            self._write_rows(pa.Table.from_arrays(arrays, schema=SCHEMA))
        self._held.clear()

    def _write_rows(self, rows: pa.Table) -> None:
        """Writes rows of the new index.

        On the first failure it stops for good: the index only saves time, and no run fails for it.
        """
        try:
            if self._writer is None and not self._failed:
                self._writer = pq.ParquetWriter(self._part, SCHEMA, compression="zstd", write_page_checksum=True)
            if self._writer is not None:
                self._writer.write_table(rows)
        except OSError:
            self._failed = True

    def close(self) -> None:
        """Closes the new index.

        Raises:
            OSError: if it cannot be written.
        """
        if self._closed:
            return
        self._closed = True
        if self._alike is not None and self._alike != self._count_before():
            self._copy_alike()
        self._write()
        if self._alike is None:
            self._write_rows(SCHEMA.empty_table())  # an index of no files, too
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def has_changed(self) -> bool:
        """Whether the new index is complete and differs from the old one."""
        return not self._failed and self._alike is None

    def _count_before(self) -> int:
        """How many entries the old index has."""
        with suppress(OSError, pa.ArrowInvalid):
            return int(pq.read_metadata(self._index).num_rows)
        return 0


def _read(index: Path) -> Iterator[tuple[str, Facts, Hashed]]:
    """The entries of an index, by name; none if it is broken."""
    with suppress(OSError, pa.ArrowInvalid), pq.ParquetFile(index, page_checksum_verification=True) as opened:
        if opened.schema_arrow.equals(SCHEMA):
            for batch in opened.iter_batches(LOT, use_threads=False):
                for name, size, modified, changed, inode, digest, kind in zip(
                    *(column.to_pylist() for column in batch.columns), strict=True
                ):
                    yield name, Facts(size, modified, changed, inode), Hashed(digest, kind)


def _look(file: File) -> Facts | None:
    """The system's facts about a regular file; null for links, other kinds and errors."""
    if file.fault:
        return None
    with suppress(OSError, ValueError):
        facts = os.lstat(file.location)
        if stat.S_ISREG(facts.st_mode):
            return Facts(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino & (2**63 - 1))
    return None


def _sync(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())
