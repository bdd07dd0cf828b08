"""The rule files that this folder reads, by name, with the structure of each."""

from pipeline.ingest.facts import FactRules
from pipeline.ingest.furniture import FurnitureRules
from pipeline.rulebook import Rules

RULES: dict[str, type[Rules]] = {"facts": FactRules, "furniture": FurnitureRules}
