"""Lays down the documents of containers, so that a run reads them as it reads files.

The documents of a container lie one after the other in a file of the work folder, which goes with the run. An index
beside the tables remembers where each lies and its digest, so that a container which did not change is opened only
where one of its documents is to be read, and of one that did only those are read which are new.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from hashlib import sha256
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.i18n import as_reason, from_json, to_json
from pipeline.model import Origin, Problem, Unreadable
from pipeline.provenance import edition_digest
from pipeline.run.alone import Alone, keep_going
from pipeline.run.inputs import Content, File, Found, Hashed, Slot, may_hold, too_large, want
from pipeline.run.regular_files import open_source
from pipeline.shelf import HEAD, Fault, Member, NoTableError, Terms, open_container
from pipeline.tables import naming

# What code outside Python opens, or what is larger, is read by a worker.
FOREIGN = frozenset(("parquet", "sheets"))
UNFENCED_BYTES = 1024 * 1024

# Documents that are written into the index at once.
LOT = 4096
# In the place of a name: the file is a document itself.
ITSELF = "."

SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("name", "within", "member", "named", "facts")),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("start", "size")),
        pa.field("digest", pa.binary(32)),
        pa.field("problem", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Containers:
    """The containers of a run: ``index`` and ``work`` are folders of its output.

    ``alone`` is where they are read that could take the run with them. Documents are given whose name fits ``only``, or
    whose container's does. ``met`` are the containers that were asked for, by the name of the file that their documents
    are laid down in.
    """

    index: Path
    work: Path
    terms: Terms
    alone: Alone | None = None
    only: str = "*"
    met: dict[str, tuple[File, str]] = field(default_factory=dict)

    def unpack(self, file: File, hashed: Hashed) -> Iterator[Found]:
        """The documents of a container with their digests, and what of it cannot be read."""
        whole = fnmatchcase(file.name, self.only)
        for one, found in self._unpack(file, hashed):
            if whole or fnmatchcase(one.name, self.only):
                yield one, found
            elif may_hold(one.name, self.only):
                yield want(one, self.only), found

    def _unpack(self, file: File, hashed: Hashed) -> Iterator[Found]:
        key = sha256(f"{hashed.digest.hex()} {hashed.kind} {self.terms} {edition_digest()}".encode()).hexdigest()[:32]
        self.met[key] = file, hashed.kind or ""
        index = self.index / key
        if not _is_whole(index):
            try:
                self._lay_down(key)
            except OSError as error:
                reason = as_reason(error.strerror or str(error))
                yield file, Unreadable(file.name, Problem("cannot_open", reason=reason))
                return
        for batch in pq.ParquetFile(index).iter_batches(LOT, use_threads=False):
            for row in batch.to_pylist():
                if row["name"] == ITSELF:
                    yield file, self._allow(file, hashed)
                else:
                    yield _find(file, str(self.work), key, row)

    def _allow(self, file: File, hashed: Hashed) -> bytes | Unreadable:
        """The digest of a file that turned out to be a document, unless it is too large for one."""
        return (
            hashed.digest
            if file.path.stat().st_size <= self.terms.max_bytes
            else too_large(file.name, self.terms.max_bytes)
        )

    def fetch(self, contents: Iterable[Content]) -> None:
        """Lays down anew the documents that are to be read and do not lie there any more."""
        for key in {file.kept for content in contents for file in content.files if file.slot and file.kept}:
            if key in self.met and not (self.work / key).exists():
                with suppress(OSError):  # each of its documents says then that it cannot be opened
                    self._lay_down(key)

    def forget(self) -> None:
        """Removes what the index remembers of containers that are not there any more."""
        with suppress(OSError):
            for known in self.index.iterdir():
                if known.name not in self.met:
                    known.unlink()

    def _lay_down(self, key: str) -> None:
        """Writes the documents of a container one after the other, and the index of them.

        A small one of a kind that Python itself reads is read here, any other by a worker that it may end.
        """
        file, kind = self.met[key]
        with naming(self.work):
            self.work.mkdir(parents=True, exist_ok=True)
            self.index.mkdir(parents=True, exist_ok=True)
        size = file.path.stat().st_size
        call = partial(lay_down, file, kind, self.terms, (self.index / key, self.work / key))
        if self.alone is None or (kind not in FOREIGN and size <= UNFENCED_BYTES):
            call()
        elif problem := self.alone.run(partial(call, timeout=self.alone.limits.timeout)):
            _write_all([Fault("", problem)], self.index / key, self.work / key, keep_going(None))


def lay_down(file: File, kind: str, terms: Terms, places: tuple[Path, Path], *, timeout: float | None = None) -> None:
    """Writes the documents of a container and their index into two files; in a worker, which has its time for each.

    Raises:
        OSError: if the container cannot be opened.
        UnwritableError: if they cannot be written.
    """
    reach = keep_going(timeout)
    reach()
    with BufferedReader(open_source(file.path), HEAD) as opened:
        found = open_container(opened, kind, file.name, file.path.stat().st_size, terms)
        _write_all(found, *places, reach)
    keep_going(0.0 if timeout else None)()


def _write_all(found: Iterable[Member | Fault], index: Path, laid: Path, reach: Callable[[], object]) -> None:
    half, part = laid.with_name(f"{laid.name}.half"), index.with_name(f"{index.name}.part")
    with naming(half), half.open("wb") as opened, pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
        rows = _write(found, opened, reach)
        while lot := list(islice(rows, LOT)):
            writer.write_table(pa.Table.from_pylist(lot, SCHEMA))
    part.replace(index)
    half.replace(laid)


def _write(found: Iterable[Member | Fault], laid: BinaryIO, reach: Callable[[], object]) -> Iterator[dict[str, object]]:
    start = 0
    nothing: dict[str, object] = dict.fromkeys(SCHEMA.names, "")
    nothing |= {"start": 0, "size": 0, "digest": None, "problem": None}
    for one in _or_itself(found):
        reach()
        if one is None:
            yield nothing | {"name": ITSELF}
            continue
        if isinstance(one, Fault):
            yield nothing | {"name": one.name, "problem": to_json(one.problem.wording)}
            continue
        laid.write(one.data)
        said = {"name": one.name, "within": one.within, "member": one.member, "named": one.named}
        facts = json.dumps(one.facts, ensure_ascii=False)
        size = len(one.data)
        yield nothing | said | {"facts": facts, "start": start, "size": size, "digest": sha256(one.data).digest()}
        start += size


def _or_itself(found: Iterable[Member | Fault]) -> Iterator[Member | Fault | None]:
    """What is found; null where the file is no container after all."""
    try:
        yield from found
    except NoTableError:
        yield None


def _find(file: File, work: str, key: str, row: dict[str, object]) -> Found:
    """A document of a container as a file, and its digest, or why it is not read."""
    relative = f"{file.relative}{row['name']}"
    if row["problem"]:
        one = File(file.root, relative)
        return one, Unreadable(one.name, Problem.worded(from_json(str(row["problem"]))))
    facts = tuple((name, value) for name, value in json.loads(str(row["facts"])))
    container = File(file.root, f"{file.relative}{row['within']}").name
    origin = Origin(container, str(row["member"]), str(row["named"]), facts)
    slot = Slot(int(str(row["start"])), int(str(row["size"])))
    digest = row["digest"]
    return File(work, relative, key, origin=origin, slot=slot), digest if isinstance(digest, bytes) else b""


def _is_whole(index: Path) -> bool:
    with suppress(OSError, pa.ArrowInvalid):
        return bool(pq.read_schema(index).equals(SCHEMA))
    return False
