"""Completes the figures of a text as frames: their wholes, what they refer to, and what they inherit.

A figure inherits the object and the verb of the list that it is in, never the name of its neighbour.
"""

from collections.abc import Sequence

import regex
from msgspec.structs import replace

from pipeline.figures.abouts import find_abouts
from pipeline.figures.closing_totals import bind_totals
from pipeline.figures.deeds import find_leads, inherit_action
from pipeline.figures.divisions import find_wholes
from pipeline.figures.elisions import (
    counts_itself,
    find_amount,
    find_object,
    is_given,
    is_led,
    names_sector,
    read_sort,
    speaks_of_part,
)
from pipeline.figures.entities import (
    MAY_BEGIN_WITH_OWNER,
    drop_entity,
    is_bare_place,
    is_counting,
    is_entity,
    is_own,
    place_before,
    split_owner,
)
from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, counts_alike
from pipeline.figures.moments import hold_at_moments
from pipeline.figures.owners import DISTRIBUTED, LISTED_RE, ROW_RE, find_owners
from pipeline.figures.quantity import COUNTED
from pipeline.figures.subjects import EACH
from pipeline.language import Pos, Sense, cut_words, having, is_head, read_clause
from pipeline.model import Figure, Kind, Metadata, Role, Text
from pipeline.values import nouns

# 各区办结率:东湖区|99%: what a colon parts from the first owner of a list.
COLON_RE = regex.compile(r"(?P<title>[^,;:。\d]{2,24}):[^,;:。、\d]{2,12}$")


def read_frames(text: Text, mentions: Sequence[Mention], metadata: Metadata) -> tuple[Figure, ...]:
    """The figures with whole, reference, entity, measure and action, numbered in order."""
    wholes, rules = find_wholes(text.plain, mentions)
    abouts = find_abouts(text.plain, mentions, wholes)
    leads = find_leads(text.plain, mentions)
    owners = find_owners(text, mentions, wholes, abouts, metadata.agency)
    figures: list[Figure] = []
    for index, mention in enumerate(mentions):
        whole, about = wholes[index], abouts[index]
        figure = replace(mention.figure, figure_id=index, parent_id=whole, parent_rule=rules[index], of_id=about)
        figure = _name_entity(figure, owners[index], metadata.agency)
        figure = _inherit_measure(text.plain, mentions, figure, figures)
        figure = inherit_action(text.plain, mentions, figure, figures, leads[index])
        figures.append(figure)
    return hold_at_moments(text.plain, bind_totals(text.plain, mentions, figures), metadata)


def _name_entity(figure: Figure, owner: str | None, agency: str | None) -> Figure:
    """The figure with the place, office or group that owns it, whose name is removed from the measure."""
    if not is_counting(figure.unit) and (owned := split_owner(figure.measure or "")):
        return replace(figure, measure=owned[0], entity=owned[1])
    dealt = owner if figure.measure_rule == DISTRIBUTED and owner != figure.measure and is_entity(owner or "") else None
    body = dealt or (place_before(figure.measure or "") if figure.measure_rule in MAY_BEGIN_WITH_OWNER else None)
    if body is None:
        return replace(figure, entity=owner)
    named = _drop_verb((figure.measure or "").removeprefix(body).removeprefix("的"))
    return replace(figure, measure=named, entity=owner or (None if is_own(body, agency) else body))


def _drop_verb(name: str) -> str:
    """A name without the verb before the thing, if the verb could also be a noun (投入|扶贫资金)."""
    words = cut_words(name, 0, len(name))
    verb = len(words) > 1 and Sense.VERB_TOO in words[0].senses
    return name[words[0].end :] if verb and all(Sense.VERBAL_HEAD not in word.senses for word in words[1:]) else name


def _inherit_measure(plain: str, mentions: Sequence[Mention], figure: Figure, before: Sequence[Figure]) -> Figure:
    """The figure with the measure of what it refers to, or of its whole if its words only say whose it is."""
    mention = mentions[figure.figure_id]
    about = before[figure.of_id] if figure.of_id is not None and figure.of_id < figure.figure_id else None
    sector = names_sector(plain, figure)
    named = mention.own and not sector and not gap("size").fullmatch(figure.measure or "")
    # 比重提升2个百分点: what a share rose by is named by the share.
    pointed = figure.kind is Kind.PERCENTAGE_POINT and mention.own
    if about is not None and about.measure and not named and not pointed:
        return replace(figure, measure=about.measure, measure_rule="about")
    whole = _named_whole(figure, before)
    if whole and figure.parent_rule == "taken_up" and not (whole.measure or "").endswith(nouns().brought):
        whole = None  # 线索9件,立案3件: the cases are none of the clues
    if sector:
        name = whole.measure if whole and whole.measure else find_amount(plain, figure, before)
        return replace(figure, measure=name, measure_rule="division" if name else None)
    if (elided := _name_elided(plain, mention, figure, whole, before)) is not None:
        return elided
    # 覆盖16个区 and 4县 count places.
    counted = is_counting(figure.unit) or figure.measure_rule == "behind"
    name = figure.measure or ""
    # 全市法院受理90件,其中市中院受理9件: the agency, too, counts as the owner.
    owner = figure.measure_rule == "subject" and is_entity(name) and not counted
    owner = owner or (is_entity(name) and (figure.entity or "").endswith(name))
    # 教育局(9宗): no office is counted by the classifier of things
    piece = figure.unit in (*nouns().things, *nouns().cases_by)
    owner = owner or (figure.measure_rule == "object" and piece and is_entity(name))
    # 移送公安机关9件: nor is whom they went to counted.
    owner = owner or (figure.measure_rule == "object" and is_given(plain, mention) and is_entity(name) and not counted)
    # 市级有关|组织承办9件: a piece of the owner's name
    owner = owner or (figure.measure_rule == "subject" and (figure.entity or "").startswith(name))
    if name and ((is_bare_place(name) and not counted) or name == (figure.entity or "").removeprefix(EACH) or owner):
        return _name_owned(plain, figure, whole, before)
    if whole is None or not whole.measure:
        return figure
    # 接待外宾3批次、9人次: the second number of an item counts what the first does.
    if not mention.own and before and ROW_RE.fullmatch(plain, before[-1].end, figure.start):
        is_repeated = mentions[figure.figure_id - 1].figure.measure == figure.measure
        return replace(figure, measure=before[-1].measure) if is_repeated else figure
    if not mention.own and counts_alike(figure, whole) and not _goes_on(figure, whole, before[-1]):
        return replace(figure, measure=whole.measure, measure_rule="division")
    return figure


def _goes_on(figure: Figure, whole: Figure, before: Figure) -> bool:
    """Whether a part states the next step for the things of the part before it (新收行政案件9件,审结8件)."""
    named = before.measure == figure.measure and before.measure_rule in {"object", "carried"}
    sort = (figure.measure or "").endswith((whole.measure or "")[-2:])
    beside = before.parent_id not in {None, figure.parent_id} and before.sentence_start == figure.sentence_start
    return named and sort and beside and figure.action not in {None, before.action} and figure.entity == before.entity


def _named_whole(figure: Figure, before: Sequence[Figure]) -> Figure | None:
    """The whole of a figure that names its parts, and not only their state (办理90件,正在办理8件(甲县3件))."""
    whole = before[figure.parent_id] if figure.parent_id is not None else None
    while whole is not None and whole.measure_rule == "outcome" and whole.parent_id is not None:
        whole = before[whole.parent_id]
    return whole


def _name_elided(
    plain: str, mention: Mention, figure: Figure, whole: Figure | None, before: Sequence[Figure]
) -> Figure | None:
    """The figure with the object of its frame, if its words omit the object; null if they do not.

    市法院受理9件,审结8件 after 全市法院受理案件90件; 3件办理结果为主动公开; 2件为网上申请; 代表本人的2件.
    """
    if figure.kind not in COUNTED or figure.role is not Role.LEVEL:
        return None
    if whole is not None and whole.measure and counts_alike(figure, whole):
        if (sort := read_sort(plain, figure, whole.measure)) is not None and not mention.own:
            return replace(figure, measure=sort, measure_rule="sort")
        if speaks_of_part(plain, figure, whole.measure):
            return replace(figure, measure=whole.measure, measure_rule="division")
        if not mention.own:
            return None
        # 受理诉求90件,其中语音受理80件: the same deed, by what way
        way = figure.measure_rule == "subject" and figure.action == whole.action
        way = way and gap("received").fullmatch(figure.action or "") is not None
        way = way and not (figure.measure or "").endswith(whole.measure[-2:])
        if figure.kind is Kind.ITEM_COUNT and (figure.measure_rule == "deed" or way or is_led(plain, mention)):
            return replace(figure, measure=whole.measure, measure_rule="division")
    if figure.kind is not Kind.ITEM_COUNT:
        return None  # 抓获9人: people are named by what was done to them
    if figure.measure_rule == "carried" and counts_itself(figure):
        return replace(figure, measure=figure.action, measure_rule="deed")
    carried = figure.measure_rule == "carried" and figure.measure in having(Pos.ACTION)
    # 发布关于新规的公告5件: a deed that is not the verb of its clause is a noun
    deed = figure.measure_rule == "deed" and figure.measure == figure.action
    led = is_led(plain, mention)
    name = find_object(plain, figure, before) if figure.measure is None or deed or carried or led else None
    # 来信9件,措施8项,办理7件: of which of them is not said
    unsaid = deed and figure.action in having(Sense.DONE) and bool(before)
    unsaid = unsaid and before[-1].sentence_start == figure.sentence_start and before[-1].role is Role.LEVEL
    unsaid = unsaid and before[-1].unit != figure.unit  # 来信9封,回复8封: of those before
    return replace(figure, measure=name, measure_rule="frame" if name else None) if name or unsaid else None


def _name_owned(plain: str, figure: Figure, whole: Figure | None, before: Sequence[Figure]) -> Figure:
    """The figure whose words only say whose it is: it takes the object of its list, or none, never its owner's name.

    甲市99%、乙市97%: the rate is the one with which the list began.
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
