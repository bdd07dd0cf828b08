"""Accounts for every digit of reports: ``python -m bench.coverage FOLDER …``.

A digit of a statutory table must be in a cell or in the span of a problem; a digit of the prose in a figure, a cell, a
citation, a heading, a date, an exclusion or a problem. Digits in none of these are counted by their context, and
``--list SHAPE`` prints their spans. ``--draw CLASS`` draws 20 spans of a class, so that a reader can check them.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

from pipeline.model import Report, Source
from pipeline.report import extract_source
from pipeline.rulebook import form_rules
from pipeline.run import collect_files
from pipeline.text import FORM_RULE

# So many of the prose may be unaccounted for.
MOST_LOST = 0.001
# So many characters are printed on either side of a number, and so many numbers of each shape.
BESIDE, MOST_LISTED = 14, 20

TABLE, PROSE = "statutory tables", "prose"
LOST = "unaccounted for"

_DATE_RE = regex.compile(
    r"""
    \d{2,4} \s* 年 (?: \s* \d{1,2} \s* 月 (?: \s* \d{1,2} \s* [日号] )? )?
  | (?: \d{1,2} \s* [-—–至到] \s* )? \d{1,2} \s* 月 (?: \s* \d{1,2} \s* [日号] )? | (?<= [至到—–-] ) \d{1,2} \s* [日号]
  | (?: 19 | 20 ) \d\d \s* [-./—–至到] \s* (?: 19 | 20 ) \d\d (?= \s* [年学] )
  | (?: 19 | 20 ) \d\d \s* [-./] \s* \d{1,2} (?: \s* [-./] \s* \d{1,2} )? (?: [\sT] \d{1,2} : \d\d (?: : \d\d )? )?
  | (?<! \d ) \d{1,2} : \d\d (?: : \d\d )? (?! \d )
  | 第? [1-4] \s* 季度
    """,
    regex.VERBOSE,
)
# The number that opens a line or a label, also where it is glued to a cell: 1. （2） 3、 4-1
_NUMBERING_RE = regex.compile(
    r"""
    (?: ^ | [\n\t(。；;：:，,、|] | (?<= \p{Han} ) ) \s* \(? \d{1,2} (?: [.．、)）] | - \d )
  | \d (?= [.．、] \s* \p{Han} )
    """,
    regex.VERBOSE,
)
_PAGE_RE = regex.compile(r"^ \s* [-—–] \s? \d{1,3} \s? [-—–] \s* $", regex.VERBOSE | regex.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lost:
    """A digit that nothing accounts for: its document, its offset, and the text around it."""

    source: str
    start: int
    end: int
    words: str
    shape: str


def account(report: Report) -> tuple[dict[str, Counter[str]], list[Lost]]:
    """The digits of a report's tables and prose by what contains them, and those that nothing contains."""
    text = report.text.plain
    owners = _own(report)
    tables = [(region.start, region.end) for region in report.text.regions if region.rule.startswith(FORM_RULE)]
    tables += [(cell.start, cell.end) for cell in report.cells if cell.form and cell.start is not None and cell.end]
    inside = bytearray(len(text))
    for start, end in tables:
        inside[start:end] = b"\1" * (end - start)
    counts: dict[str, Counter[str]] = {TABLE: Counter(), PROSE: Counter()}
    lost: list[Lost] = []
    for match in regex.finditer(r"\d+", text):
        setting = TABLE if inside[match.start()] else PROSE
        for at in range(*match.span()):
            counts[setting][owners[at] or LOST] += 1
        if any(owners[at] is None for at in range(*match.span())):
            words = text[max(0, match.start() - BESIDE) : match.end() + BESIDE].replace("\n", "⏎")
            lost.append(Lost(report.source, *match.span(), words, f"{setting}: {_shape(text, *match.span())}"))
    return counts, lost


def owned_by(report: Report, name: str) -> Iterator[str]:
    """The numbers of a report that something of a name accounts for, within the words beside them."""
    text, owners = report.text.plain, _own(report)
    for match in regex.finditer(r"\d+", text):
        if owners[match.start()] == name:
            before, behind = text[max(0, match.start() - BESIDE) : match.start()], text[match.end() :][:BESIDE]
            words = f"{before}【{match[0]}】{behind}".replace("\n", "⏎")
            yield f"{report.source}:{match.start()} {words}"


def _own(report: Report) -> list[str | None]:
    """For each character what accounts for it, the most informative last."""
    text = report.text.plain
    owners: list[str | None] = [None] * len(text)
    for name, start, end in _spans(report):
        owners[start:end] = [name] * (end - start)
    return owners


def _spans(report: Report) -> Iterator[tuple[str, int, int]]:
    text = report.text.plain
    yield from (("numbering", *match.span()) for match in _NUMBERING_RE.finditer(text))
    yield from (("page number", *match.span()) for match in _PAGE_RE.finditer(text))
    yield from (("note of the form", *match.span()) for match in _notes_re().finditer(text))
    yield from (("date", *match.span()) for match in _DATE_RE.finditer(text))
    yield from ((f"furniture: {r.rule}", r.start, r.end) for r in report.text.regions if r.kind == "furniture")
    for section in report.sections:
        yield "heading", section.start, section.start + len(section.marker or "") + len(section.title or "")
    if report.metadata.title and (at := report.text.text.find(report.metadata.title)) >= 0:
        yield "title", at, at + len(report.metadata.title)
    for problem in report.problems:
        if problem.start is not None and problem.end is not None:
            yield f"problem: {problem.code}", problem.start, problem.end
    yield from (("citation", c.start, c.end) for c in report.citations)
    yield from ((f"left out: {left.trap}", left.start, left.end) for left in report.left_out)
    yield from (("cell", c.start, c.end) for c in report.cells if c.start is not None and c.end is not None)
    yield from (("figure", f.start, f.end) for f in report.figures)


@cache
def _notes_re() -> "regex.Pattern[str]":
    """Numbers in the labels of a form that are no names: 不同渠道和方式公开相同信息计1条, 第二十条第(一)项."""
    notes = (text for table in form_rules().tables for text in (*table.notes, *table.groups))
    return regex.compile("|".join(map(regex.escape, sorted(notes, key=len, reverse=True))))


def _shape(text: str, start: int, end: int) -> str:
    """The shape of digits: what is next to them (letters, ideographs, signs, an end of the line), and their number."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return f"{_kind(before)} {'9' * min(end - start, 5)} {_kind(behind)}"


def _kind(character: str) -> str:
    if not character or character == "\n":
        return "⏎"
    if character.isspace():
        return "space"
    return "字" if regex.match(r"\p{Han}", character) else "a" if character.isalpha() else character


def read_reports(folders: Iterable[Path]) -> Iterator[Report]:
    """The reports of folders, one after the other."""
    for folder in folders:
        for file in collect_files(folder):
            report = extract_source(Source(file.name, file.path.read_bytes()))
            if isinstance(report, Report):
                yield report


def main(arguments: Sequence[str]) -> int:
    """Counts the digits of the reports in folders; status 1 if too many are in nothing."""
    parser = argparse.ArgumentParser(prog="python -m bench.coverage", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--list", metavar="SHAPE", default="", help="the numbers whose shape contains these words")
    parser.add_argument(
        "--draw", metavar="CLASS", default="", help="20 numbers of a class, drawn at random: 'left out: name'"
    )
    options = parser.parse_args(arguments)
    drawn: list[str] = []
    totals: dict[str, Counter[str]] = {TABLE: Counter(), PROSE: Counter()}
    shapes: defaultdict[str, list[Lost]] = defaultdict(list)
    for report in read_reports(options.folders):
        counts, lost = account(report)
        drawn += owned_by(report, options.draw) if options.draw else ()
        for name, counter in counts.items():
            totals[name].update(counter)
        for found in lost:
            shapes[found.shape].append(found)
    for name, counter in totals.items():
        print(f"{counter.total():,} digits of {name}")
        for owner, count in counter.most_common():
            print(f"  {count:8,}  {owner}")
    for shape, group in sorted(shapes.items(), key=lambda item: -len(item[1])):
        print(f"{len(group):5}  {shape}")
        if options.list and options.list in shape:
            for found in group[:MOST_LISTED]:
                print(f"         {found.source}:{found.start} {found.words}")
    for words in random.sample(drawn, min(MOST_LISTED, len(drawn))):
        print(f"         {words}")
    prose = totals[PROSE]
    too_many = totals[TABLE][LOST] > 0 or prose[LOST] > MOST_LOST * max(1, prose.total())
    return int(too_many)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
