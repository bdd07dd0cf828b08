"""Writes the directory of agencies, keeping the rows of the previous run for agencies that no change concerns."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.register import Mention, Overrules, list_agencies
from pipeline.tables import AGENCIES, parquet_schema, read_columns, write_table


def write_agencies(folder: Path, overrules: Overrules, former: Path | None = None) -> None:
    """Writes the directory of agencies from the documents in a folder.

    ``former`` is the folder of the previous run, provided that it was made by this edition and that neither run has an
    agencies file.

    Raises:
        UnwritableError: if it cannot be written.
    """
    mentions = _read_mentions(folder)
    rows = _change(mentions, former) if former else None
    if rows is None:
        rows = _list(mentions, overrules.names)
    write_table(folder / "agencies.parquet", AGENCIES, [rows])


def _read_mentions(folder: Path) -> pa.Table:
    documents = read_columns(folder / "documents.parquet", list(Mention._fields))
    return documents.filter(pc.and_(pc.is_valid(documents["agency_id"]), pc.is_valid(documents["agency"])))


def _list(
    mentions: pa.Table, names: Mapping[str, str] | None = None, likely: Mapping[str, list[str]] | None = None
) -> pa.Table:
    agencies = list_agencies((Mention(**row) for row in mentions.to_pylist()), names, likely)
    return pa.Table.from_pylist([agency._asdict() for agency in agencies], parquet_schema(AGENCIES))


def _change(mentions: pa.Table, former: Path) -> pa.Table | None:
    """The directory of the previous run, with those agencies listed again whose documents were added or changed.

    A removed document counts as a change. Null if an agency was added or removed, since others may then have gained or
    lost a relation.
    """
    before = _read_mentions(former)
    now, then = (pc.unique(some["agency_id"]) for some in (mentions, before))
    if len(now) != len(then) or not pc.all(pc.is_in(now, then)).as_py():
        return None
    changed = [_find_others(*some) for some in ((mentions, before), (before, mentions))]
    touched = pc.unique(pa.chunked_array([chunk for some in changed for chunk in some.chunks], pa.string()))
    rows = read_columns(former / "agencies.parquet").cast(parquet_schema(AGENCIES))
    is_touched = pc.is_in(rows["agency_id"], touched)
    anew = rows.filter(is_touched).select(["agency_id", "likely"]).to_pylist()
    likely = {row["agency_id"]: row["likely"] for row in anew}
    listed = _list(mentions.filter(pc.is_in(mentions["agency_id"], touched)), likely=likely)
    return pa.concat_tables([rows.filter(pc.invert(is_touched)), listed]).sort_by("agency_id")


def _find_others(mentions: pa.Table, beside: pa.Table) -> pa.ChunkedArray:
    """The agencies of the mentions that are not literally among the others."""
    is_beside = pc.is_in(_whole_rows(mentions), _whole_rows(beside).combine_chunks())
    return mentions["agency_id"].filter(pc.invert(is_beside))


def _whole_rows(mentions: pa.Table) -> pa.ChunkedArray:
    """Each row as one string."""
    columns = [pc.fill_null(column.cast(pa.string()), "\0") for column in mentions.columns]
    return pc.binary_join_element_wise(*columns, "\n")
