"""Finds which of the figures before a part can be its whole."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.figures.gaps import gap
from pipeline.figures.mentions import counts_alike
from pipeline.figures.part_evidence import MOST, SENTENCES_BACK, Evidence, share_time
from pipeline.figures.part_gaps import AMONG_THEM, END_RE, LONGEST_GAP
from pipeline.figures.part_lists import LARGE
from pipeline.figures.part_sums import LOOK_BACK

# Fewer parts than these may add up to a number nearby by chance, where they need not do so to the last digit.
LEAST_ROUNDED = 3
# So many items of a list add up to a number before their heading by no chance.
LONG_LIST = 5


def choose_whole(evidence: Evidence, wholes: Sequence[int | None], index: int) -> int | None:
    """The best whole for a part behind 其中 or the like: by the sum, the verb, the unit, and the distance."""
    found: tuple[tuple[int, ...], int] | None = None
    mention = evidence.mentions[index]
    if evidence.opens_bracket(index) and evidence.can_be(index, index - 1):
        return index - 1
    for whole in _candidates(evidence, index):
        other = evidence.mentions[whole].figure
        adds = evidence.add_up(index, whole) is not None
        # 2022年决算支出90亿元。其中本年支出60亿元: what adds up is of one time, whatever year it is called.
        if not evidence.can_be(index, whole) or not (adds or share_time(other, mention.figure)):
            continue
        verb = mention.figure.action is not None and mention.figure.action == other.action
        # 春节补贴9元, 电费补贴3元: what they are named by says nothing of their whole
        verb = verb and not mention.has_verb_in_label and mention.figure.measure != mention.figure.action
        # 收案9件,结案8件,其中甲院新收案件5件,结案4件: what follows is done as what follows the whole is
        verb = verb or (whole + 1 < index and _is_done_alike(evidence, index + 1, whole + 1))
        level = evidence.mentions[whole].is_level
        free = wholes[whole] is None or whole == index - 1
        score = (level, adds, verb, free, counts_alike(mention.figure, other), whole)
        if found is None or tuple(map(int, score)) > found[0]:
            found = tuple(map(int, score)), whole
    if found and not found[0][1] and evidence.ends_between(index):
        # 甲类90件,乙类10件。涉及多个领域,其中农业60件、工业25件、商业15件: the sum says more than the last number
        return _far_whole(evidence, index) or found[1]
    return found[1] if found else _far_whole(evidence, index)


def _is_done_alike(evidence: Evidence, index: int, whole: int) -> bool:
    """Whether two mentions have the same verb and the same unit, the first within its sentence."""
    if index >= len(evidence.mentions) or evidence.ends_between(index):
        return False
    verb = evidence.mentions[index].figure.action
    return verb is not None and verb == evidence.mentions[whole].figure.action and evidence.same_unit(index, whole)


def named_whole(evidence: Evidence, index: int) -> int | None:
    """The whole that the beginning of a sentence names (公开信息9条。……。在公开的信息中,公告4条)."""
    match = gap("out_of").search(evidence.between(index))
    found: tuple[int, int] | None = None
    for back, other in evidence.back_in_section(index) if match else ():
        name, of = other.figure.measure or "", match["of"] if match else ""
        # 收到提案90件,审查立案80件。在已立案提案中: it can be named by what was done as well
        alike = bool(name) and (of.endswith(name[-2:]) or (len(name) > 1 and name in of))
        # 税收收入9元,非税收入3元。税收收入中: the name as it is before one that ends so, too
        rank = alike + (alike and (other.figure.action or "-") in of) + 2 * (alike and name.endswith(of))
        held = other.is_level and evidence.can_hold(index, back) and evidence.can_be(index, back)
        # 收到34件,上年结转2件。所有申请中: all that there are, which only the sum can tell
        sure = match is not None and (match["all"] is None or evidence.add_up(index, back) is not None)
        if held and sure and rank > (found[0] if found else 0):
            found = rank, back
    return found[1] if found else None


def rounded_whole(evidence: Evidence, wholes: Sequence[int | None], index: int) -> int | None:
    """The last number of the section to which a list by a criterion adds up, within the error of rounding."""
    parts = evidence.items_of_sentence(index)
    if len(parts) < 2 or any(evidence.mentions[part].figure.value is None for part in parts):
        return None
    values = [evidence.mentions[part].figure.value or Decimal(0) for part in parts]
    step = Decimal(1).scaleb(min(int(value.normalize().as_tuple().exponent) for value in values))
    for back, other in evidence.back_in_section(index):
        if not evidence.can_be(index, back) or not evidence.can_hold(index, back) or other.figure.value is None:
            continue
        near = step * len(values) / 2 if len(parts) >= LEAST_ROUNDED else 0
        named = (other.figure.measure or "-")[-2:] in evidence.between(index)
        # 根据申请内容的类别来看,征地类183件,劳动类17件: the criterion names what it divides
        most = named and other.figure.value * MOST <= sum(values) <= other.figure.value
        if other.is_level and wholes[back] is None and (most or abs(other.figure.value - sum(values)) <= near):
            return back
    return None


def _far_whole(evidence: Evidence, index: int) -> int | None:
    """The last number of the section that three parts or more add up to, however far back it stands.

    收到申请90件。……。申请均已答复。其中同意公开60件、部分公开20件、不予公开10件: chance hardly adds up so many.
    """
    for back, other in evidence.back_in_section(index):
        if (
            not other.is_level
            or (other.figure.value or 0) < LARGE
            or not counts_alike(evidence.mentions[index].figure, other.figure)
        ):
            continue
        if evidence.can_hold(index, back) and len(evidence.add_up(index, back) or ()) > 2:
            return back
    return _whole_of_list(evidence, index)


def _whole_of_list(evidence: Evidence, index: int) -> int | None:
    """The last number before the section to which a long list behind a colon adds up (类别有:政策类82条,财政类35条)."""
    if not evidence.opens_list(index):
        return None
    for back in range(index - 1, max(-1, index - LOOK_BACK), -1):
        other = evidence.mentions[back]
        alike = other.is_level and counts_alike(evidence.mentions[index].figure, other.figure)
        if alike and evidence.can_hold(index, back) and len(evidence.add_up(index, back) or ()) >= LONG_LIST:
            return back
    return None


def _candidates(evidence: Evidence, index: int) -> list[int]:
    """The possible wholes of a part behind 其中 or the like: in its sentence, or before it if it opens the sentence."""
    mention = evidence.mentions[index]
    first = index
    while first and not evidence.ends_between(first) and index - first < LOOK_BACK:
        first -= 1
    found = list(range(first, index))
    mark = evidence.plain.rfind(AMONG_THEM, mention.figure.sentence_start, mention.figure.start)
    # 提出建议90件。其中十人以上联名提出4件: what stands between 其中 and the part is no whole of it.
    is_after_mark = bool(found) and 0 <= mark < evidence.mentions[found[0]].figure.start
    if not found or (is_after_mark and not any(evidence.can_be(index, b) for b in found)):
        back = range(max(0, index - SENTENCES_BACK * 3), index)
        found = [
            b
            for b in back
            if evidence.mentions[b].figure.section_id == mention.figure.section_id
            and len(END_RE.findall(evidence.plain, evidence.mentions[b].figure.end, mention.figure.start)) <= 2
        ]
    return [
        b
        for b in found
        if evidence.can_hold(index, b)
        # 公开信息9条,同时解答问题,其中热线2通: the questions are meant, which have no number.
        and (mark < (end := evidence.mentions[b].figure.end) or not gap("besides").search(evidence.plain, end, mark))
    ]


def nearest_wholes(evidence: Evidence, wholes: Sequence[int | None], index: int) -> list[int]:
    """The nearest levels of the section before a mention that it may be a part of by a sum, and no parts themselves."""
    found: list[int] = []
    mention = evidence.mentions[index]
    for back, other in evidence.back_in_section(index):
        if mention.figure.start - other.figure.end > LONGEST_GAP * 3 or len(found) > 1:
            break
        if not other.is_level or not counts_alike(mention.figure, other.figure) or not evidence.can_hold(index, back):
            continue
        # 收到提案90件,立案80件。立案提案中,委员提案70件、集体提案10件: what was taken up is a whole as well
        free = wholes[back] is None or evidence.taken_up_from(back, wholes) is not None
        # 其中主动公开90条、不予公开9条。县直单位公开60条,占66.7%,乡镇公开30条,占33.3%: of which part is printed
        free = free or evidence.states_share(index, back)
        if free and share_time(other.figure, mention.figure):
            found.append(back)
    far = _far_whole(evidence, index)
    return found if far is None or wholes[far] is not None or far in found else [*found, far]
