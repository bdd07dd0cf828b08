"""Names what a number counts.

In: the quantities of a sentence, and the words around them. Out: a name and the rule that chose it, or nothing.
"""

from pipeline.figures.measure.antecedents import (
    Measure,
)
from pipeline.figures.measure.candidates import (
    Phrases,
    find_phrases,
)
from pipeline.figures.measure.rank import (
    read_topic,
    resolve_measures,
)

__all__ = ["Measure", "Phrases", "find_phrases", "read_topic", "resolve_measures"]
