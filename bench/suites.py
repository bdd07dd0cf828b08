"""Reads the cases that other projects wrote for their own tests, as expectations in one format."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.stated import Stated, read_stated
from pipeline.characters import to_plain


@dataclass(frozen=True, slots=True)
class Group:
    """Expectations that are scored in the same way: their kinds, the scoring, and the share that must be right."""

    name: str
    kinds: frozenset[str]
    says: str
    need: float | None = None


GROUPS = (
    Group(
        "numerals",
        frozenset({"number", "numberrange"}),
        "the finder of quantities reads the number where it is expected",
        0.97,
    ),
    Group(
        "units",
        frozenset({"money", "currency", "dimension", "quantity", "measure", "duration"}),
        "the finder reads the number, and a unit where the text writes one",
        0.95,
    ),
    Group("shares", frozenset({"percent", "fraction"}), "the finder reads the share, in percent", 0.95),
    Group(
        "negatives",
        frozenset({"phonenumber", "ip", "url", "nothing"}),
        "no figure comes out of the whole text",
        0.99,
    ),
    Group(
        "calendar",
        frozenset({"date", "daterange", "time_point", "time_span", "year"}),
        "no figure comes out where the date stands",
    ),
    Group("order", frozenset({"ordinal"}), "no figure comes out where the ordinal stands"),
)
# A case that expects nothing says something only where nothing in the text is a number of any kind.
NOTHING = frozenset({"phone", "ip", "url", "NumberModel"})


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a suite expects at a span of a text; ``start`` is null if the suite does not give the span."""

    suite: str
    task: str
    kind: str
    text: str
    start: int | None
    end: int | None
    surface: str
    stated: Stated | None
    printed: str

    @property
    def line(self) -> str:
        """The expectation as conventions see it: ``text | surface = what is stated (kind)``, in plain form."""
        return f"{to_plain(self.text)} | {to_plain(self.surface)} = {self.printed} ({self.kind})"


def group_of(expectation: Expectation) -> Group | None:
    """The group that an expectation is scored in, by its kind."""
    return next((group for group in GROUPS if expectation.kind in group.kinds), None)


def read_suites(folder: Path) -> tuple[Expectation, ...]:
    """All expectations of the suites in a folder, by suite, in order."""
    return tuple(
        expectation
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        for expectation in _read_case(json.loads(line))
    )


def _read_case(case: dict[str, Any]) -> Iterator[Expectation]:
    """The expectations of a case; if it has none, one that nothing is found."""
    suite, task, text = case["suite"], case["task"], case["text"]
    if not case["expected"] and task in NOTHING:
        yield Expectation(suite, task, "nothing", text, None, None, text, None, "nothing")
    for expected in case["expected"]:
        stated, printed = _read_expected(expected)
        yield Expectation(
            suite,
            task,
            expected["kind"],
            text,
            expected.get("start"),
            expected.get("end"),
            expected["text"],
            stated,
            printed,
        )


def _read_expected(expected: dict[str, Any]) -> tuple[Stated | None, str]:
    """The expected number, and how the suite prints it.

    A suite that writes digits out in words states the number in the text itself.
    """
    value, unit = expected.get("value"), expected.get("unit") or ""
    if isinstance(value, list):
        ends = [str(end) for end in value]
        low, high = (read_stated(end) for end in ends)
        return low and high and Stated(low.low, high.high), f"{'–'.join(ends)} {unit}".rstrip()
    stated = value if isinstance(value, str) else expected.get("norm")
    if stated is None:
        return None, "?"
    if not isinstance(value, str) and not any(map(str.isdecimal, stated)):
        stated = expected["text"]
    return read_stated(stated), f"{stated} {unit}".rstrip()
