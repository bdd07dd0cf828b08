"""Lists what a change does to the figures of the whole corpus: ``python -m bench.compare REVISION``.

The revision is checked out in a temporary folder, and both versions run over the same reports. The figures that were
added, lost and changed are printed, each in its sentence with the number marked.
"""

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
ATTRIBUTES = (
    *("value", "low", "high", "qualifier", "unit", "kind", "measure", "action", "negated"),
    *("change", "basis", "period_start", "period_end", "parent", "rule"),
)
# What gongkai ends with where some files could not be read.
SOME_UNREADABLE = 3

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A report as one of the two versions reads it."""

    text: str
    figures: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the old version, of the new one, or of both if they differ."""

    source: str
    old: Row | None
    new: Row | None


def lay_out(revision: str, folder: Path) -> None:
    """Checks out a revision in a folder."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", revision, "pipeline"], capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


def run_program(program: Path, corpus: Path, tables: Path) -> dict[str, Document]:
    """The documents that the version in a folder reads from a corpus, by source."""
    command = [sys.executable, "-m", "pipeline", "run", str(corpus), str(tables)]
    ended = subprocess.run(command, cwd=program, capture_output=True, text=True, check=False)
    if ended.returncode not in {0, SOME_UNREADABLE}:
        raise RuntimeError(f"the program in {program} ended with {ended.returncode}: {ended.stderr}")
    return read_tables(tables)


def read_tables(tables: Path) -> dict[str, Document]:
    """The documents in a folder of tables, each figure with the surface of its whole."""
    figures: dict[str, list[Row]] = {}
    for row in pq.read_table(tables / "figures.parquet").to_pylist():
        figures.setdefault(row["document_id"], []).append(row)
    return {
        row["source"]: Document(row["text"], tuple(_with_parents(figures.get(row["document_id"], []))))
        for row in pq.read_table(tables / "documents.parquet").to_pylist()
    }


def _with_parents(figures: list[Row]) -> Iterator[Row]:
    surfaces = {figure["figure_id"]: figure["surface"] for figure in figures}
    for figure in figures:
        yield {**figure, "parent": surfaces.get(figure["parent_id"])}


def find_differences(source: str, old: Document, new: Document) -> list[Difference]:
    """The figures of a document that differ, in the order of the new text; lost figures come last."""
    offsets = map_offsets(old.text, new.text)
    spans = [(offsets.get(f["start"], -1), offsets.get(f["end"] - 1, -1) + 1) for f in old.figures]
    pairs = sorted(
        (
            ((start, end) != (f["start"], f["end"]), old.figures[o]["measure"] != f["measure"], n, o)
            for n, f in enumerate(new.figures)
            for o, (start, end) in enumerate(spans)
            if start < f["end"] and f["start"] < end
        )
    )
    partner: dict[int, int] = {}
    for *_, n, o in pairs:
        if n not in partner and o not in partner.values():
            partner[n] = o
    both = [(old.figures[partner[n]] if n in partner else None, f) for n, f in enumerate(new.figures)]
    lost = [Difference(source, f, None) for o, f in enumerate(old.figures) if o not in partner.values()]
    return [Difference(source, o, n) for o, n in both if o is None or name_changes(o, n)] + lost


def name_changes(old: Row, new: Row) -> list[str]:
    """The attributes in which two figures with the same span differ.

    >>> name_changes({"surface": "近30件", "unit": None}, {"surface": "近30件", "unit": "件"})
    ['unit: None → 件']
    """
    names = ("surface", *ATTRIBUTES)
    return [f"{name}: {old.get(name)} → {new.get(name)}" for name in names if old.get(name) != new.get(name)]


def map_offsets(old: str, new: str) -> dict[int, int]:
    """The offset in one text of each character of the other; white space does not count.

    If the texts themselves differ, only the lines that both have are mapped.

    >>> map_offsets("公开 3件", "公开3件")
    {0: 0, 1: 1, 3: 2, 4: 3}
    >>> map_offsets("一\\n三", "一\\n二\\n三")
    {0: 0, 2: 4}
    """
    if "".join(old.split()) == "".join(new.split()):
        return dict(zip(_solid(old), _solid(new), strict=True))
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    stripped, strippedothers = [line.split() for line in lines], [line.split() for line in others]
    keys, otherkeys = ["".join(words) for words in stripped], ["".join(words) for words in strippedothers]
    offsets: dict[int, int] = {}
    for i, j, size in SequenceMatcher(None, keys, otherkeys, autojunk=False).get_matching_blocks():
        start, otherstart = len("".join(lines[:i])), len("".join(others[:j]))
        mine, theirs = "".join(lines[i : i + size]), "".join(others[j : j + size])
        offsets |= {start + a: otherstart + b for a, b in zip(_solid(mine), _solid(theirs), strict=True)}
    return offsets


def _solid(text: str) -> list[int]:
    return [offset for offset, character in enumerate(text) if not character.isspace()]


def print_difference(difference: Difference, old: Document | None, new: Document | None) -> str:
    """A difference as a line for a reader to judge."""
    sign = "~" if difference.old and difference.new else "+" if difference.new else "-"
    figure, document = (difference.new, new) if difference.new else (difference.old, old)
    if figure is None or document is None:
        raise ValueError("a difference without a figure")
    text = document.text
    before, after = text[figure["sentence_start"] : figure["start"]], text[figure["end"] : figure["sentence_end"]]
    sentence = " ".join(f"{before}【{figure['surface']}】{after}".split())
    if difference.old and difference.new:
        return f"{sign} {sentence}\n      {'; '.join(name_changes(difference.old, difference.new))}"
    says = "; ".join(f"{name}: {figure[name]}" for name in ATTRIBUTES if figure[name] not in {None, False})
    return f"{sign} {sentence}\n      {says}"


def main() -> None:
    """Prints the differences by document, and their number."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument("revision")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    arguments = parser.parse_args()
    if not arguments.corpus.is_dir():
        sys.exit(f"{arguments.corpus} is not there: nothing to compare on")
    corpus = arguments.corpus.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(arguments.revision, folder)
        old = run_program(folder, corpus, folder / "old")
        new = run_program(ROOT, corpus, folder / "new")
    nothing = Document("", ())
    counts = {"+": 0, "-": 0, "~": 0}
    for source in sorted({*old, *new}):
        differences = find_differences(source, old.get(source, nothing), new.get(source, nothing))
        if differences:
            print(source)
        for difference in differences:
            line = print_difference(difference, old.get(source), new.get(source))
            counts[line[0]] += 1
            print(" ", line)
    total = sum(len(document.figures) for document in new.values())
    print(f"{counts['+']} gained, {counts['-']} lost, {counts['~']} altered since {arguments.revision}; {total} now")


if __name__ == "__main__":
    main()
