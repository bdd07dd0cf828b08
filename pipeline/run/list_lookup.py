"""Finds the lines of metadata lists that describe a document, and what they state about it.

A line describes the documents that it names by file, by digest or by address. If several kinds of key match, the first
one counts. The lines are in a database that need not fit in memory, so that a list may have a million of them.
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

from pipeline.document_ids import OF_ONE, PART_DIGITS, identify
from pipeline.i18n import Message, from_json, to_json
from pipeline.model import Origin
from pipeline.provenance import DOCUMENT_ID_DIGITS
from pipeline.run.list_faults import Faults, LineFault
from pipeline.run.source_files import File
from pipeline.shelf import FILE, HASH, URL, plain_url

Facts = tuple[tuple[str, str], ...]

# The file in the name of a document that lies in one.
_FILE_RE = re.compile(r"(?:(?!!/|#\d).)*", re.DOTALL)

# The most lines used for one document or one file, and the longest name shown, in characters.
MOST_LINES, LONGEST_NAME = 100, 80


@dataclass(frozen=True, slots=True)
class _Match:
    """A line that describes a document."""

    id: int
    facts: Facts


def _agreed(matches: Iterable[_Match]) -> Facts:
    """The single-valued facts on which no two lines differ."""
    facts = dict.fromkeys(fact for match in matches for fact in match.facts if fact[0] in OF_ONE)
    names = Counter(name for name, _ in facts)
    return tuple(fact for fact in facts if names[fact[0]] == 1)


def _shorten(words: str) -> str:
    """A name cut to what a line of the terminal holds."""
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"


class KnownList:
    """The lines of one or more lists, by the documents they name, with a count of the documents each was used for.

    ``files`` are the lists, ``sha256`` is a digest of them all; ``faults`` are the lines that cannot be read.
    """

    def __init__(self, database: sqlite3.Connection, files: Sequence[str], digest: str, faults: Faults) -> None:
        """Uses the lists in a database made by ``open_metadata``."""
        self._database = database
        self.files = tuple(files)
        self.sha256 = digest
        self.faults = faults
        self.count = int(database.execute("select count(*) from lines").fetchone()[0])
        self.has_digests = bool(database.execute("select 1 from keys where kind = ? limit 1", (HASH,)).fetchone())
        self._uses = array("L", bytes(array("L").itemsize * (self.count + 1)))
        self._crowded: set[tuple[str, str]] = set()
        self._of_files: set[int] = set()
        # The lines about reports within a file; whether the file holds several is known only when it is read.
        self.of_parts: dict[int, set[str]] = {}
        self._has_parts = bool(database.execute("select 1 from keys where value glob '*#[0-9]*' limit 1").fetchone())

    def find(self, name: str, origin: Origin, digest: str | None, aliases: Sequence[str] = ()) -> tuple[_Match, ...]:
        """The lines about a document, by its name or an alias, the digest of its bytes, its id or its address.

        A line about a file describes every document within it that no other line names.
        """
        names = [name, *aliases]
        while origin.container and (cut := max(name.rfind("!/"), name.rfind("#"))) > 0:
            name = name[:cut]
            names.append(name)
        addresses = [plain_url(value) for fact, value in origin.facts if fact == URL]
        wanted = [(FILE, value) for value in names]
        ids = dict.fromkeys((digest, identify(digest, origin))) if digest else ()
        wanted += [(HASH, value[:DOCUMENT_ID_DIGITS]) for value in ids]
        wanted += [(URL, value) for value in addresses]
        for index, key in enumerate(wanted):
            rows = self._database.execute(
                "select id, said from lines where id in (select id from keys where kind = ? and value = ?)"
                " order by id limit ?",
                (*key, MOST_LINES + 1),
            ).fetchall()
            if rows:
                if len(rows) > MOST_LINES:
                    rows.pop()
                    self._report_crowded(key)
                if len(aliases) < index < len(names):  # about the file that the document lies in
                    self._of_files.update(number for number, _ in rows)
                return tuple(_Match(number, tuple(map(tuple, json.loads(stated)))) for number, stated in rows)
        return ()

    def _report_crowded(self, key: tuple[str, str]) -> None:
        """Reports once that too many lines have the same key, and marks the surplus ones as used."""
        if key in self._crowded:
            return
        self._crowded.add(key)
        found = self._database.execute("select distinct id from keys where kind = ? and value = ? order by id", key)
        numbers = [number for (number,) in found]
        self._of_files.update(numbers)
        for number in numbers[MOST_LINES:]:
            self._uses[number] += 1
        words = Message("lines_crowded", name=_shorten(key[1]), count=len(numbers), most=MOST_LINES)
        self.faults.add(LineFault(*self._locate(numbers[MOST_LINES]), words))

    def tell(self, files: Sequence[File], digest: str) -> list[tuple[File, ...]]:
        """Adds to the files of one document what the lines about any of them state.

        If the lines state different things about some of the files, these become several documents, each with its own
        facts.
        """
        found = [(file, self.find(file.name, file.origin, digest)) for file in files]
        matching = {match.id: match for _, matches in found for match in matches}
        if not matching and not self._has_parts:
            return [tuple(files)]
        groups: dict[str, list[tuple[File, Sequence[_Match]]]] = {}
        named = {name for match in matching.values() for name, _ in match.facts if name in OF_ONE}
        differ = len(files) > 1 and len(_agreed(matching.values())) < len(named)
        for file, matches in found:
            origin = structs.replace(file.origin, listed=_agreed(matches) if differ else (), apart=True)
            groups.setdefault(identify(digest, origin), []).append((file, matches))
        return [self._lay(group, apart=len(groups) > 1) for group in groups.values()]

    def _lay(self, group: Sequence[tuple[File, Sequence[_Match]]], *, apart: bool) -> tuple[File, ...]:
        """Adds the facts of the matching lines to the files of a document, and counts these lines as used."""
        matching = {match.id: match for _, matches in group for match in matches}
        for number in matching:
            self._uses[number] += 1
        facts = self._join(tuple(matching.values()), group[0][0].name)
        apart = apart and any(name in OF_ONE for name, _ in facts)
        parts = self._find_parts(file.name for file, _ in group) if self._has_parts else ()
        now = {"listed": facts, "apart": apart, "parts": parts}
        return tuple(replace(file, origin=structs.replace(file.origin, **now)) for file, _ in group)

    def _find_parts(self, names: Iterable[str]) -> tuple[tuple[int, Facts], ...]:
        """What lines state about the reports in a file, by their numbers, in case it holds several."""
        found: dict[int, list[_Match]] = {}
        for name in names:
            rows = self._database.execute(
                "select id, value, said from keys join lines using (id) where kind = ? and value > ? and value < ?",
                (FILE, f"{name}#", f"{name}$"),
            ).fetchall()
            for number, value, stated in rows:
                part = value[len(name) + 1 :]
                if part.isdecimal() and len(part) <= PART_DIGITS:
                    self._uses[number] += 1
                    self.of_parts.setdefault(number, set()).add(value)
                    found.setdefault(int(part), []).append(_Match(number, tuple(map(tuple, json.loads(stated)))))
        return tuple((part, self._join(matches, f"#{part}")) for part, matches in sorted(found.items()))

    def say(self, file: File, digest: str | None, aliases: Sequence[str] = ()) -> Facts:
        """What the lines about one file or document state; the lines are not counted as used."""
        return self._join(self.find(file.name, file.origin, digest, aliases), file.name)

    def _join(self, matches: Sequence[_Match], name: str) -> Facts:
        joined: dict[str, str] = {}
        by: dict[str, int] = {}
        differing: set[str] = set()
        for match in matches:
            for fact, value in match.facts:
                if joined.setdefault(fact, value) == value or fact not in OF_ONE:
                    by.setdefault(fact, match.id)
                elif fact not in differing:
                    differing.add(fact)
                    _, number = self._locate(by[fact])
                    fault = Message(
                        "lines_differ", name=name, column=fact, value=value, number=number, other=joined[fact]
                    )
                    self.faults.add(LineFault(*self._locate(match.id), fault))
        return tuple((fact, value) for fact, value in joined.items() if fact not in differing)

    def _locate(self, number: int) -> tuple[str, int]:
        """The list that a line belongs to, and its number there."""
        found = self._database.execute("select list, line from lines where id = ?", (number,)).fetchone()
        return self.files[found[0]], found[1]

    def settle_parts(self, sources: Container[str]) -> None:
        """Marks lines about reports within files as unused if none of their names is among the ``sources``."""
        for number, names in self.of_parts.items():
            self._uses[number] *= any(name in sources for name in names)

    def add_uses(self, taken: Iterable[str]) -> None:
        """Adds the uses and faults that another process counted, as ``take_uses`` returns them."""
        for words in taken:
            counted = json.loads(words)
            for number in counted["uses"]:
                self._uses[number] += 1
            self._of_files.update(counted["files"])
            for file, line, fault in counted["faults"]:
                self.faults.add(LineFault(file, line, from_json(fault)))

    def take_uses(self) -> str:
        """Returns the uses and faults counted since the last call, as JSON, and resets them."""
        uses = [number for number, times in enumerate(self._uses) for _ in range(times)]
        faults = [(fault.file, fault.line, to_json(fault.fault)) for fault in self.faults.kept]
        files = sorted(self._of_files)
        taken = json.dumps({"uses": uses, "faults": faults, "files": files}, ensure_ascii=False)
        self._uses = array("L", bytes(len(self._uses) * self._uses.itemsize))
        self.faults = Faults([])
        return taken

    def describe(self, *, whole: bool = True) -> dict[str, object]:
        """The entry on the lists in run.json.

        Unless ``whole``, it omits unused lines, since not all files were read.
        """
        reported = Faults([*self.faults.kept], self.faults.more)
        strays = several = 0
        for number in range(1, self.count + 1):
            times = min(self._uses[number], 1) if number in self._of_files else self._uses[number]
            strays += times == 0
            several += times > 1
            if times == 0 and whole:
                reported.add(LineFault(*self._locate(number), Message("line_of_none", name=self._name(number))))
            elif times > 1:
                reported.add(
                    LineFault(*self._locate(number), Message("line_of_several", count=times, name=self._name(number)))
                )
        return {
            "sha256": self.sha256,
            "files": list(self.files),
            "lines": self.count,
            "fitting": self.count - strays,
            "of_several": several,
            "told": sorted((fault.describe() for fault in reported.kept), key=itemgetter("file", "line", "message")),
            "untold": reported.more,
        }

    def _name(self, number: int) -> str:
        keys = self._database.execute("select value from keys where id = ? order by rowid", (number,)).fetchall()
        return _shorten(" / ".join(dict.fromkeys(_shorten(value) for (value,) in keys)))

    def pack(self) -> bytes:
        """Everything as bytes, for ``unpack`` on another machine."""
        header = json.dumps([self.files, self.sha256]).encode()
        return len(header).to_bytes(8, "big") + header + self._database.serialize()

    @staticmethod
    def unpack(packed: bytes) -> "KnownList":
        """Restores lists from ``pack``, without their faults."""
        size = 8 + int.from_bytes(packed[:8], "big")
        files, digest = json.loads(packed[8:size])
        database = sqlite3.connect(":memory:")
        database.deserialize(packed[size:])
        return KnownList(database, files, digest, Faults([]))

    def leave_aside(self, files: Iterable[File]) -> list[File]:
        """The files without the lists themselves, which are no reports; also resolves bare file names in the lists.

        A name without a folder stands for the only file of that name, in whatever folder it is.
        """
        own = {os.path.realpath(name) for name in self.files}
        names = {os.path.basename(name) for name in own}  # noqa: PTH119 - of a million files each costs
        left = [
            file
            for file in files
            if os.path.basename(file.relative) not in names or os.path.realpath(file.path) not in own  # noqa: PTH119
        ]
        self._resolve_bare_names([file.name for file in left])
        return left

    def _resolve_bare_names(self, names: Sequence[str]) -> None:
        rows = self._database.execute("select distinct value from keys where kind = ?", (FILE,)).fetchall()
        bare = {value: _FILE_RE.match(value)[0] for (value,) in rows}  # type: ignore[index] # it matches anything
        wanted = {file for file in bare.values() if "/" not in file}
        paths: dict[str, list[str]] = {}
        for name in names if wanted else ():
            if (file := name.rpartition("/")[2]) in wanted:
                paths.setdefault(file, []).append(name)
        for value, file in bare.items():
            found = paths.get(file, ())
            if len(found) == 1 and found[0] != file:
                now = found[0] + value[len(file) :]
                self._database.execute("update keys set value = ? where kind = ? and value = ?", (now, FILE, value))
