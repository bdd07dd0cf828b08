"""Runs of digits without end cost what they hold: four times the text may not take sixteen times as long."""

from collections.abc import Callable
from time import process_time

import pytest

from pipeline.characters import PICTURED
from pipeline.figures.malformed import find_torn
from pipeline.ingest.pictured import keep_digits
from pipeline.model import Text


def _damaged(text: str) -> object:
    return find_torn(Text(text, text))


def _pictured(text: str) -> object:
    return keep_digits(text + "条" + PICTURED)


@pytest.mark.parametrize("read", [_damaged, _pictured])
@pytest.mark.parametrize("piece", ["7", "7,", "7.", "7，%", "7\n"])
def test_digits_without_end_take_linear_time(read: Callable[[str], object], piece: str) -> None:
    def seconds(length: int) -> float:
        times = []
        for _ in range(2):
            start = process_time()
            read(piece * (length // len(piece)))
            times.append(process_time() - start)
        return min(times)

    assert seconds(80_000) < 12 * max(seconds(20_000), 0.005)
