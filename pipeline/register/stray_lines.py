"""Finds lines of ``data/agencies.csv`` that concern nothing in a run: a slip of the pen, or a file that is gone."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from pipeline.register.overrules import Overrules

# The similarity of names, from 0 to 1, from which one may be a slip for the other.
ALIKE = 0.75


class Known(NamedTuple):
    """The content of a run: the ids of agencies with their printed names, the ids of documents, all names.

    ``given`` are ids that were not read from any document, but assigned by people.
    """

    spellings: Mapping[str, Collection[str]]
    documents: Collection[str]
    names: Collection[str] = ()
    given: Collection[str] = ()


class Stray(NamedTuple):
    """An unmatched value in a line, and the nearest match, if there is any."""

    line: int
    given: str
    nearest: str | None


def find_strays(overrules: Overrules, known: Known) -> Iterator[Stray]:
    """The lines without effect, and ids that may be slips for known ones.

    A new id may be right: it is reported only if it differs in one character from a known one.

    >>> from pipeline.register.overrules import read_overrules
    >>> overrules, _ = read_overrules("action,agency,other\\nrename,320829:财正局,某局\\n")
    >>> list(find_strays(overrules, Known({"320829:财政局": ["某县财政局"]}, [])))
    [Stray(line=2, given='320829:财正局', nearest='320829:财政局')]
    """
    ids = known.spellings
    names = {name for some in ids.values() for name in some} | {*known.names}
    read = {*ids} - {*known.given}
    whatever = {*ids, *names, *known.documents}
    for line in overrules.lines:
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
    """The id that has one character more, fewer or different."""
    return next((known for known in sorted(ids) if _differ_in_one(given, known)), None)


def _differ_in_one(first: str, second: str) -> bool:
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (index for index, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    rest, other_rest = first[start:], second[start:]
    return rest[1:] in (other_rest, other_rest[1:]) or rest == other_rest[1:]
