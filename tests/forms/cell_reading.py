"""Reads cells in the tests of forms."""

from pipeline.forms.cells import find_cells
from pipeline.ingest.html.reader import read_html
from pipeline.ingest.plain.markdown import read_markdown
from pipeline.ingest.plain.plaintext import read_plaintext
from pipeline.model import Cell, Problem
from pipeline.text.compose import compose_text
from tests.statutory import LAWSUITS, RESULTS, REVIEWS

Coded = dict[tuple[str | None, str | None, str | None], str]


def read(page: str) -> tuple[tuple[Cell, ...], tuple[Problem, ...]]:
    reader = read_html if "<table" in page else read_markdown if "|---" in page else read_plaintext
    return find_cells(compose_text(reader(page)))


def coded(cells: tuple[Cell, ...]) -> Coded:
    """The printed values by table, row and column."""
    return {(c.table, c.row, c.column): c.raw for c in cells if c.row and c.column}


# The heads of 表四, and those of each of its three parts.
DISPUTE_HEADS = f"{REVIEWS}*5|{LAWSUITS}*10"
RESULT_HEADS = "|".join(RESULTS)
