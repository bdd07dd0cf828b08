"""Finds local forms of the years before 2014 flattened into running text, by their header and their rows.

Their labels are not known. Rows with a unit are recognised wherever they are broken; rows without, by their lines.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.characters import Compact
from pipeline.model import Region, RegionKind
from pipeline.rulebook import form_rules, one_of
from pipeline.values import LONGEST_BETWEEN, PAGE_NUMBER, SIGNS

# The rule of a region with a statutory table is this and the form's name.
FORM_RULE = "form:"
# A number, but not the year at the start of the following sentence (02023年 is a 0 and a year).
NUMBER = r"(?:\d[\d.,]*?(?=(?:19|20)\d\d年)|\d[\d.,]*+(?!年))"


def find_flattened_local_forms(plain: str, squeezed: Compact) -> Iterator[Region]:
    """The regions of local forms in a text in plain form; ``squeezed`` is the text without white space."""
    rule = FORM_RULE + form_rules().local.form
    for match in _local_re().finditer(squeezed.text):
        yield Region(RegionKind.TABLE, *squeezed.span(*match.span()), rule)
    for match in _bare_re().finditer(plain):
        yield Region(RegionKind.TABLE, *match.span("table"), rule)


@cache
def _local_re() -> re.Pattern[str]:
    """The pattern of a local form: 指标名称 计量单位 2012年度 信息数 条 739."""
    rules = form_rules()
    units = one_of(rules.stretches.units)
    first, second, *others = rules.local.stems
    about = rf"[^。;!?]{{,40}} {one_of(rules.local.about)}"  # what the first rows of such a form speak of
    time = r"(?: (?: 截[至止] )? \d{4} 年? (?: [-—–~至] \d{4} 年 )? [底末]? )?"
    heads = rf"""
        (?: {one_of(rules.local.names)}
          | {one_of(rules.local.common)} (?= {one_of(rules.local.units)} {about} )
        )
        {one_of(rules.local.units)} {one_of(rules.local.others)}?
        (?:
            {time} {one_of((*rules.local.year, *rules.local.cumulative))}
          | \d{{4}} 年
        )+
        (?: {first}{second} [{"".join(others)}]* \d{{,9}} )?     # the numbers of the columns: 甲乙丙12
        """
    row = rf"""
        (?: 其中: )? \d{{,2}} [、.]?             # its numbering, whose digit may have gone with the number before it
        [^\d。;!?]{{2,40}}?                     # its label
        {units}
        (?: (?: 约? {NUMBER} 万? {units}? | [{SIGNS}] | [无零] )+   # its numbers, not all of which can be read,
          | (?= 其中: ) )                        # or none: a sum may be blank over its parts
        """
    return re.compile(
        rf"""
        {heads}
        (?: [^。;!?]{{,{LONGEST_BETWEEN}}} {heads} ){{,2}}     # once more where a page ends right below them,
        (?: {PAGE_NUMBER}? (?: \(? {one_of(rules.stretches.continued)} \)? )? {row} )+
        """,
        re.VERBOSE,
    )


@cache
def _bare_re() -> re.Pattern[str]:
    """The pattern of a local form without units: a header on separate lines, and rows that end with their lines.

    It needs two columns, or one for a year or for all years, since a name and 数量 are the header of many tables.
    """
    rules = form_rules()
    year, cumulative = one_of(rules.local.year), one_of(rules.local.cumulative)
    strong = rf"(?: \d{{4}} 年? {year} | \d{{4}} 年 | {cumulative} | 本年数? )"
    column = rf"(?: {strong} | {year} )"
    value = (
        rf"(?: 约? [-+]? \d[\d,]* (?:\.\d+)? 万? {one_of(rules.stretches.units)}? | [{SIGNS}]{{1,2}} | [无零] ) (?!\S)"
    )
    return re.compile(
        rf"""
        (?:^|\n) [^\S\n]*
        (?P<table>
            {one_of(rules.local.names)} \s+ (?: {strong} | {column} \s+ {column} ) (?: \s+ {column} )*+ [^\S\n]* (?=\n)
            (?:                                 # a row:
                \s+ (?! [一二三四五六七八九十]+、 ) #   no heading,
                (?: 其中:? [^\S\n]* )? (?: \d{{1,2}} [、.] )?
                [^\s\d。;!?,] [^\n\d。;!?,]{{,39}}?   #   but a label,
                (?: \s+ {value} )++             #   and its numbers,
                [^\S\n]* (?= \n | $ )           #   where its line ends
            )++
        )
        """,
        re.VERBOSE,
    )
