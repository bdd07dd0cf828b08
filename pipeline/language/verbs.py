"""Decides whether a word is the verb of its clause or part of a noun phrase (审批事项, 改造项目)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.language.lexicon import CHAINS, Pos, Sense, endings
from pipeline.language.tokens import Token
from pipeline.language.usage import read_usage
from pipeline.language.verbs_in_names import (
    goes_on,
    is_in_case,
    is_in_gist,
    is_in_name,
    is_in_word,
    is_made,
    is_sorted,
)
from pipeline.language.word_roles import (
    EDGES,
    NOMINAL,
    VERBAL,
    goes_on_with,
    is_actor,
    is_channel,
    is_head,
    is_offence,
    opens_noun,
)
from pipeline.values import nouns

# Before whom one turns to, where, or by what.
LEADS = frozenset((Sense.TURNS_TO, Sense.BY_MEANS, Sense.FRONT))
# An adverb that can be a part of a name, or stands before any verb.
ATTACHED = frozenset((Sense.ADJECTIVAL, Sense.WITHIN, Sense.BOUND))
# 公开|答复28条: in public.
OPENLY = "公开"
OFFICE = "办"
# What follows these is a verb, though it can stand inside a noun phrase.
BIDS = frozenset((Sense.PASSIVE, Sense.AND))


class Verdict(NamedTuple):
    """Whether a word governs its clause, and the rule that decided it."""

    governs: bool
    rule: str


def is_verb(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the word is the verb of its clause, and not part of a noun phrase that runs to ``end``."""
    return read_verb(words, index, end).governs


def read_verb(words: Sequence[Token], index: int, end: int) -> Verdict:
    """Whether a word governs its clause, by the first rule that applies in its context.

    >>> from pipeline.language.tokens import cut_words
    >>> words = cut_words("城镇新增就业", 0, 6)
    >>> [word.text for word in words], read_verb(words, 1, 3)
    (['城镇', '新增', '就业'], Verdict(governs=False, rule='attribute'))
    """
    if words[index].kind not in VERBAL:
        return Verdict(governs=False, rule="no_verb")
    for name, governs, holds in _RULES:
        if holds(words, index, end):
            return Verdict(governs, name)
    return _read_context(words, index, end)


def _read_context(words: Sequence[Token], index: int, end: int) -> Verdict:
    """Whether a verb governs, judged only by what precedes it."""
    word = words[index]
    before = words[index - 1] if index else None
    turned_to = index > 1 and Sense.TURNS_TO in words[index - 2].senses
    is_after_noun = before is not None and (before.kind in NOMINAL or is_deverbal(words, index - 1))
    after_noun = is_after_noun and not is_channel(words[index - 1]) and not turned_to
    field = before is not None and Sense.FIELD in before.senses and Sense.DETERMINER not in before.senses
    after_noun = after_noun and not field  # 等方面|公开信息
    if Sense.NOMINAL not in word.senses:
        # 人事任免文件, 办理下岗人员减免税: a verb that no list has belongs to the noun or verb before it,
        # and is itself the thing counted where the number follows (主动沟通49次).
        joined = before is not None and (before.kind in VERBAL or before.kind is Pos.JOIN)
        joined = joined and not (index == 1 and read_usage(word.text).governing)  # 意见9条、|完善制度8项
        # 为企业|释放资金: what is done for someone is done by the verb behind.
        led = _is_led(words, index) and not read_usage(word.text).attributive
        behind_noun = before is not None and before.kind in NOMINAL and not led
        # 盗窃案件, 侵犯个人信息等犯罪: they are named by what somebody else did
        sorted_by = index + 1 < end and is_offence(words[end - 1]) and not read_usage(word.text).governing
        return Verdict(word.listed or not (behind_noun or index == end - 1 or joined or sorted_by), "listed")
    if word.kind is Pos.VERB or before is None:
        led = index + 1 == end and before is not None and before.kind in NOMINAL and _is_led(words, index)
        led = led or (index + 1 < end and before is not None and _says_manner(before))
        return Verdict(led or (before is None and word.kind is Pos.ACTION), "head")  # 到机构|就诊
    closes = index == end - 1 and before.kind is not Pos.QUALITY
    goes_on = index < end - 1 and before.kind is Pos.ACTION
    if Sense.CLOSING in word.senses and (closes if after_noun else goes_on):
        # 动态类信息发布1744条: it closes the clause; 上传发布政策文件36件: it goes on with the verb before.
        return Verdict(governs=True, rule="closing")
    joined = before.kind in VERBAL or before.kind in (Pos.JOIN, Pos.OF, Pos.OUTCOME)
    return Verdict(not after_noun and not joined, "behind")


def _says_manner(word: Token) -> bool:
    """Whether an adverb of the lexicon states the manner of the verb after it, which then governs (主动|解读)."""
    return word.kind is Pos.ADVERB and word.listed and len(word.text) > 1 and word.senses.isdisjoint(ATTACHED)


def is_deverbal(words: Sequence[Token], index: int) -> bool:
    """Whether a verb is a noun here, with the noun before it as its object (裁判|监督)."""
    return (
        index > 0
        and words[index].kind is Pos.ACTION
        and Sense.NOMINAL in words[index].senses
        and words[index - 1].kind in NOMINAL
        and not is_actor(words[index - 1])
    )


def _is_object(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb right before the number is the object of one before it (提供免费|服务): a clause has one verb."""
    if index + 1 != end or Sense.NOMINAL not in words[index].senses:
        return False
    first = index
    while first and words[first - 1].kind in (Pos.ADVERB, Pos.QUALITY) and Sense.BOUND not in words[first - 1].senses:
        first -= 1
    governor = words[first - 1] if 0 < first < index else None
    return governor is not None and governor.kind is Pos.ACTION and Sense.NOMINAL not in governor.senses


def _is_totalled(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb is in the name of a quantity after a total or an average (总|诊疗人次, 次均|住院费用)."""
    before = words[index - 1] if index and index + 1 < end else None
    return before is not None and Sense.RATE in before.senses and (before.kind is Pos.LINK or len(before.text) > 1)


def _heads_noun(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb at the beginning of its clause precedes a word that begins a noun phrase (培育|省级中心)."""
    before = words[index - 1] if index else None
    edge = before is None or before.kind in EDGES or Sense.ASPECT in before.senses
    # 审查|备案|市政府文件: both verbs are done to it
    edge = edge or (index == 1 and words[0].kind is Pos.ACTION)
    return index + 1 < end and edge and opens_noun(words[index + 1])


def _is_led(words: Sequence[Token], index: int) -> bool:
    """Whether the noun phrase before a word depends on a preposition (在城镇和农村|新增)."""
    while index and words[index - 1].kind in NOMINAL | {Pos.JOIN, Pos.OF}:
        index -= 1
    return index > 0 and (words[index - 1].kind is Pos.PREPOSITION or not LEADS.isdisjoint(words[index - 1].senses))


def _is_attribute(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb is an attribute of the noun after it (城镇|新增|就业; 享受|政府津贴人数)."""
    if index + 1 >= end:
        return False
    word, before = words[index], words[index - 1] if index else None
    if Sense.ATTRIBUTIVE in word.senses:
        # 受益|学生: no agency does it
        free = before is not None and before.kind in NOMINAL and not is_actor(before)
        return (free and not _is_led(words, index)) or Sense.STATE in word.senses
    # 供水工程|覆盖|人口比例: how things are, of what does nothing
    still = Sense.STATE in word.senses and before is not None and before.kind in NOMINAL and not is_actor(before)
    free = still or not word.listed
    return free and len(word.text) > 1 and words[end - 1].text.endswith(endings(Sense.VERBAL_HEAD))


def _goes_before(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether the word before a verb that can be a noun leaves it the verb of its clause."""
    if not index:
        return False
    word, before = words[index], words[index - 1]
    joined = index == 1 and before.kind is Pos.JOIN and index < end - 1  # 执行3条、|发布公告1条
    office = before.text == OFFICE and index > 1 and words[index - 2].kind in NOMINAL  # 信用办|公开信息12条
    openly = before.text == OPENLY and index == end - 1 and Sense.TOLD in word.senses
    # 公园9个、|新建道路3公里: the next item of a list has a verb of its own
    chained = joined and not CHAINS.isdisjoint(word.senses) and Sense.TASK not in words[index + 1].senses
    return openly or chained or ((joined or office) and Sense.CLOSING in word.senses)


def _names_quantity(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb belongs to the name of a quantity after it (关注|人数, 整改|完成率)."""
    if index + 1 >= end:
        return False
    word, following = words[index], words[index + 1]
    # 结案|标的额, 反馈|满意率: no verb that holds its object has another, and none is known to have a rate
    holds = is_head(following) and word.kind is Pos.ACTION and word.text.endswith(nouns().case)
    is_rate = following.text.endswith("率") and read_usage(word.text).attributive and Sense.CHANGE not in word.senses
    rated = holds or is_rate or (following.text.endswith(("率", "数")) and Sense.NOMINAL in word.senses)
    heads = Sense.VERBAL_HEAD in following.senses and (index + 2 == end or following.kind is not Pos.HEAD)
    # 批准|逮捕|率: a rate of what two verbs tell; but 提高|办结|率
    both = index + 3 == end and words[end - 1].text == "率" and following.kind in VERBAL
    return heads or rated or (both and read_usage(word.text).attributive)


def _precedes_sort(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb precedes a word that begins a noun phrase (监管|各类台站, but 宣传培训有关材料)."""
    if index + 1 >= end or Sense.DETERMINER not in words[index + 1].senses:
        return False
    word, following = words[index], words[index + 1]
    named = index > 0 and words[index - 1].kind in NOMINAL | VERBAL
    return Sense.SORT in following.senses or word.kind is Pos.ACTION or not named


def _is_bidden(words: Sequence[Token], index: int, end: int) -> bool:  # noqa: ARG001 - a rule like the others
    """Whether the word before requires a verb (被|申请行政复议, 公开并|解读)."""
    return index > 0 and not BIDS.isdisjoint(words[index - 1].senses)


def _is_done_anew(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether 新 or the like precedes a verb at the beginning of a clause, not before a quantity's name (新|入选)."""
    before = words[index - 1] if index else None
    opens = before is not None and before.kind is Pos.QUALITY and Sense.ASPECT in before.senses
    word = words[index]
    sure = Sense.NOMINAL not in word.senses or (word.kind is Pos.ACTION and Sense.TASK not in words[end - 1].senses)
    opens = opens and sure and (index == 1 or words[index - 2].kind in EDGES)
    return opens and index + 1 < end and words[index + 1].kind in NOMINAL and not is_head(words[end - 1])


def _goes_with(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb with a noun after it governs the clause, by the word before it."""
    if not index or index + 1 >= end:
        return False
    # 在线答复|网友提问: behind a word for in what manner it was done
    done = Sense.MANNER in words[index - 1].senses and Sense.CLOSING in words[index].senses
    return done or _is_chained(words, index)


def _is_chained(words: Sequence[Token], index: int) -> bool:
    """Whether a verb continues the verb before it, and both have one object (新建和改造|农村公路)."""
    first = index - 2 if index > 1 and words[index - 1].kind is Pos.JOIN else index - 1
    alike = first >= 0 and goes_on_with(words[first], words[index])
    return alike and Sense.TASK not in words[index + 1].senses


def _is_joined(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether a verb is coordinated with one that can only govern (制定和|公开文件; but 审批和服务事项)."""
    if index < 2 or index + 1 >= end or words[index - 1].kind is not Pos.JOIN:
        return False
    first = words[index - 2]
    sure = first.kind is Pos.ACTION and Sense.NOMINAL not in first.senses
    free = all(word.kind not in NOMINAL for word in words[max(0, index - 3) : index - 2])
    return sure and free and Sense.TASK not in words[index + 1].senses


# In this order: the first that holds tells.
_RULES: tuple[tuple[str, bool, Callable[[Sequence[Token], int, int], bool]], ...] = (
    ("names_quantity", False, _names_quantity),
    ("sorted", False, is_sorted),
    ("gist", False, is_in_gist),
    ("made", False, is_made),
    ("before_sort", True, _precedes_sort),
    ("joined", True, _is_joined),
    ("attribute", False, _is_attribute),
    ("totalled", False, _is_totalled),
    ("object", False, _is_object),
    ("before_noun", True, _heads_noun),
    ("done_anew", True, _is_done_anew),
    ("before_deed", True, _goes_before),
    ("bidden", True, _is_bidden),
    ("word", False, is_in_word),
    ("case", False, is_in_case),
    ("name", False, is_in_name),
    ("goes_on", True, goes_on),
    ("chained", True, _goes_with),
)
