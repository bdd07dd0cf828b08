"""Writes and reads the index of a container: where each of its documents is stored, and its faults."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.i18n import from_json, to_json
from pipeline.model import Problem
from pipeline.shelf import Fault, Member, NoTableError
from pipeline.tables import naming

# Documents written to the index at once.
LOT = 4096
# Stands for the name if the file turns out to be a document, not a container.
ITSELF = "."

SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("name", "within", "member", "named", "facts")),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("start", "size")),
        pa.field("digest", pa.binary(32)),
        pa.field("problem", pa.string()),
    ]
)


def write_index(found: Iterable[Member | Fault], index: Path, laid: Path | None, reach: Callable[[], object]) -> None:
    """Writes the index of the members and faults found, and the documents one after the other into ``laid``, if given.

    ``reach`` is called before each of them. Both files appear only when they are complete.
    """
    half = laid.with_name(f"{laid.name}.half") if laid else None
    part = index.with_name(f"{index.name}.part")
    with ExitStack() as stack:
        stack.enter_context(naming(half or part))
        opened = stack.enter_context((half or Path(os.devnull)).open("wb"))
        writer = stack.enter_context(pq.ParquetWriter(part, SCHEMA, compression="zstd"))
        rows = _write(found, opened, reach)
        while lot := list(islice(rows, LOT)):
            writer.write_table(pa.Table.from_pylist(lot, SCHEMA))
    part.replace(index)
    if half and laid:
        half.replace(laid)


def read_index(index: Path) -> Iterator[dict[str, Any]]:
    """The documents and faults of a container, in the order in which they were stored."""
    for batch in pq.ParquetFile(index).iter_batches(LOT, use_threads=False):
        yield from batch.to_pylist()


def _write(found: Iterable[Member | Fault], laid: BinaryIO, reach: Callable[[], object]) -> Iterator[dict[str, object]]:
    start = 0
    nothing: dict[str, object] = dict.fromkeys(SCHEMA.names, "")
    nothing |= {"start": 0, "size": 0, "digest": None, "problem": None}
    for entry in _or_itself(found):
        reach()
        if entry is None:
            yield nothing | {"name": ITSELF}
            continue
        if isinstance(entry, Fault):
            yield nothing | {"name": entry.name, "problem": to_json(entry.problem.wording)}
            continue
        laid.write(entry.data)
        names = {"name": entry.name, "within": entry.within, "member": entry.member, "named": entry.named}
        facts = json.dumps(entry.facts, ensure_ascii=False)
        size = len(entry.data)
        yield nothing | names | {"facts": facts, "start": start, "size": size, "digest": sha256(entry.data).digest()}
        start += size


def _or_itself(found: Iterable[Member | Fault]) -> Iterator[Member | Fault | None]:
    """The members and faults found; a single null if the file is not a container after all."""
    try:
        yield from found
    except NoTableError:
        yield None


def read_problem(written: str) -> Problem:
    """Parses a problem as the index stores it."""
    return Problem.worded(from_json(written))


def is_whole(index: Path) -> bool:
    """Whether an index exists and has the columns of this version."""
    with suppress(OSError, pa.ArrowInvalid):
        return bool(pq.read_schema(index).equals(SCHEMA))
    return False
