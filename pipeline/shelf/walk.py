"""Walks through a container and all that lie in it, and gives their documents within the limits."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from pipeline.model import Problem
from pipeline.shelf.kinds import tell_kind
from pipeline.shelf.members import DAMAGE, HEAD, Budget, Entry, Fault, LimitError, Limits, Member, meter, say
from pipeline.shelf.mime import list_mime
from pipeline.shelf.streams import list_gz, list_tar
from pipeline.shelf.warc import list_warc
from pipeline.shelf.zip import PACKAGE_MARK, list_wacz, list_zip

# What lists a container of a kind: it is given the container and its name.
READERS: dict[str, Callable[[BinaryIO, str], Iterator[Entry | Fault]]] = {
    "zip": lambda opened, _: list_zip(opened),
    "wacz": lambda opened, _: list_wacz(opened),
    "tar": lambda opened, _: list_tar(opened),
    "gz": list_gz,
    "warc": lambda opened, _: list_warc(opened),
    "mime": lambda opened, _: list_mime(opened),
}


def open_container(opened: BinaryIO, kind: str, name: str, size: int, limits: Limits) -> Iterator[Member | Fault]:
    """The documents of a container of so many bytes, in their order, and what is no document.

    Their names are what stands behind the container's.

    >>> data = BytesIO(b"\\x1f\\x8b broken")
    >>> [fault.problem.code for fault in open_container(data, "gz", "a.gz", 10, Limits(1000))]
    ['broken_container']
    """
    budget = Budget(limits.members, max(limits.inflated, limits.ratio * size))
    count = 0
    try:
        for found in _walk(opened, (kind, name, ""), 1, limits, budget):
            count += 1
            yield found
    except LimitError as error:
        yield Fault("", Problem("container_limit", _say_limit(str(error), limits, size, count)))
        count += 1
    if not count:
        yield Fault("", Problem("no_documents", "The file holds no document."))


def _walk(
    opened: BinaryIO, place: tuple[str, str, str], depth: int, limits: Limits, budget: Budget
) -> Iterator[Member | Fault]:
    """The documents of a container; its ``place`` is its kind, the name that its file has, and that of its members."""
    kind, called, prefix = place
    for entry in READERS[kind](opened, called):
        if isinstance(entry, Fault):
            budget.count_member()
            yield Fault(prefix + entry.name, entry.problem)
            continue
        if not entry.through:
            budget.count_member()
        name = budget.call(f"{prefix}{entry.sign}{entry.name}")
        member = Member(name, prefix, name[len(prefix) + len(entry.sign) :], entry.named, b"", entry.facts)
        if entry.leaf:
            yield _read(member, entry.opened, limits, budget)
            continue
        stream: BinaryIO = meter(entry.opened, budget)
        try:
            inner, stream = _look_into(stream, limits)
        except DAMAGE as error:
            yield Fault(prefix if entry.through else name, _damaged(error))
            continue
        if inner and depth == limits.depth:
            message = f"Containers lie within each other more than {limits.depth} deep; this one is not opened."
            yield Fault(name, Problem("container_limit", message))
        elif inner:
            within = prefix if entry.through else name
            yield from _walk(stream, (inner, entry.name, within), depth + 1, limits, budget)
        else:
            yield _read(member, stream, limits)


def _look_into(stream: BinaryIO, limits: Limits) -> "tuple[str | None, BinaryIO]":
    """The kind of container that a member is, if it is one, and its bytes."""
    head = stream.peek(HEAD)  # type: ignore[attr-defined]
    if not head.startswith(PACKAGE_MARK):
        return tell_kind(head, BytesIO(head)), stream
    whole = BytesIO(stream.read(limits.max_bytes + 1))
    kind = tell_kind(head, whole) if len(whole.getbuffer()) <= limits.max_bytes else None
    whole.seek(0)
    return kind, whole


def _read(member: Member, stream: BinaryIO, limits: Limits, budget: Budget | None = None) -> Member | Fault:
    """The member with its bytes, which are counted where the stream does not do so itself."""
    try:
        data = stream.read(limits.max_bytes + 1)
    except DAMAGE as error:
        return Fault(member.name, _damaged(error))
    if budget:
        budget.count_bytes(len(data))
    if len(data) > limits.max_bytes:
        message = f"The file has more than {limits.max_bytes} bytes and is not read."
        return Fault(member.name, Problem("too_large", message))
    return replace(member, data=data)


def _damaged(error: BaseException) -> Problem:
    return Problem("broken_container", f"The member is cut off or damaged: {say(error)}.")


def _say_limit(what: str, limits: Limits, size: int, count: int) -> str:
    if what == "members":
        return f"The file holds more than {limits.members} documents; those behind are not read."
    most = max(limits.inflated, limits.ratio * size)
    return f"The file unpacks to more than {most} bytes; what comes behind the first {count} documents is not read."
