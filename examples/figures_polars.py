"""Query figures in Polars: ``python examples/figures_polars.py [OUT]`` (pip install 'gongkai[analysis]')."""

import sys
from pathlib import Path

import polars as pl


def main() -> None:
    """Prints for each kind how many figures are exact, and the largest with its words."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "data/processed")
    # The links in OUT lead to the folder of one run. Reading there is safe even if another run ends meanwhile.
    out = (out / "figures.parquet").resolve().parent
    figures = pl.scan_parquet(out / "figures.parquet")
    documents = pl.scan_parquet(out / "documents.parquet").select("document_id", "agency", "report_year")
    by_kind = (
        figures.join(documents, on="document_id")
        .sort("value", descending=True, nulls_last=True)
        .group_by("kind")
        .agg(
            pl.len().alias("figures"),
            (pl.col("qualifier") == "exact").sum().alias("exact"),
            pl.first("surface", "measure", "agency", "report_year"),
        )
        .sort("figures", "kind", descending=[True, False])
    )
    print(by_kind.collect())


if __name__ == "__main__":
    main()
