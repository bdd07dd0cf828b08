"""Makes the panel: one row for each disclosure report, however many documents it has, by code, agency and year.

For each indicator it takes the witness of one of the report's documents: a number before mere bounds, a table before
prose, then the main document before the others. If no number satisfies two documents, the indicator is disputed, and an
audit says so.
"""

from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Witness
from pipeline.rulebook import indicator_names
from pipeline.run.pieces import read_batches
from pipeline.tables import (
    DISCLOSURE,
    INDICATORS,
    MAIN,
    PANEL,
    PANEL_CORRECTED,
    Table,
    parquet_schema,
    read_columns,
    write_table,
)

# Columns that a report takes from the first of its documents that has a value, beginning with the main one.
_COALESCED = ("form",)


def write_panel(
    folder: Path, table: Table = PANEL, *, joined: bool = True, names: Mapping[str, str] | None = None
) -> None:
    """Writes the panel, or the corrected one, from the documents and indicators in a folder.

    ``names`` are names that people gave agencies. Unless ``joined``, every document is a report of its own, since the
    folder is a part of a larger run.

    Raises:
        UnwritableError: if it cannot be written.
    """
    documents = _take_disclosure(
        _read_documents(folder / "documents.parquet", "report_id" if joined else "document_id")
    )
    reports = _take_main(documents)
    grouped = documents.group_by("report", use_threads=False).aggregate([("document_id", "list")])
    indices = pc.index_in(reports["report"], _whole(grouped["report"]))
    columns = {name: reports[name] for name in reports.column_names if name in PANEL_COLUMNS}
    columns["agency"] = _rename(reports, names or {})
    columns["documents"] = pc.binary_join(pc.take(grouped["document_id_list"], indices), ";")
    for name in _COALESCED:
        held = documents.filter(pc.is_valid(documents[name]))
        first = held.group_by("report", use_threads=False).aggregate([(name, "first")])
        columns[name] = pc.take(first[f"{name}_first"], pc.index_in(reports["report"], _whole(first["report"])))
    flag = "taken" if table is PANEL else "corrected"
    columns |= _lay_side_by_side(reports, _read_indicators(folder / "indicators.parquet", documents, flag))
    schema = parquet_schema(table)
    panel = pa.table([columns[name] for name in schema.names], schema=schema)
    keys = ("adcode", "agency_id", "report_year", "agency", "report_id", "document_id")
    write_table(folder / f"{table.name}.parquet", table, [panel.sort_by([(name, "ascending") for name in keys])])


def copy_panel(folder: Path) -> None:
    """Writes the corrected panel as a copy of the panel, if there are no verdicts.

    Raises:
        UnwritableError: if it cannot be written.
    """
    rows = read_columns(folder / f"{PANEL.name}.parquet").cast(parquet_schema(PANEL_CORRECTED))
    write_table(folder / f"{PANEL_CORRECTED.name}.parquet", PANEL_CORRECTED, [rows])


def count_corrected(folder: Path) -> int:
    """The number of values in ``panel_corrected`` that differ from those in ``panel`` or are missing there."""
    codes = [name.code for name in indicator_names()]
    printed, corrected = (read_columns(folder / f"{name}.parquet", codes) for name in ("panel", "panel_corrected"))
    return sum(_count_unlike(printed[code], corrected[code]) for code in codes)


def _count_unlike(first: pa.ChunkedArray, second: pa.ChunkedArray) -> int:
    either = pc.xor(pc.is_valid(first), pc.is_valid(second))
    unlike = pc.or_(either, pc.fill_null(pc.not_equal(first, second), fill_value=False))
    return pc.sum(unlike).as_py() or 0


def _take_disclosure(documents: pa.Table) -> pa.Table:
    """The documents of reports that include a disclosure report, by its family or by the form that it prints."""
    is_disclosure = pc.or_(pc.equal(documents["report_type"], DISCLOSURE), pc.is_valid(documents["form"]))
    return documents.filter(pc.is_in(documents["report"], _whole(documents.filter(is_disclosure)["report"])))


def _rename(reports: pa.Table, names: Mapping[str, str]) -> pa.Array:
    """The names of the agencies, as people gave them or else as printed."""
    given = [names.get(agency_id) for agency_id in reports["agency_id"].to_pylist()]
    return pc.coalesce(pa.array(given, pa.string()), reports["agency"])


def _take_main(documents: pa.Table) -> pa.Table:
    """The first document of each report."""
    first = documents.group_by("report", use_threads=False).aggregate([("document_id", "first")])
    return documents.filter(pc.is_in(documents["document_id"], _whole(first["document_id_first"])))


def _lay_side_by_side(reports: pa.Table, stated: pa.Table) -> dict[str, pa.Array]:
    """The columns of the indicators, and a column that lists the disputed ones."""
    columns: dict[str, pa.Array] = {}
    disputed: list[list[str]] = [[] for _ in range(reports.num_rows)]
    # Reports by number, which are found faster than by name, and the rows of an indicator behind each other.
    numbers = pa.array(range(reports.num_rows), pa.int32())
    number = pc.index_in(stated["report"], _whole(reports["report"]))
    stated = stated.append_column("number", number).sort_by("indicator").combine_chunks()
    counts = {item["values"]: item["counts"] for item in pc.value_counts(stated["indicator"]).to_pylist()}
    starts = dict(zip(counts, accumulate(counts.values(), initial=0), strict=False))
    for code in (name.code for name in indicator_names()):
        stated_here = stated.slice(starts.get(code, 0), counts.get(code, 0))
        at = pc.index_in(numbers, _whole(stated_here["number"]))
        columns[code] = pc.take(stated_here["value"], at)
        doubted = pc.fill_null(pc.take(stated_here["disputed"], at), fill_value=False)
        for index in pc.indices_nonzero(doubted).to_pylist():
            disputed[index].append(code)
    return columns | {"disputed": pa.array([";".join(codes) or None for codes in disputed], pa.string())}


PANEL_COLUMNS = frozenset(column.name for column in PANEL.columns)


def _read_documents(path: Path, key: str) -> pa.Table:
    """The documents by report: the main one first, then by how much they print."""
    made = {"documents", "disputed", *(name.code for name in indicator_names())}
    names = [column.name for column in PANEL.columns if column.name not in made]
    documents = read_columns(path, [*names, "report_part", "cells"])
    ranked = documents.append_column("report", documents[key]).append_column(
        "part", pc.if_else(pc.equal(documents["report_part"], MAIN), 0, 1)
    )
    order = [("report", "ascending"), ("part", "ascending"), ("cells", "descending"), ("document_id", "ascending")]
    return ranked.sort_by(order)


def _read_indicators(path: Path, documents: pa.Table, flag: str) -> pa.Table:
    """The witness for each report and indicator: report, indicator, value, and whether it is disputed.

    ``flag`` is the column that marks the witness of a document.
    """
    columns = ["document_id", "indicator", "witness", "value", "low", "high", "unit", flag, "disputed"]
    fields = parquet_schema(INDICATORS)
    schema = pa.schema([fields.field(name).remove_metadata() for name in columns])
    batches = (pa.Table.from_batches([batch]).select(columns) for batch in read_batches(path, "indicators", columns))
    taken = pa.concat_tables([schema.empty_table(), *(rows.filter(rows[flag]).cast(schema) for rows in batches)])
    order = pc.index_in(taken["document_id"], _whole(documents["document_id"]))
    taken = taken.append_column("report", pc.take(documents["report"], order)).append_column("order", order)
    counts = pc.value_counts(documents["report"])
    several = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    of_several = pc.is_in(taken["report"], several)
    alone = taken.filter(pc.invert(of_several)).select(["report", "indicator", "value", "disputed"])
    return pa.concat_tables([alone, _settle(taken.filter(of_several)).cast(alone.schema)])


def _settle(taken: pa.Table) -> pa.Table:
    """Chooses among a report's documents the witness for the panel, and marks it as disputed if they differ."""
    taken = _leave_judged(taken)
    taken = taken.append_column("prose", pc.if_else(pc.equal(taken["witness"], "table"), 0, 1))
    # Where a document states a number, the bounds in another do not lead to a null.
    taken = taken.append_column("bounds", pc.if_else(pc.is_valid(taken["value"]), 0, 1)).sort_by(
        [(name, "ascending") for name in ("report", "indicator", "bounds", "prose", "order")]
    )
    keep_null = pc.ScalarAggregateOptions(skip_nulls=False)
    first = taken.group_by(["report", "indicator"], use_threads=False).aggregate(
        [("value", "first", keep_null), ("disputed", "first")]
    )
    keys = pc.binary_join_element_wise(first["report"], first["indicator"], "\n")
    doubted = pc.or_(first["disputed_first"], pc.is_in(keys, _find_differing(taken)))
    settled = {"report": first["report"], "indicator": first["indicator"], "value": first["value_first"]}
    return pa.table({**settled, "disputed": doubted})


def _leave_judged(taken: pa.Table) -> pa.Table:
    """Drops the witnesses of other documents of the report for which people gave a verdict."""
    keys = pc.binary_join_element_wise(taken["report"], taken["indicator"], "\n")
    is_judged = pc.equal(taken["witness"], Witness.VERDICT.value)
    return taken.filter(pc.or_(is_judged, pc.invert(pc.is_in(keys, _whole(keys.filter(is_judged))))))


def _find_differing(taken: pa.Table) -> pa.Array:
    """The reports and indicators that two documents state in one unit, but no number satisfies both (documents_agree).

    Intervals overlap pairwise if and only if the greatest lower bound is at most the least upper bound.
    """
    by_unit = taken.group_by(["report", "indicator", "unit"], use_threads=False).aggregate(
        [("low", "max"), ("high", "min")]
    )
    apart = pc.fill_null(pc.greater(by_unit["low_max"], by_unit["high_min"]), fill_value=False)
    unlike = by_unit.filter(apart)
    return _whole(pc.binary_join_element_wise(unlike["report"], unlike["indicator"], "\n"))


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
