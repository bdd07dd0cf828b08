"""Answers four questions in SQL: ``python examples/questions_duckdb.py [OUT]`` (gongkai[analysis])."""

import sys
from pathlib import Path

import duckdb

# The share of closed requests that were refused, by year, over the reports that state both, and how many do.
REFUSAL_RATE = """
SELECT
    report_year, sum(refused) AS refused, sum(closed) AS closed, count(*) AS reports,
    sum(refused) / nullif(sum(closed), 0) AS rate
FROM 'panel.parquet'
WHERE refused IS NOT NULL AND closed IS NOT NULL
GROUP BY report_year ORDER BY report_year
"""

# The reports of agencies that never state a request; agencies that state nothing are not included.
# A report whose agency is unknown stands for itself.
WITHOUT_REQUESTS = """
SELECT agency, report_year, source FROM (
    SELECT *, max(requests) OVER (PARTITION BY coalesce(agency_id, report_id)) AS most FROM 'panel.parquet'
)
WHERE requests = 0 AND most = 0
"""

# The reports whose prose contradicts their table, or a text its annex, with both numbers.
# An audit may be of an annex or another edition: report_id leads from there to the row of the panel.
CONTRADICTING = """
SELECT agency, report_year, "left", "right", detail
FROM 'audits.parquet'
JOIN (SELECT document_id, report_id FROM 'documents.parquet') USING (document_id)
JOIN (SELECT report_id, agency, report_year FROM 'panel.parquet') USING (report_id)
WHERE rule IN ('text_table', 'documents_agree') AND outcome = 'fail'
"""

# Why a cell of the panel is empty: agency, year and indicator.
WHY_EMPTY = """
SELECT status, reason, problem
FROM 'panel_status.parquet' JOIN 'panel.parquet' USING (document_id)
WHERE agency = ? AND report_year = ? AND indicator = ?
"""

FIRST_EMPTY = """
SELECT agency, report_year
FROM 'panel.parquet'
WHERE interviews IS NULL AND agency IS NOT NULL AND report_year IS NOT NULL
LIMIT 1
"""


def connect(out: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the tables of one run by name, even if another run ends meanwhile."""
    connection = duckdb.connect()
    connection.execute("SET file_search_path = ?", [str((out / "panel.parquet").resolve().parent)])
    return connection


def main() -> None:
    """Prints the answers for a run; the last one is about the first empty cell of the panel."""
    connection = connect(Path(sys.argv[1] if len(sys.argv) > 1 else "data/processed"))
    for query in (REFUSAL_RATE, WITHOUT_REQUESTS, CONTRADICTING):
        print(query.strip(), *connection.execute(query).fetchall(), sep="\n", end="\n\n")
    for agency_and_year in connection.execute(FIRST_EMPTY).fetchall():
        print(WHY_EMPTY.strip(), *connection.execute(WHY_EMPTY, [*agency_and_year, "interviews"]).fetchall(), sep="\n")


if __name__ == "__main__":
    main()
