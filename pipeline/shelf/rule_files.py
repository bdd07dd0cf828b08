"""The rule files that this folder reads, by name, with the structure of each."""

from pipeline.rulebook import Rules
from pipeline.shelf.rules import ShelfRules

RULES: dict[str, type[Rules]] = {"shelf": ShelfRules}
