"""Finds the tables in a folder written by ``gongkai run``, and reads them in batches.

Such a folder contains links, which a run changes all at once. Opening two of them before and after that would mix two
runs, so one link is resolved, and all tables are read from the folder that it leads to.
"""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.i18n import as_reason, say, write
from pipeline.tables.parquet import NoTablesError, missing_tables
from pipeline.tables.parts import count_rows, table_files
from pipeline.tables.schema import TABLES

# The rows of a batch. A row of documents contains a whole text, some 25 kB, so 128 of them are 3 MB; rows of the other
# tables have some 200 bytes.
BATCH = {"documents": 128}
BATCH_OTHERWISE = 8192

ORDER = {table.name: index for index, table in enumerate(TABLES)}


# The lock file with which a reader holds the tables of a run; each run has one.
HELD_BY = "run.json"
# How often to retry if a folder of tables is replaced while it is opened.
TRIES = 5
WAIT = 0.05


class Hold:
    """Keeps the tables of a folder from being removed as long as this object exists."""

    def __init__(self, folder: Path) -> None:
        """Acquires the lock on the tables.

        Raises:
            FileNotFoundError: if they are being removed, or are gone.
        """
        self._descriptor = os.open(folder / HELD_BY, os.O_RDONLY)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _gone(folder) from None
        except OSError:  # a file system without locks: the tables stay an hour
            return
        if not folder.exists():
            raise _gone(folder)

    def __del__(self) -> None:
        """Releases the lock."""
        with suppress(AttributeError):  # the lock was never acquired
            os.close(self._descriptor)


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table on disk, with the schema of its files.

    A single file is opened at once, so that it can be read even if it is removed meanwhile. For a folder of files,
    ``held`` keeps runs from removing it.
    """

    name: str
    path: Path
    schema: pa.Schema
    rows: int
    opened: pa.NativeFile | None = field(repr=False, compare=False)
    held: Hold | None = field(default=None, repr=False, compare=False)


def current_tables(out: Path | str) -> Path:
    """The folder with all tables of the current run of ``out``, unaffected by later runs.

    It exists for at least a minute, and usually an hour, after another run: open the files soon.

    Raises:
        NoTablesError: if there are no tables.
    """
    try:
        return (Path(out) / "documents.parquet").resolve(strict=True).parent
    except (FileNotFoundError, NotADirectoryError, RuntimeError):  # RuntimeError: a cycle of links, before Python 3.13
        raise missing_tables(Path(out)) from None
    except OSError as error:
        raise NoTablesError(
            say("cannot_read", path=out, reason=write(as_reason(error.strerror or str(error))))
        ) from error


def find_tables(out: Path) -> tuple[TableFile, ...]:
    """The tables of a folder in schema order, followed by those that the schema does not have, by name.

    All tables written by a run are of the same run.

    Raises:
        NoTablesError: if there is none, or one cannot be read.
    """
    for _ in range(TRIES):
        try:
            return _open_tables(out)
        except FileNotFoundError as error:
            gone = error
            time.sleep(WAIT)
    raise NoTablesError(
        say("cannot_read", path=gone.filename, reason=write(as_reason(os.strerror(errno.ENOENT))))
    ) from gone


def _open_tables(out: Path) -> tuple[TableFile, ...]:
    """The tables that ``out`` contains now.

    Raises:
        FileNotFoundError: if one was removed after it was found.
        NoTablesError: if there is none, or one cannot be read.
    """
    folder = current_tables(out)
    try:
        held = _hold(folder)
        paths = sorted(out.glob("*.parquet"), key=lambda path: (ORDER.get(path.stem, len(ORDER)), path.stem))
        return tuple(_read_head(_beside(path, folder), held) for path in paths)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise NoTablesError(
            say("cannot_read", path=out, reason=write(as_reason(error.strerror or str(error))))
        ) from error


def _beside(path: Path, folder: Path) -> Path:
    """The path of a run's table in its folder; other tables, such as those of a diff, keep their path."""
    leads_to = Path(os.path.realpath(path))
    return folder / path.name if leads_to.parent.parent == folder.parent else path


def _gone(path: Path) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def _hold(folder: Path) -> Hold | None:
    """A hold on the tables of a run; ``None`` for other tables, which are never removed."""
    return Hold(folder) if (folder / HELD_BY).is_file() else None


def _read_head(path: Path, held: Hold | None) -> TableFile:
    if path.is_dir():
        return _read_heads(path, held)
    try:
        opened = pa.OSFile(str(path))
    except FileNotFoundError as error:  # the error does not name the file
        raise _gone(path) from error
    try:
        with pq.ParquetFile(opened) as head:
            return TableFile(path.stem, path, head.schema_arrow, head.metadata.num_rows, opened)
    except pa.ArrowInvalid as error:
        raise NoTablesError(say("no_parquet", path=path)) from error


def _read_heads(path: Path, held: Hold | None) -> TableFile:
    """A table that is a folder of files."""
    try:
        return TableFile(path.stem, path, pq.read_schema(table_files(path)[0]), count_rows(path), None, held)
    except (pa.ArrowInvalid, IndexError) as error:
        raise NoTablesError(say("no_parquet", path=path)) from error


def _sources(table: TableFile) -> "tuple[pa.NativeFile | Path, ...]":
    return (table.opened,) if table.opened is not None else table_files(table.path)


def iterate_batches(table: TableFile, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The rows of a table, in small batches."""
    size = BATCH.get(table.name, BATCH_OTHERWISE)
    for source in _sources(table):
        with pq.ParquetFile(source) as opened:
            yield from opened.iter_batches(batch_size=size, columns=columns, use_threads=False)


def iterate_rows(table: TableFile, columns: list[str] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as tuples, in the order of its columns or of ``columns``."""
    for batch in iterate_batches(table, columns):
        chosen = batch if columns is None else batch.select(columns)
        yield from zip(*(column.to_pylist() for column in chosen.columns), strict=True)


def read_table(table: TableFile) -> pa.Table:
    """All rows of a table."""
    return pa.concat_tables(_read_source(source) for source in _sources(table))


def _read_source(source: "pa.NativeFile | Path") -> pa.Table:
    with pq.ParquetFile(source) as opened:
        return opened.read()


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A temporary path for writing a file; on success it replaces ``path``, otherwise it is removed.

    A missing folder is created.

    Raises:
        OSError: if it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with _named_as(path):
            if not path.parent.exists():
                path.parent.mkdir(parents=True)
            part.open("wb").close()  # raises a clear error if it cannot be written, which not every library does
        yield part
        with _named_as(path):
            part.replace(path)
    finally:
        with suppress(OSError):  # the first error already says it
            part.unlink(missing_ok=True)


@contextmanager
def _named_as(path: Path) -> Iterator[None]:
    """Makes errors of the system name the file as the user did."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise
