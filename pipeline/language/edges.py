"""Trims the beginning of a noun phrase: lists, means and relative clauses are not part of the name."""

from collections.abc import Sequence

from pipeline.language.lexicon import Pos, Sense
from pipeline.language.tokens import Token
from pipeline.language.usage import read_usage
from pipeline.language.word_roles import NOMINAL, VERBAL, goes_on_with, is_channel, is_head, is_light

# Before whom one turns to, or who did it; and by what it was done.
LED_TO = frozenset((Sense.TURNS_TO, Sense.PASSIVE))
LED = LED_TO | {Sense.BY_MEANS}
# What a list is named by stands behind it.
LISTED = "等"
# 动态、公告、解读等各类信息: a list of more characters than this is named by what follows its 等.
LONGEST_LIST = 12


def trim_edge(words: Sequence[Token], start: int, end: int) -> int:
    """The start of the name in a phrase that reaches back to ``start``; ``end`` if nothing of it is left."""
    # 行政复议案件|维持原行政行为: what became of the cases is counted, and named with its object.
    start = next((i for i in range(end - 1, start, -1) if Sense.RULING in words[i].senses), start)
    # 发布图解的形式|解读文件
    start = next((i + 1 for i in range(end - 2, start - 1, -1) if _says_manner(words, i)), start)
    start = _after_means(words, _trim(words, start, end), end)
    if start + 1 < end and Sense.VERB_TOO in words[start].senses and _has_object(words, start + 1, end):
        start += 1  # 投入|资金, 投入|扶贫资金; but 支出总量
    return _over_modifier(words, _after_relative(words, _after_clause(words, start, end), end), end)


def _after_relative(words: Sequence[Token], start: int, end: int) -> int:
    """The start of a phrase after a clause that describes it (有关方面挽救濒临倒闭的|企业)."""
    last = max((i for i in range(start + 1, end - 1) if words[i].kind is Pos.OF), default=start)
    does = [i for i in range(start + 1, last) if words[i].kind is Pos.VERB and not words[i].listed]
    is_stated = any(words[i - 1].kind is Pos.NOUN and Sense.NOMINAL not in words[i].senses for i in does)
    joined = any(word.kind is Pos.JOIN for word in words[start:last])
    return last + 1 if is_stated and not joined else start


def _has_object(words: Sequence[Token], start: int, end: int) -> bool:
    """Whether the words after a possible verb are its object, and not a measure of it (资金; but 总量)."""
    named = words[start].kind in NOMINAL or (start + 1 < end and words[end - 1].kind in NOMINAL)
    return named and all(Sense.VERBAL_HEAD not in word.senses for word in words[start:end])


def _trim(words: Sequence[Token], start: int, end: int) -> int:
    """The start of a phrase without conjunctions and unmatched opening brackets."""
    while start < end and (
        words[start].kind in (Pos.JOIN, Pos.OF)
        or words[start].text in "》”’"
        or words[start].text == LISTED
        or (Sense.FIELD in words[start].senses and start + 1 < end and _ends_field(words, start))
    ):
        start += 1
    # 产业调整、|企业融资等方面的热点: what follows 等 names a list whose beginning is not in the phrase.
    cut = start > 0 and words[start - 1].kind is Pos.JOIN
    gist = after_list(words, (start, end)) if cut else start
    return _trim(words, gist, end) if gist > start else start


def _ends_field(words: Sequence[Token], index: int) -> bool:
    """Whether a field only classifies the things named after it (融资等方面的热点, 征地等领域|职务犯罪)."""
    return words[index + 1].kind is Pos.OF or (index > 0 and words[index - 1].text == LISTED)


def after_list(words: Sequence[Token], noun: tuple[int, int]) -> int:
    """The start of the noun that names a list before it (动态、公告等|信息), or the start of the phrase."""
    start, end = noun
    gist = next((i + 1 for i in range(start, end - 1) if words[i].text == LISTED), start)
    named = gist > start + 1 and words[gist - 2].text[-1] in "》”"  # 《…办法》等|政策文件
    return gist if named or any(word.kind is Pos.JOIN for word in words[start:gist]) else start


def shorten(words: Sequence[Token], noun: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase without a long list of examples, or of the channels through which the things came."""
    start, end = noun
    if words[end - 1].end - words[start].start <= LONGEST_LIST:
        return noun
    joins = [i for i in range(start + 1, end) if words[i].kind is Pos.JOIN]
    # 省政府网站、厅网站|网民有效留言; but “揭榜挂帅”、专项
    ways = [i for i in range(start, end - 1) if is_channel(words[i]) and not words[i].text.startswith("“")]
    if joins and {i - 1 for i in joins} <= set(ways) and max(ways) > max(joins):
        start = max(ways) + 1
    return (_trim(words, after_list(words, (start, end)), end), end) if start < end else noun


def _says_manner(words: Sequence[Token], index: int) -> bool:
    return Sense.MEANS in words[index].senses and index > 0 and words[index - 1].kind is Pos.OF


def _after_means(words: Sequence[Token], start: int, end: int) -> int:
    """The start of a phrase without a list of the means used (通过短信等方式|点击量)."""
    if not start or not (words[start - 1].kind is Pos.PREPOSITION or Sense.BY_MEANS in words[start - 1].senses):
        return start
    listed = next((i for i in range(start, end) if words[i].text == LISTED), None)
    if listed is None:
        # 通过公报发布|信息: no list, but what was done by it.
        done = [i for i in range(start + 1, end - 1) if _closes(words[i]) or _follows_channel(words, start, i)]
        return done[-1] + 1 if done else start
    means = [i for i in range(listed + 1, end - 1) if _ends_means(words[i])]
    return means[-1] + 1 if means else start


def _follows_channel(words: Sequence[Token], start: int, index: int) -> bool:
    """Whether a verb is among those right after the means (通过主流媒体|延伸宣传|)."""
    verb = index
    while index > start and words[index].kind in VERBAL:
        index -= 1
    return start <= index < verb and is_channel(words[index]) and not words[index].text.startswith("“")


def _ends_means(word: Token) -> bool:
    """Whether a word ends the means, or is the verb of what was done (等方式|, 等内容发布|)."""
    return _closes(word) or Sense.MEANS in word.senses or is_channel(word)


def _closes(word: Token) -> bool:
    return word.kind is Pos.ACTION and Sense.CLOSING in word.senses


def _after_clause(words: Sequence[Token], start: int, end: int) -> int:
    """The start of a phrase after a clause that describes its noun (解决|引发重复警情的问题)."""
    verb = start - 1
    while verb >= 0 and words[verb].kind is Pos.ADVERB:
        verb -= 1
    if verb < 1 or words[verb].kind not in VERBAL or not any(word.kind is Pos.ACTION for word in words[:verb]):
        return start
    last = max((i for i in range(start, end - 1) if words[i].kind is Pos.OF), default=start)
    listed = any(word.kind is Pos.JOIN for word in words[start:last])
    return start if last == start or listed else last + 1


def _over_modifier(words: Sequence[Token], start: int, end: int) -> int:
    """The start of a phrase with the verb that modifies it: one clause has one governing verb.

    增设|发热诊室, 服务|隔离人员, 救助资金: the verb right before the noun governs nothing.
    """
    verb = start - 1
    if verb < 0 or start == end or words[verb].kind not in VERBAL or words[start].kind not in NOMINAL:
        return start
    may_be = words[verb].senses
    modifies = (Sense.NOMINAL in may_be and Sense.CLOSING not in may_be) or not words[verb].listed
    before = words[verb - 1] if verb else None
    head = next((i for i in range(verb) if not is_light(words[i]) and words[i].kind is not Pos.AGENT), verb)
    opened = Sense.NOMINAL in words[verb].senses and words[head].kind is Pos.ACTION and head < verb
    governed = opened or (before is not None and before.kind is Pos.ACTION and Sense.NOMINAL not in before.senses)
    if read_usage(words[verb].text).governing or _follows_channel(words, 0, verb):
        return start  # 建立完善|制度, 督促治理|河湖, 通过媒体延伸宣传|文件
    if any(goes_on_with(w, words[verb]) for w in words[max(0, verb - 2) : verb]):
        return start  # 新建和改造|农村公路
    named = is_head(words[end - 1]) and end - start == 1 and len(words[verb].text) > 1
    if not modifies or not LED.isdisjoint(may_be) or (Sense.STATE in may_be and Sense.POPULATION not in may_be):
        return start
    return verb if governed or named else start
