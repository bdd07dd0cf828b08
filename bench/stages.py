"""Times every stage of the extract: whatever ``pipeline.report`` calls, so that no stage is left out.

Each function that the composition imports from a stage is timed while whole reports are read; the rest is the
composition itself (the digest, the values of the report). So the stages add up to the whole, to the microsecond.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from bench.timing import find_caches
from pipeline import report
from pipeline.model import Source

REST = "composition"


@dataclass(frozen=True, slots=True)
class Time:
    """The seconds that a stage took, and the number of characters."""

    name: str
    seconds: float
    characters: int

    @property
    def speed(self) -> float:
        """Characters per second."""
        return self.characters / self.seconds


def time_stages(sources: Sequence[Source], characters: int, best_of: int) -> list[Time]:
    """The time of each stage in the fastest of some rounds, in order, and that of ``extract``, their sum."""
    rounds = [_time_round(sources) for _ in range(best_of)]
    best = min(rounds, key=lambda spent: sum(spent.values()))
    stages = [Time(name, seconds, characters) for name, seconds in best.items()]
    return [*stages, Time("extract", sum(best.values()), characters)]


def _time_round(sources: Sequence[Source]) -> dict[str, float]:
    spent: defaultdict[str, float] = defaultdict(float)
    for cache in find_caches():
        cache.cache_clear()
    with _timing(spent):
        start = time.process_time()
        for source in sources:
            report.extract_reports(source)
        whole = time.process_time() - start
    return {**spent, REST: whole - sum(spent.values())}


@contextmanager
def _timing(spent: defaultdict[str, float]) -> Iterator[None]:
    """Adds to ``spent`` the time that the functions of the stages take, by name, within the block."""
    stages = {name: value for name, value in vars(report).items() if _is_stage(value)}
    try:
        for name, value in stages.items():
            setattr(report, name, _timed(value, name, spent))
        yield
    finally:
        for name, value in stages.items():
            setattr(report, name, value)


def _is_stage(value: object) -> bool:
    """Whether a name of the composition is a function of a stage."""
    module = getattr(value, "__module__", None) or ""
    return (
        callable(value)
        and not isinstance(value, type)
        and module.startswith("pipeline.")
        and module != "pipeline.report"
    )


def _timed(stage: Callable[..., Any], name: str, spent: defaultdict[str, float]) -> Callable[..., Any]:
    @wraps(stage)
    def call(*arguments: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return stage(*arguments, **named)
        finally:
            spent[name] += time.process_time() - start

    return call
