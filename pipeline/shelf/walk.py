"""Walks through a container and all that lie in it, and gives their documents within the terms."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import SEEK_END, BufferedReader, BytesIO
from typing import BinaryIO

from pipeline.model import Problem
from pipeline.shelf.kinds import MARKS_OF_JUMPING, tell_kind
from pipeline.shelf.members import DAMAGE, HEAD, Budget, Entry, Fault, LimitError, Member, Terms, meter, say
from pipeline.shelf.mime import list_mime
from pipeline.shelf.streams import list_gz, list_tar
from pipeline.shelf.tables import JUMPING, ROWS, NoTableError, judge_table, list_table
from pipeline.shelf.warc import list_warc
from pipeline.shelf.zip import list_wacz, list_zip


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


def open_container(opened: BinaryIO, kind: str, name: str, size: int, terms: Terms) -> Iterator[Member | Fault]:
    """The documents of a container of so many bytes, in their order, and what is no document.

    It is opened so that it can seek, and ``peek``.

    Their names are what stands behind the container's.

    Raises:
        NoTableError: before anything is given, if it is a table, but none of texts: a document of its own.

    >>> data = BufferedReader(BytesIO(b"\\x1f\\x8b broken"))
    >>> [fault.problem.code for fault in open_container(data, "gz", "a.gz", 10, Terms(1000))]
    ['broken_container']
    """
    budget = Budget(terms.members, max(terms.inflated, terms.ratio * size))
    count = 0
    try:
        for found in _walk(opened, (kind, name, ""), 1, terms, budget):
            count += 1
            yield found
    except LimitError as error:
        yield Fault("", _tell_limit(str(error), terms, size, count))
        count += 1
    if not count:
        yield Fault("", Problem("no_documents"))


def _walk(
    opened: BinaryIO, place: tuple[str, str, str], depth: int, terms: Terms, budget: Budget
) -> Iterator[Member | Fault]:
    """The documents of a container; its ``place`` is its kind, the name that its file has, and that of its members."""
    kind, called, prefix = place
    for entry in READERS[kind](opened, called, terms):
        if isinstance(entry, Fault):
            budget.count_member()
            yield Fault(prefix + entry.name, entry.problem)
            continue
        if not entry.through:
            budget.count_member()
        name = budget.call(f"{prefix}{entry.sign}{entry.name}")
        member = Member(name, prefix, name[len(prefix) + len(entry.sign) :], entry.named, b"", entry.facts)
        if entry.leaf:
            yield _read(member, entry.opened, terms, budget)
            continue
        try:
            inner, stream = _look_into(meter(entry.opened, budget), entry.named, terms)
        except DAMAGE as error:
            yield Fault(prefix if entry.through else name, _damaged(error))
            continue
        if inner and depth == terms.depth:
            yield Fault(name, Problem("container_limit.depth", count=terms.depth))
        elif inner:
            within = prefix if entry.through else name
            yield from _walk(stream, (inner, entry.name, within), depth + 1, terms, budget)
        else:
            yield _read(member, stream, terms)


def _look_into(stream: BufferedReader, named: str, terms: Terms) -> "tuple[str | None, BinaryIO]":
    """The kind of container that a member is, if it is one, and its bytes."""
    head = stream.peek(HEAD)
    if not head.startswith(MARKS_OF_JUMPING):
        kind = tell_kind(head, BytesIO(head), named)
        whole: BinaryIO = stream
    else:
        whole = BytesIO(stream.read(terms.max_bytes + 1))
        kind = tell_kind(head, whole, named) if whole.seek(0, SEEK_END) <= terms.max_bytes else None
        whole.seek(0)
    if kind in ROWS:
        try:
            judge_table(whole if kind in JUMPING else BufferedReader(BytesIO(head), HEAD), kind, dict(terms.columns))
        except NoTableError:
            kind = None
        if kind in JUMPING or whole is not stream:
            whole.seek(0)
    return kind, whole


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
