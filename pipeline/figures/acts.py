"""Finds the verb that governs each number of a sentence, that is what the agency did."""

from bisect import bisect_left
from collections.abc import Sequence

import regex
from msgspec.structs import replace

from pipeline.figures.act_clauses import own_verb
from pipeline.figures.gaps import gap
from pipeline.figures.quantity import Quantity
from pipeline.language import (
    LIGHT_KINDS,
    NOMINAL,
    VERBAL,
    Governor,
    Pos,
    Sense,
    Token,
    cut_words,
    deed_pattern,
    endings,
    find_governor,
    find_governor_after,
    find_predicate,
    is_deed,
    opens_front,
)
from pipeline.values import nouns

_BOUNDS = frozenset(",。;:!?\t|")
_BOUND_RE = regex.compile(r"[,。;:!?\t|]")
# 28,583万元: a comma within a number
_GROUPED_RE = regex.compile(r"\d,\d")
_DIGIT_RE = regex.compile(r"\d")
# The rules of a verb that the numbers of its clause share.
HANDED = frozenset(("head", "listed", "front"))
REACH = 160
# A verb with one of these senses says what was done, though it closes the words before a number.
CLOSES = frozenset((Sense.CLOSING, Sense.CHARGES, Sense.TOLD, Sense.DONE))
# The classifier of what was done so many times, and what says how it was done.
TIMES = "次"
MANNERS = frozenset((Pos.ADVERB, Pos.TIME, Pos.LINK, Pos.QUALITY))


def read_acts(plain: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Governor | None]:
    """The governing verb of each number of a sentence; null if its clause has none."""
    found: list[Governor | None] = []
    for index, quantity in enumerate(quantities):
        opening = _clause_start(plain, start, quantity.start)
        first = bisect_left(quantities, opening, 0, index, key=lambda one: one.start)
        before = quantities[first:index]
        begin = before[-1].end if before else opening
        words = plain[begin : quantity.start]
        bare = gap("nothing").fullmatch(words, max(map(words.rfind, "、,;")) + 1) is not None
        following = quantities[index + 1].start if index + 1 < len(quantities) else end
        # 49件保留、3件列入限期修改: what stands before the second is the predicate of the first.
        governor = _predicate(plain, quantity.end, following) if bare else own_verb(plain, begin, quantity.start)
        last = found[-1] if before else None
        if last is not None and _distinguishes(plain, last, before[-1]):
            last = own_verb(plain, opening, last.start)
        same = bool(before) and before[-1].unit == quantity.unit
        if (
            last is not None
            and last.rule in HANDED
            and (governor is None or (same and _closes_label(plain, begin, quantity.start, governor)))
        ):
            governor = replace(last, rule="listed")
        if governor is None and _is_fronted(plain, opening, before[0].start if before else quantity.start):
            governor = _verb_after(plain, quantity.end, end)
        found.append(governor or _counted_after(plain, opening, (*before, quantity), following))
    return found


def _is_fronted(plain: str, opening: int, end: int) -> bool:
    """Whether a clause begins with the object of its verb, or with the bodies that somebody visited (到9个县检查)."""
    words = cut_words(plain, opening, end)
    head = next((word for word in words if word.kind not in LIGHT_KINDS), words[-1] if words else None)
    goes = head is not None and words[-1] is head and Sense.TURNS_TO in head.senses
    return opens_front(words) or (goes and gap("counts_bodies").match(plain, end) is not None)


def _distinguishes(plain: str, governor: Governor, quantity: Quantity) -> bool:
    """Whether a verb and its number only modify the noun after them (建成|年出栏500头以上的规模场9个)."""
    return governor.start + len(governor.text) == quantity.start and plain.startswith("的", quantity.end)


def _closes_label(plain: str, start: int, end: int, governor: Governor) -> bool:
    """Whether the verb of a list item ends its name (发布结果公告9条、更正|公告3条)."""
    if not plain.startswith("、", start) or governor.start + len(governor.text) != end:
        return False
    words = [word for word in cut_words(plain, start + 1, end) if word.kind is not Pos.MARK]
    return len(words) > 1 and Sense.NOMINAL in words[-1].senses and words[-1].senses.isdisjoint(CLOSES)


def _clause_start(plain: str, floor: int, end: int) -> int:
    """The start of the clause up to ``end``: after a bracket that is open there, else before those that closed.

    Titles of documents in the clause are skipped, however long they are.
    """
    held, left, titled = 0, REACH, False
    for at in range(end - 1, floor - 1, -1):
        sign = plain[at]
        titled = sign == "》" or (titled and sign != "《")
        if titled:
            continue
        if not left:
            return at + 1
        left -= 1
        if sign == ")":
            held += 1
        elif sign == "(":
            if not held:
                return at + 1
            held -= 1
        elif not held and sign in _BOUNDS and not (sign == "," and _GROUPED_RE.match(plain, at - 1)):
            return at + 1
    return floor


def _verb_after(plain: str, start: int, end: int) -> Governor | None:
    """The verb after the noun of a number, in its clause or at the beginning of the next."""
    match = _BOUND_RE.search(plain, start, end)
    stop = match.start() if match else end
    words = cut_words(plain, start, min(stop, start + REACH))
    done = next((i for i in range(len(words) - 1) if Sense.PERFECT in words[i + 1].senses), None)
    if done is not None and words[done].kind in VERBAL and Sense.LIGHT not in words[done].senses:
        return Governor.at(words[done], "front")  # 到9个县和单位|检查了工作
    governor = find_governor_after(_after_noun(words))
    while governor is None and match and match[0] == ",":
        following = _BOUND_RE.search(plain, match.end(), end)
        clause = plain[match.end() : following.start() if following else end]
        if not _DIGIT_RE.search(clause):
            words = cut_words(plain, match.end(), match.end() + len(clause))
            light = any(Sense.LIGHT in word.senses for word in words)
            return find_governor_after(words) if light else find_governor(words)
        match = following  # 对制假的9名被告人,伤医的4名被告人,依法惩处: another of them
    return governor


def _after_noun(words: Sequence[Token]) -> Sequence[Token]:
    """The words after a noun that a relative clause modifies (9件|移送审查起诉的案件依法处理)."""
    of = next((i for i in range(len(words) - 2, 0, -1) if words[i].kind is Pos.OF), 0)
    return words[of + 1 :] if of and words[of + 1].kind in NOMINAL else words


def _counted_after(plain: str, opening: int, quantities: Sequence[Quantity], end: int) -> Governor | None:
    """The verb after the last number of a clause, if the number counts how often or to how many it was done.

    常务会议9次专题|听取汇报; 20项任务全部|完成; but neither what bodies and people did, nor a verb that modifies the
    noun.
    """
    quantity = quantities[-1]
    match = _BOUND_RE.search(plain, quantity.end, end)
    words = cut_words(plain, quantity.end, match.start() if match else end)
    starts = (opening, *(q.end for q in quantities))
    own = [w for at, q in zip(starts, quantities, strict=False) for w in cut_words(plain, at, q.start)]
    named = [word for word in own if word.kind not in LIGHT_KINDS and word.text.isalnum()]
    if quantity.unit == TIMES:
        manners = (i for i, word in enumerate(words) if word.kind not in MANNERS and Sense.MANNER not in word.senses)
        first = words[next(manners, 0)] if len(words) > 1 else None
        held = not named or named[-1].text.endswith(endings(Sense.HELD))  # but not 省领导9次|作出批示
        sure = first is not None and first.kind in VERBAL and first.listed and Sense.NOMINAL not in first.senses
        return Governor.at(first, "times") if first is not None and sure and held else None
    last = words[-1] if words else None
    noun = next((i for i, word in enumerate(words) if word.kind not in NOMINAL and (i or not _is_noun(word))), 0)
    things = quantity.unit in (*nouns().things, *nouns().pieces)
    light = 0 < noun < len(words) - 1 and all(word.kind in LIGHT_KINDS for word in words[noun:-1])
    done = last is not None and last.kind is Pos.ACTION and is_deed(last) and things and light and not named
    return Governor.at(last, "done") if last is not None and done else None


def _is_noun(word: Token) -> bool:
    """Whether a verb right after a number is used as a noun (9件|申请全部办结)."""
    return word.kind is Pos.VERB and Sense.NOMINAL in word.senses


def _predicate(plain: str, start: int, end: int) -> Governor | None:
    """The verb right after a number that says what was done to the things counted."""
    match = regex.compile(r"[,。;:!?、(]").search(plain, start, end)
    words = cut_words(plain, start, match.start() if match else end)
    if words and Sense.TURNS_TO in words[0].senses:
        # 8件|按申请事项全部予以公开
        words = words[next((i for i, word in enumerate(words) if i and word.kind not in NOMINAL), 0) :]
        words = words[next((i for i, word in enumerate(words) if word.kind not in LIGHT_KINDS), 0) :]
        if words[0].kind is Pos.OUTCOME and deed_pattern().fullmatch(words[0].text):
            return Governor(words[0].text, words[0].start, "predicate")
    return find_predicate(words)
