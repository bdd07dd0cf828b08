"""Separates figures from other numbers, by the rules of ``rules/exclusions.toml``."""

from functools import cache, cached_property

import regex
from msgspec import Struct
from pydantic import Field

from pipeline.figures.beside import BesideRule, RulesBeside
from pipeline.figures.quantity import Quantity
from pipeline.model import Kind
from pipeline.patterns import compile_pattern
from pipeline.rulebook import Regex, Rules, read_rules
from pipeline.values import Unit, spellings

# A slogan is short, and stands in quotation marks: “八大工程”, “三个一”.
_QUOTED_RE = regex.compile(r"“[^“”\n]{1,16}”")
# Classes that say no more than the shape of a number: its neighbours may say what it is.
BY_SHAPE = frozenset(("bare", "code"))
# What of that numbers of other classes may be after all: 国务院令第711号 is no order, 17.6:29.0 no time.
RATHER = {"name": "reference", "order": "reference", "contact": "reference", "calendar": "ratio"}
MEASURES = frozenset((Kind.LENGTH, Kind.AREA, Kind.MASS, Kind.VOLUME, Kind.ENERGY))
_ARABIC_RE = regex.compile(r"[0-9]")
# A title, and the year of a document number: 《…〈…〉…》, 〔2016〕, 【2008】第9号.
_TITLE_RE = regex.compile(
    r"""
    《 [^《》\n]{1,120} (?: 《[^《》\n]{1,80}》 [^《》\n]{0,60} )* 》
    | 〔 [^〔〕\n]{1,12} 〕
    | 【 [^【】\n]{1,12} 】 (?= \ ? 第? \d+ 号 )
    """,
    regex.VERBOSE,
)
_ADDRESS_RE = regex.compile(
    r"""
    (?<![A-Za-z0-9_.\-/@])                                   # where a run begins: a long one is read once
    (?: (?:https?://|www\.) [A-Za-z0-9_.\-/?=&%#:]{1,300}     # an address of the web
      | [A-Za-z0-9_.\-]{1,64}+ @ [A-Za-z0-9_.\-]{1,100}       # of mail
      | [A-Za-z0-9_.\-/]{1,200} \. (?:com|cn|net|org|gov|html?|pdf|docx?|xlsx?) \b [A-Za-z0-9_.\-/?=&%]{0,200}  # a file
    )
    """,
    regex.VERBOSE,
)


class Exclusion(BesideRule):
    """A rule that says what a number is instead of a figure, or that makes a number without a unit a figure."""

    class_: str = Field(default="", alias="class")
    surface: Regex = ""
    weak: bool = False

    @cached_property
    def whole(self) -> "regex.Pattern[str] | None":
        """The pattern that the number itself must match."""
        return compile_pattern(self.surface) if self.surface else None

    def holds(self, plain: str, quantity: Quantity) -> bool:
        """Whether the rule applies to this number."""
        return self.is_about(quantity.unit) and self.fits(plain, quantity)

    def fits(self, plain: str, quantity: Quantity) -> bool:
        """Whether the number and its surroundings match the patterns of the rule."""
        start, end = quantity.start, quantity.end
        if self.begins_after and not self.begins_after.match(plain, end):
            return False
        if self.whole and not self.whole.fullmatch(plain, start, end):
            return False
        if self.weak and quantity.strong:
            return False
        return not self.ends_before or bool(self.ends_before.search(plain, start - 16 if start > 16 else 0, start))


class ExclusionRules(Rules):
    """The structure of ``rules/exclusions.toml``: rules that exclude numbers, admit bare ones, or classify others."""

    exclusion: tuple[Exclusion, ...]
    quantity: tuple[Exclusion, ...]
    nature: tuple[Exclusion, ...]


def exclusion_rules() -> ExclusionRules:
    """The rules, read once."""
    return read_rules("exclusions", ExclusionRules)


@cache
def _beside(table: str) -> RulesBeside[Exclusion]:
    rules: RulesBeside[Exclusion] = RulesBeside(getattr(exclusion_rules(), table))
    return rules


class Names(Struct, frozen=True, gc=False):
    """Stretches of a text that name something, sorted: titles, addresses, short quotations."""

    spans: tuple[tuple[int, int, str], ...]

    def around(self, start: int, end: int, cursor: int) -> tuple[str | None, int]:
        """The class of the name that contains ``start`` to ``end``; ``cursor`` only advances, so ask in order."""
        while cursor < len(self.spans) and self.spans[cursor][1] <= start:
            cursor += 1
        for first, last, kind in self.spans[cursor : cursor + 4]:
            if first <= start and end <= last:
                return kind, cursor
        return None, cursor


def find_names(plain: str) -> Names:
    """The titles, addresses and short quotations of a text."""
    spans = [(m.start(), m.end(), "name") for m in _TITLE_RE.finditer(plain)]
    spans += [(m.start(), m.end(), "contact") for m in _ADDRESS_RE.finditer(plain)]
    spans += [(m.start(), m.end(), "slogan") for m in _QUOTED_RE.finditer(plain)]
    return Names(tuple(sorted(spans)))


def find_exclusion(plain: str, quantity: Quantity, name: str | None) -> str | None:
    """The class of the rule that excludes a number from the figures; ``None`` for a figure.

    ``name`` is the class of the name that the number is in.
    """
    exclusion = _match_rules(plain, quantity, name)
    if exclusion not in BY_SHAPE and exclusion not in RATHER:
        return exclusion
    natures = _beside("nature").around(plain, quantity.start, quantity.end, quantity.unit)
    apt = (rule for rule in natures if rule.class_ == RATHER.get(exclusion, rule.class_))
    nature = next((rule.class_ for rule in apt if rule.fits(plain, quantity)), None)
    # A number within a short quotation is a part of a name: “1+3+8”政策体系.
    return nature or ("set_phrase" if name == "slogan" and exclusion in BY_SHAPE else exclusion)


def _match_rules(plain: str, quantity: Quantity, name: str | None) -> str | None:
    chinese = not _ARABIC_RE.search(plain, quantity.number_start, quantity.number_end)
    if name in ("name", "contact") or (name == "slogan" and chinese):
        return name if name != "slogan" else "set_phrase"
    if (
        chinese
        and quantity.unit is None
        and quantity.noun is None
        and quantity.end - quantity.start == 1
        and plain[quantity.start] not in "零〇"
    ):
        return "order" if plain[quantity.start - 1 : quantity.start] == "第" else "word"
    around = plain, quantity.start, quantity.end, quantity.unit
    for rule in _beside("exclusion").around(*around):
        if rule.fits(plain, quantity):
            return rule.class_
    if chinese and quantity.unit and not _small(quantity):
        return "set_phrase"
    if quantity.unit is not None or quantity.noun is not None:
        return None
    return None if any(rule.fits(plain, quantity) for rule in _beside("quantity").around(*around)) else "bare"


def _small(quantity: Quantity) -> bool:
    """Whether a single Chinese digit may count this unit (三件, not 一线)."""
    if quantity.number_end - quantity.number_start > 1 or quantity.number.share:
        return True
    unit = spellings().get(quantity.unit or "")
    # 三千克, 一千瓦: a long name of a measure is no part of a word.
    return isinstance(unit, Unit) and (unit.small or unit.strong or (unit.kind in MEASURES and len(unit.unit) > 1))
