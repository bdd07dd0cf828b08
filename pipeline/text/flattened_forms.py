"""Finds statutory tables that were flattened into running text, or are written one cell per line.

Exports lose the grid of a table and keep the text of its cells: labels, numbers and notes, one after the other. Such a
region is not prose. It is recognised by the labels of ``rules/forms.toml``: a run of them with nothing between but
numbers, units and short pieces of broken labels. The text is searched without white space, since cells are broken
anywhere.
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
from pipeline.text.flattened_local_forms import FORM_RULE, NUMBER, find_flattened_local_forms
from pipeline.text.split_disputes import find_split_disputes
from pipeline.values import SIGNS

# Two labels of the forms may occur together in prose; three that prose does not use never did in the corpus. In broken
# cells few labels stay whole: then two are enough, among at least six labels, common words and scraps of any kind.
FEWEST_LABELS = 3
FEWEST_LABELS_AMONG_SCRAPS = (2, 6)
# No sentence has so many bare numbers after a row label, or a unit before its number: one such row is a table. Rows of
# one number form a table if there are as many of them as labels.
FEWEST_NUMBERS = 3
# The most characters between two labels that belong to none: a name after 审核人, a caption, an additional header.
MOST_SCRAPS = 16
# The most characters between two labels, cells included: the widest row of the forms has 15 numbers, plus bars.
LONGEST_GAP = 300

# Any two characters may occur together in some label; three are a piece of it.
SHORTEST_PIECE = 3

# The characters of cells without words: numbers, signs for “none”, brackets and bars.
_CELL = rf"[\d.,、+|:()%{SIGNS}]"
_LEAD_RE = re.compile(rf"\(?(?:其中:)?{NUMBERING}?$")
# In a sentence, numbers are followed by a classifier and punctuation (结果维持5件、结果纠正1件); in a table not.
_NUMBERS_RE = re.compile(r"\d+")
_COUNTED_RE = re.compile(r"\d+(?:件|起|宗|例|条|项|个|次|人|人次|万?元)[、,;:()，。]")
_LOUD_RE = re.compile(r"[。;!?]")
# No number begins with a zero and two digits.
_GLUED_RE = re.compile(r"0\d\d")


def find_flattened_forms(plain: str) -> tuple[Region, ...]:
    """The regions of flattened statutory tables in a text in plain form, in order.

    Headings of the report between two tables, and captions and notes around them, are left out.

    >>> plain = "二、公开情况第二十条第(一)项 本年制发件数 现行有效件数规章03行政规范性文件153三、其他事项"
    >>> [(plain[: r.start], plain[r.end :], r.rule) for r in find_flattened_forms(plain)]
    [('二、公开情况', '三、其他事项', 'form:F21')]
    >>> find_flattened_forms("全年办理行政许可12件、行政处罚3件。")
    ()
    """
    squeezed = compact(plain)
    found: list[Region] = []
    # Known forms also have rows of label, unit and number: if both were found, the longer region gives the name.
    disputes = (
        Region(RegionKind.TABLE, table.start, table.end, FORM_RULE + "/".join(forms_of(table.table)))
        for table in find_split_disputes(plain)
    )
    stretches = (*_known_stretches(squeezed), *find_flattened_local_forms(plain, squeezed), *disputes)
    for region in sorted(stretches, key=lambda r: (r.start, -r.end)):
        if not found or found[-1].end <= region.start:
            found.append(region)
        elif found[-1].end < region.end:
            found[-1] = replace(found[-1], end=region.end)
    return tuple(found)


def _known_stretches(squeezed: Compact) -> Iterator[Region]:
    # A part of a table may have none of the distinctive rows: its generation is unknown, and it is not read.
    forms = forms_marked(squeezed.text) or _generations()
    text = squeezed.text
    run: list[re.Match[str]] = []
    for token in _token_re(forms).finditer(text):
        heading = _kind(token) == "heading"
        if run and any(_find_counted(squeezed, run[-1].end(), token.start())):
            yield from _close(squeezed, _before_prose(text, run), forms)
            run = []
        elif run and (heading or not _is_quiet(text, run[-1].end(), token.start())):
            yield from _close(squeezed, run, forms)
            run = []
        if not heading:
            run.append(token)
    if run:
        yield from _close(squeezed, run, forms)


def _find_counted(squeezed: Compact, start: int, end: int) -> Iterator[re.Match[str]]:
    """The numbers with a classifier and punctuation; what begins a word numbers the next label (3件 (四)无法提供)."""
    return (match for match in _COUNTED_RE.finditer(squeezed.text, start, end) if not squeezed.begins(match.end() - 1))


def _before_prose(text: str, run: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The labels of a run up to the last with cells: the others are words of a sentence (行政复议1件,维持…)."""
    for last in range(len(run) - 2, -1, -1):
        if _NUMBERS_RE.search(text, run[last].end(), run[last + 1].start()):
            return run[: last + 1]
    return ()


@cache
def forms_of(name: str) -> tuple[str, ...]:
    """The generations of a table by its name."""
    return next(table.forms for table in form_rules().tables if table.name == name)


@cache
def _generations() -> tuple[str, ...]:
    return tuple(sorted({form for table in form_rules().tables for form in table.forms}))


def forms_marked(squeezed: str) -> tuple[str, ...]:
    """The generations whose distinctive labels are in the text; of those that share a table, the one with its own."""
    marked = [table.forms for table in form_rules().tables if any(mark in squeezed for mark in table.marks)]
    unshared = {forms[0] for forms in marked if len(forms) == 1}
    shared = {form for forms in marked if not unshared.intersection(forms) for form in forms}
    return tuple(sorted(unshared | shared))


def _close(squeezed: Compact, run: Sequence[re.Match[str]], forms: Sequence[str]) -> Iterator[Region]:
    """The region of a run of labels, if it is a table: from where its labels are dense to its last number."""
    if not run:
        return
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
        if 2 * sum(1 for _ in _find_counted(squeezed, start, end + 1)) > len(numbers) > 0:
            return
        lead = _LEAD_RE.search(text[max(0, start - 8) : start])
        start -= len(lead.group()) if lead else 0
        yield Region(RegionKind.TABLE, *squeezed.span(start, end), FORM_RULE + "/".join(forms))


def _end_of_cells(squeezed: Compact, offset: int) -> int:
    """The offset after the cells that follow the last label."""
    while tail := _tail_re().match(squeezed.text, offset):
        offset = tail.end()
        word = next((word for word in form_rules().stretches.nothing if squeezed.text.startswith(word, offset)), "")
        if not word or not squeezed.is_apart(offset, offset + len(word)):
            break
        offset += len(word)
    return offset


def _is_table(squeezed: Compact, run: Sequence[re.Match[str]]) -> bool:
    """Whether a run has enough labels that prose does not use, or the numbers of a row after one."""
    labels = {token.group() for token in run if _kind(token) == "label"}
    fewest, among = FEWEST_LABELS_AMONG_SCRAPS
    if len(labels) >= FEWEST_LABELS or (len(labels) >= fewest and len({token.group() for token in run}) >= among):
        return True
    rows = {token.group(): _count_numbers(squeezed, token.end()) for token in run if token.group() in row_labels()}
    return max(rows.values(), default=0) >= FEWEST_NUMBERS or sum(map(bool, rows.values())) >= FEWEST_LABELS


def _count_numbers(squeezed: Compact, start: int) -> int:
    """The number of bare numbers that follow a row label; those of a sentence do not count.

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
    """The kind of a token: a label of the forms, a word that prose uses too, a caption or note, a heading."""
    text = token.group()
    if text in plain_labels():
        return "label"
    if text[1:2] == "、":
        return "heading"
    return "caption" if ":" in text else "common"


def _is_quiet(squeezed: str, start: int, end: int) -> bool:
    """Whether the text between two labels may belong to a table: cells, broken labels, a few scraps."""
    if end - start > LONGEST_GAP or _LOUD_RE.search(squeezed, start, end):
        return False
    return end - start <= MOST_SCRAPS or _count_scraps(squeezed, start, end) <= MOST_SCRAPS


def _has_scraps(squeezed: str, label: re.Match[str], following: re.Match[str]) -> bool:
    """Whether words stand between two labels such as no table contains, or a comma as in a list in prose."""
    start, end = label.end(), following.start()
    return _kind(label) != "caption" and ("、" in squeezed[start:end] or _count_scraps(squeezed, start, end) > 0)


def _count_scraps(squeezed: str, start: int, end: int) -> int:
    """The number of characters between two labels that are neither cells nor pieces of a label."""
    return sum(_count_unmatched(scrap) for scrap in _bare_re().sub(" ", squeezed[start:end]).split())


def _count_unmatched(scrap: str) -> int:
    """The number of characters of a scrap that are in no piece of a label; there may be many pieces.

    >>> _count_unmatched("府信息公开申请社会公益")
    0
    >>> _count_unmatched("填报张三")
    4
    """
    count = start = 0
    while start < len(scrap):
        end = start
        while end < len(scrap) and scrap[start : end + 1] in label_pieces():
            end += 1
        is_piece = end - start >= SHORTEST_PIECE
        count += 0 if is_piece else 1
        start = end if is_piece else start + 1
    return count


@cache
def _token_re(forms: tuple[str, ...]) -> re.Pattern[str]:
    """The tokens of a run, and the heading that ends it: 四、政府信息公开行政复议、行政诉讼情况.

    One flat alternation of literals, with which ``re`` skips characters that start none of them at once.
    """
    rules = form_rules()
    texts = {core for table in rules.tables if set(table.forms) & set(forms) for core in strip_numbering(table.texts())}
    captions = (rf"{re.escape(caption)}(?:\(\w+\))?:(?:[^。;\d]{{,40}}。)?" for caption in rules.stretches.captions)
    headings = (rf"{n}、[^。;,\d]{{2,40}}?{one_of(rules.stretches.headings)}" for n in "一二三四五六七八九十")
    words = one_of((*texts, *rules.stretches.fragments)).removeprefix("(?:").removesuffix(")")
    return re.compile("|".join((words, *captions, *headings)))


@cache
def _bare_re() -> re.Pattern[str]:
    words = one_of((*form_rules().stretches.units, *form_rules().stretches.fragments, *form_rules().stretches.nothing))
    return re.compile(rf"(?: \([一二三四五六七八九十]\) | {_CELL} | {words} | [一二三四五六七八九十]、 )++", re.VERBOSE)


@cache
def _row_re() -> re.Pattern[str]:
    """The cells of a row after its label: 条 21, | 3 | 0 |. In prose a unit or a comma follows the number: 21条、."""
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
    """The cells after the last label."""
    units, nothing = one_of(form_rules().stretches.units), one_of(form_rules().stretches.nothing)
    return re.compile(
        rf"""
        (?: [)|{SIGNS}]++
          | {units} \|* (?: [{SIGNS}] | (?= {nothing} ) )   # a sign, or a word for nothing
          | {units}? \|* [+\-]? {NUMBER} (?: [亿万]?元 )?
        )*+
        """,
        re.VERBOSE,
    )
