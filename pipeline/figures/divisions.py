"""Finds the divisions of the wholes that a text states: which figures are the parts of which.

A division is opened by a word (其中, 包括, 在公开的70条中), by a bracket or a colon right behind its whole, or by a sum
alone: figures that stand behind a number and add up to it are its parts. A sum also says where a division ends,
which of two numbers is the whole, and that a second division of the same whole begins (信函7件、网络4件、按时办结9件、
结转2件).
"""

from collections.abc import Sequence

import regex

from pipeline.figures.mentions import Mention, counts_alike, is_amount
from pipeline.figures.open_divisions import Division, fits_sum, goes_on, is_strange, joins
from pipeline.figures.part_candidates import choose_whole, named_whole, nearest_wholes, rounded_whole
from pipeline.figures.part_evidence import Evidence
from pipeline.model import Role

# So many numbers behind 其中 the first can stand that has a whole (5户8人、4万元).
ROW = 2
# A sentence without end opens a division at every number; no real one has so many open at once.
MOST_OPEN = 8


class Divider:
    """Reads the mentions of a text in their order; ``wholes`` holds the index of the whole of each, or null."""

    def __init__(self, plain: str, mentions: Sequence[Mention]) -> None:
        """Begins before the first mention."""
        self.plain = plain
        self.mentions = mentions
        self.evidence = Evidence(plain, mentions)
        self.wholes: list[int | None] = []
        self.rules: list[str | None] = []
        self.open: list[Division] = []

    def read(self) -> list[int | None]:
        """The whole of every mention."""
        for index in range(len(self.mentions)):
            self.wholes.append(None)
            self.rules.append(None)
            self._close(index)
            division = self._begin(index)
            if division is not None:
                self.open.append(division)
            self.wholes[index] = self._whole_of(index)
            if self.wholes[index] is None and (of := self.evidence.taken_up_from(index, self.wholes)) is not None:
                self.wholes[index], self.rules[index] = of, "taken_up"
        return self.wholes

    # -- where divisions end ---------------------------------------------------------------------------------------

    def _close(self, index: int) -> None:
        """Closes what ends before a mention: by a bracket, by 此外, or with a sentence that is not continued."""
        mention = self.mentions[index]
        besides = self.evidence.is_besides(index)
        held = []
        for division in self.open:
            inside = mention.brackets[: len(division.brackets)] == division.brackets
            ended = self.evidence.ends_between(index) and not goes_on(self.evidence, division, index)
            if inside and not besides and not ended:
                held.append(division)
        self.open = held[-MOST_OPEN:]

    # -- where they begin ------------------------------------------------------------------------------------------

    def _begin(self, index: int) -> Division | None:
        """The division that opens at a mention, if one does."""
        mention = self.mentions[index]
        if not index or mention.figure.negated:
            return None
        if (stated := self._begin_stated(index) or self._begin_list(index)) is not None:
            return stated
        if not mention.is_level:
            return None
        same = not self.evidence.ends_between(index)
        if any(self._is_inner(division, index) for division in self.open):
            return self._open(index, index - 1, stated=False)
        if self._is_in(index):
            return None
        colon = same and regex.match(r"[^,;。:()\d]{0,8}:", self.evidence.between(index)) is not None
        for whole in nearest_wholes(self.evidence, self.wholes, index):
            parts = self.evidence.add_up(index, whole)
            if parts and self.evidence.is_division(whole, parts):
                return self._open(index, whole, stated=False)
            listed = colon and whole == index - 1 and self.evidence.can_be(index, whole)
            if listed and self.evidence.has_list(index, whole):
                return self._open(index, whole, stated=True)
        return None

    def _begin_stated(self, index: int) -> Division | None:
        """The division that a bracket, a word or a criterion opens at a mention."""
        mention = self.mentions[index]
        bracket = self.evidence.bracketed(index) if mention.is_level else None
        if bracket is not None:
            return self._open(index, bracket, stated=True)
        if self.evidence.hides_whole(index):
            return Division(index, mention.brackets, stated=True, dead=True, rule="unread")
        if self.evidence.opens_part(index):
            whole = choose_whole(self.evidence, self.wholes, index)
            division = self._open(index, whole, stated=True) if whole is not None else None
            return division or Division(index, mention.brackets, stated=True, dead=not self.evidence.leads_on(index))
        if mention.is_level and self.evidence.is_by_criterion(index):
            whole = choose_whole(self.evidence, self.wholes, index)
            if whole is not None and self.evidence.ends_between(index) and not self.evidence.add_up(index, whole):
                # 从主体看,甲局9件,乙局8件。从渠道看,网站12件,微信5件: another criterion divides the same whole
                of = self.wholes[whole]
                whole = whole if of is None else of
            if whole is None or not self.evidence.divides(index, whole):
                whole = rounded_whole(self.evidence, self.wholes, index)
            if whole is not None:
                return self._open(index, whole, stated=True)
        same = not self.evidence.ends_between(index)
        stated = same and (self.evidence.is_among(index) or self.evidence.is_ruled(index))
        if stated and self.evidence.can_be(index, index - 1):
            return self._open(index, index - 1, stated=True)
        named = named_whole(self.evidence, index) if mention.is_level else None
        return None if named is None else self._open(index, named, stated=True)

    def _begin_list(self, index: int) -> Division | None:
        """The division of the number right before a mention by outcomes, labels or ways."""
        if self._is_in(index) or not (parts := self.evidence.list_parts(index)):
            return None
        division = self._open(index, index - 1, stated=True)
        division.sums[index - 1] = parts
        return division

    def _open(self, index: int, whole: int, *, stated: bool) -> Division:
        figure = self.mentions[index].figure
        division = Division(index, self.mentions[index].brackets, stated=stated)
        if is_amount(figure):
            self._bind(division, index, whole)
        else:
            division.wholes[figure.kind, figure.unit] = whole
        return division

    def _bind(self, division: Division, index: int, whole: int) -> None:
        figure = self.mentions[index].figure
        division.wholes[figure.kind, figure.unit] = whole
        division.parts.setdefault(whole, [])
        if parts := self.evidence.tell_who(index, whole) or self.evidence.add_up(index, whole):
            division.sums[whole] = parts

    # -- what is a part --------------------------------------------------------------------------------------------

    def _whole_of(self, index: int) -> int | None:
        """The whole of a mention in the divisions that are open, the innermost first."""
        mention = self.mentions[index]
        for division in tuple(reversed(self.open)):
            if division.dead or (not division.wholes and not self._revive(division, index)):
                self.rules[index] = division.rule or ("outside" if division.wholes else "unfound")
                return None
            if (whole := self._in_division(division, index)) is not None:
                self.rules[index] = "sum" if whole in division.sums else "stated" if division.stated else "listed"
                return whole
            if division.opener == index:
                return None
            if mention.brackets and division.brackets == mention.brackets:
                return None
        return None

    def _revive(self, division: Division, index: int) -> bool:
        """Whether the second number behind 其中 finds the whole that the first did not (判处三年以上有期徒刑4人)."""
        if index > division.opener + ROW:
            return False
        whole = choose_whole(self.evidence, self.wholes, index)
        if whole is None or whole >= division.opener:
            return False
        # 资金90万元,其中低保5户8人、资金4万元: the third of a row as well, by the same unit
        if index > division.opener + 1 and not self.evidence.same_unit(whole, index):
            return False
        division.dead = False
        self._bind(division, index, whole)
        return True

    def _in_division(self, division: Division, index: int) -> int | None:
        mention = self.mentions[index]
        figure = mention.figure
        if figure.role is Role.SHARE:
            return self._share_in(division, index)
        if not mention.is_level:
            # 新增公路12公里,其中高速3公里;增加铁路5公里、复线2公里: what grew beside the whole ends its list
            beside = mention.own and ";" in self.evidence.between(index) and figure.change is not None
            division.dead |= beside and any(counts_alike(figure, self.mentions[w].figure) for w in division.parts)
            return None
        whole = self._bound(division, index)
        if whole is not None and index != division.opener and whole not in division.sums:
            # 其中高铁37公里,新增公路260公里: more than the whole is another matter, and what follows it, too.
            division.dead = (figure.low or 0) > (self.mentions[whole].figure.high or figure.low or 0)
        if whole is None or not self.evidence.can_be(index, whole) or mention.brackets != division.brackets:
            return None
        parts = division.parts.setdefault(whole, [])
        sums = division.sums.get(whole)
        if sums is not None and not fits_sum(self.evidence, division, index, whole):
            return None
        if sums is None and index != division.opener and not self._lists(division, index, whole):
            return None
        parts.append(index)
        return whole

    def _lists(self, division: Division, index: int, whole: int) -> bool:
        """Whether a mention belongs to a division without a sum; if it does not, the division ends."""
        if is_strange(self.evidence, division, index, whole) or self.evidence.is_example(index):
            return False
        if joins(self.evidence, division, index, whole):
            return True
        # 分区域看,东部90元,其中甲县50元;|西部60元: the list that the inner one stands in goes on
        division.dead = not self.evidence.is_by_criterion(whole)
        if not division.dead:
            self.open.remove(division)
        return False

    def _share_in(self, division: Division, index: int) -> int | None:
        """The whole of a share that has no amount of its own (其中47%来自海外)."""
        alone = index == division.opener or (
            self.mentions[index - 1].figure.role is Role.SHARE and self.wholes[index - 1] is not None
        )
        amounts = [whole for whole in division.wholes.values() if is_amount(self.mentions[whole].figure)]
        return amounts[0] if alone and amounts and self.mentions[index].brackets == division.brackets else None

    def _bound(self, division: Division, index: int) -> int | None:
        """The whole in a division for the unit of a mention; if there is none yet, one beside the first whole."""
        figure = self.mentions[index].figure
        if (beside := self._beside(index)) is not None:
            return beside
        summed = [whole for whole, sums in division.sums.items() if index in sums]
        if summed:
            return summed[0]
        if (parallel := self._parallel(division, index)) is not None:
            return parallel
        for whole in division.wholes.values():
            if counts_alike(figure, self.mentions[whole].figure):
                return whole
        if (figure.kind, figure.unit) in division.wholes:
            return division.wholes[figure.kind, figure.unit]
        if news := [w for w in division.wholes.values() if division.stated and self.evidence.is_printed(index, w)]:
            return news[0]
        for anchor in tuple(division.wholes.values()):
            near = range(max(0, anchor - 3), min(division.opener, anchor + 4))
            alike = [b for b in near if self.mentions[b].is_level and self.evidence.same_unit(b, index) and b != anchor]
            alike = [b for b in alike if self.wholes[b] is None and self.evidence.can_be(index, b)]
            if alike and self.evidence.is_beside(anchor, alike[-1]):
                self._bind(division, index, alike[-1])
                return alike[-1]
        return None

    def _beside(self, index: int) -> int | None:
        """The number beside the whole of the previous part, where both pairs stand in rows (9件20人,其中甲县5件8人)."""
        whole = self.wholes[index - 1]
        if whole is None or whole + 1 >= index - 1 or self.mentions[index].own:
            return None
        if self.evidence.same_unit(index - 1, index) or not self.evidence.same_unit(whole + 1, index):
            return None
        rows = (self.evidence.is_row(at) for at in (index, whole + 1))
        return whole + 1 if all(rows) else None

    def _parallel(self, division: Division, index: int) -> int | None:
        """The whole that has the verb or the name of a mention (收案9件、结案8件,其中甲院收案5件、结案4件)."""
        figure = self.mentions[index].figure
        if self.evidence.opens_bracket(index):
            return None
        for anchor in tuple(division.wholes.values()):
            for beside in range(max(0, anchor - 3), min(division.opener, anchor + 4)):
                other = self.mentions[beside]
                named = self.mentions[index].own and other.own and other.figure.measure == figure.measure
                done = figure.action is not None and other.figure.action == figure.action
                rows = self.evidence.add_rows(index, beside) if anchor in division.sums else None
                if rows and beside not in division.sums:
                    division.sums[beside] = rows
                same = (done or named or bool(rows)) and self.evidence.same_unit(beside, index)
                same = same and self.evidence.same_unit(anchor, index)
                near = same and other.is_level and self.evidence.is_beside(anchor, beside)
                if near and self.evidence.can_be(index, beside):
                    if beside not in division.parts:
                        division.parts[beside] = []
                    return beside
        return None

    def _is_inner(self, division: Division, index: int) -> bool:
        """Whether a mention opens a division of the part right before it (办结20件,满意19件,不满意1件,还有1件)."""
        skipped = any(index - 1 in sums and index not in sums and index < sums[-1] for sums in division.sums.values())
        return skipped and index in (self.evidence.add_up(index, index - 1) or ())

    def _is_in(self, index: int) -> bool:
        """Whether an open division already has a mention among its parts."""
        for division in self.open:
            for whole, sums in division.sums.items():
                if index in sums and whole is not None:
                    return True
            if division.stated and not division.dead and not division.sums:
                return True
        return False


def find_wholes(plain: str, mentions: Sequence[Mention]) -> tuple[list[int | None], list[str | None]]:
    """The index of the whole of each mention, or null, and the rule of it, or why there is none.

    ``unread``: its whole is no figure; ``unfound``: nothing before it can be its whole; ``outside``: it is no part.
    """
    divider = Divider(plain, mentions)
    return divider.read(), divider.rules
