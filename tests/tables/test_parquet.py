"""The store writes the same bytes for the same rows, however they come."""

import errno
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.model import Report
from pipeline.tables import parquet
from pipeline.tables.columns import Table
from pipeline.tables.datapackage import file_schema
from pipeline.tables.document_columns import DOCUMENTS
from pipeline.tables.parquet import UnwritableError, refuse_folders, to_batches, write_table
from pipeline.tables.rows import tabulate
from pipeline.tables.schema import TABLES, parquet_schema

by_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def batches(make_report: Callable[..., Report], table: Table, count: int = 10) -> list[pa.RecordBatch]:
    made = [to_batches([tabulate(make_report(f"{number}.txt"))]) for number in range(count)]
    return [batch[table.name] for batch in made if table.name in batch]


@by_table
def test_how_rows_are_batched_changes_no_byte(
    table: Table, make_report: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP", {})
    monkeypatch.setattr(parquet, "ROW_GROUP_OTHERWISE", 4)
    single = batches(make_report, table)
    joined = pa.Table.from_batches(single, parquet_schema(table)).combine_chunks()
    write_table(tmp_path / "single", table, single)
    write_table(tmp_path / "joined", table, [joined])
    write_table(tmp_path / "uneven", table, [joined.slice(0, 3), joined.slice(3, 6), joined.slice(9)])
    assert (tmp_path / "single").read_bytes() == (tmp_path / "joined").read_bytes()
    assert (tmp_path / "single").read_bytes() == (tmp_path / "uneven").read_bytes()
    assert pq.read_table(tmp_path / "single").equals(joined)
    groups = pq.read_metadata(tmp_path / "single")
    assert {groups.row_group(index).num_rows for index in range(groups.num_row_groups - 1)} <= {4}


@by_table
def test_a_table_has_its_schema_with_rows_and_without(
    table: Table, make_report: Callable[..., Report], tmp_path: Path
) -> None:
    for name, rows in (("some", batches(make_report, table)), ("none", [])):
        write_table(tmp_path / name, table, rows)
        assert pq.read_schema(tmp_path / name).equals(file_schema(table), check_metadata=True)
    assert pq.read_metadata(tmp_path / "none").num_rows == 0


def test_what_the_system_says_against_a_table_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match=r"gone/documents\.parquet cannot be written: "):
        write_table(tmp_path / "gone" / "documents.parquet", DOCUMENTS, [])


def test_a_folder_in_the_place_of_a_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "problems.parquet").mkdir()
    refuse_folders(tmp_path, ["documents.parquet"])
    with pytest.raises(UnwritableError, match=r"problems\.parquet cannot be written: Is a directory$"):
        refuse_folders(tmp_path, ["documents.parquet", "problems.parquet"])


def test_an_error_of_the_rows_is_not_taken_for_one_of_the_tables(tmp_path: Path) -> None:
    def fail(_number: int) -> pa.RecordBatch:
        raise OSError(errno.EIO, "a bug")

    with pytest.raises(OSError, match="a bug") as raised:
        write_table(tmp_path / "documents.parquet", DOCUMENTS, map(fail, range(1)))
    assert raised.type is OSError
