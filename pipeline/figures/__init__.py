"""Reads the numbers of the prose.

In: a text, its sections and its metadata. Out: the figures with what they count, the numbers that are no figures (each
with the reason), and a problem for each number that cannot be read.
"""

from pipeline.figures.changes import (
    ChangeRules,
)
from pipeline.figures.entities import (
    EntityRules,
)
from pipeline.figures.exclusions import (
    ExclusionRules,
)
from pipeline.figures.figures import (
    find_figures,
    split_sentences,
)
from pipeline.figures.gaps import (
    GapRules,
)
from pipeline.figures.marks import (
    MarkRules,
)
from pipeline.figures.modality import (
    ModalityRules,
)
from pipeline.figures.negations import (
    ZeroRules,
)
from pipeline.figures.quantity import (
    Quantity,
)
from pipeline.figures.roles import (
    RoleRules,
)
from pipeline.figures.time_grammar import (
    TimeRules,
)
from pipeline.figures.time_refusals import (
    PeriodRules,
)
from pipeline.figures.time_scopes import (
    read_own_period,
)
from pipeline.rulebook import (
    Rules,
)

__all__ = ["RULES", "Quantity", "find_figures", "read_own_period", "split_sentences"]

# The rule files that this folder reads, by name, with the structure of each.
RULES: dict[str, type[Rules]] = {
    "changes": ChangeRules,
    "entities": EntityRules,
    "gaps": GapRules,
    "modality": ModalityRules,
    "periods": PeriodRules,
    "qualifiers": MarkRules,
    "roles": RoleRules,
    "times": TimeRules,
    "exclusions": ExclusionRules,
    "zeros": ZeroRules,
}
