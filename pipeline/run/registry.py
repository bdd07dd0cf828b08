"""Determines over all documents of a run which belong to one report, and lists the agencies.

People's corrections of agencies are applied to what was read, and withdrawn when they are no longer stated. Only those
parts of ``documents`` are rewritten in which a document changes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from pipeline.i18n import Message
from pipeline.model import Registration
from pipeline.register import (
    OVERRULED,
    Held,
    Joined,
    Overrules,
    is_corrected,
    join_documents,
    place_agency,
    read_agency,
    read_id,
    read_overrules,
)
from pipeline.run.pieces import read_batches, read_rows_of
from pipeline.run.user_files import AgenciesFileError, open_user_file
from pipeline.tables import (
    ANNEX,
    DOCUMENTS,
    EDITION,
    MAIN,
    PANEL_STATUS,
    REGISTERED,
    Row,
    Table,
    find_bits,
    naming,
    part_file,
    part_of,
    read_columns,
    write_table,
)

NO_OVERRULES = Overrules()
# The columns of a document from which its agency is decided again.
AGENCY_COLUMNS = ["document_id", "agency", "region", "report_year", "listed", "text"]
# A file has a line or two for an agency, and there are fewer than 100,000 agencies.
MOST_BYTES_OF_AGENCIES = 16 * 1024 * 1024

_HELD = [
    "document_id",
    "source",
    "container",
    "member",
    "agency_id",
    "agency",
    "figures",
    "report_year",
    "report_type",
    "title",
]
_HELD += ["period_start", "period_end", "agency_rule", "report_id", "report_part", "cells"]


@dataclass(frozen=True, slots=True)
class AgenciesFile:
    """The overruled agencies in a file, and the SHA-256 of the file's bytes."""

    sha256: str
    overrules: Overrules


def open_agencies(file: Path) -> AgenciesFile:
    """Reads an agencies file.

    Raises:
        AgenciesFileError: if it cannot be read, or if one of its lines is wrong.
    """
    return AgenciesFile(
        *open_user_file(file, read_overrules, AgenciesFileError, Message("kind_agencies"), MOST_BYTES_OF_AGENCIES)
    )


def register_documents(folder: Path, overrules: Overrules, volumes: Collection[str] = ()) -> dict[str, str]:
    """Writes into ``documents`` the overruled agencies, and which documents belong to one report.

    ``volumes`` are documents with several reports; one is the main document of a report only if there is no other.

    Returns the ``report_id`` of the documents for which it differs from what was read or from the previous run.

    Raises:
        UnwritableError: if a part cannot be written.
    """
    rows = read_columns(folder / "documents.parquet", _HELD).to_pylist()
    changed: dict[str, Row] = _overrule(folder, rows, overrules)
    for row in rows:
        row.update(changed.get(row["document_id"], {}))
    joined = join_documents(map(_hold, rows))
    parts = _assign_parts(rows, joined, volumes)
    for row in rows:
        now = {"report_id": joined[row["document_id"]].report_id, "report_part": parts[row["document_id"]]}
        if any(row[name] != value for name, value in now.items()):
            changed[row["document_id"]] = changed.get(row["document_id"], {}) | now
    rewrite_parts(folder / "documents.parquet", DOCUMENTS, changed)
    return {document_id: row["report_id"] for document_id, row in changed.items() if "report_id" in row}


def register_statuses(folder: Path, reports: Mapping[str, str]) -> None:
    """Writes the ``report_id`` of documents, as ``register_documents`` returns it, into ``panel_status``.

    Raises:
        UnwritableError: if a part cannot be written.
    """
    changed = {document_id: {"report_id": report_id} for document_id, report_id in reports.items()}
    rewrite_parts(folder / "panel_status.parquet", PANEL_STATUS, changed)


def _overrule(folder: Path, rows: Iterable[Row], overrules: Overrules) -> dict[str, Row]:
    """The columns of the documents whose agency people overrule, now or in the previous run."""
    ids = [
        row["document_id"]
        for row in rows
        if row["agency_rule"] == OVERRULED or overrules.concerns(row["agency_id"], row["agency"], row["document_id"])
    ]
    found = {}
    for batch in read_rows_of(folder / "documents.parquet", "documents", pa.array(ids, pa.string()), AGENCY_COLUMNS):
        for row in batch.to_pylist():
            agency = decide_agency(row, overrules)
            columns = {column.name: getattr(agency, column.name) for column in REGISTERED}
            found[row["document_id"]] = columns | {"agency_rule": agency.agency_rule}
    return found


def decide_agency(row: Row, overrules: Overrules) -> Registration:
    """The agency of a document: as people state it, or else as it is read.

    The row needs ``AGENCY_COLUMNS``.
    """
    name, year = row["agency"], row["report_year"]
    read = read_agency(name, year, row["text"]) if name else Registration()
    if name and read.agency_id is None and "region" in row["listed"]:
        read = place_agency(name, year, row["text"], row["region"]) or read
    stated = overrules.agency_of(read.agency_id, name, row["document_id"])
    if stated is None or stated == read.agency_id:
        return read
    if stated in overrules.different.values():
        return replace(read, agency_id=stated, agency_rule=OVERRULED)
    return read_id(stated, year)


def _hold(row: Row) -> Held:
    # The members of a container are neighbours of each other and of nothing else.
    location = f"{row['container']}/{row['member']}" if row["container"] else row["source"]
    return Held(
        row["document_id"],
        location,
        row["agency_id"],
        named=row["agency"] is not None,
        tables_alone=not row["figures"] and row["cells"] > 0,
        report_year=row["report_year"],
        report_type=row["report_type"],
        title=row["title"],
        period_start=row["period_start"],
        period_end=row["period_end"],
    )


def _assign_parts(rows: Iterable[Row], joined: Mapping[str, Joined], volumes: Collection[str]) -> dict[str, str]:
    """The part that each document plays in its report: main, annex or edition.

    The main document is one that names the agency, is corrected, or prints the most. A document that was joined to the
    report only by its location, or has only tables beside a text, is an annex, whoever is named in it.
    """
    by_report: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_report[joined[row["document_id"]].report_id].append(row)
    parts: dict[str, str] = {}
    for some in by_report.values():
        prose = any(row["figures"] for row in some)
        annexes = {
            row["document_id"]
            for row in some
            if joined[row["document_id"]].by in ("file", "folder") or (prose and not row["figures"])
        }
        main = min(some, key=lambda row: (row["document_id"] in annexes, row["document_id"] in volumes, *_rank(row)))
        for row in some:
            annex = row["document_id"] in annexes
            parts[row["document_id"]] = MAIN if row is main else ANNEX if annex else EDITION
    return parts


def _rank(row: Row) -> tuple[Any, ...]:
    corrected = is_corrected(row["title"] or "")
    return row["agency"] is None, not corrected, -row["cells"], -row["figures"], row["document_id"]


def rewrite_parts(path: Path, table: Table, changed: Mapping[str, Row], rule: str | None = None) -> None:
    """Rewrites the parts of a table that hold documents with changed columns; for audits, only rows of a ``rule``.

    Raises:
        UnwritableError: if a part cannot be written.
    """
    bits = find_bits(path, table) or 0
    for name in sorted({part_of(document_id, bits) for document_id in changed}):
        file = part_file(path, name)
        new = file.with_name(f".{file.name}.new")
        write_table(new, table, _replace(file, table, changed, rule))
        with naming(file):
            new.replace(file)


def _replace(file: Path, table: Table, changed: Mapping[str, Row], rule: str | None) -> Iterator[pa.Table]:
    ids = pa.array(list(changed), pa.string())
    for batch in read_batches(file, table.name):
        rows = pa.Table.from_batches([batch])
        if pc.any(pc.is_in(rows["document_id"], ids)).as_py():
            rows = _replace_columns(rows, changed, rule)
        yield rows


def _replace_columns(rows: pa.Table, changed: Mapping[str, Row], rule: str | None) -> pa.Table:
    rules = rows["rule"].to_pylist() if rule else [None] * len(rows)
    ids = rows["document_id"].to_pylist()
    changes = [
        changed.get(document_id, {}) if rule_of_row == rule else {}
        for document_id, rule_of_row in zip(ids, rules, strict=True)
    ]
    for name in sorted({name for row in changes for name in row}):
        index = rows.schema.get_field_index(name)
        values = [new.get(name, old) for new, old in zip(changes, rows[name].to_pylist(), strict=True)]
        rows = rows.set_column(index, rows.schema.field(index), pa.array(values, rows.schema.field(index).type))
    return rows
