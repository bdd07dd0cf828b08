"""The store writes the same bytes for the same rows, and all tables or none."""

import errno
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.datapackage import file_schema
from pipeline.model import Problem, Report, Unreadable
from pipeline.schema import TABLES
from pipeline.store import UnwritableError, write_tables
from pipeline.tables import Rows, tabulate, tabulate_unreadable


@pytest.fixture
def rows(make_report: Callable[..., Report]) -> list[Rows]:
    """The rows of two documents and of two files that are none."""
    unreadable = [Unreadable(name, Problem("empty_file", "Empty.")) for name in ("z.txt", "b.txt")]
    return [*(tabulate(make_report(name)) for name in ("c.txt", "a.txt")), *map(tabulate_unreadable, unreadable)]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_order_in_which_documents_come_changes_no_byte(rows: list[Rows], tmp_path: Path) -> None:
    write_tables(tmp_path / "one", rows)
    write_tables(tmp_path / "two", reversed(rows))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_table_is_there_with_its_schema(rows: list[Rows], tmp_path: Path) -> None:
    write_tables(tmp_path, rows)
    tables = {f"{table.name}.parquet" for table in TABLES}
    assert {file.name for file in tmp_path.iterdir()} == {*tables, "datapackage.json"}
    for table in TABLES:
        written = pq.read_schema(tmp_path / f"{table.name}.parquet")
        assert written.equals(file_schema(table), check_metadata=True), table.name


def test_documents_stand_by_id_and_files_that_are_none_behind_them(rows: list[Rows], tmp_path: Path) -> None:
    write_tables(tmp_path, rows)
    documents = pq.read_table(tmp_path / "documents.parquet")["document_id"].to_pylist()
    assert documents == sorted(documents)
    problems = pq.read_table(tmp_path / "problems.parquet")
    assert problems["document_id"].to_pylist() == [*documents, None, None]
    assert problems["source"].to_pylist()[-2:] == ["b.txt", "z.txt"]


def test_no_documents_give_empty_tables(tmp_path: Path) -> None:
    write_tables(tmp_path / "new" / "folder", [])
    assert [pq.read_metadata(tmp_path / f"new/folder/{table.name}.parquet").num_rows for table in TABLES] == [0] * len(
        TABLES
    )


def test_a_run_that_fails_leaves_the_tables_of_the_run_before(
    rows: list[Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tmp_path, rows)
    before = contents(tmp_path)

    def fill_the_disk(_table: object, where: Path, **_: object) -> None:
        where.write_bytes(b"half")
        if where.name.startswith("citations"):  # the fifth of six
            raise OSError(errno.ENOSPC, "a sentence of pyarrow's\nthat runs over lines")

    monkeypatch.setattr(pq, "write_table", fill_the_disk)
    with pytest.raises(UnwritableError) as raised:
        write_tables(tmp_path, rows[:1])
    table = tmp_path / "citations.parquet"
    assert str(raised.value) == f"{table} cannot be written: No space left on device"
    assert contents(tmp_path) == before


def test_what_cannot_be_written_shows_before_a_file_is_read(rows: list[Rows], tmp_path: Path) -> None:
    (tmp_path / "problems.parquet").mkdir()
    files = iter(rows)
    with pytest.raises(UnwritableError, match=r"problems\.parquet cannot be written: Is a directory$"):
        write_tables(tmp_path, files)
    assert len(list(files)) == len(rows)
    assert [file.name for file in tmp_path.iterdir()] == ["problems.parquet"]


def test_an_error_of_the_files_is_not_taken_for_one_of_the_tables(tmp_path: Path) -> None:
    def fail(_number: int) -> Rows:
        raise OSError("a bug")

    with pytest.raises(OSError, match="a bug") as raised:
        write_tables(tmp_path, map(fail, range(1)))
    assert raised.type is OSError
