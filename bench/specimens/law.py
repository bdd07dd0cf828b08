"""Reads generated reports back and counts by format and form what is exact: ``python -m bench.specimens.law 10000``.

The law is that all of it is: whatever is wrong, missing or there without being stated is printed, and ends the command
with status 1. Every writer keeps what tells a cell's column (a text whose table has blanks keeps its tabs), so that
nothing may be refused. With ``--lossy`` texts lose their blanks, as many exports do: then the cells of a row that has
one may be refused by a problem that lies over their table, and nothing else may. Where no formats are asked for, every
25th report is read as a file of Word too, which takes several times as long.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from bench.specimens.compose import FORMS
from bench.specimens.generate import SUFFIXES, Written, write_documents
from bench.specimens.readback import Departure, read_back

# What of a report is counted, and which departures are of it; the rest are of the document.
SORTS = {
    "cells": ("cell", "missing cell", "refused cell", "extra cell"),
    "figures": ("span", "value", "bounds", "qualifier", "unit", "kind", "negated", "change", "measure"),
    "sections": ("section",),
}
# The formats of all reports, and one in so many that is read as a file of Word too.
FORMATS, EACH_IN_WORD = "html,text,md", 25
ENDS = ("exact", "wrong", "missing", "refused", "extra")
# Format, form, sort and end.
Counts = Counter[tuple[str, str, str, str]]


def tally(written: Written, departures: Iterable[Departure]) -> Counts:
    """How many cells, figures and sections of a document are exact, and what became of the others.

    >>> [document] = write_documents([5], 7, ["text"], ["F14"])
    >>> counts = tally(document, [Departure("missing cell", "F14:1:fees:value", ["1.2"], [])])
    >>> counts["txt", "F14", "cells", "missing"], counts["txt", "F14", "documents", "exact"]
    (1, 0)
    """
    specimen = written.specimen
    counts: Counter[tuple[str, str]] = Counter()
    stated = {
        "cells": len(specimen.cells),
        "figures": len(specimen.figures),
        "sections": len(specimen.sections),
        "documents": 1,
    }
    already_wrong: set[tuple[str, str]] = set()
    for one in departures:
        counts["documents", "refused" if one.what == "refused cell" else "wrong"] = 1
        sort = next((sort for sort, whats in SORTS.items() if one.what in whats), None)
        if sort:
            for end, number in _ends(one):
                # A figure that is wrong in two ways is one figure.
                again = end == "wrong" and sort == "figures" and (sort, one.subject) in already_wrong
                counts[sort, end] += 0 if again else number
            already_wrong.add((sort, one.subject))
    if counts["documents", "wrong"]:
        del counts["documents", "refused"]
    for sort, number in stated.items():
        counts[sort, "exact"] = number - sum(counts[sort, end] for end in ("wrong", "missing", "refused"))
    suffix = written.path.rpartition(".")[2]
    return Counter({(suffix, specimen.form, *key): number for key, number in counts.items() if number})


def _ends(departure: Departure) -> Iterator[tuple[str, int]]:
    """What a departure is, and of how many."""
    stated, found = (len(side) if isinstance(side, list | tuple) else 1 for side in (departure.stated, departure.found))
    match departure.what:
        case "missing cell" | "refused cell":
            yield departure.what.removesuffix(" cell"), stated
        case "extra cell":
            yield "extra", found
        case "cell":
            yield "wrong", stated
        case "span" | "section":
            yield "missing", stated
            yield "extra", found
        case _:
            yield "wrong", 1


def print_counts(counts: Counts) -> None:
    """A line for each format, form and sort, and one for each sort over all of them."""
    print(f"{'format':<7}{'form':<5}{'':<10}{''.join(f'{end:>11}' for end in ENDS)}")
    for sort in ("documents", "figures", "sections", "cells"):
        kinds = sorted({(suffix, form) for suffix, form, *_ in counts})
        for suffix, form in kinds:
            _print_line(suffix, form, sort, [counts[suffix, form, sort, end] for end in ENDS])
        totals = [sum(counts[suffix, form, sort, end] for suffix, form in kinds) for end in ENDS]
        _print_line("all", "", sort, totals)


def _print_line(suffix: str, form: str, sort: str, numbers: Iterable[int]) -> None:
    print(f"{suffix:<7}{form:<5}{sort:<10}{''.join(f'{number:>11,}' for number in numbers)}")


def count_ends(documents: Iterable[Written], show: int) -> tuple[Counts, int]:
    """What became of all that documents state, and how often the reader departs; the first of each sort are printed."""
    counts: Counts = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for written in documents:
        departures = read_back(written)
        counts += tally(written, departures)
        for departure in departures:
            sort = departure.what, written.path.rpartition(".")[2]
            if departure.what != "refused cell":
                seen[sort] += 1
            if 0 < seen[sort] <= show:
                print(f"{written.path} {departure.what}: {departure.subject}")
                print(f"    stated {departure.stated}\n    found  {departure.found}")
    return counts, seen.total()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.specimens.law", description=__doc__)
    parser.add_argument("n", type=int, help="how many reports")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0, help="the number of the first report")
    parser.add_argument("--formats", default="", help=f"of html, text, md, docx, pdf ({FORMATS}, and some docx)")
    parser.add_argument("--forms", default=",".join(FORMS), help="of F08, F14, F19, F21")
    parser.add_argument("--show", type=int, default=3, help="departures shown of each sort and format")
    parser.add_argument("--lossy", action="store_true", help="texts may lose their blank cells")
    asked = parser.parse_args()
    formats, forms = (asked.formats or FORMATS).split(","), asked.forms.split(",")
    if unknown := [*{*formats} - {*SUFFIXES}, *{*forms} - {*FORMS}]:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    numbers = range(asked.first, asked.first + asked.n)
    documents = write_documents(numbers, asked.seed, formats, forms, lossy=asked.lossy)
    in_word = range(asked.first + -asked.first % EACH_IN_WORD, numbers.stop, EACH_IN_WORD) if not asked.formats else ()
    word = write_documents(in_word, asked.seed, ["docx"], forms)
    counts, departed = count_ends(chain(documents, word), asked.show)
    print_counts(counts)
    return 1 if departed else 0


if __name__ == "__main__":
    sys.exit(main())
