"""Parses the clause left of a number into slots: what is counted, and the verb and links around it.

What is counted is an object (召开新闻发布会|2次), the topic of a verb (案件审结|5件), or an outcome (不予公开|20件).
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.language.bounds import REACH, clause_start
from pipeline.language.chunks import Chunk, ChunkKind, join_outcomes, noun_phrase
from pipeline.language.edges import LED_TO
from pipeline.language.lexicon import Pos, Sense, bodies_pattern, endings
from pipeline.language.tokens import Token, cut_words
from pipeline.language.verbs import is_deverbal, is_verb
from pipeline.language.word_roles import VERBAL, goes_on_with, is_actor, is_channel, is_head, is_light
from pipeline.values import nouns

NAMING = frozenset((Pos.NOUN, Pos.HEAD, Pos.AGENT, Pos.QUALITY))
ORDINAL = "第"
LONGEST_BRACKET = 48
LONGEST_LABEL = 8
# 移送|审查|起诉: more verbs than this have nouns among them.
LONGEST_DEED = 3


class Clause(Struct, frozen=True, gc=False):
    """The words before a number and their slots. At most one of ``object``, ``topic`` and ``outcome`` is filled.

    ``verb`` governs the object, or says what was done to the topic; ``links`` are the words between the phrase and the
    number (共, 均为, 分别为), nearest last.
    """

    words: tuple[Token, ...]
    object: Chunk | None = None
    topic: Chunk | None = None
    outcome: Chunk | None = None
    verb: Token | None = None
    links: tuple[str, ...] = ()

    @property
    def named(self) -> Chunk | None:
        """The chunk that names something, in whichever slot."""
        return self.object or self.topic or self.outcome

    @property
    def deed(self) -> tuple[int, int] | None:
        """The verbs, with their negations, of a clause that names nothing (批准|逮捕, 决定|不|起诉)."""
        start = end = max(0, len(self.words) - len(self.links))  # the links can be of what was cut off
        while start and (
            self.words[start - 1].kind in VERBAL or (start < end and Sense.DENIAL in self.words[start - 1].senses)
        ):
            start -= 1
        start = start if end - start <= LONGEST_DEED else end - 1
        return (start, end) if self.verb and not self.named and start < end else None

    @property
    def head(self) -> Token | None:
        """The head of what is named."""
        return self.words[self.named.head] if self.named else None

    @property
    def verb_text(self) -> str | None:
        """The verb as written."""
        return self.verb.text if self.verb else None

    @property
    def empty(self) -> bool:
        """Whether there are only links before the number."""
        return len(self.words) <= len(self.links)

    @property
    def names(self) -> bool:
        """Whether any of its words can name something."""
        return any(word.kind in NAMING for word in self.words)

    @property
    def rises(self) -> bool:
        """Whether its verb is one of rise or fall, and what rose or fell is not named."""
        return self.named is None and self.verb is not None and Sense.CHANGE in self.verb.senses

    @property
    def passive(self) -> bool:
        """Whether it is passive without naming what was acted on (被采用5条)."""
        return self.named is None and self.verb is not None and any(Sense.PASSIVE in w.senses for w in self.words)

    @property
    def led(self) -> bool:
        """Whether its number counts the recipients (向|90人发放补贴)."""
        return bool(self.words) and {Sense.FRONT, Sense.TURNS_TO} <= self.words[-1].senses

    @property
    def ordered(self) -> bool:
        """Whether an ordinal distinguishes its number from others (第二批|取消9项)."""
        return self.named is None and any(word.text[0] == ORDINAL and word.kind is Pos.TIME for word in self.words)

    @property
    def anew(self) -> bool:
        """Whether it says that something was done anew, and names nothing (新|登记9万户)."""
        return self.deed is not None and self.deed[0] > 0 and Sense.ASPECT in self.words[self.deed[0] - 1].senses

    @property
    def reached(self) -> bool:
        """Whether its number is the level reached by a change (达到8000万吨)."""
        return any(link.startswith(endings(Sense.REACHED)) for link in self.links)

    def span(self, part: Chunk | tuple[int, int] | None) -> tuple[int, int] | None:
        """The span of some of its words in the text."""
        first, last = part.span if isinstance(part, Chunk) else part or (0, 0)
        return (self.words[first].start, self.words[last - 1].end) if part else None


def read_clause(words: Sequence[Token]) -> Clause:
    """The clause that ends where the number begins.

    >>> words = cut_words("共收到信息公开申请", 0, 9)
    >>> clause = read_clause(words)
    >>> clause.verb.text, clause.object.span
    ('收到', (2, 3))
    """
    end = len(words)
    while end and (
        is_light(words[end - 1]) or (end > 1 and words[end - 1].kind is Pos.OF and is_light(words[end - 2]))
    ):
        end -= 1
    clause = Clause(tuple(words), links=tuple(word.text for word in words[end:]))
    if not end:
        return clause
    last = words[end - 1]
    if last.kind is Pos.OF and end > 1:
        end, last = end - 1, words[end - 2]
        if last.kind is not Pos.OUTCOME:
            noun = noun_phrase(words, end)
            # 发展生产和就业的|9户: what a verb before it is done to is not what is counted
            does = noun is not None and noun.first > 0 and words[noun.first - 1].kind in VERBAL and not is_head(last)
            return clause if does or last.kind in VERBAL else replace(clause, object=noun)
    named = end > 1 and Sense.NOMINAL in last.senses and words[end - 2].kind is Pos.NOUN
    if last.kind is Pos.OUTCOME and not named:
        return replace(clause, outcome=Chunk(ChunkKind.OUTCOME, *join_outcomes(words, end), "outcome"))
    # 宣传解读了30余件: what has 了 behind it is the verb, also where it can be a noun.
    done = end < len(words) and Sense.PERFECT in words[end].senses and last.kind is Pos.VERB
    done = done or _stands_alone(words, end)
    return _read_topic(clause, end) if done or is_verb(words, end - 1, end) else _read_object(clause, end)


def _stands_alone(words: Sequence[Token], end: int) -> bool:
    """Whether a verb before a number has no noun, so that it names nothing (累计|开行90列, 拓展|至40个)."""
    last, before = words[end - 1], words[end - 2] if end > 1 else None
    if last.kind is Pos.ACTION and before is not None and Sense.ASPECT in before.senses:
        return True
    if last.kind is Pos.ACTION and before is not None and before.kind is Pos.JOIN:
        # 制定和|修改9件、|废止1件; 机关建议废止或|修订9件
        row = all(word.kind is Pos.ACTION or is_light(word) for word in words[: end - 2])
        return row or (end > 2 and Sense.PREDICATE in last.senses and goes_on_with(words[end - 3], last))
    if last.kind is not Pos.VERB or last.listed or Sense.NOMINAL in last.senses:
        return False
    if end < len(words) and Sense.ENDS_IN in words[end].senses:
        return before is None or Sense.FRONT not in words[end].senses or before.kind in VERBAL
    if before is None or end == 2 or not before.listed or Sense.ADJECTIVAL in before.senses:
        return False
    light = before.kind in (Pos.LINK, Pos.TIME, Pos.ADVERB)
    governed = any(word.kind is Pos.ACTION for word in words[: end - 2])  # 开展办前主动|沟通
    return light and not governed


def _read_topic(clause: Clause, end: int) -> Clause:
    """The clause of a verb directly before the number: what was done to its topic."""
    topic = _topic(clause.words, end - 1)
    if topic and Sense.AVERAGE in clause.words[topic.head].senses:
        return replace(clause, topic=replace(topic, last=end))  # 法官人均|结案
    holds = Sense.TAKES_IN in clause.words[end - 1].senses and topic is not None
    head = clause.words[topic.head] if topic else None
    sort = head is not None and not is_actor(head) and not head.text.endswith(tuple(nouns().cases))
    if topic and holds and sort and topic.last == end - 1:
        return replace(clause, topic=replace(topic, last=end), verb=clause.words[end - 1])  # 审判执行|收案
    return replace(clause, topic=topic, verb=clause.words[end - 1])


def _read_object(clause: Clause, end: int) -> Clause:
    """The clause of a noun directly before the number, and the verb that governs it."""
    noun = noun_phrase(clause.words, end)
    before = noun.first - 1 if noun else end - 1
    while before >= 0 and clause.words[before].kind in (Pos.LINK, Pos.ADVERB, Pos.TIME, Pos.OF, Pos.AGENT):
        before -= 1
    verb = clause.words[before] if before >= 0 and clause.words[before].kind in VERBAL else None
    ground = _opens_ground(clause.words, before, noun.first) if verb and noun else None
    if ground is not None:
        return replace(clause, outcome=Chunk(ChunkKind.OUTCOME, ground, end, "ground"))
    return replace(clause, object=noun, verb=verb)


def _opens_ground(words: Sequence[Token], verb: int, noun: int) -> int | None:
    """The start of a ground that begins with its verb (属于国家秘密); null if there is none.

    不属于政府信息: without its 不 it would name the opposite.
    """
    if noun - 1 != verb:
        return None
    if verb and Sense.DENIAL in words[verb - 1].senses:
        return verb - 1
    return verb if Sense.GROUND in words[verb].senses else None


def _topic(words: Sequence[Token], verb: int) -> Chunk | None:
    """The noun phrase before a verb that has no object, unless it names who acts."""
    end = _end_topic(words, verb)
    last = words[end - 1] if end else None
    if last is not None and end == verb and last.kind is Pos.OUTCOME:
        return Chunk(ChunkKind.NOUN, end - 1, end + 1, "way")  # 信函提交: by what way it came
    if last is None or is_channel(last) or Sense.CAUSE in last.senses:
        return None
    changed = Sense.CHANGE in words[verb].senses and (end < 2 or words[end - 2].kind is not Pos.JOIN)
    if Sense.TAKES_IN in last.senses or (changed and last.kind in VERBAL and noun_phrase(words, end) is None):
        return _topic_with_deed(words, end, verb)
    # 留言回复: a verb that stands inside noun phrases is the noun here.
    verbal = end == verb and (last.kind is Pos.VERB or is_deverbal(words, end - 1))
    sorts = Sense.TAKES_IN in words[verb].senses and last.kind is Pos.QUALITY  # 民事二审|收案
    named = last.kind in (Pos.NOUN, Pos.HEAD) or verbal or sorts or (changed and Sense.NOMINAL in last.senses)
    topic = noun_phrase(words, end) if named else None
    if topic is None or _is_beside_made(words, topic, verb):
        return None
    if bodies_pattern().search("".join(word.text for word in words[slice(*topic.span)])):
        return None  # 各县(市、区)收到1155条
    # 向社会征求意见, 被市委采用: who is turned to, or does it, is not what is counted.
    led = words[topic.first - 1] if topic.first else None
    doer = noun_phrase(words, topic.first - 1) if led and changed else None
    if led and doer and Sense.CARRIES_OUT in led.senses and not is_actor(words[doer.head]):
        topic = replace(topic, first=doer.first)  # 重大项目完成投资|增长
    of = next((i for i in range(topic.head, topic.first, -1) if words[i].kind is Pos.OF), None)
    if led and Sense.PASSIVE in led.senses and of is not None:
        return replace(topic, first=of + 1)  # 被上级改判的|案件
    if led and Sense.FRONT in led.senses:
        return None if is_actor(words[topic.head]) else topic  # 对裁判监督|受理
    return None if led and (led.kind is Pos.PREPOSITION or not LED_TO.isdisjoint(led.senses)) else topic


def _topic_with_deed(words: Sequence[Token], end: int, verb: int) -> Chunk | None:
    """The topic that ends in an act: what came in (行政案件收案|上升), or an act that increased (商品房销售|增长)."""
    if Sense.TAKES_IN in words[end - 1].senses:
        return _read_topic(Clause(tuple(words[:end])), end).topic or Chunk(ChunkKind.NOUN, end - 1, end, "taken")
    before = noun_phrase(words, end - 1) or (Chunk(ChunkKind.NOUN, 0, 1) if end == 1 < verb else None)  # 投诉持续|增长
    return replace(before, last=end, rule="deed") if before and Sense.NOMINAL in words[end - 1].senses else None


def _end_topic(words: Sequence[Token], verb: int) -> int:
    """The end of the noun phrase before a verb, without words for manner and a bracket."""
    front = any(Sense.FRONT in word.senses for word in words[:verb])
    end = verb
    while end and _says_how(words[end - 1], words[verb]) and not (front and is_deverbal(words, end - 1)):
        end -= 1
    if end > 1 and words[end - 1].kind is Pos.AGENT and Sense.BY_MEANS in words[end - 2].senses:
        end -= 2  # 指数|在全省|上升
    closed = end > 0 and words[end - 1].text == ")"
    return next((i for i in range(end - 2, 0, -1) if words[i].text == "("), end) if closed else end  # 收入(同口径)|完成


def _is_beside_made(words: Sequence[Token], topic: Chunk, verb: int) -> bool:
    """Whether a topic names the maker or the subject matter of what is counted (委员|提出9件, 就用电安全|发布9件)."""
    led = words[topic.first - 1].senses if topic.first else frozenset[Sense]()
    about = {Sense.FRONT, Sense.BY_MEANS} <= led
    return Sense.MAKES in words[verb].senses and (about or is_actor(words[topic.head]))


def _says_how(word: Token, verb: Token) -> bool:
    """Whether a word before a verb only states its time or manner, and names nothing (现场|解决)."""
    # 收案|同比增长, 执行|收案: what is taken in, and its sort, are named
    changes = Sense.CHANGE in verb.senses
    if Sense.TAKES_IN in (word.senses if changes else verb.senses) and word.kind in VERBAL:
        return False
    if changes and word.kind is Pos.ACTION and Sense.NOMINAL in word.senses:
        return False  # 商品房销售|增长
    verbal = word.kind is Pos.ACTION or (word.kind is Pos.VERB and Sense.NOMINAL not in word.senses)
    newly = word.kind is Pos.QUALITY and len(word.text) == 1  # 新能源汽车|新|上牌
    return verbal or newly or word.kind in (Pos.LINK, Pos.ADVERB, Pos.TIME) or Sense.MANNER in word.senses


def before_bracket(plain: str, floor: int, opening: int) -> Clause | None:
    """The phrase before a bracket that the number opens or follows (征收(56件), 专区(点)35个)."""
    sign = plain[opening - 1 : opening]
    at = opening - 1 if sign == "(" else plain.rfind("(", max(floor, opening - LONGEST_BRACKET), opening)
    if sign not in ("(", ")") or at <= floor:
        return None
    left = read_clause(cut_words(plain, max(clause_start(plain, floor, at), at - REACH), at))
    label = cut_words(plain, at + 1, opening - 1) if sign == ")" and opening - at <= LONGEST_LABEL else []
    bare = plain[at - 1] == "的" or left.named is None
    if bare and label and label[-1].kind is Pos.NOUN:
        return Clause(tuple(label), object=Chunk(ChunkKind.NOUN, 0, len(label), "label"))  # 已经解决的(A类)有6件
    return left


def before_colon(plain: str, floor: int, opening: int) -> Clause | None:
    """The name that a colon separates from its number (主动公开的文件数量:5件, 信息(条):5)."""
    at = opening - 1
    if at <= floor or plain[at] != ":":
        return None
    at = max(plain.rfind("(", at - 6, at), floor) if plain[at - 1] == ")" else at
    left = read_clause(cut_words(plain, max(clause_start(plain, floor, at), at - REACH), at))
    return left if left.named and not left.links else None
