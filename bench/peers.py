"""Times what others do with the same files, in an environment of their own (``make peers``): some need old releases.

Run as a script by the Python of that environment, this file reads texts and paths as JSON from standard input and
prints, for each peer, its seconds over all of them. It imports nothing of ours.
"""

import contextlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

PYTHON = Path(__file__).parent.parent / ".tools" / "peers" / "bin" / "python"
SAMPLE = "2016年公开信息3条"


def time_peers(kind: str, files: Sequence[str]) -> dict[str, float] | str:
    """The seconds of each peer over texts, or over files by their paths (``html``, ``pdf``), or why there are none."""
    if not PYTHON.exists():
        return "not installed: make peers"
    asked = json.dumps({"kind": kind, "files": list(files)})
    ended = subprocess.run([str(PYTHON), __file__], input=asked, capture_output=True, text=True, check=False)
    if ended.returncode:
        return f"failed: {ended.stderr.strip().splitlines()[-1]}"
    seconds: dict[str, float] = json.loads(ended.stdout)
    return seconds


def _read_texts() -> Iterator[tuple[str, Callable[[Any], object]]]:
    import jionlp
    from recognizers_date_time import recognize_datetime
    from recognizers_number import Culture, recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    models = {
        "number": recognize_number,
        "percentage": recognize_percentage,
        "currency": recognize_currency,
        "dimension": recognize_dimension,
        "date": recognize_datetime,
    }
    for name, recognize in models.items():
        yield f"Microsoft's recognizers: {name}", partial(recognize, culture=Culture.Chinese)
    yield "JioNLP: money", jionlp.ner.extract_money
    yield "JioNLP: time", jionlp.ner.extract_time


def _read_html() -> Iterator[tuple[str, Callable[[Any], object]]]:
    import trafilatura
    from lxml import html

    yield "lxml: text of the tree", lambda path: list(html.fromstring(Path(path).read_bytes()).itertext())
    yield "trafilatura: extract", lambda path: trafilatura.extract(Path(path).read_bytes())


def _read_pdf() -> Iterator[tuple[str, Callable[[Any], object]]]:
    import pdfplumber
    import pymupdf
    from pypdf import PdfReader

    def plumb(path: str) -> None:
        with pdfplumber.open(path) as opened:
            for page in opened.pages:
                page.extract_text()
                page.extract_tables()

    yield "PyMuPDF: text", lambda path: [page.get_text() for page in pymupdf.open(path)]
    yield "pypdf: text", lambda path: [page.extract_text() for page in PdfReader(path).pages]
    yield "pdfplumber: text and tables", plumb


KINDS = {"text": _read_texts, "html": _read_html, "pdf": _read_pdf}


def main() -> None:
    """Times each peer once over all files; what it makes once is made before, on the first of them."""
    asked = json.load(sys.stdin)
    seconds = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for name, read in KINDS[asked["kind"]]():
            read(SAMPLE if asked["kind"] == "text" else asked["files"][0])
            start = time.process_time()
            for file in asked["files"]:
                read(file)
            seconds[name] = time.process_time() - start
    json.dump(seconds, sys.stdout)


if __name__ == "__main__":
    main()
