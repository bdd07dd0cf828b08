"""Answers four questions in pandas: ``python examples/questions_pandas.py [OUT]`` (gongkai[analysis])."""

import sys
from pathlib import Path

import pandas as pd


def refusal_rate(out: Path) -> pd.DataFrame:
    """The share of closed requests that were refused, by year, over the reports that state both, and how many do."""
    panel = pd.read_parquet(out / "panel.parquet").dropna(subset=["refused", "closed"])
    by_year = panel.groupby("report_year", dropna=False)
    years = by_year.agg(
        refused=("refused", "sum"), closed=("closed", "sum"), reports=("report_id", "size")
    ).reset_index()
    years["rate"] = years["refused"] / years["closed"].where(years["closed"] > 0)
    return years


def without_requests(out: Path) -> pd.DataFrame:
    """The reports of agencies that never state a request; agencies that state nothing are not included."""
    panel = pd.read_parquet(out / "panel.parquet")
    # A report whose agency is unknown stands for itself.
    most = panel.groupby(panel["agency_id"].fillna(panel["report_id"]))["requests"].transform("max")
    return panel.loc[(panel["requests"] == 0) & (most == 0), ["agency", "report_year", "source"]]


def contradicting(out: Path) -> pd.DataFrame:
    """The reports whose prose contradicts their table, or a text its annex, with both numbers."""
    audits = pd.read_parquet(out / "audits.parquet")
    failed = audits[audits["rule"].isin(["text_table", "documents_agree"]) & (audits["outcome"] == "fail")]
    # An audit may be of an annex or another edition: report_id leads from there to the row of the panel.
    documents = pd.read_parquet(out / "documents.parquet")[["document_id", "report_id"]]
    panel = pd.read_parquet(out / "panel.parquet")[["report_id", "agency", "report_year"]]
    found = panel.merge(documents, on="report_id").merge(failed, on="document_id")
    return found[["agency", "report_year", "left", "right", "detail"]]


def why_empty(out: Path, agency: str, year: int, indicator: str) -> pd.DataFrame:
    """Why a cell of the panel is empty."""
    panel = pd.read_parquet(out / "panel.parquet")
    row = panel[(panel["agency"] == agency) & (panel["report_year"] == year)][["document_id"]]
    status = pd.read_parquet(out / "panel_status.parquet").merge(row, on="document_id")
    return status.loc[status["indicator"] == indicator, ["status", "reason", "problem"]]


def main() -> None:
    """Prints the answers for a run; the last one is about the first empty cell of the panel."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "data/processed")
    out = (out / "panel.parquet").resolve().parent
    for answer in (refusal_rate, without_requests, contradicting):
        print(f"{answer.__name__}\n{answer(out).to_string(index=False)}\n")
    named = pd.read_parquet(out / "panel.parquet").dropna(subset=["agency", "report_year"])
    for empty in named[named["interviews"].isna()].head(1).itertuples():
        print(why_empty(out, str(empty.agency), int(empty.report_year), "interviews").to_string(index=False))


if __name__ == "__main__":
    main()
