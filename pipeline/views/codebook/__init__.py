"""Describes every table, column, audit and problem.

Takes schemas and rules; writes Markdown, or lines for a terminal.
"""

from pipeline.views.codebook.codebook import (
    describe,
)

__all__ = ["describe"]
