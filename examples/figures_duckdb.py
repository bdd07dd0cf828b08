"""Query figures in DuckDB: ``python examples/figures_duckdb.py [OUT]`` (pip install 'gongkai[analysis]')."""

import sys
from pathlib import Path

import duckdb

VIEWS = Path(__file__).with_name("views.sql")


def connect(out: Path) -> duckdb.DuckDBPyConnection:
    """A connection with views over the tables of one run, even if another run ends meanwhile."""
    connection = duckdb.connect()
    connection.execute("SET file_search_path = ?", [str((out / "figures.parquet").resolve().parent)])
    connection.execute(VIEWS.read_text("utf-8"))
    return connection


def main() -> None:
    """Prints sums with their bounds, and the sentences of approximate figures."""
    connection = connect(Path(sys.argv[1] if len(sys.argv) > 1 else "data/processed"))
    print(connection.sql("SELECT * FROM totals('宣传册')"))
    print(
        connection.sql(
            "SELECT surface, low, high, sentence FROM stated WHERE qualifier <> 'exact' ORDER BY ALL LIMIT 5"
        )
    )
    print(
        connection.sql(
            "SELECT agency, report_year, indicator, value, witness, evidence FROM facts ORDER BY ALL LIMIT 5"
        )
    )


if __name__ == "__main__":
    main()
