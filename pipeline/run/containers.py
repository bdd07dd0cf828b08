"""Lays down the documents of containers, so that a run reads them as it reads files.

The documents of a container lie one after the other in a file of the work folder, which goes with the run. An index
beside the tables remembers where each lies and its digest, so that a container which did not change is opened only
where one of its documents is to be read, and of one that did only those are read which are new.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model import Origin, Problem, Unreadable
from pipeline.provenance import edition_digest
from pipeline.run.inputs import Content, File, Found, Hashed, Slot, open_source
from pipeline.shelf import Fault, Limits, Member, open_container
from pipeline.tables import naming

# Documents that are written into the index at once.
LOT = 4096

SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("name", "within", "member", "named", "facts")),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("start", "size")),
        pa.field("digest", pa.binary(32)),
        *(pa.field(name, pa.string()) for name in ("problem", "message")),
    ]
)


@dataclass(frozen=True, slots=True)
class Containers:
    """The containers of a run: ``index`` and ``work`` are folders of its output.

    ``met`` are those that were asked for, by the name of the file that their documents are laid down in.
    """

    index: Path
    work: Path
    max_bytes: int
    met: dict[str, tuple[File, str]] = field(default_factory=dict)

    def unpack(self, file: File, hashed: Hashed) -> Iterator[Found]:
        """The documents of a container with their digests, and what of it cannot be read."""
        key = sha256(f"{hashed.digest.hex()} {hashed.kind} {self.max_bytes} {edition_digest()}".encode()).hexdigest()[
            :32
        ]
        self.met[key] = file, hashed.kind or ""
        index = self.index / key
        if not _is_whole(index):
            try:
                self._lay_down(key)
            except OSError as error:
                message = f"The file cannot be opened: {error.strerror or error}."
                yield file, Unreadable(file.name, Problem("cannot_open", message))
                return
        for batch in pq.ParquetFile(index).iter_batches(LOT, use_threads=False):
            for row in batch.to_pylist():
                yield _find(file, str(self.work), key, row)

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
        """Writes the documents of a container one after the other, and the index of them."""
        file, kind = self.met[key]
        half, part = self.work / f"{key}.half", self.index / f"{key}.part"
        with naming(self.work):
            self.work.mkdir(parents=True, exist_ok=True)
            self.index.mkdir(parents=True, exist_ok=True)
        with open_source(file.path) as opened:
            found = open_container(opened, kind, file.name, file.path.stat().st_size, Limits(self.max_bytes))
            with naming(half), half.open("wb") as laid, pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
                rows = _write(found, laid)
                while lot := list(islice(rows, LOT)):
                    writer.write_table(pa.Table.from_pylist(lot, SCHEMA))
        part.replace(self.index / key)
        half.replace(self.work / key)


def _write(found: Iterable[Member | Fault], laid: BinaryIO) -> Iterator[dict[str, object]]:
    start = 0
    nothing: dict[str, object] = dict.fromkeys(SCHEMA.names, "")
    nothing |= {"start": 0, "size": 0, "digest": None, "problem": None, "message": None}
    for one in found:
        if isinstance(one, Fault):
            yield nothing | {"name": one.name, "problem": one.problem.code, "message": one.problem.message}
            continue
        laid.write(one.data)
        said = {"name": one.name, "within": one.within, "member": one.member, "named": one.named}
        facts = json.dumps(one.facts, ensure_ascii=False)
        size = len(one.data)
        yield nothing | said | {"facts": facts, "start": start, "size": size, "digest": sha256(one.data).digest()}
        start += size


def _find(file: File, work: str, key: str, row: dict[str, object]) -> Found:
    """A document of a container as a file, and its digest, or why it is not read."""
    relative = f"{file.relative}{row['name']}"
    if row["problem"]:
        one = File(file.root, relative)
        return one, Unreadable(one.name, Problem(str(row["problem"]), str(row["message"])))
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
