"""Reads the local forms of the years before 2014: a name, a unit, the year's number and the cumulative sum.

Their rows have no codes; each keeps its printed label without white space.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct

from pipeline.characters import squeeze, to_plain
from pipeline.forms.column_years import head_year
from pipeline.forms.digit_splits import read_row
from pipeline.forms.flat_rows import Chunk, lay_parts
from pipeline.forms.grid_layout import LaidCell
from pipeline.rulebook import CUMULATIVE_COLUMN, YEAR_COLUMN, form_rules, one_of
from pipeline.values import SIGNS, prints_value

_DIGIT_RE = re.compile(r"\d")
# A line of a wrapped label has so many characters.
SHORTEST_LINE = 3
_LEAD_RE = re.compile(r"\s*(?:其中[:：]?\s*)?[\d一二三四五六七八九十]{1,3}\)")
_PIECE_RE = re.compile(r"\s*(?:[、,.:;)]|其\s*中\s*:?\s*$|\S?\s*$)")
_NUMBERED_WITHIN_RE = re.compile(r"(?<=[\u4e00-\u9fff])\s*(?:其中:|\n\s*\d{1,2}\s*[、.])")
_CHUNK_RE = re.compile(r"\S+")


class LocalRow(Struct, frozen=True, gc=False):
    """A row of a local form in a text: its label, its unit, and its values if they can be split in only one way."""

    label: tuple[int, int]
    unit: tuple[int, int]
    values: tuple[Chunk, ...]
    is_split: bool


# The headers that make a table a local form: a name, a unit, and at least one column.
LOCAL_HEADS = frozenset(("name", "unit", "column"))


class LocalTable(Struct, frozen=True, gc=False):
    """A local form in a text: the codes of its columns, its rows, and the spans of unread rows.

    Columns of earlier years and columns of row numbers have no code.
    """

    columns: tuple[str | None, ...]
    rows: tuple[LocalRow, ...]
    unread: tuple[tuple[int, int], ...]


def column_of(head: str) -> str | None:
    """The column of a local form that a header names; ``None`` if none.

    >>> [column_of(head) for head in ("2012年度", "历年累计", "2008-2013年累计", "截至2013年底累计", "计量单位")]
    ['year', 'cumulative', 'cumulative', 'cumulative', None]
    """
    match = _column_re().fullmatch(squeeze(to_plain(head)))
    return match.lastgroup if match else None


def is_local_head(heads: tuple[str, ...], labels: Sequence[str] = ()) -> bool:
    """Whether headers are those of a local form: a name, a unit, and at least one column.

    >>> is_local_head(("指标名称", "计量单位", "2012年度")), is_local_head(("项目", "单位", "数量"))
    (True, False)
    >>> is_local_head(("项目", "单位", "数量"), ("主动公开信息数", "受理申请数", "条"))
    True
    """
    return local_heads(heads, labels) >= LOCAL_HEADS


def local_heads(heads: tuple[str, ...], labels: Sequence[str] = ()) -> frozenset[str]:
    """The kinds of headers of a local form that occur among headers, over rows with these labels.

    >>> sorted(local_heads(("指标名称", "2012年度", "86")))
    ['column', 'name']
    """
    rules = form_rules().local
    bare = [squeeze(head) for head in heads]
    about = sum(any(word in label for word in rules.about) for label in labels) >= rules.fewest
    found = {
        "name": any(head in rules.names or (about and head in rules.common) for head in bare),
        "unit": any(head in rules.units for head in bare),
        "column": any(map(column_of, bare)),
    }
    return frozenset(name for name, is_there in found.items() if is_there)


def numbers_columns(row: Sequence[LaidCell]) -> bool:
    """Whether a row of a local form numbers its columns: 甲 乙 丙 1 2."""
    printed = [text for laid in row if (text := squeeze(laid.placed.cell.text))]
    stems = form_rules().local.stems
    count = next((index for index, text in enumerate(printed) if text not in stems), len(printed))
    counted = [str(number) for number in range(1, len(printed) - count + 1)]
    return count > 0 and printed == [*stems[:count], *counted]


def counts_nothing(laid: LaidCell) -> bool:
    """Whether a number is in a column of row numbers: 代码, 序号."""
    return any(squeeze(head) in form_rules().local.others for head in laid.above[-1:])


def last_year(heads: Iterable[str]) -> int | None:
    """The latest year in the headers of a local form, whose column is that of the report."""
    return max((year for head in heads if column_of(head) and (year := head_year(head))), default=None)


def is_of_year(head: str, year: int | None) -> bool:
    """Whether a column header is not for a year before the last one.

    >>> is_of_year("2012年度", 2012), is_of_year("2011年度", 2012), is_of_year("历年累计", 2012)
    (True, False, True)
    """
    return head_year(head) in (None, year)


def local_codes(laid: LaidCell, year: int | None = None) -> tuple[str, str] | None:
    """The row label and column code of a value in the grid of a local form, given its last year."""
    column = next((code for head in reversed(laid.above) if (code := column_of(head)) and is_of_year(head, year)), None)
    # A header that wrong spans extend beside the rows is no label.
    others = {*form_rules().stretches.units, *form_rules().local.names, *form_rules().local.units}
    row = next((label for label in laid.left if squeeze(label) not in others), None)
    if not prints_value(laid.placed.cell.text) or column is None or row is None or is_cut(row):
        return None
    return squeeze(row), column


def is_cut(label: str) -> bool:
    """Whether a label is a piece of one: a bracket is open, or it begins with a mark or has nothing but 其中.

    >>> [
    ...     is_cut(label)
    ...     for label in ("信息数（同一信息", "计1条）", "、网站公开", "其中：", "1.网站公开（含微博）", "1)网站公开")
    ... ]
    [True, True, True, True, False, False]
    """
    bare = _LEAD_RE.sub("", to_plain(label))
    return bare.count("(") != bare.count(")") or _PIECE_RE.match(bare) is not None


def read_local(plain: str, start: int, end: int) -> list[LocalTable]:
    """The local form in a span of a text in plain form, split where a page repeats its headers.

    >>> plain = "指标名称 计量单位 2012年度 历年累计 主动公开信息数 条 86 512 其中:1、网站公开 条 00"
    >>> [table] = read_local(plain, 0, len(plain))
    >>> table.columns, [[chunk.text for chunk in row.values] for row in table.rows]
    (('year', 'cumulative'), [['86', '512'], ['0', '0']])
    """
    heads = list(_head_re().finditer(plain, start, end))
    ends = [head.start() for head in heads[1:]] + [end]
    first = heads[0].start() if heads else end
    before = [LocalTable((), (), ((start, first),))] if plain[start:first].strip() else []
    return before + [_read_below(plain, head, stop) for head, stop in zip(heads, ends, strict=False)]


def _read_below(plain: str, head: re.Match[str], end: int) -> LocalTable:
    """Reads the rows below headers, down to the repeated headers of the next page."""
    named = list(_head_columns_re().finditer(plain, head.start("columns"), head.end()))
    year = last_year(match[0] for match in named)
    columns = tuple(match.lastgroup if is_of_year(match[0], year) else None for match in named)
    rows: list[LocalRow] = []
    unread: list[tuple[int, int]] = []
    offset = head.end()
    for match in _row_re().finditer(plain, head.end(), end):
        unread += _between(plain, offset, match.start())
        offset = match.end()
        # Its numbers may include digits of the numbering of the next row (3、否决公开答复数).
        is_uncertain = match.end() == end and plain[end : end + 1] in ("、", ".")
        # The last header, which is not known, may have been taken for the beginning of the first label (备注).
        is_uncertain = is_uncertain or (match.start() == head.end() and _opens_short(match["label"]))
        row = None if is_uncertain else _read_row(plain, match, len(columns))
        if _NUMBERED_WITHIN_RE.search(match["label"].strip()):
            # The end of the label of the row above, which was printed below its numbers, and this row's.
            unread += [_span_of(above) for above in rows[-1:]]
            row, rows = None, rows[:-1]
        if row is None:
            unread.append(match.span())
        else:
            rows.append(row)
    unread += _between(plain, offset, end)
    return LocalTable(columns, tuple(rows), tuple(unread))


def _span_of(row: LocalRow) -> tuple[int, int]:
    return row.label[0], row.values[-1].end


def _opens_short(label: str) -> bool:
    """Whether a label is broken behind its first few characters.

    >>> _opens_short("备注\\n主动公开信息数"), _opens_short("主动公\\n开信息数")
    (True, False)
    """
    first, _, rest = label.strip().partition("\n")
    return bool(rest) and len(squeeze(first)) < SHORTEST_LINE


def _between(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span between two rows if it contains digits, and so is a row too (约326)."""
    return [(start, end)] if _DIGIT_RE.search(plain, start, end) else []


def _read_row(plain: str, match: re.Match[str], count: int) -> LocalRow | None:
    start, end = match.span("values")
    found = _readings(plain, start, end, count)
    if match["joint"] is not None and plain[end - 1] != "0":
        # The last digit may belong to the numbering of the next row.
        found += _readings(plain, start, end - 1, count)
    if len(found) != 1 or is_cut(match["label"]):
        return None
    chunks, parts = found[0]
    return LocalRow(match.span("label"), match.span("unit"), tuple(lay_parts(chunks, parts)), len(chunks) != count)


def _readings(plain: str, start: int, end: int, count: int) -> list[tuple[list[Chunk], tuple[str, ...]]]:
    chunks = [Chunk(match[0], *match.span()) for match in _CHUNK_RE.finditer(plain, start, end)]
    return [(chunks, parts) for parts in read_row([chunk.text for chunk in chunks], count)]


@cache
def _column_re() -> re.Pattern[str]:
    rules = form_rules().local
    # A header on two lines may be broken anywhere, even within its year.
    year = r"\d(?:\s?\d){3}\s?"
    since = rf"{year}(?:年\s?)?[-—–~至]\s?{year}年\s?|截\s?[至止]\s?{year}年\s?(?:[底末]\s?)?|{year}年\s?[底末]\s?"
    cumulative = rf"(?:(?:{since})?{_spread(rules.cumulative)})"
    of_year = rf"(?:(?:{year}(?:年\s?)?)?{_spread(rules.year)}|{year}年)"
    # Of words with the same beginning (年数, 年数量; 本年, 本年累计), the one that ends at white space.
    return re.compile(
        rf"(?P<{CUMULATIVE_COLUMN}>{cumulative}(?!\S)|(?!{of_year}(?!\S)){cumulative})"
        rf"|(?P<{YEAR_COLUMN}>{of_year}(?!\S)|{of_year})"
    )


def _spread(words: Sequence[str]) -> str:
    """A pattern for any of some words, with white space allowed between their characters.

    >>> _spread(["本年", "本年数"])
    '(?:本\\\\s?年\\\\s?数|本\\\\s?年)'
    """
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(r"\s?".join(map(re.escape, word)) for word in longest_first) + ")"


@cache
def _head_columns_re() -> re.Pattern[str]:
    return re.compile(rf"{_column_re().pattern}|{_spread(form_rules().local.others)}")


@cache
def _head_re() -> re.Pattern[str]:
    rules = form_rules().local
    columns = _head_columns_re().pattern
    columns = columns.replace(f"?P<{CUMULATIVE_COLUMN}>", "?:").replace(f"?P<{YEAR_COLUMN}>", "?:")
    names = _spread((*rules.names, *rules.common))
    return re.compile(rf"{names}\s*{_spread(rules.units)}\s*(?P<columns>(?:(?:{columns})\s*)+)")


@cache
def _row_re() -> re.Pattern[str]:
    """A row: 其中:1、网站公开 条 739 4359. Its numbers end before the numbering of the next one."""
    units = one_of(form_rules().stretches.units)
    # A unit, or a word for “none” in its place, may follow a number only if white space separates it from the next.
    value = rf"(?: [-+]? \d[\d,]* (?:\.\d+)? (?: {units} (?!\S) )? | [{SIGNS}]{{1,2}} | [无零] (?!\S) )"
    return re.compile(
        rf"""
        \s*
        (?P<label>
            (?! {units} \s )                     # no unit of a row before it whose cells are blank,
            (?! [万亿千百余多%‰]+ \s )            # no end of a number that is not read,
            (?: 其\s?中\s?:? \s* )? (?: \d{{1,2}} \s* [、.] \s* )?
            (?: (?! \s {units} \s ) [^\d;。/] ){{2,40}}?   # nor one within it
        )
        \s* (?P<unit> {units} ) \s*
        (?P<values> {value} (?: \s+ {value} )*? )
        (?! {units} (?: [\d\s] | $ ) )             # no unit glued to the last one, as in 1件100,
        (?! [万亿千百余多%‰] )                     # nor what makes another number of it (3.2万),
        (?P<joint> (?= \d{{1,2}} [、.] ) )?
        (?! \s* (?: [无零] (?!\S) | [{SIGNS}] ) )   # nor a word or a sign that is one more of them
        (?= \s* (?: (?: 其中:? \s* )? (?: \d{{1,2}} \s* [、.] )? \s* [^\d\s,.、/] | $ ) )
        """,
        re.VERBOSE,
    )
