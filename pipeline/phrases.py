"""Reads the noun phrases on both sides of a number.

Left of a number stand its object (``召开新闻发布会|2次``), or a verb whose subject is counted
(``案件审结|5件``), or an outcome (``不予公开|20件``); right of it a noun (``33个|部门``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.rulebook import read_rules
from pipeline.words import Class, Word, WordRules, channels, closing, nominals, verbal_heads

NOMINAL = frozenset((Class.NOUN, Class.HEAD, Class.QUALITY))
VERBAL = frozenset((Class.ACTION, Class.VERB))
# What may stand inside a noun phrase but neither begins nor ends it.
# 不规范描述, 图文等信息: neither a link nor an adverb where a phrase goes on behind it.
# 26个由局长任组长的专班: they open a clause that describes the noun behind its 的.
OPENS_CLAUSE = frozenset(("由", "与", "在", "为", "以", "被"))
WITHIN = frozenset(
    (
        "等",
        "动态",
        "不",
        "未",
        "非",
        "无",
        "最高",
        "最多",
        "最大",
        "最低",
        "平均",
        "人均",
        "日均",
        "月均",
        "年均",
        "户均",
    )
)
# 政务动态20条: an adverb that is a noun behind another one.
ENDS_NAMES = frozenset(("动态",))
# 连续16个季度: the stretch of time is counted, whatever follows.
SPANS = frozenset(("季度", "学期", "交易日"))
INNER = frozenset((Class.JOIN, Class.OF, Class.QUOTE))


@dataclass(frozen=True, slots=True)
class Left:
    """What stands left of a number.

    ``noun`` and ``outcome`` are word ranges (half-open indices); ``verb`` governs the noun.
    ``links`` are the words between the phrase and the number (共, 均为, 分别为), nearest last.
    """

    words: tuple[Word, ...]
    noun: tuple[int, int] | None = None
    verb: Word | None = None
    outcome: bool = False
    subject: bool = False
    links: tuple[str, ...] = ()


@cache
def head_ends() -> tuple[str, ...]:
    """What the name of a quantity can end in."""
    return tuple(read_rules("words", WordRules).heads)


def read_left(words: Sequence[Word]) -> Left:
    """The phrase that ends where the number begins."""
    end = len(words)
    if end > 1 and words[-1].text in ENDS_NAMES and words[-2].kind in NOMINAL:
        words = (*words[:-1], replace(words[-1], kind=Class.NOUN))
    while end and (
        _is_light(words[end - 1]) or (end > 1 and words[end - 1].kind is Class.OF and _is_light(words[end - 2]))
    ):
        end -= 1
    links = tuple(w.text for w in words[end:])
    if not end:
        return Left(tuple(words), links=links)
    last = words[end - 1]
    if last.kind is Class.OUTCOME:
        return Left(tuple(words), _outcome(words, end), outcome=True, links=links)
    if last.kind is Class.OF and end > 1 and words[end - 2].kind is Class.OUTCOME:
        return Left(tuple(words), _outcome(words, end - 1), outcome=True, links=links)
    if last.kind is Class.OF and end > 1:
        return Left(tuple(words), _phrase(words, end - 1), links=links)
    if _is_verb(words, end - 1, end):
        subject = _subject(words, end - 1)
        return Left(tuple(words), subject, verb=last, subject=True, links=links)
    noun = _phrase(words, end)
    before = noun[0] - 1 if noun else end - 1
    while before >= 0 and words[before].kind in (Class.LINK, Class.ADVERB, Class.TIME, Class.OF):
        before -= 1
    verb = words[before] if before >= 0 and words[before].kind in VERBAL else None
    return Left(tuple(words), noun, verb=verb, links=links)


def _is_light(word: Word) -> bool:
    """Whether a word between the thing counted and its number says nothing of the thing (共, 由, 上年)."""
    return word.kind in (Class.LINK, Class.ADVERB, Class.TIME) or word.text == "“"


def read_right(words: Sequence[Word], *, spans: bool = False) -> tuple[int, int] | None:
    """The noun phrase that begins right behind a number, without a name of a quantity at its end.

    ``spans`` says that a stretch of time may be counted (16个季度).
    """
    start = 1 if words and words[0].kind is Class.OF else 0
    if len(words) == start + 1 and words[start].kind is Class.ACTION:
        return (start, start + 1) if words[start].text in nominals() else None
    if (
        words
        and (words[0].text in OPENS_CLAUSE or words[0].kind in (Class.ADVERB, Class.PREPOSITION, *VERBAL))
        and words[0].text not in nominals()
    ):
        start = _past_clause(words) or start
    if spans and len(words) > start and words[start].text in SPANS:
        return start, start + 1
    end = start
    while end < len(words) and _goes_on(words, end, start):
        end += 1
    verb = words[start] if start < end < len(words) else None
    if verb and verb.kind is Class.VERB and not verb.listed and verb.text not in nominals():
        # 5件责令学校重新处理: a verb that goes on is the clause's, and begins no name.
        return None
    # 92%公共服务事项办结时长: the share is of the items, the length of time is the next figure's.
    if end > start + 1 and is_head(words[end - 1]):
        end -= 1
        while end > start + 1 and words[end - 1].kind in (*VERBAL, Class.OF):
            end -= 1
    while end > start and words[end - 1].kind in (Class.JOIN, Class.OF):
        end -= 1
    # 1件涉及信息公开的行政复议: what begins with a verb describes the noun behind its 的.
    if end > start and words[start].kind in VERBAL:
        start = max((i + 1 for i in range(start, end - 1) if words[i].kind is Class.OF), default=start)
    return (start, end) if end > start else None


def _goes_on(words: Sequence[Word], index: int, start: int) -> bool:
    """Whether the phrase that began at ``start`` goes on with the word at ``index``."""
    word = words[index]
    ahead = words[index + 1] if index + 1 < len(words) else None
    before_noun = ahead is not None and (ahead.kind in NOMINAL or ahead.text in nominals())
    if word.kind in NOMINAL or word.kind is Class.AGENT:
        return True
    if word.kind is Class.OUTCOME:
        return before_noun
    if word.kind is Class.VERB and not word.listed and index == start and before_noun:
        # 8个抽水蓄能电站: a verb that no list has begins a name.
        return True
    if word.kind in VERBAL:
        return word.text in nominals() and (index > 0 or before_noun or word.kind is Class.VERB)
    if word.kind is Class.OF:
        # 60个单位的政府信息: the classifier counts the first noun; 3项重大的改革: what comes before 的 describes.
        return index > start and before_noun and words[index - 1].kind is not Class.NOUN
    return word.kind is Class.JOIN and index > start and before_noun


def _past_clause(words: Sequence[Word]) -> int:
    """Where the noun begins that a relative clause describes (2个|无人维护的|政务新媒体); 0 if none does."""
    ends = [i + 1 for i in range(len(words) - 1) if words[i].kind is Class.OF and words[i + 1].kind in NOMINAL]
    return ends[-1] if ends else 0


def _is_verb(words: Sequence[Word], index: int, end: int) -> bool:
    """Whether the word is the verb of its clause, and not part of a noun phrase that runs to ``end``."""
    word = words[index]
    before = words[index - 1] if index else None
    if word.kind not in VERBAL or (index + 1 < end and words[index + 1].text in verbal_heads()):
        return False
    after_noun = before is not None and before.kind in NOMINAL and not is_channel(before)
    if word.text not in nominals():
        # 人事任免文件, 办理下岗人员减免税: a verb that no list has belongs to the noun or verb before it,
        # and is itself the thing counted where the number follows (主动沟通49次).
        joined = before is not None and (before.kind in VERBAL or before.kind is Class.JOIN)
        return word.listed or not (after_noun or index == end - 1 or joined)
    if word.kind is Class.VERB or before is None:
        return before is None and word.kind is Class.ACTION
    if word.text in closing() and (
        index == end - 1 and before.kind is not Class.QUALITY
        if after_noun
        else index < end - 1 and before.kind is Class.ACTION
    ):
        # 动态类信息发布1744条: it closes the clause; 上传发布政策文件36件: it goes on with the verb before.
        return True
    return not after_noun and before.kind not in VERBAL and before.kind not in (Class.JOIN, Class.OF, Class.OUTCOME)


def is_channel(word: Word) -> bool:
    """Whether the word names through or by whom something is done (门户网站, 教育厅)."""
    if word.text.startswith("“") or word.text in channels():
        return True
    # 教育厅 and 平潭县 act; 小区 and 社区 do not.
    return len(word.text) > 2 and word.text.endswith(tuple(channels()))


def is_head(word: Word) -> bool:
    """Whether the word names a quantity (人数, 办结时长)."""
    return word.kind is Class.HEAD or (
        word.kind is Class.NOUN and len(word.text) > 2 and word.text.endswith(head_ends())
    )


def _phrase(words: Sequence[Word], end: int) -> tuple[int, int] | None:
    """The noun phrase that ends before ``end``: back to the verb, adverb or sign that bounds it."""
    start = end
    while start:
        index = start - 1
        if not _reaches_back(words, index, start, end):
            break
        start = index
    start = _trim(words, start, end)
    return (start, end) if start < end else None


def _reaches_back(words: Sequence[Word], index: int, start: int, end: int) -> bool:
    """Whether the phrase that begins at ``start`` reaches back over the word at ``index``."""
    word, inside = words[index], start < end
    if word.kind in VERBAL:
        return not _is_verb(words, index, end)
    if word.kind is Class.OF:
        relative = index > 0 and words[index - 1].kind in VERBAL and _is_verb(words, index - 1, index)
        return inside and not relative
    if word.kind in (Class.JOIN, Class.QUOTE):
        return inside or word.text in "》”’"
    if word.kind is Class.AGENT:
        return inside and words[start].kind is Class.JOIN
    return word.kind in NOMINAL or (inside and (word.kind is Class.OUTCOME or word.text in WITHIN))


def _trim(words: Sequence[Word], start: int, end: int) -> int:
    """Where the phrase begins once joins and an opening that has no close are left out."""
    while start < end and (
        words[start].kind in (Class.JOIN, Class.OF) or words[start].text in "》”’" or words[start].text == "等"
    ):
        start += 1
    return start


def _outcome(words: Sequence[Word], end: int) -> tuple[int, int]:
    """The outcomes that end before ``end``, joined ones together (予以公开及部分公开)."""
    start = end - 1
    while start >= 2 and words[start - 1].kind is Class.JOIN and words[start - 2].kind is Class.OUTCOME:
        start -= 2
    return start, end


def _subject(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """The noun phrase before a verb that has no object, unless it names who acts."""
    end = verb
    while end and words[end - 1].kind in (Class.LINK, Class.ADVERB, Class.TIME, Class.VERB, Class.ACTION):
        end -= 1
    if not end or words[end - 1].kind not in (Class.NOUN, Class.HEAD) or is_channel(words[end - 1]):
        return None
    return _phrase(words, end)
