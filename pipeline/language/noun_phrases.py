"""Reads the noun phrase left of a number.

There stand its object (``召开新闻发布会|2次``), or a verb whose subject is counted (``案件审结|5件``), or an outcome
(``不予公开|20件``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.language.tokens import Class, Word, WordRules, chained, closing, manners, nominals, states
from pipeline.language.verbs import NOMINAL, PASSIVE, TURNS_TO, VERBAL, is_channel, is_verb
from pipeline.rulebook import read_rules

# What may stand inside a noun phrase but neither begins nor ends it.
# 不规范描述, 图文等信息: neither a link nor an adverb where a phrase goes on behind it.
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
        "最短",
        "最长",
        "最快",
        "平均",
        "人均",
        "日均",
        "月均",
        "年均",
        "户均",
        "专门",
    )
)
# Names of quantities that are verbs where a noun follows.
VERBS_TOO = frozenset(("投入", "开支"))
# 出生人口, 死亡人口: of these a population is told.
BORN = frozenset(("出生", "死亡"))
AVERAGES = frozenset(("人均", "户均", "平均", "日均", "月均", "年均"))
# 政务动态20条: an adverb that is a noun behind another one.
ENDS_NAMES = frozenset(("动态",))
# A verb that is denied names what became of things, and is a part of the name.
DENIALS = frozenset(("不", "未", "没有", "无法", "不予", "尚未", "未予", "暂不", "不再"))
# 属于国家秘密3件: the ground on which something was decided is named by its verb, too.
GROUNDS = frozenset(("属于", "危及"))
# 省政府|部门18件: what belongs to an agent that is not the one who reports.
OFFICES = frozenset(("部门", "单位", "机构", "机关"))
RULINGS = frozenset(("维持", "撤销", "驳回", "终止", "中止", "确认违法", "责令"))
# Before a number they are no part of a name: 环比+3%, “5个….
SIGNS = frozenset("“+-−±")
# 融资等方面的热点, 有关的行政复议案: no part of the name.
FIELDS = frozenset(("方面", "领域", "有关", "相关"))
# 动态、公告、解读等各类信息: a list of more characters than this is named by what follows its 等.
LONGEST_LIST = 12
# 通过微信等方式: what is named after these is how something was done.
BY_MEANS = frozenset(("通过", "借助", "依托", "利用", "采取", "采用", "运用", "在", "经", "围绕", "针对", "聚焦", "就"))
MEANS = frozenset(("方式", "形式", "途径", "手段", "载体", "办法"))
BODY_RE = re.compile(r"[省市州县区旗镇乡村](?:\([^()]*\))?(?:、[省市县区][直本]\w{1,3})*")


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


def read_left(words: Sequence[Word]) -> Left:  # noqa: C901 - a way out for each thing that can end before a number
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
    # 宣传解读了30余件: what has 了 behind it is the verb, also where it can be a noun.
    done = links[:1] == ("了",) and last.kind is Class.VERB
    if done or is_verb(words, end - 1, end):
        subject = _subject(words, end - 1)
        if subject and words[subject[1] - 1].text in AVERAGES:
            return Left(tuple(words), (subject[0], end), subject=True, links=links)  # 法官人均|结案
        return Left(tuple(words), subject, verb=last, subject=True, links=links)
    noun = _phrase(words, end)
    before = noun[0] - 1 if noun else end - 1
    while before >= 0 and words[before].kind in (Class.LINK, Class.ADVERB, Class.TIME, Class.OF, Class.AGENT):
        before -= 1
    verb = words[before] if before >= 0 and words[before].kind in VERBAL else None
    ground = _opens_ground(words, before, noun[0]) if verb and noun else None
    if ground is not None:
        return Left(tuple(words), (ground, end), outcome=True, links=links)
    return Left(tuple(words), noun, verb=verb, links=links)


def _opens_ground(words: Sequence[Word], verb: int, noun: int) -> int | None:
    """Where the name of a ground begins, with its verb right before its noun (属于国家秘密); null where it is none.

    不属于政府信息: without its 不 it would name the opposite.
    """
    if noun - 1 != verb:
        return None
    if verb and words[verb - 1].text in DENIALS:
        return verb - 1
    return verb if words[verb].text in GROUNDS else None


def _is_light(word: Word) -> bool:
    """Whether a word between the thing counted and its number says nothing of the thing (共, 由, 上年)."""
    return word.kind in (Class.LINK, Class.ADVERB, Class.TIME) or word.text in SIGNS


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
    # 行政复议案件|维持原行政行为: what became of the cases is counted, and named with its object.
    start = next((i for i in range(end - 1, start, -1) if words[i].text in RULINGS), start)
    # 发布图解的形式|解读文件
    start = next((i + 1 for i in range(end - 2, start - 1, -1) if _tells_how(words, i)), start)
    start = _behind_means(words, _trim(words, start, end), end)
    if start + 1 < end and words[start].text in VERBS_TOO and words[start + 1].kind in NOMINAL:
        start += 1  # 投入|资金
    start = _over_modifier(words, start, end)
    return (start, end) if start < end else None


def _over_modifier(words: Sequence[Word], start: int, end: int) -> int:
    """Where a phrase begins with the verb that is a modifier of it: one clause has one governing verb.

    增设|发热诊室, 服务|隔离人员, 救助资金: the verb right before the noun governs nothing.
    """
    verb = start - 1
    if verb < 0 or start == end or words[verb].kind not in VERBAL or words[start].kind not in NOMINAL:
        return start
    modifies = words[verb].text in nominals() - closing() or not words[verb].listed
    before = words[verb - 1] if verb else None
    head = next((i for i in range(verb) if not _is_light(words[i]) and words[i].kind is not Class.AGENT), verb)
    opened = words[verb].text in nominals() and words[head].kind is Class.ACTION and head < verb
    governed = opened or (before is not None and before.kind is Class.ACTION and before.text not in nominals())
    chain = chained().get(words[verb].text, frozenset())
    if any(w.text in chain for w in words[max(0, verb - 2) : verb]):
        return start  # 新建和改造|农村公路
    named = is_head(words[end - 1]) and end - start == 1 and len(words[verb].text) > 1
    if not modifies or words[verb].text in BY_MEANS | TURNS_TO | PASSIVE or words[verb].text in states() - BORN:
        return start
    return verb if governed or named else start


def _reaches_back(words: Sequence[Word], index: int, start: int, end: int) -> bool:
    """Whether the phrase that begins at ``start`` reaches back over the word at ``index``."""
    word, inside = words[index], start < end
    if word.kind in VERBAL:
        return not is_verb(words, index, end)
    if word.text == "总":
        return inside and words[start].kind is Class.HEAD  # 价格|总水平
    if word.kind is Class.OF:
        relative = index > 0 and words[index - 1].kind in VERBAL and is_verb(words, index - 1, index)
        return inside and not relative
    if word.kind in (Class.JOIN, Class.QUOTE):
        return inside or word.text in "》”’"
    if word.kind is Class.AGENT:
        # 市|县政府250件: more than the one that reports.
        several = index == end - 1 and index > 0 and words[index - 1].kind in NOMINAL and word.text.endswith("政府")
        office = end == start + 1 and words[start].text in OFFICES
        return several or (inside and (office or words[start].kind is Class.JOIN))
    # 按期答复率: how it was done is a part of what is measured.
    rated = word.kind is Class.ADVERB and len(word.text) > 1 and inside and words[start].text.endswith("率")
    return word.kind in NOMINAL or rated or (inside and (word.kind is Class.OUTCOME or word.text in WITHIN))


def _trim(words: Sequence[Word], start: int, end: int) -> int:
    """Where the phrase begins once joins and an opening that has no close are left out."""
    while start < end and (
        words[start].kind in (Class.JOIN, Class.OF)
        or words[start].text in "》”’"
        or words[start].text == "等"
        or (words[start].text in FIELDS and start + 1 < end and words[start + 1].kind is Class.OF)
    ):
        start += 1
    # 产业调整、|企业融资等方面的热点: what follows 等 names a list whose beginning is not in the phrase.
    cut = start > 0 and words[start - 1].kind is Class.JOIN
    gist = behind_list(words, (start, end)) if cut else start
    return _trim(words, gist, end) if gist > start else start


def behind_list(words: Sequence[Word], noun: tuple[int, int]) -> int:
    """Where the noun begins that names a list before it (动态、公告等|信息), or where the phrase does."""
    start, end = noun
    gist = next((i + 1 for i in range(start, end - 1) if words[i].text == "等"), start)
    return gist if any(word.kind is Class.JOIN for word in words[start:gist]) else start


def shorten(words: Sequence[Word], noun: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase without a long list of examples, or of the channels that the things came by."""
    start, end = noun
    if words[end - 1].end - words[start].start <= LONGEST_LIST:
        return noun
    joins = [i for i in range(start + 1, end) if words[i].kind is Class.JOIN]
    # 省政府网站、厅网站|网民有效留言; but “揭榜挂帅”、专项
    ways = [i for i in range(start, end - 1) if is_channel(words[i]) and not words[i].text.startswith("“")]
    if joins and {i - 1 for i in joins} <= set(ways):
        start = max(ways) + 1
    return (behind_list(words, (start, end)), end) if start < end else noun


def _tells_how(words: Sequence[Word], index: int) -> bool:
    return words[index].text in MEANS and index > 0 and words[index - 1].kind is Class.OF


def _behind_means(words: Sequence[Word], start: int, end: int) -> int:
    """Where the phrase begins once a list of the means by which it was done is left out (通过短信等方式|点击量)."""
    if not start or not (words[start - 1].kind is Class.PREPOSITION or words[start - 1].text in BY_MEANS):
        return start
    listed = next((i for i in range(start, end) if words[i].text == "等"), None)
    if listed is None:
        # 通过公报发布|信息: no list, but what was done by it.
        done = [i for i in range(start + 1, end - 1) if _closes(words[i])]
        return done[-1] + 1 if done else start
    means = [i for i in range(listed + 1, end - 1) if _ends_means(words[i])]
    return means[-1] + 1 if means else start


def _ends_means(word: Word) -> bool:
    """Whether a word ends what was done it by, or is the verb that was done (等方式|, 等内容发布|)."""
    return _closes(word) or word.text in MEANS or is_channel(word)


def _closes(word: Word) -> bool:
    return word.kind is Class.ACTION and word.text in closing()


def _outcome(words: Sequence[Word], end: int) -> tuple[int, int]:
    """The outcomes that end before ``end``, joined ones together (予以公开及部分公开)."""
    start = end - 1
    while start >= 2 and words[start - 1].kind is Class.JOIN and words[start - 2].kind is Class.OUTCOME:
        start -= 2
    return start, end


def _subject(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """The noun phrase before a verb that has no object, unless it names who acts."""
    end = verb
    while end and _says_how(words[end - 1]):
        end -= 1
    if end == verb and end and words[end - 1].kind is Class.OUTCOME:
        return end - 1, end + 1  # 信函提交: by what way it came
    if not end or is_channel(words[end - 1]):
        return None
    # 留言回复: a verb that stands inside noun phrases is the noun here.
    named = words[end - 1].kind in (Class.NOUN, Class.HEAD) or (words[end - 1].kind is Class.VERB and end == verb)
    subject = _phrase(words, end) if named else None
    if subject and BODY_RE.fullmatch("".join(word.text for word in words[slice(*subject)])):
        return None  # 各县(市、区)收到1155条
    # 向社会征求意见, 被市委采用: who is turned to, or does it, is not what is counted.
    led = words[subject[0] - 1].text if subject and subject[0] else ""
    return None if led in TURNS_TO or led in PASSIVE else subject


def _says_how(word: Word) -> bool:
    """Whether a word before a verb tells when, how or what else was done, and names nothing (现场|解决)."""
    verbal = word.kind is Class.ACTION or (word.kind is Class.VERB and word.text not in nominals())
    return verbal or word.kind in (Class.LINK, Class.ADVERB, Class.TIME) or word.text in manners()
