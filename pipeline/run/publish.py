"""Puts new tables in the place of the old ones, all at once.

The tables lie in a generation of their own, and what stands in the output folder are links through one more link::

    OUT/figures.parquet        -> .gongkai/tables/figures.parquet
    OUT/.gongkai/tables        -> generations/7
    OUT/.gongkai/generations/7/figures.parquet

A single rename gives ``tables`` another generation, so that every file changes in the same instant, and a run that
is killed before or after it leaves one generation or the other. Nothing lies outside OUT, whatever else lies in OUT
is left alone, and it may be a mount point. Its file system must have symbolic links (FAT has none).

A reader that opens two tables by their names in OUT while they change may see one of each. One that resolves the link
of a table once, and takes all tables from the folder that this leads to, sees one run (``tables.files``): a generation
stays for a while after another has taken its place.
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
# What the lock says of the process that holds it.
HOLDER_RE = re.compile(r"process (?P<pid>\d+) on (?P<host>\S+) since (?P<since>.+)")

# What ``tables`` leads to, and nothing else.
_GENERATION_RE = re.compile(r"generations/[0-9]+")


def current_folder(out: Path) -> Path:
    """The folder of the tables that ``out`` shows; it may not be there."""
    return out / HIDDEN / "tables"


def work_folder(out: Path) -> Path:
    """The folder of what is being made: the pieces, and the tables before they are shown."""
    return out / HIDDEN / "work"


def index_file(out: Path) -> Path:
    """The file that remembers the digests of the files that were read."""
    return out / HIDDEN / "files.index"


def index_folder(out: Path) -> Path:
    """The folder of what is remembered of the containers that were opened, a file for each."""
    return out / HIDDEN / "containers"


def find_links(out: Path) -> Iterator[Path]:
    """The links below the hidden folder that no run made: through one, a run would write or delete elsewhere."""
    for folder, folders, names in os.walk(out / HIDDEN):
        for path in (Path(folder, name) for name in (*folders, *names)):
            if path.is_symlink() and not _is_own(path, out):
                yield path


def _is_own(link: Path, out: Path) -> bool:
    """Whether it is the link to what is shown, or one that a run was killed over."""
    names = {current_folder(out), _next(current_folder(out))}
    return link in names and _GENERATION_RE.fullmatch(str(link.readlink())) is not None


def prepare_output(out: Path) -> Path:
    """Makes the hidden folder, clears what a killed run left half done, and gives the folder for the new tables.

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
    """Removes what is half done, and leaves the pieces that are whole for the next run.

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
    """Shows the files of ``new`` in ``out`` in place of those of the last run, and removes what that run left.

    Raises:
        UnwritableError: if it cannot be done; ``out`` then shows what it showed.
    """
    generations = out / HIDDEN / "generations"
    number = 1 + max(list_generations(generations), default=0)
    names = {file.name for file in new.iterdir()}
    with naming(out):
        for file in _find_written(new):
            _sync(file)
        new.rename(generations / str(number))
        os.utime(generations / str(number), (time.time(),) * 2)  # from now on the one before it is not shown
        _sync(generations)
        for name in sorted(names):
            _link(out / name, f"{HIDDEN}/tables/{name}")
        _link(current_folder(out), f"generations/{number}")
        _sync(out / HIDDEN)
    # From here on nothing is lost but room on the disk: the next run tries again.
    with suppress(OSError):
        for file in out.iterdir():
            if file.is_symlink() and str(file.readlink()) == f"{HIDDEN}/tables/{file.name}" and file.name not in names:
                file.unlink()
        tidy(out)


def _find_written(new: Path) -> Iterator[Path]:
    """What was written for new tables, the folders behind what they hold; what was linked is on the disk."""
    for folder, _, names in os.walk(new, topdown=False):
        for file in (Path(folder, name) for name in names):
            if file.stat().st_nlink == 1:
                yield file
        yield Path(folder)


def tidy(out: Path) -> None:
    """Removes what nobody reads any more, and what a run that was killed after its last step did not come to.

    Raises:
        OSError: if it cannot be removed.
    """
    _drop_former(out)
    clear_work(out)


def clear_work(out: Path) -> None:
    """Removes all that was made for tables that are not shown yet, whole pieces too.

    Raises:
        OSError: if it cannot be removed.
    """
    if work_folder(out).is_dir():
        shutil.rmtree(work_folder(out))


def _drop_former(out: Path) -> None:
    shown = current_folder(out)
    drop_former(out / HIDDEN / "generations", int(shown.readlink().name) if shown.is_symlink() else None)


def _link(path: Path, target: str) -> None:
    """Makes a link, or gives one another target, in one step."""
    if path.is_symlink() and str(path.readlink()) == target:
        return
    new = _next(path)
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)


def _next(link: Path) -> Path:
    """Where a link is made before it takes the place of another."""
    return link.with_name(f".{link.name}.new")


def adopt(out: Path) -> None:
    """Makes a generation of tables that lie in ``out`` themselves, as after a copy that followed the links.

    Raises:
        UnwritableError: if it cannot be done.
    """
    # What else lies there, such as the revisions against another output, is not the run's.
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
    """Refuses an output in which a folder that no run made stands where a table or a file of a run would.

    Raises:
        UnwritableError: if one does: a long run must not end so.
    """
    own = {f"{table.name}.parquet": table for table in TABLES}
    names = [*own, "run.json", "datapackage.json"]
    refuse_folders(out, [name for name in names if not _is_table(out / name, own.get(name))])


def _is_table(path: Path, table: Table | None) -> bool:
    if table is None:
        return False
    if path.is_symlink():
        return str(path.readlink()) == f"{HIDDEN}/tables/{path.name}"
    return find_bits(path, table) is not None


def _sync(path: Path) -> None:
    """Sees to it that a file or folder is on the disk and not only in memory."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def is_shown(out: Path) -> bool:
    """Whether every file of the last run can be found in ``out``."""
    folder = current_folder(out)
    return folder.is_dir() and all(
        (out / file.name).is_symlink() and str((out / file.name).readlink()) == f"{HIDDEN}/tables/{file.name}"
        for file in folder.iterdir()
    )


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Holds the output folder, which is made if need be.

    The system lets go of the lock when its holder ends in whatever way, so there is no stale one to remove; what the
    file says is for people.

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
    """Who holds an output folder, as the line in its lock says."""
    match = HOLDER_RE.fullmatch(line)
    if match is None:
        return Message("another_run")
    return Message("holding_process", pid=match["pid"], host=match["host"], since=match["since"])


def _in_output(out: Path, reason: Message) -> Message:
    return Message("cannot_write", path=str(out), reason=reason)


def _refuse_link(path: Path, out: Path) -> None:
    if path.is_symlink():
        raise UnwritableError(_in_output(out, Message("link_inside", hidden=str(path.relative_to(out)))))
