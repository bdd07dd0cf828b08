"""Measures how many characters per second gongkai reads, and compares other tools: ``python -m bench.speed FOLDER``.

Every time is the shortest of ``--best-of`` rounds in one process on one core, with the files in memory and all caches
empty (``timing.py``). The comparisons run over the same characters:

- the floor: one pass of a pattern of numerals over the text, which any reader of figures needs (``floor.py``);
- a naive pattern: digits with their points and commas, and characters for digits;
- jieba.posseg, which splits the whole text into words and tags them;
- Microsoft's recognizers for number, percentage, currency, dimension and date, and JioNLP's for money and time.

The ratio of the extract to the floor depends least on the machine. ``--check`` measures only this ratio, and compares
it with the page.
"""

import argparse
import logging
import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import jieba.posseg
import regex

from bench.floor import FLOOR_RE
from bench.formats import show_formats, time_formats
from bench.peers import time_peers
from bench.slopes import CHARACTERS, MOST, Slope, measure_slopes
from bench.stages import Time, time_stages
from bench.timing import best_seconds
from pipeline.model import Report, Source
from pipeline.report import extract_source
from pipeline.run import collect_files
from pipeline.tables import tabulate

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "BENCHMARKS.md"
# A statistical bulletin: a figure every dozen characters.
DENSE = ROOT.parent / "shared" / "corpus" / "other" / "pingtan_tjgb_2017.txt"
PROSE = {".txt", ".md"}

HEAD = """\
# Benchmarks

Measured on {date} by `make bench WRITE=1 N={rounds}` on {machine}.

Times are CPU times on one core, the shortest of {rounds} rounds (one round for the peers, which are installed in an
environment of their own). All caches are emptied before each round, so that every document is read as if for the first
time. The stages are the functions that `pipeline.report` calls, and `composition` is the rest; together they are the
extract.
`make bench-check` measures the ratios to the floor again, and fails if one is more than a fifth above this page.
"""
NAIVE_RE = regex.compile(r"\d[\d,.]*+%?|[〇零一二两三四五六七八九十百千万亿]++")
# A ratio may exceed that of the page by this factor: other work on the machine moves it by a tenth.
TOLERANCE = 1.2
_RATIO_RE = re.compile(r"^\| (.+?): extract, times the floor \| ([\d.]+) \|$", re.MULTILINE)


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


def read_sample(name: str, sources: Sequence[Source]) -> Sample:
    """The sources that can be read, with their reports. Reading them also loads everything that is loaded once."""
    read = [(source, report) for source in sources if isinstance(report := extract_source(source), Report)]
    return Sample(name, tuple(source for source, _ in read), tuple(report for _, report in read))


def time_floor(sample: Sample, best_of: int) -> float:
    """The seconds of the floor over a sample."""
    plains = [report.text.plain for report in sample.reports]
    return best_seconds(lambda: [sum(1 for _ in FLOOR_RE.finditer(plain)) for plain in plains], best_of)


def time_others(sample: Sample, best_of: int) -> tuple[list[Time], str | None]:
    """The times of the floor, of jieba and of the peers; if there are no peers, also the reason."""
    plains = [report.text.plain for report in sample.reports]
    jieba.setLogLevel(logging.WARNING)
    jieba.posseg.lcut(plains[0])
    tagged = best_seconds(lambda: [jieba.posseg.lcut(plain) for plain in plains], best_of)
    times = [
        Time("floor: one pass of a pattern of numerals", time_floor(sample, best_of), sample.characters),
        Time(
            "a naive pattern of digits",
            best_seconds(lambda: [sum(1 for _ in NAIVE_RE.finditer(plain)) for plain in plains], best_of),
            sample.characters,
        ),
        Time(
            "tables: the rows of the reports",
            best_seconds(lambda: [tabulate(r) for r in sample.reports], best_of),
            sample.characters,
        ),
        Time("jieba.posseg over the whole text", tagged, sample.characters),
    ]
    peers = time_peers("text", sample.texts)
    if isinstance(peers, str):
        return times, peers
    microsoft = sum(seconds for name, seconds in peers.items() if name.startswith("Microsoft"))
    times.append(Time("Microsoft's recognizers, all five", microsoft, sample.characters))
    times += [Time(name, seconds, sample.characters) for name, seconds in peers.items()]
    return times, None


def show_stages(sample: Sample, times: Sequence[Time]) -> list[str]:
    """A table of the stages of a sample."""
    whole = next(time.seconds for time in times if time.name == "extract")
    rows = [f"| {t.name} | {t.seconds * 1000:,.1f} | {t.seconds / whole:.0%} | {t.speed:,.0f} |" for t in times]
    head = f"## {sample.name}: {len(sample.reports)} files, {sample.characters:,} characters"
    return [head, "", "| stage | ms | of extract | characters per second |", "| --- | --: | --: | --: |", *rows, ""]


def show_others(extract: Time, times: Sequence[Time], missing: str | None) -> list[str]:
    """A table of the comparisons; a ratio of 2 means twice the time of ``extract``."""
    rows = [
        f"| {t.name} | {t.seconds * 1000:,.1f} | {t.speed:,.0f} | {t.seconds / extract.seconds:,.2f} |"
        for t in [extract, *times]
    ]
    rows += [f"| peers | – | – | {missing} |"] if missing else []
    return ["| | ms | characters per second | times extract |", "| --- | --: | --: | --: |", *rows, ""]


def show_slopes(slopes: Sequence[Slope]) -> list[str]:
    """A table of the slopes."""
    rows = [f"| {s.name} | {s.tenth * 1000:,.0f} | {s.whole * 1000:,.0f} | {s.ratio:.1f} |" for s in slopes]
    return [
        "## Slopes",
        "",
        f"How many times as long {CHARACTERS:,} characters take as a tenth; 10 is linear, {MOST:.0f} the limit.",
        "",
        "| text | tenth, ms | whole, ms | ratio |",
        "| --- | --: | --: | --: |",
        *rows,
        "",
    ]


def show_ratios(ratios: Sequence[tuple[str, float]]) -> list[str]:
    """A table of the ratios of the extract to the floor, measured in one run: ``--check`` compares these."""
    rows = [f"| {name}: extract, times the floor | {ratio:.1f} |" for name, ratio in ratios]
    return ["## Ratios", "", "| | |", "| --- | --: |", *rows, ""]


def check_ratios(samples: Sequence[Sample], best_of: int, page: str) -> bool:
    """Whether no ratio to the floor exceeds that of the page by more than ``TOLERANCE``; prints each."""
    known = {name: float(ratio) for name, ratio in _RATIO_RE.findall(page)}
    sound = bool(known)
    for sample in samples:
        extract = time_stages(sample.sources, sample.characters, best_of)[-1]
        ratio, said = extract.seconds / time_floor(sample, best_of), known.get(sample.name)
        slower = said is None or ratio > said * TOLERANCE
        sound &= not slower
        print(f"{sample.name}: {ratio:.1f} times the floor, {said} in the page{' — SLOWER' if slower else ''}")
    return sound


def machine() -> str:
    """The machine that the times were measured on: processor, cores, Python."""
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
    parser.add_argument("--quick", action="store_true", help="measure the stages alone")
    parser.add_argument("--check", action="store_true", help="compare the ratios to the floor with the page")
    parser.add_argument("--write", action="store_true", help="write docs/BENCHMARKS.md")
    arguments = parser.parse_args()
    files = collect_files(arguments.folder)
    prose = [Source(file.name, file.path.read_bytes()) for file in files if file.path.suffix in PROSE]
    samples = [read_sample("Reports", prose)]
    if DENSE.exists():
        samples.append(read_sample("Dense text (a statistical bulletin)", [Source(DENSE.name, DENSE.read_bytes())]))
    if not all(sample.reports for sample in samples):
        sys.exit(f"no plain text in {arguments.folder}")
    if arguments.check:
        sys.exit(not check_ratios(samples, arguments.best_of, PAGE.read_text("utf-8")))
    lines = [HEAD.format(date=datetime.now(UTC).date(), rounds=arguments.best_of, machine=machine())]
    ratios = []
    for sample in samples:
        stages = time_stages(sample.sources, sample.characters, arguments.best_of)
        lines += show_stages(sample, stages)
        ratios.append((sample.name, stages[-1].seconds / time_floor(sample, arguments.best_of)))
        if not arguments.quick:
            lines += show_others(stages[-1], *time_others(sample, arguments.best_of))
    lines += show_ratios(ratios)
    if not arguments.quick:
        # There are few reports in PDF, so PDFs of other families are timed with them: the layout is alike.
        others = collect_files(DENSE.parent) if DENSE.exists() else []
        printed = [file for file in others if file.path.suffix == ".pdf"]
        lines += show_formats(time_formats([*files, *printed], arguments.best_of))
        lines += show_slopes(measure_slopes(samples[0].texts, min(arguments.best_of, 2)))
    page = "\n".join(lines)
    print(page)
    if arguments.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
