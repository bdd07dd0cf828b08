"""Decides whether a line after a full one starts something new: a section, a row, a list, a page.

A full line was wrapped, or ended there by chance. The form of the next line decides, together with how the document
sets such lines: if all its headings begin lines, one after a full line does too.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex
from msgspec import Struct

from pipeline.characters import to_plain
from pipeline.ingest.furniture import furniture_rules
from pipeline.ingest.line_ends import ENDED_RE, MARKER_RE, PAGE_NUMBER_RE
from pipeline.model import CellState
from pipeline.rulebook import NUMBERING, all_labels, form_rules
from pipeline.values import as_small, read_cell, says_none

# In characters. Longer lines are not entries of a list or a table of contents.
LONGEST_ENTRY = 60
# In cells. A single label may begin a row; so many labels are column headers.
FEWEST_HEADS = 3
# The separator of cells in a row without tabs.
_GAP_RE = regex.compile(r"\s{2,}")

# A horizontal rule, perhaps with a name in its middle; a line of a crawler's header.
_RULE_RE = regex.compile(r"([=＝_*~-])\1{3}")
_WHOLE_RULE_RE = regex.compile(r"([=＝_*~-])\1{3,}\s*\S{0,8}\s*\1*")
_FIELD_RE = regex.compile(r"[\u4e00-\u9fff]{2,6}:(?: |$)")
# A cell of a table: numbers, and signs for “none”. A number that was split looks like one.
_CELL_RE = regex.compile(r"\s*[\d.,%％/＋+—–-]+\s*")
_HALF_RE = regex.compile(r"\d[:：./-]?$")
_INLINE_RE = regex.compile(r"(?<=[。！？；：!?;:\ \u3000])" + MARKER_RE.pattern.strip(), regex.VERBOSE)
_SENTENCE_RE = regex.compile(r"[。！？!?…] [”’』」）)》\"]* (?=.)", regex.VERBOSE)
_NUMERAL_RE = regex.compile(r"[一二三四五六七八九十]+|\d+")


class Style(Struct, frozen=True, gc=False):
    """How often each kind of marker, cells and sentences occur at the start of unwrapped lines, and within lines."""

    first: Counter[str]
    inside: Counter[str]

    def opens(self, kind: str, *, likely: bool) -> bool:
        """Whether in this document something of a kind more likely starts a line than occurs within one.

        >>> style = Style(Counter(chinese=5), Counter(chinese=1, arabic=2))
        >>> style.opens("chinese", likely=False), style.opens("arabic", likely=True), style.opens("round", likely=True)
        (True, False, True)
        """
        first, inside = self.first[kind], self.inside[kind]
        if first == inside == 0 and likely:
            first = self.first.total() - self.first["sentence"]
            inside = self.inside.total() - self.inside["sentence"]
        return first > inside or (likely and first == inside)


# The style before any line is known: a bare number is a cell.
UNKNOWN = Style(Counter(cell=1), Counter())


def read_style(lines: Sequence[str], full: Sequence[bool]) -> Style:
    """The style of lines; those that are ``full`` may have been wrapped."""
    first: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for line, before, cut in zip(lines, (False, *full), full, strict=False):
        first["cell"] += not before and _CELL_RE.fullmatch(line) is not None
        first["sentence"] += not cut and ENDED_RE.search(line.strip()) is not None
        if "|" in line or "\t" in line:
            continue
        inside.update(match.lastgroup for match in _INLINE_RE.finditer(line) if match.lastgroup)
        inside["sentence"] += len(_SENTENCE_RE.findall(line))
        if not before and (kind := find_kind(line)):
            first[kind] += 1
    return Style(first, inside)


def opens_anew(line: str, follower: str, style: Style = UNKNOWN) -> bool:
    """Whether a full line is followed by one that starts something new; ``line`` is all that was joined so far.

    >>> opens_anew("（三）本年度办结情况", "二、问题"), opens_anew("按照第二十条第", "（一）项公开")
    (False, False)
    >>> (
    ...     opens_anew("全年公开信息。", "二、问题"),
    ...     opens_anew("规章制定数量", "12"),
    ...     opens_anew("电话：0311-8", "5891885"),
    ... )
    (True, True, False)
    """
    before, after = line.strip(), follower.strip()
    if not before or not after:
        return True
    if _WHOLE_RULE_RE.fullmatch(before):
        return before[0] * 2 not in before[-1] + after
    if _RULE_RE.match(after) or PAGE_NUMBER_RE.fullmatch(after) or follower.startswith("\u3000\u3000"):
        return True
    if _CELL_RE.fullmatch(after):
        return style.first["cell"] > 0 and not _HALF_RE.search(before)
    if ends_heads(before, after) or is_label(before) or (_FIELD_RE.match(before) and _FIELD_RE.match(after)):
        return True
    if before.endswith(furniture_rules().references):
        return False
    kind, ended = find_kind(after), ENDED_RE.search(before) is not None
    if kind:
        return _counts_on(before, after) or style.opens(kind, likely=ended)
    return ended and style.opens("sentence", likely=False)


def begins_row(row: str, follower: str, *, alike: bool) -> bool:
    """Whether a row of cells that fills the width is complete, and the next line begins a row or a paragraph.

    ``alike``: both have as many cells as the row above.

    >>> (
    ...     begins_row("规章\\t3\\t0", "行政许可\\t2\\t1", alike=True),
    ...     begins_row("其他结果\\t尚未", "审结\\t总计", alike=False),
    ... )
    (True, False)
    >>> begins_row("尚未审结\\t总计", "*\\t3", alike=False), begins_row("尚未审结\\t", "3\\t3", alike=False)
    (True, False)
    """
    last, first = row.rsplit("\t", 1)[-1].strip(), follower.split("\t", 1)[0].strip()
    # Header rows have no blank cells; in a row that has some, the last may be blank too.
    blank = not last and (alike or "\t\t" in row)
    whole = blank or _CELL_RE.fullmatch(last) is not None or ENDED_RE.search(last) is not None
    if alike and whole:
        return True
    if _heads_values(row.split("\t"), follower.split("\t")):
        return True
    if not first:
        return False
    if is_label(last) and (_is_value(first) or first.strip("()（）") in form_rules().stretches.continued):
        # Wrapping between two cells would leave a tab at the end of one line or the beginning of the other.
        return True
    if _CELL_RE.fullmatch(first):
        return False
    named = is_label(first)
    if is_label(last):
        return named and not is_label(last + first)
    return whole and (named or find_kind(first) is not None)


def _heads_values(row: Sequence[str], follower: Sequence[str]) -> bool:
    """Whether a row of labels only, as header rows are, is followed by one of at least as many values."""
    labels = len(row) >= FEWEST_HEADS and all(is_label(cell.strip()) for cell in row)
    return labels and len(follower) >= len(row) and all(_is_value(cell.strip()) for cell in follower)


def _is_value(cell: str) -> bool:
    return says_none(cell) or read_cell(cell).state is not CellState.TEXT


def ends_heads(before: str, after: str) -> bool:
    """Whether a line of labels separated by spaces is followed by labels or values that continue none of them.

    >>> ends_heads("尚未审结  总计  结果维持", "无  3  无"), ends_heads("尚未审结  总计  结果", "维持  3  无")
    (True, False)
    """
    cells, others = _GAP_RE.split(before), _GAP_RE.split(after)
    if len(cells) < FEWEST_HEADS or len(others) < FEWEST_HEADS or not all(map(is_label, cells)):
        return False
    return _is_value(others[0]) or (is_label(others[0]) and not is_label(cells[-1] + others[0]))


def find_kind(line: str) -> str | None:
    """The kind of marker that a line begins with; ``None`` if none.

    >>> find_kind("一、概况"), find_kind("（三）项目"), find_kind("概况")
    ('chinese', 'bracketed', None)
    """
    match = MARKER_RE.match(line)
    return match.lastgroup if match else None


def is_label(line: str) -> bool:
    """Whether a line is a complete label of a statutory form.

    >>> is_label("一、本年新收政府信息公开申请数量"), is_label("本年新收政府信息公开申请")
    (True, False)
    """
    return len(line) <= LONGEST_ENTRY and _lead_re().sub("", "".join(to_plain(line).split())) in all_labels()


@cache
def _lead_re() -> "regex.Pattern[str]":
    return regex.compile(rf"^(?:其中:)?{NUMBERING}?")


def _counts_on(line: str, follower: str) -> bool:
    """Whether a short line begins with a marker, and the next line with the following one."""
    first, second = MARKER_RE.match(line), MARKER_RE.match(follower)
    if len(line) > LONGEST_ENTRY or not first or not second or first.lastgroup != second.lastgroup:
        return False
    number, following = _read_number(first[0]), _read_number(second[0])
    return number is not None and following == number + 1


def _read_number(marker: str) -> int | None:
    """The number of a marker.

    >>> _read_number("十一、"), _read_number("（二十）"), _read_number("7."), _read_number("●")
    (11, 20, 7, None)
    """
    match = _NUMERAL_RE.search(marker)
    return as_small(match[0]) if match else None
