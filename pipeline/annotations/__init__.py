"""Reads analysts' verdicts on rows.

Takes their CSV files; returns verdicts, which are written beside the rows they are about, become witnesses of
indicators, and are counted. A verdict never changes a published value.
"""

from pipeline.annotations.file import (
    Verdict,
    merge_verdicts,
    read_verdicts,
    write_verdicts,
)
from pipeline.annotations.match import (
    Row,
)
from pipeline.annotations.revived import (
    revive_row,
)
from pipeline.annotations.rows import (
    OWN_PROBLEMS,
    apply_verdicts,
)
from pipeline.annotations.score import (
    print_score,
    score_verdicts,
    state_score,
)

__all__ = [
    "OWN_PROBLEMS",
    "Row",
    "Verdict",
    "apply_verdicts",
    "merge_verdicts",
    "print_score",
    "read_verdicts",
    "revive_row",
    "score_verdicts",
    "state_score",
    "write_verdicts",
]
