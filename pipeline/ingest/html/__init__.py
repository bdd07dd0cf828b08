"""Reads HTML.

In: the characters of a document. Out: a page of its blocks and tables. No script is run.
"""

from pipeline.ingest.html.grids import (
    LEAST_PARAGRAPHS,
    LEAST_PROSE,
    MOST_COLUMNS,
)
from pipeline.ingest.html.reader import (
    read_html,
)

__all__ = ["LEAST_PARAGRAPHS", "LEAST_PROSE", "MOST_COLUMNS", "read_html"]
