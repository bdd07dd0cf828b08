"""Accesses files wherever Spark can: local folders, ``hdfs://``, ``s3a://`` and its other file systems."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Positional arguments of Java's methods: recursive, overwrite.
_YES = True
# A single letter is a Windows drive, not a scheme.
_SCHEME_RE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def is_uri(location: str) -> bool:
    """Whether a location is a URI, and not a path on this machine.

    >>> is_uri("s3a://reports/2016"), is_uri("file:/reports"), is_uri("reports/2016")
    (True, True, False)
    """
    return _SCHEME_RE.match(location) is not None


def to_uri(location: str) -> str:
    """The location as a URI: without a scheme, Spark would look for it in Hadoop's default file system.

    >>> to_uri("/reports/某县"), to_uri("s3a://reports/2016/")
    ('file:///reports/某县', 's3a://reports/2016')
    """
    named = location if is_uri(location) else f"file://{os.path.abspath(location)}"  # noqa: PTH100 - links stay as given
    return named.rstrip("/")


def qualify(spark: Any, uri: str) -> str:
    """The URI as Spark writes it in the names of files below."""
    system, path = _open(spark, uri)
    return str(system.makeQualified(path).toString()).rstrip("/")


def list_names(spark: Any, uri: str) -> list[str]:
    """The names in a folder; none if it does not exist."""
    system, path = _open(spark, uri)
    return [status.getPath().getName() for status in system.listStatus(path)] if system.exists(path) else []


def count_files(spark: Any, uri: str) -> int:
    """The number of files below a folder, including those that Spark ignores."""
    system, path = _open(spark, uri)
    return int(system.getContentSummary(path).getFileCount())


def list_files(spark: Any, uri: str) -> Iterator[tuple[str, int]]:
    """All files below a folder with their sizes, one by one: some 0.5 ms a file, for a folder of any size."""
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
    """Removes a folder with its content, if it exists."""
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


def find_suffix(location: str) -> str:
    """The suffix of a location in lower case.

    >>> find_suffix("s3a://reports/2016.PARQUET/")
    '.parquet'
    """
    return Path(location.rstrip("/")).suffix.lower()


def _open(spark: Any, uri: str) -> tuple[Any, Any]:
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(uri)  # noqa: SLF001 - Spark has no other door to them
    return path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()), path  # noqa: SLF001
