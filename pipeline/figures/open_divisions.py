"""Describes a division while it is open, and decides which mentions continue its parts where no sum closes it."""

from decimal import Decimal

import regex
from msgspec import Struct, field

from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, counts_alike
from pipeline.figures.part_evidence import Evidence
from pipeline.figures.part_gaps import head_of
from pipeline.figures.part_lists import ITEM_RE, LABEL_RE
from pipeline.figures.quantity import COUNTED
from pipeline.language import BRACKETED_RE, Pos, Sense, having, head_ends
from pipeline.model import Kind

# A misprint makes a sum overshoot by little: 1397条 and 534条 of 1913条.
MISPRINT = Decimal("1.05")


class Division(Struct):
    """A division that is open: its whole by unit, and of each whole the parts so far and those that add up to it.

    ``rule`` says why it is ``dead`` from its beginning.
    """

    opener: int
    brackets: tuple[int, ...]
    stated: bool
    wholes: dict[tuple[Kind, str | None], int] = field(default_factory=dict)
    parts: dict[int, list[int]] = field(default_factory=dict)
    sums: dict[int, list[int]] = field(default_factory=dict)
    dead: bool = False
    rule: str | None = None


def goes_on(evidence: Evidence, division: Division, index: int) -> bool:
    """Whether a division continues in the sentence that a mention opens.

    It does where its parts are not yet all stated and the rest is stated here, where a second division of the
    whole is, and where the figure prints the share that it is of the whole (534条,占27%).
    """
    if division.dead or evidence.apart(index):
        return False
    figure = evidence.mentions[index].figure
    for whole in division.wholes.values():
        if not counts_alike(figure, evidence.mentions[whole].figure):
            continue
        sums = division.sums.get(whole)
        if sums and (index in sums or (index > sums[-1] and evidence.add_up(index, whole))):
            return True
        if not sums and evidence.states_share(index, whole):
            return True
    return False


def fits_sum(evidence: Evidence, division: Division, index: int, whole: int) -> bool:
    """Whether a mention belongs to the parts that add up, or to a second division of the same whole."""
    sums = division.sums[whole]
    if index in sums:
        return True
    if index < sums[-1]:
        return False
    if more := evidence.add_up(index, whole):
        division.sums[whole] = more
        division.parts[whole] = []
        return True
    if evidence.says_more(index, sums):
        return True
    figure, between = evidence.mentions[index].figure, evidence.between(index)
    if figure.value == 0 and ";" not in between:
        return True  # 信函7件、网络4件、当面0件
    # 信函7件、网络4件,延期办结2件: told apart by what became of them, no longer by how they came.
    listed = not regex.search(r"[;。]", between) and figure.unit is not None
    changed = evidence.mentions[index].is_result and not any(evidence.mentions[part].is_result for part in sums)
    return listed and changed


def is_strange(evidence: Evidence, division: Division, index: int, whole: int) -> bool:
    """Whether a mention counts by another unit what a part holds (机构类2条,含6位领导、4个科室)."""
    parts = division.parts.get(whole)
    unit = evidence.mentions[whole].figure.unit
    if not parts or evidence.mentions[index].figure.unit == unit:
        return False
    between = evidence.mentions[parts[-1] + 1 : index]
    return any(m.is_level for m in between) and all(evidence.mentions[part].figure.unit == unit for part in parts)


def joins(evidence: Evidence, division: Division, index: int, whole: int) -> bool:
    """Whether a mention continues the parts of a division that no sum closes."""
    mention, of = evidence.mentions[index], evidence.mentions[whole].figure
    parts = [evidence.mentions[part] for part in division.parts.get(whole, [])]
    if not parts:
        return True
    # 公开90条,其中全文电子化90条,法规10条,财政52条: what is all of the whole leaves the others to be told anew
    anew_from = max((i + 1 for i, m in enumerate(parts) if m.figure.value == of.value), default=0)
    total = sum((m.figure.low or Decimal(0) for m in (*parts[anew_from:], mention)), Decimal(0))
    fits = of.high is None or total <= of.high
    if evidence.between(index).strip(" ,;、") in having(Sense.FRONT):
        return False  # 判刑90人,其中重刑30人,对20名从犯判处缓刑: a clause of its own
    # 新增公路12公里,其中高速3公里;增加铁路5公里、复线2公里: whatever stands between
    since = evidence.plain[parts[-1].figure.end : mention.figure.start]
    verbs = {m.figure.action for m in parts}
    verb = mention.figure.action or ""
    # 领导介绍3条, 突发公共事件1条: a verb that closes the name of an item, or is none of ours, begins nothing anew
    closing = since.endswith(verb) and since.strip(" ,;、") != verb
    anew = verb in having(Pos.ACTION) and verb not in verbs and not closing
    if of.high is not None and total > of.high * MISPRINT:
        # 职工900人,其中专业人员820人,女职工410人: they are told apart anew; but 其中信函80件,办结100件.
        row = len(parts) > 1 and evidence.between(division.parts[whole][-1])[:1] == ";"
        listed = (ITEM_RE if row else LABEL_RE).fullmatch(BRACKETED_RE.sub("", since))  # 教育8条;安监45条;监察2条
        return mention.own and not anew and listed is not None
    if ";" in since and evidence.is_by_criterion(whole):
        return False  # 分区域看,东部90元,其中甲县50元;西部60元: the second of what was told apart
    name, sibling = mention.figure.measure or "", parts[-1].figure.measure or ""
    if sibling and name.startswith(sibling) and gap("all_of").match(name, len(sibling)):
        return False  # 新增公路60公里,其中高速公路4公里,高速公路总里程达9公里
    names = mention.own and (mention.figure.measure or "").endswith(head_ends())
    named = names and not any((m.figure.measure or "").endswith(head_ends()) for m in parts)
    if evidence.is_listed_by(division.opener):
        return fits or not anew or mention.figure.action == of.action
    if ";" in since and (
        (anew and None in verbs) or named or (names and _is_another(evidence, division, mention, whole))
    ):
        # 其中光纤端口20万个;移动基站数2774个: the name of a quantity opens another matter.
        return False
    return fits or not anew or mention.figure.action == of.action


def _is_another(evidence: Evidence, division: Division, mention: Mention, whole: int) -> bool:
    """Whether a quantity behind a semicolon stands beside a whole, and is no part of it.

    总产值90亿元,其中工业增加值40亿元;公共预算收入9亿元: it has another head. 存款余额90亿元,其中住户存款余额40亿元;
    贷款余额30亿元: it lacks the name that the whole has in the parts. Where semicolons part wholes, it is one, too.
    """
    if mention.figure.kind in COUNTED:
        return False
    name, of = mention.figure.measure or "", evidence.mentions[whole].figure.measure or ""
    parts = [evidence.mentions[part].figure.measure or "" for part in division.parts.get(whole, [])]
    heads = {head_of(part) for part in parts}
    whole_in_parts = bool(of) and all(part.endswith(of) for part in parts)
    return head_of(name) not in heads or (whole_in_parts and not name.endswith(of)) or ";" in evidence.between(whole)
