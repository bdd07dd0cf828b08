"""Reads text.

A string goes in, a page of its paragraphs comes out, and of what stands there as a table (between tabs or bars) its
grids.
"""

from pipeline.ingest.plain.markdown import (
    read_markdown,
)
from pipeline.ingest.plain.plaintext import (
    read_plaintext,
)

__all__ = ["read_markdown", "read_plaintext"]
