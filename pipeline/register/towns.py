"""Reads a town or street after the place in an agency's name."""

from functools import cache

import regex

from pipeline.register.rules import register_rules
from pipeline.register.zones import Place
from pipeline.rulebook import one_of

# The shortest name of a town, in characters; a shorter one counts only before the name of its administration.
SHORTEST_TOWN = 2


def read_town(place: Place) -> Place:
    """A town or street after the place, if its administration or one of its offices follows."""
    led = regex.match(register_rules().street_of_government, place.rest)
    match = _town_re().match(place.rest, led.end() if led else 0)
    if not match or match["town"] in register_rules().not_towns:
        return place
    sure = regex.compile(register_rules().town_administration).match(place.rest, match.end())
    if not sure and (len(match["town"]) <= SHORTEST_TOWN or match["town"].endswith(register_rules().not_towns)):
        return place
    return place._replace(rest=place.rest[match.end() :], town=match["town"])


@cache
def _town_re() -> "regex.Pattern[str]":
    # A street may have a name before 街道; 乡 and 镇 follow a name of at least two characters.
    return regex.compile(
        rf"(?P<town>\p{{Han}}{{1,12}}?{one_of(register_rules().town_kinds)})(?=$|人民政府|政府|办|\p{{Han}})"
    )
