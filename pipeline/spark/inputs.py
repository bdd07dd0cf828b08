"""Finds the input of a run on Spark: a folder that every worker sees, files below a URI, or the rows of a Parquet file.

All three become rows with ``name`` and, if workers cannot open the file themselves, ``length`` and ``content``, which
is null for files too large to fetch.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.i18n import Message
from pipeline.run import File, KnownList, collect_files
from pipeline.spark.filesystems import count_files, find_suffix, is_uri, list_files, qualify, read_bytes, to_uri
from pipeline.tables import UnwritableError

# The most files, among those that Spark ignores, that the driver reads: an archive has few such names, if any.
ASIDE = 1_000
# Hidden files, and the locks of word processors, in any folder; ``collect_files`` skips the same.
_HIDDEN = r"(^|/)(\.|~\$)"


class Inputs(NamedTuple):
    """The files as ``rows``, and their number (``total``).

    ``size`` is the total in bytes, as far as it is known without reading, and ``root`` the folder that they are in, if
    every worker sees it.
    """

    rows: Any
    total: int
    size: int
    root: str | None = None


def open_inputs(spark: Any, raw: str, out: str, max_bytes: int, metadata: KnownList | None = None) -> Inputs:
    """The files to read, without the lists of ``metadata`` among them if the driver sees the folder.

    Raises:
        UnwritableError: if what is there is not what can be read.
    """
    if find_suffix(raw) == ".parquet":
        return _open_parquet(spark, raw, max_bytes)
    if is_uri(raw):
        return _open_files(spark, raw, max_bytes)
    return _find_files(spark, raw, out, metadata)


def _find_files(spark: Any, raw: str, out: str, metadata: KnownList | None) -> Inputs:
    """The files of a folder, found as in a local run: no byte of them passes through Spark."""
    root = os.path.abspath(raw)  # noqa: PTH100 - links stay as given
    found = collect_files(Path(root), out=None if is_uri(out) else Path(out))
    found = metadata.leave_aside(found) if metadata else found
    names = pa.table({"name": pa.array([os.fsencode(file.relative) for file in found], pa.binary())})
    files = spark.createDataFrame(names).repartition(max(spark.sparkContext.defaultParallelism, len(found) // 4096))
    return Inputs(files, len(found), sum(_sizes(found)), root)


def _sizes(files: Sequence[File]) -> Iterator[int]:
    for file in files:
        with suppress(OSError, ValueError):
            yield file.path.stat().st_size


def _open_files(spark: Any, raw: str, max_bytes: int) -> Inputs:
    """The files below a URI; as in a local run, hidden files are skipped, and no others."""
    from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's pages call it

    root = qualify(spark, to_uri(raw))
    found = spark.read.format("binaryFile").option("recursiveFileLookup", value=True).load(root)
    found = found.withColumn("name", F.expr(f"substring(path, {len(root) + 2})")).drop("path", "modificationTime")
    aside = _fetch_aside(spark, root, found, max_bytes) if count_files(spark, root) != found.count() else []
    found = found.where(~found.name.rlike(_HIDDEN))
    content = F.lit(None).cast("binary").alias("content")
    # Two scans, since the filter keeps Spark from opening files that are too large.
    small = found.where(found.length <= max_bytes).select("name", "length", "content")
    large = found.where(found.length > max_bytes).select("name", "length", content)
    files = small.unionByName(large)
    if aside:
        files = files.unionByName(spark.createDataFrame(aside, "name string, length long, content binary"))
    counted = found.agg(F.count("name").alias("total"), F.sum("length").alias("size")).first()
    return Inputs(_name(files), counted["total"] + len(aside), counted["size"] or 0)


def _fetch_aside(spark: Any, root: str, found: Any, max_bytes: int) -> list[tuple[str, int, bytearray | None]]:
    """The files that Spark silently ignores: empty ones, and those with names that begin with ``_``."""
    sizes: dict[str, int] = {}
    for uri, size in list_files(spark, root):
        name = uri[len(root) + 1 :]
        parts = name.split("/")
        hidden = any(part.startswith((".", "~$")) for part in parts)
        if not hidden and (not size or any(part.startswith("_") or part.endswith("._COPYING_") for part in parts)):
            sizes[name] = size
        if len(sizes) > ASIDE:
            raise UnwritableError(Message("many_empty_files", root=root, most=ASIDE, name=name))
    seen = {row["name"] for row in found.where(found.name.isin(list(sizes))).select("name").collect()}
    return [
        (name, size, bytearray(read_bytes(spark, f"{root}/{name}")) if size <= max_bytes else None)
        for name, size in sizes.items()
        if name not in seen
    ]


def _open_parquet(spark: Any, raw: str, max_bytes: int) -> Inputs:
    """The rows of a Parquet file as files: the columns ``path`` and ``bytes`` (or ``content``, as in binaryFile)."""
    from pyspark.sql import functions as F  # noqa: N812

    found = spark.read.parquet(to_uri(raw))
    column = next((name for name in ("bytes", "content") if name in found.columns), None)
    if column is None or "path" not in found.columns:
        raise UnwritableError(Message("no_raw_columns", raw=raw))
    length = F.coalesce(F.length(column), F.lit(0)).cast("long")
    content = F.when(length <= max_bytes, F.col(column))
    files = found.select(F.col("path").alias("name"), length.alias("length"), content.alias("content"))
    return Inputs(_name(files), found.count(), 0)


def _name(files: Any) -> Any:
    """The files with their names as bytes."""
    from pyspark.sql import functions as F  # noqa: N812

    return files.select(F.col("name").cast("binary").alias("name"), "length", "content")
