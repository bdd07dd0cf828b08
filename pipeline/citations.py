"""Finds the documents that a report names: 《…》, a document number (文号), or both together."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from pydantic import Field

from pipeline.model import Citation, Section, Text
from pipeline.rulebook import Pattern, Rules, one_of, read_rules

# The longest title of the corpus has 73 characters; what is longer was not closed.
LONGEST_TITLE = 150

_TITLE_SIGN_RE = re.compile(r"[《》\n。]")
# 国务院办公厅关于…: who issued a document stands at the head of its title.
_TITLED_RE = re.compile(r"(?P<office>[一-鿿]{2,40}?)关于")


class CitationRules(Rules):
    """The shape of ``rules/citations.toml``."""

    stops: tuple[str, ...]
    links: tuple[str, ...]
    organs: tuple[str, ...]
    prefixes: tuple[str, ...]
    codes: dict[str, str]
    numbers: tuple[Pattern, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class _Name:
    """A title or a number of a document, where it stands."""

    start: int
    end: int
    title: str | None = None
    number: str | None = None
    office: str | None = None
    year: int | None = None


def find_citations(text: Text, sections: tuple[Section, ...]) -> tuple[Citation, ...]:
    """The documents that the prose of a text names, in order.

    >>> plain = "按照《条例》(国务院令第711号)、国办发〔2016〕8号和省政府《关于〈条例〉的意见》办理"
    >>> for c in find_citations(Text(plain, plain), (Section(0, None, 0, "preamble", None, None, None, "", 0, len(plain)),)):
    ...     c.surface, c.title, c.document_number, c.issuer, c.year
    ('《条例》(国务院令第711号)', '条例', '国务院令第711号', '国务院', None)
    ('国办发〔2016〕8号', None, '国办发〔2016〕8号', '国务院办公厅', 2016)
    ('《关于〈条例〉的意见》', '关于〈条例〉的意见', None, '省政府', None)
    """
    plain = text.plain
    names = sorted((*_find_titles(text), *_find_numbers(text)), key=lambda name: (name.start, -name.end))
    starts = [section.start for section in sections]
    regions = [region.start for region in text.regions]
    found: list[Citation] = []
    for name in _join(plain, names):
        region = bisect_right(regions, name.start) - 1
        if region >= 0 and name.start < text.regions[region].end:
            continue
        found.append(
            Citation(
                citation_id=len(found),
                section_id=sections[bisect_right(starts, name.start) - 1].section_id,
                start=name.start,
                end=name.end,
                surface=text.text[name.start : name.end],
                title=name.title,
                document_number=name.number,
                issuer=_read_issuer(plain, name),
                year=name.year,
            )
        )
    return tuple(found)


def _find_titles(text: Text) -> Iterator[_Name]:
    """Every 《…》, the outermost where they are nested; a 《 that is not closed in its sentence opens nothing."""
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for match in _TITLE_SIGN_RE.finditer(text.plain + "\n"):
        sign, place = match.group(), match.start()
        if sign == "《":
            opened.append(place)
        elif sign == "》" and opened:
            start = opened.pop()
            while closed and closed[-1][0] > start:
                closed.pop()
            if 1 < place - start <= LONGEST_TITLE:
                closed.append((start, place + 1))
        elif sign in "\n。":
            for start, end in closed:
                yield _Name(start, end, title=text.text[start + 1 : end - 1].strip())
            opened, closed = [], []


def _find_numbers(text: Text) -> Iterator[_Name]:
    for match in _number_re().finditer(text.plain):
        groups = {name.split("_")[0]: value for name, value in match.groupdict().items() if value}
        whole, office = groups.get("office", ""), _cut_office(groups.get("office", ""))
        if whole and not office:
            continue
        start = match.start() + len(whole) - len(office)
        number = text.text[start : match.end()]
        yield _Name(start, match.end(), number=number, office=office, year=int(groups["year"]) if "year" in groups else None)
