"""Writes and reads the index of a container: where each of its documents was laid down, and what it has of faults."""

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


def write_index(found: Iterable[Member | Fault], index: Path, laid: Path | None, reach: Callable[[], object]) -> None:
    """Writes the index of what is found, and the documents one after the other into ``laid``, where they are wanted.

    ``reach`` is called at each of them. Neither file is seen before it is whole.
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
    """The documents of a container and its faults, as they were laid down."""
    for batch in pq.ParquetFile(index).iter_batches(LOT, use_threads=False):
        yield from batch.to_pylist()


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


def read_problem(written: str) -> Problem:
    """The problem that an index says."""
    return Problem.worded(from_json(written))


def is_whole(index: Path) -> bool:
    """Whether an index is there, and of the columns that are written now."""
    with suppress(OSError, pa.ArrowInvalid):
        return bool(pq.read_schema(index).equals(SCHEMA))
    return False
