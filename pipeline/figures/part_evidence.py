"""The evidence by which divisions are read: what the words and the sums beside a mention say of it as a part."""

from collections.abc import Sequence
from decimal import Decimal

import regex

from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, counts_alike, is_amount, states_ratio
from pipeline.figures.part_gaps import head_of
from pipeline.figures.part_lists import LARGE, Lists
from pipeline.figures.part_sums import CLOSING, LOOK_BACK
from pipeline.language import Sense, endings, having
from pipeline.model import Figure, Kind, Role
from pipeline.values import nouns

# So many sentences back a whole is looked for.
SENTENCES_BACK = 4
# Sums below it are often met by chance, where the parts stand in another sentence.
SMALL = Decimal(5)
# What has so many digits that tell is no sum by chance.
TELLING = 4
# Behind so many others of its unit a whole is no longer what deeds of their own add up to.
FAR = 2
# Less than that of a whole is no division of it by a criterion.
MOST = Decimal("0.5")
# A noun behind the number of a whole, before the bracket that divides it.
LONGEST_NOUN = 12


class Evidence(Lists, frozen=True):
    """The mentions of a text in their order; every question is about one of them by its index."""

    def can_hold(self, index: int, whole: int) -> bool:
        """Whether a mention may be the whole of another, by where it stands: in no bracket that has closed."""
        mention, other = self.mentions[index], self.mentions[whole]
        if mention.brackets[: len(other.brackets)] != other.brackets:
            return False
        return bool(is_amount(other.figure)) and not other.figure.negated and other.figure.role is not Role.BASE

    def can_be(self, index: int, whole: int) -> bool:
        """Whether one mention may be a part of another, by their amounts: of the same kind, and no greater."""
        part, of = self.mentions[index].figure, self.mentions[whole].figure
        share = part.role is Role.SHARE and is_amount(of)
        if part.kind is Kind.PERCENT and not share:
            return False  # 办结率93%,其中甲院办结率97%: a rate is no part of a rate
        if part.negated or of.negated or part.change is not None or gap("rate").match(of.measure or ""):
            return False
        if not share and (self.is_printed(index, whole) or bool(self.tell_who(index, whole))):
            return (part.low or 0) <= (of.high or part.low or 0)
        if not share and (
            (part.kind is not of.kind and not counts_alike(part, of)) or (part.low or 0) > (of.high or part.low or 0)
        ):
            return False
        if not share and not counts_alike(part, of) and part.kind is not Kind.ITEM_COUNT:
            return False
        if of.unit in nouns().pieces and part.unit in nouns().bodies:
            return False  # 办结举报9件,其中立案处罚5家
        if of.unit != part.unit and (of.measure or "").endswith(endings(Sense.ORGAN)):
            return False  # 涉及9个单位,其中甲镇3件
        apart = gap("appeal").search(part.measure or "") and not gap("of_cases").search(of.measure or "")
        return not apart

    def states_share(self, index: int, whole: int) -> bool:
        """Whether the share behind a mention is the one that the mention has in a whole."""
        share = self.mentions[index + 1].figure if index + 1 < len(self.mentions) else None
        if share is None or share.role is not Role.SHARE:
            return False
        return states_ratio(self.mentions[index].figure, self.mentions[whole].figure, share)

    def bracketed(self, index: int) -> int | None:
        """The whole that is divided in the bracket right behind it (197条(政府32条、部门165条))."""
        mention = self.mentions[index]
        if not mention.brackets or mention.brackets[:-1] == mention.brackets:
            return None
        opening = mention.brackets[-1]
        before = [
            back
            for back in range(max(0, index - LOOK_BACK), index)
            if self.mentions[back].figure.end <= opening and self.mentions[back].brackets == mention.brackets[:-1]
        ]
        within = [m for m in self.mentions[max(0, index - LOOK_BACK) : index] if m.figure.start > opening]
        first = not any(m.is_level for m in within)
        if not before or not first or gap("other_year").search(self.plain, opening, mention.figure.start):
            return None
        whole = before[-1]
        between = self.plain[self.mentions[whole].figure.end : opening]
        near = len(between) <= LONGEST_NOUN and not regex.search(r"[,;。:、()]", between)
        return whole if near and self.can_be(index, whole) else None

    def is_of_its_own(self, mention: Mention, of: Figure) -> bool:
        """Whether a mention has a verb and an object that its whole has not (征集意见20个。并入子站17个,关停3个)."""
        figure = mention.figure
        verb = figure.action is not None and figure.action != of.action and not mention.outcome
        name, whole = figure.measure or "", of.measure or ""
        if verb and figure.kind is Kind.EVENT_COUNT and not mention.own:
            return True  # 召开会议28次,培训12次: what is counted is the deed
        if not verb or not mention.own or (figure.action or "") in name:
            return False  # 立即整改280处, 行政编制20人
        if name == whole and figure.measure_rule == "object" and figure.action not in having(Sense.DONE):
            return True  # 新建学校20所,改建学校12所
        if gap("said_of_some").search(self.plain, figure.sentence_start, figure.start):
            return False  # 列入计划的|十七项, 已经解决的(A类)有|六项
        return not (name.endswith(whole) or whole.endswith(name))

    def divides(self, index: int, whole: int) -> bool:
        """Whether the list behind a criterion accounts for most of a whole, and for no more than the whole."""
        of = self.mentions[whole].figure
        if gap("rate").search(of.measure or ""):
            return False  # 平均工资90元。分城乡看,城镇60元,农村40元: averages do not add up
        total, count, brackets = Decimal(0), 0, self.mentions[index].brackets
        for at in range(index, len(self.mentions)):
            if at > index and (self.ends_between(at) and gap("by_criterion").search(self.between(at))):
                break
            if self.apart(at) and at > index:
                break
            mention = self.mentions[at]
            if mention.is_level and counts_alike(mention.figure, of) and mention.brackets == brackets:
                if of.high is None or total + (mention.figure.low or 0) > of.high:
                    break
                total += mention.figure.low or Decimal(0)
                count += 1
        return count > 1 and of.low is not None and total >= of.low * MOST

    def has_list(self, index: int, whole: int) -> bool:
        """Whether at least two figures of the sentence behind a colon can be parts and together fit into the whole."""
        run = [index]
        for following in range(index + 1, len(self.mentions)):
            if self.ends_between(following):
                break
            if self.mentions[following].is_level and self.can_be(following, whole):
                run.append(following)
        total = sum((self.mentions[i].figure.low or Decimal(0) for i in run), Decimal(0))
        high = self.mentions[whole].figure.high
        return len(run) > 1 and high is not None and total <= high

    def _begins_within(self, part: int, whole: int) -> bool:
        """Whether another number of the same unit stands before a part in its sentence, and the whole does not."""
        before = part - 1
        same = whole < before and not self.ends_between(part) and self.same_unit(before, part)
        return same and self.mentions[before].is_level

    def is_division(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether figures that add up to one before them are its parts, and not things of their own."""
        of = self.mentions[whole].figure
        several = [self.mentions[part] for part in parts]
        far = any(self.ends_between(at) for at in range(whole + 1, parts[0] + 1))
        if far and digits_of(of) < TELLING and not any(self.same_unit(whole, part) for part in parts):
            return False  # 接听来电113个。清理文件62件:保留36件,修改15件: in another sentence, by another classifier
        if far and digits_of(of) < TELLING and self._begins_within(parts[0], whole):
            return False  # 当场答复16条。收到意见57条,采纳2条: it goes on with that before it
        anew = [m for m in several if self.is_of_its_own(m, of)]
        between = [m for m in self.mentions[whole + 1 : parts[0]] if m.is_level and counts_alike(m.figure, of)]
        if (
            len(between) > FAR
            and digits_of(of) <= TELLING
            and all(m.figure.action not in {None, of.action} for m in several)
        ):
            return False  # what other deeds counted meanwhile adds up by chance
        few = len(parts) > 2 and (of.value or 0) >= LARGE and 2 * len(anew) < len(several)
        if (
            anew
            and digits_of(of) < TELLING
            and (len(anew) == len(several) or (self.ends_between(parts[0]) and not few))
        ):
            return False
        deed, outcome = several[0].figure.action, not several[0].own or several[0].outcome
        # 起草规章3件,制发规章2件、废止1件: it begins another deed
        other = deed not in {None, of.action, *having(Sense.DONE)} and not outcome and (of.value or 0) <= SMALL
        other |= len(parts) == 2 and digits_of(of) < TELLING and self._counts_apart(whole, parts)
        balance = any(gap("balance").search(m.figure.measure or "") for m in several)
        if other or self.is_listed(whole, parts) or (balance and gap("came_in").search(of.measure or "")):
            return False
        sure = len(parts) > 2 or (of.value or 0) > SMALL or not far
        return sure or self._is_denied(parts[1], several[0])

    def _counts_apart(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether parts count nouns of their own, in another clause than their whole (13个项目;11个学科,2个县试点)."""
        several = [self.mentions[at].figure for at in parts]
        heads = {head_of(figure.measure or "") for figure in several}
        clauses = self.plain[self.mentions[whole].figure.end : several[0].start]
        apart = all(figure.measure_rule == "behind" for figure in several) and len(heads) == len(several)
        return apart and CLOSING.intersection(clauses) != frozenset()

    def _is_denied(self, index: int, before: Mention) -> bool:
        """Whether the words of a mention deny the verb of the one before (答复4件,未答复1件)."""
        denied = gap("denied_again").fullmatch(self.between(index))
        return denied is not None and denied["verb"] == before.figure.action

    def tell_who(self, index: int, whole: int) -> list[int]:
        """The list of people around a mention that adds up to a number of cases (申请5件,其中信函2人次,网页3人次)."""
        of, people = self.mentions[whole].figure, self.mentions[index].figure.kind is Kind.PERSON_COUNT
        if not people or of.kind is not Kind.ITEM_COUNT:
            return []
        first, farthest = index, max(whole + 1, index - LOOK_BACK)
        while first > farthest and not self.ends_between(first) and self.same_unit(first - 1, index):
            first -= 1
        if not self.opens_part(first):
            return []
        items = self.items_of_sentence(first)
        values = [self.mentions[i].figure.value or Decimal(0) for i in items if self.mentions[i].is_exact]
        return items if 1 < len(items) == len(values) and sum(values) == of.value else []

    def taken_up_from(self, index: int, wholes: Sequence[int | None]) -> int | None:
        """The cases received, of which a mention counts those taken up (收到提案90件,经审查立案80件).

        In a sentence of its own it is of what bodies brought, past the parts of that (提案90件,其中甲类80件。立案70件).
        """
        mention = self.mentions[index]
        if not index or not mention.is_level or gap("taken_up").fullmatch(self.between(index)) is None:
            return None
        whole = index - 1
        while whole and self.ends_between(index) and wholes[whole] is not None:
            whole -= 1
        of = self.mentions[whole]
        brought = (of.figure.measure or "").endswith(nouns().brought)
        near = of.figure.section_id == mention.figure.section_id and not self.apart(whole + 1)
        held = of.is_level and near and self.can_be(index, whole) and self.can_hold(index, whole)
        return whole if held and (brought or not self.ends_between(index)) else None


def digits_of(figure: Figure) -> int:
    """The number of significant digits of a value: zeros at its end may come from rounding."""
    return len(f"{figure.value or 0:f}".replace(".", "").strip("0"))


def share_time(whole: Figure, part: Figure) -> bool:
    """Whether the times of a whole and a part have a day in common, as far as they are known."""
    begins = whole.period_start is None or part.period_end is None or whole.period_start <= part.period_end
    return begins and (whole.period_end is None or part.period_start is None or part.period_start <= whole.period_end)
