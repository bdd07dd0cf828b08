"""Finds the documents that a report cites: 《…》, a document number (文号), or both together."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace
from pydantic import Field

from pipeline.characters import HAN
from pipeline.model import Citation, Section, Text
from pipeline.rulebook import Rules, StandardPattern, one_of, read_rules

# The longest title seen has 73 characters; a longer one was not closed.
LONGEST_TITLE = 150
LONGEST_OFFICE = 16

_TITLE_SIGN_RE = re.compile(r"[《》\n。]")
_WORDS_RE = re.compile(rf"[{HAN}]{{2,}}$")
# 国务院办公厅关于…: a title begins with the issuer of the document.
_HEAD_RE = re.compile(rf"([{HAN}]{{2,40}}?)关于")


class NumberRule(StandardPattern):
    """A form of document number; with ``office``, it is one only after an office."""

    office: bool = False


class CitationRules(Rules):
    """The structure of ``rules/citations.toml``."""

    stops: tuple[str, ...]
    links: tuple[str, ...]
    organs: tuple[str, ...]
    nobodies: tuple[str, ...]
    owns: tuple[str, ...]
    joins: tuple[str, ...]
    places: tuple[str, ...]
    codes: dict[str, str]
    numbers: tuple[NumberRule, ...] = Field(min_length=1)


# The rule file that this module reads, with its structure.
RULES: dict[str, type[Rules]] = {"citations": CitationRules}


class _Name(Struct, frozen=True, gc=False):
    """A title or a number of a document, with its span; both once they are joined."""

    start: int
    end: int
    title: str | None = None
    number: str | None = None
    office: str = ""
    year: int | None = None


def find_citations(text: Text, sections: Sequence[Section]) -> tuple[Citation, ...]:
    """The documents that the prose of a text cites, in order.

    >>> plain = "按照《条例》(国务院令第711号)、国办发〔2016〕8号和省政府《关于〈条例〉的意见》办理"
    >>> whole = Section(0, None, 0, "preamble", None, None, None, "preamble", 0, len(plain))
    >>> for c in find_citations(Text(plain, plain), [whole]):
    ...     print(c.title, c.document_number, c.issuer, c.year, c.surface)
    条例 国务院令第711号 国务院 None 《条例》(国务院令第711号)
    None 国办发〔2016〕8号 国务院办公厅 2016 国办发〔2016〕8号
    关于〈条例〉的意见 None 省政府 None 《关于〈条例〉的意见》
    """
    names = sorted((*_find_titles(text), *_find_numbers(text)), key=lambda name: (name.start, -name.end))
    section_starts = [section.start for section in sections]
    region_starts = [region.start for region in text.regions]
    found: list[Citation] = []
    for name in _join(text.plain, names):
        region = bisect_right(region_starts, name.start) - 1
        if region < 0 or text.regions[region].end <= name.start:
            section = sections[bisect_right(section_starts, name.start) - 1]
            found.append(
                Citation(
                    citation_id=len(found),
                    section_id=section.section_id,
                    start=name.start,
                    end=name.end,
                    surface=text.text[name.start : name.end],
                    title=name.title,
                    document_number=name.number,
                    issuer=_read_issuer(text.plain, name),
                    year=name.year,
                )
            )
    return tuple(found)


def _find_titles(text: Text) -> Iterator[_Name]:
    """Every 《…》, of nested ones the outermost; one that its sentence does not close is no title."""
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for match in _TITLE_SIGN_RE.finditer(text.plain + "\n"):
        sign, offset = match.group(), match.start()
        if sign == "《":
            opened.append(offset)
        elif sign != "》":
            yield from (_Name(start, end, title=text.text[start + 1 : end - 1].strip()) for start, end in closed)
            opened, closed = [], []
        elif opened:
            start = opened.pop()
            if 1 < offset - start <= LONGEST_TITLE:
                while closed and closed[-1][0] > start:
                    closed.pop()
                closed.append((start, offset + 1))


def _find_numbers(text: Text) -> Iterator[_Name]:
    for match in _number_re().finditer(text.plain):
        start, end = match.span()
        words = _WORDS_RE.search(text.plain[max(0, start - LONGEST_OFFICE) : start].rstrip(" "))
        office = _cut(words.group()) if words else ""
        if not office and _number_rules()[match.lastgroup or ""].office:
            continue
        start = text.plain.rindex(office, 0, start) if office else start
        year = match["year"] or match["year2"]
        yield _Name(start, end, number=text.text[start:end], office=office, year=int(year) if year else None)


def _cut(words: str) -> str:
    """The office at the end of some words; empty if there is none.

    >>> _cut("按照冀科办函"), _cut("条例和国办发"), _cut("省工业和信息化厅"), _cut("根据")
    ('冀科办函', '国办发', '', '')
    """
    *before, office = _stop_re().split(words)
    if before and before[-1] in citation_rules().joins and not office.startswith(citation_rules().places):
        return ""
    return office if len(office) > 1 else ""


def _join(plain: str, names: Iterable[_Name]) -> Iterator[_Name]:
    """The names, with a title and the number after it as one; a name within another is part of it."""
    last: _Name | None = None
    for name in names:
        if last and name.start < last.end:
            continue
        if last and last.title and not last.number and name.number and not name.title:
            between = _between_re().fullmatch(plain, last.end, name.start)
            if between:
                end = name.end + plain.startswith(")", name.end)
                last = replace(name, start=last.start, end=end, title=last.title)
                continue
        if last:
            yield last
        last = name
    if last:
        yield last


def _read_issuer(plain: str, name: _Name) -> str | None:
    """The issuer of a document: from its number, the words before its title, or the beginning of its title."""
    office = name.office.removesuffix("令")
    if office in citation_rules().codes:
        return citation_rules().codes[office]
    words = _WORDS_RE.search(plain[max(0, name.start - LONGEST_OFFICE) : name.start]) if name.title else None
    head = _HEAD_RE.match(name.title or "")
    named = (office, _cut(words.group()) if words else "", head[1] if head else "")
    return next((organ for organ in named if _is_organ(organ)), None)


def _is_organ(words: str) -> bool:
    """Whether words name an office other than the report's own."""
    rules = citation_rules()
    return words.endswith(rules.organs) and words not in rules.nobodies and not any(own in words for own in rules.owns)


def citation_rules() -> CitationRules:
    """The rules, read once."""
    rules: CitationRules = read_rules("citations", CitationRules)
    return rules


@cache
def _number_rules() -> dict[str, NumberRule]:
    return {f"n{index}": rule for index, rule in enumerate(citation_rules().numbers)}


@cache
def _number_re() -> re.Pattern[str]:
    ways = "\n|".join(f"(?P<{group}> {rule.pattern}\n)" for group, rule in _number_rules().items())
    return re.compile(rf"(?= [〔﹝\[(【令第] ) (?: {ways} )", re.VERBOSE)


@cache
def _stop_re() -> re.Pattern[str]:
    """Words cut off before an office: 根据, and 以 before the office of a place (以省政府令, but not 以法治国)."""
    return re.compile(f"({one_of(citation_rules().stops)}|以(?={one_of(citation_rules().places)}))")


@cache
def _between_re() -> re.Pattern[str]:
    """What may stand between a title and its number: 的通知(."""
    return re.compile(rf"{one_of(citation_rules().links)}? ?\(")
