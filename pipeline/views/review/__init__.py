"""Writes the pages on which analysts see and judge what was read.

A folder of tables goes in, a site of HTML pages comes out.
"""

from pipeline.views.review.site import (
    read_documents,
    write_site,
)

__all__ = ["read_documents", "write_site"]
