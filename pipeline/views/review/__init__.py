"""Writes the pages on which analysts check what was read and give verdicts.

Takes a folder of tables; writes a site of HTML pages.
"""

from pipeline.views.review.site import (
    read_documents,
    write_site,
)

__all__ = ["read_documents", "write_site"]
