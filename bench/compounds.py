"""Counts how words are used: ``python -m bench.compounds [--write] FOLDER …`` writes ``pipeline/rules/compounds.toml``.

Whether a verb before a noun governs it or is a part of its name (审查案件) is decided by what stands around it where
that is enough, else by how the word is used elsewhere. Counted are documents: those in which it can only be an
attribute (behind a number with its classifier, 的 or a word such as 各类, with a noun behind it), those in which it can
only govern (at the head of its clause, before 了, a number or a noun), and those in which two verbs have one object
(排查、化解纠纷). So few reports do not use every verb both ways; so the names that jieba's dictionary begins with a
verb are counted as well (审查员, 起诉书; none with 化解).

Which nouns a classifier counts is counted where the noun stands alone beside the number (3个中心, 中心3个). What is
kept are words and counts, no sentences. Documents that are those of a folder after ``--without`` are left out.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import regex

from pipeline.characters import to_plain
from pipeline.language import NOMINAL, VERBAL, Pos, Sense, Token, cut_words, having
from pipeline.model import Kind, Report, Source
from pipeline.report import extract_source
from pipeline.rulebook import one_of
from pipeline.run import collect_files
from pipeline.values import Unit, spellings

# Of a hundred documents one may be chance; of fewer, what fewer than two have.
LEAST = 2
# Two verbs have one object in one of so many documents, and in three at least.
CHAINS_ARE = 300
LEAST_CHAINS = 3
# The number of names and documents together from which the usage of a verb is known.
KNOWN = 3
# From so many documents the nouns of a classifier are kept.
MANY = 20
# So many characters are read beside a number.
REACH = 40
# Documents share so many of their sentences with those that are left out, at most.
SHARED = 0.3
LONG = 12
# How many documents a process counts at once.
BATCH = 64
EDGES = frozenset((Pos.MARK, Pos.ADVERB, Pos.AGENT, Pos.TIME))
COUNTED = frozenset((Kind.ITEM_COUNT, Kind.EVENT_COUNT, Kind.PERSON_COUNT))
OUT = Path(__file__).parents[1] / "pipeline/rules/compounds.toml"
_SENTENCE_RE = regex.compile(r"[^。;!?\n\t|]+")
_HAN_RE = regex.compile(r"\p{Han}+")
HEAD = """\
# How words are used, counted by `python -m bench.compounds --write FOLDER …`; generated, not written by hand.
#
# sources what was counted
# verbs   the number of names in jieba's dictionary (0.42.1, MIT) that begin with the verb · of documents in which it
#         can only be an attribute · of documents in which it can only govern · of documents in which it ends its clause.
#         If the first two outweigh the third, the verb is a part of the noun after it when another verb governs
#         (办结|审查案件)
# pairs   the nouns before which a verb can only be an attribute, each with the number of documents, and of those in
#         which it governs the noun
# chains  two verbs that have one object in so many documents (排查化解|纠纷)
# heads   the nouns that a classifier counts, each with the number of documents in which it stands alone beside it
"""


@dataclass(slots=True)
class Counts:
    """In how many documents each word stands how; ``chains`` has two verbs that have one object."""

    attribute: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    governs: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    alone: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    chains: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    named: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    governed: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    heads: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, other: "Counts") -> None:
        """Adds the counts of other documents."""
        for name in self.__slots__:
            mine, its = getattr(self, name), getattr(other, name)
            for word, number in its.items():
                mine[word] += number


@dataclass(slots=True)
class Found:
    """What stands in one document, by the names of ``Counts``."""

    attribute: set[str] = field(default_factory=set)
    governs: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    chains: set[str] = field(default_factory=set)
    named: set[tuple[str, str]] = field(default_factory=set)
    governed: set[tuple[str, str]] = field(default_factory=set)
    heads: set[tuple[str, str]] = field(default_factory=set)


def count_uses(texts: Iterable[str]) -> Counts:
    """The usage of all words in some documents.

    >>> counts = count_uses(["受理3件审查案件。本院审查了各类案件。排查、化解纠纷。", "共有中心3个。"])
    >>> dict(counts.named), "审查" in counts.governs, dict(counts.chains), dict(counts.heads)
    ({('审查', '案件'): 1}, True, {'排查化解': 1}, {('个', '中心'): 1})
    """
    counts = Counts()
    for text in texts:
        found = Found()
        for match in _SENTENCE_RE.finditer(text):
            _count_verbs(found, text, cut_words(text, *match.span()))
            _count_heads(found, text, match.span())
        for name in found.__slots__:
            kept = getattr(counts, name)
            for word in getattr(found, name):
                kept[word] += 1
    return counts


def _count_verbs(found: Found, text: str, words: Sequence[Token]) -> None:
    for index, word in enumerate(words):
        if len(word.text) == 1 or not _may_govern(word):
            continue
        before, ahead = (words[index - 1] if index else None), (words[index + 1] if index + 1 < len(words) else None)
        object_noun = ahead.text if ahead is not None and ahead.kind in NOMINAL and ahead.start == word.end else None
        if _opens_noun(text, word, before):
            if object_noun:
                found.attribute.add(word.text)
                found.named.add((word.text, object_noun))
            continue
        if before is not None and Sense.TURNS_TO in before.senses and object_noun:
            found.named.add((word.text, object_noun))  # 向|参保人员
        closes = word.end == len(text) or text[word.end] in ",。;\n"
        if closes and before is not None and before.kind in (*NOMINAL, Pos.ADVERB):
            found.alone.add(word.text)
        if before is not None and before.kind not in EDGES:
            continue
        if _has_object(text, words, index):
            found.governs.add(word.text)
            if object_noun:
                found.governed.add((word.text, object_noun))
        if (second := _find_second(text, words, index)) is not None:
            found.chains.add(word.text + second.text)


def _may_govern(word: Token) -> bool:
    return word.kind in VERBAL or Sense.FLEXIBLE in word.senses


def _opens_noun(text: str, word: Token, before: Token | None) -> bool:
    """Whether a noun must follow the words before an offset (12件|, 的|, 各类|)."""
    if before is not None and (before.kind is Pos.OF or Sense.DETERMINER in before.senses):
        return True
    return _counted_re().search(text, max(0, word.start - 12), word.start) is not None


@cache
def _counted_re() -> "regex.Pattern[str]":
    """A number with a classifier of things, directly before the noun that it counts."""
    return regex.compile(rf"\d[万亿余多]*{one_of(tuple(_classifiers(Kind.ITEM_COUNT)))}$")


@cache
def _things_re() -> "regex.Pattern[str]":
    """A number with a classifier of things, and what it counts behind."""
    return regex.compile(rf"\d[\d,.]*[万亿余多]*{one_of(tuple(_classifiers(*COUNTED)))}\p{{Han}}")


@cache
def _number_re() -> "regex.Pattern[str]":
    """A number with a classifier, and what stands before it."""
    number = r"(?:\d[\d,.]*|[一二两三四五六七八九十百千]+)[多余]?[万亿千百]*[多余]?"
    classifier = one_of(tuple(_classifiers(*COUNTED)))
    return regex.compile(
        rf"(?<![第\d.])(?P<lead>(?:[共达为至到近约超有各]|超过)*){number}(?P<unit>{classifier})(?P<of>(?:以上|左右)?的?)"
    )


def _classifiers(*kinds: Kind) -> Iterator[str]:
    return (spelling for spelling, unit in spellings().items() if isinstance(unit, Unit) and unit.kind in kinds)


def _count_heads(found: Found, text: str, span: tuple[int, int]) -> None:
    """Finds the nouns that stand alone before or behind a number with its classifier."""
    numbers = list(_number_re().finditer(text, *span))
    for index, number in enumerate(numbers):
        unit = spellings()[number["unit"]]
        following = numbers[index + 1].start() if index + 1 < len(numbers) else span[1]
        ends = number.end() == following or text[number.end()] in ",、。;)("
        if ends and not number["of"]:
            words = cut_words(text, max(span[0], number.start() - REACH), number.start())
            if words and words[-1].kind in NOMINAL and words[-1].end == number.start():
                found.heads.add((unit.unit, words[-1].text))
            continue
        words = cut_words(text, number.end(), min(following, number.end() + REACH))
        run = next((i for i, w in enumerate(words) if not _stands_by(words, i, number.end())), len(words))
        closes = run and (words[run - 1].end == span[1] or text[words[run - 1].end] in ",、。;)(")
        if closes and (run == 1 or not any(map(_may_govern, words[:run]))):
            found.heads.add((unit.unit, words[run - 1].text))


def _stands_by(words: Sequence[Token], index: int, start: int) -> bool:
    """Whether a word that may stand in a name follows the one before without a gap."""
    word = words[index]
    return word.kind in NOMINAL | VERBAL and word.start == (words[index - 1].end if index else start)


def _has_object(text: str, words: Sequence[Token], index: int) -> bool:
    """Whether the object of a verb follows it directly; what a number of things follows has one."""
    end = words[index].end
    if text[end : end + 1] == "了" or _things_re().match(text, end):
        return True
    last = index + 1
    while last < len(words) and words[last].kind in NOMINAL and words[last].start == words[last - 1].end:
        last += 1
    if last == index + 1:
        return last < len(words) and words[last].text[0] in "《“"
    # 退化草原3亩, 利用外资增长5%: what is measured at the head of a clause may be named by its verb
    led = index > 0 and words[index - 1].kind is not Pos.MARK
    return led or words[last - 1].end == len(text) or text[words[last - 1].end] in ",。;\n"


def _find_second(text: str, words: Sequence[Token], index: int) -> Token | None:
    """The verb that surely has one object with the verb before it (排查、化解|纠纷, 起草制定了|)."""
    at = index + 1
    joined = at < len(words) and words[at].kind is Pos.JOIN
    at += joined
    if at >= len(words) or words[at].kind not in VERBAL or len(words[at].text) == 1:
        return None
    ahead = words[at + 1] if at + 1 < len(words) else None
    done = text[words[at].end : words[at].end + 1] == "了"
    sort = ahead is not None and (Sense.DETERMINER in ahead.senses or ahead.text[0] == "《")
    return words[at] if done or sort or (joined and ahead is not None and ahead.kind in NOMINAL) else None


def read_names() -> dict[str, int]:
    """For each word of two characters, the number of names in jieba's dictionary that begin with it."""
    names: defaultdict[str, int] = defaultdict(int)
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed", name="jieba")
    for line in Path(spec.origin).with_name("dict.txt").read_text("utf-8").splitlines():
        word, _, tag = line.split(" ")
        if len(word) > 2 and tag.startswith("n"):
            names[word[:2]] += 1
    return dict(names)


def write_counts(counts: Counts, names: dict[str, int], documents: int, sources: Sequence[str]) -> Iterator[str]:
    """The lines of the rule file."""
    yield HEAD
    yield f'date = "{datetime.now(UTC).date()}"'
    yield f"documents = {documents}"
    yield "sources = [" + ", ".join(f'"{source}"' for source in sources) + "]\n"
    yield "[verbs]"
    for verb in sorted({*counts.attribute, *counts.governs, *having(Pos.ACTION), *having(Pos.VERB)}):
        numbers = (names.get(verb, 0), *(each.get(verb, 0) for each in (counts.attribute, counts.governs, counts.alone)))
        if sum(numbers) >= KNOWN and _HAN_RE.fullmatch(verb):
            yield f'"{verb}" = [{", ".join(map(str, numbers))}]'
    yield "\n[chains]"
    for chain, number in sorted(counts.chains.items()):
        if number >= max(LEAST_CHAINS, documents // CHAINS_ARE):
            yield f'"{chain}" = {number}'
    yield "\n[pairs]"
    yield from _write_pairs(counts)
    yield "\n[heads]"
    yield from _write_heads(counts)


def _write_pairs(counts: Counts) -> Iterator[str]:
    """A line for each verb, with the nouns whose attribute it was, and how often it was and how often it governed."""
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for (verb, noun), number in sorted(counts.named.items(), key=lambda pair: (-pair[1], pair[0])):
        if number >= LEAST and _HAN_RE.fullmatch(verb + noun):
            kept[verb].append(f"{noun}{number}/{counts.governed.get((verb, noun), 0)}")
    for verb, found in sorted(kept.items()):
        yield f'"{verb}" = "{" ".join(found)}"'


def _write_heads(counts: Counts) -> Iterator[str]:
    """A line for each classifier, with its nouns by number."""
    kept: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (unit, noun), number in counts.heads.items():
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
    """The texts, each once and sorted, without those that share their sentences with others.

    >>> long = "其他文档里也有的一个长句子,共若干字。"
    >>> leave_out([long, "这一篇是没有人见过的长句子,共若干字。"], [long + long])
    ['这一篇是没有人见过的长句子,共若干字。']
    """
    known = {sentence for text in others for sentence in _long_sentences(text)}
    kept = set()
    for text in texts:
        sentences = _long_sentences(text)
        if sum(sentence in known for sentence in sentences) <= SHARED * len(sentences):
            kept.add(text)
    return sorted(kept)


def _long_sentences(text: str) -> list[str]:
    return [match[0] for match in _SENTENCE_RE.finditer(text) if len(match[0]) >= LONG]


def main(arguments: Sequence[str] | None = None) -> int:
    """Counts over the documents of some folders; prints the file, or writes it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--without", action="append", default=[], type=Path, metavar="FOLDER")
    parser.add_argument("--source", action="append", default=[], help="what is counted, for the file")
    parser.add_argument("--write", action="store_true", help="write pipeline/rules/compounds.toml")
    options = parser.parse_args(arguments)
    texts = leave_out(read_texts(options.folders), read_texts(options.without))
    counts = Counts()
    with ProcessPoolExecutor() as pool:
        for part in pool.map(count_uses, (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))):
            counts.add(part)
    lines = "\n".join(write_counts(counts, read_names(), len(texts), options.source)) + "\n"
    if options.write:
        OUT.write_text(lines, "utf-8")
    else:
        sys.stdout.write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
