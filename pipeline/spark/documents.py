"""Finds the documents of files on Spark's workers: files that are one, and those that lie in containers.

A row of what comes out is a document, or what cannot be read, under the name that a local run gives it. Documents of
containers bring their bytes along, so that those of one archive are read by as many workers as there are.
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

# Rows that are given at once, or fewer with so many bytes.
TOGETHER, TOGETHER_BYTES = 256, 16 * 1024**2

# ``file``, the name of the file that a document is or lies in, and its ``place`` there put documents in the order of a
# local run. ``content`` is null where workers open the file themselves. What cannot be read has a ``problem`` and no
# digest. That and ``facts`` are JSON.
FOUND = pa.schema(
    [
        pa.field("name", pa.binary()),
        pa.field("file", pa.string()),
        pa.field("place", pa.int64()),
        pa.field("digest", pa.string()),
        pa.field("content", pa.binary()),
        *(pa.field(name, pa.string()) for name in ("container", "member", "named", "facts", "problem")),
    ]
)
_NOTHING: Mapping[str, object] = dict.fromkeys(FOUND.names)

# A document with what tells where it stands among all, and its digest or why it has none.
Placed = tuple[tuple[str, int], File, Hashed | Unreadable]


def find_documents(
    batches: Iterable[pa.RecordBatch], root: str | None, scratch: str, options: Options
) -> Iterator[pa.RecordBatch]:
    """The documents of files that lie under ``root``, which every worker sees, or come with their bytes.

    A container is opened as by a local run: by a process of its own, within the limits of ``options``.
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
    """The files, each to be looked at before the next is asked for; one that came with its bytes is ``laid`` down."""
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
    """The rows of a file, which may hold documents."""
    ones: Iterable[tuple[File, bytes | Unreadable]] = [(file, found if isinstance(found, Unreadable) else found.digest)]
    if isinstance(found, Hashed) and found.kind:
        terms = Terms(options.limits.max_bytes, columns=options.columns)
        ones = Containers(work / "index", work / "laid", terms, alone).unpack(file, found)
    for place, (one, digest) in enumerate(ones):
        row = {**_NOTHING, "name": os.fsencode(one.relative), "file": file.name, "place": place}
        if isinstance(digest, Unreadable):
            yield row | _refuse(digest)
            continue
        is_there = root is not None and one is file
        content = None if is_there else read_file(one, max_bytes=options.limits.max_bytes)
        if isinstance(content, Unreadable):
            yield row | _refuse(content)
            continue
        origin = {"container": one.origin.container, "member": one.origin.member, "named": one.origin.named}
        facts = json.dumps(one.origin.facts, ensure_ascii=False)
        yield row | origin | {"digest": digest.hex(), "content": content, "facts": facts}


def _refuse(refused: Unreadable) -> dict[str, object]:
    return {"problem": to_json(refused.problem.wording)}


def lay_down(batches: Iterable[pa.RecordBatch], root: str | None, folder: Path) -> Iterator[Placed]:
    """The documents of rows as files: under ``root``, or with the bytes that they brought along in a folder."""
    kept = map(str, count())
    for batch in batches:
        contents = batch["content"]
        slim = batch.select([name for name in batch.schema.names if name != "content"])
        for row, content in zip(slim.to_pylist(), contents, strict=True):
            name, place = os.fsdecode(row["name"]), (row["file"], row["place"])
            if row["problem"]:
                one = File(str(folder), name, next(kept))  # a container may have several under one name
                yield place, one, Unreadable(one.name, Problem.worded(from_json(row["problem"])))
                continue
            facts = tuple((fact, value) for fact, value in json.loads(row["facts"]))
            origin = Origin(row["container"], row["member"], row["named"], facts)
            one = File(str(root), name, origin=origin)
            if content.is_valid:
                one = File(str(folder), name, next(kept), origin=origin)
                one.path.write_bytes(content.as_buffer())
            yield place, one, Hashed(bytes.fromhex(row["digest"]))
