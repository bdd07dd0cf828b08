"""Reaches files where Spark reaches them: local folders, ``hdfs://``, ``s3a://`` and whatever it has a system for."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What Java's methods take by place: recursive, overwrite.
_YES = True
# A drive's letter is no scheme.
_SCHEME_RE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def is_uri(place: str) -> bool:
    """Whether a place is named by a URI, and not by a path of this machine.

    >>> is_uri("s3a://reports/2016"), is_uri("file:/reports"), is_uri("reports/2016")
    (True, True, False)
    """
    return _SCHEME_RE.match(place) is not None


def to_uri(place: str) -> str:
    """The place as Spark is told it: without a scheme it would be looked for where Hadoop is set up to.

    >>> to_uri("/reports/某县"), to_uri("s3a://reports/2016/")
    ('file:///reports/某县', 's3a://reports/2016')
    """
    named = place if is_uri(place) else f"file://{os.path.abspath(place)}"  # noqa: PTH100 - links stay as given
    return named.rstrip("/")


def qualify(spark: Any, uri: str) -> str:
    """The URI as Spark names the files below it."""
    system, path = _open(spark, uri)
    return str(system.makeQualified(path).toString()).rstrip("/")


def list_names(spark: Any, uri: str) -> list[str]:
    """The names in a folder; none where there is no folder."""
    system, path = _open(spark, uri)
    return [status.getPath().getName() for status in system.listStatus(path)] if system.exists(path) else []


def count_files(spark: Any, uri: str) -> int:
    """The files below a folder, those that Spark leaves aside among them."""
    system, path = _open(spark, uri)
    return int(system.getContentSummary(path).getFileCount())


def list_files(spark: Any, uri: str) -> Iterator[tuple[str, int]]:
    """All files below a folder, one by one, with their sizes: some 0.5 ms a file, for a folder of any size."""
    system, path = _open(spark, uri)
    found = system.listFiles(path, _YES)
    while found.hasNext():
        status = found.next()
        yield str(status.getPath().toString()), int(status.getLen())


def read_bytes(spark: Any, uri: str) -> bytes:
    """The bytes of one file, read by the driver."""
    system, path = _open(spark, uri)
    stream = system.open(path)
    try:
        return bytes(stream.readAllBytes())
    finally:
        stream.close()


def remove(spark: Any, uri: str) -> None:
    """Removes a folder with all that is in it, if it is there."""
    system, path = _open(spark, uri)
    system.delete(path, _YES)


def write_bytes(spark: Any, uri: str, data: bytes) -> None:
    """Writes a small file from the driver."""
    system, path = _open(spark, uri)
    stream = system.create(path, _YES)
    try:
        stream.write(bytearray(data))
    finally:
        stream.close()


def find_suffix(place: str) -> str:
    """The suffix of what a place names, small.

    >>> find_suffix("s3a://reports/2016.PARQUET/")
    '.parquet'
    """
    return Path(place.rstrip("/")).suffix.lower()


def _open(spark: Any, uri: str) -> tuple[Any, Any]:
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(uri)  # noqa: SLF001 - Spark has no other door to them
    return path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()), path  # noqa: SLF001
