"""The labels of the statutory forms, for tests that print a form as it is.

They are the State Council's, word for word, and stand once in the project: in ``bench/specimens/forms.toml``, whose
tables name the codes that each is to be read under. What the rules know of them (``pipeline/rules/forms.toml``) is
another matter, which is tested against them. A test that has a label cut, merged, misspelt or beside other words writes
it as it stands there.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bench.specimens.layouts import form_tables, parts_of

_REQUESTS, _DISPUTES = form_tables()["requests"], form_tables()["disputes"]
# 表三: what stands above its labels, the applicants above its seven columns, and the innermost label of each row.
CORNER: str = _REQUESTS["corner"]
APPLICANTS: tuple[str, ...] = tuple(label for label, _ in _REQUESTS["columns"])
ORGANISATIONS: tuple[str, ...] = APPLICANTS[1:-1]
APPLICANTS_HEAD: str = _REQUESTS["applicants"]
ORGANISATIONS_HEAD: str = _REQUESTS["organisations"]
REQUESTS: dict[str, str] = {code: labels[-1] for code, *labels in _REQUESTS["rows"]}
# 表四: its two halves, the two kinds of lawsuits, and the five results under each.
REVIEWS, LAWSUITS = _DISPUTES["groups"]
DIRECT, AFTER_REVIEW = _DISPUTES["suits"]
RESULTS: tuple[str, ...] = tuple(label for label, _ in _DISPUTES["results"])


class Part(NamedTuple):
    """A part of a table: the title over it, its heads, and its labels by code."""

    title: str
    heads: tuple[str, ...]
    labels: dict[str, str]


def part_of(form: str, code: str) -> Part:
    """The part of 表二 that has a row of this code."""
    for part in parts_of(form, "2"):
        labels = {code: label for label, code, *_ in part["rows"]}
        if code in labels:
            return Part(part["title"], tuple(part["head"]), labels)
    raise ValueError(code)


# The parts of 表二 since 2021 and, where they differ, before: documents, licences, sanctions, charges, procurement.
ISSUED, LICENCES, SANCTIONS, CHARGES = (
    part_of("F21", code) for code in ("regulations", "licensing", "penalties", "fees")
)
ISSUED_F19, LICENCES_F19, SANCTIONS_F19, CHARGES_F19, PROCUREMENT_F19 = (
    part_of("F19", code) for code in ("regulations", "licensing", "penalties", "fees", "procurement")
)
# Their labels by code; where the two forms print different ones, that of the newer.
DOCUMENTS: dict[str, str] = {
    code: label for form in ("F19", "F21") for part in parts_of(form, "2") for label, code, *_ in part["rows"]
}
# The form before 2019, and a local one: their heads, and their labels by code.
(_STATISTICS,), (_LOCAL,) = parts_of("F14", "1"), parts_of("F08", "1")
STATISTICS_HEADS: tuple[str, ...] = tuple(_STATISTICS["head"])
STATISTICS: dict[str, str] = {code: label for label, code, _ in _STATISTICS["rows"] if code}
LOCAL: dict[str, str] = {code: label for label, code, _ in _LOCAL["rows"] if code}


def request_rows(rows: Mapping[str, object]) -> tuple[str, ...]:
    """The lines of 表三 with some of its rows, by code, as ``tests.htmltables.table`` takes them.

    What stands in a row is its seven cells between bars, or a number of natural persons alone, which is the total.
    """
    lines = ["|".join((CORNER, *APPLICANTS))]
    for code, cells in rows.items():
        lines.append(f"{REQUESTS[code]}|{cells}" + ("" if "|" in str(cells) else f"{'|0' * 5}|{cells}"))
    return tuple(lines)


def document_rows(form: str, rows: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of 表二 with some of its rows, by code, each with its cells between bars; the title is over all."""
    parts = parts_of(form, "2")
    width = max(len(part["head"]) for part in parts)
    lines: list[str] = []
    for part in parts:
        wide = f"*{width - len(part['head']) + 1}"
        printed = [f"{label}|{rows[code]}{wide}" for label, code in part["rows"] if code in rows]
        if printed:
            lines += [f"{part['title']}*{width}", f"{'|'.join(part['head'])}{wide}", *printed]
    return tuple(lines)
