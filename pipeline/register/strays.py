"""Finds the lines of ``data/agencies.csv`` that are about nothing that was read: a slip of the pen, or a file gone."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pipeline.register.overrules import Overrules

# How alike two names are that may be slips of each other, from 0 to 1.
ALIKE = 0.75


class Known(NamedTuple):
    """What a run read: the ids of agencies, each with its names as printed, the ids of documents, all names.

    ``given`` are ids that no document was read to have, and people gave one.
    """

    spellings: Mapping[str, Collection[str]]
    documents: Collection[str]
    names: Collection[str] = ()
    given: Collection[str] = ()


class Stray(NamedTuple):
    """What a line gives and no report has, and what comes nearest to it, if anything does."""

    line: int
    given: str
    nearest: str | None


def find_strays(said: Overrules, known: Known) -> Iterator[Stray]:
    """The lines that change nothing, and ids that may be slips of those that reports have.

    An id that is new may be right: it is told only where it differs in one character from one that is known.

    >>> from pipeline.register.overrules import read_overrules
    >>> said, _ = read_overrules("action,agency,other\\nrename,320829:财正局,某局\\n")
    >>> list(find_strays(said, Known({"320829:财政局": ["某县财政局"]}, [])))
    [Stray(line=2, given='320829:财正局', nearest='320829:财政局')]
    """
    ids = known.spellings
    names = {name for some in ids.values() for name in some} | {*known.names}
    read = {*ids} - {*known.given}
    whatever = {*ids, *names, *known.documents}
    for line in said.lines:
        if line.action == "same":
            if line.agency not in whatever:
                yield Stray(line.number, line.agency, _nearest(line.agency, ids if ":" in line.agency else names))
            if line.other not in read and (slip := _find_slip(line.other, read)):
                yield Stray(line.number, line.other, slip)
        elif line.agency not in ids:
            yield Stray(line.number, line.agency, _nearest(line.agency, ids))
        elif line.action == "different" and line.other not in ids[line.agency]:
            yield Stray(line.number, line.other, _nearest(line.other, ids[line.agency]))


def _nearest(given: str, names: Collection[str]) -> str | None:
    return next(iter(get_close_matches(given, sorted(names), n=1, cutoff=ALIKE)), None)


def _find_slip(given: str, ids: Collection[str]) -> str | None:
    """The id that has one character more, fewer or another than the one given."""
    return next((one for one in sorted(ids) if _differ_in_one(given, one)), None)


def _differ_in_one(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, other_rest = one[start:], other[start:]
    return rest[1:] in (other_rest, other_rest[1:]) or rest == other_rest[1:]
