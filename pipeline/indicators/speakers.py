"""Tells whether a number of the prose is the agency's own, by who acts in its sentence.

A report of a bureau that says what the bureau of education did says nothing of its own numbers; what it calls itself by
(县水务局 of 柳溪县水务局) is itself. Where no words say who acts, the agency does.
"""

import re
from collections.abc import Iterable

from pipeline.characters import may_be_short_for
from pipeline.register import read_agency
from pipeline.rulebook import statement_rules

# Divisions from above; 区 of an autonomous region is one of a province.
_LEVELS = {"国": 0, "省": 1, "市": 2, "州": 2, "盟": 2, "县": 3, "旗": 3, "区": 3, "镇": 4, "乡": 4, "街道": 4}
_ALL_OF_RE = re.compile(r"(?:据统计,?)?全(?P<division>[国省市州盟县旗])")
_DIVISION_RE = re.compile("省|市|州|盟|县|旗|区|镇|乡|街道")


def speaks_another(chunks: Iterable[str], agency: str | None) -> bool:
    """Whether the words up to a number, from comma to comma, say that another body acts than the agency.

    The nearest words that say who acts decide; groups of others that are named further off end where words begin anew.

    >>> [speaks_another([words], "柳溪县水务局") for words in ("县教育局收到申请", "县水务局收到申请", "全年收到申请")]
    [True, False, False]
    >>> [speaks_another(["各乡镇认真落实", words], "柳溪县人民政府") for words in ("主动公开信息", "全年共公开信息")]
    [True, False]
    >>> speaks_another(["县教育局认真落实", "全年共公开信息"], "柳溪县人民政府")
    True
    """
    rules = statement_rules()
    is_anew = False
    for chunk in reversed(list(chunks)):
        if agency and _is_above(chunk, agency):
            return True
        who = _who(chunk)
        if who is not None:
            return not (is_anew and rules.generic.compile().search(who)) and _is_another(who, agency)
        is_anew = is_anew or rules.anew.compile().search(chunk) is not None
    return False


def _is_above(chunk: str, agency: str) -> bool:
    """Whether who acts is all of a division above that of the agency: 全省 in the report of a county.

    >>> [_is_above("全省公开信息", name) for name in ("柳溪县水务局", "柳溪省水利厅", "柳溪自治区水利厅")]
    [True, False, False]
    >>> _is_above("在全省率先公开信息", "柳溪县水务局"), _is_above("全市公开信息", "柳溪市水务局")
    (False, False)
    """
    match = statement_rules().speaker.compile().search(chunk)
    said = _ALL_OF_RE.match(match["who"]) if match else None
    return said is not None and _LEVELS[said["division"]] < _level_of(agency)


def _level_of(agency: str) -> int:
    """How far down an agency is, by the divisions in its name: 1 of a province, 4 of a town; 0 where none is named."""
    found = [_LEVELS[division] for division in _DIVISION_RE.findall(agency.replace("自治区", "省"))]
    return max(found, default=0)


def names_another(entity: str, agency: str) -> bool:
    """Whether a name beside a number is that of another body than the agency, however it is spelled.

    >>> names_another("柳溪县教育体育局", "柳溪县教体局"), names_another("柳溪县水务局", "柳溪县教体局")
    (False, True)
    """
    if len(entity) > len(agency) and entity[-1] == agency[-1] and may_be_short_for(agency, entity):
        return False
    return not _is_spelled_otherwise(entity, agency)


def aims_at_another(words: str, agency: str | None) -> bool:
    """Whether words that deny something deny it of another body than the agency.

    >>> [
    ...     aims_at_another(f"未发生针对{who}有关信息公开的复议", "柳溪县水务局")
    ...     for who in ("县水务局", "本局", "县教育局")
    ... ]
    [False, False, True]
    """
    match = statement_rules().target.compile().search(words)
    return match is not None and _names_body(match["who"]) and _is_another(match["who"], agency)


def _who(chunk: str) -> str | None:
    """The words about who acts, where they name a body."""
    rules = statement_rules()
    match = rules.speaker.compile().search(chunk)
    who = rules.channel_of.compile().sub("", match["who"]) if match else ""
    return who if who and _names_body(who) else None


def _names_body(who: str) -> bool:
    rules = statement_rules()
    return any(rule.compile().search(who) is not None for rule in (rules.body, rules.generic))


def _is_another(who: str, agency: str | None) -> bool:
    rules = statement_rules()
    if rules.own.compile().search(who):
        return False
    if agency and (_is_short_for(who, agency) or _is_spelled_otherwise(who, agency)):
        return False
    return agency is not None or rules.generic.compile().search(who) is not None


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
    """
    office = statement_rules().office.compile()
    return may_be_short_for(office.sub("办", name), office.sub("办", agency))
