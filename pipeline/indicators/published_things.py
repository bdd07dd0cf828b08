"""Reads what was made public as the words up to a number say it: all kinds of information, or that of one field.

What a figure counts is its noun, and a list before the noun is often no part of it (公开工作动态、通知公告等信息). So
the words are read from the last verb of making public on. A list of several kinds that any agency publishes names all
it has; a word that is neither such a kind nor one that leaves the whole whole names a part
(主动公开不合格食品处置信息).
"""

from functools import lru_cache

from pipeline.indicators.figure_contexts import without_own_field
from pipeline.indicators.strays import is_own_field
from pipeline.rulebook import compiled, frame_rules

# A list that stands for all has so many kinds, and so many of them are such as any agency publishes; one is enough
# where the list says that it goes on (等信息), and none where it is longer, or says that it is of all kinds
# (等各类信息).
FEWEST_KINDS, FEWEST_COMMON = 3, 2


@lru_cache(maxsize=16_384)
def lists_all_kinds(near: str) -> bool:
    """Whether the words up to a number say that several kinds of information were made public, as an agency has them.

    >>> lists_all_kinds("主动公开工作动态、通知公告、人事信息共"), lists_all_kinds("公开供水、排水、节水等各类信息")
    (True, True)
    >>> lists_all_kinds("公开财政预算、财政决算、政府采购等信息"), lists_all_kinds("公开通知公告、工作动态")
    (False, False)
    """
    return _is_list_of_all(_things(near))


def _is_list_of_all(things: str) -> bool:
    rules = frame_rules()
    match = compiled(rules.listed).fullmatch(things)
    if match is None:
        return False
    kinds = match.captures("kind")
    common = sum(compiled(rules.kinds).search(kind) is not None for kind in kinds)
    is_long = match["open"] is not None and len(kinds) > FEWEST_KINDS
    fewest = 0 if match["all"] or is_long else 1 if match["open"] else FEWEST_COMMON
    return len(kinds) >= FEWEST_KINDS and common >= fewest


def is_listed_before(near: str, measure: str) -> bool:
    """Whether all kinds that an agency publishes are listed before the words that add them up (…等信息,共计30条).

    >>> (
    ...     is_listed_before("共计", "工作动态、政策文件、人事任免等信息"),
    ...     is_listed_before("共计", "财政预算、财政决算等信息"),
    ... )
    (True, False)
    """
    if not near or compiled(frame_rules().links).sub("", near):
        return False
    return _is_list_of_all(measure)


def names_field(near: str, agency: str | None) -> bool:
    """Whether the words up to a number say that information of one field was made public, which is no total.

    >>> names_field("主动公开不合格食品处置信息", None), names_field("主动公开各类政府信息共", None)
    (True, False)
    >>> names_field("公开水务信息", "柳溪县水务局"), names_field("公开通知公告、工作动态、人事信息", None)
    (False, False)

    Nobody knows whether 水务政府信息 are those of one field where nothing says whose report it is.
    """
    rules = frame_rules()
    match = compiled(rules.informed).fullmatch(without_own_field(_things(near), agency))
    if match is None or not match["field"] or compiled(rules.classes).fullmatch(match["field"]):
        return False
    if agency is None and match["named"]:
        return False
    return not is_own_field(match["field"], agency) and not lists_all_kinds(near)


def _things(near: str) -> str:
    """The words behind the last verb of making public, without those that lead to the number."""
    rules = frame_rules()
    ends = [match.end() for match in compiled(rules.published).finditer(near)]
    return compiled(rules.links).sub("", near[ends[-1] :]) if ends else ""
