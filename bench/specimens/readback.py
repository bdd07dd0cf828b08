"""Reads specimens back and says where the reader departs from their truth.

That is a law about the reader: what a specimen states is known, so every departure is a mistake, of one or the other.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from bench.specimens.generate import Written
from bench.specimens.truth import Heading, PrintedCell, Specimen, StatedFigure, Table
from pipeline.model import Cell, Figure, Report, Section, Source, Unreadable
from pipeline.report import extract_source
from pipeline.values import says_none

# What says of a table, of a row or of a cell that it is not read.
REFUSALS = frozenset(("flattened_table", "ragged_row", "unplaced_numbers", "unread_cell"))
# A measure may carry so many characters of modifiers before the accepted name.
LONGEST_MODIFIER = 10


class Departure(NamedTuple):
    """What the reader makes of something, and what it is; ``what`` says of which attribute."""

    what: str
    subject: str
    stated: Any
    found: Any


def read_back(written: Written) -> list[Departure]:
    """The departures of the reader from the truth of a document."""
    report = extract_source(Source(written.path, written.data))
    if isinstance(report, Unreadable):
        return [Departure("document", written.path, "readable", report.problem.code)]
    specimen = written.specimen
    refused = refused_tables(specimen, report)
    may_refuse = {cell.table for cell in written.lost}
    has_own_row = any(cell.column and not cell.row and cell.value is not None for cell in specimen.cells)
    told = REFUSALS | {"unknown_row"} if has_own_row else REFUSALS
    return [
        *_compare_document(specimen, report),
        *compare_sections(specimen, report.sections),
        *compare_figures(specimen.figures, report),
        *refuse(compare_cells(specimen.cells, report.cells), written.lost, refused),
        *(Departure("problem", p.code, None, p.message) for p in report.problems if p.code not in told),
        *(Departure("problem", "refused table", f"table {table} is whole", None) for table in refused - may_refuse),
    ]


def refused_tables(specimen: Specimen, report: Report) -> frozenset[str | None]:
    """The numbers of the tables over which a problem lies: those that the specimen prints in the section it lies in."""
    opened = sorted((section.start, section.number) for section in report.sections if section.level == 1)
    tables: dict[int, str] = {}
    number = 0
    for block in specimen.blocks:
        if isinstance(block, Heading) and block.level == 1:
            number = block.number
        elif isinstance(block, Table):
            tables[number] = block.layout.table
    starts = [problem.start or 0 for problem in report.problems if problem.code in REFUSALS]
    following = [bisect_right(opened, start, key=lambda one: one[0]) for start in starts]
    return frozenset(tables.get(opened[index - 1][1] or 0) if index else None for index in following)


def refuse(
    departures: Iterable[Departure], lost: Collection[PrintedCell], tables: Collection[str | None]
) -> Iterator[Departure]:
    """Missing cells that no reader can tell are refused, where a problem lies over their table; a blank needs none.

    Numbers without a row or a column in such a table are what is left of refused cells. A sign or a word for nothing
    needs no problem.

    >>> from bench.specimens.layouts import lay_out
    >>> from bench.specimens.truth import printed_cells
    >>> [layout] = lay_out("F21", "4")
    >>> table = Table(layout, {cell.key: "0" for cell in layout.cells if cell.key})
    >>> missing = list(compare_cells(printed_cells(table)[:2], []))
    >>> [one.what for one in refuse(missing, printed_cells(table)[:1], {"4"})]
    ['refused cell', 'missing cell']
    """
    codes = {_key_of(cell) for cell in lost}
    of_lost = {cell.table for cell in lost}
    for one in departures:
        table, row, column = one.subject.split(":")[1:4]
        is_told = table in tables or all(value is None for _, value, *_ in (*one.stated, *one.found))
        is_left = table in of_lost and is_told and "None" in (row, column) and one.what != "missing cell"
        if is_left and {raw for raw, *_ in one.stated if raw} <= {raw for raw, *_ in one.found}:
            continue
        is_lost = one.what == "missing cell" and one.subject in codes
        yield one._replace(what="refused cell") if is_lost and is_told else one


def compare_sections(specimen: Specimen, sections: Sequence[Section]) -> Iterator[Departure]:
    """Where the sections of a report depart from those of the specimen, in their order."""
    stated = [tuple(one) for one in specimen.sections]
    found = [(one.level, one.number, one.title) for one in sections if one.level]
    match = SequenceMatcher(a=stated, b=found, autojunk=False)
    for tag, start, end, first, last in match.get_opcodes():
        if tag != "equal":
            yield Departure("section", specimen.title, stated[start:end], found[first:last])


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
        # A label has a row or a column; a value both, but for a sum of some columns, which has a row and is no text.
        is_word = cell.state == "text" and not says_none(cell.raw)
        is_value = cell.row and cell.column if is_word else cell.row or cell.column
        if is_value and (cell.row or cell.raw):
            read[_key_of(cell)].append((cell.raw, cell.value, cell.state.value, cell.unit))
    printed: dict[str, list[PrintedCell]] = defaultdict(list)
    for one in stated:
        if one.row or (one.raw and one.column and one.state != "text"):
            printed[_key_of(one)].append(one)
    for key, ones in printed.items():
        want: list[tuple[object, ...]] = [(one.raw, one.value, one.state, one.unit) for one in ones]
        got = read.pop(key, [])
        if len(got) > len(want):
            got = [cell for cell in got if cell[0]] or got[: len(want)]
        got = [(*cell[:3], cell[3] if one[3] else None) for cell, one in zip(got, want, strict=False)] + got[
            len(want) :
        ]
        if got != want:
            yield Departure("cell" if got else "missing cell", key, want, got)
    # A sign behind the name of a group is of no row.
    extra = ((key, got) for key, got in read.items() if any(cell[0] for cell in got))
    for key, got in extra:
        if key.split(":")[2] != "None" or any(value is not None for _, value, *_ in got):
            yield Departure("extra cell", key, (), got)


def _key_of(cell: Cell | PrintedCell) -> str:
    return f"{cell.form}:{cell.table}:{cell.row}:{cell.column}"
