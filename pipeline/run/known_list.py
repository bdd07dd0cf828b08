"""Tells which lines of the lists of what is known of documents are about which, and what they say.

A line is about the documents that it names by file, by digest or by address; of several kinds of keys that fit, the
first is taken. The lines lie in a database that memory need not hold, so that a list may have a million.
"""

import json
import os
import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from msgspec import structs

from pipeline.i18n import Message, from_json, to_json
from pipeline.model import Origin
from pipeline.provenance import DOCUMENT_ID_DIGITS
from pipeline.report import OF_ONE, PART_DIGITS, identify
from pipeline.run.inputs import File
from pipeline.run.list_faults import Faults, Told
from pipeline.shelf import FILE, HASH, URL, plain_url

Facts = tuple[tuple[str, str], ...]

# The file in the name of a document, which may lie in one.
_FILE_RE = re.compile(r"(?:(?!!/|#\d).)*", re.DOTALL)

# So many lines about one document, or about all of one file, are taken, and so much of a name is shown.
MOST_LINES, LONGEST_NAME = 100, 80


@dataclass(frozen=True, slots=True)
class _Match:
    """A line that is about a document."""

    id: int
    said: Facts


def _agreed(matches: Iterable[_Match]) -> Facts:
    """What lines say of that which a document has one of, where none of them says something else."""
    said = dict.fromkeys(fact for match in matches for fact in match.said if fact[0] in OF_ONE)
    names = Counter(name for name, _ in said)
    return tuple(fact for fact in said if names[fact[0]] == 1)


def _shorten(words: str) -> str:
    """What a line names, as far as a line of the screen holds it."""
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"


class KnownList:
    """The lines of one or more lists, by what they name; counts for how many documents each was taken.

    ``files`` are the lists, ``sha256`` a digest of them all; ``faults`` what of them cannot be read.
    """

    def __init__(self, database: sqlite3.Connection, files: Sequence[str], digest: str, faults: Faults) -> None:
        """The lists in a database as ``open_metadata`` lays it down."""
        self._database = database
        self.files = tuple(files)
        self.sha256 = digest
        self.faults = faults
        self.count = int(database.execute("select count(*) from lines").fetchone()[0])
        self.has_digests = bool(database.execute("select 1 from keys where kind = ? limit 1", (HASH,)).fetchone())
        self._uses = array("L", bytes(array("L").itemsize * (self.count + 1)))
        self._crowded: set[tuple[str, str]] = set()
        self._of_files: set[int] = set()
        # What lines name of files that may hold several reports, which is known when these are read.
        self.of_parts: dict[int, set[str]] = {}
        self._has_parts = bool(database.execute("select 1 from keys where value glob '*#[0-9]*' limit 1").fetchone())

    def find(self, name: str, origin: Origin, digest: str | None, aliases: Sequence[str] = ()) -> tuple[_Match, ...]:
        """The lines about a document, by its name or an alias of it, by the digest of its bytes, its id or its address.

        A line about a file is about all documents within it that no other line names.
        """
        names = [name, *aliases]
        while origin.container and (cut := max(name.rfind("!/"), name.rfind("#"))) > 0:
            name = name[:cut]
            names.append(name)
        addresses = [plain_url(value) for fact, value in origin.facts if fact == URL]
        wanted = [(FILE, value) for value in names]
        ids = dict.fromkeys((digest, identify(digest, origin))) if digest else ()
        wanted += [(HASH, one[:DOCUMENT_ID_DIGITS]) for one in ids]
        wanted += [(URL, value) for value in addresses]
        for place, key in enumerate(wanted):
            rows = self._database.execute(
                "select id, said from lines where id in (select id from keys where kind = ? and value = ?)"
                " order by id limit ?",
                (*key, MOST_LINES + 1),
            ).fetchall()
            if rows:
                if len(rows) > MOST_LINES:
                    rows.pop()
                    self._tell_crowded(key)
                if len(aliases) < place < len(names):  # about the file that the document lies in
                    self._of_files.update(number for number, _ in rows)
                return tuple(_Match(number, tuple(map(tuple, json.loads(said)))) for number, said in rows)
        return ()

    def _tell_crowded(self, key: tuple[str, str]) -> None:
        """Tells once that more lines than are taken are about what has a key, and counts those that are not."""
        if key in self._crowded:
            return
        self._crowded.add(key)
        found = self._database.execute("select distinct id from keys where kind = ? and value = ? order by id", key)
        numbers = [number for (number,) in found]
        self._of_files.update(numbers)
        for number in numbers[MOST_LINES:]:
            self._uses[number] += 1
        words = Message("lines_crowded", name=_shorten(key[1]), count=len(numbers), most=MOST_LINES)
        self.faults.add(Told(*self._place(numbers[MOST_LINES]), words))

    def tell(self, files: Sequence[File], digest: str) -> list[tuple[File, ...]]:
        """The files of one document, with what the lines about any of them say.

        Where these say something else of some, the files are several documents, each with what is said of it.
        """
        found = [(file, self.find(file.name, file.origin, digest)) for file in files]
        told = {match.id: match for _, matches in found for match in matches}
        if not told and not self._has_parts:
            return [tuple(files)]
        groups: dict[str, list[tuple[File, Sequence[_Match]]]] = {}
        named = {name for match in told.values() for name, _ in match.said if name in OF_ONE}
        differ = len(files) > 1 and len(_agreed(told.values())) < len(named)
        for file, matches in found:
            origin = structs.replace(file.origin, said=_agreed(matches) if differ else (), apart=True)
            groups.setdefault(identify(digest, origin), []).append((file, matches))
        return [self._lay(group, apart=len(groups) > 1) for group in groups.values()]

    def _lay(self, group: Sequence[tuple[File, Sequence[_Match]]], *, apart: bool) -> tuple[File, ...]:
        """The files of a document with what the lines about it say, which are counted."""
        told = {match.id: match for _, matches in group for match in matches}
        for number in told:
            self._uses[number] += 1
        said = self._join(tuple(told.values()), group[0][0].name)
        apart = apart and any(name in OF_ONE for name, _ in said)
        parts = self._find_parts(file.name for file, _ in group) if self._has_parts else ()
        now = {"said": said, "apart": apart, "parts": parts}
        return tuple(replace(file, origin=structs.replace(file.origin, **now)) for file, _ in group)

    def _find_parts(self, names: Iterable[str]) -> tuple[tuple[int, Facts], ...]:
        """What lines say of the reports in a file, by their numbers, should it hold several."""
        found: dict[int, list[_Match]] = {}
        for name in names:
            rows = self._database.execute(
                "select id, value, said from keys join lines using (id) where kind = ? and value > ? and value < ?",
                (FILE, f"{name}#", f"{name}$"),
            ).fetchall()
            for number, value, said in rows:
                part = value[len(name) + 1 :]
                if part.isdecimal() and len(part) <= PART_DIGITS:
                    self._uses[number] += 1
                    self.of_parts.setdefault(number, set()).add(value)
                    found.setdefault(int(part), []).append(_Match(number, tuple(map(tuple, json.loads(said)))))
        return tuple((part, self._join(matches, f"#{part}")) for part, matches in sorted(found.items()))

    def say(self, file: File, digest: str | None, aliases: Sequence[str] = ()) -> Facts:
        """What the lines about one file or document say; nothing is counted."""
        return self._join(self.find(file.name, file.origin, digest, aliases), file.name)

    def _join(self, matches: Sequence[_Match], name: str) -> Facts:
        joined: dict[str, str] = {}
        by: dict[str, int] = {}
        differing: set[str] = set()
        for match in matches:
            for fact, value in match.said:
                if joined.setdefault(fact, value) == value or fact not in OF_ONE:
                    by.setdefault(fact, match.id)
                elif fact not in differing:
                    differing.add(fact)
                    _, number = self._place(by[fact])
                    fault = Message(
                        "lines_differ", name=name, column=fact, value=value, number=number, other=joined[fact]
                    )
                    self.faults.add(Told(*self._place(match.id), fault))
        return tuple((fact, value) for fact, value in joined.items() if fact not in differing)

    def _place(self, number: int) -> tuple[str, int]:
        """The list that a line is of, and its number there."""
        found = self._database.execute("select list, line from lines where id = ?", (number,)).fetchone()
        return self.files[found[0]], found[1]

    def settle_parts(self, sources: Container[str]) -> None:
        """Takes back that lines are about reports in files, of which there is none among the ``sources``."""
        for number, names in self.of_parts.items():
            self._uses[number] *= any(name in sources for name in names)

    def add_uses(self, taken: Iterable[str]) -> None:
        """Counts lines that were taken elsewhere, and tells what was told there, as ``take_uses`` gave it."""
        for words in taken:
            said = json.loads(words)
            for number in said["uses"]:
                self._uses[number] += 1
            self._of_files.update(said["files"])
            for file, line, fault in said["told"]:
                self.faults.add(Told(file, line, from_json(fault)))

    def take_uses(self) -> str:
        """The lines that were taken since this was asked, once for each document, and what was told of them."""
        uses = [number for number, times in enumerate(self._uses) for _ in range(times)]
        told = [(one.file, one.line, to_json(one.fault)) for one in self.faults.kept]
        files = sorted(self._of_files)
        taken = json.dumps({"uses": uses, "told": told, "files": files}, ensure_ascii=False)
        self._uses = array("L", bytes(len(self._uses) * self._uses.itemsize))
        self.faults = Faults([])
        return taken

    def describe(self, *, whole: bool = True) -> dict[str, object]:
        """What run.json says of the lists; of a part of the files not which lines are about nothing."""
        told = Faults([*self.faults.kept], self.faults.more)
        strays = several = 0
        for number in range(1, self.count + 1):
            times = min(self._uses[number], 1) if number in self._of_files else self._uses[number]
            strays += times == 0
            several += times > 1
            if times == 0 and whole:
                told.add(Told(*self._place(number), Message("line_of_none", name=self._name(number))))
            elif times > 1:
                told.add(Told(*self._place(number), Message("line_of_several", count=times, name=self._name(number))))
        return {
            "sha256": self.sha256,
            "files": list(self.files),
            "lines": self.count,
            "fitting": self.count - strays,
            "of_several": several,
            "told": sorted((one.describe() for one in told.kept), key=itemgetter("file", "line", "message")),
            "untold": told.more,
        }

    def _name(self, number: int) -> str:
        keys = self._database.execute("select value from keys where id = ? order by rowid", (number,)).fetchall()
        return _shorten(" / ".join(dict.fromkeys(_shorten(value) for (value,) in keys)))

    def pack(self) -> bytes:
        """All of it as bytes, for ``unpack`` on another machine."""
        said = json.dumps([self.files, self.sha256]).encode()
        return len(said).to_bytes(8, "big") + said + self._database.serialize()

    @staticmethod
    def unpack(packed: bytes) -> "KnownList":
        """The lists that ``pack`` gave, without their faults."""
        size = 8 + int.from_bytes(packed[:8], "big")
        files, digest = json.loads(packed[8:size])
        database = sqlite3.connect(":memory:")
        database.deserialize(packed[size:])
        return KnownList(database, files, digest, Faults([]))

    def leave_aside(self, files: Iterable[File]) -> list[File]:
        """The files without the lists themselves, which are no reports; lines are told where those lie that they name.

        A name without a folder is that of the only file that is called so, in whatever folder.
        """
        own = {os.path.realpath(name) for name in self.files}
        names = {os.path.basename(name) for name in own}  # noqa: PTH119 - of a million files each costs
        left = [
            file
            for file in files
            if os.path.basename(file.relative) not in names or os.path.realpath(file.path) not in own  # noqa: PTH119
        ]
        self._place_bare([file.name for file in left])
        return left

    def _place_bare(self, names: Sequence[str]) -> None:
        rows = self._database.execute("select distinct value from keys where kind = ?", (FILE,)).fetchall()
        bare = {value: _FILE_RE.match(value)[0] for (value,) in rows}  # type: ignore[index] # it matches anything
        wanted = {file for file in bare.values() if "/" not in file}
        places: dict[str, list[str]] = {}
        for name in names if wanted else ():
            if (file := name.rpartition("/")[2]) in wanted:
                places.setdefault(file, []).append(name)
        for value, file in bare.items():
            found = places.get(file, ())
            if len(found) == 1 and found[0] != file:
                now = found[0] + value[len(file) :]
                self._database.execute("update keys set value = ? where kind = ? and value = ?", (now, FILE, value))
