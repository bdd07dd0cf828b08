"""The examples run on the specimens, and the notebook holds no outputs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.run.run import collect_files, run_files

EXAMPLES = Path(__file__).parent.parent / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


@pytest.fixture(scope="module")
def out(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("processed")
    run_files(collect_files(raw), folder)
    return folder


def run_example(*command: str | Path) -> str:
    ended = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("panel_pandas.py", "沈阳市政务服务办"),
        ("figures_duckdb.py", "30000余条"),
        ("figures_polars.py", "item_count"),
        ("questions_pandas.py", "refusal_rate"),
        ("questions_duckdb.py", "prose states no number of it"),
    ],
)
def test_a_script_runs_on_the_specimens(out: Path, name: str, printed: str) -> None:
    assert printed in run_example(sys.executable, EXAMPLES / name, out)


def test_no_question_of_the_queries_is_one_that_the_specimens_do_not_answer(out: Path) -> None:
    printed = run_example(sys.executable, EXAMPLES / "figures_duckdb.py", out)
    assert "0 rows" not in printed
    assert "'low': " in printed.split("surface")[0]


def test_every_script_is_run_here() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        "panel_pandas.py",
        "figures_duckdb.py",
        "figures_polars.py",
        "questions_pandas.py",
        "questions_duckdb.py",
    }
    assert {path.suffix for path in EXAMPLES.iterdir()} <= {".py", ".sql", ".R", ".ipynb", ""}


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="there is no R on this machine")
def test_the_script_in_r_runs_on_the_specimens(out: Path) -> None:
    assert "requests" in run_example("Rscript", EXAMPLES / "panel.R", out)


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    read: dict[str, list[dict[str, Any]]] = json.loads(notebook.read_text("utf-8"))
    return [cell for cell in read["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_from_the_first_cell_to_the_last(
    out: Path, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUT", str(out))
    cells = cells_of(notebook)
    assert len(cells) >= 5
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        assert (cell["outputs"], cell["execution_count"]) == ([], None)
        exec(compile("".join(cell["source"]), f"{notebook.name} [{number}]", "exec"), names)  # noqa: S102 - ours
    assert len(names["panel"]) == 5
    sentences = names["behind"].set_index("indicator")["sentence"]
    assert any("未收到信息公开申请" in sentence for sentence in sentences)


@pytest.fixture
def connection(out: Path) -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect()
    opened.execute("SET file_search_path = ?", [str(out)])
    opened.execute((EXAMPLES / "views.sql").read_text("utf-8"))
    return opened


def query(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def test_every_view_can_be_queried(connection: duckdb.DuckDBPyConnection) -> None:
    for view in ("reports", "stated", "zeros", "facts", "failures"):
        query(connection, f"SELECT * FROM {view}")  # noqa: S608 - names of our own
    assert query(connection, "SELECT count(*) FROM reports") == [(5,)]
    for view, table in (("stated", "figures"), ("facts", "indicators")):  # one row for each, and no more
        counts = f"SELECT (SELECT count(*) FROM {view}), (SELECT count(*) FROM '{table}.parquet')"  # noqa: S608
        assert len(set(query(connection, counts)[0])) == 1
    assert query(connection, "SELECT count(*) FROM stated WHERE instr(sentence, surface) = 0") == [(0,)]
    assert query(connection, "SELECT count(*) FROM facts WHERE evidence IS NULL") == [(0,)]


def test_sums_keep_their_bounds(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE b AS FROM (VALUES (30000, 40000), (500, 500), (100, NULL)) AS b(low, high)")
    assert query(connection, "SELECT interval_sum(low, high) FROM b") == [({"low": 30600, "high": None},)]
    assert query(connection, "SELECT interval_sum(low, high) FROM b WHERE high > 0") == [
        ({"low": 30500, "high": 40500},)
    ]
    assert query(connection, "SELECT report_year, figures, total FROM totals('审批公告')") == [
        (2016, 1, {"low": 30000.0, "high": 40000.0})
    ]
