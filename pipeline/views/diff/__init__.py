"""Compares two outputs row by row.

Takes two folders of tables; yields the rows that were added, removed or changed, each with its sentence.
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
