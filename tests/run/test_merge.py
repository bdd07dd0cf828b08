"""Streams of rows merge by document, and a stage over all documents adds its rows anew at every run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.model import Problem, Report, Unreadable
from pipeline.run.across import Across
from pipeline.run.collect import collect_files
from pipeline.run.merge import merge_sorted, merge_tables
from pipeline.run.pieces import read_batches, write_piece
from pipeline.run.previous import Copies
from pipeline.run.run import run_files
from pipeline.run.touched import Carried, Named
from pipeline.tables import Row, unreadable_row
from pipeline.tables.parquet import to_batches
from pipeline.tables.rows import tabulate


@given(st.lists(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), max_size=4), max_size=4))
def test_merging_is_a_stable_sort(streams: list[list[list[str]]]) -> None:
    numbered: list[list[tuple[str, int, int]]] = []
    tables: list[Iterator[pa.Table]] = []
    for stream, batches in enumerate(streams):
        ids = sorted(key for batch in batches for key in batch)
        rows = [(key, stream, number) for number, key in enumerate(ids)]
        numbered.append(rows)
        sizes = [len(batch) for batch in batches]
        starts = [sum(sizes[:number]) for number in range(len(sizes))]
        columns = {"document_id": pa.array(ids, pa.string()), "row": pa.array([list(row[1:]) for row in rows])}
        if rows:
            whole = pa.table(columns)
            tables.append(iter([whole.slice(start, size) for start, size in zip(starts, sizes, strict=True)]))
    merged = [(row["document_id"], *row["row"]) for some in merge_sorted(tables) for row in some.to_pylist()]
    assert merged == sorted((row for rows in numbered for row in rows), key=lambda row: row[0])


def find_years(folder: Path, _: object) -> Iterator[Row]:
    """A row for each document, which says how many documents there are."""
    ids = [key for batch in read_batches(folder / "documents.parquet", "documents") for key in batch["document_id"]]
    for key in ids:
        yield {
            "document_id": key.as_py(),
            "rule": "years",
            "severity": "info",
            "outcome": "pass",
            "detail": f"{len(ids)} in all.",
            "detail_zh": f"共{len(ids)}份。",
            "evidence": [],
        }


def test_a_stage_over_all_documents_drops_what_it_gave_before(
    make_report: Callable[..., Report], tmp_path: Path
) -> None:
    reports = sorted((make_report(f"{number}.txt") for number in range(3)), key=lambda report: report.document_id)
    across = [Across("audits", frozenset({"years"}), find_years)]
    for name, some in (("two", reports[:2]), ("third", reports[2:])):
        write_piece(tmp_path, name, [to_batches([tabulate(report) for report in some])])
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    nothing = Carried(None, pa.array([], pa.string()), {}, {})
    merge_tables(tmp_path / "old", nothing, [tmp_path / "two"], [], [], across=across)
    kept = Carried(tmp_path / "old", pa.array([report.document_id for report in reports[:2]]), {}, {})
    merge_tables(tmp_path / "new", kept, [tmp_path / "third"], [], [], across=across)
    for folder, count in (("old", 2), ("new", 3)):
        rows = pq.read_table(tmp_path / folder / "audits.parquet").to_pylist()
        assert [(row["document_id"], row["rule"], row["detail"]) for row in rows] == [
            said
            for report in reports[:count]
            for said in (
                (report.document_id, "parts", "It holds"),
                (report.document_id, "years", f"{count} in all."),
            )
        ]


def test_names_copies_and_what_is_no_document(make_report: Callable[..., Report], tmp_path: Path) -> None:
    report = make_report("a.txt")
    write_piece(tmp_path, "piece", [to_batches([tabulate(report)])])
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    copies = [Copies(report.document_id, "a.txt", ("b.txt", "c.txt"))]
    merge_tables(old, Carried(None, pa.array([], pa.string()), {}, {}), [tmp_path / "piece"], copies, [])
    kept = Carried(
        old,
        pa.array([report.document_id]),
        {report.document_id: Named("b.txt", None, None)},
        {report.document_id: ("b.txt", "c.txt")},
    )
    gone = unreadable_row_of("z.txt")
    merge_tables(new, kept, [], [Copies(report.document_id, "b.txt", ("c.txt",))], [gone])
    assert pq.read_table(new / "documents.parquet").select(["source", "problems"]).to_pylist() == [
        {"source": "b.txt", "problems": 2}
    ]
    rows = pq.read_table(new / "problems.parquet").to_pylist()
    assert [(row["source"], row["problem"]) for row in rows] == [
        ("b.txt", "numbering_gap"),
        ("c.txt", "duplicate_file"),
        ("z.txt", "empty_file"),
    ]


def unreadable_row_of(name: str) -> Row:
    return unreadable_row(Unreadable(name, Problem("empty_file")), None)


def test_a_value_that_no_column_holds_costs_its_document(
    tmp_path: Path, write_reports: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tabulate

    def overflow(report: Report) -> object:
        rows = real(report)
        if report.source.endswith("00003.txt"):
            rows["sections"][0]["level"] = 1000  # an int8
        return rows

    monkeypatch.setattr(tables, "tabulate", overflow)
    run_files(collect_files(write_reports(tmp_path / "raw", 10)), tmp_path / "out")
    assert pq.read_metadata(tmp_path / "out" / "documents.parquet").num_rows == 9
    (row,) = [
        row for row in pq.read_table(tmp_path / "out" / "problems.parquet").to_pylist() if row["document_id"] is None
    ]
    assert (row["source"], row["problem"]) == ("000/00003.txt", "crashed")
