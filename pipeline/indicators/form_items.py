"""Reads rows of the statutory forms from the prose: 其他处理76件, 2件已按时办结, 均为网络申请.

A number is an item of what was named last before it (requests, reviews, lawsuits), and which one its words say, by
``rules/wordings.toml``. What is said of all that a number counts has that number too.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter

import regex

from pipeline.indicators.figure_contexts import Context, bare
from pipeline.model import Figure, Text
from pipeline.rulebook import Item, Sieve, Subject, compiled, items_of, subject_rule, told_rules, wording_rules

# What is named further off than so many characters before a number is not what it is an item of.
FAR = 600
# What ends what is said of a number, within its sentence.
_MARK_RE = regex.compile("[,;()。]")
_COUNT_RE = regex.compile(r"[\d一二两三四五六七八九十]")
# What stands between an item and the number of the next one.
SEPARATORS = "、和及与"
# How the head of a list ends.
HEADS = ("结果", "结论", "情况")
# Subjects whose items may name them: 行政复议结果维持.
DISPUTES = ("reviews", "litigation")
# How the codes of their results end.
RESULTS = ("_upheld", "_corrected", "_other", "_pending")
# What others are named for, whatever report they are in.
_PROPOSALS = ("proposals_deputies", "proposals_cppcc")
# What is said of all is not said of requests where one of these was named since.
_FOREIGN = frozenset(("reviews", "litigation", "others", "documents", "regulations", "active", *_PROPOSALS))
# What is counted whatever the report is about.
_DOCUMENTS = frozenset(("documents", "regulations"))


def may_be_item(figure: Figure) -> bool:
    """Whether a number may count items, whatever its words say."""
    return figure.negated or figure.unit is None or figure.unit in wording_rules().units


def read_items(figure: Figure, context: Context, text: Text) -> tuple[str, ...]:
    """The indicators that a number states as an item: by the words before it, or else behind it."""
    found = _read_items(figure, context, text)
    is_result = any(code.partition("_")[0] in DISPUTES and code.endswith(RESULTS) for code in found)
    return () if is_result and _names_both_disputes(_words_before(figure, text), context.section) else found


def _read_items(figure: Figure, context: Context, text: Text) -> tuple[str, ...]:
    before = _words_before(figure, text)
    if not _is_about_disclosure(before, context):
        return ()
    if figure.negated:
        denied = bare(figure.measure or "")
        return _match(denied, find_subject(before + denied, context.section))
    if not _is_counted(figure, context):
        return ()
    is_part = figure.parent_id is not None
    is_behind = compiled(wording_rules().behind).fullmatch(context.near) or _opens_list(before, context)
    if is_behind or _ends_item(context.near, before, context.section):
        if _goes_on(context.after):
            return ()
        return _match(_up_to_mark(context.after), find_subject(before, context.section), is_part=is_part)
    subject = find_subject(before.removesuffix(context.spelled), context.section)
    if subject is not None and _counts_more(subject, context.clause):
        return ()
    return _match(context.near, subject, is_part=is_part) or _match_own(context.near)


def _opens_list(before: str, context: Context) -> bool:
    """Whether the words up to a number are the head of a list, whose items follow their numbers: 办理结果:1件公开."""
    return (
        before.endswith(":")
        and context.near.endswith(HEADS)
        and context.after[:1] not in {",", ";", "。", "、", "(", ""}
    )


def _goes_on(words: str) -> bool:
    """Whether what a number counts has two names, so that it is neither: 3件因涉及国家秘密、个人隐私不予公开."""
    rest = words.removeprefix(_up_to_mark(words))
    return rest.startswith("、") and _COUNT_RE.search(_up_to_mark(rest[1:])) is None


def _ends_item(near: str, before: str, titles: str) -> bool:
    """Whether the words up to a number are those of the item before it: 其中2件维持、|1件尚未审结."""
    words = near.rstrip(SEPARATORS)
    return words != near and bool(_match(words, find_subject(before.removesuffix(near), titles), is_part=True))


def _is_about_disclosure(before: str, context: Context) -> bool:
    """Whether requests and remedies are those about disclosure: 低保申请 are others; documents are what they are."""
    words = f"{context.topic}\n{before}"
    return compiled(wording_rules().about).search(words) is not None or find_subject(before) in _DOCUMENTS


def _counts_more(subject: str, clause: str) -> bool:
    """Whether other things are counted with a subject in its clause: 规章1件、规范性文件4件、废止3件."""
    unless = subject_rule(subject).unless
    return unless is not None and compiled(unless).search(clause) is not None


def find_subject(words: str, titles: str = "") -> str | None:
    """What is named last in words, or else in the titles above them.

    >>> find_subject("收到信息公开申请3件,提起行政复议"), find_subject("其中", "依申请公开情况"), find_subject("共有")
    ('reviews', 'received', None)
    """
    for searched in (words, titles):
        found = _last_named(searched)
        if found is not None:
            return found
    return None


@cache
def _subjects() -> Sieve[Subject]:
    """The subjects, by their names."""
    return Sieve((compiled(subject.names), subject) for subject in wording_rules().subjects)


@lru_cache(maxsize=16_384)
def _last_named(words: str) -> str | None:
    last, name = 0, None
    for subject in _subjects().pick(frozenset(words)):
        for match in compiled(subject.names).finditer(words):
            if match.end() > last:
                last, name = match.end(), subject.name
    rule = subject_rule(name) if name else None
    if rule and rule.turns and compiled(rule.turns).search(words, last):
        return rule.into
    return name


def _names_both_disputes(words: str, titles: str) -> bool:
    """Whether both kinds of dispute are named in one breath (复议和诉讼情况): nobody knows of which an item is.

    >>> (
    ...     _names_both_disputes("其中", "复议和诉讼情况"),
    ...     _names_both_disputes("行政复议9件,行政诉讼2件,", "复议和诉讼情况"),
    ... )
    (True, False)
    """
    joins = compiled(told_rules().joins)
    for searched in (words, titles):
        if _last_named(searched) is None:
            continue
        spans = [match.span() for name in DISPUTES for match in compiled(subject_rule(name).names).finditer(searched)]
        last = max(spans, key=itemgetter(1), default=None)
        return last is not None and any(
            end <= last[0] and joins.fullmatch(searched, end, last[0]) is not None for _, end in spans
        )
    return False


def _is_counted(figure: Figure, context: Context) -> bool:
    """Whether a number counts items; one without a unit does where a mark ends it (部分公开67,占4.61%)."""
    return may_be_item(figure) and (figure.unit is not None or context.after[:1] in {",", ";", "。", "、"})


def _words_before(figure: Figure, text: Text) -> str:
    """The words of its paragraph up to a number."""
    first = max(text.plain.rfind("\n", 0, figure.start) + 1, figure.start - FAR)
    return bare(text.plain[first : figure.start])


def _up_to_mark(words: str) -> str:
    ends = min((offset for mark in ",;。、(" if (offset := words.find(mark)) >= 0), default=len(words))
    return words[:ends]


@lru_cache(maxsize=16_384)
def _match(words: str, subject: str | None, *, is_part: bool = False) -> tuple[str, ...]:
    """The first item of a subject that the words match whole; some items apply only to a part of what was received."""
    if subject is None or not words:
        return ()
    picked = _sieve_of(subject).pick_whole(words)
    return tuple(item.indicator for item in picked if item.part <= is_part and item.words.fullmatch(words))[:1]


@cache
def _sieve_of(subject: str) -> Sieve[Item]:
    """The items that may stand beside a subject."""
    return Sieve((item.words, item) for item in items_of(subject) if item.beside)


def _match_own(words: str) -> tuple[str, ...]:
    """The item of words that name their subject themselves: 行政复议结果维持, 办结依申请公开."""
    if find_subject(words) == "requests":
        return _match(words, "requests")
    for subject in (subject_rule(name) for name in DISPUTES):
        for match in compiled(subject.names).finditer(words):
            found = _match(words[match.end() :], subject.name)
            if found and find_subject(words[: match.end()]) == subject.name:
                return found
    return ()


def read_of_all(code: str, figure: Figure, figures: Sequence[Figure], text: Text) -> Iterator[str]:
    """The indicators of statements about all that a number counts: 收到申请6件,均为网络申请,已全部办结."""
    items = _items_of_all(code)
    if not items or not figure.value or figure.negated:
        return
    for words in _words_of_all(figure, figures, text):
        for one in items:
            if one.words.fullmatch(words):
                yield from (one.indicator, *one.with_all)


@cache
def _items_of_all(code: str) -> tuple[Item, ...]:
    """What may be said of all that an indicator counts: of what was refused, the ground."""
    rules = wording_rules()
    items = [item for subject in rules.subjects if code in subject.whole for item in items_of(subject.name)]
    grounds = {ground for outcome in rules.outcomes if outcome.whole == code for ground in outcome.codes}
    of_requests = items_of("requests") if grounds else ()
    found = (item for item in items if item.of_all)
    return (*found, *(item for item in of_requests if item.indicator in grounds))


def _words_of_all(figure: Figure, figures: Sequence[Figure], text: Text) -> Iterator[str]:
    """The statements after a number and its parts in the sentence that are about all that it counts."""
    rules = wording_rules()
    start = figure.end
    is_right_behind = True
    for chunk in _MARK_RE.split(text.plain[figure.end : _end_of_words(figure, text)]):
        end = start + len(chunk)
        within = [other for other in figures if start <= other.start < end and other.change is None]
        start = end + 1
        is_right_behind = is_right_behind and not within
        words = bare(chunk)
        is_aside = not within and compiled(rules.contents).search(words) is not None
        if not all(_is_part(other, figure, figures) for other in within):
            return
        if not is_aside and _is_of_another(words, figure, within):
            return
        mark = compiled(rules.whole_of).match(words) or (is_right_behind and compiled(rules.right_behind).match(words))
        if mark and not within:
            yield from compiled(rules.links).split(words[mark.end() :])


def _end_of_words(figure: Figure, text: Text) -> int:
    """Where the statements about a number end: with its sentence, or the next if that goes on (均为网络申请)."""
    end = figure.sentence_end
    following = compiled(wording_rules().whole_of).match(text.plain, end)
    stop = text.plain.find("。", end) if following else end
    return min(end if stop < 0 else stop, figure.end + FAR)


def _is_of_another(words: str, figure: Figure, within: Sequence[Figure]) -> bool:
    """Whether words between a number and a statement about all name something else that it may be about."""
    named = None if within else _last_named(words)
    return named is not None and named != _last_named(bare(figure.measure or "")) and named in _FOREIGN


def _is_part(other: Figure, figure: Figure, figures: Sequence[Figure]) -> bool:
    while other.parent_id is not None:
        if other.parent_id == figure.figure_id:
            return True
        other = figures[other.parent_id]
    return False
