"""A file that lost a byte, or has one too many, is read or refused: it never raises and never hangs.

A few of each kind; ``make fuzz`` tries hundreds.
"""

import pytest

from bench.fuzz.damage import KINDS, Kind, fuzz_kind, read_damaged, whole_files
from bench.fuzz.targets import TARGETS
from pipeline.model import Report

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@each_kind
def test_what_is_damaged_is_sound_before(kind: Kind) -> None:
    outcomes = [read_damaged(kind, data) for data in whole_files(kind)]
    assert all(isinstance(outcome, Report) and outcome.cells and outcome.figures for outcome in outcomes)


@each_kind
def test_a_damaged_file_is_read_or_refused(kind: Kind) -> None:
    fuzz_kind(kind, examples=15)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", "二三四亿万".encode(), b"<td rowspan=99999>1" * 9, b"%PDF-1.4"])
def test_a_target_takes_any_bytes(name: str, data: bytes) -> None:
    TARGETS[name](data)
