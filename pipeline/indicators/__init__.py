"""Puts what reports state under one code.

Cells and figures go in; indicators come out, each with its witness and its rank, and the row that the panel prints.
"""

from pipeline.indicators.indicators import (
    find_indicators,
)
from pipeline.indicators.panel import (
    find_disputed,
    read_panel,
)
from pipeline.indicators.ranking import (
    rank_indicators,
)

__all__ = ["find_disputed", "find_indicators", "rank_indicators", "read_panel"]
