"""Finds of which figure each figure of a sentence is a stated part: behind 其中, 包括 and 含, and in brackets."""

from collections.abc import Iterator, Sequence

import regex

from pipeline.language import BRACKETED_RE, head_ends
from pipeline.model import Figure, Kind

# 其中, 包括 and 含 open the parts of a figure that stands before them.
PART_RE = regex.compile(r"其中|包括|包含|\(含|,含")
# The units of things of any sort, one of which stands for another.
PIECES = frozenset({"件", "个", "条", "项"})
# What follows these is no part of the whole before.
BESIDES_RE = regex.compile(r"同时|此外|另外|另有|除此之外|[,;]另(?!\s*\d)")
# 其中网站80条,累计接待来访30人次: what may stand before the verb that begins a clause.
_ADVERBS_RE = regex.compile(r"(?:\s|共|全年|累计|本年|年内|并|还|均|已|又|先后|组织|积极|全部)*+")
_CLAUSE_RE = regex.compile(r"[,;]")
# 23.5亩(约15667平方米): the amount again, in another unit.
_AGAIN_RE = regex.compile(r"\s*(?:即|合|折合|折)?\s*")
# Of percentages only shares are parts: 其中公民40件,占88%, but not 办结率100%.
_SHARE_RE = regex.compile(r"占|比例|比重")
# 申请81件,其中予以公开42件,引起行政复议2件: the last is no request.
_APPEAL_RE = regex.compile(r"(?:复议|诉讼)(?!.*(?:信息|文书|决定书|类)$)")
_CASES_RE = regex.compile(r"复议|诉讼|案|信访|争议|纠纷|法律")
_YEAR_RE = regex.compile(r"(?:上年度?|去年)(?!度?[结转])|\d{4}\ ?年(?!度?[结转])")
# 每千人6.5批次: a rate is no whole of amounts.
_RATE_RE = regex.compile(r"每|人均|户均|平均")
_BRACKET_RE = regex.compile(r"[()]")
# How many figures back the whole of a part is looked for, in its sentence and in those before.
LOOK_BACK = 40
SENTENCES_BACK = 4


def find_wholes(plain: str, found: Sequence[Figure], earlier: Sequence[Figure]) -> Iterator[int | None]:
    """The id of the whole of each figure of a sentence, or null; ids go on from those of ``earlier``."""
    whole: int | None = None  # places in earlier and found, one after the other
    outer: list[int | None] = []
    behind = found[0].sentence_start if found else 0
    wholes: list[int | None] = []
    for index, figure in enumerate(found):
        opening = min(behind, figure.start)
        place = len(earlier) + index
        first = opening + len(plain[opening : figure.start]) - len(plain[opening : figure.start].lstrip())
        for bracket in _BRACKET_RE.finditer(plain, opening, figure.start):
            if bracket[0] == ")":
                whole = outer.pop() if outer else whole
            else:
                outer.append(whole)
                # 预决算197条(政府32条、部门165条): what a bracket holds right behind a figure is of it, but not what it
                # was in another year (1024条(2019年为912条)).
                if index and bracket.start() == first and not _YEAR_RE.search(plain, bracket.end(), figure.start):
                    whole = place - 1
        recent = range(max(0, index - LOOK_BACK), index)
        parts = [found[back] for back in recent if whole is not None and wholes[back] == whole]
        if _ends_parts(plain, opening, figure, parts) or (
            whole is not None and _begins_anew(plain, _at(whole, found, earlier), parts, figure)
        ):
            whole = None
        if not outer and _opens_part(plain, opening, figure.start):
            whole = _find_whole(plain, found, earlier, wholes, opening)
        parent = outer[-1] if outer and figure.kind is Kind.PERCENT else whole
        part = parent is not None and _is_part(plain, opening, figure, _at(parent, found, earlier))
        wholes.append(parent if part else None)
        yield wholes[-1]
        behind = max(behind, figure.end)


def _at(place: int, found: Sequence[Figure], earlier: Sequence[Figure]) -> Figure:
    return earlier[place] if place < len(earlier) else found[place - len(earlier)]


def _ends_parts(plain: str, opening: int, figure: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts of the whole before end here.

    They do at 此外 and the like, and behind ; where a verb begins anew or a quantity is named as no part was
    (移动基站数2774个).
    """
    if BESIDES_RE.search(plain, opening, figure.start + 1):
        return True
    names = figure.measure is not None and figure.measure.endswith(head_ends())
    anew = names and bool(parts) and not any((part.measure or "").endswith(head_ends()) for part in parts)
    return (figure.action is not None or anew) and plain.find(";", opening, figure.start) >= 0


def _begins_anew(plain: str, whole: Figure, parts: Sequence[Figure], figure: Figure) -> bool:
    """Whether a clause behind parts is none of them any more: it counts another thing, or has a verb as they had none.

    120条,其中网站80条,发放手册500册: the verb begins anew. 其中通过网站公开12条,通过微信公开8条: all the parts have it.
    """
    if not parts or not (commas := list(_CLAUSE_RE.finditer(plain, parts[-1].end, figure.start))):
        return False
    if figure.kind is Kind.PERCENT or figure.change is not None:
        return False
    if figure.unit in {whole.unit, *(part.unit for part in parts)}:
        new = {figure.action, whole.action} - {None, *(part.action for part in parts)}
        verb = _ADVERBS_RE.match(plain, commas[-1].end(), figure.start)
        if verb is None or not any(plain.startswith(str(action), verb.end()) for action in new):
            return False
    elif parts[-1].unit != whole.unit:
        return False
    return not _fits(whole, [*parts, figure])


def _fits(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether things counted by one piece as well as by another are together no more than the whole.

    664件,其中文件类47件,公示公告85个: what is a 件 in one place is a 个 or a 条 in the next.
    """
    pieces = all(part.unit in PIECES for part in (whole, *parts))
    lows = [part.low for part in parts if part.low is not None]
    return pieces and len(lows) == len(parts) and whole.high is not None and sum(lows) <= whole.high


def _opens_part(plain: str, opening: int, start: int) -> bool:
    """Whether a word before a figure says that it is a part: 其中 at any distance, 包括 and 含 in its own clause."""
    for mark in reversed(list(PART_RE.finditer(plain, opening, start))):
        between = BRACKETED_RE.sub("", plain[mark.end() : start])
        if mark[0] == "(含" and ")" in between:
            continue  # 其中网站(含转发)31条
        return ")" not in between and (mark[0] == "其中" or "," not in between)
    return False


def _find_whole(
    plain: str, found: Sequence[Figure], earlier: Sequence[Figure], wholes: Sequence[int | None], opening: int
) -> int | None:
    """The last figure before that can be the whole: of the sentence, or of those before where the part opens it.

    ``wholes`` are those of the figures of the sentence so far; a part is no whole.
    """
    first, index = len(earlier), len(wholes)
    places = [first + back for back in range(max(0, index - LOOK_BACK), index) if wholes[back] is None]
    if not index and not plain[found[0].sentence_start : opening].strip():
        # A heading ends what 其中 may reach back to.
        section = found[0].section_id
        back = range(max(0, first - SENTENCES_BACK), first)
        places = [p for p in back if earlier[p].parent_id is None and earlier[p].section_id == section]
    part, change = found[index], None
    for place in reversed(places):
        figure = _at(place, found, earlier)
        if (
            figure.negated
            or figure.unit is None
            or _RATE_RE.match(figure.measure or "")
            or not _can_be_part(part, figure)
            or not _share_time(figure, part)
        ):
            continue
        if plain.count(")", figure.end, part.start) > plain.count("(", figure.end, part.start):
            # 1024条(上年为912条),其中网站680条: what a bracket held is no whole of what stands outside.
            continue
        if figure.change is None:
            return place
        # 收到8件,比上年减少2件,其中公民7件: the change is no whole where there is an amount.
        change = place if change is None else change
    return change


def _share_time(whole: Figure, part: Figure) -> bool:
    """Whether the times of a whole and a part have a day in common, as far as they are known."""
    begins = whole.period_start is None or part.period_end is None or whole.period_start <= part.period_end
    return begins and (whole.period_end is None or part.period_start is None or part.period_start <= whole.period_end)


def _is_part(plain: str, opening: int, figure: Figure, whole: Figure) -> bool:
    """Whether a figure in the reach of a whole is a part of it, and not a rate or the whole again in another unit."""
    if plain[opening : figure.start].strip().startswith("("):
        other = figure.kind is not Kind.PERCENT and figure.unit != whole.unit
        again = other and _AGAIN_RE.fullmatch(plain, plain.index("(", opening) + 1, figure.start)
        return not again and _can_be_part(figure, whole)
    rate = (
        figure.kind is Kind.PERCENT
        and whole.kind is not Kind.PERCENT
        and not _SHARE_RE.search(plain, opening, figure.end + 1)
    )
    return not rate and _can_be_part(figure, whole)


def _can_be_part(part: Figure, whole: Figure) -> bool:
    """Whether the two state amounts of the same kind, or the part its share of the whole.

    A review or a lawsuit is no part of the requests or the news that it came of.
    """
    share = part.kind is Kind.PERCENT and whole.kind is not Kind.PERCENT
    apart = _APPEAL_RE.search(part.measure or "") and not _CASES_RE.search(whole.measure or "")
    return not part.negated and part.change is None and not apart and (part.kind is whole.kind or share)
