"""Damages whole reports as crawlers, editors and conversions do, and asks whether the laws still hold of what is read.

A line that is lost, a mark that was doubled, digits from elsewhere: the report is wrong then, and is read as it
stands. It must not raise, and what comes out must be in order (``bench.laws``).
"""

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from bench.laws import LAWS
from pipeline.model import Report, Source
from pipeline.report import extract_source

SUFFIXES = {".txt", ".md", ".html", ".htm"}
# Seconds of a processor: a busy machine is no fault.
SECONDS = 20.0
MOST_MUTATIONS = 4
KEPT = Path(".fuzz")

_NUMBER_RE = re.compile(r"[0-9０-９一二三四五六七八九十百千万两零〇%％.]+")
_MARK_RE = re.compile(r"[，。；：、（）《》“”,.;:()]")
_HEADING_RE = re.compile(r"(?m)^[ \u3000]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、])")
# What stands in pages where nobody wrote it.
_STRANGE = (
    "\u3000",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "\n",
    "\n\n",
    "\t",
    "|",
    "��",
    "<br>",
    "&nbsp;",
    "％",
    "〇",
    "其中",
    "分别为",
)

Mutation = Callable[[str, random.Random], str]


def lose_line(text: str, chance: random.Random) -> str:
    """Loses a line.

    >>> lose_line("甲", random.Random(1))
    ''
    """
    lines = text.splitlines(keepends=True)
    index = chance.randrange(len(lines)) if lines else 0
    return "".join(lines[:index] + lines[index + 1 :])


def double_line(text: str, chance: random.Random) -> str:
    """Prints a line twice."""
    lines = text.splitlines(keepends=True)
    index = chance.randrange(len(lines)) if lines else 0
    return "".join(lines[: index + 1] + lines[index:])


def swap_lines(text: str, chance: random.Random) -> str:
    """Exchanges two lines."""
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = chance.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def join_lines(text: str, chance: random.Random) -> str:
    """Loses the end of a line."""
    return _replace_one(text, re.compile("\n+"), lambda _: "", chance)


def cut_line(text: str, chance: random.Random) -> str:
    """Inserts a line break within a line."""
    return _insert(text, "\n", chance)


def lose_mark(text: str, chance: random.Random) -> str:
    """Loses a mark of punctuation."""
    return _replace_one(text, _MARK_RE, lambda _: "", chance)


def double_mark(text: str, chance: random.Random) -> str:
    """Prints a mark of punctuation twice."""
    return _replace_one(text, _MARK_RE, lambda mark: mark * 2, chance)


def lose_digit(text: str, chance: random.Random) -> str:
    """Loses the last digit of a number, or the number."""
    return _replace_one(text, _NUMBER_RE, lambda number: number[:-1], chance)


def exchange_number(text: str, chance: random.Random) -> str:
    """Replaces one number of a report by another of its numbers."""
    numbers = _NUMBER_RE.findall(text)
    return _replace_one(text, _NUMBER_RE, lambda _: chance.choice(numbers), chance)


def exchange_heading(text: str, chance: random.Random) -> str:
    """Replaces the marker of one heading by that of another."""
    markers = _HEADING_RE.findall(text)
    return _replace_one(text, _HEADING_RE, lambda _: chance.choice(markers), chance)


def put_strange(text: str, chance: random.Random) -> str:
    """Inserts characters that pages contain although nobody wrote them."""
    return _insert(text, chance.choice(_STRANGE), chance)


def move_piece(text: str, chance: random.Random) -> str:
    """Moves a piece elsewhere, as columns do that are read across."""
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.randrange(200)]
    return _insert(text[:start] + text[start + len(piece) :], piece, chance)


def cut_end(text: str, chance: random.Random) -> str:
    """Loses everything after an offset."""
    return text[: chance.randrange(len(text) + 1)]


MUTATIONS: tuple[Mutation, ...] = (
    *(lose_line, double_line, swap_lines, join_lines, cut_line, lose_mark, double_mark),
    *(lose_digit, exchange_number, exchange_heading, put_strange, move_piece, cut_end),
)


def _replace_one(text: str, pattern: re.Pattern[str], change: Callable[[str], str], chance: random.Random) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = chance.choice(found)
    return text[: match.start()] + change(match[0]) + text[match.end() :]


def _insert(text: str, piece: str, chance: random.Random) -> str:
    offset = chance.randrange(len(text) + 1)
    return text[:offset] + piece + text[offset:]


def mutate(text: str, chance: random.Random) -> tuple[str, list[str]]:
    """A report with up to four damages, and their names."""
    names = []
    for mutation in chance.choices(MUTATIONS, k=chance.randint(1, MOST_MUTATIONS)):
        text = mutation(text, chance)
        names.append(mutation.__name__)
    return text, names


def find_fault(name: str, text: str) -> str | None:
    """The law that a report breaks when it is read, or the exception that it raises; null if neither."""
    start = process_time()
    try:
        outcome = extract_source(Source(name, text.encode("utf-8", "surrogatepass")))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"raises {type(error).__name__}: {error}"
    seconds = process_time() - start
    if seconds > SECONDS:
        return f"takes {seconds:.0f} s"
    if not isinstance(outcome, Report):
        return None
    if not outcome.text.text.strip():
        return "is read, and has no text"
    for law in LAWS:
        try:
            law(outcome)
        except AssertionError as error:
            return f"{law.__name__}: {error}"
    return None


def list_reports(folders: Sequence[Path]) -> list[Path]:
    """The reports of plain text and HTML in some folders."""
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]


def try_mutations(folders: Sequence[Path], seconds: float, seed: int) -> tuple[int, list[str]]:
    """Damages reports until the time of a processor is up: how many were read, and the faults, kept in ``.fuzz``."""
    chance, reports = random.Random(seed), list_reports(folders)  # noqa: S311 - chance that is no secret
    end, count, faults = process_time() + seconds, 0, []
    while reports and process_time() < end:
        path = chance.choice(reports)
        text, names = mutate(path.read_text("utf-8", "replace"), chance)
        count += 1
        if (fault := find_fault(path.name, text)) is not None:
            KEPT.mkdir(exist_ok=True)
            kept = KEPT / f"{seed}-{count}{path.suffix}"
            kept.write_text(text, "utf-8", "surrogatepass")
            faults.append(f"{kept} ({path.name}, {', '.join(names)}): {fault}")
    return count, faults
