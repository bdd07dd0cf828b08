"""Damages specimens of every format by a byte, and reads what is left.

A file that was cut short, or of which a byte was lost, doubled or changed on its way, is read, or refused with a
problem; it never raises, and never takes longer than its limit.
"""

from collections.abc import Callable
from functools import cache
from time import process_time
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bench.specimens.compose import FORMS, compose
from bench.specimens.generate import SUFFIXES, style_for, writer_of
from bench.specimens.writers.style import Style
from pipeline.model import Report, Source, Unreadable
from pipeline.report import extract_source

SEED = 7
# The form of 2021 has the largest tables; a whole file of it takes 0.1 s.
# Of a processor: a busy machine is no fault.
SECONDS = 10.0
ROUND = 50  # files
FEWEST = 200

Outcome = Report | Unreadable


class Kind(NamedTuple):
    """A kind of file: its format, and how its characters are encoded."""

    name: str
    format: str
    encoding: str = "utf-8"


KINDS = (
    Kind("html", "html"),
    Kind("text", "text"),
    Kind("gb18030", "text", "gb18030"),
    Kind("md", "md"),
    Kind("docx", "docx"),
    Kind("pdf", "pdf"),
)


@cache
def whole_files(kind: Kind) -> tuple[bytes, ...]:
    """A specimen of each form, undamaged."""
    specimens = [compose(SEED, number, (form,)) for number, form in enumerate(FORMS)]
    style = Style(encoding=kind.encoding)
    return tuple(writer_of(kind.format)(specimen, style_for(specimen, style)) for specimen in specimens)


def cut_byte(data: bytes, offset: int, _: int) -> bytes:
    """The file without one byte.

    >>> cut_byte(b"abc", 1, 0), double_byte(b"abc", 1, 0), replace_byte(b"abc", 1, 255)
    (b'ac', b'abbc', b'a\\xffc')
    """
    return data[:offset] + data[offset + 1 :]


def double_byte(data: bytes, offset: int, _: int) -> bytes:
    """The file with one byte twice."""
    return data[: offset + 1] + data[offset:]


def replace_byte(data: bytes, offset: int, byte: int) -> bytes:
    """The file with one byte changed."""
    return data[:offset] + bytes([byte]) + data[offset + 1 :]


def cut_end(data: bytes, offset: int, _: int) -> bytes:
    """The file up to an offset."""
    return data[:offset]


DAMAGES: tuple[Callable[[bytes, int, int], bytes], ...] = (cut_byte, double_byte, replace_byte, cut_end)


@st.composite
def damaged(draw: st.DrawFn, kind: Kind) -> bytes:
    """A file of a kind, damaged once or twice."""
    data = draw(st.sampled_from(whole_files(kind)))
    for _ in range(draw(st.integers(1, 2))):
        damage = draw(st.sampled_from(DAMAGES))
        data = damage(data, draw(st.integers(0, max(0, len(data) - 1))), draw(st.integers(0, 255)))
    return data


def read_damaged(kind: Kind, data: bytes) -> Outcome:
    """What comes out of a file; it must be a report or a refusal, in time."""
    start = process_time()
    outcome = extract_source(Source(f"damaged.{SUFFIXES[kind.format]}", data))
    seconds = process_time() - start
    if seconds > SECONDS:
        raise TimeoutError(f"{kind.name}: {seconds:.1f} s")
    return outcome


def fuzz_kind(kind: Kind, examples: int = ROUND) -> None:
    """Reads a number of damaged files of a kind, different each time; the smallest that fails is shown."""

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(damaged(kind))
    def law(data: bytes) -> None:
        read_damaged(kind, data)

    law()


def fuzz_for(kind: Kind, seconds: float) -> int:
    """Rounds of damaged files of a kind until the time is up, and some hundred at least; how many files there were."""
    end, count = process_time() + seconds, 0
    while count < FEWEST or process_time() < end:
        fuzz_kind(kind)
        count += ROUND
    return count
