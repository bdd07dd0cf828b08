"""Reads plain text and Markdown.

In: a string. Out: a page of its paragraphs, and grids of its tables (cells between tabs or bars).
"""

from pipeline.ingest.plain.markdown import (
    read_markdown,
)
from pipeline.ingest.plain.plaintext import (
    read_plaintext,
)

__all__ = ["read_markdown", "read_plaintext"]
