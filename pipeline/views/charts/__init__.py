"""Draws the tables as charts.

A folder of tables goes in, one HTML page that needs no network comes out. Needs the extra ``report``.
"""

from pipeline.views.charts.data import (
    read_chart_data,
)
from pipeline.views.charts.page import (
    write_chart_page,
)

__all__ = ["read_chart_data", "write_chart_page"]
