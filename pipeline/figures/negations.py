"""Finds the zeros that a report states in words: ``未收到信息公开申请``, ``无行政复议、诉讼``, ``零投诉``.

There is one zero for each thing that is denied and can be counted. A denial of something that is no count
(``无正当理由``, ``大厅之外无审批``) does not end in a noun of ``rules/zeros.toml`` and is ignored.
"""

from functools import cache

import regex
from msgspec import Struct

from pipeline.characters import squeeze
from pipeline.language import OR_RE
from pipeline.model import Kind
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Pattern, Rules, Sieve, one_of, read_rules

# What is shorter is part of a name that the next one ends (检索、复印费).
WORD = 2
# The characters before a denial that are searched for a condition.
CONDITION = 24
# 零 says that there is none where it is no digit (二零二一年, 一百零八件) and no end of a word (清零).
_DIGITS = r"〇零○一二两三四五六七八九十百千万亿点點\d"
_ZERO = rf"(?: 零 (?<! [{_DIGITS}.清归从化凋飘孤] . ) (?! [{_DIGITS}] ) )"


class ZeroNoun(Rules):
    """A noun that can be counted, and the kind of its zero."""

    noun: str
    kind: Kind


class ZeroVerb(Rules):
    """A verb that implies what it counts, and the kind of its zero."""

    verb: str
    kind: Kind


class ZeroRules(Rules):
    """The structure of ``rules/zeros.toml``."""

    negations: tuple[str, ...]
    verbs: tuple[str, ...]
    behind: tuple[str, ...]
    alone: tuple[ZeroVerb, ...]
    absences: tuple[str, ...]
    never: tuple[str, ...]
    but: tuple[str, ...]
    zero_words: tuple[str, ...]
    all_of: tuple[str, ...]
    states: tuple[str, ...]
    no_event: tuple[str, ...]
    nouns: tuple[ZeroNoun, ...]
    tails: tuple[str, ...]
    lead: Pattern
    aim: Pattern
    condition: Pattern


class Zero(Struct, frozen=True, gc=False):
    """A denied thing: the span from the negation to the thing counted, its name, and the denied verb."""

    start: int
    end: int
    measure: str
    kind: Kind
    action: str | None


@cache
def _patterns() -> "tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]":
    """The denial, the last countable noun of a phrase, and what follows it."""
    rules = read_rules("zeros", ZeroRules)
    longer = [word for word in rules.never if len(word) > 1]
    zero = rf"{_ZERO} (?! {one_of(rules.zero_words)} )"
    denial = compile_pattern(
        rf"""
        (?: (?P<negation> {one_of(rules.negations)} )
            (?P<about> [对向] [^,。;:!?()\n\t“”《》未无没零\d]{{2,24}}? (?= 收取 )
              | [^,。;:!?()\n\t“”《》、和或未无没零\d]{{0,16}}? )
            (?P<verb> {one_of(rules.verbs)} ) (?! [率时的] | {one_of(rules.no_event)} )
          | (?P<absence> {one_of(rules.absences)} | {zero} )
            (?! {one_of(longer)} | (?<=[无零]) (?! {one_of(rules.but)} ) {one_of(rules.never)} )
            (?: (?P<held> {one_of(rules.verbs)} ) (?! [率时的] ) )?
        )
        (?: [一1] \ ? [起件例宗次项份个条处元名] )?
        (?P<body> (?: (?! [、和及或与并] (?: 无(?!正当) | 没有 | 从?未(?!经) ) ) [^,.。;:!?()\n\t“”零\d] ){{1,60}} )
        """
    )
    counted = compile_pattern(one_of([n.noun for n in rules.nouns]) + "$", 0)
    tail = compile_pattern(f"(?:{one_of(rules.tails)})+$", 0)
    return denial, counted, tail


@cache
def _denied_after() -> "regex.Pattern[str]":
    """Denials after their nouns: 行政复议、行政诉讼均未发生; 行政复议:无, 收费情况:无."""
    rules = read_rules("zeros", ZeroRules)
    return compile_pattern(
        rf"""
        (?P<things> (?<![^,。;:!?()\n\t“”\d]) [^,。;:!?()\n\t“”\d]{{2,40}}? )
        (?: {one_of(rules.all_of)} {one_of(rules.negations)} (?P<verb> {one_of(rules.behind)} )
          | (?: 的? {one_of(rules.states)} )? : \ ? [无零] )
        (?= [,。;!?)\n] | $ )
        """
    )


@cache
def _denied_alone() -> "regex.Pattern[str]":
    """A verb that implies what it counts: 未收费, but not 未收费项目."""
    rules = read_rules("zeros", ZeroRules)
    verbs = one_of([verb.verb for verb in rules.alone])
    return regex.compile(rf"{one_of(rules.negations)}(?P<verb>{verbs})(?=[,。;!?)\n]|$|情况|现象)")


@cache
def counted_first() -> "regex.Pattern[str]":
    """The countable noun at the beginning of a phrase."""
    return compile_pattern(one_of([n.noun for n in read_rules("zeros", ZeroRules).nouns]), 0)


@cache
def _kinds() -> dict[str, Kind]:
    return {n.noun: n.kind for n in read_rules("zeros", ZeroRules).nouns}


def find_zeros(plain: str, start: int, end: int) -> list[Zero]:
    """The zeros in words of ``plain[start:end]``, one for each thing counted.

    >>> [(z.measure, str(z.kind)) for z in find_zeros("全年未发生行政复议或行政诉讼情况,未收取任何费用", 0, 24)]
    [('行政复议', 'item_count'), ('行政诉讼', 'item_count'), ('费用', 'money')]
    >>> find_zeros("无正当理由大量反复申请", 0, 11)
    []
    """
    picked = _denials().pick(frozenset(plain[start:end]))
    if not picked:
        return []
    denials, after, alone = (
        pattern.finditer(plain, start, end) if pattern in picked else ()
        for pattern in (_patterns()[0], _denied_after(), _denied_alone())
    )
    found: list[Zero] = []
    rules = read_rules("zeros", ZeroRules)
    no_fact = rules.condition.compile(), rules.aim.compile()
    for match in denials:
        before = max(start, match.start() - CONDITION)
        if not any(pattern.search(plain, before, match.start()) for pattern in no_fact):
            found += _read_zero(match)
    for match in after:
        things = match["things"]
        found += _name_things(things, (match.start(), match.end()), match["verb"])
    kinds = {verb.verb: verb.kind for verb in rules.alone}
    known = {(zero.start, zero.end) for zero in found}
    found += (
        Zero(*match.span(), match["verb"], kinds[match["verb"]], match["verb"])
        for match in alone
        if match.span() not in known
    )
    return sorted(found, key=lambda zero: (zero.start, zero.end))


@cache
def _denials() -> "Sieve[regex.Pattern[str]]":
    """The patterns of denials: before the nouns, behind them, by a verb alone; most sentences have none."""
    return Sieve((pattern, pattern) for pattern in (_patterns()[0], _denied_after(), _denied_alone()))


def _read_zero(match: "regex.Match[str]") -> list[Zero]:
    """The zeros that one denial states."""
    _, counted, tail = _patterns()
    body = match["body"].rstrip()
    if match["absence"] == "零" and (first := counted_first().match(body)):
        # 零败诉的记录: the noun right behind 零 is what there is none of.
        end = match.start("body") + first.end()
        return [Zero(match.start(), end, first[0], _kinds()[first[0]], None)]
    kept = tail.sub("", body).rstrip("、和及或 ") if not counted.search(body) else body
    if counted.search(kept) is None and not match.string[match.end() :].strip():
        kept = kept[: max((mark.start() for mark in OR_RE.finditer(kept)), default=0)]  # a text that was cut off
    if counted.search(kept) is None:
        return []
    span = match.start(), match.start("body") + len(kept)
    action = match["verb"] or match["held"]
    # 未收到过申请
    return _name_things(kept, span, action.removesuffix("过") if action else None)


def _name_things(things: str, span: tuple[int, int], action: str | None) -> list[Zero]:
    """A zero for each of the things that can be counted."""
    _, counted, _ = _patterns()
    lead = read_rules("zeros", ZeroRules).lead.compile()
    parts = [p for p in OR_RE.split(things) if p.strip()]
    named = [counted.search(p.strip()) is not None for p in parts]
    # 规模性返贫、群体性事件、重大舆情: a list, of which one is in none of ours; but 火灾、爆炸等事故 is one.
    listed = named[-1:] == [True] and 2 * sum(named) > len(named) and all(len(squeeze(p)) > WORD for p in parts)
    if not all(named) and (not listed or "等" in things):
        parts = [things]
    zeros: list[Zero] = []
    for part in parts:
        name = squeeze(part)
        led = lead.match(name)
        name = (name[led.end() :] if led else "") or name
        last = counted.search(name) or (counted.search(things) if len(parts) > 1 else None)
        if last is not None:
            zeros.append(Zero(*span, name, _kinds()[last[0]], action))
    return zeros
