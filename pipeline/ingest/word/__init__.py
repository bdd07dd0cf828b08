"""Reads Word files.

The bytes of a DOCX go in, or what LibreOffice makes one of (DOC, WPS, RTF); a page comes out, with the numbers that
Word itself would write before paragraphs.
"""

from pipeline.ingest.word.libreoffice import (
    convert_to_docx,
)
from pipeline.ingest.word.package import (
    name_package,
)
from pipeline.ingest.word.reader import (
    read_docx,
)

__all__ = ["convert_to_docx", "name_package", "read_docx"]
