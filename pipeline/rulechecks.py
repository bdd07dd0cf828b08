"""Reads every rule file before a run reads its first document, so that a broken one is refused whatever is read."""

from pipeline.agencies import RegionRules
from pipeline.auditrules import AuditRules
from pipeline.changes import ChangeRules
from pipeline.citations import CitationRules
from pipeline.examples import ExampleRules
from pipeline.facts import FactRules
from pipeline.furniture import FurnitureRules
from pipeline.indicatorrules import IndicatorRules
from pipeline.labels import FormRules
from pipeline.markers import HeadingRules
from pipeline.problems import ProblemRules
from pipeline.quantities import MarkRules
from pipeline.rulebook import Rules, read_rules
from pipeline.titles import MetadataRules
from pipeline.traps import TrapRules
from pipeline.units import NounRules, UnitRules, signs
from pipeline.words import WordRules, word_classes
from pipeline.zeros import ZeroRules

SHAPES: dict[str, type[Rules]] = {
    "audits": AuditRules,
    "changes": ChangeRules,
    "citations": CitationRules,
    "examples": ExampleRules,
    "facts": FactRules,
    "forms": FormRules,
    "furniture": FurnitureRules,
    "headings": HeadingRules,
    "indicators": IndicatorRules,
    "metadata": MetadataRules,
    "nouns": NounRules,
    "problems": ProblemRules,
    "qualifiers": MarkRules,
    "regions": RegionRules,
    "traps": TrapRules,
    "units": UnitRules,
    "words": WordRules,
    "zeros": ZeroRules,
}


def check_rules() -> None:
    """Reads every rule file, and looks for what two lines or two files claim.

    Raises:
        RulebookError: if a file is broken, or contradicts itself or another.
    """
    for name, shape in SHAPES.items():
        read_rules(name, shape)
    signs()
    word_classes()
