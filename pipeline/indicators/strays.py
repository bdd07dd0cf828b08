"""Judges a word that no frame knows in what a figure counts: a field of its own makes a part, the agency's own none.

An unknown word before 信息 says which information: 财政预算信息 is a part of all. It is none where it is the field
that the agency is named for, since all that it has is of this field; nor where events are counted, which stay what they
are whatever they are about (水利建设新闻发布会).
"""

import re
from functools import lru_cache

from pipeline.characters import may_be_short_for
from pipeline.rulebook import FrameRule, compiled, frame_rules, statement_rules

# A field in short has so many characters: 卫健 of 卫生健康.
SHORT = 2


@lru_cache(maxsize=16_384)
def fits_object(rule: FrameRule, measure: str, agency: str | None) -> bool:
    """Whether a frame is one of what a figure counts, which has no word that it does not know and that makes a part."""
    if rule.listed:
        return True
    if rule.unnamed or not measure:
        return rule.unnamed and not measure
    if rule.ends is not None and measure[-1] not in rule.ends:
        return False
    if rule.object.fullmatch(measure):
        return True
    match = rule.open_object.fullmatch(measure)
    if match is None:
        return False
    if rule.any_field:
        return compiled(frame_rules().foreign).search(match["stray"]) is None
    return is_own_field(match["stray"], agency)


def own_words(rule: FrameRule, measure: str, agency: str | None) -> str:
    """The words of what is counted that are the agency's own field, so that they name no part."""
    match = None if rule.unnamed or rule.object.fullmatch(measure) else rule.open_object.fullmatch(measure)
    return match["stray"] if match and is_own_field(match["stray"], agency) else ""


def is_own_field(words: str, agency: str | None) -> bool:
    """Whether words are the field that the agency is named for, and for no other: all it has is of this field.

    >>> is_own_field("交通行业", "柳溪市交通运输局"), is_own_field("公安", "柳溪县公安局")
    (True, True)
    >>> is_own_field("文化", "柳溪市文化旅游局"), is_own_field("财政", "柳溪市财政局")
    (False, False)
    >>> is_own_field("卫健", "柳溪县卫生健康局"), is_own_field("住建领域", "柳溪市住房和城乡建设局")
    (True, True)
    """
    rules = frame_rules()
    match = compiled(rules.own_kind).fullmatch(words)
    if match is None or not agency:
        return False
    field = match["field"]
    return any(
        re.fullmatch(f"{re.escape(field)} {rules.own_doing}", office, re.VERBOSE) or _is_short_for(field, office)
        for office in _offices_of(agency)
    )


def _is_short_for(field: str, office: str) -> bool:
    """Whether a field is short for that in the name of an office; what begins the name is one of its fields."""
    is_begun = office.startswith(field[0]) and not office.startswith(field)
    return len(field) == SHORT and is_begun and may_be_short_for(field, office)


def _offices_of(agency: str) -> tuple[str, ...]:
    """The name of an agency, and what is left of it behind each of its divisions.

    >>> _offices_of("柳溪县水务局")
    ('柳溪县水务局', '水务局')
    """
    divisions = statement_rules().divisions
    return (agency, *(agency[index + 1 :] for index, sign in enumerate(agency) if sign in divisions))
