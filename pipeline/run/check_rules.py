"""Reads every rule file before a run reads its first document, so that a broken one is refused whatever is read."""

from pipeline.citations import CitationRules
from pipeline.figures.changes import ChangeRules
from pipeline.figures.exclusions import TrapRules
from pipeline.figures.negations import ZeroRules
from pipeline.figures.quantities import MarkRules
from pipeline.ingest.facts import FactRules
from pipeline.ingest.furniture import FurnitureRules
from pipeline.language.tokens import WordRules, word_classes
from pipeline.metadata.agencies import RegionRules
from pipeline.metadata.titles import MetadataRules
from pipeline.outline.markers import HeadingRules
from pipeline.rulebook.audits import AuditRules
from pipeline.rulebook.examples import ExampleRules
from pipeline.rulebook.forms import FormRules
from pipeline.rulebook.indicators import IndicatorRules
from pipeline.rulebook.load import Rules, read_rules
from pipeline.rulebook.problems import ProblemRules
from pipeline.values.units import NounRules, UnitRules, signs

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
