"""Reads lists of what people or crawlers know of documents, and writes their lines into a database."""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from io import BufferedReader
from pathlib import Path

from pipeline.characters import squeeze, to_plain
from pipeline.i18n import Message, as_reason
from pipeline.metadata import is_full_name
from pipeline.run.list_faults import Faults, LineFault
from pipeline.run.list_lookup import Facts, KnownList
from pipeline.run.regular_files import open_source
from pipeline.run.source_files import BLOCK
from pipeline.run.user_files import UserFileError
from pipeline.shelf import FILE, HEAD, Line, NoListError, read_list

# The suffix of a list about a single page, beside it: page.html.json.
BESIDE = ".json"
# Characters that occur in file paths but in no agency name.
_PATH_RE = re.compile(r"[./\\#]")
_SCHEMA = """
create table lines (id integer primary key, list integer, line integer, said text);
create table keys (kind text, value text, id integer);
"""


class MetadataFileError(UserFileError):
    """A list cannot be read, or names no documents; one message line for each fault."""


def open_metadata(paths: Sequence[Path], root: Path) -> KnownList:
    """Opens the lists that people name; for a folder, the lists there that are named after a page beside them.

    Names of files are relative to ``root``, the input folder, or to the list if it lies within that folder.

    Raises:
        MetadataFileError: if one cannot be read, or is none.
    """
    database = sqlite3.connect("")  # a temporary file, on disk as far as it does not fit in memory
    database.executescript(_SCHEMA)
    digest = sha256()
    faults = Faults([])
    wrong: list[Message] = []
    files: list[str] = []
    for path in paths:
        for file, beside in _find_lists(path):
            files.append(str(file))
            try:
                digest.update(_digest(file))
                with BufferedReader(open_source(file), HEAD) as opened:
                    _lay_down(
                        database,
                        len(files) - 1,
                        read_list(opened, file.name, beside),
                        _Namer(root, file),
                        faults,
                        str(file),
                    )
            except OSError as error:
                reason = as_reason(error.strerror or str(error))
                wrong.append(Message("cannot_read", path=str(file), reason=reason))
            except NoListError as error:
                wrong.append(Message("no_list", file=str(file), reason=error.messages[0]))
    if not files:
        wrong.append(Message("holds_no_list", names=tuple(map(str, paths))))
    if wrong:
        raise MetadataFileError(*wrong)
    database.execute("create index by_key on keys (kind, value)")
    database.execute("create index by_id on keys (id)")
    database.commit()
    return KnownList(database, files, digest.hexdigest(), faults)


def _find_lists(path: Path) -> Iterator[tuple[Path, str | None]]:
    """The lists at a path, each with the name of the page beside it that it is named after, if there is one."""
    if not path.is_dir():
        yield path, _page_of(path)
        return
    found: list[str] = []
    waiting = [str(path)]
    while waiting:  # a loop, since recursion fails at a thousand nested folders
        with suppress(OSError), os.scandir(waiting.pop()) as listed:
            for entry in listed:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name.lower().endswith(BESIDE):
                    found.append(entry.path)
    for name in sorted(found, key=os.path.split):
        if page := _page_of(Path(name)):
            yield Path(name), page


def _page_of(file: Path) -> str | None:
    page = file.name[: -len(BESIDE)] if file.name.lower().endswith(BESIDE) else ""
    return page if page and file.with_name(page).is_file() else None


def _digest(file: Path) -> bytes:
    digest = sha256()
    with open_source(file) as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
    return digest.digest()


class _Namer:
    """Translates the file names in a list to those in the tables."""

    def __init__(self, root: Path, file: Path) -> None:
        self._root = os.path.abspath(root)  # noqa: PTH100 - links stay as given
        self._prefixes = tuple(dict.fromkeys(f"{name.rstrip('/')}/" for name in (str(root), self._root)))
        folder = os.path.relpath(os.path.dirname(os.path.abspath(file)), self._root)  # noqa: PTH100, PTH120
        self._folder = "" if folder == os.curdir or folder.startswith(os.pardir) else folder

    def name(self, written: str) -> str:
        """The path under the input folder."""
        for prefix in self._prefixes:
            written = written.removeprefix(prefix)
        if self._folder:
            beside = os.path.normpath(f"{self._folder}/{written}")
            if self.is_there(beside) or not self.is_there(written):
                return beside
        return written

    def is_there(self, name: str) -> bool:
        """Whether the input folder has a file of this name, or a container that may hold it."""
        file = name.partition("!/")[0]
        with suppress(OSError, ValueError):
            names = (file, file.rpartition("#")[0])
            return any(os.path.exists(os.path.join(self._root, name)) for name in names if name)  # noqa: PTH110, PTH118
        return False


def _lay_down(
    database: sqlite3.Connection, index: int, lines: Iterable[Line], namer: "_Namer", faults: Faults, file: str
) -> None:
    for read in lines:
        line = _settle_origin(read, namer)
        for fault in line.faults:
            faults.add(LineFault(file, line.line, fault))
        if not line.keys:
            continue
        facts = json.dumps(_add_agency(line), ensure_ascii=False)
        number = database.execute(
            "insert into lines (list, line, said) values (?, ?, ?)", (index, line.line, facts)
        ).lastrowid
        keys = [(kind, namer.name(value) if kind == FILE else value, number) for kind, value in line.keys]
        database.executemany("insert into keys values (?, ?, ?)", keys)


def _settle_origin(line: Line, namer: _Namer) -> Line:
    """Treats the origin of a line as a file if it exists or looks like a path, otherwise as the publisher."""
    if line.origin is None:
        return line
    if _PATH_RE.search(line.origin) or namer.is_there(line.origin):
        return replace(line, keys=((FILE, line.origin), *line.keys), origin=None)
    faults = line.faults if line.keys else (*line.faults, Message("line_names_none"))
    return replace(line, faults=faults, publishers=(line.origin, *line.publishers), origin=None)


def _add_agency(line: Line) -> Facts:
    """The facts of a line. If it names no agency, the publisher counts as one, as in the rows of a table of texts.

    Only a specific name counts: neither a news site nor 办公室 identifies an agency.
    """
    if any(fact == "agency" for fact, _ in line.stated):
        return line.stated
    agencies = [name for name in line.publishers if is_full_name(squeeze(to_plain(name)))]
    return (*line.stated, ("agency", agencies[0])) if agencies else line.stated
