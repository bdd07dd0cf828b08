"""Finds what a number counts if its own words omit it, or only say what became of it."""

from collections.abc import Sequence

import regex

from pipeline.figures.changes import SHARES
from pipeline.figures.entities import is_sector
from pipeline.figures.gaps import gap
from pipeline.figures.mentions import Mention, counts_alike
from pipeline.language import LIGHT_KINDS, NOMINAL, Pos, Sense, cut_words, endings, having, parts_of_speech
from pipeline.model import Figure, Kind, Role
from pipeline.values import nouns

# The last mark of a clause: a search from its end.
MARK_RE = regex.compile("(?r)[,;:。]")
# How many figures, and sentences, back the object of a verb is sought.
LOOK_BACK = 16
SENTENCES_BACK = 2
# What the name of a sort is made of (信函|申请).
SORTING = NOMINAL | {Pos.OUTCOME, Pos.QUALITY}
# The rules of a measure that is no object: what was done, what became of it, whose it is.
NO_OBJECTS = frozenset(("deed", "outcome", "zero", None))


def find_object(plain: str, figure: Figure, before: Sequence[Figure]) -> str | None:
    """The object that the same verb had before: in the sentence, or in the two sentences before it in the section.

    A further act on the object at the beginning of the sentence has that object, too (受理9件,审结8件); so has a clause
    that names something counted before (提案所提问题已解决的|9件).
    """
    if nouns().case in (figure.action or ""):
        return None  # 立案侦查9件: what it was done to is in the verb
    sentences: set[int] = set()
    has_own = False
    mark = MARK_RE.search(plain, figure.sentence_start, figure.start)
    clause = plain[mark.end() if mark else figure.sentence_start : figure.start]
    for earlier in reversed(before[-LOOK_BACK:]):
        sentences.add(earlier.sentence_start)
        is_own = earlier.sentence_start == figure.sentence_start
        if len(sentences - {figure.sentence_start}) > SENTENCES_BACK or earlier.section_id != figure.section_id:
            break
        if has_own and not is_own:
            break  # what the sentence itself counts stands nearer
        if not counts_alike(figure, earlier) or earlier.role is not Role.LEVEL or earlier.negated:
            continue
        next_deed = earlier.measure_rule == "frame" and is_own
        # 公开信息90条,其中公告9条。……公开60条: of what the whole is, and not its last part.
        part = earlier.parent_id is not None and earlier.parent_id != figure.parent_id
        if part or earlier.measure_rule in NO_OBJECTS or not earlier.measure:
            continue
        named = clause.endswith("的") and earlier.measure in clause
        done = figure.action in having(Sense.DONE)
        same = _are_same(figure.action, earlier.action)
        if next_deed or named or done or same:
            # 措施9项,办理7件: another classifier is of other things, where nothing else ties them
            apart = earlier.unit != figure.unit and not (next_deed or named or same)
            return None if apart else earlier.measure
        has_own = has_own or is_own
    return None


def is_led(plain: str, mention: Mention) -> bool:
    """Whether the words of a number only name the means (通过橱窗|公开9条)."""
    if mention.label is None or mention.figure.measure_rule != "subject":
        return False
    before = cut_words(plain, mention.opening, mention.label[0])
    return bool(before) and (before[-1].kind is Pos.PREPOSITION or Sense.BY_MEANS in before[-1].senses)


def is_given(plain: str, mention: Mention) -> bool:
    """Whether the words of a number only name the recipient (移送|公安机关9件)."""
    if mention.label is None:
        return False
    before = cut_words(plain, mention.opening, mention.label[0])
    return bool(before) and gap("gives").search(before[-1].text) is not None


def names_sector(plain: str, figure: Figure) -> bool:
    """Whether the words of an amount only say whose it is, and that it was achieved (批发和零售业|实现9亿元)."""
    verbs = tuple(having(Sense.ATTAINS))
    name = figure.measure or ""
    verb = next((verb for verb in verbs if name.endswith(verb)), "")
    linked = figure.kind is Kind.MONEY and plain[figure.sentence_start : figure.start].rstrip().endswith(verbs)
    named = linked or (verb and figure.kind in {*SHARES, Kind.MONEY})
    return bool(name and named) and is_sector(name.removesuffix(verb))


def find_amount(plain: str, figure: Figure, before: Sequence[Figure]) -> str | None:
    """The measure of the whole that a list divides by a criterion: that of the last level before it in its section."""
    for earlier in reversed(before[-LOOK_BACK:]):
        if earlier.section_id != figure.section_id:
            break
        if earlier.kind is not figure.kind or earlier.role is not Role.LEVEL:
            continue
        goes_on = earlier.measure_rule == "division" and earlier.sentence_start == figure.sentence_start
        listed = goes_on or gap("by_criterion").search(plain, figure.sentence_start, figure.start) is not None
        return earlier.measure if listed and earlier.unit == figure.unit else None
    return None


def counts_itself(figure: Figure) -> bool:
    """Whether a verb includes its object, so that it is not about the things counted before (线索9条,立案3件)."""
    return nouns().case in (figure.action or "") and nouns().case not in (figure.measure or nouns().case)


def _are_same(first: str | None, second: str | None) -> bool:
    """Whether two verbs are equal, apart from an adverb of manner (主动|公开, but not 不|起诉)."""
    longer, shorter = sorted((first or "", second or ""), key=len, reverse=True)
    return bool(shorter) and longer.endswith(shorter) and not longer.removesuffix(shorter).endswith("不")


def read_sort(plain: str, figure: Figure, whole: str) -> str | None:
    """The subset of its whole that a number counts: the noun after 为, if it has the same head as the whole.

    >>> from pipeline.report import extract_text
    >>> [figure.measure for figure in extract_text("收到申请9件,其中5件为信函申请,4件为延期办理。").figures]
    ['申请', '信函申请', '申请']
    """
    match = gap("is_sort").match(plain, figure.end)
    words = cut_words(plain, *match.span("sort")) if match else []
    if match is None or match["sort"][-2:] != whole[-2:] or whole.endswith(match["sort"]):
        return None
    named = all(word.kind in SORTING or Sense.NOMINAL in word.senses for word in words)
    return "".join(word.text for word in words) if named else None


def speaks_of_part(plain: str, figure: Figure, whole: str) -> bool:
    """Whether the words of a part do not name the thing counted, but its state or who brought it.

    3件办理结果为主动公开: the noun after the number is the subject of a statement; 村民小组的2件: 件 does not count
    groups.
    """
    name = figure.measure or ""
    if not name or whole.endswith(name[-2:]):
        return False
    if figure.measure_rule == "behind":
        at = plain.find(name, figure.end, figure.end + len(name) + 2)
        return at >= 0 and gap("is_stated").match(plain, at + len(name)) is not None
    owned = figure.measure_rule in {"object", "subject"} and plain.endswith("的", 0, figure.start)
    return owned and name.endswith(endings(Sense.WHO, Sense.ORGAN))


def follows_noun(between: str, figure: Figure, before: Figure) -> bool:
    """Whether a number without words before it continues a list, in which each number precedes its noun.

    修订3部法规,5部规章: verb and agent are those of the first item.
    """
    listed = between.strip()[-1:] in ("、", ",") and between.strip()[:-1].strip() == before.measure
    # 77个集体、19名个人: what stands in one row may be counted otherwise
    alike = before.kind is figure.kind or between.strip().endswith("、")
    return listed and alike and before.measure_rule == figure.measure_rule == "behind"


def is_listed_noun(plain: str, figure: Figure, before: Figure) -> bool:
    """Whether the verb of a number is part of its noun, as the list that it continues shows (盗窃罪5人,扰乱秩序罪3人).

    Both items have the same unit and the same head, and only the verb of the first is in the lexicon.
    """
    sign = plain[before.end : figure.start].strip()[:1]
    one, other = before.measure or "", figure.measure or ""
    alike = (before.unit, before.sentence_start) == (figure.unit, figure.sentence_start) and sign in ("、", ",")
    headed = len(one) > 2 and len(other) > 2 and one[-2:] == other[-2:]
    named = headed and before.measure_rule == figure.measure_rule == "object"
    inside = figure.action is not None and (
        figure.action not in parts_of_speech() or (sign == "、" and not _opens_with(plain, before.end + 1, figure))
    )
    return alike and named and inside and before.action in having(Pos.ACTION)


def _opens_with(plain: str, start: int, figure: Figure) -> bool:
    """Whether a list item begins with its verb, after at most a time or an adverb."""
    words = cut_words(plain, start, figure.start)
    first = next((word.text for word in words if word.kind not in LIGHT_KINDS), "")
    return bool(first) and (figure.action or "").startswith(first)
