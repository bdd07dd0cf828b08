"""Walks through a container and everything in it, and yields its documents within the limits."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import SEEK_END, BufferedReader, BytesIO
from typing import BinaryIO, TypeVar

from pipeline.model import Problem
from pipeline.shelf.damage import say, to_problem
from pipeline.shelf.kinds import MARKS_OF_JUMPING, detect_kind
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


# The function that lists a container of each kind, given the container, its name, and the terms.
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
    """Yields the documents of a container of ``size`` bytes in order, and faults for the rest.

    The stream must support seeking and ``peek``. Names are given without that of the container. ``watcher`` is called
    with the position before each step, and may return a problem to skip it. Whatever exception a library raises,
    members before the damage and beside it are yielded.

    Raises:
        NoTableError: before anything is yielded, if it is a table without texts, and so a document itself.

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
        yield Fault("", _limit_problem(str(error), terms, size, count))
        count += 1
    except StoppedError as stopped:
        yield Fault("", stopped.problem)
        count += 1
    if not count:
        yield Fault("", Problem("no_documents"))


def _walk(
    opened: BinaryIO, names: tuple[str, str, str], depth: int, terms: Terms, budget: Budget
) -> Iterator[Member | Fault]:
    """The documents of a container; ``names`` are its kind, the name of its file, and the prefix for its members."""
    kind, called, prefix = names
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
    """Yields what is found, and a fault if that ends in an exception that is not ``meant``."""
    try:
        yield from found
    except meant:
        raise
    except Exception as error:  # noqa: BLE001 - libraries raise anything on damage; it costs one container
        yield Fault(name, to_problem(error))


def _open(entry: Entry, names: tuple[str, str], depth: int, terms: Terms, budget: Budget) -> Iterator[Member | Fault]:
    """The documents of an entry; ``names`` are its own name and that of its container."""
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
    """The kind of container that a member is, or null, and its bytes."""
    head = stream.peek(HEAD)
    if head.startswith(MARKS_OF_JUMPING):
        stream = _hold(stream, terms)
        kind = detect_kind(head, stream, named) if _is_small(stream, terms) else None
        stream.seek(0)
    else:
        kind = detect_kind(head, BytesIO(head), named)
    return _judge(stream, kind, terms) if kind in ROWS else (kind, stream)


def _judge(stream: BufferedReader, kind: str, terms: Terms) -> tuple[str | None, BinaryIO]:
    """The kind of a table if it is one of texts; if its beginning does not tell, all of it is examined."""
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
    """The bytes of a member, so that they can be read twice; for one that is too large, one byte too many."""
    return BufferedReader(BytesIO(stream.read(terms.max_bytes + 1)), HEAD)


def _is_small(stream: BufferedReader, terms: Terms) -> bool:
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    return size <= terms.max_bytes


def _read(member: Member, stream: BinaryIO, terms: Terms, budget: Budget | None = None) -> Member | Fault:
    """The member with its bytes, which are counted unless the stream counts them itself."""
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


def _limit_problem(what: str, terms: Terms, size: int, count: int) -> Problem:
    if what == "members":
        return Problem("container_limit.members", count=terms.members)
    return Problem("container_limit.bytes", most=max(terms.inflated, terms.ratio * size), count=count)
