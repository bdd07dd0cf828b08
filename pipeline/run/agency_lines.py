"""Finds the lines of an agencies file that concern no report of a run."""

from collections import defaultdict
from pathlib import Path

import pyarrow as pa

from pipeline.register import OVERRULED, Known, Overrules, Stray, find_strays, read_agency
from pipeline.run.pieces import read_rows_of
from pipeline.tables import Row, read_columns

_COLUMNS = ["document_id", "agency", "agency_id", "agency_rule"]


def find_stray_lines(folder: Path, overrules: Overrules) -> tuple[Stray, ...]:
    """The lines that concern no document of a folder, neither as read nor as overruled."""
    if not overrules.lines:
        return ()
    rows = read_columns(folder / "documents.parquet", _COLUMNS).to_pylist()
    now = [(row["agency_id"], row["agency"]) for row in rows]
    read = [(row["agency_id"], row["agency"]) for row in rows if row["agency_rule"] != OVERRULED]
    read += _read_overruled(folder, rows)
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for agency_id, name in (*now, *read):
        if agency_id:
            spellings[agency_id].update([name] if name else ())
    given = {*spellings} - {agency_id for agency_id, _ in read}
    names = {row["agency"] for row in rows if row["agency"]}
    return tuple(find_strays(overrules, Known(spellings, {row["document_id"] for row in rows}, names, given)))


def _read_overruled(folder: Path, rows: list[Row]) -> list[tuple[str | None, str]]:
    """The id and name of each overruled agency, as they are read from the report."""
    ids = [row["document_id"] for row in rows if row["agency_rule"] == OVERRULED and row["agency"]]
    names = ["document_id", "agency", "report_year", "text"]
    batches = read_rows_of(folder / "documents.parquet", "documents", pa.array(ids, pa.string()), names)
    read = (row for batch in batches for row in batch.to_pylist())
    return [(read_agency(row["agency"], row["report_year"], row["text"]).agency_id, row["agency"]) for row in read]


def describe_lines(sha256: str, overrules: Overrules, strays: tuple[Stray, ...]) -> dict[str, object]:
    """The entry on the agencies file in run.json."""
    return {"sha256": sha256, "lines": len(overrules.lines), "strays": [stray._asdict() for stray in strays]}
