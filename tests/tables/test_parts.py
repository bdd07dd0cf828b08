"""A table of many documents is a folder of files, which follow from the documents alone."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tables.parts import (
    MOST,
    ONE_FILE,
    UNREADABLE,
    count_bits,
    count_rows,
    find_bits,
    part_names,
    part_of,
    read_columns,
    table_files,
    write_parts,
)
from pipeline.tables.schema import PROBLEMS, TABLES, parquet_schema

IDS = st.text("0123456789abcdef", min_size=16, max_size=16)


@given(st.integers(0, 100_000_000))
def test_a_file_holds_as_many_documents_whatever_their_number(documents: int) -> None:
    bits = count_bits(documents)
    assert (bits == 0) is (documents <= ONE_FILE)
    assert not bits or 400 < documents / 2**bits <= MOST


@given(st.integers(1, 14), st.lists(IDS))
def test_parts_are_in_the_order_of_the_ids_that_they_hold(bits: int, ids: list[str]) -> None:
    for table in TABLES:
        names = part_names(table, bits)
        assert list(names) == sorted(set(names))
        assert len(names) == 2**bits + (table is PROBLEMS)
        assert {part_of(key, bits) for key in ids} <= set(names)
    parts = [part_of(key, bits) for key in sorted(ids)]
    assert parts == sorted(parts)
    assert all(part < UNREADABLE == part_of(None, bits) for part in parts)


def make_rows(ids: list[str | None]) -> pa.Table:
    row = {"source": "a.txt", "problem": "empty_file", "severity": "error", "message": "Empty.", "message_zh": "空。"}
    return pa.Table.from_pylist([{**row, "document_id": key} for key in ids], parquet_schema(PROBLEMS))


def test_rows_lie_in_the_part_of_their_document_in_whatever_batches_they_come(tmp_path: Path) -> None:
    ids = ["00aa", "00aa", "3fff", "4000", "7fff", "c000", "ffff", "ffff", None, None]
    rows = make_rows(ids)
    for name, size in (("one", 1), ("three", 3), ("all", 10)):
        batches = [rows.slice(start, size) for start in range(0, len(ids), size)]
        write_parts(tmp_path / name, PROBLEMS, batches, 2, part_names(PROBLEMS, 2))
    files = table_files(tmp_path / "all")
    assert [(file.stem, pq.read_table(file)["document_id"].to_pylist()) for file in files] == [
        ("0", ["00aa", "00aa", "3fff"]),
        ("4", ["4000", "7fff"]),
        ("8", []),
        ("c", ["c000", "ffff", "ffff"]),
        ("unreadable", [None, None]),
    ]
    for name in ("one", "three"):
        assert [file.read_bytes() for file in table_files(tmp_path / name)] == [file.read_bytes() for file in files]
    assert find_bits(tmp_path / "all", PROBLEMS) == 2
    assert count_rows(tmp_path / "all") == 10
    assert read_columns(tmp_path / "all", ["document_id"])["document_id"].to_pylist() == ids


def test_parts_that_are_not_named_are_linked_and_take_no_rows(tmp_path: Path) -> None:
    write_parts(tmp_path / "old", PROBLEMS, [make_rows(["0000", "8000", None])], 1, part_names(PROBLEMS, 1))
    write_parts(tmp_path / "new", PROBLEMS, [make_rows(["9000"])], 1, {"8"}, tmp_path / "old")
    assert [file.stat().st_nlink for file in table_files(tmp_path / "new")] == [2, 1, 2]
    assert read_columns(tmp_path / "new", ["document_id"])["document_id"].to_pylist() == ["0000", "9000", None]
    with pytest.raises(ValueError, match="part '0' of problems"):
        write_parts(tmp_path / "odd", PROBLEMS, [make_rows(["0000"])], 1, {"8"}, tmp_path / "old")


@pytest.mark.parametrize("left", ["gone", "more", "a note"])
def test_a_folder_is_a_table_if_all_of_it_is_there_and_nothing_else(tmp_path: Path, left: str) -> None:
    folder = tmp_path / "problems.parquet"
    write_parts(folder, PROBLEMS, [make_rows(["0000"])], 2, part_names(PROBLEMS, 2))
    if left == "gone":
        (folder / "4.parquet").unlink()
    else:
        (folder / {"more": "5.parquet", "a note": "note.txt"}[left]).touch()
    assert find_bits(folder, PROBLEMS) is None
    assert find_bits(tmp_path / "no.parquet", PROBLEMS) is None
