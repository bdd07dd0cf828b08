"""Fills the forms with numbers that add up, printed as agencies print them; at wish with a mistake."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.specimens.layouts import PLAIN, Variant, caption_of, form_tables, lay_out, parts_of, request_rows
from bench.specimens.numbers import Facts, draw, draw_disputes, draw_facts, draw_requests
from bench.specimens.truth import SUBTOTAL, Broken, Key, Table

TABLES_OF = {"F08": ("1",), "F14": ("1",), "F19": ("2", "3", "4"), "F21": ("2", "3", "4")}
# What is printed in tenths of 万元.
AMOUNTS = frozenset({"fees", "budget"})


@dataclass(frozen=True, slots=True)
class Printing:
    """How an agency prints its numbers.

    ``commas``: by thousands. ``zero``: what stands for a zero (``0``, nothing, ``/``). ``yuan``: amounts of procurement
    in 元 and not in 万元.
    """

    commas: bool = False
    zero: str = "0"
    yuan: bool = False

    def number(self, value: int) -> str:
        """A number as it is printed.

        >>> Printing(commas=True).number(1024), Printing(zero="/").number(0)
        ('1,024', '/')
        """
        if not value:
            return self.zero
        return f"{value:,}" if self.commas else str(value)


Fill = tuple[Facts, dict[str, dict[Key, str]], tuple[Broken, ...]]


def fill_form(
    random: Random, form: str, variant: Variant = PLAIN, printing: Printing = Printing(), *, broken: bool = False
) -> Fill:
    """The facts of a report, and what its tables print by number and key; one cell breaks an identity if ``broken``."""
    if form in ("F08", "F14"):
        handled = draw(random, 120)
        facts = draw_facts(random, handled, handled)
        filled = {"1": (_fill_local if form == "F08" else _fill_2014)(random, facts, printing)}
        return facts, filled, ()
    columns = tuple(code for _, code in form_tables()["requests"]["columns"][:-1])
    coded = [row[0] for row in request_rows(form, variant)]
    rows = tuple(code for code in coded if code not in ("received", "carried_in", "handled", "carried_out"))
    requests = draw_requests(random, rows, columns)
    facts = draw_facts(random, requests["received", "total"], requests["handled", "total"])
    facts |= {row: requests[row, "total"] for row in coded if row and row != "other"}
    disputes = draw_disputes(random, tuple(form_tables()["disputes"]["rows"]))
    facts["reviews"] = disputes["review", "total"]
    facts["litigation"] = disputes["litigation_direct", "total"] + disputes["litigation_after_review", "total"]
    filled = {
        "2": (_fill_2019 if form == "F19" else _fill_2021)(random, printing),
        "3": {(row or None, column): printing.number(value) for (row, column), value in requests.items()},
        "4": {key: printing.number(value) for key, value in disputes.items()},
    }
    mistakes = (_break(random, form, filled["3"]),) if broken else ()
    if variant.subtotal:
        filled["3"] |= _sum_up(requests, columns[1:], printing)
    return facts, filled, mistakes


def make_tables(form: str, number: str, raws: Mapping[Key, str], year: int, variant: Variant = PLAIN) -> list[Table]:
    """The printed tables of a number in a form."""
    caption = variant.label(caption_of(form, number)).replace("\n", "").format(year=year)
    layouts = lay_out(form, number, variant, year if form == "F08" else 0)
    return [Table(layout, {c.key: raws[c.key] for c in layout.cells if c.key}, caption) for layout in layouts]


def _fill_local(random: Random, facts: Facts, printing: Printing) -> dict[Key, str]:
    facts["replies"] = facts["reply_granted"] + facts["reply_granted_partly"] + facts["reply_refused"]
    filled: dict[Key, str] = {}
    for label, code, _ in parts_of("F08", "1")[0]["rows"]:
        filled[label, "year"] = printing.number(facts[code])
        filled[label, "cumulative"] = printing.number(facts[code] + draw(random, 5 * facts[code] + 5))
    return filled


def _fill_2014(random: Random, facts: Facts, printing: Printing) -> dict[Key, str]:
    codes = [row[1] for row in parts_of("F14", "1")[0]["rows"] if row[1]]
    return {
        (code, "value"): _tenths(random, printing) if code in AMOUNTS else printing.number(facts[code])
        for code in codes
    }


def _fill_2019(random: Random, printing: Printing) -> dict[Key, str]:
    filled: dict[Key, str] = {}
    for row in ("regulations", "normative_documents"):
        made = draw(random, 30)
        disclosed = random.randint(0, made) if made > 0 else 0
        filled |= _row(row, printing, made=made, disclosed=disclosed, disclosed_total=disclosed + draw(random, 200))
    for row in ("licensing", "other_services", "penalties", "coercion"):
        last = draw(random, 400)
        change = random.randint(-min(9, last), 9)
        filled |= _row(row, printing, items_last_year=last, decisions=draw(random, 90_000))
        filled[row, "items_change"] = str(change) if change else printing.zero
    filled |= _row("fees", printing, items_last_year=draw(random, 20))
    filled["fees", "items_change"] = str(random.randint(-3, 3) or printing.zero)
    filled["procurement", "items"] = printing.number(draw(random, 300))
    amount = draw(random, 90_000_000)
    filled["procurement", "amount"] = f"{amount}元" if printing.yuan else f"{amount / 10_000:.2f}万元"
    return filled


def _fill_2021(random: Random, printing: Printing) -> dict[Key, str]:
    filled: dict[Key, str] = {}
    for row, most in (("regulations", 3), ("normative_documents", 40)):
        issued, in_force = draw(random, most), draw(random, 10 * most)
        filled |= _row(row, printing, issued=issued, repealed=draw(random, most), in_force=issued + in_force)
    if random.random() < 0.3:
        filled |= {key: "/" for key in filled if key[0] == "regulations"}
    for row in ("licensing", "penalties", "coercion"):
        filled |= _row(row, printing, decisions=draw(random, 90_000))
    filled["fees", "amount"] = _tenths(random, printing)
    return filled


def _sum_up(requests: Mapping[tuple[str, str], int], columns: Sequence[str], printing: Printing) -> dict[Key, str]:
    """The sums of some columns, row by row, in a column of their own."""
    rows = dict.fromkeys(row for row, _ in requests)
    sums = {row: sum(requests[row, column] for column in columns) for row in rows}
    return {(row or None, SUBTOTAL): printing.number(value) for row, value in sums.items()}


def _row(row: str, printing: Printing, **values: int) -> dict[Key, str]:
    return {(row, column): printing.number(value) for column, value in values.items()}


def _tenths(random: Random, printing: Printing) -> str:
    value = draw(random, 5_000)
    if not value:
        return printing.zero
    return f"{value / 10:,.1f}" if printing.commas else f"{value / 10:.1f}"


# What a hand or a machine makes of a number: one more, a digit more, two digits changed about.
MISTAKES: tuple[Callable[[int], int], ...] = (
    lambda value: value + 1,
    lambda value: 10 * value + 1,
    lambda value: int(str(value)[::-1]),
)


def _break(random: Random, form: str, raws: dict[Key, str]) -> Broken:
    row, column = random.choice([key for key in raws if key[0]])
    right = raws[row, column]
    value = int(right.replace(",", "")) if right[:1].isdecimal() else 0
    wrong = random.choice(MISTAKES)(value)
    raws[row, column] = str(wrong if wrong != value else value + 1)
    return Broken(form, "3", row, column, raws[row, column], right)
