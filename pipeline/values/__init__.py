"""Reads what a written string states.

Takes a numeral, a unit, a date or the content of a cell; returns the number, day or state that it means, or null.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.values.cell_values import (
        DASHES,
        SIGNS,
        Reading,
        cells_by_coordinate,
        contradict,
        may_be_value,
        prints_value,
        read_cell,
        says_none,
    )
    from pipeline.values.counting import ONES, write_roman, write_words
    from pipeline.values.dates import (
        DAY,
        MONTH,
        TO,
        YEAR,
        DateMention,
        as_small,
        find_dates,
        first_year_of_plan,
        read_small,
        read_year,
    )
    from pipeline.values.numeral_forms import NUMERAL_RE, Numeral, find_numeral, match_numeral
    from pipeline.values.numerals import (
        DIGITS,
        EXACT,
        MOST_DIGITS,
        MYRIADS,
        Number,
        exactly,
        read_exact,
        read_number,
        step_of,
    )
    from pipeline.values.page_ends import LONGEST_BETWEEN, PAGE_NUMBER, blank_pages, may_end_page
    from pipeline.values.rule_files import RULES
    from pipeline.values.units import (
        IN_YUAN,
        Noun,
        Unit,
        find_unit,
        is_unit,
        leaves_out,
        nouns,
        parts_of,
        ranking,
        signs,
        spellings,
    )

__all__ = [
    "DASHES",
    "DAY",
    "DIGITS",
    "EXACT",
    "IN_YUAN",
    "LONGEST_BETWEEN",
    "MONTH",
    "MOST_DIGITS",
    "MYRIADS",
    "NUMERAL_RE",
    "ONES",
    "PAGE_NUMBER",
    "RULES",
    "SIGNS",
    "TO",
    "YEAR",
    "DateMention",
    "Noun",
    "Number",
    "Numeral",
    "Reading",
    "Unit",
    "as_small",
    "blank_pages",
    "cells_by_coordinate",
    "contradict",
    "exactly",
    "find_dates",
    "find_numeral",
    "find_unit",
    "first_year_of_plan",
    "is_unit",
    "leaves_out",
    "match_numeral",
    "may_be_value",
    "may_end_page",
    "nouns",
    "parts_of",
    "prints_value",
    "ranking",
    "read_cell",
    "read_exact",
    "read_number",
    "read_small",
    "read_year",
    "says_none",
    "signs",
    "spellings",
    "step_of",
    "write_roman",
    "write_words",
]

# The module of each public name. Modules are loaded on first use: a run with nothing to read needs few of them.
_MODULES = {
    "cell_values": (
        "DASHES",
        "SIGNS",
        "Reading",
        "cells_by_coordinate",
        "contradict",
        "may_be_value",
        "prints_value",
        "read_cell",
        "says_none",
    ),
    "counting": ("ONES", "write_roman", "write_words"),
    "dates": (
        "DAY",
        "MONTH",
        "TO",
        "YEAR",
        "DateMention",
        "as_small",
        "find_dates",
        "first_year_of_plan",
        "read_small",
        "read_year",
    ),
    "numeral_forms": ("NUMERAL_RE", "Numeral", "find_numeral", "match_numeral"),
    "numerals": (
        "DIGITS",
        "EXACT",
        "MOST_DIGITS",
        "MYRIADS",
        "Number",
        "exactly",
        "read_exact",
        "read_number",
        "step_of",
    ),
    "page_ends": ("LONGEST_BETWEEN", "PAGE_NUMBER", "blank_pages", "may_end_page"),
    "rule_files": ("RULES",),
    "units": (
        "IN_YUAN",
        "Noun",
        "Unit",
        "find_unit",
        "is_unit",
        "leaves_out",
        "nouns",
        "parts_of",
        "ranking",
        "signs",
        "spellings",
    ),
}

__getattr__ = open_door(__name__, _MODULES)
