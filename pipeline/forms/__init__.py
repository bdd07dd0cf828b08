"""Reads the statutory tables.

A text with its grids goes in; cells with the codes of the form come out, and a problem wherever a table, a row or a
number takes no place in it.
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
