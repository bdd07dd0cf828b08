"""Reads what a printed cell states."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.characters import squeeze
from pipeline.model import Cell, CellState
from pipeline.values.numerals import MOST_DIGITS

# A number and nothing else: 1024, 1,024, －3, ４６５．７４; its unit may follow.
CELL_NUMBER_RE = regex.compile(
    r"""
    (?P<number>
        [-－−+＋]?
        (?: [0-9０-９]{1,3} (?: [,，] [0-9０-９]{3} )++   # grouped by thousands
          | [0-9０-９]++ )
        (?: [.．] [0-9０-９]++ )?
    )
    \s*+
    (?P<unit> 万元 | 亿元 | 元 | 人次 | [件条次篇个人份项宗起] )?
    """,
    regex.VERBOSE,
)

# Decimal reads digits of any width, but only ASCII signs and points.
PLAIN_NUMBER = str.maketrans({"－": "-", "−": "-", "＋": "+", "．": ".", ",": "", "，": ""})

# Signs printed where there is nothing to count, in any width, as what stands between the brackets of a class: dashes
# (— as ——, ---), and /, \, *, ×.
DASHES = r"\-‐‑‒–—―─−－﹣"
SIGNS = rf"{DASHES}/／\\＼﹨*＊×✕✖╳"
SIGN_RE = regex.compile(rf"(?:[{SIGNS}]\s*){{1,6}}|[XxＸｘ]")

# Signs and words for nothing.
NONE_RE = regex.compile(r"[-－−—–―_＿/／.．·・•…*＊×✕✖╳]++|[XＸ]|[暂尚]?无|没有|未发生|不适用|N/?A", regex.IGNORECASE)

# Text in place of a number that is not exactly one: 约56, 3.5万, 12.5（含上年3.2）, 0/3, 1O, 十二, 持平. Labels may
# begin with digits too: their numbering (1.重复申请), or a year or month (2016年, 1-6月).
VALUE_TEXT_RE = regex.compile(
    r"""
      [暂尚]?无 | 没有 | 未发生 | 不适用 | 不详 | 持平
    | [\d,.]*+ [\N{OBJECT REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}]
      [\d,.\N{OBJECT REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}]*+   # a picture among digits, a lost sign
    | [\dOoIl〇○]{1,6}+                                 # digits that a scan took for letters
    | [零〇二三四五六七八九十两][零〇一二三四五六七八九十百千万两]*+ [件条次篇个人份项宗起元]?
    | (?: [约近逾超增减少加长下降上升±+\-－−↑↓\[(（] ){0,4}+
      \d [\d,，.．]*+
      (?! [.．、] \p{Han} ) (?! [年月日季度届期] )
      [^\p{Han}（(]*+ [万千百亿]?+ [件条次篇个人份项宗起元余多]{0,3}+
      (?: [（(] .{0,20} )?
    """,
    regex.VERBOSE,
)


class Reading(NamedTuple):
    """What a cell states: its value if it is a number, and the printed unit."""

    state: CellState
    value: Decimal | None = None
    unit: str | None = None


# Tables repeat few numbers and labels: each cell is read about three times on its way.
@lru_cache(maxsize=32_768)
def read_cell(raw: str) -> Reading:
    """What a printed cell states; only a cell with exactly one number has a value.

    >>> read_cell("1,024").value, read_cell("251000元").unit, read_cell(" ").state.value
    (Decimal('1024'), '元', 'blank')
    >>> [read_cell(raw).state.value for raw in ("／", "——", "×", "行政许可", "约12件")]
    ['slash', 'slash', 'slash', 'text', 'text']
    >>> read_cell("12件").value, read_cell("零").value, read_cell("无").value
    (Decimal('12'), Decimal('0'), None)
    """
    printed = raw.strip()
    if not printed:
        return Reading(CellState.BLANK)
    if SIGN_RE.fullmatch(printed):
        return Reading(CellState.SLASH)
    if printed == "零":
        return Reading(CellState.NUMBER, Decimal(0))
    match = CELL_NUMBER_RE.fullmatch(printed)
    if match is None or sum(map(str.isdecimal, printed)) > MOST_DIGITS:
        return Reading(CellState.TEXT)
    return Reading(CellState.NUMBER, Decimal(match["number"].translate(PLAIN_NUMBER)), match["unit"])


def may_be_value(raw: str) -> bool:
    """Whether a text may be printed in place of a number, and is no label.

    >>> [
    ...     text
    ...     for text in ("无", "约56", "3.5万", "0/3", "1O", "十二", "减少2", "2（含上年1件）")
    ...     if not may_be_value(text)
    ... ]
    []
    >>> [
    ...     text
    ...     for text in ("1.重复申请", "2016年", "3、其他", "规章", "—", "二、公开", "一", "万元")
    ...     if may_be_value(text)
    ... ]
    []
    """
    return VALUE_TEXT_RE.fullmatch(squeeze(raw)) is not None


def says_none(raw: str) -> bool:
    """Whether a text is a sign or word for nothing, which is neither a number nor zero.

    >>> [says_none(raw) for raw in ("—", "－－", "无", "没有", "0件", "无法统计")]
    [True, True, True, True, False, False]
    """
    return NONE_RE.fullmatch(squeeze(raw)) is not None


def prints_value(raw: str) -> bool:
    """Whether a cell prints a number, a blank, or a sign or word for nothing.

    >>> [prints_value(raw) for raw in ("3", "", "—", "无", "规章")]
    [True, True, True, True, False]
    """
    return says_none(raw) or read_cell(raw).state is not CellState.TEXT


def cells_by_coordinate(cells: Iterable[Cell]) -> Mapping[tuple[str, str, str], Sequence[Cell]]:
    """The cells by form, row and column; a form that is printed twice has two cells at each coordinate."""
    printed: defaultdict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.form and cell.row and cell.column:
            printed[cell.form, cell.row, cell.column].append(cell)
    return printed


def contradict(cells: Iterable[Cell]) -> bool:
    """Whether cells at one coordinate print different numbers; nothing then shows which is right."""
    return len({cell.value for cell in cells if cell.value is not None}) > 1
