"""Finds the documents in files on Spark's workers: files that are documents, and those in containers.

Each row of the result is a document, or something that cannot be read, with the name that a local run gives it.
Documents in containers carry their bytes, so that many workers can read those of one archive.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from pipeline.i18n import from_json, to_json
from pipeline.model import Origin, Problem, Unreadable
from pipeline.run import Alone, Containers, File, Hashed, Options, digest_source, read_file, too_large
from pipeline.shelf import Terms

# The number of rows in a batch, or fewer with this many bytes.
TOGETHER, TOGETHER_BYTES = 256, 16 * 1024**2

# ``file``, the name of the file that holds a document, and its ``position`` there give the order of a local run.
# ``content`` is null if workers can open the file themselves. What cannot be read has a ``problem`` and no digest.
# ``problem`` and ``facts`` are JSON.
FOUND = pa.schema(
    [
        pa.field("name", pa.binary()),
        pa.field("file", pa.string()),
        pa.field("position", pa.int64()),
        pa.field("digest", pa.string()),
        pa.field("content", pa.binary()),
        *(pa.field(name, pa.string()) for name in ("container", "member", "named", "facts", "problem")),
    ]
)
_NOTHING: Mapping[str, object] = dict.fromkeys(FOUND.names)

# A document with its position among all, and its digest or the reason why it has none.
Positioned = tuple[tuple[str, int], File, Hashed | Unreadable]


def find_documents(
    batches: Iterable[pa.RecordBatch], root: str | None, scratch: str, options: Options
) -> Iterator[pa.RecordBatch]:
    """The documents in files that are under ``root``, which every worker sees, or that carry their bytes.

    Containers are opened as in a local run: in a process of their own, within the limits of ``options``.
    """
    with TemporaryDirectory(prefix="gongkai-", dir=scratch) as folder, ExitStack() as stack:
        alone = Alone(stack, options.limits)
        held: list[dict[str, object]] = []
        size = 0
        for file, found in _open(batches, root, Path(folder, "file"), options):
            with TemporaryDirectory(dir=folder) as work:
                for row in _rows(file, found, root, Path(work), alone, options):
                    held.append(row)
                    size += len(row["content"] or b"")  # type: ignore[arg-type]
                    if len(held) == TOGETHER or size > TOGETHER_BYTES:
                        yield pa.RecordBatch.from_pylist(held, FOUND)
                        held, size = [], 0
        if held:
            yield pa.RecordBatch.from_pylist(held, FOUND)


def _open(
    batches: Iterable[pa.RecordBatch], root: str | None, laid: Path, options: Options
) -> Iterator[tuple[File, Hashed | Unreadable]]:
    """Yields each file with its digest, to be examined before the next; carried bytes are written to ``laid``."""
    most, follow = options.limits.max_bytes, options.follow_links
    for batch in batches:
        for row in batch.to_pylist():
            name = os.fsdecode(row["name"])
            if root is not None:
                file = File(root, name)
                yield file, digest_source(file, max_bytes=most, follow_links=follow)
                continue
            file = File(str(laid.parent), name, laid.name)
            if row["length"] > most:  # it was not fetched
                yield file, too_large(file.name, most)
                continue
            laid.write_bytes(row["content"] or b"")
            yield file, digest_source(file, max_bytes=most)


def _rows(
    file: File, found: Hashed | Unreadable, root: str | None, work: Path, alone: Alone, options: Options
) -> Iterator[dict[str, object]]:
    """The rows for a file, which may be a container."""
    documents: Iterable[tuple[File, bytes | Unreadable]] = [
        (file, found if isinstance(found, Unreadable) else found.digest)
    ]
    if isinstance(found, Hashed) and found.kind:
        terms = Terms(options.limits.max_bytes, columns=options.columns)
        documents = Containers(work / "index", work / "laid", terms, alone).unpack(file, found)
    for position, (member, digest) in enumerate(documents):
        row = {**_NOTHING, "name": os.fsencode(member.relative), "file": file.name, "position": position}
        if isinstance(digest, Unreadable):
            yield row | _refuse(digest)
            continue
        is_there = root is not None and member is file
        content = None if is_there else read_file(member, max_bytes=options.limits.max_bytes)
        if isinstance(content, Unreadable):
            yield row | _refuse(content)
            continue
        origin = {
            "container": member.origin.container,
            "member": member.origin.member,
            "named": member.origin.named,
        }
        facts = json.dumps(member.origin.facts, ensure_ascii=False)
        yield row | origin | {"digest": digest.hex(), "content": content, "facts": facts}


def _refuse(refused: Unreadable) -> dict[str, object]:
    return {"problem": to_json(refused.problem.wording)}


def lay_down(batches: Iterable[pa.RecordBatch], root: str | None, folder: Path) -> Iterator[Positioned]:
    """Makes each row a file: one that already lies under ``root``, or its bytes written to ``folder``.

    Yields its position, the file, and its digest or problem.
    """
    kept = map(str, count())
    for batch in batches:
        contents = batch["content"]
        slim = batch.select([name for name in batch.schema.names if name != "content"])
        for row, content in zip(slim.to_pylist(), contents, strict=True):
            name, position = os.fsdecode(row["name"]), (row["file"], row["position"])
            if row["problem"]:
                document = File(str(folder), name, next(kept))  # a container may have several under one name
                yield position, document, Unreadable(document.name, Problem.worded(from_json(row["problem"])))
                continue
            facts = tuple((fact, value) for fact, value in json.loads(row["facts"]))
            origin = Origin(row["container"], row["member"], row["named"], facts)
            document = File(str(root), name, origin=origin)
            if content.is_valid:
                document = File(str(folder), name, next(kept), origin=origin)
                document.path.write_bytes(content.as_buffer())
            yield position, document, Hashed(bytes.fromhex(row["digest"]))
