"""Reads a file into a page.

In: its bytes and its path. Out: blocks in reading order (paragraphs and grids), the facts in its page furniture, and
problems. Only this room knows formats: text, HTML, PDF and Word.
"""

from pipeline.ingest.facts import (
    FactRules,
    Facts,
    read_cells,
    read_facts,
    read_label,
    read_publication,
    values_of,
)
from pipeline.ingest.furniture import (
    FurnitureRules,
    find_furniture,
)
from pipeline.ingest.ole import (
    is_compound,
    name_compound,
)
from pipeline.ingest.page import (
    is_html,
    load_readers,
    read_page,
)
from pipeline.ingest.plain import (
    read_plaintext,
)
from pipeline.ingest.signatures import (
    SAMPLE,
    is_foreign,
    is_mime,
    is_pdf,
    is_rtf,
    is_warc,
    name_members,
)
from pipeline.rulebook import (
    Rules,
)

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

# The rule files that this room reads, by name, and the shape of each.
RULES: dict[str, type[Rules]] = {"facts": FactRules, "furniture": FurnitureRules}
