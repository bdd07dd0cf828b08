"""Reads people's statements on agencies, ``data/agencies.csv``, which overrule what was read.

Columns ``action``, ``agency``, ``other``, and ``note`` for people:

- ``same``: the agency is the one of the id in ``other``. ``agency`` is an id, a name as printed, or a document_id, the
  last two for reports whose agency is uncertain or wrong
- ``different``: the name as printed in ``other`` is not of the agency of that id, and becomes an agency of its own
- ``rename``: the agency of that id is called ``other``
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import NamedTuple

from pipeline.i18n import Message, Value, as_reason
from pipeline.register.agencies import read_id

COLUMNS = ("action", "agency", "other")
# A longer field, in characters, comes from an unclosed quotation mark.
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
    """People's statements: the id that replaces an id, a name or a document's agency, and the names of agencies."""

    same: Mapping[str, str] = field(default_factory=dict)
    different: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def agency_of(self, agency_id: str | None, spelling: str | None, document_id: str) -> str | None:
        """The id of a report's agency after the statements on its document, its printed name, or its agency.

        >>> said = Overrules({"a": "b", "b": "c"}, {("c", "某局"): "c≠某局"})
        >>> said.agency_of("a", "某市局", "0f"), said.agency_of("a", "某局", "0f"), said.agency_of(None, None, "0f")
        ('c', 'c≠某局', None)
        """
        stated = self.same.get(document_id) or (self.same.get(spelling) if spelling else None)
        found = stated or agency_id
        while found is not None and found in self.same:
            found = self.same[found]
        return self.different.get((found, spelling), found) if found and spelling else found

    def concerns(self, agency_id: str | None, spelling: str | None, document_id: str) -> bool:
        """Whether there is a statement on a report."""
        return self.agency_of(agency_id, spelling, document_id) != agency_id


def read_overrules(words: str) -> tuple[Overrules, tuple[tuple[int | None, Value], ...]]:
    """The statements in a file, and its faults with their lines.

    >>> read_overrules("action,agency,other\\nsame,320829:财政局,320829:审计局\\n")[0].same
    {'320829:财政局': '320829:审计局'}
    >>> from pipeline.i18n import write
    >>> [(line, write(fault, "en")) for line, fault in read_overrules("action,agency,other\\njoin,a,b\\n")[1]]
    [(2, 'action is join, not same, different or rename')]
    """
    same: dict[str, str] = {}
    different: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    csv.field_size_limit(LONGEST_FIELD)  # affects the whole process: other readers of tables set their own limit
    rows = csv.DictReader(StringIO(words.removeprefix("\ufeff")))
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        return Overrules(), ((1, Message("wrong_agency_columns", names=COLUMNS)),)
    errors: list[tuple[int | None, Value]] = []
    lines: list[Line] = []
    try:
        numbered = [(rows.line_num, row) for row in rows]
    except csv.Error as refusal:  # a field over the limit
        return Overrules(), ((rows.line_num + 1, as_reason(str(refusal).partition(" (")[0])),)
    for line, row in numbered:
        action, agency, other = ((row[name] or "").strip() for name in COLUMNS)
        earlier = (names if action == "rename" else same).get(agency, other) if action != "different" else other
        error = _find_error(action, agency, other)
        if error is None and earlier != other:
            error = Message("agency_contradiction", agency=agency, told=earlier, other=other)
        lines.append(Line(line, action, agency, other))
        if error:
            errors.append((line, error))
        elif action == "same":
            same[agency] = other
        elif action == "different":
            different[agency, other] = f"{agency}≠{other}"
        else:
            names[agency] = other
    errors += [(None, Message("agency_ring", agency=agency)) for agency in _find_rings(same)]
    return Overrules(same, different, names, tuple(lines)), tuple(errors)


def _find_error(action: str, agency: str, other: str) -> Message | None:
    if action not in ("same", "different", "rename"):
        return Message("wrong_action", words=action) if action else Message("empty_action")
    if not agency or not other:
        return Message("empty_agency")
    named = other if action == "same" else agency
    try:
        known = ":" in named and read_id(named, None) is not None
    except KeyError:
        known = False
    return None if known else Message("wrong_agency_id", words=named, example=EXAMPLE)


def _find_rings(same: Mapping[str, str]) -> Sequence[str]:
    rings = []
    for first in same:
        seen, current = {first}, same[first]
        while current in same and current not in seen:
            seen.add(current)
            current = same[current]
        if current == first:
            rings.append(first)
    return rings
