"""Measures how many characters a second each stage reads: ``python -m pipeline.bench FOLDER``.

Every stage runs over all readable files of the folder, ``--best-of`` times, and its fastest time counts,
since the machine can only add to it. One process, one thread, files already in memory.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.citations import find_citations
from pipeline.extract import extract_source
from pipeline.figures import find_figures
from pipeline.metadata import read_metadata
from pipeline.model import Report, Source
from pipeline.run import collect_files
from pipeline.sections import split_sections
from pipeline.source import read_page
from pipeline.tables import tabulate
from pipeline.text import compose_text


def measure(sources: Sequence[Source], reports: Sequence[Report], best_of: int) -> dict[str, float]:
    """Seconds of each stage over all reports, the best of so many rounds; ``extract`` is all of them but tables."""
    pages = [read_page(source) for source in sources]
    stages: dict[str, Callable[[], object]] = {
        "source": lambda: [read_page(source) for source in sources],
        "text": lambda: [compose_text(page) for page in pages],
        "metadata": lambda: [read_metadata(p, r.text, r.source) for p, r in zip(pages, reports, strict=True)],
        "sections": lambda: [split_sections(r.text) for r in reports],
        "figures": lambda: [find_figures(r.text, r.sections, r.metadata) for r in reports],
        "citations": lambda: [find_citations(r.text, r.sections) for r in reports],
        "extract": lambda: [extract_source(source) for source in sources],
        "tables": lambda: [tabulate(r) for r in reports],
    }
    return {name: min(_seconds(stage) for _ in range(best_of)) for name, stage in stages.items()}


def _seconds(stage: Callable[[], object]) -> float:
    start = time.perf_counter()
    stage()
    return time.perf_counter() - start


def main() -> None:
    """Prints a line a stage: milliseconds, share of extract, characters a second."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.bench", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--best-of", type=int, default=5, metavar="N")
    arguments = parser.parse_args()
    sources = [Source(file.name, file.path.read_bytes()) for file in collect_files(arguments.folder)]
    read = [(source, report) for source in sources if isinstance(report := extract_source(source), Report)]
    characters = sum(len(report.text.text) for _, report in read)
    print(f"{len(read)} of {len(sources)} files, {characters} characters, best of {arguments.best_of}")
    seconds = measure([source for source, _ in read], [report for _, report in read], arguments.best_of)
    for name, of_stage in seconds.items():
        share = of_stage / seconds["extract"]
        print(f"{name:<10} {of_stage * 1000:>9.1f} ms {share:>6.1%} {characters / of_stage:>12,.0f} characters/s")


if __name__ == "__main__":
    main()
