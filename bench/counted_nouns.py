"""Counts nouns: ``python -m bench.counted_nouns [--write] FOLDER …`` writes ``pipeline/rules/counted_nouns.toml``.

Which nouns a classifier counts is counted where the noun stands alone beside the number (3个中心, 中心3个); the numbers
are those of documents. What is kept are words and counts, no sentences. Documents that are those of a folder after
``--without`` are left out.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import regex

from pipeline.characters import to_plain
from pipeline.language import NOMINAL, VERBAL, Sense, Token, cut_words
from pipeline.model import Kind, Report, Source
from pipeline.report import extract_source
from pipeline.rulebook import one_of
from pipeline.run import collect_files
from pipeline.values import Unit, spellings

# What fewer documents have may be chance.
LEAST = 2
# From so many documents the nouns of a classifier are kept.
MANY = 20
# So many characters are read beside a number.
REACH = 40
# Documents share so many of their sentences with others, at most; sentences are long from so many characters.
SHARED = 0.3
LONG = 12
# How many documents a process counts at once.
BATCH = 64
COUNTED = frozenset((Kind.ITEM_COUNT, Kind.EVENT_COUNT, Kind.PERSON_COUNT))
OUT = Path(__file__).parents[1] / "pipeline/rules/counted_nouns.toml"
_SENTENCE_RE = regex.compile(r"[^。;!?\n\t|]+")
_HAN_RE = regex.compile(r"\p{Han}+")
HEAD = """\
# Which nouns a classifier counts, counted by `python -m bench.counted_nouns --write FOLDER …`; generated, not written
# by hand.
#
# sources what was counted
# heads   the nouns that a classifier counts, each with the number of documents in which it stands alone beside it
"""


def count_heads(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """In how many documents each classifier stands beside each noun.

    >>> count_heads(["建成3个中心,共有中心3个。", "中心共5个。"])
    Counter({('个', '中心'): 2})
    """
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        counts.update({head for match in _SENTENCE_RE.finditer(text) for head in _find_heads(text, match.span())})
    return counts


@cache
def _number_re() -> "regex.Pattern[str]":
    """A number with a classifier, and what stands before it."""
    number = r"(?:\d[\d,.]*|[一二两三四五六七八九十百千]+)[多余]?[万亿千百]*[多余]?"
    classifier = one_of(tuple(_classifiers()))
    return regex.compile(
        rf"(?<![第\d.])(?P<lead>(?:[共达为至到近约超有各]|超过)*){number}(?P<unit>{classifier})(?P<of>(?:以上|左右)?的?)"
    )


def _classifiers() -> Iterator[str]:
    return (spelling for spelling, unit in spellings().items() if isinstance(unit, Unit) and unit.kind in COUNTED)


def _find_heads(text: str, span: tuple[int, int]) -> Iterator[tuple[str, str]]:
    """The classifiers and the nouns that stand alone before or behind a number with its classifier."""
    numbers = list(_number_re().finditer(text, *span))
    for index, number in enumerate(numbers):
        unit = spellings()[number["unit"]]
        if not isinstance(unit, Unit):
            continue
        following = numbers[index + 1].start() if index + 1 < len(numbers) else span[1]
        ends = number.end() == following or text[number.end()] in ",、。;)("
        if ends and not number["of"]:
            words = cut_words(text, max(span[0], number.start() - REACH), number.start())
            if words and words[-1].kind in NOMINAL and words[-1].end == number.start():
                yield unit.unit, words[-1].text
            continue
        words = cut_words(text, number.end(), min(following, number.end() + REACH))
        run = next((i for i, w in enumerate(words) if not _stands_by(words, i, number.end())), len(words))
        closes = run and (words[run - 1].end == span[1] or text[words[run - 1].end] in ",、。;)(")
        if closes and (run == 1 or not any(map(_may_govern, words[:run]))):
            yield unit.unit, words[run - 1].text


def _stands_by(words: Sequence[Token], index: int, start: int) -> bool:
    """Whether a word that may stand in a name follows the one before without a gap."""
    word = words[index]
    return word.kind in NOMINAL | VERBAL and word.start == (words[index - 1].end if index else start)


def _may_govern(word: Token) -> bool:
    return word.kind in VERBAL or Sense.FLEXIBLE in word.senses


def write_counts(counts: Mapping[tuple[str, str], int], documents: int, sources: Sequence[str]) -> Iterator[str]:
    """The lines of the rule file."""
    yield HEAD
    yield f'date = "{datetime.now(UTC).date()}"'
    yield f"documents = {documents}"
    yield "sources = [" + ", ".join(f'"{source}"' for source in sources) + "]"
    yield "\n[heads]"
    kept: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (unit, noun), number in counts.items():
        if number >= LEAST and _HAN_RE.fullmatch(noun):
            kept[unit].append((-number, noun))
    for unit, found in sorted(kept.items()):
        if -sum(number for number, _ in found) >= MANY:
            nouns = " ".join(f"{noun}{-number}" for number, noun in sorted(found))
            yield f'"{unit}" = "{nouns}"'


def read_texts(folders: Iterable[Path]) -> Iterator[str]:
    """The plain texts of the documents of some folders; text files are read as they are."""
    for folder in folders:
        for file in collect_files(folder):
            if file.path.suffix == ".txt":
                yield to_plain(file.path.read_text("utf-8", "replace"))
                continue
            report = extract_source(Source(file.name, file.path.read_bytes()))
            if isinstance(report, Report):
                yield report.text.plain


def leave_out(texts: Iterable[str], others: Iterable[str]) -> list[str]:
    """The texts, each once, without those that share their sentences with others, or with a longer one.

    >>> long = "其他文档里也有的一个长句子,共若干字。"
    >>> leave_out([long, "这一篇是没有人见过的长句子,共若干字。"], [long + long])
    ['这一篇是没有人见过的长句子,共若干字。']
    """
    known = {sentence for text in others for sentence in _long_sentences(text)}
    kept: list[str] = []
    for text in sorted(set(texts), key=lambda text: (-len(text), text)):
        sentences = _long_sentences(text)
        if sum(sentence in known for sentence in sentences) <= SHARED * len(sentences):
            kept.append(text)
            known.update(sentences)
    return kept


def _long_sentences(text: str) -> list[str]:
    return [match[0] for match in _SENTENCE_RE.finditer(text) if len(match[0]) >= LONG]


def main(arguments: Sequence[str] | None = None) -> int:
    """Counts over the documents of some folders; prints the file, or writes it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--without", action="append", default=[], type=Path, metavar="FOLDER")
    parser.add_argument("--source", action="append", default=[], help="what is counted, for the file")
    parser.add_argument("--write", action="store_true", help="write pipeline/rules/counted_nouns.toml")
    options = parser.parse_args(arguments)
    texts = leave_out(read_texts(options.folders), read_texts(options.without))
    counts: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor() as pool:
        for part in pool.map(count_heads, (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))):
            counts.update(part)
    lines = "\n".join(write_counts(counts, len(texts), options.source)) + "\n"
    if options.write:
        OUT.write_text(lines, "utf-8")
    else:
        sys.stdout.write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
