"""Measures whether ten times the text takes ten times as long, on texts designed to take longer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from bench.timing import best_seconds
from pipeline.report import extract_text

# Enough to tell: ten times the text in a hundred times the time is as plain at this size as at a megabyte.
CHARACTERS = 200_000
TENTHS = 10
# The target: ten times the text in at most eleven times the time.
MOST = 11.0


@dataclass(frozen=True, slots=True)
class Slope:
    """The seconds that a tenth of a text and the whole take."""

    name: str
    tenth: float
    whole: float

    @property
    def ratio(self) -> float:
        """How many times as long the whole text takes; 10 is linear."""
        return self.whole / self.tenth


def _count(size: int, piece: str) -> str:
    """Figures in an endless sentence: 公开信息1条、公开信息2条、…."""
    pieces: list[str] = []
    length = 0
    for number in count(1):
        pieces.append(piece.format(number))
        length += len(pieces[-1])
        if length >= size:
            break
    return "".join(pieces)[:size]


SHAPES: dict[str, Callable[[int], str]] = {
    "digits without end": lambda size: "1234567890" * (size // 10),
    "nested brackets": lambda size: "（" * (size // 2) + "）" * (size // 2),
    "nouns joined by 、": lambda size: "公开、指南、" * (size // 6),
    "counted nouns joined by 、": partial(_count, piece="公开信息{0}条、"),
    "rises in one sentence": partial(_count, piece="由{0}增加到{0}件，"),
    "quarters in one sentence": partial(_count, piece="第2季度公开{0}条,"),
    "people in one sentence": partial(_count, piece="甲局答复{0}人，"),
    "nouns, 分别, numbers": lambda size: "网站" + "、微信" * (size // 6) + "分别" + "3条、" * (size // 6),
    "negations": lambda size: "没有收到" * (size // 4),
    "村(居)": lambda size: "村(居)" * (size // 4) + "3件",
    "labels of a form": lambda size: "统计指标" + "当面申请数传真申请数网络申请数" * (size // 15),
    "rows of a form": lambda size: "统计指标四、行政复议数量" + "(二)被依法纠错数3" * (size // 10),
}


def measure_slopes(texts: Sequence[str], best_of: int) -> list[Slope]:
    """The slopes of concatenated reports, of reports on one line, and of each shape, at a number of characters."""
    one_line = "".join("".join(text.split()) for text in texts)
    slopes = [
        _measure("reports one after the other", _tenths(_repeat("\n".join(texts))), best_of),
        _measure("reports on one line", _tenths(_repeat(one_line)), best_of),
    ]
    for name, shape in SHAPES.items():
        tenth, whole = shape(CHARACTERS // TENTHS), shape(CHARACTERS)
        times = [best_seconds(partial(extract_text, text), best_of) for text in (tenth, whole)]
        slopes.append(Slope(name, *times))
    return slopes


def _repeat(text: str) -> str:
    return (text * (CHARACTERS // len(text) + 1))[:CHARACTERS]


def _tenths(text: str) -> list[str]:
    size = len(text) // TENTHS
    return [text[start : start + size] for start in range(0, len(text), size)]


def _measure(name: str, tenths: list[str], best_of: int) -> Slope:
    """The slope of a text against its tenths, read in turn: the same characters, so that caches help both equally."""
    whole = "".join(tenths)
    tenth = best_seconds(lambda: [extract_text(text) for text in tenths], best_of) / TENTHS
    return Slope(name, tenth, best_seconds(lambda: extract_text(whole), best_of))
