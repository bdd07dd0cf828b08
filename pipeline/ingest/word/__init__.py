"""Reads Word files.

In: the bytes of a DOCX file, or of a DOC, WPS or RTF file, which LibreOffice converts first. Out: a page, including the
numbers that Word generates before paragraphs.
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
