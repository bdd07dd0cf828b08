"""Reads flat lists: labels with a number each, what became of cases, and by what way a thing was done."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

import regex

from pipeline.figures.gaps import gap
from pipeline.figures.mentions import counts_alike
from pipeline.figures.part_sums import LOOK_BACK, Sums
from pipeline.values import nouns

# 、微信|40条: a label and nothing more; that of the first item stands behind a colon.
LABEL_RE = regex.compile(r"\s*[,、][^,;。:、()\d]{1,12}")
LISTED_RE = regex.compile(r"[,、][^,;。:、()\d]{1,24}$")
ITEM_RE = regex.compile(r"\s*[,、;][^,;。:、()\d]{1,24}")
# ,不予受理|4件: what became of some, and nothing more.
OUTCOME_RE = regex.compile(r"\s*[,、;]\s*[^,;。:、()\d]{2,10}")
FIRST_RE = regex.compile(r":[^,;。:、()\d]{1,24}$")
# Sums of three parts from it on are hardly ever met by chance.
LARGE = Decimal(20)
# The sum of a printed list is off by no more than that of its whole.
MISCOUNT = Decimal("0.1")


class Lists(Sums, frozen=True, eq=False):
    """The mentions of a text in their order; every question is about the list that one of them stands in."""

    def list_parts(self, index: int) -> list[int]:
        """The mentions from one on that divide the number right before them by their words, whatever they add up to."""
        return self.list_outcomes(index) or self._list_labels(index) or self._list_ways(index)

    def _list_labels(self, index: int) -> list[int]:
        """The bare labels behind what was done, which come near to it (公开信息357条,概况10条,动态220条,公告130条)."""
        of = self.mentions[index - 1]
        if of.figure.action is None or self._is_label(index - 1) or self.between(index).lstrip().startswith("、"):
            return []
        if self.add_up(index, index - 1):
            return []
        labels = takewhile(lambda at: self._is_label(at) or (at == index and self.opens_list(at)), self._run(index))
        values = {at: self.mentions[at].figure.value or Decimal(0) for at in labels}
        whole = of.figure.value or Decimal(0)
        near = abs(sum(values.values()) - whole) <= whole * MISCOUNT
        return list(values) if len(values) > 2 and whole >= LARGE and near else []

    def _list_ways(self, index: int) -> list[int]:
        """The ways behind what was done by them, which may overlap (公开信息90条,通过网站公开80条,通过微信公开60条)."""
        whole, way = self.mentions[index - 1].figure, gap("by_way")
        stated = whole.action is not None and way.fullmatch(self.between(index - 1)) is None
        smaller = takewhile(lambda at: (self.mentions[at].figure.value or 0) <= (whole.value or 0), self._run(index))
        ways = list(takewhile(lambda at: way.fullmatch(self.between(at)) is not None, smaller)) if stated else []
        return ways if len(ways) > 1 else []

    def _run(self, index: int) -> Iterator[int]:
        """The levels from one on that count in one sentence and bracket what the number before them does."""
        of = self.mentions[index - 1]
        for at in range(index, min(len(self.mentions), index + LOOK_BACK)):
            mention = self.mentions[at]
            if self.ends_between(at) or mention.brackets != of.brackets or not self.same_unit(index - 1, at):
                return
            if not mention.is_level or not mention.is_exact or not counts_alike(mention.figure, of.figure):
                return
            yield at

    def list_outcomes(self, index: int) -> list[int]:
        """The mentions from one on that say what became of the cases right before them; at least one names an outcome.

        受理申请12件,答复7件,不予受理4件: together no more than there are, and of nothing 0件 each.
        """
        of, items = self.mentions[index - 1].figure, list[int]()
        total = Decimal(0)
        for at in range(index, min(len(self.mentions), index + LOOK_BACK)):
            mention = self.mentions[at]
            done = mention.outcome or (not mention.own and mention.figure.action is not None)
            # 收到0件,上年结转0件: it came in, too
            done = done and gap("carried_in").search(mention.figure.measure or "") is None
            near = OUTCOME_RE.fullmatch(self.between(at)) is not None and not self.ends_between(at)
            if not (done and near and mention.is_level and mention.is_exact and self.same_unit(index - 1, at)):
                break
            total += mention.figure.value or Decimal(0)
            items.append(at)
        came = gap("received").fullmatch(of.action or "") is not None and self.mentions[index - 1].is_exact
        mixed = len(items) > 1 and any(self.mentions[item].outcome for item in items)
        return items if came and mixed and of.value is not None and total <= of.value else []

    def is_listed(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether a whole is the first item of the list of its parts (咨询类20件,投诉类15件,求助类5件)."""
        levels = [i for i in range(whole, parts[-1] + 1) if self.mentions[i].is_level]
        if all(self._is_label(i) or (i == whole and self.opens_list(i)) for i in levels):
            return True
        between = self.mentions[whole + 1 : parts[0]]
        if self.ends_between(parts[0]) or any(m.is_level for m in between):
            return False
        if self._is_item(whole) and all(self._is_item(part) for part in parts):
            return True
        last = {(self.mentions[i].figure.measure or " ")[-1] for i in (whole, *parts)}
        return self.is_by_criterion(whole) or last <= set(nouns().sort_ends)

    def is_printed(self, index: int, whole: int) -> bool:
        """Whether a mention is an item of a division of news, counted by another classifier of news and prints.

        发布信息90条,包括动态30条,周报5期,画册4册: by the medium, not by a classifier of one thing.
        """
        of = self.mentions[whole].figure.unit in nouns().news
        unit = self.mentions[index].figure.unit
        listed = LISTED_RE.search(self.between(index)) is not None and self._names_thing(index)
        listed = listed and self.mentions[index].act != "listed"  # 发布调查9期、意见8件: they have a verb of their own
        return of and listed and any(unit in sort for sort in nouns().sorts) and not self.ends_between(index)

    def _is_label(self, index: int) -> bool:
        """Whether a mention is an item of a flat list, whatever its label is like (、发展规划2条)."""
        return ITEM_RE.fullmatch(self.between(index)) is not None and self._names_thing(index)

    def opens_list(self, index: int) -> bool:
        """Whether a mention is the first item of a list behind a colon (公开的信息如下:机构设置3条)."""
        return FIRST_RE.search(self.between(index)) is not None and self._names_thing(index)

    def _names_thing(self, index: int) -> bool:
        """Whether a mention has only a name before it: no verb, what became of it, or word for a part."""
        mention = self.mentions[index]
        labelled = mention.act is None or mention.has_verb_in_label
        return labelled and not mention.outcome and not self.opens_part(index)

    def _is_item(self, index: int) -> bool:
        """Whether a mention is an item of a flat list: a label behind a comma, and no verb of its own."""
        label = LABEL_RE.fullmatch(self.between(index)) is not None
        return label and self.mentions[index].act in {None, "listed"} and not self.mentions[index].outcome
