"""Makes the panel: one row a report, whatever the number of its documents, by code, agency and year.

Of each indicator it takes the witness that one of the report's documents takes: a table before prose, and then the main
document before the others. Where two documents state different numbers in the same way, the number is disputed.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.rulebook import indicator_rules
from pipeline.run.pieces import read_batches
from pipeline.tables import MAIN, PANEL, parquet_schema, read_columns, write_table

# What a report has where its documents have it, the main one first.
_COALESCED = ("form",)
_ORDER = ["report_id", "part", "cells", "document_id"]


def write_panel(folder: Path) -> None:
    """Writes the panel from the documents and indicators of a folder.

    Raises:
        UnwritableError: if it cannot be written.
    """
    documents = _read_documents(folder / "documents.parquet")
    reports = documents.filter(pc.equal(documents["part"], 0))
    grouped = documents.group_by("report_id", use_threads=False).aggregate([("document_id", "list")])
    places = pc.index_in(reports["report_id"], grouped["report_id"].combine_chunks())
    columns = {name: reports[name] for name in reports.column_names if name in PANEL_COLUMNS}
    columns["documents"] = pc.binary_join(pc.take(grouped["document_id_list"], places), ";")
    for name in _COALESCED:
        held = documents.filter(pc.is_valid(documents[name]))
        first = held.group_by("report_id", use_threads=False).aggregate([(name, "first")])
        columns[name] = pc.take(first[f"{name}_first"], pc.index_in(reports["report_id"], _whole(first["report_id"])))
    stated = _read_indicators(folder / "indicators.parquet", documents)
    disputed: list[list[str]] = [[] for _ in range(reports.num_rows)]
    for rule in indicator_rules().indicators:
        own = stated.filter(pc.equal(stated["indicator"], rule.code))
        at = pc.index_in(reports["report_id"], _whole(own["report_id"]))
        columns[rule.code] = pc.take(own["value"], at)
        doubted = pc.fill_null(pc.take(own["disputed"], at), fill_value=False)
        for place in pc.indices_nonzero(doubted).to_pylist():
            disputed[place].append(rule.code)
    columns["disputed"] = pa.array([";".join(codes) or None for codes in disputed], pa.string())
    schema = parquet_schema(PANEL)
    panel = pa.table([columns[name] for name in schema.names], schema=schema)
    keys = ("adcode", "agency_id", "report_year", "agency", "report_id")
    write_table(folder / "panel.parquet", PANEL, [panel.sort_by([(name, "ascending") for name in keys])])


PANEL_COLUMNS = frozenset(column.name for column in PANEL.columns)


def _read_documents(path: Path) -> pa.Table:
    """The documents by report, the main one first, then those that print the most."""
    indicators = {rule.code for rule in indicator_rules().indicators}
    made = {"documents", "disputed", *indicators}
    names = [column.name for column in PANEL.columns if column.name not in made]
    documents = read_columns(path, [*names, "report_part", "cells"])
    part = pc.if_else(pc.equal(documents["report_part"], MAIN), 0, 1)
    fewest = pc.negate(documents["cells"])
    documents = documents.append_column("part", part).set_column(
        documents.schema.get_field_index("cells"), "cells", fewest
    )
    return documents.sort_by([(name, "ascending") for name in _ORDER])


def _read_indicators(path: Path, documents: pa.Table) -> pa.Table:
    """What the panel takes of each report and indicator: report_id, indicator, value, and whether it is disputed."""
    columns = ["document_id", "indicator", "witness", "value", "taken", "disputed"]
    batches = [batch.filter(batch["taken"]) for batch in read_batches(path, "indicators", columns)]
    schema = pa.schema([parquet_schema_field(name) for name in columns])
    taken = pa.Table.from_batches([batch.select(columns).cast(schema) for batch in batches], schema)
    ids = _whole(documents["document_id"])
    order = pc.index_in(taken["document_id"], ids)
    prose = pc.if_else(pc.equal(taken["witness"], "table"), 0, 1)
    taken = (
        taken.append_column("report_id", pc.take(documents["report_id"], order))
        .append_column("order", order)
        .append_column("prose", prose)
        .sort_by([(name, "ascending") for name in ("report_id", "indicator", "prose", "order")])
    )
    keep_null = pc.ScalarAggregateOptions(skip_nulls=False)
    first = taken.group_by(["report_id", "indicator"], use_threads=False).aggregate(
        [("value", "first", keep_null), ("disputed", "first"), ("prose", "first")]
    )
    differing = _find_differing(taken)
    keys = pc.binary_join_element_wise(first["report_id"], first["indicator"], "\n")
    doubted = pc.or_(first["disputed_first"], pc.is_in(keys, differing))
    return pa.table(
        {
            "report_id": first["report_id"],
            "indicator": first["indicator"],
            "value": first["value_first"],
            "disputed": doubted,
        }
    )


def _find_differing(taken: pa.Table) -> pa.Array:
    """The reports and indicators of which two documents state different numbers, both in tables or both in prose."""
    by_kind = taken.group_by(["report_id", "indicator", "prose"], use_threads=False).aggregate(
        [("value", "min"), ("value", "max")]
    )
    unlike = by_kind.filter(pc.not_equal(by_kind["value_min"], by_kind["value_max"]))
    return _whole(pc.binary_join_element_wise(unlike["report_id"], unlike["indicator"], "\n"))


def parquet_schema_field(name: str) -> pa.Field:
    """A column of ``indicators`` without what is said of it."""
    types = {"taken": pa.bool_(), "disputed": pa.bool_(), "value": pa.float64()}
    return pa.field(name, types.get(name, pa.string()))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
