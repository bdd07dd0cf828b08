"""The same reports give the same rows, in whatever container they come."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from bench.specimens.compose import FORMS
from bench.specimens.generate import write_documents
from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
from pipeline.tables.schema import TABLES
from tests.containers import DATE, PACKERS, SITE, pack_mhtml, pack_zip

# What is not the document's, but says where it lies.
OF_SOURCE = frozenset(("source", "container", "member", "url", "retrieved", "fingerprint"))


def read_tables(files: dict[str, bytes], folder: Path) -> dict[str, list[dict[str, Any]]]:
    for name, data in files.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    run_files(collect_files(folder / "raw"), folder / "out")
    return {table.name: pq.read_table(folder / "out" / f"{table.name}.parquet").to_pylist() for table in TABLES}


def rows_of(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{key: value for key, value in row.items() if key not in OF_SOURCE} for row in rows]
        for name, rows in tables.items()
    }


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    """Specimens of every form, as pages."""
    return {written.path: written.data for written in write_documents(range(8), 21, ["html"], FORMS)}


@pytest.fixture(scope="module")
def plain(pages: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    return read_tables(pages, tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_container_gives_the_rows_of_its_pages(
    suffix: str, pages: dict[str, bytes], plain: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    packed = read_tables({f"site{suffix}": PACKERS[suffix](pages)}, tmp_path)
    assert rows_of(packed) == rows_of(plain)
    assert len(packed["documents"]) == len(pages)
    for row in packed["documents"]:
        assert row["container"].startswith(f"site{suffix}")
        assert row["source"].startswith(row["container"])
        assert row["source"].endswith(row["member"])
    if "war" in suffix or "wacz" in suffix:
        assert {row["url"] for row in packed["documents"]} == {SITE + name for name in pages}
        assert {row["retrieved"] for row in packed["documents"]} == {DATE}
    else:
        assert {row["member"] for row in packed["documents"]} == set(pages)


def test_a_saved_page_gives_the_rows_of_its_page(
    pages: dict[str, bytes], plain: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    saved = {f"{name}.mhtml": pack_mhtml(name, data) for name, data in pages.items()}
    packed = read_tables(saved, tmp_path / "saved")
    assert rows_of(packed) == rows_of(plain)
    assert {row["url"] for row in packed["documents"]} == {SITE + name for name in pages}
    # Word calls such a file .doc, and a browser may call it .html.
    named = {f"{number}.{('doc', 'html')[number % 2]}": data for number, data in enumerate(saved.values())}
    assert rows_of(read_tables(named, tmp_path / "named")) == rows_of(plain)
    assert rows_of(read_tables({"all.zip": pack_zip(saved)}, tmp_path / "packed")) == rows_of(plain)
