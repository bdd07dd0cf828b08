"""Reads the figures of a text as frames: what they are parts of, what they are about, and what they inherit.

A figure inherits the object and the verb of the list that it stands in, never the name of its neighbour.
"""

from collections.abc import Sequence

import regex
from msgspec.structs import replace

from pipeline.figures.abouts import SIZES_RE, find_abouts, is_gap
from pipeline.figures.divisions import find_wholes
from pipeline.figures.entities import drop_entity, is_bare_place, is_counting, is_entity, split_owner
from pipeline.figures.mentions import Mention, counts_alike
from pipeline.figures.moments import hold_at_moments
from pipeline.figures.owners import find_owners
from pipeline.language import DEED_RE, Sense, cut_words, having, is_head, read_clause
from pipeline.model import Figure, Kind, Metadata, Role, Text

# The rules of a verb that yields to that of the whole: its list's, and one that closes a label (预决算公开197条).
YIELDING = frozenset(("behind_noun",))
COUNTED = frozenset((Kind.ITEM_COUNT, Kind.PERSON_COUNT, Kind.EVENT_COUNT))
# 甲市99%、乙市|97%: what parts the items of a list, and the name of the next.
LISTED_RE = regex.compile(r"\s*[、,;]\s*[^、,;。\d]{1,24}")
# 各区办结率:东湖区|99%: what a colon parts from the first owner of a list.
COLON_RE = regex.compile(r"(?P<title>[^,;:。\d]{2,24}):[^,;:。、\d]{2,12}$")
ROW_RE = regex.compile(r"\s*(?:[、和及与]|以及)?\s*")


def read_frames(text: Text, mentions: Sequence[Mention], metadata: Metadata) -> tuple[Figure, ...]:
    """The figures with whole, subject, entity, measure and action, numbered in their order."""
    wholes = find_wholes(text.plain, mentions)
    abouts = find_abouts(text.plain, mentions, wholes)
    owners = find_owners(text, mentions, wholes, abouts, metadata.agency)
    figures: list[Figure] = []
    for index, mention in enumerate(mentions):
        whole, about = wholes[index], abouts[index]
        figure = replace(mention.figure, figure_id=index, parent_id=whole, of_id=about)
        figure = _name_entity(figure, owners[index])
        figure = _inherit_measure(text.plain, mentions, figure, figures)
        figure = _inherit_action(text.plain, mention, figure, figures)
        figures.append(figure)
    return hold_at_moments(text.plain, figures, metadata)


def _name_entity(figure: Figure, owner: str | None) -> Figure:
    """The figure with the place, the office or the group whose it is; a measure that ends in it is cut."""
    if not is_counting(figure.unit) and (owned := split_owner(figure.measure or "")):
        return replace(figure, measure=owned[0], entity=owned[1])
    return replace(figure, entity=owner)


def _inherit_measure(plain: str, mentions: Sequence[Mention], figure: Figure, before: Sequence[Figure]) -> Figure:
    """The figure with the measure of what it is about, or of its whole where its words only say whose it is."""
    mention = mentions[figure.figure_id]
    about = before[figure.of_id] if figure.of_id is not None and figure.of_id < figure.figure_id else None
    dealt = figure.measure_rule == "dealt"
    named = mention.own and not dealt and not SIZES_RE.fullmatch(figure.measure or "")
    # 比重提升2个百分点: what a share rose by is named by the share.
    pointed = figure.kind is Kind.PERCENTAGE_POINT and mention.own
    if about is not None and about.measure and not named and not pointed:
        return replace(figure, measure=about.measure, measure_rule="about")
    whole = before[figure.parent_id] if figure.parent_id is not None else None
    # 覆盖16个区 and 4县 count places.
    counted = is_counting(figure.unit) or figure.measure_rule == "behind"
    name = figure.measure or ""
    # 全市法院受理90件,其中市中院受理9件: the agency, too, counts as the owner.
    owner = figure.measure_rule == "subject" and is_entity(name) and not counted
    owner = owner or (is_entity(name) and (figure.entity or "").endswith(name))
    if name and ((is_bare_place(name) and not counted) or name == figure.entity or owner):
        return _name_owned(plain, figure, whole, before)
    if whole is None or not whole.measure:
        return figure
    # 接待外宾3批次、9人次: the second number of an item counts what the first does.
    if not mention.own and before and ROW_RE.fullmatch(plain, before[-1].end, figure.start):
        said = mentions[figure.figure_id - 1].figure.measure == figure.measure
        return replace(figure, measure=before[-1].measure) if said else figure
    if not mention.own and counts_alike(figure, whole):
        return replace(figure, measure=whole.measure, measure_rule="division")
    return figure


def _name_owned(plain: str, figure: Figure, whole: Figure | None, before: Sequence[Figure]) -> Figure:
    """The figure whose words say only whose it is: it has the object of its list, or none, and never its owner's name.

    甲市99%、乙市97%: the rate is the one that the list began with.
    """
    if whole is not None and whole.measure:
        return replace(figure, measure=whole.measure, measure_rule="division")
    if (titled := _name_listed(plain, figure)) is not None:
        return replace(figure, measure=titled, measure_rule="colon")
    last = before[-1] if before else None
    alike = last is not None and (last.kind, last.unit, last.role) == (figure.kind, figure.unit, figure.role)
    if last is None or not alike or not last.measure or not LISTED_RE.fullmatch(plain, last.end, figure.start):
        return replace(figure, measure=None, measure_rule=None)
    return replace(figure, measure=drop_entity(last.measure), measure_rule="division")


def _name_listed(plain: str, figure: Figure) -> str | None:
    """The name of the quantity before the colon that opens a list of owners (各区办结率:东湖区99%)."""
    match = COLON_RE.search(plain, figure.sentence_start, figure.start)
    clause = read_clause(cut_words(plain, *match.span("title"))) if match else None
    if clause is None or clause.named is None or clause.head is None or not is_head(clause.head):
        return None
    return drop_entity(plain[clause.words[clause.named.first].start : clause.head.end])


def _inherit_action(plain: str, mention: Mention, figure: Figure, before: Sequence[Figure]) -> Figure:
    """The figure with its verb: its own, or that of what it is about, of its whole or of its list."""
    rate = figure.kind is Kind.PERCENT and (figure.role is Role.LEVEL or mention.place.rule == "of_things")
    if rate or is_gap(mention) or figure.role in {Role.CHANGE, Role.BASE} or figure.action in having(Sense.STATE):
        return replace(figure, action=None)
    if mention.is_result:
        # what became of it is what was done, but not what the applicant did, or what was found
        deed = DEED_RE.search(figure.measure or "")
        return replace(figure, action=deed[0] if deed else None)
    whole = before[figure.parent_id] if figure.parent_id is not None else None
    if whole is not None and mention.act in YIELDING and whole.action:
        return replace(figure, action=whole.action)
    if figure.action is not None or figure.negated or figure.role is Role.COMPLETION:
        return figure
    return replace(figure, action=_handed(plain, mention, figure, before))


def _handed(plain: str, mention: Mention, figure: Figure, before: Sequence[Figure]) -> str | None:
    """The verb that a figure without one takes from the figure that it belongs to, or from the list before it."""
    if figure.role is Role.SHARE:
        return before[figure.of_id].action if figure.of_id is not None and figure.of_id < figure.figure_id else None
    if figure.parent_id is not None:
        # 新增种植6000亩,其中蔬菜3800亩: a verb is done to things, and not to an amount of them.
        return before[figure.parent_id].action if figure.kind in COUNTED else None
    if not before or before[-1].sentence_start != figure.sentence_start:
        return None
    gap = plain[before[-1].end : figure.start]
    alike = (before[-1].kind, before[-1].unit) == (figure.kind, figure.unit)
    listed = mention.own and alike and mention.figure.measure_rule == "object" and gap[:1] in ("、", ",")
    return before[-1].action if listed or not gap.strip() else None
