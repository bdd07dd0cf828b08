"""The rule files that this folder reads, by name, with the structure of each."""

from pipeline.rulebook import Rules
from pipeline.values.units import NounRules, UnitRules

RULES: dict[str, type[Rules]] = {"nouns": NounRules, "units": UnitRules}
