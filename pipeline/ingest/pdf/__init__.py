"""Reads PDF.

In: the bytes of a file. Out: a page of its paragraphs and tables, joined across page breaks.
"""

from pipeline.ingest.pdf.reader import (
    read_pdf,
)

__all__ = ["read_pdf"]
