"""Finds misprinted place names: no division ever had them, and they resemble one of the agency's."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model import Registration
from pipeline.register.divisions import load_divisions
from pipeline.register.places import look_alikes_of


class Misprint(NamedTuple):
    """A name as printed, the division that it resembles, and how often it occurs in the text."""

    printed: str
    meant: str
    times: int


def find_misprints(registration: Registration, plain: str) -> Iterator[Misprint]:
    """The names in a text that resemble those of the agency's divisions, and that no division ever had.

    >>> from pipeline.register.agencies import read_agency
    >>> list(find_misprints(read_agency("沭阳县财政局", 2020), "沐阳县财政局与沐阳县审计局"))
    [Misprint(printed='沐阳县', meant='江苏省宿迁市沭阳县', times=2)]
    """
    around = ""
    for name in (registration.province, registration.prefecture, registration.county):
        around += name or ""
        for printed in look_alikes_of(name or ""):
            if printed not in load_divisions().by_name and printed in plain:
                yield Misprint(printed, around, plain.count(printed))
