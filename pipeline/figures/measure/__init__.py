"""Names what a number counts.

The quantities of a sentence go in, and the words around them; a name and the rule for it come out, or nothing.
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
