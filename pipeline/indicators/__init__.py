"""Puts what reports state under common codes.

In: cells and figures. Out: indicators, each with its witness and rank; the row of the panel; and for each indicator the
reason why it has a number, or none.
"""

from pipeline.indicators.derived import (
    find_derived,
)
from pipeline.indicators.form_reasons import (
    name_costs,
)
from pipeline.indicators.indicators import (
    find_indicators,
)
from pipeline.indicators.panel import (
    find_disputed,
    take_witnesses,
)
from pipeline.indicators.prose_statements import (
    read_prose,
)
from pipeline.indicators.ranking import (
    find_parts,
    rank_indicators,
)
from pipeline.indicators.refusals import (
    find_odd_counts,
)
from pipeline.indicators.request_outcomes import (
    find_outcomes,
)
from pipeline.indicators.statuses import (
    find_statuses,
)

__all__ = [
    "find_derived",
    "find_disputed",
    "find_indicators",
    "find_odd_counts",
    "find_outcomes",
    "find_parts",
    "find_statuses",
    "name_costs",
    "rank_indicators",
    "read_prose",
    "take_witnesses",
]
