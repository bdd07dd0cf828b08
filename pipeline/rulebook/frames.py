"""Reads ``rules/frames.toml``: what a figure must say it counts, and by which verb, to state an indicator."""

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator

from pipeline.rulebook.edges import find_edge
from pipeline.rulebook.indicators import compiled, rule_of_indicator
from pipeline.rulebook.load import Regex, Rules, read_rules

if TYPE_CHECKING:
    import regex


class FrameRule(Rules):
    """A ``[[frame]]``: head, verbs and units of the figures that state an indicator, with sentences for and against."""

    indicator: str
    head: Regex
    modifiers: Regex | None = None
    verbs: Regex
    units: tuple[str, ...]
    channel: tuple[str, ...] = ()
    near: Regex | None = None
    not_near: Regex | None = None
    not_after: Regex | None = None
    clause: Regex | None = None
    not_clause: Regex | None = None
    not_sentence: Regex | None = None
    topic: Regex | None = None
    whole: Regex | None = None
    after: Regex | None = None
    any_deed: bool = False
    any_field: bool = False
    unnamed: bool = False
    sole: bool = False
    within: bool = False
    core: bool = False
    anywhere: bool = False
    unsaid: bool = False
    event: bool = False
    largest: bool = False
    titled: bool = False
    zero: bool = False
    counted: bool = False
    also: bool = False
    listed: bool = False
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def action(self) -> "regex.Pattern[str]":
        """What fits the whole of the verb of a figure."""
        return compiled(f"(?: (?: 主动 )? (?: {self.verbs} ) )+")

    @cached_property
    def noun(self) -> "regex.Pattern[str]":
        """What is found in the words about a figure that names what it counts itself."""
        return compiled(self.head)

    @cached_property
    def object(self) -> "regex.Pattern[str]":
        """What fits the whole of what a figure counts: verbs, modifiers that leave the whole whole, and the head."""
        return compiled(f"{self._modifiers} {self._named}")

    @cached_property
    def open_object(self) -> "regex.Pattern[str]":
        """The same with a word among the modifiers that no rule knows: group ``stray``."""
        return compiled(f"{self._modifiers} (?P<stray> .+? ) {self._modifiers} {self._named}")

    @cached_property
    def ends(self) -> frozenset[str] | None:
        """The characters with which both of them end, if not any may be there."""
        return find_edge(self.object, "last")

    @cached_property
    def last_deed(self) -> "regex.Pattern[str]":
        """What is found in the words up to a number where one of the verbs is the last of several (审核发布信息)."""
        return compiled(f"(?: {self.verbs} ) (?: 了 | 出 )? (?! {self.verbs} ) {self._modifiers} {self._named} $")

    @property
    def _modifiers(self) -> str:
        rules = frame_rules()
        modifiers = "|".join(f"(?: {words} )" for words in (rules.modifiers, self.modifiers, self.verbs) if words)
        return f"(?: {modifiers} )*"

    @property
    def _named(self) -> str:
        return f"(?: {self.head} ) (?: {frame_rules().tails} )*"


class FrameRules(Rules):
    """The structure of ``rules/frames.toml``."""

    modifiers: Regex
    tails: Regex
    titles: Regex
    parts: Regex
    fields: Regex
    shared: Regex
    issues: Regex
    made: Regex
    core: Regex
    rest: Regex
    own_kind: Regex
    own_doing: Regex
    foreign: Regex
    of_year: Regex
    published: Regex
    links: Regex
    listed: Regex
    kinds: Regex
    plain: Regex
    classes: Regex
    official: Regex
    informing: Regex
    summed: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    wholes: dict[str, tuple[str, ...]]
    frame: tuple[FrameRule, ...]

    @cached_property
    def informed(self) -> str:
        """What fits words that name information, with a word among them that no rule knows: group ``field``."""
        plain = f"(?: {self.modifiers} | {self.plain} )*+"
        behind = f"(?: (?P<named> {self.official} ) | {self.modifiers} | {self.plain} )*"
        return f"{plain} (?P<field> .*? ) {behind} (?: {self.informing} ) (?: {self.tails} )*"

    @model_validator(mode="before")
    @classmethod
    def _units_are_put_in(cls, read: "dict[str, Any]") -> "dict[str, Any]":
        """Puts the lists of ``units`` where a frame names them."""
        lists = read.get("units", {})
        frames = [
            {**rule, "units": [unit for name in rule.get("units", ()) for unit in lists.get(name, [name])]}
            for rule in read.get("frame", ())
        ]
        return {**read, "frame": frames}

    @model_validator(mode="after")
    def _codes_are_known(self) -> "FrameRules":
        codes = [rule.indicator for rule in self.frame] + [
            code for whole, parts in self.wholes.items() for code in (whole, *parts)
        ]
        for code in codes:
            try:
                rule_of_indicator(code)
            except KeyError as error:
                raise ValueError(f"{code} is no indicator") from error
        return self


@cache
def frame_rules() -> FrameRules:
    """The rules, read once."""
    rules: FrameRules = read_rules("frames", FrameRules)
    return rules
