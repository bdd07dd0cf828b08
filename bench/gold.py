"""Scores figures against the gold: over all figures by ``score.py``, and by kind, which it does not do."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import regex

ATTRIBUTES = ("value", "bounds", "unit", "kind", "qualifier", "measure", "change", "negated")
# hebei_jyt_2014: gold 22, found 22, missed 0, false 0, wholly right 21
DOCUMENT_RE = regex.compile(
    r"(?P<slug>\S+): gold (?P<gold>\d+), found (?P<found>\d+), missed \d+, false (?P<false>\d+), "
    r"wholly right (?P<right>\d+)"
)
TOTAL_RE = regex.compile(r"(?P<name>\w+) (?P<share>\d\.\d{4})(?:  |$)")
_SPACE_RE = regex.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_TRIM_RE = regex.compile(r"[“”\"'《》〈〉「」\s的]")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scores:
    """The output of ``score.py``: a line for each document, and the shares over all."""

    documents: tuple[tuple[str, int, int, int, int], ...]
    totals: dict[str, float]


@dataclass(slots=True)
class Tally:
    """The figures of one kind: in the gold, found, found falsely, wholly right, and right by attribute."""

    gold: int = 0
    found: int = 0
    false: int = 0
    right: int = 0
    attributes: Counter[str] = field(default_factory=Counter)


def run_score(tables: Path, shared: Path) -> Scores:
    """The scores of the tables in a folder by ``score.py``."""
    command = [sys.executable, str(shared / "tools" / "score.py"), str(tables), str(shared / "gold"), "--misses", "0"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    documents = tuple(
        (match["slug"], int(match["gold"]), int(match["found"]), int(match["false"]), int(match["right"]))
        for match in DOCUMENT_RE.finditer(printed)
    )
    last = printed.rstrip().splitlines()[-1]
    return Scores(documents, {match["name"]: float(match["share"]) for match in TOTAL_RE.finditer(last)})


def tally_kinds(tables: Path, gold: Path) -> dict[str, Tally]:
    """The tally of each kind over all documents of the gold."""
    texts = {
        Path(row["source"]).stem: (row["document_id"], row["text"])
        for row in pq.read_table(tables / "documents.parquet", columns=["document_id", "source", "text"]).to_pylist()
    }
    figures: dict[str, list[Row]] = {}
    for row in pq.read_table(tables / "figures.parquet").to_pylist():
        figures.setdefault(row["document_id"], []).append(row)
    tallies: dict[str, Tally] = {}
    for path in sorted(gold.glob("*.jsonl")):
        if path.stem in texts:
            document, text = texts[path.stem]
            rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
            _tally_document(tallies, text, figures.get(document, []), rows)
    return tallies


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    """One tally of all kinds."""
    total = Tally()
    for tally in tallies:
        total.gold += tally.gold
        total.found += tally.found
        total.false += tally.false
        total.right += tally.right
        total.attributes += tally.attributes
    return total


def pair_figures(text: str, found: list[Row], rows: list[Row]) -> Iterator[tuple[Row, dict[str, bool]]]:
    """The figures of a document that are in the gold, each with its attributes that agree with the gold."""
    golds, placed = _locate_all(text, found, rows)
    for number, at in _pair(golds, placed).items():
        if not golds[number].get("optional"):
            yield placed[at], _compare(golds[number], placed[at])


def _locate_all(text: str, found: list[Row], rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of the gold and the figures, with their spans, as far as the document is annotated."""
    flat, index = _squeeze(text)
    found = [{**figure, "a": index[figure["start"]], "b": index[figure["end"]]} for figure in found]
    golds: list[Row] = []
    for row in rows:
        if "scope_end" in row:
            # Annotated only as far as here.
            scope = _squeeze(row["scope_end"])[0]
            end = flat.find(scope)
            found = [figure for figure in found if end < 0 or figure["a"] < end + len(scope)]
        elif "out" not in row:
            golds.append(_locate(row, flat))
    return golds, found


def _tally_document(tallies: dict[str, Tally], text: str, found: list[Row], rows: list[Row]) -> None:
    """Adds the figures of one document to the tallies."""
    golds, found = _locate_all(text, found, rows)
    pairs = _pair(golds, found)
    for number, row in enumerate(golds):
        if row.get("optional"):
            continue
        tally = tallies.setdefault(row["kind"], Tally())
        tally.gold += 1
        if number in pairs:
            same = _compare(row, found[pairs[number]])
            tally.found += 1
            tally.right += all(same.values())
            tally.attributes.update(name for name, right in same.items() if right)
    for number, figure in enumerate(found):
        if number not in pairs.values():
            tallies.setdefault(figure["kind"], Tally()).false += 1


def _locate(row: Row, flat: str) -> Row:
    """A row of the gold with its span in the text without white space; an empty span if it is not found."""
    left, rest = _squeeze(row["ctx"])[0].split("【", 1)
    mention, right = rest.rsplit("】", 1)
    start = flat.find(left + mention + right)
    return {**row, "a": start + len(left), "b": start + len(left) + len(mention) if start >= 0 else start + len(left)}


def _pair(golds: list[Row], found: list[Row]) -> dict[int, int]:
    """Pairs figures with rows of the gold, one to one, the best pairs first."""
    pairs: list[tuple[tuple[float, ...], int, int]] = []
    for g, row in enumerate(golds):
        for f, figure in enumerate(found):
            common = min(row["b"], figure["b"]) - max(row["a"], figure["a"])
            overlap = common / max(1, max(row["b"], figure["b"]) - min(row["a"], figure["a"]))
            if common <= 0:
                continue
            same = _compare(row, figure)
            if overlap < 0.5 and not (same["value"] and (same["bounds"] or row["value"] is not None)):
                continue
            pairs.append(((same["value"], same["measure"], sum(same.values()), overlap, -g, -f), g, f))
    taken: dict[int, int] = {}
    for _, g, f in sorted(pairs, reverse=True):
        if g not in taken and f not in taken.values():
            taken[g] = f
    return taken


def _compare(row: Row, figure: Row) -> dict[str, bool]:
    """The attributes of a figure that agree with the gold."""
    return {
        "value": _same(row["value"], figure["value"]),
        "bounds": _same(row.get("low"), figure["low"]) and _same(row.get("high"), figure["high"]),
        "unit": (row["unit"] or None) == figure["unit"],
        "kind": bool(row.get("kind_any")) or row["kind"] == figure["kind"],
        "qualifier": row["qualifier"] == figure["qualifier"],
        "measure": _says(figure["measure"], row["measure"], row.get("action") or []),
        "change": bool(row.get("change_any")) or row.get("change") == figure["change"],
        "negated": bool(row.get("negated")) == figure["negated"],
    }


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def _says(measure: str | None, accepted: list[str], verbs: list[str]) -> bool:
    """Whether a measure is accepted: alone, or after at most ten characters without a verb."""
    if not accepted or measure is None:
        return not accepted
    trimmed = _TRIM_RE.sub("", measure)
    for name in (_TRIM_RE.sub("", name) for name in accepted):
        more = trimmed.removesuffix(name)
        if trimmed == name or (
            name and trimmed.endswith(name) and len(more) <= 10 and not any(verb in more for verb in verbs)
        ):
            return True
    return False


def _squeeze(text: str) -> tuple[str, list[int]]:
    """A text without white space, and the offset in it of every character of the text."""
    index: list[int] = []
    kept: list[str] = []
    for character in text:
        index.append(len(kept))
        if not _SPACE_RE.fullmatch(character):
            kept.append(character)
    return "".join(kept), [*index, len(kept)]
