"""Cuts a stretch of prose into words and gives each its part in a noun phrase.

jieba cuts, with a user dictionary made from ``rules/words.toml`` and without its hidden Markov model
(which guesses words); the class of a word is that of our list, else follows from jieba's tag.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import regex

from pipeline.language.dictionary import Dictionary, read_dictionary
from pipeline.resources import RulebookError
from pipeline.rulebook import Rules, read_rules


class Class(StrEnum):
    """The part that a word plays beside a number."""

    ACTION = "action"
    VERB = "verb"
    OUTCOME = "outcome"
    NOUN = "noun"
    QUALITY = "quality"
    HEAD = "head"
    LINK = "link"
    AGENT = "agent"
    TIME = "time"
    ADVERB = "adverb"
    PREPOSITION = "preposition"
    JOIN = "join"
    OF = "of"
    QUOTE = "quote"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its class, its place in the text, and whether one of our lists gave the class."""

    text: str
    kind: Class
    start: int
    end: int
    listed: bool = False


class WordRules(Rules):
    """The shape of ``rules/words.toml``."""

    actions: tuple[str, ...]
    verbs: tuple[str, ...]
    outcomes: tuple[str, ...]
    nominals: tuple[str, ...]
    compounds: tuple[str, ...]
    links: tuple[str, ...]
    verbal_heads: tuple[str, ...]
    heads: tuple[str, ...]
    agents: tuple[str, ...]
    times: tuple[str, ...]
    pronouns: tuple[str, ...]
    channels: tuple[str, ...]
    adverbs: tuple[str, ...]
    closing: tuple[str, ...]
    predicates: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    tasks: tuple[str, ...]
    manners: tuple[str, ...]
    told: tuple[str, ...]
    states: tuple[str, ...]
    follows: tuple[str, ...]
    audience: tuple[str, ...]
    light: tuple[str, ...]


# jieba's tags by their first letters: https://github.com/fxsj/jieba (tag set of ICTCLAS).
_TAGS = {
    "v": Class.VERB,
    "vd": Class.VERB,
    "vi": Class.VERB,
    "vq": Class.VERB,
    "d": Class.ADVERB,
    "t": Class.TIME,
    "tg": Class.TIME,
    "p": Class.PREPOSITION,
    "c": Class.ADVERB,
    "f": Class.ADVERB,
    "a": Class.QUALITY,
    "ad": Class.QUALITY,
    "an": Class.QUALITY,
    "b": Class.QUALITY,
    "z": Class.QUALITY,
}
_SIGNS = {
    "、": Class.JOIN,
    "和": Class.JOIN,
    "及": Class.JOIN,
    "与": Class.JOIN,
    "以及": Class.JOIN,
    "或": Class.JOIN,
    "的": Class.OF,
    "等": Class.LINK,
}
_SIGNS |= dict.fromkeys("《》〈〉“”‘’\"'「」『』", Class.QUOTE) | dict.fromkeys(",.。;:!?()[]【】\n\t|", Class.MARK)


@cache
def word_classes() -> dict[str, Class]:
    """Every listed word and its class.

    Raises:
        RulebookError: if two lists claim the same word.
    """
    rules = read_rules("words", WordRules)
    lists = (
        (rules.verbs, Class.VERB),
        (rules.actions, Class.ACTION),
        (rules.links, Class.LINK),
        (rules.times, Class.TIME),
        (rules.adverbs, Class.ADVERB),
        (rules.pronouns, Class.NOUN),
        (rules.outcomes, Class.OUTCOME),
        (rules.compounds, Class.NOUN),
        (rules.heads, Class.HEAD),
        (rules.agents, Class.AGENT),
    )
    table: dict[str, Class] = dict(_SIGNS)
    for words, kind in lists:
        for word in words:
            if word in table:
                raise RulebookError(f"rules/words.toml: {word} is claimed as {table[word]} and as {kind}")
            table[word] = kind
    return table


@cache
def nominals() -> frozenset[str]:
    """Verbs that stand inside noun phrases."""
    return frozenset(read_rules("words", WordRules).nominals)


@cache
def channels() -> frozenset[str]:
    """Nouns that name through or by whom something is done."""
    return frozenset(read_rules("words", WordRules).channels)


@cache
def verbal_heads() -> frozenset[str]:
    """Names of quantities that a verb before them belongs to."""
    return frozenset(read_rules("words", WordRules).verbal_heads)


@cache
def predicates() -> frozenset[str]:
    """What became of things, where it stands right behind the number of a part."""
    return frozenset(read_rules("words", WordRules).predicates)


@cache
def closing() -> frozenset[str]:
    """Actions that close a clause whose subject was acted on."""
    return frozenset(read_rules("words", WordRules).closing)


@cache
def chained() -> dict[str, frozenset[str]]:
    """The verbs that a verb goes on with, where both are done to one thing (新建 before 改造)."""
    chains = read_rules("words", WordRules).chains
    return {verb: frozenset(chain).difference((verb,)) for chain in chains for verb in chain}


@cache
def tasks() -> frozenset[str]:
    """Nouns that a verb before them belongs to, though it could go on with another verb (建设|改造项目)."""
    return frozenset(read_rules("words", WordRules).tasks)


@cache
def manners() -> frozenset[str]:
    """Nouns that say how a thing was done, right before the verb (在线|答复)."""
    return frozenset(read_rules("words", WordRules).manners)


@cache
def follows() -> frozenset[str]:
    """Verbs that follow a counted noun and end its phrase (入选, 获评)."""
    return frozenset(read_rules("words", WordRules).follows)


@cache
def deeds() -> frozenset[str]:
    """Verbs of what an agency did."""
    return frozenset(read_rules("words", WordRules).actions)


@cache
def states() -> frozenset[str]:
    """Verbs that tell how things are, and no deed (涉及, 增长)."""
    return frozenset(read_rules("words", WordRules).states)


@cache
def audience() -> frozenset[str]:
    """Verbs of those who read and visit (浏览, 关注)."""
    return frozenset(read_rules("words", WordRules).audience)


@cache
def light_verbs() -> frozenset[str]:
    """Verbs that leave the deed to the verb behind them (进行|清理)."""
    return frozenset(read_rules("words", WordRules).light)


@cache
def agents() -> frozenset[str]:
    """Who acts: names of the agency for itself, and of all that belongs to it (我局, 全市)."""
    return frozenset(read_rules("words", WordRules).agents)


@cache
def determiners() -> frozenset[str]:
    """Words that open a noun phrase (各类, 上述)."""
    return frozenset(read_rules("words", WordRules).pronouns)


@cache
def told() -> frozenset[str]:
    """Verbs that are counted themselves, where nothing else is named (抽查120次)."""
    return frozenset(read_rules("words", WordRules).told)


# So often is a word of our lists found, at least.
_LEAST = 20_000


@cache
def _dictionary() -> Dictionary:
    """Jieba's dictionary with the words of our lists."""
    return read_dictionary((word for word in word_classes() if len(word) > 1), _LEAST)


# What stands in title marks, or shortly in quotation marks, is one name; so are 村(居)民 and 县(市、区).
_NAME_RE = regex.compile(
    r"《[^《》\n]{1,60}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?》|“[^“”\n]{1,20}”|\"[^\"\n]{1,20}\""
    r"|[市县区镇乡村]\([市县区镇乡街道村社居、]{1,8}\)(?:民(?=[^政]|$))?|PM\ ?(?:2\.5|10)"
)


def cut_words(plain: str, start: int, end: int) -> list[Word]:
    """The words of ``plain[start:end]``; white space is left out, what title or quotation marks hold is one noun.

    >>> [(w.text, str(w.kind)) for w in cut_words("共收到信息公开申请", 0, 9)]
    [('共', 'link'), ('收到', 'action'), ('信息公开申请', 'noun')]
    """
    words: list[Word] = []
    position = start
    for name in _NAME_RE.finditer(plain, start, end):
        words += _cut_run(plain, position, name.start())
        words.append(_read_name(name[0], name.start()))
        position = name.end()
    words += _cut_run(plain, position, end)
    return words


def _read_name(text: str, start: int) -> Word:
    """A name with its marks; what became of things is no name, and has none (“不予公开”的3件)."""
    if (kind := word_classes().get(text[1:-1])) is Class.OUTCOME:
        return Word(text[1:-1], kind, start + 1, start + len(text) - 1, listed=True)
    return Word(text, Class.NOUN, start, start + len(text))


def _cut_run(plain: str, start: int, end: int) -> Iterator[Word]:
    """The words of a stretch without names."""
    for text, kind, offset, listed in _cut(plain[start:end]):
        yield Word(text, kind, start + offset, start + offset + len(text), listed)


# Reports say the same things: a third of the clauses of the corpus stand in it more than once (2026-11).
@lru_cache(maxsize=16384)
def _cut(run: str) -> tuple[tuple[str, Class, int, bool], ...]:
    """The words of a run of text: each with its class, its offset and whether a list gave the class."""
    dictionary = _dictionary()
    classes = word_classes()
    words: list[tuple[str, Class, int, bool]] = []
    offset = 0
    for text in dictionary.cut(run):
        for part in _split_verb(text, classes, dictionary):
            if not part.isspace():
                kind = classes.get(part)
                words.append((part, kind or _class_of(part, dictionary.tag(part)), offset, kind is not None))
            offset += len(part)
    return tuple(words)


def _split_verb(text: str, classes: dict[str, Class], dictionary: Dictionary) -> tuple[str, ...]:
    """A word of jieba's, or the verb and the rest where it begins with a verb of an agency (解决问题)."""
    if (
        len(text) == 4
        and text not in classes
        and text[2:] in deeds() - nominals()
        and dictionary.tag(text[:2])[:1] in "ad"
    ):
        return text[:2], text[2:]  # 严肃|查处
    verb = text[:2]
    splits = verb not in nominals() - closing() or text[2:] in nominals()
    if len(text) > 3 and text not in classes and classes.get(verb) in (Class.ACTION, Class.VERB) and splits:
        return verb, text[2:]
    return (text,)


def _class_of(text: str, tag: str) -> Class:
    """The class of a word that no list has, by jieba's tag."""
    # A bare number, and 一件 for one of the things before, name nothing: they bound a phrase as words of time do.
    if (text.isascii() and text.isdigit()) or (tag == "m" and text[0] == "一" and text[-1] != "级"):
        return Class.TIME
    # A verb of one character that no list has is mostly part of a word that jieba does not know.
    return Class.NOUN if len(text) == 1 and tag == "v" else _TAGS.get(tag, Class.NOUN)
