"""Reads a file into a page.

In: its bytes and its path. Out: blocks in reading order (paragraphs and grids), the facts in its page furniture, and
problems. Only this folder knows formats: text, HTML, PDF and Word.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.ingest.facts import Facts, read_cells, read_facts, read_label, read_publication, values_of
    from pipeline.ingest.furniture import find_furniture
    from pipeline.ingest.ole import is_compound, name_compound
    from pipeline.ingest.page import is_html, load_readers, read_page
    from pipeline.ingest.plain import read_plaintext
    from pipeline.ingest.rule_files import RULES
    from pipeline.ingest.signatures import SAMPLE, is_foreign, is_mime, is_pdf, is_rtf, is_warc, name_members

__all__ = [
    "RULES",
    "SAMPLE",
    "Facts",
    "find_furniture",
    "is_compound",
    "is_foreign",
    "is_html",
    "is_mime",
    "is_pdf",
    "is_rtf",
    "is_warc",
    "load_readers",
    "name_compound",
    "name_members",
    "read_cells",
    "read_facts",
    "read_label",
    "read_page",
    "read_plaintext",
    "read_publication",
    "values_of",
]

# The module of each public name. Modules are loaded on first use: a run with nothing to read needs few of them.
_MODULES = {
    "facts": ("Facts", "read_cells", "read_facts", "read_label", "read_publication", "values_of"),
    "furniture": ("find_furniture",),
    "ole": ("is_compound", "name_compound"),
    "page": ("is_html", "load_readers", "read_page"),
    "plain": ("read_plaintext",),
    "rule_files": ("RULES",),
    "signatures": ("SAMPLE", "is_foreign", "is_mime", "is_pdf", "is_rtf", "is_warc", "name_members"),
}

__getattr__ = open_door(__name__, _MODULES)
