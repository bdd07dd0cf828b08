"""Finds of which figure each figure of a sentence is a stated part: behind 其中, 包括 and 含, and in brackets."""

from collections.abc import Iterator, Sequence

import regex

from pipeline.model import Figure, Kind

# 其中, 包括 and 含 open the parts of a figure that stands before them.
PART_RE = regex.compile(r"其中|包括|包含|\(含|,含")
# What follows these is no part of the whole before.
BESIDES_RE = regex.compile(r"同时|此外|另外|另有|除此之外")
# 申请81件,其中予以公开42件,引起行政复议2件: the last is no request.
_APPEAL_RE = regex.compile(r"复议|诉讼")
_CASES_RE = regex.compile(r"复议|诉讼|案|信访|争议|纠纷|法律")
_YEAR_RE = regex.compile(r"上年|去年|\d{4}\ ?年")
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
        if _ends_parts(plain, opening, figure):
            whole = None
        if not outer and _opens_part(plain, opening, figure.start):
            whole = _find_whole(plain, found, earlier, wholes, opening)
        parent = outer[-1] if outer and figure.kind is Kind.PERCENT else whole
        part = parent is not None and _can_be_part(figure, _at(parent, found, earlier))
        wholes.append(parent if part else None)
        yield wholes[-1]
        behind = max(behind, figure.end)


def _at(place: int, found: Sequence[Figure], earlier: Sequence[Figure]) -> Figure:
    return earlier[place] if place < len(earlier) else found[place - len(earlier)]


def _ends_parts(plain: str, opening: int, figure: Figure) -> bool:
    """Whether the parts of the whole before end here: at 此外 and the like, and where a verb begins anew behind ;."""
    if BESIDES_RE.search(plain, opening, figure.start):
        return True
    return figure.action is not None and plain.find(";", opening, figure.start) >= 0


def _opens_part(plain: str, opening: int, start: int) -> bool:
    """Whether a word before a figure says that it is a part: 其中 at any distance, 包括 and 含 in its own clause."""
    marks = list(PART_RE.finditer(plain, opening, start))
    if not marks:
        return False
    mark = marks[-1]
    between = plain[mark.end() : start]
    return ")" not in between and (mark[0] == "其中" or "," not in between)


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
    for place in reversed(places):
        figure = _at(place, found, earlier)
        if figure.negated or figure.unit is None or not _can_be_part(found[index], figure):
            continue
        if plain.count(")", figure.end, opening) <= plain.count("(", figure.end, opening):
            # 1024条(上年为912条),其中网站680条: what a bracket held is no whole of what stands outside.
            return place
    return None


def _can_be_part(part: Figure, whole: Figure) -> bool:
    """Whether the two state amounts of the same kind, or the part its share of the whole.

    A review or a lawsuit is no part of the requests or the news that it came of.
    """
    share = part.kind is Kind.PERCENT and whole.kind is not Kind.PERCENT
    apart = _APPEAL_RE.search(part.measure or "") and not _CASES_RE.search(whole.measure or "")
    return not part.negated and part.change is None and not apart and (part.kind is whole.kind or share)
