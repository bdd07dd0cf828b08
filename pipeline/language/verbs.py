"""Tells whether a word is the verb of its clause, or stands inside a noun phrase (审批事项, 改造项目)."""

from collections.abc import Sequence

from pipeline.language.tokens import (
    Class,
    Word,
    chained,
    channels,
    closing,
    determiners,
    manners,
    nominals,
    tasks,
    told,
    verbal_heads,
)

NOMINAL = frozenset((Class.NOUN, Class.HEAD, Class.QUALITY))
VERBAL = frozenset((Class.ACTION, Class.VERB))
# They open a noun phrase, and no verb before them stands in one.
SORTS = frozenset(("各类", "各种", "各项"))
# 向社会|开放会议: whom one turns to, and then the verb.
TURNS_TO = frozenset(("向", "面向", "与", "跟", "同", "给"))
# 公开|答复28条: in public.
OPENLY = "公开"
OFFICE = "办"
# 公开并|解读: and another verb.
ANDS = frozenset(("并", "并且"))
# 被|申请行政复议: what follows these is a verb, though it can stand inside a noun phrase.
PASSIVE = frozenset(("被", "遭"))


def is_verb(words: Sequence[Word], index: int, end: int) -> bool:
    """Whether the word is the verb of its clause, and not part of a noun phrase that runs to ``end``."""
    word = words[index]
    before = words[index - 1] if index else None
    if word.kind not in VERBAL or (index + 1 < end and _makes_quantity(word, words[index + 1])):
        return False
    if index + 1 < end and words[index + 1].text in determiners() and _precedes_sort(before, word, words[index + 1]):
        return True
    if before and _goes_before(words, index, end):
        return True
    if before and (before.text in PASSIVE or before.text in ANDS or (index + 1 < end and _goes_with(words, index))):
        return True
    turned_to = index > 1 and words[index - 2].text in TURNS_TO
    after_noun = before is not None and before.kind in NOMINAL and not is_channel(before) and not turned_to
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


def _goes_before(words: Sequence[Word], index: int, end: int) -> bool:
    """Whether the word before a verb that can be a noun leaves it the verb of its clause."""
    word, before = words[index], words[index - 1]
    joined = index == 1 and before.kind is Class.JOIN and index < end - 1  # 执行3条、|发布公告1条
    office = before.text == OFFICE and index > 1 and words[index - 2].kind in NOMINAL  # 信用办|公开信息12条
    openly = before.text == OPENLY and index == end - 1 and word.text in told()
    return openly or ((joined or office) and word.text in closing())


def _makes_quantity(word: Word, following: Word) -> bool:
    """Whether a verb belongs to the name of a quantity behind it (关注|人数, 整改|完成率)."""
    rated = following.text.endswith("率") and word.text in nominals()
    return following.text in verbal_heads() or rated


def _precedes_sort(before: Word | None, word: Word, following: Word) -> bool:
    """Whether a verb stands before a word that opens a noun phrase (监管|各类台站, but 宣传培训有关材料)."""
    named = before is not None and before.kind in NOMINAL | VERBAL
    return following.text in SORTS or word.kind is Class.ACTION or not named


def _goes_with(words: Sequence[Word], index: int) -> bool:
    """Whether a verb with a noun behind it is the clause's, by the word before it."""
    return _is_chained(words, index) or _is_done_in(words[index - 1], words[index])


def _is_chained(words: Sequence[Word], index: int) -> bool:
    """Whether a verb goes on with the verb before, and both are done to one thing (新建和改造|农村公路)."""
    first = index - 2 if index > 1 and words[index - 1].kind is Class.JOIN else index - 1
    alike = first >= 0 and words[first].text in chained().get(words[index].text, ())
    return alike and words[index + 1].text not in tasks()


def _is_done_in(manner: Word, word: Word) -> bool:
    """Whether a verb is the clause's since a word before it says in what manner it was done (在线答复|网友提问)."""
    return manner.text in manners() and word.text in closing()


def is_channel(word: Word) -> bool:
    """Whether the word names through or by whom something is done (门户网站, 教育厅)."""
    if word.text.startswith("“") or word.text in channels():
        return True
    # 教育厅 and 平潭县 act; 小区 and 社区 do not.
    return len(word.text) > 2 and word.text.rstrip("》").endswith(tuple(channels()))
