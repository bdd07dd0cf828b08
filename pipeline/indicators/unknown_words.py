"""Judges a word that no frame knows in what a figure counts: another field makes it a part, the agency's own does not.

An unknown word before 信息 says which information: 财政预算信息 is a part. It is none if it is the field after which
the agency is named, since all its information is of this field; nor if events are counted, whatever they are about
(水利建设新闻发布会).
"""

import re
from functools import lru_cache

from pipeline.characters import may_be_short_for
from pipeline.rulebook import FrameRule, compiled, frame_rules, statement_rules

# The number of characters of a shortened field: 卫健 for 卫生健康.
SHORT = 2


@lru_cache(maxsize=16_384)
def fits_object(rule: FrameRule, measure: str, agency: str | None) -> bool:
    """Whether a frame fits what a figure counts, without an unknown word that makes it a part."""
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
    """Whether words are the field after which the agency is named, and no other.

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
    """Whether a field is short for one in the name of an office; the beginning of the name is one of its fields."""
    is_begun = office.startswith(field[0]) and not office.startswith(field)
    return len(field) == SHORT and is_begun and may_be_short_for(field, office)


def _offices_of(agency: str) -> tuple[str, ...]:
    """The name of an agency, and the rest of it after each of its divisions.

    >>> _offices_of("柳溪县水务局")
    ('柳溪县水务局', '水务局')
    """
    divisions = statement_rules().divisions
    return (agency, *(agency[index + 1 :] for index, sign in enumerate(agency) if sign in divisions))
