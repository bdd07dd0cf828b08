"""Draws the tables as charts.

Takes a folder of tables and writes one HTML page that needs no network. Requires the extra ``report``.
"""

from pipeline.views.charts.data import (
    read_chart_data,
)
from pipeline.views.charts.page import (
    write_chart_page,
)

__all__ = ["read_chart_data", "write_chart_page"]
