"""The rule files that this folder reads, by name, with the structure of each."""

from pipeline.metadata.agencies import RegionRules
from pipeline.metadata.families import FamilyRules
from pipeline.metadata.rules import MetadataRules
from pipeline.rulebook import Rules

RULES: dict[str, type[Rules]] = {"families": FamilyRules, "metadata": MetadataRules, "regions": RegionRules}
