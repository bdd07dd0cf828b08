"""Resolves the numbers that Word generates before paragraphs: ``（一）`` is not in the text of the file.

A paragraph, or its style, names a list (``w:num``) and a level of it; the list refers to its definition
(``w:abstractNum``), whose levels state how they count. Lists with the same definition continue each other's counts,
unless one states its start.
"""

import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.word.number_formats import write_number
from pipeline.ingest.word.package import WORD
from pipeline.ingest.word.styles import Numbered, Styles, read_int, read_numbered, read_switch, read_value

LEVELS = 9
# The longest text of a level that Word accepts.
LONGEST_TEXT = 255
# A list may refer to a style, and the style to another list; so many links are followed.
MOST_LINKS = 5

_LEVEL_RE = re.compile(r"%([1-9])")
# After these no separator is needed between the number and the text.
_CLOSERS = tuple("、）)．】〕：:")


class Level(Struct, frozen=True, gc=False):
    """A level of a list: how it counts and what it prints.

    ``restart`` is the number of levels above that each restart it.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    behind: str = "tab"
    restart: int = LEVELS
    legal: bool = False
    style: str | None = None
    hidden: bool = False


class WordList(Struct, frozen=True, gc=False):
    """A list: its definition, its levels, and the levels that it restarts."""

    definition: str
    levels: tuple[Level, ...]
    restarts: Mapping[int, int]


Lists = Mapping[str, WordList]


class Counts(Struct, frozen=True, gc=False):
    """The current counts by definition, and the levels that lists have restarted."""

    reached: dict[str, list[int | None]]
    begun: set[tuple[str, int]]


class Label(Struct, frozen=True, gc=False):
    """A printed number with its separator; ``unknown`` names a format that could not be written."""

    text: str
    unknown: str | None = None


def read_lists(root: etree._Element | None, styles: Styles) -> Lists:
    """The lists of the part ``numbering.xml`` by their ids."""
    if root is None:
        return {}
    definitions = {e.get(f"{WORD}abstractNumId", ""): e for e in root.iterchildren(f"{WORD}abstractNum")}
    numbers = {e.get(f"{WORD}numId", ""): e for e in root.iterchildren(f"{WORD}num")}
    read: dict[str, tuple[Level, ...]] = {}
    lists: dict[str, WordList] = {}
    for list_id, number in numbers.items():
        definition = _find_definition(number, definitions, numbers, styles)
        if definition is None:
            continue
        if definition not in read:
            read[definition] = _read_levels(definitions[definition])
        lists[list_id] = _read_list(number, definition, read[definition])
    return lists


def _find_definition(
    number: etree._Element,
    definitions: Mapping[str, etree._Element],
    numbers: Mapping[str, etree._Element],
    styles: Styles,
) -> str | None:
    """The id of a list's definition, through references to the styles of others (``w:numStyleLink``)."""
    for _ in range(MOST_LINKS):
        definition = read_value(number, "abstractNumId") or ""
        if definition not in definitions:
            return None
        link = read_value(definitions[definition], "numStyleLink")
        style = styles.by_id.get(link) if link else None
        linked = numbers.get(style.numbered.list_id or "") if style and style.numbered else None
        if linked is None:
            return definition
        number = linked
    return None


def _read_levels(definition: etree._Element) -> tuple[Level, ...]:
    levels = [Level(restart=depth) for depth in range(LEVELS)]
    for element in definition.iterchildren(f"{WORD}lvl"):
        depth = read_int(element.get(f"{WORD}ilvl"))
        if depth is not None and 0 <= depth < LEVELS:
            levels[depth] = _read_level(element, depth)
    return tuple(levels)


def _read_level(element: etree._Element, depth: int) -> Level:
    restart = read_int(read_value(element, "lvlRestart"))
    start = read_int(read_value(element, "start"))
    # A custom format is in a branch that only newer versions of Word read.
    number_format = element.find(f".//{WORD}numFmt")
    name = "decimal" if number_format is None else number_format.get(f"{WORD}val", "decimal")
    if name == "custom" and number_format is not None:
        name = "decimalZero" if number_format.get(f"{WORD}format", "").startswith("01,") else name
    return Level(
        start=1 if start is None else max(start, 0),
        format=name,
        text=(read_value(element, "lvlText") or "")[:LONGEST_TEXT],
        behind=read_value(element, "suff") or "tab",
        restart=depth if restart is None else min(max(restart, 0), depth),
        legal=read_switch(element, "isLgl") or False,
        style=read_value(element, "pStyle"),
        hidden=read_switch(element.find(f"{WORD}rPr"), "vanish") or False,
    )


def _read_list(number: etree._Element, definition: str, levels: tuple[Level, ...]) -> WordList:
    changed = list(levels)
    restarts: dict[int, int] = {}
    for override in number.iterchildren(f"{WORD}lvlOverride"):
        depth = read_int(override.get(f"{WORD}ilvl"))
        if depth is None or not 0 <= depth < LEVELS:
            continue
        numbered_here = override.find(f"{WORD}lvl")
        if numbered_here is not None:
            changed[depth] = _read_level(numbered_here, depth)
        start = read_int(read_value(override, "startOverride"))
        if start is not None:
            restarts[depth] = max(start, 0)
            changed[depth] = replace(changed[depth], start=restarts[depth])
    return WordList(definition, tuple(changed), restarts)


def find_number(
    properties: etree._Element | None, style_id: str | None, styles: Styles, lists: Lists
) -> Numbered | None:
    """The list and level of a paragraph: from its properties, or else from its style and the styles it is based on.

    If a style names the list, the level is the one that names the style.
    """
    numbered_here = read_numbered(properties)
    chain = list(styles.chain(style_id))
    level = numbered_here.level if numbered_here else None
    list_id = numbered_here.list_id if numbered_here else None
    below = []
    for name, style in chain if list_id is None else ():
        below.append(name)
        if style.numbered is None:
            continue
        level = style.numbered.level if level is None else level
        list_id = style.numbered.list_id
        if list_id is not None:
            linked = _find_linked(lists.get(list_id), below)
            level = linked if linked is not None and not (numbered_here and numbered_here.level is not None) else level
            break
    if list_id not in lists:
        return None
    return Numbered(list_id, level or 0)


def _find_linked(word_list: WordList | None, names: list[str]) -> int | None:
    """The index of the level that names one of the styles, the nearest first."""
    levels = word_list.levels if word_list else ()
    return next((depth for name in names for depth, level in enumerate(levels) if level.style == name), None)


def count(counts: Counts, lists: Lists, numbered: Numbered) -> Label:
    """Advances the counts by one paragraph and returns its label."""
    word_list, depth = lists[numbered.list_id or ""], numbered.level or 0
    level = word_list.levels[depth]
    reached = counts.reached.setdefault(word_list.definition, [None] * LEVELS)
    beginning = (numbered.list_id or "", depth)
    before = reached[depth]
    if before is None or (depth in word_list.restarts and beginning not in counts.begun):
        reached[depth] = level.start
    else:
        reached[depth] = before + 1
    counts.begun.add(beginning)
    for upper in range(depth):
        # 1.1 may come before any 1; the next of the level above is then 2.
        if reached[upper] is None:
            reached[upper] = word_list.levels[upper].start
    for deeper in range(depth + 1, LEVELS):
        if depth < word_list.levels[deeper].restart:
            reached[deeper] = None
    return _print(word_list.levels, reached, depth)


def _print(levels: tuple[Level, ...], reached: list[int | None], depth: int) -> Label:
    """The text of a level with its numbers inserted, and the separator."""
    level = levels[depth]
    if level.hidden or level.format == "bullet":
        return Label("")
    unknown: list[str] = []

    def put(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        if other > depth:
            return ""
        number = reached[other] or 0
        name = "decimal" if level.legal and levels[other].format != "none" else levels[other].format
        printed = write_number(number, name)
        if printed is None:
            unknown.append(name)
            return str(number)
        return printed

    text = _LEVEL_RE.sub(put, level.text).strip()
    parted = text and level.behind != "nothing" and not text.endswith(_CLOSERS)
    return Label(text + " " * bool(parted), unknown[0] if unknown else None)


def join_label(label: str, text: str) -> str:
    """Joins a number and its text, with a space between digits that would run together.

    >>> join_label("（一）", "总体情况"), join_label("1.", "2016年公开3条")
    ('（一）总体情况', '1. 2016年公开3条')
    """
    close = label.endswith((".", "．")) or label[-1:].isdigit()
    return f"{label} {text}" if close and text[:1].isdigit() else label + text
