"""Reads the specimens in the tests."""

from functools import cache
from pathlib import Path

import pytest

from pipeline.model import Figure, Report
from pipeline.run.one_file import extract_file

RAW = Path(__file__).parent.parent / "data" / "raw"


SHENYANG = "specimen_shenyang_2016.txt"


FORM = "specimen_2023_form.html"


GB18030 = "specimen_gb18030_2012.txt"


WORD = "specimen_2014_form.docx"


PDF = "specimen_2020_form.pdf"


ALL = (SHENYANG, FORM, GB18030, WORD, PDF)


each = pytest.mark.parametrize("name", ALL)


@cache
def report_of(name: str) -> Report:
    report = extract_file(RAW / name, name)
    assert isinstance(report, Report)
    return report


def numbers(figure: Figure) -> str:
    value, low, high = (
        "" if number is None else f"{number.normalize():f}" for number in (figure.value, figure.low, figure.high)
    )
    if figure.qualifier == "exact":
        return value if low == high == value else f"{value} exact {low}..{high}"
    return f"{value} {figure.qualifier} {low}..{high}".lstrip()
