"""Reads the noun phrase left of a number.

There stand its object (``召开新闻发布会|2次``), or a verb whose subject is counted (``案件审结|5件``), or an outcome
(``不予公开|20件``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.language.chunks import stays_inside
from pipeline.language.lexicon import Pos, Sense, having
from pipeline.language.tokens import Token
from pipeline.language.verbs import NOMINAL, VERBAL, goes_on_with, is_channel, is_verb

# Before whom one turns to, or who did it; and by what it was done.
LED_TO = frozenset((Sense.TURNS_TO, Sense.PASSIVE))
LED = LED_TO | {Sense.BY_MEANS}

# Before a number they are no part of a name: 环比+3%, “5个….
SIGNS = frozenset("“+-−±")
# 动态、公告、解读等各类信息: a list of more characters than this is named by what follows its 等.
LONGEST_LIST = 12
BODY_RE = re.compile(r"[省市州县区旗镇乡村](?:\([^()]*\))?(?:、[省市县区][直本]\w{1,3})*")


@dataclass(frozen=True, slots=True)
class Left:
    """What stands left of a number.

    ``noun`` and ``outcome`` are word ranges (half-open indices); ``verb`` governs the noun.
    ``links`` are the words between the phrase and the number (共, 均为, 分别为), nearest last.
    """

    words: tuple[Token, ...]
    noun: tuple[int, int] | None = None
    verb: Token | None = None
    outcome: bool = False
    subject: bool = False
    links: tuple[str, ...] = ()


@cache
def head_ends() -> tuple[str, ...]:
    """What the name of a quantity can end in."""
    return tuple(having(Pos.HEAD))


def read_left(words: Sequence[Token]) -> Left:  # noqa: C901 - a way out for each thing that can end before a number
    """The phrase that ends where the number begins."""
    end = len(words)
    if end > 1 and Sense.NOUN_TOO in words[-1].senses and words[-2].kind in NOMINAL:
        words = (*words[:-1], replace(words[-1], kind=Pos.NOUN))
    while end and (
        _is_light(words[end - 1]) or (end > 1 and words[end - 1].kind is Pos.OF and _is_light(words[end - 2]))
    ):
        end -= 1
    links = tuple(w.text for w in words[end:])
    if not end:
        return Left(tuple(words), links=links)
    last = words[end - 1]
    named = end > 1 and Sense.NOMINAL in last.senses and words[end - 2].kind is Pos.NOUN
    if last.kind is Pos.OUTCOME and not named:
        return Left(tuple(words), _outcome(words, end), outcome=True, links=links)
    if last.kind is Pos.OF and end > 1 and words[end - 2].kind is Pos.OUTCOME:
        return Left(tuple(words), _outcome(words, end - 1), outcome=True, links=links)
    if last.kind is Pos.OF and end > 1:
        return Left(tuple(words), _phrase(words, end - 1), links=links)
    # 宣传解读了30余件: what has 了 behind it is the verb, also where it can be a noun.
    done = links[:1] == ("了",) and last.kind is Pos.VERB
    if done or is_verb(words, end - 1, end):
        subject = _subject(words, end - 1)
        if subject and Sense.AVERAGE in words[subject[1] - 1].senses:
            return Left(tuple(words), (subject[0], end), subject=True, links=links)  # 法官人均|结案
        return Left(tuple(words), subject, verb=last, subject=True, links=links)
    noun = _phrase(words, end)
    before = noun[0] - 1 if noun else end - 1
    while before >= 0 and words[before].kind in (Pos.LINK, Pos.ADVERB, Pos.TIME, Pos.OF, Pos.AGENT):
        before -= 1
    verb = words[before] if before >= 0 and words[before].kind in VERBAL else None
    ground = _opens_ground(words, before, noun[0]) if verb and noun else None
    if ground is not None:
        return Left(tuple(words), (ground, end), outcome=True, links=links)
    return Left(tuple(words), noun, verb=verb, links=links)


def _opens_ground(words: Sequence[Token], verb: int, noun: int) -> int | None:
    """Where the name of a ground begins, with its verb right before its noun (属于国家秘密); null where it is none.

    不属于政府信息: without its 不 it would name the opposite.
    """
    if noun - 1 != verb:
        return None
    if verb and Sense.DENIAL in words[verb - 1].senses:
        return verb - 1
    return verb if Sense.GROUND in words[verb].senses else None


def _is_light(word: Token) -> bool:
    """Whether a word between the thing counted and its number says nothing of the thing (共, 由, 上年)."""
    return word.kind in (Pos.LINK, Pos.ADVERB, Pos.TIME) or word.text in SIGNS


def is_head(word: Token) -> bool:
    """Whether the word names a quantity (人数, 办结时长)."""
    return word.kind is Pos.HEAD or (word.kind is Pos.NOUN and len(word.text) > 2 and word.text.endswith(head_ends()))


def _phrase(words: Sequence[Token], end: int) -> tuple[int, int] | None:
    """The noun phrase that ends before ``end``: back to the verb, adverb or sign that bounds it."""
    start = end
    while start:
        index = start - 1
        if not _reaches_back(words, index, start, end):
            break
        start = index
    # 行政复议案件|维持原行政行为: what became of the cases is counted, and named with its object.
    start = next((i for i in range(end - 1, start, -1) if Sense.RULING in words[i].senses), start)
    # 发布图解的形式|解读文件
    start = next((i + 1 for i in range(end - 2, start - 1, -1) if _tells_how(words, i)), start)
    start = _behind_means(words, _trim(words, start, end), end)
    if start + 1 < end and Sense.VERB_TOO in words[start].senses and words[start + 1].kind in NOMINAL:
        start += 1  # 投入|资金
    start = _over_modifier(words, _behind_clause(words, start, end), end)
    return (start, end) if start < end else None


def _behind_clause(words: Sequence[Token], start: int, end: int) -> int:
    """Where a phrase begins behind a clause that describes its noun (解决|引发重复警情的问题)."""
    before = words[start - 1] if start else None
    if before is None or before.kind not in VERBAL or not any(w.kind is Pos.ACTION for w in words[: start - 1]):
        return start
    last = max((i for i in range(start, end - 1) if words[i].kind is Pos.OF), default=start)
    listed = any(word.kind is Pos.JOIN for word in words[start:last])
    return start if last == start or listed else last + 1


def _over_modifier(words: Sequence[Token], start: int, end: int) -> int:
    """Where a phrase begins with the verb that is a modifier of it: one clause has one governing verb.

    增设|发热诊室, 服务|隔离人员, 救助资金: the verb right before the noun governs nothing.
    """
    verb = start - 1
    if verb < 0 or start == end or words[verb].kind not in VERBAL or words[start].kind not in NOMINAL:
        return start
    may_be = words[verb].senses
    modifies = (Sense.NOMINAL in may_be and Sense.CLOSING not in may_be) or not words[verb].listed
    before = words[verb - 1] if verb else None
    head = next((i for i in range(verb) if not _is_light(words[i]) and words[i].kind is not Pos.AGENT), verb)
    opened = Sense.NOMINAL in words[verb].senses and words[head].kind is Pos.ACTION and head < verb
    governed = opened or (before is not None and before.kind is Pos.ACTION and Sense.NOMINAL not in before.senses)
    if any(goes_on_with(w, words[verb]) for w in words[max(0, verb - 2) : verb]):
        return start  # 新建和改造|农村公路
    named = is_head(words[end - 1]) and end - start == 1 and len(words[verb].text) > 1
    if not modifies or not LED.isdisjoint(may_be) or (Sense.STATE in may_be and Sense.POPULATION not in may_be):
        return start
    return verb if governed or named else start


def _reaches_back(words: Sequence[Token], index: int, start: int, end: int) -> bool:
    """Whether the phrase that begins at ``start`` reaches back over the word at ``index``."""
    word, inside = words[index], start < end
    if word.kind in VERBAL:
        return not is_verb(words, index, end)
    if inside and word.text in ("(", ")"):
        return True  # 执业(助理)医师: no other bracket stands within a clause
    if stays_inside(words, index, start, end):
        return True
    if word.kind is Pos.OF:
        relative = index > 0 and words[index - 1].kind in VERBAL and is_verb(words, index - 1, index)
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
    return (
        word.kind in NOMINAL
        or rated
        or ((inside or named) and (word.kind is Pos.OUTCOME or Sense.WITHIN in word.senses))
    )


def _trim(words: Sequence[Token], start: int, end: int) -> int:
    """Where the phrase begins once joins and an opening that has no close are left out."""
    while start < end and (
        words[start].kind in (Pos.JOIN, Pos.OF)
        or words[start].text in "》”’"
        or words[start].text == "等"
        or (Sense.FIELD in words[start].senses and start + 1 < end and words[start + 1].kind is Pos.OF)
    ):
        start += 1
    # 产业调整、|企业融资等方面的热点: what follows 等 names a list whose beginning is not in the phrase.
    cut = start > 0 and words[start - 1].kind is Pos.JOIN
    gist = behind_list(words, (start, end)) if cut else start
    return _trim(words, gist, end) if gist > start else start


def behind_list(words: Sequence[Token], noun: tuple[int, int]) -> int:
    """Where the noun begins that names a list before it (动态、公告等|信息), or where the phrase does."""
    start, end = noun
    gist = next((i + 1 for i in range(start, end - 1) if words[i].text == "等"), start)
    return gist if any(word.kind is Pos.JOIN for word in words[start:gist]) else start


def shorten(words: Sequence[Token], noun: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase without a long list of examples, or of the channels that the things came by."""
    start, end = noun
    if words[end - 1].end - words[start].start <= LONGEST_LIST:
        return noun
    joins = [i for i in range(start + 1, end) if words[i].kind is Pos.JOIN]
    # 省政府网站、厅网站|网民有效留言; but “揭榜挂帅”、专项
    ways = [i for i in range(start, end - 1) if is_channel(words[i]) and not words[i].text.startswith("“")]
    if joins and {i - 1 for i in joins} <= set(ways):
        start = max(ways) + 1
    return (behind_list(words, (start, end)), end) if start < end else noun


def _tells_how(words: Sequence[Token], index: int) -> bool:
    return Sense.MEANS in words[index].senses and index > 0 and words[index - 1].kind is Pos.OF


def _behind_means(words: Sequence[Token], start: int, end: int) -> int:
    """Where the phrase begins once a list of the means by which it was done is left out (通过短信等方式|点击量)."""
    if not start or not (words[start - 1].kind is Pos.PREPOSITION or Sense.BY_MEANS in words[start - 1].senses):
        return start
    listed = next((i for i in range(start, end) if words[i].text == "等"), None)
    if listed is None:
        # 通过公报发布|信息: no list, but what was done by it.
        done = [i for i in range(start + 1, end - 1) if _closes(words[i])]
        return done[-1] + 1 if done else start
    means = [i for i in range(listed + 1, end - 1) if _ends_means(words[i])]
    return means[-1] + 1 if means else start


def _ends_means(word: Token) -> bool:
    """Whether a word ends what was done it by, or is the verb that was done (等方式|, 等内容发布|)."""
    return _closes(word) or Sense.MEANS in word.senses or is_channel(word)


def _closes(word: Token) -> bool:
    return word.kind is Pos.ACTION and Sense.CLOSING in word.senses


def _outcome(words: Sequence[Token], end: int) -> tuple[int, int]:
    """The outcomes that end before ``end``, joined ones together (予以公开及部分公开)."""
    start = end - 1
    while start >= 2 and words[start - 1].kind is Pos.JOIN and words[start - 2].kind is Pos.OUTCOME:
        start -= 2
    return start, end


def _subject(words: Sequence[Token], verb: int) -> tuple[int, int] | None:
    """The noun phrase before a verb that has no object, unless it names who acts."""
    end = verb
    while end and _says_how(words[end - 1]):
        end -= 1
    if end and words[end - 1].text == ")":
        end = next((i for i in range(end - 2, 0, -1) if words[i].text == "("), end)  # 收入(同口径)|完成
    if end == verb and end and words[end - 1].kind is Pos.OUTCOME:
        return end - 1, end + 1  # 信函提交: by what way it came
    if not end or is_channel(words[end - 1]) or Sense.CAUSE in words[end - 1].senses:
        return None
    # 留言回复: a verb that stands inside noun phrases is the noun here.
    named = words[end - 1].kind in (Pos.NOUN, Pos.HEAD) or (words[end - 1].kind is Pos.VERB and end == verb)
    subject = _phrase(words, end) if named else None
    if subject is None:
        return None
    if BODY_RE.fullmatch("".join(word.text for word in words[slice(*subject)])):
        return None  # 各县(市、区)收到1155条
    # 向社会征求意见, 被市委采用: who is turned to, or does it, is not what is counted.
    led = words[subject[0] - 1] if subject[0] else None
    return None if led and (led.kind is Pos.PREPOSITION or not LED_TO.isdisjoint(led.senses)) else subject


def _says_how(word: Token) -> bool:
    """Whether a word before a verb tells when, how or what else was done, and names nothing (现场|解决)."""
    verbal = word.kind is Pos.ACTION or (word.kind is Pos.VERB and Sense.NOMINAL not in word.senses)
    return verbal or word.kind in (Pos.LINK, Pos.ADVERB, Pos.TIME) or Sense.MANNER in word.senses
