"""Load the panel in pandas: ``python examples/panel_pandas.py [OUT]`` (pip install 'gongkai[analysis]')."""

import sys
from pathlib import Path

import pandas as pd


def main() -> None:
    """Prints the requests and the grant rate of each report, and the sentence or cell that states the first number."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "data/processed")
    # The links in OUT lead to the folder of one run. Reading there is safe even if another run ends meanwhile.
    out = (out / "panel.parquet").resolve().parent
    # Arrow types allow integers to be null: null means that nothing is stated, zero that the report states a zero.
    panel = pd.read_parquet(out / "panel.parquet", dtype_backend="pyarrow")
    panel["grant_rate"] = (panel["granted"] + panel["granted_partly"]) / panel["closed"]
    print(panel[["agency", "report_year", "form", "requests", "grant_rate", "reviews"]].to_string())

    stated = pd.read_parquet(out / "indicators.parquet", dtype_backend="pyarrow")
    first = stated[stated["rank"] == 1].head(1).squeeze()
    documents = pd.read_parquet(out / "documents.parquet", columns=["document_id", "text"]).set_index("document_id")
    text = documents.loc[first["document_id"], "text"]
    if pd.notna(first["figure_id"]):
        figures = pd.read_parquet(out / "figures.parquet").set_index(["document_id", "figure_id"])
        figure = figures.loc[(first["document_id"], first["figure_id"])]
        print(first["indicator"], first["value"], text[figure["sentence_start"] : figure["sentence_end"]])
    else:
        cells = pd.read_parquet(out / "cells.parquet").set_index(["document_id", "cell_id"])
        cell = cells.loc[(first["document_id"], first["cell_id"])]
        print(first["indicator"], first["value"], cell["row_label"], cell["column_label"], cell["raw"])


if __name__ == "__main__":
    main()
