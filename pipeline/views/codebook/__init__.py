"""Describes every table, column, audit and problem.

Schemas and rules go in, Markdown or lines for a terminal come out.
"""

from pipeline.views.codebook.codebook import (
    describe,
)

__all__ = ["describe"]
