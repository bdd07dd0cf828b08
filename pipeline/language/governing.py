"""Finds the governing verb of a clause, of which there is one, or one chain.

The verb nearest to a number is often part of the noun that is counted (发布|解读材料). The governing verb is at the
head of its clause, after an adverb, a time, an agent or a means, and is followed by its object.
"""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.language.lexicon import Pos, Sense, deed_pattern, having
from pipeline.language.tokens import Token
from pipeline.language.usage import read_usage
from pipeline.language.word_roles import NOMINAL, VERBAL, is_actor, is_channel, is_head, is_offence, opens_noun
from pipeline.values import nouns

# 月发, 全年共公开, 严肃查处: what a verb may stand behind at the head of its clause.
FRONTED = frozenset((Sense.TURNS_TO, Sense.FRONT))
LIGHTS = frozenset((Pos.ADVERB, Pos.TIME, Pos.LINK, Pos.AGENT, Pos.MARK, Pos.OUTCOME, Pos.QUALITY))
LONGEST_VERB = 4


class Governor(Struct, frozen=True, gc=False):
    """A governing verb: its words in the text, its span, and the rule that found it."""

    text: str
    start: int
    rule: str

    @classmethod
    def at(cls, word: Token, rule: str = "head") -> "Governor":
        """A word as the governing verb."""
        return cls(word.text, word.start, rule)


def is_deed(word: Token) -> bool:
    """Whether a verb can be an act of an agency."""
    several = len(word.text) > 1 or word.kind is Pos.ACTION or Sense.SHORT_DEED in word.senses
    return word.kind in VERBAL and Sense.STATE not in word.senses and several


def find_governor(words: Sequence[Token]) -> Governor | None:
    """The governing verb of a clause: the leftmost possible one; after a preposition, the last.

    >>> from pipeline.language.tokens import cut_words
    >>> text = "及时发布政策解读材料"
    >>> governor = find_governor(cut_words(text, 0, len(text)))
    >>> (governor.text, governor.rule) if governor else None
    ('发布', 'head')
    """
    while words and words[0].kind in (Pos.JOIN, Pos.OF, Pos.MARK):
        words = words[1:]
    by_means = _opens_means(words)
    read = [(index, _read_at(words, index)) for index in range(len(words))]
    found = [(index, governor) for index, governor in read if governor is not None]
    if not found:
        return None
    index, governor = _after_means(words, found) if by_means else found[0]
    for later, other in found:
        if later > index and Sense.ANEW in words[later - 1].senses and Sense.NOMINAL not in words[later].senses:
            index, governor = later, other  # 组织会议、|接待采访
    index, governor = _goes_by(words, found, (index, governor))
    rest = range(index + 1, len(words))
    relates = any(Sense.RELATES in words[i].senses and words[i - 1].kind in LIGHTS for i in rest)
    return None if relates else governor


def _goes_by(
    words: Sequence[Token], found: Sequence[tuple[int, Governor]], first: tuple[int, Governor]
) -> tuple[int, Governor]:
    """The verb that takes precedence over the first verb of a clause.

    服务热线|受理来电: the first names the means; 组织|召开会议: it only states the manner; 提案办理|公开5条: both end a
    name, and the last of them says what was done.
    """
    index, word = first[0], words[first[0]]
    ahead = words[index + 1] if index + 1 < len(words) else None
    if ahead is None or ahead.text == word.text:
        return first
    noun = Sense.NOMINAL in word.senses and Sense.CLOSING not in word.senses
    if noun and Sense.CHANNEL in ahead.senses:
        deeds = (pair for pair in found if pair[0] > index + 1 and words[pair[0]].kind is Pos.ACTION)
        sure = (pair for pair in deeds if words[pair[0]].senses & {Sense.NOMINAL, Sense.CLOSING} != {Sense.NOMINAL})
        return next(sure, first)
    deed = ahead.kind is Pos.ACTION and ahead.senses.isdisjoint((Sense.NOMINAL, Sense.ATTRIBUTIVE))
    if noun and deed and index + 2 < len(words):
        return index + 1, Governor(ahead.text, ahead.start, first[1].rule)
    named = index > 0 and words[index - 1].kind in NOMINAL and not is_channel(words[index - 1])
    if named and index + 2 == len(words) and ahead.kind is Pos.ACTION and Sense.CLOSING in ahead.senses:
        return index + 1, Governor.at(ahead, "behind_noun")
    return first


def _opens_means(words: Sequence[Token]) -> bool:
    """Whether a clause begins with the means or the place of what was done (通过网站|, 在全省抽查中|)."""
    for word in words:
        if Sense.BY_MEANS in word.senses or word.kind is Pos.PREPOSITION:
            return True
        if word.kind in VERBAL:
            return False
    return False


def _after_means(words: Sequence[Token], found: Sequence[tuple[int, Governor]]) -> tuple[int, Governor]:
    """The verb after a list of means, else the last that is certainly one (通过政府公报|发布信息)."""
    for index, governor in reversed(found):
        if index and Sense.ENDS_MEANS in words[index - 1].senses:
            return index, governor
    sure = [(i, g) for i, g in found if words[i].kind is Pos.ACTION and Sense.NOMINAL not in words[i].senses]
    acts = [(i, g) for i, g in found if words[i].kind is Pos.ACTION]
    return (sure or acts or found)[-1]


def _read_at(words: Sequence[Token], index: int) -> Governor | None:
    """The governing verb that a word is, if it is one."""
    word = words[index]
    if word.kind in (Pos.HEAD, Pos.NOUN) and len(word.text) > 2 and word.text[2:] in having(Sense.VERBAL_HEAD):
        # 发布量: one word that begins with its verb
        yearly = word.text.startswith("年")  # 年产量: of a year, and no deed
        deed = (
            not yearly
            and word.text[:2] in having(Pos.ACTION) - having(Sense.AUDIENCE)
            and word.text.endswith(nouns().counts)
        )
        return Governor(word.text[:2], word.start, "named") if deed else None
    if word.kind is Pos.HEAD and Sense.VERB_TOO in word.senses:
        head = not index or words[index - 1].kind in LIGHTS
        ahead = words[index + 1].kind if index + 1 < len(words) else None
        return Governor.at(word) if head and ahead in NOMINAL else None
    if word.kind is Pos.OUTCOME and index + 1 < len(words) and words[index + 1].kind in NOMINAL:
        match = deed_pattern().search(word.text)
        return Governor(match[0], word.start, "head") if match else None
    if word.kind not in VERBAL:
        return None
    if index + 1 < len(words) and words[index + 1].kind is Pos.HEAD and Sense.NOMINAL in word.senses:
        return None  # 培训|支出
    if (named := _named(words, index)) is not None:
        return Governor.at(word, "named") if named else None
    if not is_deed(word) or (rule := _governs(words, index)) is None:
        return None
    verb = words[_chain(words, index)]
    return Governor.at(verb, rule)


def _named(words: Sequence[Token], index: int) -> bool | None:
    """Whether a verb names the quantity after it (发布|量), and is an act; null if it names none."""
    ahead = words[index + 1] if index + 1 < len(words) else None
    if ahead is None or Sense.VERBAL_HEAD not in ahead.senses:
        return None
    return is_own(words[index]) and ahead.text.endswith(nouns().counts)


def is_own(word: Token) -> bool:
    """Whether a verb is an act of the agency and not of its readers."""
    return word.kind is Pos.ACTION and Sense.AUDIENCE not in word.senses and Sense.STATE not in word.senses


def _governs(words: Sequence[Token], index: int) -> str | None:  # noqa: C901, PLR0911 - a decision a line
    """The rule by which a verb governs its clause, given the words around it; null if it does not."""
    word = words[index]
    before = words[index - 1] if index else None
    ahead = words[index + 1] if index + 1 < len(words) else None
    if before is not None and Sense.FRONT in before.senses:
        return None
    listed = word.kind is Pos.ACTION or word.listed
    if not listed and (Sense.NOMINAL in word.senses or (ahead is not None and ahead.kind is Pos.JOIN)):
        return None
    offends = is_offence(words[-1]) and not read_usage(word.text).governing
    if (
        not listed
        and ahead is not None
        and (ahead.kind is Pos.ACTION or is_head(ahead) or (offends and not opens_noun(ahead)))
    ):
        return None  # 平均|期望寿命, 迭代|建设应用, 侵犯|个人信息等犯罪
    turned_to = index > 1 and not FRONTED.isdisjoint(words[index - 2].senses)  # 向社会|公开
    light = before is not None and not before.senses.isdisjoint((Sense.LIGHT, Sense.MANNER))
    bounded = before is None or before.kind in LIGHTS or light or turned_to
    by_agent = before is not None and (is_channel(before) or before.text.endswith(("”", "》")))
    if ahead is not None and ahead.kind is Pos.OF:
        # 我局承办的|13件建议, but not 公开的信息
        return "head" if index + 2 == len(words) else None
    if ahead is None:
        # 建议及|答复9件: a noun like the one that it is joined to
        joined = before is not None and before.kind is Pos.JOIN and before.text != "、"
        joined = joined and index > 1 and words[index - 2].kind in NOMINAL
        return None if joined else _closes(word, before, bounded=bounded or by_agent)
    if before is not None and before.kind is Pos.QUALITY and Sense.NOMINAL in word.senses:
        return None  # 社会化|服务组织
    if bounded:
        return "head"
    if ahead.kind is Pos.JOIN and Sense.NOMINAL in word.senses and not _goes_on(words, index):
        return None  # 环境质量、水质|监测、行政审批
    if by_agent:
        return "head"
    if before is not None and before.kind is Pos.JOIN:
        anew = word.kind is Pos.ACTION and Sense.NOMINAL not in word.senses and ahead.kind in NOMINAL | VERBAL
        return "head" if anew else None
    inside = ahead.kind in NOMINAL and before is not None and before.kind in NOMINAL
    if inside and (Sense.NOMINAL in word.senses or word.kind is not Pos.ACTION):
        return None  # 工程|建设|领域
    opens = before is not None and (before.kind not in VERBAL or not before.listed)  # 升级|建设校园
    return "head" if word.kind is Pos.ACTION and opens else None


def _closes(word: Token, before: Token | None, *, bounded: bool) -> str | None:
    """The rule by which a verb at the end of a clause governs: it is alone, or follows its object."""
    if before is None or bounded:
        # 动态类信息发布|20条
        deed = word.kind is Pos.ACTION or word.listed
        return "head" if deed or before is None or before.kind is not Pos.QUALITY else None
    if Sense.CLOSING in word.senses:
        return "behind_noun"
    if Sense.NOMINAL in word.senses:
        return None
    # 人事任免5条: what ends a name can be a part of it, where it is nothing that is done to what came in
    named = before.kind in NOMINAL and not is_actor(before)
    named = named and word.senses.isdisjoint((Sense.DONE, Sense.TOLD, Sense.CHARGES))
    return "behind_name" if named else "head"


def _goes_on(words: Sequence[Token], index: int) -> bool:
    """Whether a verb is coordinated with another one that has the object (受理和办理|申请)."""
    following = words[index + 2] if index + 2 < len(words) else None
    return following is not None and following.kind is Pos.ACTION and words[index + 1].text != "、"


def _chain(words: Sequence[Token], index: int) -> int:
    """The last verb of a coordination right before the object (收到和办理|申请)."""
    last = index
    while last + 2 < len(words) and Sense.JOINS_VERBS in words[last + 1].senses:
        following = words[last + 2]
        third = words[last + 3] if last + 3 < len(words) else None
        if following.kind is not Pos.ACTION or not is_deed(following):
            break
        if third is not None and third.kind not in NOMINAL | {Pos.QUOTE, Pos.LINK}:
            break
        last += 2
    return last


def opens_front(words: Sequence[Token]) -> bool:
    """Whether a clause begins with the object of its verb (对|, 将|)."""
    head = next((w for w in words if w.kind not in (Pos.ADVERB, Pos.TIME, Pos.AGENT, Pos.MARK)), None)
    return head is not None and Sense.FRONT in head.senses


def find_governor_after(words: Sequence[Token]) -> Governor | None:
    """The verb after the noun of a number whose clause begins with 对 or the like (53件规范性文件进行|清理)."""
    for index, word in enumerate(words):
        if Sense.LIGHT in word.senses:
            following = next((w for w in words[index + 1 :] if w.kind in VERBAL or w.kind is Pos.OUTCOME), None)
            if following is not None:
                return Governor.at(following, "front")
            continue
        ahead = words[index + 1] if index + 1 < len(words) else None
        before = words[index - 1] if index else None
        inside = before is not None and before.kind in NOMINAL and Sense.NOMINAL in word.senses
        if is_deed(word) and not inside and (ahead is None or ahead.kind is not Pos.OF):
            return Governor.at(word, "front")
    return None


def find_predicate(words: Sequence[Token]) -> Governor | None:
    """What was done to the things of a number without words before it (3件|列入限期修改, 1件|予以废止)."""
    if not words:
        return None
    if Sense.LIGHT in words[0].senses and len(words) > 1 and words[1].kind in VERBAL | {Pos.OUTCOME}:
        return Governor.at(words[1], "predicate")
    first = words[0]
    if first.kind is Pos.OUTCOME and len(first.text) > LONGEST_VERB:
        return Governor.at(first, "predicate")
    deed = first.kind is Pos.ACTION or (first.kind is Pos.VERB and first.listed)
    return Governor.at(first, "predicate") if deed and is_deed(first) else None
