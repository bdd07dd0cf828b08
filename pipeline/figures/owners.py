"""Tells whose number each figure is (``figures.entity``): by its label, its clause, and what it belongs to.

What belongs to a figure is its owner's too: a change of it, a share, a part, a second number of one item, and what
the same subject did next (税务部门完成9亿元,增长5%; 全市法院受理90件,审结80件). A clause with a subject of its own is
nobody else's.
"""

from collections import deque
from collections.abc import Mapping, Sequence

import regex

from pipeline.figures.elisions import follows_noun, is_given
from pipeline.figures.entities import (
    MAY_BEGIN_WITH_OWNER,
    drop_entity,
    entity_rules,
    group_of,
    is_counting,
    is_entity,
    is_own,
    leader_of,
    place_before,
)
from pipeline.figures.mentions import Mention
from pipeline.figures.part_sums import LOOK_BACK
from pipeline.figures.subjects import EACH, Opening, read_opening
from pipeline.figures.time_grammar import beside_time
from pipeline.language import VERBAL, Pos, Sense, cut_words, having
from pipeline.model import Role, Text

ROW_RE = regex.compile(r"\s*(?:[、和及与]|以及)?\s*")
ENDS_RE = regex.compile(r"[。:!?\n]")
APART_RE = regex.compile(r"[;。:!?\n]")
# 甲市产值9亿元,乙市|4亿元: what parts the items of a list, and the name of the next.
LISTED_RE = regex.compile(r"\s*[、,;]\s*[^、,;。\d]{1,24}")
DISTRIBUTED = "dealt"
# Of what stands before a label so many characters are read for the word that belongs to it.
LONGEST_LEAD = 4
# A name of a place without a word for one, and so many that have one beside it.
LONGEST_PLACE, LEAST_PLACES = 4, 2
# What is said of a level is its owner's.
SAID = frozenset((Role.CHANGE, Role.SHARE, Role.COMPLETION))
# What the name of all bodies of a kind begins with, of which a whole sentence may tell.
ALL = "全"
# 甲局、乙局等|9家: examples of those that are counted, whose number it is not.
EXAMPLES = "等"
CUT_RE = regex.compile(r"[,;、:。][年月日]")


def find_owners(
    text: Text,
    mentions: Sequence[Mention],
    wholes: Sequence[int | None],
    abouts: Sequence[int | None],
    agency: str | None,
) -> list[str | None]:
    """The place, the office or the group whose number each mention is; null where it is the agency's own."""
    found: list[str | None] = []
    # Whose the last clause was that names its subject.
    acting: str | None = None
    # Whether it is all bodies of a kind that open their sentence.
    wide = False
    # Who may be the agency itself, where it is not known.
    unsure: dict[int, str] = {}
    labels = [label_of(text, mention) for mention in mentions]
    for index, mention in enumerate(mentions):
        before = mentions[index - 1] if index else None
        floor = before.figure.end if before and before.figure.sentence_start == mention.figure.sentence_start else 0
        counted = before.figure.surface if before and floor and is_counting(before.figure.unit) else ""
        opening = read_opening(text.plain, mention, floor, counted)
        between = text.plain[floor : mention.figure.start] if floor else None
        name = None if _is_counted(before, mention, labels[index]) else _labelled(text, mention, labels[index], agency)
        if opening.subject is not None:
            owner_name = None if _counts_itself(mention) else opening.subject.name
            acting = None if owner_name is None or is_own(owner_name, agency) else owner_name
            wide = acting is not None and _opens_sentence(text.plain, mention.figure.sentence_start, acting)
            found.append(_share_of(mention, acting) if acting is not None else name)
            if owner_name is not None and acting is None and agency is None:
                unsure[index] = owner_name
            continue
        goes_on = before is not None and between is not None and follows_noun(between, mention.figure, before.figure)
        if name is None and between is not None and (ROW_RE.fullmatch(between) or goes_on):
            # 城区、乡镇分别新增学校9所、8所: whose the one before is, the next one is not
            rest = (before.figure.measure or "").removeprefix(found[-1] or "-") if before else ""
            apart = (
                mention.figure.measure_rule == DISTRIBUTED and rest and (mention.figure.measure or "").endswith(rest)
            )
            name = _share_of(mention, None if apart else found[-1]) if found[-1] else None
        elif (
            name is None
            and between is not None
            and acting is not None
            and _goes_on(mention, opening, between, acting, wide=wide)
        ):
            name = acting
        else:
            acting = None if between is None or (ENDS_RE if wide else APART_RE).search(between) else acting
        for other in (abouts[index], wholes[index]):
            if name is None and other is not None and other < index and not opening.of_another:
                name = found[other]
        found.append(name or group_of(mention.figure.measure or ""))
        if name is not None and before is not None and found[index - 1] is None:
            found[index - 1] = _first_of_list(text.plain, before, mention, agency)
    _tell_apart(found, wholes, unsure)
    _name_siblings(mentions, labels, found, agency)
    _name_places(text, mentions, wholes, found)
    for index, about in enumerate(abouts):
        found[index] = found[index] or (
            found[about] if about is not None and mentions[index].figure.role in SAID else None
        )
    return found


def _name_siblings(
    mentions: Sequence[Mention], labels: Sequence[str], found: list[str | None], agency: str | None
) -> None:
    """Names the owners of a list whose labels begin with them and end alike (甲市产值9亿元,增长3%;乙市产值4亿元).

    One alone may be a part of the name (甲市产值9亿元).
    """
    items = deque[int](maxlen=LOOK_BACK)
    for index, mention in enumerate(mentions):
        figure = mention.figure
        if not mention.is_level or not mention.own or figure.measure_rule == "behind":
            continue
        if items and mentions[items[-1]].figure.sentence_start != figure.sentence_start:
            items.clear()
        for at in items:
            alike = mentions[at].figure.unit == figure.unit
            owners = _owners_of(labels[at], labels[index]) if alike else ()
            for item, owner in zip((at, index), owners, strict=False):
                if found[item] is None and not is_own(owner, agency):
                    found[item] = owner
        items.append(index)


def _is_certain(name: str) -> bool:
    """Whether a name is that of a place, or of a body named with its place (市财政局, but not 卫生院)."""
    rules = entity_rules()
    return is_entity(name) and (name.endswith(rules.places) or name.startswith((ALL, *rules.levels)))


def _name_places(
    text: Text, mentions: Sequence[Mention], wholes: Sequence[int | None], found: list[str | None]
) -> None:
    """Names the places among the parts of a whole that have no word for one, where others do (无锡|33件,徐州|9件)."""
    for whole in {*wholes} - {None}:
        parts = [i for i, of in enumerate(wholes) if of == whole and mentions[i].is_level]
        labels = {i: label_of(text, mentions[i]) for i in parts}
        named = [i for i in parts if found[i] == labels[i]]
        bare = all(
            1 < len(label) <= LONGEST_PLACE and len(cut_words(label, 0, len(label))) == 1 for label in labels.values()
        )
        if bare and LEAST_PLACES <= len(named) < len(parts):
            for i in parts:
                found[i] = found[i] or labels[i]


def _owners_of(one: str, other: str) -> tuple[str, ...]:
    """The owners with which the labels of two items begin, before the words that both end in; none if they differ."""
    for word in cut_words(one, 0, len(one))[:-1]:
        owner, rest = one[: word.end], one[word.end :]
        sibling = other.removesuffix(rest)
        if any(rest != term and term.endswith(rest) and one.endswith(term) for term in entity_rules().terms):
            continue  # 甲市|地区|生产总值, 政府|信息
        if len(rest) > 1 and other != sibling != owner and _is_certain(owner) and _is_certain(sibling):
            return owner, sibling
    return ()


def _goes_on(mention: Mention, opening: Opening, between: str, acting: str, *, wide: bool) -> bool:
    """Whether a clause without a subject continues about whoever acted in the clause before.

    It leaves out the subject, behind a semicolon the object too (法院受理案件90件;审结80件), or tells how often what
    they do was done, or what each of them did (结案率98%, 法官人均结案9件).
    """
    if mention.act == "listed" and between.lstrip().startswith("、"):
        return True  # 法院受理民事案件90件、行政案件8件
    if opening.elided and wide:
        return not ENDS_RE.search(between)  # 全省法院受理案件90件;审结刑事案件8件
    if opening.elided:
        return not APART_RE.search(between) or (not mention.own and not ENDS_RE.search(between))
    name = mention.figure.measure or ""
    deed = name.removesuffix("率")[-2:] in having(Pos.ACTION)
    rated = mention.own and deed and (name.endswith("率") or any(each in name for each in having(Sense.AVERAGE)))
    placed = mention.own and name.endswith("率") and acting.endswith(entity_rules().places)
    rate = mention.own and name.endswith("率") and not APART_RE.search(between)
    return (rated or placed or rate) and not opening.of_another and not ENDS_RE.search(between)


def _opens_sentence(plain: str, start: int, name: str) -> bool:
    """Whether all bodies of a kind open a sentence, behind nothing but its time (2022年,全省法院|受理案件9件)."""
    offset = plain.find(name, start)
    return (
        name.startswith(ALL) and offset >= 0 and beside_time("of_sentence").fullmatch(plain, start, offset) is not None
    )


def _tell_apart(found: list[str | None], wholes: Sequence[int | None], unsure: Mapping[int, str]) -> None:
    """Names the owners of parts that may each be the agency, where it is not known: two of them cannot both be it.

    其中县教育局办理5件,县民政局办理3件.
    """
    for whole in {wholes[index] for index in unsure} - {None}:
        parts = [index for index in unsure if wholes[index] == whole]
        if len({unsure[index] for index in parts}) > 1:
            for index in parts:
                found[index] = unsure[index]


def _share_of(mention: Mention, owners: str | None) -> str | None:
    """The one of several owners to which 分别 gives a number (县教育局、县民政局分别办理5件、3件)."""
    name = mention.figure.measure or "" if mention.figure.measure_rule == DISTRIBUTED else ""
    owner = name.removesuffix(drop_entity(name)) or name
    return owner if is_entity(owner) else owners


def _first_of_list(plain: str, first: Mention, second: Mention, agency: str | None) -> str | None:
    """The owner in the name of a quantity, where the next item of a list names its own (甲市|产值9亿元,乙市4亿元)."""
    one, other = first.figure, second.figure
    listed = (one.kind, one.unit, one.role) == (other.kind, other.unit, other.role)
    measure = one.measure or ""
    if not listed or not first.own or not LISTED_RE.fullmatch(plain, one.end, other.start):
        return None
    name = measure.removesuffix(drop_entity(measure)).removesuffix("的")
    return name if is_entity(name) and not is_own(name, agency) else None


def _labelled(text: Text, mention: Mention, name: str, agency: str | None) -> str | None:
    """The place or the office that the words right before a number name (``name``), or that owns what they name."""
    figure = mention.figure
    place = place_before(figure.measure or "") if figure.measure_rule in MAY_BEGIN_WITH_OWNER else None
    if place is not None and not is_own(place, agency):
        return place
    several = figure.value is not None and figure.value == name.count("、") + 1 > 1  # 东湖机场、西山机场|2个国际机场
    if not name or (is_counting(figure.unit) and (several or name == figure.measure or _counts_itself(mention))):
        return None
    if (leader := leader_of(name)) is not None:
        return leader
    examples = mention.label is not None and text.plain.startswith(EXAMPLES, mention.label[1])
    named = is_entity(name) and not is_given(text.plain, mention) and not examples
    return name if named and not is_own(name, agency) else None


def _counts_itself(mention: Mention) -> bool:
    """Whether a change is one of the bodies that its clause names (民营医院增加9家)."""
    return mention.figure.role is Role.CHANGE and is_counting(mention.figure.unit) and not mention.own


def _is_counted(before: Mention | None, mention: Mention, label: str) -> bool:
    """Whether a label is what the number before it counts, as the number itself does (8个二级单位|16个三级单位)."""
    one = before.figure if before is not None else None
    return one is not None and (one.measure_rule, one.measure, one.unit) == ("behind", label, mention.figure.unit)


def label_of(text: Text, mention: Mention) -> str:
    """The words right before a number; a name that begins like a word of time is whole (月|照街道)."""
    start, end = mention.label or (mention.opening, mention.figure.start)
    if mention.label is None:
        # 市本级|90项事项, 省局部署的|9项工作: who is named before the number of the noun behind it
        words = cut_words(text.plain, start, end)
        while words and words[-1].text in entity_rules().setting:
            words.pop()
        leads = VERBAL | {Pos.PREPOSITION, Pos.LINK}
        words = words[next((i + 1 for i in range(len(words) - 1, -1, -1) if words[i].kind in leads), 0) :]
        if mention.figure.measure_rule != "behind" or not words:
            return ""
        start, end = words[0].start, words[-1].end
    if start > 1 and CUT_RE.fullmatch(text.plain, start - 2, start):
        start -= 1
    first = text.plain.rfind("\n", 0, start) + 1
    lead = cut_words(text.plain, max(first, start - LONGEST_LEAD), start)
    whole = bool(lead) and lead[-1].kind is Pos.AGENT and lead[-1].text.startswith("全")
    if lead and (whole or lead[-1].text == EACH) and lead[-1].end == start:
        start = lead[-1].start  # 全市|法院, 各|区
    return "".join(text.text[start:end].split())
