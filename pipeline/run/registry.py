"""Registers what all documents of a run say together: which are of one report, and the directory of agencies.

What people say of agencies is laid over what was read of each document, and taken back where they say it no more. Of
``documents`` only the parts are written in which a document changes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    Mention,
    Overrules,
    is_corrected,
    join_documents,
    list_agencies,
    place_agency,
    read_agency,
    read_id,
    read_overrules,
)
from pipeline.run.pieces import read_batches, read_rows_of
from pipeline.run.user_files import UserFileError, open_user_file
from pipeline.tables import (
    AGENCIES,
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
    parquet_schema,
    part_file,
    part_of,
    read_columns,
    write_table,
)

NOTHING_SAID = Overrules()
# What of a document tells its agency anew.
TOLD_BY = ["document_id", "agency", "region", "report_year", "listed", "text"]
# An agency has a line or two, and there are fewer than 100,000 of them.
MOST_SAID = 16 * 1024 * 1024

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


class AgenciesFileError(UserFileError):
    """A file of what people say of agencies cannot be read, or has wrong lines: a line of the message for each."""


@dataclass(frozen=True, slots=True)
class AgenciesFile:
    """What people say of agencies, and the SHA-256 of the file's bytes."""

    sha256: str
    said: Overrules


def open_agencies(file: Path) -> AgenciesFile:
    """What a file says of agencies.

    Raises:
        AgenciesFileError: if it cannot be read, or if one of its lines is wrong.
    """
    return AgenciesFile(*open_user_file(file, read_overrules, AgenciesFileError, Message("kind_agencies"), MOST_SAID))


def register_documents(folder: Path, said: Overrules, volumes: Collection[str] = ()) -> dict[str, str]:
    """Writes into ``documents`` who reports as people say it, and which documents are of one report.

    Of those the ``volumes``, which hold other reports besides, are the main one of none that is there by itself.

    Gives the ``report_id`` of the documents of which it is no longer what was read or what the last run said.

    Raises:
        UnwritableError: if a part cannot be written.
    """
    rows = read_columns(folder / "documents.parquet", _HELD).to_pylist()
    changed: dict[str, Row] = _overrule(folder, rows, said)
    for row in rows:
        row.update(changed.get(row["document_id"], {}))
    joined = join_documents(map(_hold, rows))
    parts = _tell_parts(rows, joined, volumes)
    for row in rows:
        now = {"report_id": joined[row["document_id"]].report_id, "report_part": parts[row["document_id"]]}
        if any(row[name] != value for name, value in now.items()):
            changed[row["document_id"]] = changed.get(row["document_id"], {}) | now
    rewrite_parts(folder / "documents.parquet", DOCUMENTS, changed)
    return {document_id: row["report_id"] for document_id, row in changed.items() if "report_id" in row}


def register_statuses(folder: Path, reports: Mapping[str, str]) -> None:
    """Writes into ``panel_status`` the ``report_id`` of documents as ``register_documents`` gives it.

    Raises:
        UnwritableError: if a part cannot be written.
    """
    changed = {document_id: {"report_id": report_id} for document_id, report_id in reports.items()}
    rewrite_parts(folder / "panel_status.parquet", PANEL_STATUS, changed)


def _overrule(folder: Path, rows: Iterable[Row], said: Overrules) -> dict[str, Row]:
    """The documents whose agency people tell otherwise than it was read, or told so in the last run."""
    ids = [
        row["document_id"]
        for row in rows
        if row["agency_rule"] == OVERRULED or said.concerns(row["agency_id"], row["agency"], row["document_id"])
    ]
    found = {}
    for batch in read_rows_of(folder / "documents.parquet", "documents", pa.array(ids, pa.string()), TOLD_BY):
        for row in batch.to_pylist():
            told = tell_agency(row, said)
            columns = {column.name: getattr(told, column.name) for column in REGISTERED}
            found[row["document_id"]] = columns | {"agency_rule": told.agency_rule}
    return found


def tell_agency(row: Row, said: Overrules) -> Registration:
    """The agency of a document, as it is read and then as people tell it.

    The row has the columns ``TOLD_BY``.
    """
    name, year = row["agency"], row["report_year"]
    read = read_agency(name, year, row["text"]) if name else Registration()
    if name and read.agency_id is None and "region" in row["listed"]:
        read = place_agency(name, year, row["text"], row["region"]) or read
    told = said.agency_of(read.agency_id, name, row["document_id"])
    if told is None or told == read.agency_id:
        return read
    if told in said.different.values():
        return replace(read, agency_id=told, agency_rule=OVERRULED)
    return read_id(told, year)


def _hold(row: Row) -> Held:
    # The members of a container are beside each other and nothing else.
    place = f"{row['container']}/{row['member']}" if row["container"] else row["source"]
    return Held(
        row["document_id"],
        place,
        row["agency_id"],
        named=row["agency"] is not None,
        tables_alone=not row["figures"] and row["cells"] > 0,
        report_year=row["report_year"],
        report_type=row["report_type"],
        title=row["title"],
        period_start=row["period_start"],
        period_end=row["period_end"],
    )


def _tell_parts(rows: Iterable[Row], joined: Mapping[str, Joined], volumes: Collection[str]) -> dict[str, str]:
    """What each document is of its report: the main one is that alone, names the agency, is corrected, prints the most.

    What joins by its place alone, or has tables alone beside a text, is an annex, whoever is named in it.
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
    """Writes those parts of a table anew that hold documents of which columns change; of audits those of a ``rule``.

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
    own = [changed.get(document_id, {}) if one == rule else {} for document_id, one in zip(ids, rules, strict=True)]
    for name in sorted({name for row in own for name in row}):
        place = rows.schema.get_field_index(name)
        values = [new.get(name, old) for new, old in zip(own, rows[name].to_pylist(), strict=True)]
        rows = rows.set_column(place, rows.schema.field(place), pa.array(values, rows.schema.field(place).type))
    return rows


def write_agencies(folder: Path, said: Overrules) -> None:
    """Writes the directory of agencies from the documents of a folder.

    Raises:
        UnwritableError: if it cannot be written.
    """
    columns = list(Mention._fields)
    documents = read_columns(folder / "documents.parquet", columns)
    known = documents.filter(pc.and_(pc.is_valid(documents["agency_id"]), pc.is_valid(documents["agency"])))
    agencies = list_agencies((Mention(**row) for row in known.to_pylist()), said.names)
    write_table(folder / "agencies.parquet", AGENCIES, _to_tables([agency._asdict() for agency in agencies]))


def _to_tables(rows: Sequence[Row]) -> Iterator[pa.Table]:
    yield pa.Table.from_pylist(rows, parquet_schema(AGENCIES))
