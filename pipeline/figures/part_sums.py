"""Finds mentions that add up to another: the items of a list, or one column of several rows."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import field

from pipeline.figures.mentions import Mention, counts_alike
from pipeline.figures.part_gaps import Gaps

# How many figures a whole is looked for back, and a division followed.
LOOK_BACK = 40
CLOSING = frozenset(";。")


class Sums(Gaps, frozen=True, eq=False):
    """The mentions of a text in order; every question is about sums of some of them."""

    columns: dict[int, list[int]] = field(default_factory=dict)
    lists: dict[tuple[int, int, bool], list[int] | None] = field(default_factory=dict)

    def add_up(self, index: int, whole: int) -> list[int] | None:
        """The mentions from one on, at least two, that add up to a whole, without parts of parts; null if none do."""
        return self._add_list(index, whole) or self.add_rows(index, whole)

    def add_rows(self, index: int, whole: int) -> list[int] | None:
        """The mentions in one column of rows that semicolons separate (民事收案5件,结案4件;刑事收案3件,结案2件)."""
        parts = self.columns.get(index)
        if parts is None:
            parts = self.columns[index] = self._column(index)
        exact = bool(parts) and all(self.mentions[part].is_exact for part in (whole, *parts))
        total = sum((self.mentions[part].figure.value or Decimal(0) for part in parts), Decimal(0))
        return parts if exact and total == self.mentions[whole].figure.value else None

    def _column(self, index: int) -> list[int]:
        """The mentions in the column of one in the first row; none if a row is too short."""
        rows = list[list[int]]([[]])
        for at in self.items_of_sentence(index):
            if ";" in self.between(at) and rows[0]:
                rows.append([])
            rows[-1].append(at)
        if len(rows[-1]) == 1 or len(rows) == 1:
            return []
        before, column = index, 0
        while before and not self.ends_between(before) and ";" not in self.between(before):
            before -= 1
            column += (
                self.mentions[before].is_level and self.same_unit(before, index) and not self.opens_part(before + 1)
            )
        parts = [index, *(row[column] for row in rows[1:] if column < len(row))]
        return parts if len(parts) == len(rows) else []

    def _add_list(self, index: int, whole: int, *, deep: bool = False) -> list[int] | None:
        """The items of a list that add up to a whole; ``deep`` if the list divides a part."""
        asked = index, whole, deep
        if asked not in self.lists:
            self.lists[asked] = self._find_list(index, whole, deep=deep)
        return self.lists[asked]

    def _find_list(self, index: int, whole: int, *, deep: bool) -> list[int] | None:  # noqa: C901 - one walk, each way out with its reason
        of, first = self.mentions[whole], self.mentions[index]
        if not of.is_exact or not of.is_level or of.figure.value is None or not first.figure.value:
            return None
        total, parts, nested, within = Decimal(0), list[int](), False, frozenset[int]()
        for at in range(index, min(len(self.mentions), index + LOOK_BACK)):
            mention = self.mentions[at]
            if self._breaks_off(index, at, whole):
                return None
            if at in within:
                continue
            goes_on = nested and not self.ends_between(at) and not CLOSING.intersection(self.between(at))
            goes_on = goes_on and (not within or at < max(within))
            nested = at > index and (self.opens_part(at) or goes_on)
            if nested and parts and not goes_on and not deep:
                # 办结60件,其中满意50件;基本满意10件;还有5件: what a part is divided into ends by its sum.
                within = frozenset(self._add_list(at, parts[-1], deep=True) or ())
            beside = mention.brackets != first.brackets or nested
            if beside or not self._can_add(at, whole):
                continue
            if parts and not self.same_unit(parts[0], at) and self._counts_others(at, parts[0], whole):
                continue  # 县政府公开8条;21个|乡镇公开502条: who did it is counted by the way
            if not mention.is_exact or (parts and not self.same_unit(parts[0], at)):
                return None  # 由3个部门承办。已解决6件: their classifiers tell them apart
            value = mention.figure.value or Decimal(0)
            if total + value > of.figure.value:
                # 办结20件,满意19件,基本满意1件,还有1件: so it does without a word, where they close.
                within = (
                    frozenset(self._add_list(at, parts[-1], deep=True) or ()) if parts and not deep else frozenset()
                )
                if not within:
                    return None
                continue
            total += value
            parts.append(at)
            if total == of.figure.value:
                return parts if len(parts) > 1 else None
        return None

    def items_of_sentence(self, index: int) -> list[int]:
        """The mentions of the sentence from one on that have its unit, without the parts of parts."""
        found: list[int] = []
        nested = False
        for at in range(index, min(len(self.mentions), index + LOOK_BACK)):
            if at > index and self.ends_between(at):
                break
            nested = at > index and (self.opens_part(at) or (nested and not CLOSING.intersection(self.between(at))))
            alike = self.mentions[at].is_level and self.same_unit(index, at)
            if alike and not nested and self.mentions[at].brackets == self.mentions[index].brackets:
                found.append(at)
        return found

    def back_in_section(self, index: int) -> Iterator[tuple[int, Mention]]:
        """The mentions before one in its section, the nearest first."""
        section = self.mentions[index].figure.section_id
        for back in range(index - 1, max(-1, index - LOOK_BACK), -1):
            if self.mentions[back].figure.section_id != section:
                return  # what adds up over a heading does so by chance
            yield back, self.mentions[back]

    def _can_add(self, at: int, whole: int) -> bool:
        """Whether a mention states an amount of what its whole counts."""
        return self.mentions[at].is_level and counts_alike(self.mentions[at].figure, self.mentions[whole].figure)

    def _counts_others(self, at: int, first: int, whole: int) -> bool:
        """Whether a mention counts the noun after it, and not what its whole and the first part of that count."""
        is_right = self.mentions[at].figure.measure_rule == "behind"
        return is_right and self.same_unit(first, whole) and not self.same_unit(at, whole)

    def _breaks_off(self, index: int, at: int, whole: int) -> bool:
        """Whether a list that began at one mention has ended before another."""
        brackets = self.mentions[index].brackets
        if self.mentions[at].brackets[: len(brackets)] != brackets:
            return True
        if at == index:
            return False
        return self.ends_list(at) or (";" in self.between(at) and self.names_anew(at, whole))
