"""Matches printed labels to those of the statutory forms: by their words, never by position.

White space, numbering, punctuation and remarks in brackets are ignored. A label with a misprint matches if it resembles
exactly one label.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline.characters import squeeze, to_plain
from pipeline.rulebook import NUMBERING, Label, Table, form_rules

# The least similarity of a misprinted label, of 100 (其他法律行政止公开 for 其他法律行政法规禁止公开 has 86). The
# next label must be twice as far away.
LEAST_ALIKE = 75
# The column of sums of money; a label may print their unit.
AMOUNT = "amount"
# Shorter labels differ by one character from labels of another meaning (专职, 兼职).
SHORTEST_ALIKE = 4

Codes = tuple[str, ...]
# The codes of the rows seen so far, by table, the latest last; each once, so that searching stays fast.
Seen = dict[str, dict[str, None]]

_NO_RIVAL = ("", 0.0, 0)

_LEAD_RE = re.compile(rf"^(?:其中:?|{NUMBERING})+")
_BRACKET_RE = re.compile(r"\([^()]*(?:\)|$)")
_MARKS_RE = re.compile(r"[\s、,，。.:;“”\"'‘’《》<>〈〉()·/\-—]+")
_WRITTEN_RE = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=32_768)
def normalize(printed: str) -> str:
    """The distinctive part of a printed label.

    >>> [normalize(label) for label in ("其中：1、网站 公开", "（一）主动公开政府信息数（同一信息计1条)", "（七）总计")]
    ['网站公开', '主动公开政府信息数', '总计']
    """
    plain = squeeze(to_plain(printed))
    bare = _LEAD_RE.sub("", plain)
    shorter = _BRACKET_RE.sub("", bare)
    return _MARKS_RE.sub("", shorter if _WRITTEN_RE.search(shorter) else bare)


@lru_cache(maxsize=65_536)
def match_rows(table: str, printed: str) -> Codes:
    """The codes of the rows that a printed label names; several if ``under`` must decide.

    >>> match_rows("F14:1", "1．当面申请件数"), match_rows("F14:1", "（二）被依法纠错数")
    (('requests_in_person',), ('reviews_corrected', 'litigation_corrected'))
    >>> match_rows("F19/F21:3", "公开情况")
    ()
    """
    return _match(_row_index(table), printed)


@lru_cache(maxsize=65_536)
def match_columns(table: str, printed: str) -> Codes:
    """The codes of the columns that a printed header names.

    >>> match_columns("F21:2", "本年收费金额（单位：万元）"), match_columns("F19/F21:3", "商业 企业")
    (('amount',), ('business',))
    """
    return _match(_column_index(table), printed)


@lru_cache(maxsize=32_768)
def money_unit(printed: str) -> str | None:
    """The unit of money printed after the words of a label, which overrides the form's.

    >>> money_unit("本年收费金额（单位：元）"), money_unit("采购总金额（亿元）"), money_unit("本年收费金额")
    ('元', '亿元', None)
    """
    match = re.search(form_rules().words.money, squeeze(to_plain(printed)))
    return match["unit"] if match else None


@lru_cache(maxsize=65_536)
def is_group(table: str, printed: str) -> bool:
    """Whether a printed label is a group of rows or columns without a value of its own."""
    return normalize(printed) in _groups(table)


@lru_cache(maxsize=32_768)
def is_whole_label(table: str, printed: str) -> bool:
    """Whether a text is a label or a group of a form word for word, not only like one.

    >>> [is_whole_label("F14:1", text) for text in ("3.同意部分公开答复数", "同意部分公开答复", "答复数")]
    [True, False, False]
    """
    bare = normalize(printed)
    return bare in _row_index(table) or bare in _groups(table)


@lru_cache(maxsize=4_096)
def is_subtotal(table: str, printed: str) -> bool:
    """Whether a printed header is for a subtotal column that the form does not have.

    >>> [is_subtotal("F19/F21:3", head) for head in ("小 计", "计", "法人或其他组织小计", "总计")]
    [True, True, True, False]
    """
    head, words = normalize(printed), table_named(table).subtotals
    return head in words or any(head.endswith(word) for word in words if len(word) > 1)


@cache
def table_named(name: str) -> Table:
    """The table of that name.

    >>> table_named("F14:1").rows[0].code
    'disclosed'
    """
    return next(table for table in form_rules().tables if table.name == name)


@cache
def label_of(table: str, row: str) -> Label:
    """The label of a row of a table."""
    return next(label for label in table_named(table).rows if label.code == row)


def unit_of(table: str, row: str | None, column: str | None) -> str | None:
    """The unit that the form prescribes for a cell of a table.

    >>> unit_of("F21:2", "fees", "amount"), unit_of("F14:1", "staff", "value"), unit_of("F19/F21:4", "review", "total")
    ('万元', '人', None)
    """
    of_column = next((head.unit for head in table_named(table).columns if head.code == column), None)
    return of_column or (label_of(table, row).unit if row else None)


def see_row(seen: Seen, table: str, code: str) -> None:
    """Moves a row to the end of those seen.

    >>> seen = {"F14:1": {"reviews": None, "litigation": None}}
    >>> see_row(seen, "F14:1", "reviews")
    >>> list(seen["F14:1"])
    ['litigation', 'reviews']
    """
    codes = seen.setdefault(table, {})
    codes.pop(code, None)
    codes[code] = None


def pick_under(table: str, codes: Codes, seen: Seen) -> Codes:
    """Of rows with the same label, the one under the row seen last.

    >>> pick_under("F14:1", ("reviews_other", "litigation_other"), {"F14:1": {"reviews": None, "reviews_upheld": None}})
    ('reviews_other',)
    """
    above = {label_of(table, code).under: code for code in codes}
    return next(((above[row],) for row in reversed(seen.get(table, {})) if row in above), codes)


def _match(index: dict[str, Codes], printed: str) -> Codes:
    bare = normalize(printed)
    if bare in index:
        return index[bare]
    if len(bare) < SHORTEST_ALIKE:
        return ()
    alike = _alike(bare, index)
    return index[alike] if alike else ()


def _alike(bare: str, labels: Iterable[str]) -> str | None:
    """The only label that resembles the printed one and has the same negations.

    None does where one with others resembles it more: 年结转申请数量 may have lost its 上.

    >>> _alike("同意公开答复", ["同意公开答复数", "不同意公开答复数"])
    '同意公开答复数'
    >>> _alike("年结转申请数量", ["上年结转申请数量", "本年新收申请数量"]) is None
    True
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - few reports have a label that is misprinted

    denial = form_rules().words.denial
    denials = sorted(re.findall(denial, bare))
    rivals: list[str] = []
    others: list[str] = []
    for label in labels:
        (rivals if sorted(re.findall(denial, label)) == denials else others).append(label)
    (best, likeness, _), (_, next_likeness, _) = [
        *process.extract(bare, rivals, scorer=fuzz.ratio, limit=2),
        _NO_RIVAL,
        _NO_RIVAL,
    ][:2]
    if likeness < LEAST_ALIKE or next_likeness > 2 * likeness - 100:
        return None
    return None if process.extractOne(bare, others, scorer=fuzz.ratio, score_cutoff=likeness) else best


@cache
def _row_index(table: str) -> dict[str, Codes]:
    return _index(table_named(table).rows)


@cache
def _column_index(table: str) -> dict[str, Codes]:
    return _index(table_named(table).columns)


def _index(labels: Iterable[Label]) -> dict[str, Codes]:
    index: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        for wording in {normalize(wording) for wording in label.wordings()}:
            index[wording].append(label.code)
    return {wording: tuple(codes) for wording, codes in index.items()}


@cache
def _groups(table: str) -> frozenset[str]:
    return frozenset(map(normalize, table_named(table).groups))
