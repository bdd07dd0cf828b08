"""Digits, lists and sentences without end cost what they hold: of four times the text not sixteen times as much."""

from collections.abc import Callable
from time import process_time

import pytest

from pipeline.characters import PICTURED
from pipeline.figures.malformed import find_malformed
from pipeline.ingest.pictured import keep_digits
from pipeline.model import Text
from pipeline.report import extract_text


def _damaged(text: str) -> object:
    return find_malformed(Text(text, text))


def _pictured(text: str) -> object:
    return keep_digits(text + "条" + PICTURED)


def _grows(read: Callable[[str], object], write: Callable[[int], str], size: int) -> float:
    """How many times as long four times the text takes."""

    def seconds(length: int) -> float:
        text, times = write(length), list[float]()
        for _ in range(2):
            start = process_time()
            read(text)
            times.append(process_time() - start)
        return min(times)

    return seconds(4 * size) / max(seconds(size), 0.005)


@pytest.mark.parametrize("read", [_damaged, _pictured])
@pytest.mark.parametrize("piece", ["7", "7,", "7.", "7，%", "7\n"])
def test_digits_without_end_take_linear_time(read: Callable[[str], object], piece: str) -> None:
    assert _grows(read, lambda size: piece * (size // len(piece)), 20_000) < 12


@pytest.mark.parametrize(
    "piece", ["公开信息{0}条、", "由{0}增加到{1}件，", "第{1}季度公开{0}条,", "甲{1}局答复{0}人，"]
)
def test_a_sentence_without_end_takes_linear_time(piece: str) -> None:
    def write(size: int) -> str:
        return "".join(piece.format(number, number % 7 + 1) for number in range(1, size // len(piece)))

    extract_text(write(100))  # which loads the rules
    assert _grows(extract_text, write, 2_500) < 10
