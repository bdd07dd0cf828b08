"""Times work on texts as if each were read for the first time."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import _lru_cache_wrapper
from typing import Any


def best_seconds(work: Callable[[], object], best_of: int) -> float:
    """The shortest CPU time of the work in some rounds; other work on the machine can only add to it."""
    return min(_seconds(work) for _ in range(best_of))


def best_each(works: Sequence[Callable[[], object]], best_of: int) -> list[float]:
    """The same for several works, in turns, so that other work on the machine affects all of them.

    >>> len(best_each([int, str], 3))
    2
    """
    return [min(times) for times in zip(*([_seconds(work) for work in works] for _ in range(best_of)), strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    for cache in find_caches():
        cache.cache_clear()
    start = time.process_time()
    work()
    return time.process_time() - start


def find_caches() -> "Iterator[_lru_cache_wrapper[Any]]":
    """The caches of the stages for texts, which have a size; caches without one hold the rules."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline"):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper) and value.cache_info().maxsize is not None:
                    yield value
