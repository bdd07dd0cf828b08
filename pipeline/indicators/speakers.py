"""Tells whether a number of the prose is the agency's own, by who acts in its sentence.

A report of a bureau that says what the bureau of education did says nothing of its own numbers; what it calls itself by
(县水务局 of 柳溪县水务局) is itself. Where no words say who acts, the agency does.
"""

from collections.abc import Iterable

from pipeline.indicators.agency_names import is_above, is_another
from pipeline.indicators.areas import Whose, whose_area
from pipeline.indicators.channels import without_accounts
from pipeline.rulebook import statement_rules


def find_whose(chunks: Iterable[str], agency: str | None) -> Whose:
    """Whose a number is by the words up to it, from comma to comma: by those that say who acts.

    The nearest words that say who acts decide; groups of others that are named further off end where words begin anew.

    >>> [find_whose([words], "柳溪县水务局").name for words in ("县教育局收到申请", "县水务局收到申请", "全年收到申请")]
    ['ANOTHER', 'OWN', 'OWN']
    >>> [find_whose(["各乡镇认真落实", words], "柳溪县人民政府").name for words in ("主动公开信息", "全年共公开信息")]
    ['ANOTHER', 'OWN']
    >>> find_whose(["县教育局认真落实", "全年共公开信息"], "柳溪县人民政府").name
    'ANOTHER'
    >>> find_whose(["“青禾县新店镇”微信公众号"], "青禾县新店镇人民政府").name
    'OWN'
    >>> find_whose(["各单位均落实了人员", "目前", "全县专职工作人员"], "柳溪县人民政府").name
    'OWN'
    >>> find_whose(["镇村两级共公开信息"], "青禾县新店镇人民政府").name
    'UNKNOWN'
    """
    rules = statement_rules()
    is_anew = False
    for chunk in reversed(list(chunks)):
        if agency and _is_above(chunk, agency):
            return Whose.ANOTHER
        who = _who(chunk)
        if who is not None:
            is_group = any(rule.compile().search(who) for rule in (rules.generic, rules.area, rules.tiers))
            return Whose.OWN if is_anew and is_group else _whose(who, agency)
        if rules.for_all.compile().search(chunk):
            return Whose.OWN
        is_anew = is_anew or rules.anew.compile().search(chunk) is not None
    return Whose.OWN


def _whose(who: str, agency: str | None) -> Whose:
    group = whose_area(who, agency) if agency else None
    return group or (Whose.ANOTHER if is_another(who, agency) else Whose.OWN)


def _is_above(chunk: str, agency: str) -> bool:
    """Whether who acts in a chunk is all of a division above that of the agency.

    >>> [_is_above(words, "柳溪县水务局") for words in ("全省公开信息", "在全省率先公开信息")]
    [True, False]
    """
    match = statement_rules().speaker.compile().search(chunk)
    return match is not None and is_above(match["who"], agency)


def aims_at_another(words: str, agency: str | None) -> bool:
    """Whether words that deny something deny it of another body than the agency.

    >>> [
    ...     aims_at_another(f"未发生针对{who}有关信息公开的复议", "柳溪县水务局")
    ...     for who in ("县水务局", "本局", "县教育局")
    ... ]
    [False, False, True]
    """
    match = statement_rules().target.compile().search(words)
    return match is not None and _names_body(match["who"]) and is_another(match["who"], agency)


def is_at_another(words: str, agency: str | None) -> bool:
    """Whether words name another office's website: 在县教育局网站发布信息 in a report of 县水务局.

    >>> [
    ...     is_at_another(f"在{who}网站发布信息", "柳溪县水务局")
    ...     for who in ("县水务局", "县政府", "县教育局", "局", "“柳溪水务”")
    ... ]
    [False, False, True, False, False]
    >>> is_at_another("县水务局、县教育局网站发布信息", "柳溪县水务局")
    True
    """
    named = statement_rules().channel_at.compile().finditer(words)
    return any(is_another(match["who"], agency) for match in named)


def _who(chunk: str) -> str | None:
    """The words about who acts, where they name a body; those whom others have it done are who does it.

    >>> _who("县教育局收到申请"), _who("指导各部门制发规范性文件"), _who("全年收到申请")
    ('县教育局', '各部门', None)
    """
    rules = statement_rules()
    pivots = list(rules.pivot.compile().finditer(chunk))
    if pivots:
        return pivots[-1]["who"]
    match = rules.speaker.compile().search(without_accounts(chunk))
    who = rules.channel_of.compile().sub("", match["who"]) if match else ""
    return who if who and _names_body(who) else None


def _names_body(who: str) -> bool:
    rules = statement_rules()
    return any(rule.compile().search(who) is not None for rule in (rules.body, rules.generic, rules.area, rules.tiers))
