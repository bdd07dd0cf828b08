"""Reads what people say of agencies, ``data/agencies.csv``, which comes before what the rules say.

Columns ``action``, ``agency``, ``other``, and ``note`` for people:

- ``same``: the agency is the one of the id in ``other``. ``agency`` is an id, a name as printed, or a document_id, the
  last two for reports whose agency is not sure or was told wrongly
- ``different``: the name as printed in ``other`` is not of the agency of that id, and becomes an agency of its own
- ``rename``: the agency of that id is called ``other``
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import NamedTuple

from pipeline.register.agencies import read_id

COLUMNS = ("action", "agency", "other")
# A field of so many characters is a quotation mark that is not closed.
LONGEST_FIELD = 100_000
EXAMPLE = "320829:财政局"


class Line(NamedTuple):
    """A line of the file, with its number."""

    number: int
    action: str
    agency: str
    other: str


@dataclass(frozen=True, slots=True)
class Overrules:
    """What people say: which id an id, a name or a document has instead, and what agencies are called."""

    same: Mapping[str, str] = field(default_factory=dict)
    different: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def agency_of(self, agency_id: str | None, spelling: str | None, document_id: str) -> str | None:
        """The id that a report has, after what people say of its document, its name as printed, or its agency.

        >>> said = Overrules({"a": "b", "b": "c"}, {("c", "某局"): "c≠某局"})
        >>> said.agency_of("a", "某市局", "0f"), said.agency_of("a", "某局", "0f"), said.agency_of(None, None, "0f")
        ('c', 'c≠某局', None)
        """
        told = self.same.get(document_id) or (self.same.get(spelling) if spelling else None)
        found = told or agency_id
        while found is not None and found in self.same:
            found = self.same[found]
        return self.different.get((found, spelling), found) if found and spelling else found

    def concerns(self, agency_id: str | None, spelling: str | None, document_id: str) -> bool:
        """Whether people say something of a report."""
        return self.agency_of(agency_id, spelling, document_id) != agency_id


def read_overrules(words: str) -> tuple[Overrules, tuple[str, ...]]:
    """What a file says, and its errors, each with its line.

    >>> read_overrules("action,agency,other\\nsame,320829:财政局,320829:审计局\\n")[0].same
    {'320829:财政局': '320829:审计局'}
    >>> read_overrules("action,agency,other\\njoin,a,b\\n")[1]
    ('line 2: action is join, not same, different or rename',)
    """
    same: dict[str, str] = {}
    different: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    csv.field_size_limit(LONGEST_FIELD)  # of the whole process: other readers of tables set their own
    rows = csv.DictReader(StringIO(words.removeprefix("\ufeff")))
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        return Overrules(), (f"line 1: the columns are not {', '.join(COLUMNS)}",)
    errors: list[str] = []
    lines: list[Line] = []
    try:
        numbered = [(rows.line_num, row) for row in rows]
    except csv.Error as refusal:  # a field over the limit
        return Overrules(), (f"line {rows.line_num + 1}: {refusal}",)
    for line, row in numbered:
        action, agency, other = ((row[name] or "").strip() for name in COLUMNS)
        told = (names if action == "rename" else same).get(agency, other) if action != "different" else other
        contradiction = f"{agency} is {told} above, and {other} here" if told != other else None
        error = _find_error(action, agency, other) or contradiction
        lines.append(Line(line, action, agency, other))
        if error:
            errors.append(f"line {line}: {error}")
        elif action == "same":
            same[agency] = other
        elif action == "different":
            different[agency, other] = f"{agency}≠{other}"
        else:
            names[agency] = other
    errors += [f"same goes round in a ring: {agency}" for agency in _find_rings(same)]
    return Overrules(same, different, names, tuple(lines)), tuple(errors)


def _find_error(action: str, agency: str, other: str) -> str | None:
    if action not in ("same", "different", "rename"):
        return f"action is {action or 'empty'}, not same, different or rename"
    if not agency or not other:
        return "agency or other is empty"
    named = other if action == "same" else agency
    try:
        known = ":" in named and read_id(named, None) is not None
    except KeyError:
        known = False
    return None if known else f"{named} is no agency_id, as {EXAMPLE}: the code of a division, a colon, an office"


def _find_rings(same: Mapping[str, str]) -> Sequence[str]:
    rings = []
    for first in same:
        seen, place = {first}, same[first]
        while place in same and place not in seen:
            seen.add(place)
            place = same[place]
        if place == first:
            rings.append(first)
    return rings
