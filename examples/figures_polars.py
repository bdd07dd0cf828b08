"""Query figures in Polars: ``python examples/figures_polars.py [OUT]`` (pip install 'gongkai[analysis]')."""

import sys
from pathlib import Path

import polars as pl


def main() -> None:
    """Prints the figures of each kind: how many are exact, and the greatest with the words that state it."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "data/processed")
    # A run that ends meanwhile changes what OUT shows, and nothing in the folder that the links lead to.
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
