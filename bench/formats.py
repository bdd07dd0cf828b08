"""Times the reading of each format, and compares the library that parses it and other tools over the same files.

By itself, without other tools: ``python -m bench.formats FOLDER … --best-of N``.
"""

import argparse
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from bench.peers import time_peers
from bench.timing import best_each
from pipeline.ingest import read_page
from pipeline.model import Report, Source
from pipeline.report import extract_source
from pipeline.run import File, collect_files

# The targets for HTML and PDF: at most so many times their floors.
ASKED = {"html": 10, "pdf": 3}


@dataclass(frozen=True, slots=True)
class FormatTimes:
    """A format: how many of its files are reports, and the seconds of the floor, page, extract and other tools."""

    name: str
    files: int
    characters: int
    floor: str
    floor_seconds: float
    page: float
    extract: float
    others: "dict[str, float] | str"

    @property
    def ratio(self) -> float:
        """The time of the page as a multiple of the floor."""
        return self.page / self.floor_seconds


def _parse_html(data: bytes) -> None:
    LexborHTMLParser(data)


def _read_pdf(data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            page.get_textpage().get_text_bounded()


def _parse_word(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                etree.fromstring(package.read(name))


FLOORS: dict[str, tuple[tuple[str, ...], str, Callable[[bytes], None]]] = {
    "html": ((".html", ".htm"), "selectolax: parse", _parse_html),
    "pdf": ((".pdf",), "pdfium: text of the pages", _read_pdf),
    "word": ((".docx",), "zipfile and lxml: parse", _parse_word),
}


def time_formats(files: Sequence[File], best_of: int, *, peers: bool = True) -> list[FormatTimes]:
    """The times of each format that has files; with ``peers``, those of other tools too."""
    return [found for name in FLOORS if (found := _time_format(name, files, best_of, peers=peers))]


def _time_format(name: str, files: Sequence[File], best_of: int, *, peers: bool) -> FormatTimes | None:
    suffixes, floor, parse = FLOORS[name]
    sources = {file: Source(file.name, file.path.read_bytes()) for file in files if file.path.suffix in suffixes}
    reports = {file: report for file, source in sources.items() if isinstance(report := extract_source(source), Report)}
    read = [sources[file] for file in reports]
    if not read:
        return None
    works: list[Callable[[], object]] = [
        lambda: [parse(source.data) for source in read],
        lambda: [read_page(source) for source in read],
        lambda: [extract_source(source) for source in read],
    ]
    floor_seconds, page, extract = best_each(works, best_of)
    return FormatTimes(
        name,
        len(read),
        sum(len(report.text.text) for report in reports.values()),
        floor,
        floor_seconds,
        page,
        extract,
        time_peers(name, [str(file.path) for file in reports]) if peers and name != "word" else {},
    )


def show_formats(times: Sequence[FormatTimes]) -> list[str]:
    """A table of the formats, and one of the times of other tools for each."""
    lines = [
        "## Formats",
        "",
        "`page` is the time to read a file into blocks and grids; the floor is the time of the parser alone.",
        "",
    ]
    lines += ["| format | files | characters | floor | floor, ms | page, ms | page / floor | target | extract, ms |"]
    lines += ["| --- | --: | --: | --- | --: | --: | --: | --: | --: |"]
    lines += [
        f"| {t.name} | {t.files} | {t.characters:,} | {t.floor} | {t.floor_seconds * 1000:,.1f} | "
        f"{t.page * 1000:,.1f} | "
        f"{t.ratio:.1f} | {ASKED.get(t.name, '')} | {t.extract * 1000:,.1f} |"
        for t in times
    ]
    lines += ["", "| other tools over the same files | ms | times our page |", "| --- | --: | --: |"]
    for t in times:
        if isinstance(t.others, str):
            lines.append(f"| {t.name} | – | {t.others} |")
            continue
        lines += [
            f"| {t.name}: {name} | {seconds * 1000:,.1f} | {seconds / t.page:.2f} |"
            for name, seconds in t.others.items()
        ]
    return [*lines, ""]


def main() -> None:
    """Prints the table of formats for the files of some folders."""
    parser = argparse.ArgumentParser(prog="python -m bench.formats", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--best-of", type=int, default=5, metavar="N")
    arguments = parser.parse_args()
    files = [file for folder in arguments.folders for file in collect_files(folder)]
    print("\n".join(show_formats(time_formats(files, arguments.best_of, peers=False))))


if __name__ == "__main__":
    main()
