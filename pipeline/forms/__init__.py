"""Reads the statutory tables.

In: a text with its grids. Out: cells with the codes of the form, and a problem for each table, row or number that
matches nothing in the form.
"""

from pipeline.forms.cells import (
    find_cells,
)
from pipeline.forms.label_match import (
    normalize,
)
from pipeline.forms.own_cells import (
    keep_own_cells,
)
from pipeline.forms.table_years import (
    find_table_years,
)

__all__ = ["find_cells", "find_table_years", "keep_own_cells", "normalize"]
