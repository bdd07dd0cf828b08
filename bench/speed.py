"""Measures how many characters a second gongkai reads, beside others: ``python -m bench.speed FOLDER``.

Every time is the least of ``--best-of`` rounds, of one process on one core, with the files in memory and nothing
remembered of them (``timing.py``). What it is held against runs over the same characters:

- the floor: one pass of the pattern of numerals over the text, which no reader of figures can do without;
- jieba.posseg, which cuts the whole text into words and tags them;
- Microsoft's recognizers for number, percentage, currency, dimension and date, where they are installed.
"""

import argparse
import logging
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import jieba.posseg

from bench.peers import time_recognizers
from bench.slopes import MOST, Slope, measure_slopes
from bench.timing import best_seconds
from pipeline.citations import find_citations
from pipeline.figures import find_figures
from pipeline.ingest import read_page
from pipeline.metadata import read_metadata
from pipeline.model import Report, Source
from pipeline.outline import split_sections
from pipeline.report import extract_source
from pipeline.run import collect_files
from pipeline.tables import tabulate
from pipeline.text import compose_text
from pipeline.values import NUMERAL_RE

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "BENCHMARKS.md"
# A statistical bulletin: a figure every dozen characters.
DENSE = ROOT.parent / "shared" / "corpus" / "other" / "pingtan_tjgb_2017.txt"
PROSE = {".txt", ".md"}

HEAD = """\
# Benchmarks

Measured on {date} by `make bench WRITE=1 N={rounds}` on {machine}.

Times are those of the processor on one core, the least of {rounds} rounds (Microsoft's recognizers: one round). Before
each round all that was remembered of texts is forgotten, so that every document is read as for the first time.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """Reports, and what gongkai makes of them."""

    name: str
    sources: tuple[Source, ...]
    reports: tuple[Report, ...]

    @property
    def texts(self) -> list[str]:
        """The text of each report."""
        return [report.text.text for report in self.reports]

    @property
    def characters(self) -> int:
        """The length of all texts together."""
        return sum(map(len, self.texts))


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds that something took over so many characters."""

    name: str
    seconds: float
    characters: int

    @property
    def speed(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds


def read_sample(name: str, sources: Sequence[Source]) -> Sample:
    """The sources that can be read, with their reports; reading them warms up all that is made once."""
    read = [(source, report) for source in sources if isinstance(report := extract_source(source), Report)]
    return Sample(name, tuple(source for source, _ in read), tuple(report for _, report in read))


def time_stages(sample: Sample, best_of: int) -> list[Time]:
    """The time of each stage, and of ``extract``, which is all of them but the last."""
    pages = [read_page(source) for source in sample.sources]
    reports = sample.reports
    stages: dict[str, Callable[[], object]] = {
        "source": lambda: [read_page(source) for source in sample.sources],
        "text": lambda: [compose_text(page) for page in pages],
        "metadata": lambda: [
            read_metadata(p, r.text, r.source, r.sections) for p, r in zip(pages, reports, strict=True)
        ],
        "sections": lambda: [split_sections(r.text) for r in reports],
        "figures": lambda: [find_figures(r.text, r.sections, r.metadata) for r in reports],
        "citations": lambda: [find_citations(r.text, r.sections) for r in reports],
        "extract": lambda: [extract_source(source) for source in sample.sources],
        "tables": lambda: [tabulate(r) for r in reports],
    }
    return [Time(name, best_seconds(stage, best_of), sample.characters) for name, stage in stages.items()]


def time_others(sample: Sample, best_of: int) -> tuple[list[Time], str | None]:
    """The times of the floor, of jieba and of Microsoft's recognizers, and why those are missing where they are."""
    plains = [report.text.plain for report in sample.reports]
    jieba.setLogLevel(logging.WARNING)
    jieba.posseg.lcut(plains[0])
    floor = best_seconds(lambda: [sum(1 for _ in NUMERAL_RE.finditer(plain)) for plain in plains], best_of)
    tagged = best_seconds(lambda: [jieba.posseg.lcut(plain) for plain in plains], best_of)
    times = [
        Time("floor: one pass of the pattern of numerals", floor, sample.characters),
        Time("jieba.posseg over the whole text", tagged, sample.characters),
    ]
    recognizers = time_recognizers(sample.texts)
    if isinstance(recognizers, str):
        return times, recognizers
    times.append(Time("Microsoft's recognizers, all five", sum(recognizers.values()), sample.characters))
    times += [Time(f"Microsoft's recognizers: {name}", s, sample.characters) for name, s in recognizers.items()]
    return times, None


def show_stages(sample: Sample, times: Sequence[Time]) -> list[str]:
    """A table of the stages of a sample."""
    whole = next(time.seconds for time in times if time.name == "extract")
    rows = [f"| {t.name} | {t.seconds * 1000:,.1f} | {t.seconds / whole:.0%} | {t.speed:,.0f} |" for t in times]
    head = f"## {sample.name}: {len(sample.reports)} files, {sample.characters:,} characters"
    return [head, "", "| stage | ms | of extract | characters a second |", "| --- | --: | --: | --: |", *rows, ""]


def show_others(extract: Time, times: Sequence[Time], missing: str | None) -> list[str]:
    """A table of what gongkai is held against: a ratio of 2 takes twice the time of ``extract``."""
    rows = [
        f"| {t.name} | {t.seconds * 1000:,.1f} | {t.speed:,.0f} | {t.seconds / extract.seconds:,.2f} |"
        for t in [extract, *times]
    ]
    rows += [f"| Microsoft's recognizers | – | – | {missing} |"] if missing else []
    return ["| | ms | characters a second | times extract |", "| --- | --: | --: | --: |", *rows, ""]


def show_slopes(slopes: Sequence[Slope]) -> list[str]:
    """A table of the slopes."""
    rows = [f"| {s.name} | {s.tenth * 1000:,.0f} | {s.whole * 1000:,.0f} | {s.ratio:.1f} |" for s in slopes]
    return [
        "## Slopes",
        "",
        f"Ten times the text (a megabyte, and a tenth of it) in how many times the time; asked: {MOST:.0f} at most",
        "",
        "| text | tenth, ms | whole, ms | ratio |",
        "| --- | --: | --: | --: |",
        *rows,
        "",
    ]


def machine() -> str:
    """What the times hold for: processor, cores, Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = models[0] if models else platform.processor() or platform.machine()
    return f"{name}, {len(models) or '?'} cores, {platform.python_implementation()} {platform.python_version()}"


def main() -> None:
    """Prints the tables; with ``--write`` they become ``docs/BENCHMARKS.md``."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--best-of", type=int, default=5, metavar="N")
    parser.add_argument("--quick", action="store_true", help="the stages alone")
    parser.add_argument("--write", action="store_true", help="write docs/BENCHMARKS.md")
    arguments = parser.parse_args()
    files = [file for file in collect_files(arguments.folder) if file.path.suffix in PROSE]
    samples = [read_sample("Reports", [Source(file.name, file.path.read_bytes()) for file in files])]
    if DENSE.exists():
        samples.append(read_sample("Dense text (a statistical bulletin)", [Source(DENSE.name, DENSE.read_bytes())]))
    lines = [HEAD.format(date=datetime.now(UTC).date(), rounds=arguments.best_of, machine=machine())]
    for sample in samples:
        if not sample.reports:
            sys.exit(f"no plain text in {arguments.folder}")
        stages = time_stages(sample, arguments.best_of)
        lines += show_stages(sample, stages)
        if not arguments.quick:
            extract = next(time for time in stages if time.name == "extract")
            lines += show_others(extract, *time_others(sample, arguments.best_of))
    if not arguments.quick:
        lines += show_slopes(measure_slopes(samples[0].texts, min(arguments.best_of, 2)))
    page = "\n".join(lines)
    print(page)
    if arguments.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
