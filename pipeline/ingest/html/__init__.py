"""Reads HTML.

In: the characters of a document. Out: a page of its blocks and tables. No script is run.
"""

from pipeline.ingest.html.events import (
    Markup,
)
from pipeline.ingest.html.gaps import (
    is_pictured,
)
from pipeline.ingest.html.reader import (
    read_html,
)

__all__ = ["Markup", "is_pictured", "read_html"]
