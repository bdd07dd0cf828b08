"""What must never raise: each target takes bytes and reads them.

A wrong or empty answer is no fault here; an exception or a hang is.
"""

from collections.abc import Callable

from pipeline.characters import to_plain
from pipeline.figures.quantities import find_quantities
from pipeline.ingest.html.reader import read_html
from pipeline.model import Source
from pipeline.report import extract_source, extract_text
from pipeline.values.numerals import read_number


def fuzz_numerals(data: bytes) -> None:
    """The finders of numerals and quantities, on any text."""
    plain = to_plain(data.decode("utf-8", "ignore"))
    find_quantities(plain, 0, len(plain))
    read_number(plain)


def fuzz_html(data: bytes) -> None:
    """The walker over markup and the grids of its tables, on any page."""
    read_html(data.decode("utf-8", "ignore"))


def fuzz_text(data: bytes) -> None:
    """All stages, on any text."""
    extract_text(data.decode("utf-8", "ignore"))


def fuzz_file(data: bytes) -> None:
    """All stages, on a file of unknown format, which its bytes show."""
    extract_source(Source("fuzzed", data))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "numerals": fuzz_numerals,
    "html": fuzz_html,
    "text": fuzz_text,
    "file": fuzz_file,
}
