"""Cuts a clause into chunks. A noun phrase is what lies between two boundaries; its last noun is the head.

A boundary is punctuation, a number, a governing verb, a preposition, or a link to the number (共, 达, 为). No word is a
boundary by its part of speech alone: a link precedes its number, an adverb its verb, and a time and an agent begin
their clause. The same word between two parts of a noun belongs to the noun (预算|稳定|调节基金, 住院|次均|费用).
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from pipeline.language.edges import trim_edge
from pipeline.language.lexicon import Pos, Sense, endings
from pipeline.language.tokens import Token
from pipeline.language.verbs import is_verb, read_verb
from pipeline.language.word_roles import EDGES, NOMINAL, VERBAL, is_actor, is_head, is_light, opens_noun

# Parts of speech that belong to a phrase only between two other parts of it.
LIGHT = frozenset((Pos.LINK, Pos.ADVERB, Pos.TIME, Pos.AGENT))


class ChunkKind(StrEnum):
    """The kind of a chunk."""

    NOUN = "np"
    VERB = "vp"
    OUTCOME = "outcome"
    LINK = "link"
    OTHER = "other"


class Chunk(Struct, frozen=True, gc=False):
    """A phrase: the tokens from ``first`` to before ``last``, and the rule that bounded it. Its head is its last."""

    kind: ChunkKind
    first: int
    last: int
    rule: str = ""

    @property
    def head(self) -> int:
        """The index of its head token."""
        return self.last - 1

    @property
    def span(self) -> tuple[int, int]:
        """The half-open range of its tokens."""
        return self.first, self.last


def chunk(words: Sequence[Token]) -> tuple[Chunk, ...]:
    """The chunks of a clause, which tile it.

    >>> from pipeline.language.tokens import cut_words
    >>> words = cut_words("共收到信息公开申请", 0, 9)
    >>> [("".join(w.text for w in words[c.first : c.last]), str(c.kind)) for c in chunk(words)]
    [('共', 'link'), ('收到', 'vp'), ('信息公开申请', 'np')]
    """
    found: list[Chunk] = []
    end = len(words)
    while end:
        found.insert(0, _chunk_before(words, end))
        end = found[0].first
    return tuple(found)


def _chunk_before(words: Sequence[Token], end: int) -> Chunk:
    """The chunk that ends before ``end``."""
    last = words[end - 1]
    if is_light(last):
        return Chunk(ChunkKind.LINK, end - 1, end, str(last.kind))
    if last.kind is Pos.OUTCOME:
        return Chunk(ChunkKind.OUTCOME, *join_outcomes(words, end), "outcome")
    verdict = read_verb(words, end - 1, end)
    if verdict.governs:
        return Chunk(ChunkKind.VERB, end - 1, end, verdict.rule)
    return noun_phrase(words, end) or Chunk(ChunkKind.OTHER, end - 1, end, str(last.kind))


def noun_phrase(words: Sequence[Token], end: int) -> Chunk | None:
    """The noun phrase that ends before ``end``, back to the verb, link or punctuation that bounds it."""
    start = end
    while start and _reaches_back(words, start - 1, start, end):
        start -= 1
        if words[start].text == ")":  # 产值(当年价)|用水量: whatever a bracket holds
            start = next((i for i in range(start - 1, -1, -1) if words[i].text == "("), start)
    bound = words[start - 1] if start else None
    start = trim_edge(words, start, end)
    if start == end - 1 and bound and words[start].kind in VERBAL and bound.kind is Pos.ADVERB and _says_manner(bound):
        start -= 1  # 集中|供养
    return Chunk(ChunkKind.NOUN, start, end, f"behind_{bound.kind}" if bound else "opens") if start < end else None


def _is_asked_for(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the previous word requires a verb, so that a noun that can be a verb is one (已|储备|编织袋)."""
    before = words[index - 1] if index else None
    asks = before is not None and Sense.ASPECT in before.senses
    # 优化|重组|全国, 分配|中央投资
    led = (before is None or _may_govern(before)) and opens_noun(words[index + 1])
    return led or (asks and not is_head(words[end - 1]))


def _may_govern(word: Token) -> bool:
    return word.kind in VERBAL or word.kind in EDGES or Sense.FLEXIBLE in word.senses


def _says_manner(word: Token) -> bool:
    """Whether an adverb of manner is part of a name (集中|供养)."""
    return len(word.text) > 1 and Sense.BOUND not in word.senses


def join_outcomes(words: Sequence[Token], end: int) -> tuple[int, int]:
    """The outcomes that end before ``end``, including coordinated ones (予以公开及部分公开)."""
    start = end - 1
    while start >= 2 and words[start - 1].kind is Pos.JOIN and words[start - 2].kind is Pos.OUTCOME:
        start -= 2
    return start, end


def _reaches_back(words: Sequence[Token], index: int, start: int, end: int) -> bool:
    """Whether the phrase that begins at ``start`` extends back across the word at ``index``."""
    word, inside = words[index], start < end
    if word.kind in VERBAL:
        return not is_verb(words, index, end)
    if Sense.FLEXIBLE in word.senses and inside and _is_asked_for(words, index, end):
        return False
    if inside and word.text in ("(", ")"):
        return True  # 执业(助理)医师: no other bracket stands within a clause
    if stays_inside(words, index, start, end):
        return True
    if word.kind is Pos.OF:
        new = index > 1 and Sense.ASPECT in words[index - 2].senses  # 新发布的|文件
        relative = index > 0 and words[index - 1].kind in VERBAL and (new or is_verb(words, index - 1, index))
        return inside and not relative
    if word.kind in (Pos.JOIN, Pos.QUOTE):
        return inside or word.text in "》”’"
    if word.kind is Pos.AGENT:
        # 市|县政府250件: more than the one that reports.
        several = index == end - 1 and index > 0 and words[index - 1].kind in NOMINAL and word.text.endswith("政府")
        office = end == start + 1 and Sense.OFFICE in words[start].senses
        return several or (inside and (office or words[start].kind is Pos.JOIN))
    # 居民来信: a way of coming that is a noun
    named = index == end - 1 and Sense.NOMINAL in word.senses
    # 按期答复率: how it was done is a part of what is measured.
    rated = word.kind is Pos.ADVERB and len(word.text) > 1 and inside and words[start].text.endswith("率")
    # 教育局|按时办结|申请: what became of cases, behind who did it
    acted = index > 0 and inside and is_actor(words[index - 1])
    done = word.kind is Pos.OUTCOME and not (acted and word.text.endswith(endings(Sense.DONE, Sense.CLOSING)))
    return word.kind in NOMINAL or rated or ((inside or named) and (done or Sense.WITHIN in word.senses))


def stays_inside(words: Sequence[Token], index: int, start: int, end: int) -> bool:
    """Whether a word that is elsewhere a link, a time, a manner or an agent is part of a phrase here.

    ``words[start:end]`` is the phrase so far, and ``words[index]`` directly precedes it.

    >>> from pipeline.language.tokens import cut_words
    >>> words = cut_words("预算稳定调节基金", 0, 8)
    >>> [word.text for word in words], stays_inside(words, 1, 2, 4)
    (['预算', '稳定', '调节', '基金'], True)
    """
    word, following = words[index], words[start] if start < end else None
    before = words[index - 1] if index else None
    # 《规划》一季度|任务: of what the title says, for a time
    titled = word.kind is Pos.TIME and before is not None and before.text.endswith("》")
    if following is None or word.kind not in LIGHT or titled:
        return False
    if Sense.RATE in word.senses:
        dated = len(word.text) == 1 and word.kind is Pos.TIME and not _follows_noun(before)
        return following.kind in NOMINAL | VERBAL and not dated
    if word.kind is Pos.AGENT and end - start == 1 and following.kind is Pos.HEAD and Sense.DEICTIC not in word.senses:
        return True  # 地方财政|收入
    if Sense.ADJECTIVAL in word.senses and following.kind in NOMINAL:
        return True
    if before is None or Sense.BOUND in word.senses:
        return False
    if _is_piece(word, before, following):
        return True
    if Sense.LIMIT in word.senses:
        return before.kind in NOMINAL | {Pos.JOIN} and following.kind in NOMINAL
    sandwiched = _is_part(words, index - 1, end) and following.kind in NOMINAL | VERBAL
    # 农村五保人员|集中|供养率: no one acts in the name of a quantity
    acts = is_actor(before) and not (word.kind is Pos.ADVERB and Sense.VERBAL_HEAD in words[end - 1].senses)
    return len(word.text) > 1 and sandwiched and not acts


def _is_part(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the word at ``index`` is part of a noun phrase that extends to ``end`` (预算, which can be a verb)."""
    word = words[index]
    verbal = word.kind in VERBAL and Sense.NOMINAL in word.senses
    return word.kind in NOMINAL or (verbal and not is_verb(words, index, end))


def _follows_noun(before: Token | None) -> bool:
    """Whether 年 or 日 after a word is not the unit of a date (我国|年|进出口总额)."""
    return before is not None and before.kind in NOMINAL | {Pos.AGENT}


def _is_piece(word: Token, before: Token, following: Token) -> bool:
    """Whether a word of one character is part of a word that no dictionary has (还|本|支出, 规|上|工业)."""
    if len(word.text) > 1 or word.kind is Pos.AGENT:
        return False
    if Sense.LOCALIZER in word.senses:
        return before.kind is Pos.NOUN and len(before.text) == 1
    return following.kind is Pos.NOUN and len(following.text) == 1 and before.kind in NOMINAL
