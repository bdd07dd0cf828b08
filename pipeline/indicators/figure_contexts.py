"""Gathers the words around a number of the prose that say what it is: its clause, its titles, what follows it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.characters import squeeze, to_plain
from pipeline.indicators.agency_names import call_us, has_field
from pipeline.model import Figure, Metadata, Section, Text
from pipeline.rulebook import statement_rules

# As many characters behind a number as say what it was after all: 72件申请按照条例顺延到下年度答复.
LOOK_AHEAD = 24

# What is said in brackets that are closed parts no words from what they are about: 公开政府信息(综合类)287条.
_BRACKETS_RE = re.compile(r"\([^()]{2,}\)")
_QUOTED_RE = re.compile(r"[“\"][^“”\"]+[”\"]")

# No clause says further off than so many characters what a number counts; without a bound, a sentence of nothing but
# numbers would cost the square of its length.
REACH = 300
# What ends the words behind a number, where no more is said of what it counts.
_ENDS_RE = re.compile(r"(?:[和及][^,;。、的进]{1,8})?(?:[,;。()]|$)")


class Context(NamedTuple):
    """What the rules look at, by the names of their keys.

    ``near`` calls the years beside that of the report by what they are to it (上年 for 2021年 in one on 2022), and
    ``spelled`` is ``near`` as it is spelled. ``chunks`` are the words of the clause up to the number from comma to
    comma, ``since_last`` those since the last number, ``whole_chunks`` those up to the number that it is a part of.
    """

    clause: str
    near: str
    spelled: str
    after: str
    sentence: str
    section: str
    whole: str
    chunks: tuple[str, ...]
    since_last: tuple[str, ...]
    whole_chunks: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title right above a figure."""
        return self.section.rsplit("/", 1)[-1]

    @property
    def topic(self) -> str:
        """The titles above a figure, its sentence, and what it is a part of."""
        return f"{self.section}\n{self.sentence}\n{self.whole}"


def find_context(
    figure: Figure,
    figures: Sequence[Figure],
    sections: Sequence[Section],
    text: Text,
    before: int,
    metadata: Metadata,
) -> Context:
    """What stands around a figure; ``before`` is where the last figure ends."""
    first = max(figure.sentence_start, figure.start - REACH)
    words = text.plain[first : figure.start]
    # A zero in words holds its own clause.
    own = text.plain[figure.start : figure.end] if figure.negated else ""
    clause = words[max(words.rfind(mark) for mark in ";。\n") + 1 :]
    since = words[max(words.rfind(mark) for mark in ";。\n") + 1 if before <= first else max(before - first, 0) :]
    # A mark between brackets ends nothing outside of them: 发布信息(包括:预报、预警)30条.
    level = _BRACKETS_RE.sub(lambda match: " " * len(match[0]), words)
    last = max(*(level.rfind(mark) for mark in ",;:。\n"), min(before, figure.start) - first - 1)
    if not level[last + 1 :].strip() and level[last : last + 1] == ":":
        # What is counted stands before a colon: 主动公开信息:30条.
        last = max(*(level.rfind(mark, 0, last) for mark in ",;:。\n"), min(before, figure.start) - first - 1)
    near = level[last + 1 :].rstrip(" :")
    # What is said in brackets of one character is a part of its word: 专(兼)职人员.
    near = near[near.rfind("(") + 1 :] if near.rfind("(") > near.rfind(")") else near
    return Context(
        clause=bare(clause + own),
        near=_call_years(call_us(bare(near + own), metadata.agency), metadata.report_year),
        spelled=bare(near + own),
        after=bare(text.plain[figure.end : min(figure.end + LOOK_AHEAD, figure.sentence_end)]),
        sentence=bare(text.plain[first : min(figure.sentence_end, figure.end + REACH)]),
        section=_titles(figure, sections),
        whole=bare(figures[figure.parent_id].measure or "") if figure.parent_id is not None else "",
        chunks=tuple(bare(clause + own).split(",")),
        since_last=tuple(bare(since[max(since.rfind(mark) for mark in ";。\n") + 1 :] + own).split(",")),
        whole_chunks=_chunks_to(figures[figure.parent_id], text) if figure.parent_id is not None else (),
    )


def put_noun_first(context: Context, measure: str) -> Context | None:
    """The context as if the number stood after what it counts (公开|45条|政府信息), or null if it does.

    Where more is said of what it counts (45条政府信息的质量), something else is done to it than the rules ask for.
    """
    rest = context.after.removeprefix("的")
    if not measure or not _ENDS_RE.match(rest.removeprefix(measure)) or not rest.startswith(measure):
        return None
    return context._replace(
        clause=context.clause + measure, near=context.near + measure, after=rest.removeprefix(measure)
    )


def without_words(context: Context, words: str) -> Context:
    """The context without the last words before a number: those of the agency's own field."""
    first, found, last = context.near.rpartition(words) if words else (context.near, "", "")
    return context._replace(near=first + last) if found else context


def without_last(context: Context, words: str) -> Context:
    """The context without a number right before it."""
    if not words:
        return context
    *chunks, last = context.since_last
    return context._replace(
        clause=context.clause.removesuffix(words),
        near=context.near.removesuffix(words),
        since_last=(*chunks, last.removesuffix(words)),
    )


def _chunks_to(figure: Figure, text: Text) -> tuple[str, ...]:
    """The words of its clause up to a figure, from comma to comma."""
    words = text.plain[max(figure.sentence_start, figure.start - REACH) : figure.start]
    return tuple(bare(words[max(words.rfind(mark) for mark in ";。\n") + 1 :]).split(","))


def without_own_field(measure: str, agency: str | None) -> str:
    """What is counted, without quotation marks, and the field that is the agency's own: all its kinds are all it has.

    >>> without_own_field("各类水务信息", "柳溪县水务局"), without_own_field("各类教育信息", "柳溪县水务局")
    ('各类信息', '各类教育信息')
    >>> without_own_field("水务信息", "柳溪县水务局"), without_own_field("“在线访谈”", None)
    ('水务信息', '在线访谈')
    """
    if _QUOTED_RE.fullmatch(measure):
        measure = measure[1:-1]
    match = statement_rules().all_kinds.compile().match(measure)
    if match and agency and has_field(agency, match["field"]):
        return measure.replace(match["field"], "", 1)
    return measure


def _call_years(words: str, report_year: int | None) -> str:
    """Words with the years before and behind that of the report called so.

    >>> _call_years("2021年结转申请", 2022), _call_years("结转2023年度办理", 2022), _call_years("2022年收到", 2022)
    ('上年结转申请', '结转下年度办理', '2022年收到')
    """
    if report_year is None:
        return words
    return words.replace(f"{report_year - 1}年", "上年").replace(f"{report_year + 1}年", "下年")


def clause_of(figure: Figure, text: Text) -> str:
    """The words of the clause that a figure stands in up to its number, what it counts, and what follows it."""
    first = max(figure.sentence_start, figure.start - REACH)
    words = text.plain[first : figure.start]
    clause = words[max(words.rfind(mark) for mark in ";。\n") + 1 :]
    own, after = text.plain[figure.start : figure.end], text.plain[figure.end : figure.end + LOOK_AHEAD]
    ends = min((offset for mark in ",;。\n" if (offset := after.find(mark)) >= 0), default=len(after))
    return f"{bare(clause + own + after[:ends])}。{bare(figure.measure or '')}"


def _titles(figure: Figure, sections: Sequence[Section]) -> str:
    titles: list[str] = []
    section: Section | None = sections[figure.section_id]
    while section is not None:
        titles.append(section.title or "")
        section = sections[section.parent_id] if section.parent_id is not None else None
    return bare("/".join(reversed(titles)))


# The rules and the frames ask for the same words, figure by figure.
@lru_cache(maxsize=2_048)
def bare(words: str) -> str:
    """Words in plain form, without white space."""
    return to_plain(squeeze(words))
