"""The values that flow through gongkai. Frozen, typed, and importing nothing of ours.

A file becomes a ``Page``, a page a ``Text``; the stages make ``Section``, ``Figure``, ``Cell`` and their kin of it, and
a ``Report`` holds them all. Every ``start`` and ``end`` is a half-open range of characters (code points) of
``Text.text``.
"""

from pipeline.model.document import (
    Block,
    Format,
    Grid,
    GridCell,
    Metadata,
    Page,
    PlacedCell,
    PlacedGrid,
    Problem,
    Region,
    RegionKind,
    Registration,
    ReportType,
    Section,
    Source,
    Text,
)
from pipeline.model.figure import (
    Basis,
    Change,
    Citation,
    Figure,
    Kind,
    LeftOut,
    Modality,
    Qualifier,
    Role,
)
from pipeline.model.report import (
    PRINTED,
    Audit,
    Indicator,
    IndicatorStatus,
    Outcome,
    Report,
    RequestOutcome,
    Status,
    Unreadable,
    Witness,
)
from pipeline.model.table import (
    Cell,
    CellRule,
    CellState,
)

__all__ = [
    "PRINTED",
    "Audit",
    "Basis",
    "Block",
    "Cell",
    "CellRule",
    "CellState",
    "Change",
    "Citation",
    "Figure",
    "Format",
    "Grid",
    "GridCell",
    "Indicator",
    "IndicatorStatus",
    "Kind",
    "LeftOut",
    "Metadata",
    "Modality",
    "Outcome",
    "Page",
    "PlacedCell",
    "PlacedGrid",
    "Problem",
    "Qualifier",
    "Region",
    "RegionKind",
    "Registration",
    "Report",
    "ReportType",
    "RequestOutcome",
    "Role",
    "Section",
    "Source",
    "Status",
    "Text",
    "Unreadable",
    "Witness",
]
