"""Divides a text by its numbered headings.

Takes a text; returns sections that tile it, and a problem wherever the numbering skips, repeats or restarts.
"""

from pipeline.outline.markers import (
    HeadingRules,
)
from pipeline.outline.sections import (
    split_sections,
)
from pipeline.outline.several_reports import (
    is_annex,
    is_form_row,
)
from pipeline.rulebook import (
    Rules,
)

__all__ = ["RULES", "is_annex", "is_form_row", "split_sections"]

# The rule files that this stage reads, by name, with the structure of each.
RULES: dict[str, type[Rules]] = {"headings": HeadingRules}
