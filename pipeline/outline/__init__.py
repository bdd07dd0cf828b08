"""Divides a text by its numbered headings.

A text goes in; sections that tile it come out, and a problem wherever the numbering skips, repeats or starts again.
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

# The rule files that this room reads, by name, and the shape of each.
RULES: dict[str, type[Rules]] = {"headings": HeadingRules}
