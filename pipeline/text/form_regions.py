"""Finds where a statutory table was flattened into running text, or stands there one cell a line.

Exports lose the grid of a table and keep what its cells print: labels, numbers and notes, one after
the other. Such a stretch is no prose. It is told by the labels of ``rules/forms.toml``: a run of them
with nothing between but numbers, units and short scraps of torn labels. All this is read in the text
without its white space, for cells are broken anywhere.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec.structs import replace

from pipeline.characters import Compact, compact
from pipeline.model import Region, RegionKind
from pipeline.rulebook import NUMBERING, form_rules, label_pieces, one_of, plain_labels, row_labels, strip_numbering
from pipeline.text.local_form_regions import FORM_RULE, NUMBER, find_local_stretches
from pipeline.text.torn_disputes import find_torn_disputes

# Two labels of the forms may meet in a sentence of prose; three that prose does not use never did in the corpus. Where
# cells were torn, few labels stay whole: then two, among at least six labels, common words and scraps of any kind.
FEWEST_LABELS = 3
FEWEST_LABELS_AMONG_SCRAPS = (2, 6)
# No sentence has so many bare numbers behind the label of a row, and none a unit before its number: such a row is a
# table by itself. Rows of one number make a table where there are as many of them as of labels.
FEWEST_NUMBERS = 3
# Characters between two labels that belong to none: a name behind 审核人, words of a caption, a head of its own.
MOST_SCRAPS = 16
# Characters between two labels, cells included: the widest row of the forms has 15 numbers, in Markdown with its bars.
LONGEST_GAP = 300

# Any two characters may stand in some label together; three are a piece of it.
SHORTEST_PIECE = 3

# What stands in a cell that has no words: numbers, signs for nothing, brackets and bars.
_CELL = r"[\d.,、+\-—–/|:()%*]"
# Words for no number and for zero, where they stand alone.
_NONE = ("无", "零")
_LEAD_RE = re.compile(rf"\(?(?:其中:)?{NUMBERING}?$")
# A sentence gives its numbers a classifier and a sign behind it (结果维持5件、结果纠正1件); a table does not.
_NUMBERS_RE = re.compile(r"\d+")
_COUNTED_RE = re.compile(r"\d+(?:件|起|宗|例|条|项|个|次|人|人次|万?元)[、,;:()，。]")
_LOUD_RE = re.compile(r"[。;!?]")
# No number begins with a zero and two digits.
_GLUED_RE = re.compile(r"0\d\d")


def find_form_stretches(plain: str) -> tuple[Region, ...]:
    """The stretches of a text in plain form that a statutory table was flattened into, in order.

    Headings of the report between two tables, and what is written over and under them, are left out.

    >>> plain = "二、公开情况第二十条第(一)项 本年制发件数 现行有效件数规章03行政规范性文件153三、其他事项"
    >>> [(plain[: r.start], plain[r.end :], r.rule) for r in find_form_stretches(plain)]
    [('二、公开情况', '三、其他事项', 'form:F21')]
    >>> find_form_stretches("全年办理行政许可12件、行政处罚3件。")
    ()
    """
    squeezed = compact(plain)
    found: list[Region] = []
    # A known form prints rows of label, unit and number too: where both were found, the longer one has the name.
    torn = (
        Region(RegionKind.TABLE, table.start, table.end, FORM_RULE + "/".join(forms_of(table.table)))
        for table in find_torn_disputes(plain)
    )
    stretches = (*_known_stretches(squeezed), *find_local_stretches(plain, squeezed), *torn)
    for region in sorted(stretches, key=lambda r: (r.start, -r.end)):
        if not found or found[-1].end <= region.start:
            found.append(region)
        elif found[-1].end < region.end:
            found[-1] = replace(found[-1], end=region.end)
    return tuple(found)


def _known_stretches(squeezed: Compact) -> Iterator[Region]:
    # A part of a table may print none of the marks: it is of any generation, and not read.
    forms = forms_marked(squeezed.text) or _generations()
    text = squeezed.text
    run: list[re.Match[str]] = []
    for token in _token_re(forms).finditer(text):
        heading = _kind(token) == "heading"
        if run and (heading or not _is_quiet(text, run[-1].end(), token.start())):
            yield from _close(squeezed, run, forms)
            run = []
        if not heading:
            run.append(token)
    if run:
        yield from _close(squeezed, run, forms)


@cache
def forms_of(name: str) -> tuple[str, ...]:
    """The generations of a table by its name."""
    return next(table.forms for table in form_rules().tables if table.name == name)


@cache
def _generations() -> tuple[str, ...]:
    return tuple(sorted({form for table in form_rules().tables for form in table.forms}))


def forms_marked(squeezed: str) -> tuple[str, ...]:
    """The generations whose marks stand in the text; of those that share a table, the one with a mark of its own."""
    marked = [table.forms for table in form_rules().tables if any(mark in squeezed for mark in table.marks)]
    own = {forms[0] for forms in marked if len(forms) == 1}
    shared = {form for forms in marked if not own.intersection(forms) for form in forms}
    return tuple(sorted(own | shared))


def _close(squeezed: Compact, run: Sequence[re.Match[str]], forms: Sequence[str]) -> Iterator[Region]:
    """The region of a run of labels, if it is one: from where its labels stand close, to its last number."""
    text = squeezed.text
    first, last = 0, len(run) - 1
    while first < last and _kind(run[first]) != "label" and _has_scraps(text, run[first], run[first + 1]):
        first += 1
    while first < last and _kind(run[last]) != "label" and _has_scraps(text, run[last - 1], run[last]):
        last -= 1
    run = run[first : last + 1]
    if _is_table(squeezed, run):
        start = run[0].start()
        end = _end_of_cells(squeezed, run[-1].end())
        numbers = _NUMBERS_RE.findall(text, start, end)
        if 2 * len(_COUNTED_RE.findall(text, start, end + 1)) > len(numbers) > 0:
            return
        lead = _LEAD_RE.search(text[max(0, start - 8) : start])
        start -= len(lead.group()) if lead else 0
        yield Region(RegionKind.TABLE, *squeezed.span(start, end), FORM_RULE + "/".join(forms))


def _end_of_cells(squeezed: Compact, place: int) -> int:
    """Where the cells behind the last label end."""
    while tail := _tail_re().match(squeezed.text, place):
        place = tail.end()
        if squeezed.text[place : place + 1] not in _NONE or not squeezed.is_apart(place, place + 1):
            break
        place += 1
    return place


def _is_table(squeezed: Compact, run: Sequence[re.Match[str]]) -> bool:
    """Whether a run has labels enough that prose does not use, or the numbers of a row behind one."""
    labels = {token.group() for token in run if _kind(token) == "label"}
    fewest, among = FEWEST_LABELS_AMONG_SCRAPS
    if len(labels) >= FEWEST_LABELS or (len(labels) >= fewest and len({token.group() for token in run}) >= among):
        return True
    rows = {token.group(): _count_numbers(squeezed, token.end()) for token in run if token.group() in row_labels()}
    return max(rows.values(), default=0) >= FEWEST_NUMBERS or sum(map(bool, rows.values())) >= FEWEST_LABELS


def _count_numbers(squeezed: Compact, start: int) -> int:
    """How many bare numbers stand at a place, the end of a row's label; those of a sentence do not count.

    >>> [_count_numbers(compact(row), 2) for row in ("规章 3 0 12", "规章 | 3 | 0", "规章000", "规章312", "规章3件")]
    [3, 2, 3, 1, 0]
    """
    row = _row_re().match(squeezed.text, start)
    if row is None:
        return 0
    if row["unit"]:
        return FEWEST_NUMBERS
    numbers = row["numbers"]
    count = sum(map(bool, numbers.split("|")))
    count += bisect_left(squeezed.parted, row.end()) - bisect_right(squeezed.parted, row.start("numbers"))
    if _GLUED_RE.match(numbers):
        count = max(count, FEWEST_NUMBERS)
    return 0 if count < FEWEST_NUMBERS and row["counted"] is not None else count


def _kind(token: re.Match[str]) -> Literal["label", "common", "caption", "heading"]:
    """What a token is: a label of the forms, a word that prose uses too, a line over or under a table, a heading."""
    text = token.group()
    if text in plain_labels():
        return "label"
    if text[1:2] == "、":
        return "heading"
    return "caption" if ":" in text else "common"


def _is_quiet(squeezed: str, start: int, end: int) -> bool:
    """Whether what stands between two labels may belong to a table: cells, torn labels, a few scraps."""
    if end - start > LONGEST_GAP or _LOUD_RE.search(squeezed, start, end):
        return False
    return end - start <= MOST_SCRAPS or _count_scraps(squeezed, start, end) <= MOST_SCRAPS


def _has_scraps(squeezed: str, label: re.Match[str], following: re.Match[str]) -> bool:
    """Whether words stand between two labels that no table prints, or a comma as in a list of prose."""
    start, end = label.end(), following.start()
    return _kind(label) != "caption" and ("、" in squeezed[start:end] or _count_scraps(squeezed, start, end) > 0)


def _count_scraps(squeezed: str, start: int, end: int) -> int:
    """How many characters between two labels are neither cells nor torn from a label."""
    return sum(_count_untorn(scrap) for scrap in _bare_re().sub(" ", squeezed[start:end]).split())


def _count_untorn(scrap: str) -> int:
    """How many characters of a scrap are in no piece of a label; lines run together, so there may be many pieces.

    >>> _count_untorn("府信息公开申请社会公益")
    0
    >>> _count_untorn("填报张三")
    4
    """
    count = start = 0
    while start < len(scrap):
        end = start
        while end < len(scrap) and scrap[start : end + 1] in label_pieces():
            end += 1
        torn = end - start >= SHORTEST_PIECE
        count += 0 if torn else 1
        start = end if torn else start + 1
    return count


@cache
def _token_re(forms: tuple[str, ...]) -> re.Pattern[str]:
    """What a run is made of, and the heading that ends it: 四、政府信息公开行政复议、行政诉讼情况.

    One flat alternation of literals, for ``re`` then skips at once every character that opens none.
    """
    rules = form_rules()
    texts = {core for table in rules.tables if set(table.forms) & set(forms) for core in strip_numbering(table.texts())}
    captions = (rf"{re.escape(caption)}(?:\(\w+\))?:(?:[^。;\d]{{,40}}。)?" for caption in rules.stretches.captions)
    headings = (rf"{n}、[^。;,\d]{{2,40}}?{one_of(rules.stretches.headings)}" for n in "一二三四五六七八九十")
    words = one_of((*texts, *rules.stretches.fragments)).removeprefix("(?:").removesuffix(")")
    return re.compile("|".join((words, *captions, *headings)))


@cache
def _bare_re() -> re.Pattern[str]:
    words = one_of((*form_rules().stretches.units, *form_rules().stretches.fragments, *_NONE))
    return re.compile(rf"(?: \([一二三四五六七八九十]\) | {_CELL} | {words} | [一二三四五六七八九十]、 )++", re.VERBOSE)


@cache
def _row_re() -> re.Pattern[str]:
    """The cells of a row behind its label: 条 21, | 3 | 0 |. A unit or a comma is behind what is counted: 21条、."""
    units = one_of(form_rules().stretches.units)
    return re.compile(
        rf"""
        \|* (?P<unit> {units} \|* (?=\d) )?
        (?P<numbers> \d++ (?: [.,|/\-]++ \d++ )*+ )
        (?P<counted> (?= {units} | [起宗例户家场期、,;:。%‰年月日] ) )?
        """,
        re.VERBOSE,
    )


@cache
def _tail_re() -> re.Pattern[str]:
    """The cells behind the last label."""
    units = one_of(form_rules().stretches.units)
    return re.compile(
        rf"(?: [)|/\\*—\-]++ | {units} \|* / | {units}? \|* [+\-]? {NUMBER} (?: [亿万]?元 )? )*+", re.VERBOSE
    )
