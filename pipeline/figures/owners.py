"""Tells whose number each figure is (``figures.entity``): by its label, its clause, and what it belongs to.

What belongs to a figure is its owner's too: a change of it, a share, a part, a second number of one item, and what
the same subject did next (税务部门完成9亿元,增长5%; 全市法院受理90件,审结80件). A clause with a subject of its own is
nobody else's.
"""

from collections.abc import Sequence

import regex

from pipeline.figures.entities import drop_entity, group_of, is_counting, is_entity, is_own
from pipeline.figures.mentions import Mention
from pipeline.figures.subjects import read_opening
from pipeline.model import Text

ROW_RE = regex.compile(r"\s*(?:[、和及与]|以及)?\s*")
APART_RE = regex.compile(r"[;。:!?\n]")
# 甲市产值9亿元,乙市|4亿元: what parts the items of a list, and the name of the next.
LISTED_RE = regex.compile(r"\s*[、,;]\s*[^、,;。\d]{1,24}")
DEALT = "dealt"
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
    for index, mention in enumerate(mentions):
        before = mentions[index - 1] if index else None
        floor = before.figure.end if before and before.figure.sentence_start == mention.figure.sentence_start else 0
        opening = read_opening(text.plain, mention, floor)
        between = text.plain[floor : mention.figure.start] if floor else None
        name = _labelled(text, mention, agency)
        if opening.subject is not None:
            said = opening.subject.name
            acting = None if said is None or is_own(said, agency) else said
            found.append(_dealt(mention, acting) if acting is not None else name)
            continue
        if name is None and between is not None and ROW_RE.fullmatch(between):
            name = _dealt(mention, found[-1]) if found[-1] else None
        elif name is None and opening.elided and between is not None and not APART_RE.search(between):
            name = acting
        else:
            acting = None if between is None or APART_RE.search(between) else acting
        for place in (abouts[index], wholes[index]):
            if name is None and place is not None and place < index and not opening.of_another:
                name = found[place]
        found.append(name or group_of(mention.figure.measure or ""))
        if name is not None and before is not None and found[index - 1] is None:
            found[index - 1] = _first_of_list(text.plain, before, mention, agency)
    return found


def _dealt(mention: Mention, owners: str) -> str:
    """The one of several owners that 分别 deals a number to (县教育局、县民政局分别办理5件、3件)."""
    name = mention.figure.measure or ""
    return name if mention.figure.measure_rule == DEALT and is_entity(name) else owners


def _first_of_list(plain: str, first: Mention, second: Mention, agency: str | None) -> str | None:
    """The owner in the name of a quantity, where the next item of a list names its own (甲市|产值9亿元,乙市4亿元)."""
    one, other = first.figure, second.figure
    listed = (one.kind, one.unit, one.role) == (other.kind, other.unit, other.role)
    measure = one.measure or ""
    if not listed or not first.own or not LISTED_RE.fullmatch(plain, one.end, other.start):
        return None
    name = measure.removesuffix(drop_entity(measure)).removesuffix("的")
    return name if is_entity(name) and not is_own(name, agency) else None


def _labelled(text: Text, mention: Mention, agency: str | None) -> str | None:
    """The place or the office that the words right before a number name, or that owns what they name."""
    figure = mention.figure
    name = label_of(text, mention)
    if not name or (is_counting(figure.unit) and name == figure.measure):
        return None
    return name if is_entity(name) and not is_own(name, agency) else None


def label_of(text: Text, mention: Mention) -> str:
    """The words right before a number; a name that begins like a word of time is whole (月|照街道)."""
    if mention.label is None:
        return ""
    start, end = mention.label
    if start > 1 and CUT_RE.fullmatch(text.plain, start - 2, start):
        start -= 1
    return "".join(text.text[start:end].split())
