"""Names the stages over all documents: they read the merged tables, and add rows to a table that is merged after them.

A stage gets the folder of the tables, reads the columns that it needs batch by batch (``pieces.read_batches``), and
gives rows in the order of ``document_id``. It runs anew whenever a document came, went or was read again, so what it
gave before is told by the rules that are its own and dropped.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.audits.year_on_year import codes_between_years
from pipeline.run.year_pairs import find_year_rows
from pipeline.tables.rows import Row


@dataclass(frozen=True, slots=True)
class Across:
    """A stage over all documents: the table it adds to, and which values of that table's ``rule`` are its own."""

    table: str
    rules: frozenset[str]
    find: Callable[[Path], Iterable[Row]]


YEARS = Across("audits", codes_between_years(), find_year_rows)
ACROSS: tuple[Across, ...] = (YEARS,)
