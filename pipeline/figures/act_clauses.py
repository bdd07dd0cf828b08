"""Finds the verb that governs the words before a number: the verb of the clause, not one that modifies a noun."""

from collections.abc import Sequence

import regex
from msgspec.structs import replace

from pipeline.figures.entities import is_entity
from pipeline.figures.gaps import gap
from pipeline.language import (
    LIGHT_KINDS,
    NOMINAL,
    VERBAL,
    Governor,
    Pos,
    Sense,
    Token,
    cut_words,
    find_governor,
    having,
    is_deed,
    opens_front,
)
from pipeline.values import nouns

# What opens a list of things that are there, and what closes it.
THERE_ARE, LISTED = "有", "等"
# A bracket, but none of a title: 《管理办法(试行)》.
BRACKETED_RE = regex.compile(r"《[^《》]*》(*SKIP)(*FAIL)|\([^()]*\)")


def own_verb(plain: str, start: int, end: int) -> Governor | None:
    """The governing verb of the words in a span; words in brackets are not part of the clause."""
    words = []
    position = start
    for match in BRACKETED_RE.finditer(plain, start, end):
        words += cut_words(plain, position, match.start())
        position = match.end()
    words = _main(words + cut_words(plain, position, end))
    head = next((word for word in words if word.kind not in LIGHT_KINDS), None)
    if head is not None and Sense.RELATES in head.senses:
        return None  # 涉及参与人9人
    if opens_front(words) and (words[-1].kind is Pos.OF or Sense.ENDS_MEANS in words[-1].senses):
        return None  # 对制假售假的9名被告人, 对销售假货等9名被告人: what tells them apart
    governor = _fronted(words) or find_governor(words) or _last_of_row(words) or _alone(plain, words, end)
    if governor and words[-1].text == LISTED and words[_index_of(words, governor) - 1].text == THERE_ARE:
        return None  # 主要有|加快升级等9件提案: what they are about
    governor = _taken_up(words, governor) or _by_body(plain, words) or _by_means(words) or _of_topic(words)
    return _denied(words, _helped(words, _before_examples(words, governor))) if governor else None


def _index_of(words: Sequence[Token], governor: Governor) -> int:
    """The index of a verb among words; that of the first word if it is none of them."""
    return next((i for i, word in enumerate(words) if word.start == governor.start), 0)


def _taken_up(words: Sequence[Token], governor: Governor | None) -> Governor | None:
    """The verb that opens a case, which may follow the verb for how that came about (审查|立案)."""
    last, before = words[-1:], words[-2:-1]
    made = bool(before) and last[0].kind is before[0].kind is Pos.ACTION and last[0].text.endswith(nouns().case)
    if governor is None or not made or governor.start != before[0].start:
        return governor
    return Governor.at(last[0], governor.rule)


def _helped(words: Sequence[Token], governor: Governor) -> Governor:
    """What somebody was helped to do, if the number counts that (帮助企业|解决问题9个)."""
    index = next((i for i, word in enumerate(words) if word.start == governor.start), 0)
    then = next((i for i in range(index + 1, len(words)) if words[i].kind not in NOMINAL), len(words))
    body = index + 1 < then < len(words) - 1 and words[then - 1].senses & {Sense.WHO, Sense.ORGAN}
    if not body or words[then].kind is not Pos.ACTION or not gap("helps").fullmatch(governor.text):
        return governor
    return Governor(words[then].text, words[then].start, governor.rule)


def _by_body(plain: str, words: Sequence[Token]) -> Governor | None:
    """The verb right after the name of a body at the beginning of a clause (各市|公开信息)."""
    index = next((i for i, word in enumerate(words) if word.kind is Pos.ACTION), 0)
    if not 0 < index < len(words) - 1 or not is_entity(plain[words[0].start : words[index].start].removeprefix("各")):
        return None
    return Governor.at(words[index])


def _by_means(words: Sequence[Token]) -> Governor | None:
    """The last verb of a clause that begins with a phrase of means with another verb in it (通过公开目录|公开信息)."""
    means = next((i for i, word in enumerate(words) if Sense.BY_MEANS in word.senses), None)
    if means is None:
        return None
    found = (
        word for word in reversed(words[means + 2 : -1]) if word.kind is Pos.ACTION and Sense.CLOSING in word.senses
    )
    return next((Governor(word.text, word.start, "head") for word in found), None)


def _of_topic(words: Sequence[Token]) -> Governor | None:
    """The verb that modifies what a clause counts, if the clause has no other verb (公示的信息共计|9条)."""
    index = next((i for i, word in enumerate(words) if word.kind is Pos.OF), 0)
    rest = words[index + 1 :]
    while rest and rest[-1].kind in {Pos.LINK, Pos.ADVERB}:
        rest = rest[:-1]
    deed = words[index - 1] if index else None
    named = bool(rest) and all(word.kind in NOMINAL for word in rest)
    theirs = any(
        word.kind is Pos.AGENT or word.senses & {Sense.WHO, Sense.ORGAN} for word in words[: max(0, index - 1)]
    )
    ours = deed is not None and deed.kind is Pos.ACTION and is_deed(deed) and not theirs
    return Governor.at(deed, "named") if deed is not None and named and ours else None


def _fronted(words: Sequence[Token]) -> Governor | None:
    """The last verb of a clause that begins with its object, or that is a charge (对破坏秩序的犯罪|提起公诉).

    对盗窃等三类犯罪|批捕: the object of a charge may come after another number.
    """
    last = words[-1] if len(words) > 1 else None
    if last is None:
        return None
    index = next((i for i in range(len(words) - 1, 0, -1) if words[i].kind is Pos.OF), len(words))
    if opens_front(words) and last.kind in NOMINAL:
        # 对卖假药的商贩|判处罚金9元
        verbs = (word for word in words[index + 2 :] if word.kind is Pos.ACTION and Sense.NOMINAL not in word.senses)
        return next((Governor.at(word) for word in verbs), None)
    if last.kind is not Pos.ACTION:
        return None
    charged = Sense.CHARGES in last.senses and (words[-2].kind in NOMINAL or Sense.ENDS_MEANS in words[-2].senses)
    deed = Sense.NOMINAL not in last.senses and len(words) > 2 and opens_front(words)
    return Governor.at(last) if charged or deed else None


def _denied(words: Sequence[Token], governor: Governor) -> Governor:
    """The verb with the 不 before it: an act that did not happen keeps its negation (不|起诉)."""
    index = _index_of(words, governor)
    denied = index > 0 and words[index - 1].text == "不"
    return replace(governor, text="不" + governor.text, start=words[index - 1].start) if denied else governor


def _alone(plain: str, words: Sequence[Token], end: int) -> Governor | None:
    """The verb, if it is the only word before a number that is followed by its noun (审计|16个县的资金)."""
    deeds = [word for word in words if word.kind not in LIGHT_KINDS]
    alone = len(deeds) == 1 and Sense.NOMINAL in deeds[0].senses and deeds[0].kind is Pos.VERB
    return Governor(deeds[0].text, deeds[0].start, "head") if alone and gap("counts_bodies").match(plain, end) else None


def _before_examples(words: Sequence[Token], governor: Governor) -> Governor:
    """The verb before a list of examples that ends with 等, if the verb that was found is in the list.

    审理|打架斗殴、开设赌场等案件: a verb among the examples or after 等 is part of the noun, unless the lexicon has it
    as an act of agencies.
    """
    ends = next((i for i, word in enumerate(words) if Sense.ENDS_MEANS in word.senses), None)
    index = _index_of(words, governor)
    if ends is not None and index < ends and (Sense.BY_MEANS in words[0].senses or index > 0):
        # 在优化环境、文明城市创建、民政普法等专栏|发布信息
        tail = words[ends + 1 : -1]
        verb = next((word for word in tail if word.kind is Pos.ACTION and Sense.CLOSING in word.senses), None)
        if verb is not None:
            return Governor.at(verb)
    # 《甲办法》及实施细则、《乙办法》等: behind a verb 和 joins verbs
    joins = (i for i, word in enumerate(words) if word.kind is Pos.JOIN and i and words[i - 1].kind not in VERBAL)
    first = next((i for i in joins), None)
    if ends is None or first is None or not first < ends < len(words) - 1:
        return governor
    # 等渠道|发布, 等形式|培训, but not 等国资|监管文件
    noun = Sense.NOMINAL in words[index].senses and Sense.CLOSING not in words[index].senses
    within = noun and words[index - 1].kind in NOMINAL and Sense.MEANS not in words[index - 1].senses
    later = index > ends and words[index].kind is Pos.ACTION and not within
    before = find_governor(words[:first])
    ours = before is not None and before.text in having(Pos.ACTION) and len(before.text) > 1
    return before if before is not None and ours and index > first and not later else governor


def _last_of_row(words: Sequence[Token]) -> Governor | None:
    """The second of two verbs that are all the words of a clause (经审查|受理)."""
    deeds = [word for word in words if word.kind not in LIGHT_KINDS]
    row = len(deeds) > 1 and deeds[-1] is words[-1] and all(word.kind in VERBAL for word in deeds)
    last = deeds[-1] if row else None
    return Governor.at(last) if last is not None and last.kind is Pos.ACTION else None


def _main(words: list[Token]) -> list[Token]:
    """The words of the clause itself, without a time that has a verb, a modifier of a body, and 新 at its beginning.

    报告期间内|共完成, 受理前|协商化解, 报送数据的部门|共收到, 新|受理案件
    """
    words = [_as_post(words, index) for index in range(len(words))]
    words = as_nouns(words)
    for index in range(len(words) - 1, 0, -1):
        word, before = words[index], words[index - 1]
        rest = words[index + 1 :]
        linked = any(one.kind is Pos.LINK for one in rest[:2])
        timed = linked or gap("ends_span").search(word.text) is not None
        ends_time = word.text in having(Sense.LOCALIZER) or (word.kind is Pos.TIME and timed)
        opens = before.kind in VERBAL and find_governor(words[: index - 1]) is None
        if opens and ends_time and find_governor(rest) is not None:
            return rest
        if word.kind is Pos.OF and _goes_on(rest):
            return rest
    head = next((i for i, word in enumerate(words) if word.kind not in LIGHT_KINDS), len(words))
    if head + 1 < len(words) and len(words[head].text) == 1 and words[head].kind is Pos.QUALITY:
        return words[:head] + words[head + 1 :] if words[head + 1].kind is Pos.ACTION else words
    return words


def _as_post(words: Sequence[Token], index: int) -> Token:
    """A word that also names posts, as a noun if it follows the kind of post (行政|编制9人, 独立|编制|机构数)."""
    word, last = words[index], index + 1 == len(words)
    sort = index > 0 and (words[index - 1].kind in NOMINAL or words[index - 1].kind is Pos.VERB)
    posts = sort and (last or Sense.BODY in words[index + 1].senses)
    posts = posts or (not last and words[index + 1].text.endswith(nouns().persons))  # 编制|人员9名
    return replace(word, kind=Pos.NOUN) if posts and Sense.POSTS in word.senses else word


def as_nouns(words: Sequence[Token]) -> list[Token]:
    """The words as their clause uses them: a word after 有关 and before a verb is a noun (有关|组织|承办)."""
    found = list(words)
    for index in range(1, len(words) - 1):
        noun = words[index].kind in VERBAL and Sense.NOMINAL in words[index].senses
        if noun and Sense.DETERMINER in words[index - 1].senses and words[index + 1].kind is Pos.ACTION:
            found[index] = replace(words[index], kind=Pos.NOUN)
    return found


def _goes_on(words: list[Token]) -> bool:
    """Whether 的 is followed by a noun that has a verb of its own (报送数据的|部门共收到)."""
    end = next((i for i, word in enumerate(words) if word.kind not in NOMINAL), len(words))
    linked = 0 < end < len(words) - 1 and words[end].kind in (Pos.LINK, Pos.ADVERB)
    return linked and words[end + 1].kind is Pos.ACTION
