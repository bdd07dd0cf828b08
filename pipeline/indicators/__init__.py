"""Puts what reports state under one code.

Cells and figures go in; indicators come out, each with its witness and its rank, the row that the panel prints, and the
reason for each number that it has, and for each that it has not.
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
