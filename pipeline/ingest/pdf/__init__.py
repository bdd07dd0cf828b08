"""Reads PDF.

The bytes of a file go in, a page of its paragraphs and tables comes out, joined over the ends of pages.
"""

from pipeline.ingest.pdf.reader import (
    read_pdf,
)

__all__ = ["read_pdf"]
