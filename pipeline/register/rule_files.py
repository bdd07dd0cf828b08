"""The rule files that this folder reads, by name, with the structure of each."""

from pipeline.register.rules import DivisionRules, EventRules, RegisterRules
from pipeline.rulebook import Rules

RULES: dict[str, type[Rules]] = {
    "division_events": EventRules,
    "divisions": DivisionRules,
    "register": RegisterRules,
}
