"""What the words and the sums beside a mention say of its being a part: the evidence that divisions are read by."""

from collections.abc import Sequence
from decimal import Decimal

import regex
from msgspec import Struct

from pipeline.figures.mentions import Mention, counts_alike, is_amount
from pipeline.language import BRACKETED_RE, Sense, having, head_ends
from pipeline.model import Figure, Kind, Role

# 其中, 包括 and 含 open the parts of a figure that stands before them.
PART_RE = regex.compile(r"其中|包括|包含|(?<![\p{Han}])含|\(含|,含")
# 在主动公开的70条信息中,
AMONG_RE = regex.compile(
    r"[^,;。:()\d在]{0,16}(?:之中|当中|里面|中)\s*(?P<sign>[,:]|(?![心国央学小等介标药医外西东山期]))"
)
# 在2020年公开的|70条信息中机构类12条: without a sign behind 中 a preposition opens the clause.
WITHIN_RE = regex.compile(r"(?:^|[,;。:])\s*(?:在|从)[^,;。:]*$")
# What follows these is no part of the whole before.
BESIDES_RE = regex.compile(r"同时|此外|另外|另有|除此之外|[,;。]\s*另(?!\s*\d)")
# 每千人6.5批次: a rate is no whole of amounts.
RATE_RE = regex.compile(r"每|人均|户均|平均")
# 完成9件(上年8件): the same thing in another year is no part.
YEAR_RE = regex.compile(r"(?:上一?年度?|去年)(?!度?[结转])|(?:19|20)\d{2}\ ?年(?!度?[结转])|同期")
# 申请81件,其中予以公开42件,引起行政复议2件: the last is no request.
APPEAL_RE = regex.compile(r"(?:复议|诉讼)(?!.*(?:信息|文书|决定书|类)$)")
CASES_RE = regex.compile(r"复议|诉讼|案|信访|争议|纠纷|法律")
# 收入100元,支出60元,结余40元: they add up and are no parts.
BALANCE_RE = regex.compile(r"支出|结余|结存")
END_RE = regex.compile(r"[。!?\n]")
# How many figures, and characters between two, a whole is looked for back and a division followed.
LOOK_BACK = 40
SENTENCES_BACK = 4
LONGEST_GAP = 120
# Sums below it are often met by chance, where the parts stand in another sentence.
SMALL = Decimal(5)
# Sums of three parts from it on are hardly ever met by chance.
LARGE = Decimal(20)
# 按诉求分,咨询类20件: the words that say by what a division divides.
CRITERION_RE = regex.compile(
    r"(?:按照?|从|根据|依据?|就|(?<![\p{Han}])分)[^,;。:]{1,16}?(?:分|看|划分|分类|统计|区分|归类|分析)[,:](?:[^,;。:\d]{1,16}:)?[^,;。:\d]{1,30}$"
)
# Less than that of a whole is no division of it by a criterion.
MOST = Decimal("0.5")
# What the names of sorts end in.
SORTS = "类型级"
# A noun behind the number of a whole, before the bracket that divides it.
LONGEST_NOUN = 12


class Evidence(Struct, frozen=True):
    """The mentions of a text in their order; every question is about one of them by its place among them."""

    plain: str
    mentions: Sequence[Mention]

    def gap(self, index: int) -> str:
        """The words before a mention, behind the one before or the beginning of its sentence."""
        start = self.mentions[index].figure.sentence_start
        if index:
            start = max(start, self.mentions[index - 1].figure.end)
        return self.plain[start : self.mentions[index].figure.start]

    def apart(self, index: int) -> bool:
        """Whether too much stands before a mention for a list to go on."""
        if not index:
            return True
        start, end = self.mentions[index - 1].figure.end, self.mentions[index].figure.start
        return end - start > LONGEST_GAP or len(END_RE.findall(self.plain, start, end)) > 2

    def is_besides(self, index: int) -> bool:
        """Whether 此外 or the like stands before a mention; 另38件 goes on, 另公开38件 does not."""
        end = self.mentions[index].figure.start
        return BESIDES_RE.search(self.plain, end - len(self.gap(index)), end + 1) is not None

    def names_anew(self, index: int, whole: int) -> bool:
        """Whether a mention is named by the name of a quantity as its whole is not (端口48个 … 基站数29个)."""
        mention, of = self.mentions[index], self.mentions[whole].figure
        named = mention.own and (mention.figure.measure or "").endswith(head_ends())
        return named and not (of.measure or "").endswith(head_ends())

    def opens_part(self, index: int) -> bool:
        """Whether a word before a mention says that it is a part: 其中 at any distance, the others in its clause."""
        gap = self.gap(index)
        for mark in reversed(list(PART_RE.finditer(gap))):
            between = BRACKETED_RE.sub("", gap[mark.end() :])
            if mark[0] == "(含" and ")" in between:
                continue  # 其中网站(含转发)31条
            return ")" not in between and (mark[0] == "其中" or "," not in between)
        return False

    def is_among(self, index: int) -> bool:
        """Whether the number before is what a mention is told among (在公开的70条信息中,机构类12条)."""
        match = AMONG_RE.match(self.gap(index))
        if match is None or match["sign"]:
            return match is not None
        before = self.mentions[index - 1].figure
        return WITHIN_RE.search(self.plain[before.sentence_start : before.start]) is not None

    def leads_on(self, index: int) -> bool:
        """Whether another number of the clause can be what 其中 is about (其中判处三年以上有期徒刑4人)."""
        following = index + 1
        if following >= len(self.mentions) or self.ends_between(following):
            return False
        return not regex.search(r"[,;]", self.gap(following))

    def add_up(self, index: int, whole: int) -> list[int] | None:  # noqa: C901 - one walk, each way out with its reason
        """The mentions from one on that together are a whole, at least two; null where none are."""
        of = self.mentions[whole]
        if not of.is_exact or not of.is_level:
            return None
        brackets = self.mentions[index].brackets
        total, parts, nested = Decimal(0), list[int](), False
        if not self.mentions[index].figure.value:
            return None
        for at in range(index, min(len(self.mentions), index + LOOK_BACK)):
            mention = self.mentions[at]
            if mention.brackets[: len(brackets)] != brackets or (at > index and self.apart(at)):
                return None
            gap = self.gap(at)
            if at > index and (self.is_besides(at) or (";" in gap and self.names_anew(at, whole))):
                return None
            goes_on = nested and not self.ends_between(at) and not regex.search("[;。]", gap)
            nested = at > index and (self.opens_part(at) or goes_on)
            if mention.brackets != brackets or nested or not mention.is_level:
                continue
            if not counts_alike(mention.figure, of.figure):
                continue
            if not mention.is_exact or mention.figure.value is None:
                return None
            total += mention.figure.value
            parts.append(at)
            if of.figure.value is None or total > of.figure.value:
                return None
            if total == of.figure.value:
                return parts if len(parts) > 1 else None
        return None

    def can_hold(self, index: int, whole: int) -> bool:
        """Whether a mention stands where another can be its part: in no bracket that has closed."""
        mention, other = self.mentions[index], self.mentions[whole]
        if mention.brackets[: len(other.brackets)] != other.brackets:
            return False
        return bool(is_amount(other.figure)) and not other.figure.negated and other.figure.role is not Role.BASE

    def can_be(self, index: int, whole: int) -> bool:
        """Whether two figures state amounts of the same kind and time, the part no more than the whole."""
        part, of = self.mentions[index].figure, self.mentions[whole].figure
        share = part.role is Role.SHARE and is_amount(of)
        if part.kind is Kind.PERCENT and not share:
            return False  # 办结率93%,其中甲院办结率97%: a rate is no part of a rate
        if part.negated or of.negated or part.change is not None or RATE_RE.match(of.measure or ""):
            return False
        if not share and (part.kind is not of.kind or (part.low or 0) > (of.high or part.low or 0)):
            return False
        if not share and not counts_alike(part, of) and part.kind is not Kind.ITEM_COUNT:
            return False
        apart = APPEAL_RE.search(part.measure or "") and not CASES_RE.search(of.measure or "")
        return not apart

    def states_share(self, index: int, whole: int) -> bool:
        """Whether the share behind a mention is that of the mention in a whole."""
        part, of = self.mentions[index].figure, self.mentions[whole].figure
        share = self.mentions[index + 1].figure if index + 1 < len(self.mentions) else None
        if share is None or share.role is not Role.SHARE or None in (share.value, part.value, of.value):
            return False
        assert share.value is not None and part.value is not None and of.value is not None  # noqa: PT018, S101
        return bool(of.value) and abs(part.value / of.value * 100 - share.value) <= 1

    def ends_between(self, index: int) -> bool:
        """Whether the mention begins a sentence."""
        return (
            index > 0 and self.mentions[index - 1].figure.sentence_start != self.mentions[index].figure.sentence_start
        )

    def bracketed(self, index: int) -> int | None:
        """The whole that a bracket divides which opens right behind it (197条(政府32条、部门165条))."""
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
        if not before or not first or YEAR_RE.search(self.plain, opening, mention.figure.start):
            return None
        whole = before[-1]
        between = self.plain[self.mentions[whole].figure.end : opening]
        near = len(between) <= LONGEST_NOUN and not regex.search(r"[,;。:、()]", between)
        return whole if near and self.can_be(index, whole) else None

    def is_beside(self, first: int, second: int) -> bool:
        """Whether two wholes stand in one sentence."""
        return self.mentions[first].figure.sentence_start == self.mentions[second].figure.sentence_start

    def same_unit(self, first: int, second: int) -> bool:
        """Whether two mentions have one unit."""
        return self.mentions[first].figure.unit == self.mentions[second].figure.unit

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
        if self.plain[: figure.start].endswith("的"):
            return False  # 列入计划的|十七项
        return not (name.endswith(whole) or whole.endswith(name))

    def is_by_criterion(self, index: int) -> bool:
        """Whether a mention begins a list that a criterion divides (按诉求分,咨询类20件、投诉类15件)."""
        return CRITERION_RE.search(self.gap(index)) is not None

    def is_listed(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether a whole is the first item of the list of its parts (咨询类20件,投诉类15件,求助类5件)."""
        if self.ends_between(parts[0]) or parts[0] != whole + 1:
            return False
        last = {(self.mentions[i].figure.measure or " ")[-1] for i in (whole, *parts)}
        return self.is_by_criterion(whole) or last <= set(SORTS)

    def divides(self, index: int, whole: int) -> bool:
        """Whether the list that a criterion opens tells most of a whole, and no more."""
        of = self.mentions[whole].figure
        total, count, brackets = Decimal(0), 0, self.mentions[index].brackets
        for at in range(index, len(self.mentions)):
            if at > index and (self.ends_between(at) and CRITERION_RE.search(self.gap(at))):
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
        """Whether at least two figures of the sentence behind a colon can be parts, and fit."""
        run = [index]
        for following in range(index + 1, len(self.mentions)):
            if self.ends_between(following):
                break
            if self.mentions[following].is_level and self.can_be(following, whole):
                run.append(following)
        total = sum((self.mentions[i].figure.low or Decimal(0) for i in run), Decimal(0))
        high = self.mentions[whole].figure.high
        return len(run) > 1 and high is not None and total <= high

    def is_division(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether figures that add up to one before them are told as its parts, and not as things of their own."""
        of = self.mentions[whole].figure
        several = [self.mentions[part] for part in parts]
        anew = [m for m in several if self.is_of_its_own(m, of)]
        few = len(parts) > 2 and (of.value or 0) >= LARGE and 2 * len(anew) < len(several)
        if anew and (len(anew) == len(several) or (self.ends_between(parts[0]) and not few)):
            return False
        if self.is_listed(whole, parts):
            return False
        if any(BALANCE_RE.search(m.figure.measure or "") for m in several) and "收入" in (of.measure or ""):
            return False
        return len(parts) > 2 or (of.value or 0) > SMALL or not self.ends_between(parts[0])


def share_time(whole: Figure, part: Figure) -> bool:
    """Whether the times of a whole and a part have a day in common, as far as they are known."""
    begins = whole.period_start is None or part.period_end is None or whole.period_start <= part.period_end
    return begins and (whole.period_end is None or part.period_start is None or part.period_start <= whole.period_end)
