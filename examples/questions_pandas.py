"""Answers four questions in pandas: ``python examples/questions_pandas.py [OUT]`` (gongkai[analysis])."""

import sys
from pathlib import Path

import pandas as pd


def refusal_rate(out: Path) -> pd.DataFrame:
    """The share of closed requests that were refused, by year, over the reports that state both numbers."""
    panel = pd.read_parquet(out / "panel.parquet").dropna(subset=["refused", "closed"])
    years = panel.groupby("report_year")[["refused", "closed"]].sum().reset_index()
    years["rate"] = years["refused"] / years["closed"].where(years["closed"] > 0)
    return years


def without_requests(out: Path) -> pd.DataFrame:
    """The agencies that state that they received no request; agencies that state nothing are not included."""
    panel = pd.read_parquet(out / "panel.parquet")
    return panel.loc[panel["requests"] == 0, ["agency", "report_year", "source"]]


def contradicting(out: Path) -> pd.DataFrame:
    """The reports whose prose contradicts their table, with both numbers."""
    audits = pd.read_parquet(out / "audits.parquet")
    failed = audits[(audits["rule"] == "text_table") & (audits["outcome"] == "fail")]
    panel = pd.read_parquet(out / "panel.parquet")[["document_id", "agency", "report_year"]]
    return panel.merge(failed, on="document_id")[["agency", "report_year", "left", "right", "detail"]]


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
    empty = named[named["interviews"].isna()].head(1).squeeze()
    print(why_empty(out, empty["agency"], int(empty["report_year"]), "interviews").to_string(index=False))


if __name__ == "__main__":
    main()
