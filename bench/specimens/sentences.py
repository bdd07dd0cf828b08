"""Compiles the sentences of ``sentences.toml``, and writes one with its numbers drawn."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bench.specimens.truth import Bounds, Paragraph, StatedFigure
from bench.specimens.wordings import (
    FIXED,
    ROUGH,
    Wording,
    base_of,
    round_off,
    word_approximate,
    word_chinese,
    word_exact,
    word_span,
)

_PIECE_RE = re.compile(
    r"<(?P<choice>[^>]+)>|\{(?P<slot>[^} ]+ [^}]+)\}|\[(?P<zero>[^=\]]+)=(?P<kind>\w+):(?P<names>[^]]+)\]"
)
_RANGE_RE = re.compile(r"(?:(?P<name>[a-z])=)?(?P<low>[\d.]+?)(?:\.\.(?P<high>[\d.]+))?")
_NOUGHT = Bounds(Decimal(0), Decimal(0), Decimal(0), "exact")


@dataclass(frozen=True, slots=True)
class Slot:
    """The slot of a number: a fact, a range, or a sum of named ranges; ``names`` has one name for each figure."""

    value: str
    unit: str
    kind: str
    names: tuple[str, ...]
    how: str
    name: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None


class Zero(NamedTuple):
    """The slot of a zero in words."""

    words: str
    kind: str
    names: tuple[str, ...]


Piece = str | tuple[str, ...] | Slot | Zero


class Sentence(NamedTuple):
    """A compiled sentence."""

    topic: str
    pieces: tuple[Piece, ...]
    needs: tuple[str, ...]
    zero: tuple[str, ...]

    def fits(self, facts: Mapping[str, int]) -> bool:
        """Whether the sentence may stand beside the tables that print the facts."""
        return all(facts[name] for name in self.needs) and not any(facts[name] for name in self.zero)


@cache
def sentence_rules() -> dict[str, Any]:
    """What ``sentences.toml`` holds."""
    return tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))


@cache
def sentences_on(topic: str) -> tuple[Sentence, ...]:
    """The sentences of a topic."""
    kinds = {unit: kind for kind, units in sentence_rules()["kinds"].items() for unit in units}
    return tuple(
        Sentence(topic, tuple(_cut(rule["text"], kinds)), tuple(rule.get("needs", ())), tuple(rule.get("zero", ())))
        for rule in sentence_rules()["sentences"]
        if rule["topic"] == topic
    )


def _cut(text: str, kinds: Mapping[str, str]) -> Iterator[Piece]:
    done = 0
    for match in _PIECE_RE.finditer(text):
        if match.start() > done:
            yield text[done : match.start()]
        done = match.end()
        if match["choice"]:
            yield tuple(match["choice"].split("|"))
        elif match["slot"]:
            yield _read_slot(match["slot"], kinds)
        else:
            yield Zero(match["zero"], match["kind"], tuple(match["names"].split(",")))
    yield text[done:]


def _read_slot(slot: str, kinds: Mapping[str, str]) -> Slot:
    value, unit, names, how = (*slot.split(" "), "exact")[:4]
    unit, _, kind = unit.partition("/")
    plain = Slot(value, unit, kind or kinds[base_of(unit) or "-"], tuple(names.split(",")), how)
    limits = _RANGE_RE.fullmatch(value)
    if limits is None:
        return plain
    low, high = limits["low"], limits["high"] or limits["low"]
    return replace(plain, name=limits["name"], low=Decimal(low), high=Decimal(high))


def write_sentence(
    random: Random, sentence: Sentence, facts: Mapping[str, int], names: Mapping[str, object], *, commas: bool = False
) -> Paragraph:
    """The sentence with its numbers, and the figures that it states.

    >>> [sentence, *_] = (s for s in sentences_on("fees") if "任何" in str(s.pieces))
    >>> write_sentence(Random(7), sentence, {}, {}).figures[0].surface
    '没有收取任何费用'
    """
    drawn = {piece.name: _draw(random, piece) for piece in sentence.pieces if isinstance(piece, Slot) and piece.name}
    words: list[str] = []
    figures: list[StatedFigure] = []
    for piece in sentence.pieces:
        if isinstance(piece, str):
            words.append(piece.format(**names) if "{" in piece else piece)
        elif isinstance(piece, Slot):
            wording = _word(random, piece, _number(random, piece, facts, drawn), commas=commas)
            words.append(wording.surface)
            change = {"rise": "increase", "fall": "decrease"}.get(piece.how)
            unit = base_of(piece.unit)
            figures += (
                StatedFigure(wording.surface, wording.bounds, unit, piece.kind, name, negated=False, change=change)
                for name in piece.names
            )
        elif isinstance(piece, Zero):
            words.append(piece.words)
            figures += (
                StatedFigure(piece.words, _NOUGHT, None, piece.kind, name, negated=True) for name in piece.names
            )
        else:
            words.append(random.choice(piece).format(**names))
    return Paragraph("".join(words), tuple(figures))


def _number(random: Random, slot: Slot, facts: Mapping[str, int], drawn: Mapping[str, Decimal]) -> Decimal:
    if slot.name:
        return drawn[slot.name]
    if slot.low is not None:
        return _draw(random, slot)
    if "+" in slot.value:
        return sum((drawn[name] for name in slot.value.split("+")), Decimal(0))
    return Decimal(facts[slot.value])


def _draw(random: Random, slot: Slot) -> Decimal:
    """A number of the range with as many decimals as its upper end."""
    low, high = slot.low or Decimal(0), slot.high or Decimal(0)
    decimals = -int(high.as_tuple().exponent)
    return Decimal(random.randint(int(low.scaleb(decimals)), int(high.scaleb(decimals)))).scaleb(-decimals)


def _word(random: Random, slot: Slot, number: Decimal, *, commas: bool) -> Wording:
    match slot.how:
        case "chinese":
            return word_chinese(int(number), slot.unit)
        case "span":
            return word_span(
                int(number), int(number) + random.randint(1, 6), slot.unit, random.choice(("至", "—", "-"))
            )
        case "rough":
            return word_approximate(round_off(random, number), slot.unit, random.choice(ROUGH))
        case how if how in FIXED:
            return word_approximate(number, slot.unit, FIXED[how])
    return word_exact(number, slot.unit, commas=commas)
