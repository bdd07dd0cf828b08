"""Composes a specimen: document ``number`` of a seed is always the same."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from bench.specimens.layouts import Variant
from bench.specimens.prose import draw_names, name_agency, write_opening, write_sections
from bench.specimens.tables import TABLES_OF, Printing, fill_form, make_tables
from bench.specimens.truth import Block, Specimen

FORMS = tuple(TABLES_OF)
YEARS = {"F08": (2008, 2013), "F14": (2014, 2018), "F19": (2019, 2020), "F21": (2021, 2025)}
# One report in so many has a mistake in its table.
BROKEN = 0.05


def compose(seed: int, number: int, forms: Sequence[str] = FORMS, *, plain: bool = False) -> Specimen:
    """A whole report with its truth; a ``plain`` one has none of the rarer habits of printing.

    >>> compose(7, 3) == compose(7, 3), compose(7, 3).title == compose(8, 3).title
    (True, False)
    """
    random = Random(f"{seed}:{number}")
    form = random.choice(forms)
    year = random.randint(*YEARS[form])
    variant, printing = draw_variant(random, form), draw_printing(random)
    if not plain:
        # By a chance of their own, so that the numbers and the sentences of a document stay what they were.
        variant, printing = draw_habits(Random(f"{seed}:{number}:habits"), variant, printing)
    broken = random.random() < BROKEN
    facts, filled, mistakes = fill_form(random, form, variant, printing, broken=broken)
    agency = name_agency(random)
    names = draw_names(random, agency, year)
    blocks: list[Block] = [write_opening(random, year)]
    for section in write_sections(random, form, facts, names, commas=printing.commas):
        blocks += [section.heading, *section.blocks]
        if section.table:
            blocks += make_tables(form, section.table, filled[section.table], year, variant)
    month, day = random.randint(1, 3), random.randint(1, 28)
    return Specimen(
        number=number,
        agency=agency,
        year=year,
        form=form,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        published=f"{year + 1}-{month:02}-{day:02}",
        signed=f"{year + 1}年{month}月{day}日",
        blocks=tuple(blocks),
        broken=mistakes,
    )


def draw_variant(random: Random, form: str) -> Variant:
    """A form as printed by the book, or with a departure from it."""
    departure = random.choice(("", "", "", "numbering", "half", "broken", "added", "one_other", "split"))
    if departure in ("added", "one_other") and form != "F21":
        departure = ""
    known: dict[str, Any] = {departure: departure != "numbering"} if departure else {}
    return Variant(**known)


def draw_habits(random: Random, variant: Variant, printing: Printing) -> tuple[Variant, Printing]:
    """What fewer agencies do: other signs and words for nothing, sums of some columns, tables side by side."""
    zero = random.choice(("/", "／", "—", "－", "-", "\\", "＼", "*", "＊", "无", "零"))
    printing = replace(printing, zero=zero) if random.random() < 0.3 else printing
    habit = random.choice(("", "", "", "", "", "", "subtotal", "beside", "halved"))
    if habit == "subtotal":
        return replace(variant, subtotal=random.choice(("小计", "合计"))), printing
    changed: dict[str, Any] = {habit: True} if habit else {}
    return replace(variant, **changed), printing


def draw_printing(random: Random) -> Printing:
    """Numbers as an agency prints them."""
    return Printing(
        commas=random.random() < 0.3,
        zero=random.choice(("0", "0", "0", "0", "0", "0", "/", "", "", "-", "—", "——", "\\", "*")),
        yuan=random.random() < 0.5,
    )
