"""Tells whether a word is the verb of its clause, or stands inside a noun phrase (审批事项, 改造项目)."""

from collections.abc import Sequence

from pipeline.language.lexicon import CHAINS, Pos, Sense, endings
from pipeline.language.tokens import Token

NOMINAL = frozenset((Pos.NOUN, Pos.HEAD, Pos.QUALITY))
# Before whom one turns to, where, or by what.
LEADS = frozenset((Sense.TURNS_TO, Sense.BY_MEANS, Sense.FRONT))
# Behind these a clause begins.
EDGES = frozenset((Pos.LINK, Pos.ADVERB, Pos.TIME, Pos.AGENT, Pos.MARK))
VERBAL = frozenset((Pos.ACTION, Pos.VERB))
# 公开|答复28条: in public.
OPENLY = "公开"
OFFICE = "办"


def is_verb(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the word is the verb of its clause, and not part of a noun phrase that runs to ``end``."""
    word = words[index]
    before = words[index - 1] if index else None
    if word.kind not in VERBAL or (index + 1 < end and _makes_quantity(word, words[index + 1])):
        return False
    if (
        index + 1 < end
        and Sense.DETERMINER in words[index + 1].senses
        and _precedes_sort(before, word, words[index + 1])
    ):
        return True
    if index + 1 < end and (_is_attribute(words, index, end) or _is_totalled(before)):
        return False
    if index + 1 < end and (before is None or before.kind in EDGES) and _opens_noun(words[index + 1]):
        return True
    if before and _goes_before(words, index, end):
        return True
    if before and (
        Sense.PASSIVE in before.senses or Sense.AND in before.senses or (index + 1 < end and _goes_with(words, index))
    ):
        return True
    turned_to = index > 1 and Sense.TURNS_TO in words[index - 2].senses
    after_noun = before is not None and before.kind in NOMINAL and not is_channel(before) and not turned_to
    if Sense.NOMINAL not in word.senses:
        # 人事任免文件, 办理下岗人员减免税: a verb that no list has belongs to the noun or verb before it,
        # and is itself the thing counted where the number follows (主动沟通49次).
        joined = before is not None and (before.kind in VERBAL or before.kind is Pos.JOIN)
        return word.listed or not (after_noun or index == end - 1 or joined)
    if word.kind is Pos.VERB or before is None:
        return before is None and word.kind is Pos.ACTION
    if Sense.CLOSING in word.senses and (
        index == end - 1 and before.kind is not Pos.QUALITY
        if after_noun
        else index < end - 1 and before.kind is Pos.ACTION
    ):
        # 动态类信息发布1744条: it closes the clause; 上传发布政策文件36件: it goes on with the verb before.
        return True
    return not after_noun and before.kind not in VERBAL and before.kind not in (Pos.JOIN, Pos.OF, Pos.OUTCOME)


def _is_totalled(before: Token | None) -> bool:
    """Whether a verb names a quantity behind what tells of a total or an average (总|诊疗人次, 次均|住院费用)."""
    return before is not None and Sense.RATE in before.senses and (before.kind is Pos.LINK or len(before.text) > 1)


def _opens_noun(word: Token) -> bool:
    """Whether a word opens a noun phrase, so that the verb before it is none of its attributes (培育|省级中心)."""
    return word.kind is Pos.AGENT or (word.kind is Pos.QUALITY and word.text.endswith("级"))


def _is_led(words: Sequence[Token], index: int) -> bool:
    """Whether the noun phrase before a word hangs on a preposition (在城镇和农村|新增)."""
    while index and words[index - 1].kind in NOMINAL | {Pos.JOIN, Pos.OF}:
        index -= 1
    return index > 0 and (words[index - 1].kind is Pos.PREPOSITION or not LEADS.isdisjoint(words[index - 1].senses))


def _is_attribute(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb is an attribute of the noun behind it (城镇|新增|就业; 享受|政府津贴人数)."""
    word, before = words[index], words[index - 1] if index else None
    if Sense.ATTRIBUTIVE in word.senses:
        # 受益|学生: no agency does it
        free = before is not None and before.kind in NOMINAL and not is_actor(before)
        return (free and not _is_led(words, index)) or Sense.STATE in word.senses
    return not word.listed and len(word.text) > 1 and words[end - 1].text.endswith(endings(Sense.VERBAL_HEAD))


def _goes_before(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the word before a verb that can be a noun leaves it the verb of its clause."""
    word, before = words[index], words[index - 1]
    joined = index == 1 and before.kind is Pos.JOIN and index < end - 1  # 执行3条、|发布公告1条
    office = before.text == OFFICE and index > 1 and words[index - 2].kind in NOMINAL  # 信用办|公开信息12条
    openly = before.text == OPENLY and index == end - 1 and Sense.TOLD in word.senses
    return openly or ((joined or office) and Sense.CLOSING in word.senses)


def _makes_quantity(word: Token, following: Token) -> bool:
    """Whether a verb belongs to the name of a quantity behind it (关注|人数, 整改|完成率)."""
    rated = following.text.endswith(("率", "数")) and Sense.NOMINAL in word.senses
    return Sense.VERBAL_HEAD in following.senses or rated


def _precedes_sort(before: Token | None, word: Token, following: Token) -> bool:
    """Whether a verb stands before a word that opens a noun phrase (监管|各类台站, but 宣传培训有关材料)."""
    named = before is not None and before.kind in NOMINAL | VERBAL
    return Sense.SORT in following.senses or word.kind is Pos.ACTION or not named


def _goes_with(words: Sequence[Token], index: int) -> bool:
    """Whether a verb with a noun behind it is the clause's, by the word before it."""
    return _is_chained(words, index) or _is_done_in(words[index - 1], words[index])


def _is_chained(words: Sequence[Token], index: int) -> bool:
    """Whether a verb goes on with the verb before, and both are done to one thing (新建和改造|农村公路)."""
    first = index - 2 if index > 1 and words[index - 1].kind is Pos.JOIN else index - 1
    alike = first >= 0 and goes_on_with(words[first], words[index])
    return alike and Sense.TASK not in words[index + 1].senses


def goes_on_with(first: Token, word: Token) -> bool:
    """Whether two verbs are done to one thing, one after the other (新建 before 改造)."""
    return first.text != word.text and not CHAINS.isdisjoint(first.senses & word.senses)


def _is_done_in(manner: Token, word: Token) -> bool:
    """Whether a verb is the clause's since a word before it says in what manner it was done (在线答复|网友提问)."""
    return Sense.MANNER in manner.senses and Sense.CLOSING in word.senses


def is_actor(word: Token) -> bool:
    """Whether a word names who can do what the verb behind it says (教育厅, 志愿者), and is no attribute of a thing."""
    return is_channel(word) or word.text.endswith((*endings(Sense.WHO, Sense.ORGAN), "人", "员", "者"))


def is_channel(word: Token) -> bool:
    """Whether the word names through or by whom something is done (门户网站, 教育厅)."""
    if word.text.startswith("“") or Sense.CHANNEL in word.senses:
        return True
    # 教育厅 and 平潭县 act; 小区 and 社区 do not.
    return len(word.text) > 2 and word.text.rstrip("》").endswith(endings(Sense.CHANNEL))
