"""Compares two outputs row by row.

Two folders of tables go in; what was added, removed and changed comes out, each with its sentence.
"""

from pipeline.views.diff.diff import (
    diff_outputs,
    write_revisions,
)
from pipeline.views.diff.lines import (
    show_json,
    show_revisions,
)
from pipeline.views.diff.revisions import (
    REVISIONS,
)

__all__ = ["REVISIONS", "diff_outputs", "show_json", "show_revisions", "write_revisions"]
