"""Tells which lines of what people say of agencies are about no report of a run, and how many lines a run was given."""

import json
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.register import OVERRULED, Known, Overrules, Stray, find_strays, read_agency
from pipeline.run.pieces import read_rows_of
from pipeline.tables import Row, read_columns

_COLUMNS = ["document_id", "agency", "agency_id", "agency_rule"]


def find_stray_lines(folder: Path, said: Overrules) -> tuple[Stray, ...]:
    """The lines that are about no document of a folder, as it was read and as people overrule it."""
    if not said.lines:
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
    return tuple(find_strays(said, Known(spellings, {row["document_id"] for row in rows}, names, given)))


def _read_overruled(folder: Path, rows: list[Row]) -> list[tuple[str | None, str]]:
    """The agencies of those documents that people overrule, as they are read, with their names."""
    ids = [row["document_id"] for row in rows if row["agency_rule"] == OVERRULED and row["agency"]]
    names = ["document_id", "agency", "report_year", "text"]
    batches = read_rows_of(folder / "documents.parquet", "documents", pa.array(ids, pa.string()), names)
    read = (row for batch in batches for row in batch.to_pylist())
    return [(read_agency(row["agency"], row["report_year"], row["text"]).agency_id, row["agency"]) for row in read]


def describe_lines(sha256: str, said: Overrules, strays: tuple[Stray, ...]) -> dict[str, object]:
    """What run.json says of a file of what people say of agencies."""
    return {"sha256": sha256, "lines": len(said.lines), "strays": [stray._asdict() for stray in strays]}


def count_agency_lines(out: Path) -> int:
    """How many lines on agencies the tables in ``out`` were made with; none where there are no tables."""
    return int(_read_said(out).get("lines", 0))


def read_strays(out: Path) -> tuple[Stray, ...]:
    """The lines on agencies that were about no report of the tables in ``out``."""
    with suppress(TypeError):
        return tuple(Stray(**one) for one in _read_said(out).get("strays", ()))
    return ()


def _read_said(out: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, LookupError, TypeError):
        said: dict[str, Any] | None = json.loads((out / "run.json").read_text("utf-8"))["agencies"]
        return said or {}
    return {}
