"""Reads analysts' verdicts on rows.

Takes their CSV files; returns verdicts, which are written beside the rows they are about, become witnesses of
indicators, and are counted. A verdict never changes a published value.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.annotations.file import Verdict, merge_verdicts, read_verdicts, write_verdicts
    from pipeline.annotations.match import OWN_PROBLEMS, Row
    from pipeline.annotations.revived import revive_row
    from pipeline.annotations.rows import apply_verdicts
    from pipeline.annotations.score import print_score, score_verdicts, state_score

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

# The module of each public name. Modules are loaded on first use: a run with nothing to read needs few of them.
_MODULES = {
    "file": (
        "Verdict",
        "merge_verdicts",
        "read_verdicts",
        "write_verdicts",
    ),
    "match": ("OWN_PROBLEMS", "Row"),
    "revived": ("revive_row",),
    "rows": ("apply_verdicts",),
    "score": (
        "print_score",
        "score_verdicts",
        "state_score",
    ),
}

__getattr__ = open_door(__name__, _MODULES)
