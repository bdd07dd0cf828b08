"""Reports how unseen documents were read: the rounds of second readers in ``bench/unseen.toml``."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path

ROUNDS = Path(__file__).with_name("unseen.toml")
# The quantile of the normal distribution for 95 % intervals.
Z = 1.96


@dataclass(frozen=True, slots=True)
class Round:
    """A blind round: what was annotated, what was right at the first count, and the errors by class."""

    date: date
    what: str
    first: Mapping[str, Sequence[int]]
    errors: tuple[str, ...]
    before: Mapping[str, Sequence[int]]


def read_rounds() -> tuple[Round, ...]:
    """The rounds, the newest first."""
    rounds = tomllib.loads(ROUNDS.read_text("utf-8"))["rounds"]
    return tuple(
        Round(one["date"], one["what"], one["first"], tuple(one["errors"]), one.get("before", {})) for one in rounds
    )


def interval(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of the true share (Wilson 1927).

    >>> [round(bound, 3) for bound in interval(51, 54)]
    [0.849, 0.981]
    """
    share, spread = right / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt((share * (1 - share) + spread / 4) / of) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def rows_of(one: Round) -> Iterator[tuple[str, str, str, str]]:
    """A row for each share of a round: its name, what was counted, the share with its interval, and the share before.

    >>> next(rows_of(Round(date(2026, 11, 30), "", {"found": [9, 10]}, (), {"found": [8, 10]})))
    ('found', '9 of 10', '90.0 % (59.6–98.2)', '80.0 %')
    """
    for name, (right, of) in one.first.items():
        low, high = interval(right, of)
        share = f"{right / of * 100:.1f} % ({low * 100:.1f}–{high * 100:.1f})"
        held = one.before.get(name)
        yield name, f"{right} of {of}", share, f"{held[0] / held[1] * 100:.1f} %" if held else "–"
