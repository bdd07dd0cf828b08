"""Replaces the published tables by new ones, all at once.

The tables are in a folder of their own, a generation. The output folder holds links, which pass through another link::

    OUT/figures.parquet        -> .gongkai/tables/figures.parquet
    OUT/.gongkai/tables        -> generations/7
    OUT/.gongkai/generations/7/figures.parquet

A single rename switches ``tables`` to another generation, so that every file changes in the same instant; a run that is
killed before or after it leaves one generation or the other. No file is written outside OUT, other files in OUT are
left alone, and OUT may be a mount point. Its file system must support symbolic links (FAT does not).

A reader that opens two tables by their names in OUT during the switch may see one of each generation. A reader that
resolves the link of a table once, and opens all tables in the folder it leads to, sees a single run (``tables.files``):
the generation is kept for a while after it was replaced.
"""

import fcntl
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pipeline.i18n import Message
from pipeline.run.generations import drop_former, list_generations
from pipeline.tables import TABLES, Table, UnwritableError, find_bits, naming, refuse_folders, table_files

HIDDEN = ".gongkai"
# What the lock file states about the process that holds it.
HOLDER_RE = re.compile(r"process (?P<pid>\d+) on (?P<host>\S+) since (?P<since>.+)")

# The only targets that ``tables`` may have.
_GENERATION_RE = re.compile(r"generations/[0-9]+")


def current_folder(out: Path) -> Path:
    """The folder of the tables published in ``out``; it may not exist."""
    return out / HIDDEN / "tables"


def work_folder(out: Path) -> Path:
    """The folder for unfinished work: the pieces, and the tables before they are published."""
    return out / HIDDEN / "work"


def index_file(out: Path) -> Path:
    """The file that remembers the digests of files."""
    return out / HIDDEN / "files.index"


def index_folder(out: Path) -> Path:
    """The folder that remembers the contents of containers, one file for each."""
    return out / HIDDEN / "containers"


def find_links(out: Path) -> Iterator[Path]:
    """The links below the hidden folder that no run made; following one, a run would write or delete elsewhere."""
    for folder, folders, names in os.walk(out / HIDDEN):
        for path in (Path(folder, name) for name in (*folders, *names)):
            if path.is_symlink() and not _is_own(path, out):
                yield path


def _is_own(link: Path, out: Path) -> bool:
    """Whether it is the link to the published tables, or one left half-way by a killed run."""
    names = {current_folder(out), _next(current_folder(out))}
    return link in names and _GENERATION_RE.fullmatch(str(link.readlink())) is not None


def prepare_output(out: Path) -> Path:
    """Makes the hidden folder, clears what a killed run left unfinished, and returns the folder for the new tables.

    Raises:
        UnwritableError: if ``out`` cannot be made or written into.
    """
    work = work_folder(out)
    with naming(out):
        work.mkdir(parents=True, exist_ok=True)
        (out / HIDDEN / "generations").mkdir(exist_ok=True)
        _drop_former(out)
        drop_half(out)
        (work / "next").mkdir()
    return work / "next"


def drop_half(out: Path) -> None:
    """Removes unfinished files, and keeps the complete pieces for the next run.

    Raises:
        OSError: if it cannot be removed.
    """
    work = work_folder(out)
    for left in (*work.glob("*.half"), *work.glob("*.at"), work / "next"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)


def publish(out: Path, new: Path) -> None:
    """Publishes the files of ``new`` in ``out`` instead of the previous ones, and removes those.

    Raises:
        UnwritableError: if it cannot be done; ``out`` is then unchanged.
    """
    generations = out / HIDDEN / "generations"
    number = 1 + max(list_generations(generations), default=0)
    names = {file.name for file in new.iterdir()}
    with naming(out):
        for file in _find_written(new):
            _sync(file)
        new.rename(generations / str(number))
        os.utime(generations / str(number), (time.time(),) * 2)  # from now on the previous generation is unpublished
        _sync(generations)
        for name in sorted(names):
            _link(out / name, f"{HIDDEN}/tables/{name}")
        _link(current_folder(out), f"generations/{number}")
        _sync(out / HIDDEN)
    # A failure from here on only costs disk space: the next run tries again.
    with suppress(OSError):
        for file in out.iterdir():
            if file.is_symlink() and str(file.readlink()) == f"{HIDDEN}/tables/{file.name}" and file.name not in names:
                file.unlink()
        tidy(out)


def _find_written(new: Path) -> Iterator[Path]:
    """The files written for new tables, and each folder after its files; linked files are on the disk already."""
    for folder, _, names in os.walk(new, topdown=False):
        for file in (Path(folder, name) for name in names):
            if file.stat().st_nlink == 1:
                yield file
        yield Path(folder)


def tidy(out: Path) -> None:
    """Removes what nobody reads any more, and what a killed run did not get to remove.

    Raises:
        OSError: if it cannot be removed.
    """
    _drop_former(out)
    clear_work(out)


def clear_work(out: Path) -> None:
    """Removes everything made for tables that are not published yet, including complete pieces.

    Raises:
        OSError: if it cannot be removed.
    """
    if work_folder(out).is_dir():
        shutil.rmtree(work_folder(out))


def _drop_former(out: Path) -> None:
    shown = current_folder(out)
    drop_former(out / HIDDEN / "generations", int(shown.readlink().name) if shown.is_symlink() else None)


def _link(path: Path, target: str) -> None:
    """Creates a link, or changes its target, in one step."""
    if path.is_symlink() and str(path.readlink()) == target:
        return
    new = _next(path)
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)


def _next(link: Path) -> Path:
    """The temporary name of a link before it replaces another."""
    return link.with_name(f".{link.name}.new")


def adopt(out: Path) -> None:
    """Makes a generation of tables that are in ``out`` as files, for example after a copy that followed the links.

    Raises:
        UnwritableError: if it cannot be done.
    """
    # Other files there, such as the revisions against another output, do not belong to a run.
    paths = {table: out / f"{table.name}.parquet" for table in TABLES}
    tables = [path for table, path in paths.items() if not path.is_symlink() and find_bits(path, table) is not None]
    known = current_folder(out)
    with naming(out):
        if known.is_dir() and not known.is_symlink():
            shutil.rmtree(known)
        if not tables:
            return
        adopted = out / HIDDEN / "generations" / "0"
        shutil.rmtree(adopted, ignore_errors=True)
        adopted.mkdir(parents=True)
        for path in tables:
            if path.is_dir():
                (adopted / path.name).mkdir()
            for file in table_files(path):
                os.link(file, adopted / file.relative_to(out))
        _link(known, "generations/0")
        for path in tables:
            if path.is_dir():
                shutil.rmtree(path)
            _link(path, f"{HIDDEN}/tables/{path.name}")


def refuse_others(out: Path) -> None:
    """Refuses an output in which a folder has the name of a table or file that a run writes.

    Raises:
        UnwritableError: if one does: a long run must not end so.
    """
    tables = {f"{table.name}.parquet": table for table in TABLES}
    names = [*tables, "run.json", "datapackage.json"]
    refuse_folders(out, [name for name in names if not _is_table(out / name, tables.get(name))])


def _is_table(path: Path, table: Table | None) -> bool:
    if table is None:
        return False
    if path.is_symlink():
        return str(path.readlink()) == f"{HIDDEN}/tables/{path.name}"
    return find_bits(path, table) is not None


def _sync(path: Path) -> None:
    """Makes sure that a file or folder is on the disk and not only in memory."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def is_shown(out: Path) -> bool:
    """Whether every file of the previous run is present in ``out``."""
    folder = current_folder(out)
    return folder.is_dir() and all(
        (out / file.name).is_symlink() and str((out / file.name).readlink()) == f"{HIDDEN}/tables/{file.name}"
        for file in folder.iterdir()
    )


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Locks the output folder, which is created if necessary.

    The system releases the lock when its holder ends for any reason, so there is no stale lock to remove; the content
    of the file is only for people.

    Raises:
        UnwritableError: if another run holds it, which the message names, or if the folder cannot be written into.
    """
    path = out / HIDDEN / "lock"
    with naming(out):
        _refuse_link(path.parent, out)
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_link(path, out)
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _name_holder(os.read(opened, 1000).decode("utf-8", "replace").strip())
            raise UnwritableError(Message("being_written", out=str(out), holder=holder)) from None
        with naming(out):
            for link in find_links(out):
                _refuse_link(link, out)
            if os.fstat(opened).st_nlink > 1:
                raise UnwritableError(_in_output(out, Message("lock_named_twice", hidden=f"{HIDDEN}/lock")))
            os.ftruncate(opened, 0)
            since = datetime.now(UTC).isoformat(" ", "seconds")
            os.pwrite(opened, f"process {os.getpid()} on {socket.gethostname()} since {since}\n".encode(), 0)
        yield
        os.ftruncate(opened, 0)
    finally:
        os.close(opened)


def _name_holder(line: str) -> Message:
    """The process that holds an output folder, from the line in its lock file."""
    match = HOLDER_RE.fullmatch(line)
    if match is None:
        return Message("another_run")
    return Message("holding_process", pid=match["pid"], host=match["host"], since=match["since"])


def _in_output(out: Path, reason: Message) -> Message:
    return Message("cannot_write", path=str(out), reason=reason)


def _refuse_link(path: Path, out: Path) -> None:
    if path.is_symlink():
        raise UnwritableError(_in_output(out, Message("link_inside", hidden=str(path.relative_to(out)))))
