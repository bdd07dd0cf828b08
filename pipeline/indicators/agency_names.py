"""Answers what a sentence calls the agency, and whether a name in it is that of the agency or of another body."""

from functools import lru_cache

from pipeline.characters import may_be_short_for
from pipeline.register import read_agency
from pipeline.rulebook import statement_rules

# What is left of a name of an agency behind those of its places has at least so many characters.
SHORTEST_NAME = 4
# What stands in the name of any zone.
ZONES = frozenset("区园")


def call_us(words: str, agency: str | None) -> str:
    """Words in which the agency calls itself 我局, however its name goes on: 邮政 of a name is no way to send anything.

    >>> call_us("柳溪省邮政管理局未收到申请", "柳溪省邮政管理局"), call_us("省邮政管理局未收到", "柳溪省邮政管理局")
    ('我局未收到申请', '我局未收到')
    """
    rules = statement_rules()
    if not agency or not agency.endswith(rules.offices):
        return words
    for first in range(len(agency) - SHORTEST_NAME + 1):
        begins = first == 0 or agency[first] in rules.divisions or agency[first - 1] in rules.divisions
        if begins and agency[first:] in words:
            return words.replace(agency[first:], "我局")
    return words


def has_field(agency: str, field: str) -> bool:
    """Whether an agency is named for a field, as a government is for none.

    >>> has_field("柳溪县水务局", "水务"), has_field("柳溪县人民政府", "人民")
    (True, False)
    """
    return statement_rules().government not in agency and field in agency


def is_above(who: str, agency: str) -> bool:
    """Whether who acts is all of a division above that of the agency: 全省 in the report of a county.

    >>> [is_above("全省", name) for name in ("柳溪县水务局", "柳溪省水利厅", "柳溪自治区水利厅")]
    [True, False, False]
    >>> is_above("全市", "柳溪市水务局")
    False
    """
    rules = statement_rules()
    said = rules.all_of.compile().match(who)
    return said is not None and rules.levels[said["division"]] < _level_of(agency)


def _level_of(agency: str) -> int:
    """How far down an agency is, by the divisions in its name: 1 of a province, 4 of a town; 0 where none is named."""
    levels, name = statement_rules().levels, agency.replace("自治区", "省")
    return max((level for division, level in levels.items() if division in name), default=0)


def names_another(entity: str, agency: str) -> bool:
    """Whether a name beside a number is that of another body than the agency, however it is spelled.

    >>> names_another("柳溪县教育体育局", "柳溪县教体局"), names_another("柳溪县水务局", "柳溪县教体局")
    (False, True)
    """
    if statement_rules().own_office.compile().search(entity) or _is_own_zone(entity, agency):
        return False
    if len(entity) > len(agency) and entity[-1] == agency[-1] and may_be_short_for(agency, entity):
        return False
    return not _is_spelled_otherwise(entity, agency)


def is_another(who: str, agency: str | None) -> bool:
    """Whether words about who acts say another than the agency: neither 我局 nor a name that may be short for its own.

    >>> [is_another(who, "柳溪县水务局") for who in ("县水务局", "本局", "县教育局")]
    [False, False, True]
    """
    rules = statement_rules()
    if rules.own.compile().search(who):
        return False
    if agency and (_is_own_zone(who, agency) or _is_short_for(who, agency) or _is_spelled_otherwise(who, agency)):
        return False
    return agency is not None or rules.generic.compile().search(who) is not None


def _is_own_zone(who: str, agency: str) -> bool:
    """Whether words call a zone by its kind alone, and the agency may be that of such a zone.

    >>> [_is_own_zone("园区", agency) for agency in ("柳溪科技产业园管理委员会", "柳溪县人民政府", "新柳市水务局")]
    [True, False, False]
    """
    zone = statement_rules().own_zone.compile().match(who)
    if zone is None or not ZONES.intersection(agency):
        return False
    return set(zone["kind"][:-1]) <= set(agency)


# A report names few bodies beside its own.
@lru_cache(maxsize=4096)
def _is_spelled_otherwise(name: str, agency: str) -> bool:
    """Whether a name is that of the agency in other words, as the register has it.

    >>> _is_spelled_otherwise("河北省科学技术厅", "河北省科技厅"), _is_spelled_otherwise("河北省教育厅", "河北省科技厅")
    (True, False)
    """
    known = read_agency(name).agency_id
    return known is not None and known == read_agency(agency).agency_id


def _is_short_for(name: str, agency: str) -> bool:
    """Whether a name may be short for that of the agency, however an office of a government is called.

    >>> _is_short_for("市政府办公室", "柳溪市人民政府办公厅"), _is_short_for("市委办公室", "柳溪市人民政府办公厅")
    (True, False)
    >>> [_is_short_for(name, "柳溪市人民政府") for name in ("市政府办公室", "区政府办公室", "市委办公室")]
    [True, False, False]
    """
    rules = statement_rules()
    office = rules.office.compile()
    short = office.sub("办", name)
    if agency.endswith(rules.government):
        # What the office of a government does, the government does.
        short = short.removesuffix("办")
    return may_be_short_for(short, office.sub("办", agency))
