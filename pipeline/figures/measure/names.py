"""Turns a phrase into a name, or into the names of a list."""

import regex

from pipeline.language import AND_RE
from pipeline.values import nouns

# What a list ends in.
LISTED = "等"
_SPACE_RE = regex.compile(r"\s+")
# Signs at an end of a name are no part of it (信息量…, 网站——, ★公告); those within are, and so is the plus of C++.
_SIGNS = r"[\p{Pd}\p{So}\p{Sm}…·•*_--[+℃]]"
_EDGES_RE = regex.compile(rf"^{_SIGNS}+|{_SIGNS}+$", regex.VERSION1)
# 第一、二、三产业: of a list of ordinals, the last has what all are.
_ORDINAL_RE = regex.compile(r"(第?)([一二三四五六七八九十])")


def list_items(plain: str, span: tuple[int, int]) -> tuple[str, ...]:
    """The members of a list that share a value; empty if the phrase is no list."""
    *first, last = plain[span[0] : span[1]].split("、")  # 教育、文化与传媒、科技和卫生支出
    parts = tuple(name_of(p, 0, len(p)) for p in (*first, *AND_RE.split(last)))
    return _in_full(tuple(p for p in parts if p)) if len(parts) > 1 else ()


def _in_full(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a list with what its ordinals share.

    >>> _in_full(("第一", "二", "三产业增加值"))
    ('第一产业增加值', '第二产业增加值', '第三产业增加值')
    """
    sorts = {name[-1] for name in names[:-1]} if len(names) > 1 else set()
    if len(sorts) == 1 and (sort := next(iter(sorts))) in nouns().sort_ends and sort in names[-1][:-1]:
        # 刑事类、治安类警情
        rest = names[-1][names[-1].rindex(sort, 0, -1) + 1 :]
        return (*(name + rest for name in names[:-1]), names[-1])
    ordinals = [_ORDINAL_RE.fullmatch(name) for name in names[:-1]]
    last = _ORDINAL_RE.match(names[-1]) if names else None
    if last is None or not ordinals or None in ordinals or last.end() == len(names[-1]):
        return names
    prefix, shared = ordinals[0][1] if ordinals[0] else "", names[-1][last.end() :]
    return tuple(prefix + each[2] + shared for each in (*ordinals, last) if each)


def name_of(plain: str, start: int, end: int) -> str:
    """A phrase as a name: without white space, signs or quotation marks at one end only, and a final 等.

    >>> name_of("网站——", 0, 4), name_of("……", 0, 2), name_of("C++课程", 0, 5)
    ('网站', '', 'C++课程')
    """
    name = _EDGES_RE.sub("", _SPACE_RE.sub("", plain[start:end])).removesuffix("等")
    for opening, closing in ("“”", "《》", "()"):
        if name.count(opening) != name.count(closing):
            name = name.strip(opening + closing)
    return name
