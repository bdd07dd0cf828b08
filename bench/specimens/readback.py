"""Reads specimens back and says where the reader departs from their truth.

That is a law about the reader: what a specimen states is known, so every departure is a mistake, of one or the other.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bench.specimens.compose import FORMS
from bench.specimens.generate import Written, write_documents
from bench.specimens.truth import PrintedCell, Specimen, StatedFigure
from pipeline.extract import extract_source
from pipeline.model import Cell, Figure, Report, Source, Unreadable

# A measure may carry so many characters of modifiers before the accepted name.
LONGEST_MODIFIER = 10


class Departure(NamedTuple):
    """What the reader makes of something, and what it is; ``what`` says of which attribute."""

    what: str
    place: str
    stated: object
    found: object


def read_back(written: Written) -> list[Departure]:
    """The departures of the reader from the truth of a document."""
    report = extract_source(Source(written.path, written.data))
    if isinstance(report, Unreadable):
        return [Departure("document", written.path, "readable", report.problem.code)]
    specimen = written.specimen
    refused = any(problem.code == "flattened_table" for problem in report.problems)
    cells = compare_cells(specimen.cells, report.cells)
    return [
        *_compare_document(specimen, report),
        *compare_figures(specimen.figures, report),
        # A cell that is missing from a table that a problem names is refused, and not lost.
        *(one._replace(what="refused cell") if refused and one.what == "missing cell" else one for one in cells),
    ]


def _compare_document(specimen: Specimen, report: Report) -> Iterator[Departure]:
    metadata = report.metadata
    for what in ("title", "agency"):
        if getattr(metadata, what) != getattr(specimen, what):
            yield Departure(what, specimen.title, getattr(specimen, what), getattr(metadata, what))
    if metadata.report_year != specimen.year:
        yield Departure("year", specimen.title, specimen.year, metadata.report_year)


def compare_figures(stated: Sequence[StatedFigure], report: Report) -> Iterator[Departure]:
    """Where the figures of a report depart from those stated, in their order."""
    text, found = report.text.text, report.figures
    match = SequenceMatcher(a=[s.surface for s in stated], b=[f.surface for f in found], autojunk=False)
    for tag, start, end, first, last in match.get_opcodes():
        if tag == "equal":
            for one, figure in zip(stated[start:end], found[first:last], strict=True):
                sentence = text[figure.sentence_start : figure.sentence_end]
                yield from (Departure(w, f"{figure.surface} @ {sentence}", s, f) for w, s, f in _differ(one, figure))
        else:
            missed = [one.surface for one in stated[start:end]]
            near = found[max(0, first - 1) : last + 1]
            sentence = " ".join(dict.fromkeys(text[f.sentence_start : f.sentence_end] for f in near))
            yield Departure("span", sentence, missed, [figure.surface for figure in found[first:last]])


def _differ(stated: StatedFigure, found: Figure) -> Iterator[tuple[str, object, object]]:
    bounds = stated.bounds
    pairs = (
        ("value", bounds.value, found.value),
        ("bounds", (bounds.low, bounds.high), (found.low, found.high)),
        ("qualifier", bounds.qualifier, found.qualifier.value),
        ("unit", stated.unit, found.unit),
        ("kind", stated.kind, found.kind.value),
        ("negated", stated.negated, found.negated),
        ("change", stated.change, found.change and found.change.value),
    )
    yield from ((what, one, other) for what, one, other in pairs if one != other)
    if not is_named(found.measure, stated.measures):
        yield "measure", stated.measures, found.measure


def is_named(measure: str | None, accepted: str) -> bool:
    """Whether a measure is one of the accepted names, a few modifiers before it.

    >>> is_named("网上申请", "申请|信息公开申请"), is_named("申请表", "申请"), is_named(None, "申请")
    (True, False, False)
    """
    return measure is not None and any(
        measure.endswith(name) and len(measure) <= len(name) + LONGEST_MODIFIER for name in accepted.split("|")
    )


def compare_cells(stated: Sequence[PrintedCell], found: Sequence[Cell]) -> Iterator[Departure]:
    """Where the value cells of a report depart from those printed: key by key, as often as each is printed.

    A blank beside the value of the same key is what Markdown makes of a merged cell.
    """
    read: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for cell in found:
        if cell.column and cell.state != "text" and (cell.row or cell.raw):
            read[_place(cell)].append((cell.raw, cell.value, cell.state.value, cell.unit))
    printed: dict[str, list[PrintedCell]] = defaultdict(list)
    for one in stated:
        if one.row or one.raw:
            printed[_place(one)].append(one)
    for place, ones in printed.items():
        want: list[tuple[object, ...]] = [(one.raw, one.value, one.state, one.unit) for one in ones]
        got = read.pop(place, [])
        if len(got) > len(want):
            got = [cell for cell in got if cell[0]] or got[: len(want)]
        got = [(*cell[:3], cell[3] if one[3] else None) for cell, one in zip(got, want, strict=False)] + got[
            len(want) :
        ]
        if got != want:
            yield Departure("cell" if got else "missing cell", place, want, got)
    yield from (Departure("extra cell", place, (), got) for place, got in read.items() if any(cell[0] for cell in got))


def _place(cell: Cell | PrintedCell) -> str:
    return f"{cell.form}:{cell.table}:{cell.row}:{cell.column}"


def main() -> None:
    """The command: counts of departures, and the first of each sort."""
    parser = argparse.ArgumentParser(prog="python -m bench.specimens.readback", description=__doc__)
    parser.add_argument("n", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--formats", default="html,text,md")
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--show", type=int, default=3, help="departures shown of each sort and format")
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    numbers = range(asked.first, asked.first + asked.n)
    for written in write_documents(numbers, asked.seed, asked.formats.split(","), asked.forms.split(",")):
        suffix = written.path.rpartition(".")[2]
        departures = read_back(written)
        counts["documents"] += 1
        counts["exact documents"] += not departures
        counts["figures"] += len(written.specimen.figures)
        counts["cells"] += len(written.specimen.cells)
        for departure in departures:
            sort = f"{departure.what} in {suffix}"
            counts[sort] += 1
            shown[sort] += 1
            if shown[sort] <= asked.show:
                print(f"{written.path} {departure.what}: {departure.place}")
                print(f"    stated {departure.stated}\n    found  {departure.found}")
    for sort, count in sorted(counts.items()):
        print(f"{count:>8,} {sort}")


if __name__ == "__main__":
    main()
