"""Reads the words between mentions: whether they open parts, continue a list, or begin another matter."""

from collections.abc import Sequence

import regex
from msgspec import Struct, field

from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, leaves_out_unit
from pipeline.language import BRACKETED_RE, cut_words, head_ends

END_RE = regex.compile(r"[。!?\n]")
LONGEST_GAP = 120
# The word that opens parts at any distance.
AMONG_THEM = "其中"


class Gaps(Struct, frozen=True, eq=False, gc=False):
    """The mentions of a text in their order; every question is about what stands before one of them.

    What is asked for each pair of a part and a whole is answered once for each mention.
    """

    plain: str
    mentions: Sequence[Mention]
    words_before: dict[int, str] = field(default_factory=dict)
    ends_before: dict[int, bool] = field(default_factory=dict)
    parts_opened: dict[int, bool] = field(default_factory=dict)

    def between(self, index: int) -> str:
        """The words before a mention, behind the one before or the beginning of its sentence."""
        words = self.words_before.get(index)
        if words is None:
            words = self.words_before[index] = self._between(index)
        return words

    def _between(self, index: int) -> str:
        start = self.mentions[index].figure.sentence_start
        if index:
            start = max(start, self.mentions[index - 1].figure.end)
        return self.plain[start : self.mentions[index].figure.start]

    def apart(self, index: int) -> bool:
        """Whether a mention stands too far behind the one before to continue its list."""
        if not index:
            return True
        start, end = self.mentions[index - 1].figure.end, self.mentions[index].figure.start
        return end - start > LONGEST_GAP or len(END_RE.findall(self.plain, start, end)) > 2

    def ends_list(self, index: int) -> bool:
        """Whether the list that the mention before belongs to has ended before this one."""
        ends = self.ends_before.get(index)
        if ends is None:
            ends = self.ends_before[index] = self.apart(index) or self.is_besides(index)
        return ends

    def is_besides(self, index: int) -> bool:
        """Whether 此外 or the like stands before a mention; 另38件 continues the list, 另公开38件 does not."""
        end = self.mentions[index].figure.start
        return gap("besides").search(self.plain, end - len(self.between(index)), end + 1) is not None

    def names_anew(self, index: int, whole: int) -> bool:
        """Whether a mention has the name of a quantity and its whole has not (端口48个 … 基站数29个)."""
        mention, of = self.mentions[index], self.mentions[whole].figure
        named = mention.own and (mention.figure.measure or "").endswith(head_ends())
        return named and not (of.measure or "").endswith(head_ends())

    def opens_part(self, index: int) -> bool:
        """Whether a word before a mention makes it a part: 其中 at any distance, the others in its clause."""
        opens = self.parts_opened.get(index)
        if opens is None:
            opens = self.parts_opened[index] = self._opens_part(index)
        return opens

    def _opens_part(self, index: int) -> bool:
        words = self.between(index)
        for mark in reversed(list(gap("opens_part").finditer(words))):
            between = BRACKETED_RE.sub("", words[mark.end() :])
            if mark[0].endswith("有") and self.ends_between(index):
                continue  # 制定法规9件。建立制度,有3部草案公开
            if mark[0] == "(含" and ")" in between:
                continue  # 其中网站(含转发)31条
            return ")" not in between and (mark[0] == AMONG_THEM or "," not in between)
        return False

    def hides_whole(self, index: int) -> bool:
        """Whether the number before 其中 was not read, so that the whole is unknown (公开信息966,其中公告25条)."""
        words = self.between(index)
        marks = [mark for mark in gap("opens_part").finditer(words) if mark[0] == AMONG_THEM]
        return bool(marks) and gap("unread").search(words[: marks[-1].start()]) is not None

    def is_listed_by(self, index: int) -> bool:
        """Whether a colon stands behind the word that opens parts, so that semicolons part them (其中:…;…)."""
        return ":" in self.between(index)

    def opens_bracket(self, index: int) -> bool:
        """Whether a mention opens a bracket that stands right behind the number before (16件,(其中重点9件)."""
        mention = self.mentions[index]
        if not index or not mention.brackets or self.mentions[index - 1].brackets != mention.brackets[:-1]:
            return False
        between = self.plain[self.mentions[index - 1].figure.end : mention.brackets[-1]]
        return not between.strip(", ") and gap("opens_division").match(self.plain, mention.brackets[-1] + 1) is not None

    def is_among(self, index: int) -> bool:
        """Whether a mention is stated to be among the number before (在公开的70条信息中,机构类12条)."""
        match = gap("among").match(self.between(index))
        if match is None or match["sign"]:
            return match is not None
        before = self.mentions[index - 1].figure
        return gap("from_among").search(self.plain[before.sentence_start : before.start]) is not None

    def is_ruled(self, index: int) -> bool:
        """Whether a mention states the outcome of the cases right before (行政复议9件,结果维持8件)."""
        case = index > 0 and not self.mentions[index - 1].outcome
        return case and gap("ruled").fullmatch(self.between(index)) is not None

    def is_example(self, index: int) -> bool:
        """Whether a mention counts the people just named, and is no item of a list (甲某等13人的案件入选)."""
        return self.between(index).rstrip().endswith("等")

    def leads_on(self, index: int) -> bool:
        """Whether a later number of the clause may be the part that 其中 opens (其中判处三年以上有期徒刑4人)."""
        following = index + 1
        if following >= len(self.mentions) or self.ends_between(following):
            return False
        return not regex.search(r"[,;]", self.between(following))

    def ends_between(self, index: int) -> bool:
        """Whether the mention begins a sentence."""
        return (
            index > 0 and self.mentions[index - 1].figure.sentence_start != self.mentions[index].figure.sentence_start
        )

    def is_beside(self, first: int, second: int) -> bool:
        """Whether two wholes stand in one sentence."""
        return self.mentions[first].figure.sentence_start == self.mentions[second].figure.sentence_start

    def is_row(self, index: int) -> bool:
        """Whether nothing but a join stands before a mention and behind the number before (9件20人)."""
        return not self.ends_between(index) and not self.between(index).strip("、 ")

    def same_unit(self, first: int, second: int) -> bool:
        """Whether two mentions have one unit, or leave it out behind the name of a number (公开数9条,不公开数3)."""
        one, other = self.mentions[first].figure, self.mentions[second].figure
        return one.unit == other.unit or leaves_out_unit(one, other)

    def says_more(self, index: int, parts: Sequence[int]) -> bool:
        """Whether a mention repeats a part to add something about it (已办理的3件均属于…)."""
        figure = self.mentions[index].figure
        again = any(self.mentions[part].figure.value == figure.value for part in parts)
        is_more = gap("more_of_it").match(self.plain, figure.end) is not None
        return again and is_more and self.plain.endswith("的", 0, figure.start)

    def is_by_criterion(self, index: int) -> bool:
        """Whether a mention begins a list that a criterion divides (按诉求分,咨询类20件、投诉类15件)."""
        return gap("by_criterion").search(self.between(index)) is not None


def head_of(name: str) -> str:
    """The last word of a name."""
    words = cut_words(name, 0, len(name))
    return words[-1].text if words else ""
