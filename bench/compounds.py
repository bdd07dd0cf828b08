"""Counts how verbs are used: ``python -m bench.compounds [--write] FOLDER …`` writes ``pipeline/rules/compounds.toml``.

Whether a verb before a noun governs it or is a part of its name (审查案件) is decided by what stands around it where
that is enough, else by how the word is used elsewhere. Counted are documents: those in which it can only be an
attribute (behind a number with its classifier, 的 or a word such as 各类, with a noun behind it), those in which it can
only govern (at the head of its clause, before 了, a number or a noun), and those in which two verbs have one object
(排查、化解纠纷). So few reports do not use every verb both ways; so the names that jieba's dictionary begins with a
verb are counted as well (审查员, 起诉书; none with 化解). What is kept are words and counts, no sentences.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import regex

from pipeline.language import NOMINAL, VERBAL, Pos, Sense, Token, cut_words, having
from pipeline.model import Kind, Report, Source
from pipeline.report import extract_source
from pipeline.rulebook import one_of
from pipeline.run import collect_files
from pipeline.values import Unit, spellings

# What fewer documents have may be chance.
LEAST = 3
# The number of names and documents together from which the usage of a verb is known.
KNOWN = 3
EDGES = frozenset((Pos.MARK, Pos.ADVERB, Pos.AGENT, Pos.TIME))
OUT = Path(__file__).parents[1] / "pipeline/rules/compounds.toml"
_SENTENCE_RE = regex.compile(r"[^。;!?\n\t|]+")
HEAD = """\
# How verbs are used, counted by `python -m bench.compounds --write FOLDER …`; generated, not written by hand.
#
# verbs   the number of names in jieba's dictionary (0.42.1, MIT) that begin with the verb · of documents in which it
#         can only be an attribute · of documents in which it can only govern. If the first two outweigh the third, the
#         verb is a part of the noun after it when another verb governs (办结|审查案件)
# chains  two verbs that have one object in so many documents (排查化解|纠纷)
"""


@dataclass(slots=True)
class Counts:
    """In which documents each verb stands how, by their numbers; ``chains`` has two verbs that have one object."""

    attribute: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    governs: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    chains: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def count_uses(texts: Sequence[str]) -> Counts:
    """The usage of all verbs in some documents.

    >>> counts = count_uses(["受理3件审查案件。本院审查了各类案件。排查、化解纠纷。"])
    >>> dict(counts.attribute), "审查" in counts.governs, dict(counts.chains)
    ({'审查': {0}}, True, {'排查化解': {0}})
    """
    counts = Counts()
    for number, text in enumerate(texts):
        for match in _SENTENCE_RE.finditer(text):
            _count_sentence(counts, number, text, cut_words(text, *match.span()))
    return counts


def _count_sentence(counts: Counts, number: int, text: str, words: Sequence[Token]) -> None:
    for index, word in enumerate(words):
        if len(word.text) == 1 or not _may_govern(word):
            continue
        before = words[index - 1] if index else None
        if _opens_noun(text, word, before) and index + 1 < len(words) and words[index + 1].kind in NOMINAL:
            counts.attribute[word.text].add(number)
        if before is not None and before.kind not in EDGES:
            continue
        if _has_object(text, words, index):
            counts.governs[word.text].add(number)
        if (second := _find_second(text, words, index)) is not None:
            counts.chains[word.text + second.text].add(number)


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
    counted = (
        spelling for spelling, unit in spellings().items() if isinstance(unit, Unit) and unit.kind is Kind.ITEM_COUNT
    )
    return regex.compile(rf"\d[万亿余多]*{one_of(tuple(counted))}$")


def _has_object(text: str, words: Sequence[Token], index: int) -> bool:
    """Whether the object of a verb follows it directly."""
    end = words[index].end
    if text[end : end + 1] == "了" or text[end : end + 1].isdigit():
        return True
    ahead = words[index + 1] if index + 1 < len(words) else None
    return ahead is not None and (ahead.kind in NOMINAL or ahead.text[0] in "《“")


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


def write_counts(counts: Counts, names: dict[str, int], documents: int) -> Iterator[str]:
    """The lines of the rule file."""
    yield HEAD
    yield f'date = "{datetime.now(UTC).date()}"'
    yield f"documents = {documents}\n"
    yield "[verbs]"
    for verb in sorted({*counts.attribute, *counts.governs, *having(Pos.ACTION), *having(Pos.VERB)}):
        numbers = (names.get(verb, 0), len(counts.attribute[verb]), len(counts.governs[verb]))
        if sum(numbers) >= KNOWN:
            yield f'"{verb}" = [{", ".join(map(str, numbers))}]'
    yield "\n[chains]"
    for chain, found in sorted(counts.chains.items()):
        if len(found) >= LEAST:
            yield f'"{chain}" = {len(found)}'


def main(arguments: Sequence[str] | None = None) -> int:
    """Counts over the reports of some folders; prints the file, or writes it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="write pipeline/rules/compounds.toml")
    options = parser.parse_args(arguments)
    texts: set[str] = set()
    for folder in options.folders:
        for file in collect_files(folder):
            report = extract_source(Source(file.name, file.path.read_bytes()))
            if isinstance(report, Report):
                texts.add(report.text.plain)
    lines = "\n".join(write_counts(count_uses(sorted(texts)), read_names(), len(texts))) + "\n"
    if options.write:
        OUT.write_text(lines, "utf-8")
    else:
        sys.stdout.write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
