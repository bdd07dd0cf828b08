"""Walks through a container and all that lie in it, and gives their documents within the terms."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import SEEK_END, BufferedReader, BytesIO
from typing import BinaryIO, TypeVar

from pipeline.model import Problem
from pipeline.shelf.damage import say, tell
from pipeline.shelf.kinds import MARKS_OF_JUMPING, tell_kind
from pipeline.shelf.members import (
    DAMAGE,
    HEAD,
    Budget,
    Entry,
    Fault,
    LimitError,
    Member,
    StoppedError,
    Terms,
    Watcher,
    meter,
    watch_nothing,
)
from pipeline.shelf.mime import list_mime
from pipeline.shelf.names import clean_name, clean_value
from pipeline.shelf.streams import list_gz, list_tar
from pipeline.shelf.tables import JUMPING, ROWS, NoTableError, judge_table, list_table
from pipeline.shelf.warc import list_warc
from pipeline.shelf.zip import list_wacz, list_zip

_Found = TypeVar("_Found")


def _list_rows(kind: str, opened: BinaryIO, _: str, terms: Terms) -> Iterator[Entry | Fault]:
    return list_table(opened, kind, dict(terms.columns))


# What lists a container of a kind: it is given the container, its name, and how it is to be read.
READERS: dict[str, Callable[[BinaryIO, str, Terms], Iterator[Entry | Fault]]] = {
    "zip": lambda opened, *_: list_zip(opened),
    "wacz": lambda opened, *_: list_wacz(opened),
    "tar": lambda opened, *_: list_tar(opened),
    "gz": lambda opened, name, _: list_gz(opened, name),
    "warc": lambda opened, *_: list_warc(opened),
    "mime": lambda opened, *_: list_mime(opened),
    **{kind: partial(_list_rows, kind) for kind in ROWS},
}


def open_container(
    opened: BinaryIO, kind: str, name: str, size: int, terms: Terms, watcher: Watcher = watch_nothing
) -> Iterator[Member | Fault]:
    """The documents of a container of so many bytes, in their order, and what is no document.

    It is opened so that it can seek, and ``peek``. Their names are what stands behind the container's. ``watcher`` is
    told before each step where that is, and may say what keeps it from being taken. Whatever the libraries raise that
    read it, what came before is given, and what lies beside what is damaged.

    Raises:
        NoTableError: before anything is given, if it is a table, but none of texts: a document of its own.

    >>> data = BufferedReader(BytesIO(b"\\x1f\\x8b broken"))
    >>> [fault.problem.code for fault in open_container(data, "gz", "a.gz", 10, Terms(1000))]
    ['broken_container']
    """
    budget = Budget(terms.members, max(terms.inflated, terms.ratio * size), watcher)
    count = 0
    try:
        for found in _walk(opened, (kind, name, ""), 1, terms, budget):
            count += 1
            yield found
    except LimitError as error:
        yield Fault("", _tell_limit(str(error), terms, size, count))
        count += 1
    except StoppedError as stopped:
        yield Fault("", stopped.problem)
        count += 1
    if not count:
        yield Fault("", Problem("no_documents"))


def _walk(
    opened: BinaryIO, place: tuple[str, str, str], depth: int, terms: Terms, budget: Budget
) -> Iterator[Member | Fault]:
    """The documents of a container; its ``place`` is its kind, the name that its file has, and that of its members."""
    kind, called, prefix = place
    for entry in _list(READERS[kind](opened, called, terms), budget):
        if isinstance(entry, Fault):
            budget.count_member()
            yield Fault(budget.call(f"{prefix}{clean_name(entry.name)}") if entry.name else prefix, entry.problem)
            continue
        if not entry.through:
            budget.count_member()
        entry = _clean(entry)  # noqa: PLW2901
        name = budget.call(f"{prefix}{entry.sign}{entry.name}")
        if refused := None if entry.leaf else budget.watcher((budget.entries,)):
            yield Fault(name, refused)
            continue
        documents = _open(entry, (name, prefix), depth, terms, budget)
        yield from _guard(documents, prefix if entry.through else name, LimitError, StoppedError)


def _clean(entry: Entry) -> Entry:
    """The entry, with names and facts that tables and terminals can hold."""
    facts = tuple((fact, clean_value(value)) for fact, value in entry.facts)
    return replace(entry, name=clean_name(entry.name), named=clean_name(entry.named), facts=facts)


def _list(entries: Iterator[Entry | Fault], budget: Budget) -> Iterator[Entry | Fault]:
    """The entries of a container, until it cannot be listed any further."""
    container = budget.entries
    listed = _guard(entries, "", LimitError, StoppedError, NoTableError)
    while True:
        if refused := budget.watcher((container, budget.entries)):
            yield Fault("", refused)
            return
        entry = next(listed, None)
        if entry is None:
            return
        budget.entries += 1
        yield entry


def _guard(found: "Iterator[_Found]", name: str, *meant: type[Exception]) -> "Iterator[_Found | Fault]":
    """What is found, and where that ends in an error that was not ``meant``, a fault."""
    try:
        yield from found
    except meant:
        raise
    except Exception as error:  # noqa: BLE001 - libraries raise anything, and whatever it is costs one container
        yield Fault(name, tell(error))


def _open(entry: Entry, names: tuple[str, str], depth: int, terms: Terms, budget: Budget) -> Iterator[Member | Fault]:
    """The documents of an entry, of the name that is its own in a container of the other name."""
    name, prefix = names
    member = Member(name, prefix, name[len(prefix) + len(entry.sign) :], entry.named, b"", entry.facts)
    if entry.leaf:
        yield _read(member, entry.opened, terms, budget)
        return
    within = prefix if entry.through else name
    try:
        inner, stream = _look_into(meter(entry.opened, budget), entry.named, terms)
    except DAMAGE as error:
        yield Fault(within, _damaged(error))
        return
    if inner and depth == terms.depth:
        yield Fault(name, Problem("container_limit.depth", count=terms.depth))
    elif inner:
        yield from _walk(stream, (inner, entry.name, within), depth + 1, terms, budget)
    else:
        yield _read(member, stream, terms)


def _look_into(stream: BufferedReader, named: str, terms: Terms) -> tuple[str | None, BinaryIO]:
    """The kind of container that a member is, if it is one, and its bytes."""
    head = stream.peek(HEAD)
    if head.startswith(MARKS_OF_JUMPING):
        stream = _hold(stream, terms)
        kind = tell_kind(head, stream, named) if _is_small(stream, terms) else None
        stream.seek(0)
    else:
        kind = tell_kind(head, BytesIO(head), named)
    return _judge(stream, kind, terms) if kind in ROWS else (kind, stream)


def _judge(stream: BufferedReader, kind: str, terms: Terms) -> tuple[str | None, BinaryIO]:
    """The kind of a table, if it is one of texts; where its beginning does not tell, all of it is looked at."""
    asked = dict(terms.columns)
    with suppress(NoTableError):
        if stream.seekable() or kind not in JUMPING:
            judge_table(stream, kind, asked)
            return kind, stream
    if not stream.seekable():
        stream = _hold(stream, terms)
        with suppress(NoTableError):
            if _is_small(stream, terms):
                judge_table(stream, kind, asked)
                return kind, stream
    stream.seek(0)
    return None, stream


def _hold(stream: BufferedReader, terms: Terms) -> BufferedReader:
    """The bytes of a member, so that they can be looked at twice; of one that is too large one byte too many."""
    return BufferedReader(BytesIO(stream.read(terms.max_bytes + 1)), HEAD)


def _is_small(stream: BufferedReader, terms: Terms) -> bool:
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    return size <= terms.max_bytes


def _read(member: Member, stream: BinaryIO, terms: Terms, budget: Budget | None = None) -> Member | Fault:
    """The member with its bytes, which are counted where the stream does not do so itself."""
    try:
        data = stream.read(terms.max_bytes + 1)
    except DAMAGE as error:
        return Fault(member.name, _damaged(error))
    if budget:
        budget.count_bytes(len(data))
    if len(data) > terms.max_bytes:
        return Fault(member.name, Problem("too_large.bytes", size=terms.max_bytes))
    return replace(member, data=data)


def _damaged(error: BaseException) -> Problem:
    return Problem("broken_container.member", reason=say(error))


def _tell_limit(what: str, terms: Terms, size: int, count: int) -> Problem:
    if what == "members":
        return Problem("container_limit.members", count=terms.members)
    return Problem("container_limit.bytes", most=max(terms.inflated, terms.ratio * size), count=count)
