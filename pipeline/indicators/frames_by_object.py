"""Selects the frames that may fit a number by what it counts and its unit."""

from functools import cache, lru_cache

from pipeline.indicators.unknown_words import fits_object
from pipeline.rulebook import FrameRule, Sieve, compiled, frame_rules


# Reports count the same things in the same words.
@lru_cache(maxsize=16_384)
def frames_of(measure: str, unit: str | None, agency: str | None) -> tuple[FrameRule, ...]:
    """The frames that fit what a figure counts; a zero in words has no unit."""
    name = None if unit is None else unit.split("(")[0]
    return tuple(
        rule
        for rule in (_named_frames().pick(frozenset(measure)) if measure else _unnamed_frames())
        if (name is None or name in rule.units) and fits_object(rule, measure, agency)
    )


@cache
def _named_frames() -> Sieve[FrameRule]:
    """The frames of numbers that name what they count, by the head that they require; lists fit any."""
    frames = (rule for rule in frame_rules().frame if not rule.unnamed)
    return Sieve((compiled("") if rule.listed else rule.noun, rule) for rule in frames)


@cache
def _unnamed_frames() -> tuple[FrameRule, ...]:
    return tuple(rule for rule in frame_rules().frame if rule.unnamed or rule.listed)
