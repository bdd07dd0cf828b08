"""Answers what a sentence calls the agency, and whether a name in it is that of the agency or of another body."""

from functools import lru_cache

from pipeline.characters import may_be_short_for
from pipeline.register import read_agency
from pipeline.rulebook import statement_rules

# What is left of a name of an agency behind those of its places has at least so many characters.
SHORTEST_NAME = 4
# What a title calls an agency by, in its shortest form: 住建局.
SHORTEST_OFFICE = 3
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
    found = rules.all_of.compile().match(who)
    return found is not None and rules.levels[found["division"]] < level_of(agency)


def level_of(agency: str) -> int:
    """How far down an agency is, by the divisions in its name: 1 of a province, 4 of a town; 0 where none is named.

    >>> level_of("柳溪县新店镇人民政府"), level_of("柳溪市乡村振兴局"), level_of("柳溪自治区水利厅")
    (4, 2, 1)
    """
    rules = statement_rules()
    levels, name = rules.levels, rules.undivided.compile().sub("", agency.replace("自治区", "省"))
    return max((level for division, level in levels.items() if division in name), default=0)


def names_another(entity: str, agency: str) -> bool:
    """Whether a name beside a number is that of another body than the agency, however it is spelled.

    >>> names_another("柳溪县教育体育局", "柳溪县教体局"), names_another("柳溪县水务局", "柳溪县教体局")
    (False, True)
    """
    rules = statement_rules()
    if any(rule.compile().search(entity) for rule in (rules.own, rules.own_office)) or _is_own_zone(entity, agency):
        return False
    if is_own_system(entity, agency) or _is_joined_to_own(entity, agency):
        return False
    if len(entity) > len(agency) and entity[-1] == agency[-1] and may_be_short_for(agency, entity):
        return False
    return not _is_spelled_otherwise(entity, agency)


def is_another(who: str, agency: str | None) -> bool:
    """Whether words about who acts say another than the agency: neither 我局 nor a name that may be short for its own.

    >>> [is_another(who, "柳溪县水务局") for who in ("县水务局", "本局", "县教育局", "县水务局机关", "市水务局")]
    [False, False, True, False, True]
    >>> [is_another("省政府及省政府办公厅", f"柳溪省{name}") for name in ("人民政府办公厅", "水利厅")]
    [False, True]
    """
    rules = statement_rules()
    if rules.own.compile().search(who):
        return False
    if agency and (_names_agency(who, agency) or is_own_system(who, agency) or _is_joined_to_own(who, agency)):
        return False
    return agency is not None or rules.generic.compile().search(who) is not None


def _names_agency(name: str, agency: str) -> bool:
    """Whether a name may be that of the agency, or of what is within it: its office, its sections.

    >>> [_names_agency(name, "柳溪县卫生健康委员会") for name in ("县卫健委", "县卫健局办公室", "县卫健委下属医院")]
    [True, True, False]
    >>> _names_agency("市住房和城乡建设局", "住建局")
    True
    """
    rules = statement_rules()
    if rules.own_office.compile().search(name):
        return True
    whole = rules.inner.compile().sub("", name)
    return any(
        _is_own_zone(spelling, agency) or _is_short_for(spelling, agency) or _is_spelled_otherwise(spelling, agency)
        for spelling in {name, whole}
        if spelling
    )


def _is_joined_to_own(who: str, agency: str) -> bool:
    """Whether several are named, each of which is the agency, or the first is and the others are all that are below it.

    >>> [
    ...     _is_joined_to_own(who, "柳溪县人民政府")
    ...     for who in ("县政府及各部门、各乡镇", "县政府及县教育局", "各部门、各乡镇")
    ... ]
    [True, False, False]
    """
    rules = statement_rules()
    first, *others = rules.joined.compile().split(who)
    return _names_agency(first, agency) and all(
        _names_agency(other, agency) or rules.all_below.compile().fullmatch(other) for other in others
    )


def is_own_system(who: str, agency: str) -> bool:
    """Whether words name all that are of the agency's field in its area, for which it reports.

    >>> [
    ...     is_own_system(who, "柳溪县卫生健康局")
    ...     for who in ("全县卫健系统", "县卫生健康系统", "全县教育系统", "全市卫健系统")
    ... ]
    [True, True, False, False]
    """
    match = statement_rules().system.compile().fullmatch(who)
    return match is not None and _is_short_for(f"{match['place'] or ''}{match['field']}{agency[-1]}", agency)


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
    """Whether a name may be short for that of the agency, however an office or a government's is called.

    >>> _is_short_for("市政府办公室", "柳溪市人民政府办公厅"), _is_short_for("市委办公室", "柳溪市人民政府办公厅")
    (True, False)
    >>> [_is_short_for(name, "柳溪市人民政府") for name in ("市政府办公室", "区政府办公室", "市委办公室")]
    [True, False, False]
    >>> [_is_short_for(name, "柳溪市青禾区人民政府") for name in ("区政府", "市政府", "青禾区政府")]
    [True, False, True]
    """
    rules = statement_rules()
    short, full = _in_short(name), _in_short(agency)
    if agency.endswith(rules.government):
        # What the office of a government does, the government does.
        short = short.removesuffix("办")
    if short[:1] in rules.divisions and _is_of_division_above(short, agency):
        return False
    # A title may call the agency by less than its report does.
    is_longer = len(full) >= SHORTEST_OFFICE and full[-1] == short[-1:] and may_be_short_for(full, short)
    return may_be_short_for(short, full) or is_longer


def _in_short(name: str) -> str:
    """A name with one word for all that an office may be called.

    >>> _in_short("柳溪县卫生健康委员会"), _in_short("柳溪县卫健局"), _in_short("柳溪市政府办公厅")
    ('柳溪县卫生健康局', '柳溪县卫健局', '柳溪市政府办')
    """
    rules = statement_rules()
    return rules.commission.compile().sub("局", rules.office.compile().sub("办", name))


def _is_of_division_above(name: str, agency: str) -> bool:
    """Whether an office is that of a division (市财政局) above the one that the agency is the office of.

    >>> [_is_of_division_above("市财政局", agency) for agency in ("柳溪市青禾区财政局", "柳溪市财政局", "财政局")]
    [True, False, False]
    >>> _is_of_division_above("市规划局", "柳溪市城乡规划局")
    False
    """
    rules = statement_rules()
    government = rules.government
    office = name[1:].replace(government, government[-2:])
    within = {index for match in rules.undivided.compile().finditer(agency) for index in range(*match.span())}
    own = [
        rules.levels[sign]
        for index, sign in enumerate(agency)
        if sign in rules.levels
        and index not in within
        and office[:1] == (rest := agency[index + 1 :].replace(government, government[-2:]))[:1]
        and may_be_short_for(office, rest)
    ]
    return bool(office) and bool(own) and rules.levels[name[0]] < own[-1]
