"""Tokenises prose and gives each token a part of speech.

Segmentation is jieba's, with a user dictionary from ``rules/lexicon.toml`` and without its hidden Markov model (which
guesses words). The part of speech comes from our lexicon, or else from jieba's tag.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

import regex
from msgspec import Struct
from msgspec.structs import replace

from pipeline.language.dictionary import Dictionary, read_dictionary
from pipeline.language.lexicon import Pos, Sense, parts_of_speech, senses


class Token(Struct, frozen=True, gc=False):
    """A word with its offsets, its part of speech and senses, and their source (lexicon, jieba, marks of a name)."""

    text: str
    kind: Pos
    start: int
    end: int
    senses: frozenset[Sense] = frozenset()
    source: str = "jieba"

    @property
    def listed(self) -> bool:
        """Whether the lexicon gave the part of speech."""
        return self.source == "lexicon"


NONE: frozenset[Sense] = frozenset()
RATE = "率"
BOUNDS = frozenset((Pos.JOIN, Pos.OF, Pos.MARK, Pos.QUOTE, Pos.PREPOSITION))
FLEXIBLE = frozenset((Sense.FLEXIBLE,))
TOPONYM = frozenset((Sense.TOPONYM,))
_PLACES = frozenset((Sense.CHANNEL, Sense.ORGAN, Sense.PLACE))
_RATIO = frozenset((Sense.VERBAL_HEAD,))
# Of four characters, jieba's own: the first two are a verb, or the last two.
OPENING_VERB = frozenset((Sense.IDIOM,))
CLOSING_VERB = frozenset((Sense.IDIOM, Sense.PREDICATE))
# jieba's tags by their first letters: https://github.com/fxsj/jieba (tag set of ICTCLAS).
_TAGS = {
    "v": Pos.VERB,
    "vd": Pos.VERB,
    "vi": Pos.VERB,
    "vq": Pos.VERB,
    "d": Pos.ADVERB,
    "t": Pos.TIME,
    "tg": Pos.TIME,
    "p": Pos.PREPOSITION,
    "c": Pos.ADVERB,
    "f": Pos.ADVERB,
    "a": Pos.QUALITY,
    "ad": Pos.QUALITY,
    "an": Pos.QUALITY,
    "b": Pos.QUALITY,
    "z": Pos.QUALITY,
}
_SIGNS = dict.fromkeys("《》〈〉“”‘’\"'「」『』", Pos.QUOTE) | dict.fromkeys(",.。;:!?()[]【】\n\t|", Pos.MARK)


@cache
def _known() -> dict[str, Pos]:
    """The part of speech of each word that the lexicon gives one, and of the signs."""
    return _SIGNS | parts_of_speech()


# So often is a word of the lexicon found, at least.
_LEAST = 20_000


@cache
def _dictionary() -> Dictionary:
    """Jieba's dictionary with the words of the lexicon."""
    return read_dictionary((word for word in _known() if len(word) > 1), _LEAST)


# 执业(助理)医师, 审计(调查)项目: another word for the one before, in the middle of a name.
ALSO_RE = r"\((?![一二三四五六七八九十含见均按])\p{Han}{1,3}\)(?=(?![为是达共约])\p{Han})"
# 县(市、区), 州(地、市): divisions of one level.
LEVELS = "市县区镇乡村州"
LEVELS_RE = r"\([市县区镇乡街道村社居地盟旗州、]{1,8}\)"
# What stands in title marks, or shortly in quotation marks, is one name; so are 村(居)民 and 县(市、区).
_NAME_RE = regex.compile(
    r"《[^《》\n]{1,60}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?》|“[^“”\n]{1,20}”|\"[^\"\n]{1,20}\""
    r"|(?P<when>[一二三四](?:、[一二三四])+季度[初末]?)|第?[一二三四五六七八九十](?:、第?[一二三四五六七八九十])+(?=\p{Han})"
    rf"|[{LEVELS}]{LEVELS_RE}(?:民(?=[^政]|$)|区(?!域))?"
    r"|(?P<also>\p{Han}\(\p{Han}\)\p{Han})|PM\ ?(?:2\.5|10)"
)
# Each of them has one of these.
_SIGNS_RE = regex.compile(r"[《“\"、(P]")


def cut_words(plain: str, start: int, end: int) -> list[Token]:
    """The words of ``plain[start:end]`` without white space; text in title or quotation marks is one noun.

    >>> [(w.text, str(w.kind)) for w in cut_words("共收到信息公开申请", 0, 9)]
    [('共', 'link'), ('收到', 'action'), ('信息公开申请', 'noun')]
    """
    return list(_cut_span(plain, start, end))


# The stages that look at a number cut the same words before and behind it.
@lru_cache(maxsize=4_096)
def _cut_span(plain: str, start: int, end: int) -> tuple[Token, ...]:
    words: list[Token] = []
    position = start
    signs = _SIGNS_RE.search(plain, start, end)
    for name in _NAME_RE.finditer(plain, start, end) if signs else ():
        if name["also"] and not _is_word(name["also"]):
            continue
        words += _cut_run(plain, position, name.start())
        words.append(_read_also(name) if name["also"] else _read_name(name))
        position = name.end()
    words += _cut_run(plain, position, end)
    if signs:
        _join_signs(words)
    if plain.find(RATE, start, end) >= 0:
        _join_rate(words)
    return tuple(
        _as_noun(words, index) if word.senses and Sense.NOUN_TOO in word.senses else word
        for index, word in enumerate(words)
    )


def _join_signs(words: list[Token]) -> None:
    """Joins the first two signs that are words of their own to one noun: neither is a verb (收、支总计9元)."""
    for index in range(len(words) - 2):
        if words[index + 1].text != "、":
            continue
        first, join, second = words[index : index + 3]
        pair = len(first.text) == len(second.text) == 1 and second.kind is Pos.NOUN
        if pair and first.kind in (Pos.ACTION, Pos.VERB):
            words[index : index + 3] = [Token(first.text + join.text + second.text, Pos.NOUN, first.start, second.end)]
            return


def _join_rate(words: list[Token]) -> None:
    """Joins a rate and the single characters that name it to one noun (即办率, 不用跑率).

    A verb before a single character belongs to it; so does a single adverb or sign before that verb.
    """
    last = next((i for i in range(len(words) - 1, 1, -1) if words[i].text == RATE), 0)
    if not last or len(words[last - 1].text) > 1 or words[last - 1].kind in BOUNDS:
        return
    first, before = last - 1, words[last - 2]
    short = len(before.text) == 1 and before.kind not in BOUNDS
    if short or before.kind in (Pos.VERB, Pos.ADVERB):
        first -= 1
    text = "".join(word.text for word in words[first : last + 1])
    words[first : last + 1] = [Token(text, Pos.NOUN, words[first].start, words[last].end, source="name")]


def _as_noun(words: list[Token], index: int) -> Token:
    """A word as a noun if it ends a name (政务动态|9条), or compares with nothing (投入产出比|为)."""
    word, ratio = words[index], Sense.COMPARES in words[index].senses
    named = index > 0 and (ratio or words[index - 1].kind in (Pos.NOUN, Pos.HEAD, Pos.QUALITY, Pos.ACTION))
    if not named or (index + 1 < len(words) and words[index + 1].kind is not Pos.LINK):
        return word
    return replace(word, kind=Pos.HEAD if ratio else Pos.NOUN, senses=_RATIO if ratio else word.senses)


def _is_word(text: str) -> bool:
    """Whether a bracket within a word gives an alternative to the character before it (专(兼)职: 专职, 兼职)."""
    known, tag = _known(), _dictionary().tag
    return all(word in known or tag(word) for word in (text[0] + text[4], text[2] + text[4]))


def _read_also(name: "regex.Match[str]") -> Token:
    """A word with an alternative first character: a verb if both words are (新(改)建), else a name (专(兼)职)."""
    (_, first, _, _), *_ = _read_word(name[0][0] + name[0][4])
    (_, second, meant, source), *_ = _read_word(name[0][2] + name[0][4])
    verbs = (Pos.ACTION, Pos.VERB)
    if second is None or first not in verbs or second not in verbs:
        return _read_name(name)
    return Token(name[0], second, *name.span(), senses=meant - {Sense.NOMINAL}, source=source)


def _read_name(name: "regex.Match[str]") -> Token:
    """A name with its marks; an outcome in marks is no name (“不予公开”的3件), nor is a time."""
    text, start, inside = name[0], name.start(), name[0][1:-1]
    if name["when"]:
        return Token(text, Pos.TIME, start, name.end(), source="name")
    if (kind := _known().get(inside)) is Pos.OUTCOME:
        return Token(inside, kind, start + 1, start + len(text) - 1, senses().get(inside, frozenset()), "lexicon")
    levels = _PLACES if text.endswith(")") else NONE  # 各县(区)|公开信息
    return Token(text, Pos.NOUN, start, start + len(text), levels, "name")


def _cut_run(plain: str, start: int, end: int) -> Iterator[Token]:
    """The words of a span without names."""
    for text, kind, offset, may_be, source in _cut(plain[start:end]):
        at = start + offset
        yield Token(text, kind, at, at + len(text), may_be, source)


# Reports say the same things: a third of the clauses of the corpus stand in it more than once (2026-11).
@lru_cache(maxsize=16384)
def _cut(run: str) -> tuple[tuple[str, Pos, int, frozenset[Sense], str], ...]:
    """The words of a text: each with its part of speech, its offset, its features, and their source."""
    words: list[tuple[str, Pos, int, frozenset[Sense], str]] = []
    offset = 0
    for text in _dictionary().cut(run):
        for part, kind, meant, source in _read_word(text):
            if kind is not None:
                words.append((part, kind, offset, meant, source))
            offset += len(part)
    return tuple(words)


# Of a hundred words of a report ninety are common.
@lru_cache(maxsize=16384)
def _read_word(text: str) -> tuple[tuple[str, Pos | None, frozenset[Sense], str], ...]:
    """One of jieba's words as one or two tokens: part of speech, features and their source; none for a space."""
    dictionary = _dictionary()
    known, may_be = _known(), senses()
    words: list[tuple[str, Pos | None, frozenset[Sense], str]] = []
    for part in _split_verb(text, known, dictionary):
        if part.isspace():
            words.append((part, None, NONE, ""))
            continue
        kind, tag = known.get(part), dictionary.tag(part)
        meant = may_be.get(part, NONE) | (NONE if kind else _senses_of(part, tag, dictionary))
        words.append((part, kind or _class_of(part, tag), meant, "lexicon" if kind else "jieba"))
    return tuple(words)


def _senses_of(text: str, tag: str, dictionary: Dictionary) -> frozenset[Sense]:
    """The features of a word outside the lexicon, by jieba's tags of it and of its halves."""
    if tag in ("vn", "ns"):
        return FLEXIBLE if tag == "vn" else TOPONYM
    if len(text) != 4 or tag[:1] not in ("l", "i"):
        return NONE
    if dictionary.tag(text[2:]) == "v":
        return CLOSING_VERB
    return OPENING_VERB if dictionary.tag(text[:2]) == "v" else NONE


def _split_verb(text: str, known: dict[str, Pos], dictionary: Dictionary) -> tuple[str, ...]:
    """One of jieba's words, or verb and rest if it begins with an act of an agency (解决问题)."""
    if len(text) < 4 or text in known:
        return (text,)
    verb, rest = text[:2], text[2:]
    first, last = senses().get(verb, NONE), senses().get(rest, NONE)
    if (
        len(text) == 4
        and known.get(rest) is Pos.ACTION
        and Sense.NOMINAL not in last
        and dictionary.tag(verb)[:1] in "ad"
    ):
        return verb, rest  # 严肃|查处
    splits = Sense.NOMINAL not in first or Sense.CLOSING in first or Sense.NOMINAL in last
    return (verb, rest) if splits and known.get(verb) in (Pos.ACTION, Pos.VERB) else (text,)


def _class_of(text: str, tag: str) -> Pos:
    """The part of speech of a word outside the lexicon, by jieba's tag."""
    # A bare number, and 一件 for one of the things before, name nothing: they bound a phrase as words of time do.
    counted = tag == "m" and (text[0] == "一" or text[-1] in "年月日")
    counted = counted or (text[0] == "第" and text[-1] in "批个")
    if (text.isascii() and text.isdigit()) or (counted and text[-1] != "级"):
        return Pos.TIME
    # A verb of one character that no list has is mostly part of a word that jieba does not know.
    return Pos.NOUN if len(text) == 1 and tag == "v" else _TAGS.get(tag, Pos.NOUN)
