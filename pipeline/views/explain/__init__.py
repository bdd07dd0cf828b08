"""Prints one report as a person would check it.

Takes a report; returns its sections, figures, tables and problems as lines for a terminal.
"""

from pipeline.views.explain.report import (
    explain,
    explain_unreadable,
)
from pipeline.views.explain.why import (
    why_lines,
)

__all__ = ["explain", "explain_unreadable", "why_lines"]
