"""Reads what analysts said of rows.

Their CSV files go in; verdicts come out, laid beside the rows that they are about, made witnesses of the indicators,
and counted. A verdict never changes a published value.
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
