"""Records in ``audits`` that an agency's region is known where people stated the agency, and withdraws it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.audits import BY_PEOPLE, REGION, audit_region
from pipeline.register import OVERRULED, Overrules
from pipeline.run.pieces import read_rows_of
from pipeline.run.registry import AGENCY_COLUMNS, decide_agency, rewrite_parts
from pipeline.tables import AUDITS, Row, read_columns


def register_regions(folder: Path, overrules: Overrules) -> None:
    """Repeats the region audit of each document whose agency people state, now or in the previous run.

    Raises:
        UnwritableError: if a part cannot be written.
    """
    documents = read_columns(folder / "documents.parquet", ["document_id", "agency_rule"])
    overruled = documents.filter(pc.equal(documents["agency_rule"], OVERRULED))["document_id"].to_pylist()
    audits = read_columns(folder / "audits.parquet", ["document_id", "rule", "detail"])
    of_region = audits.filter(pc.equal(audits["rule"], REGION))
    before = of_region.filter(pc.match_substring(of_region["detail"], BY_PEOPLE))["document_id"].to_pylist()
    ids = pa.array(sorted({*overruled, *before}), pa.string())
    changed: dict[str, Row] = {}
    for batch in read_rows_of(folder / "documents.parquet", "documents", ids, AGENCY_COLUMNS):
        for row in batch.to_pylist():
            audit = audit_region(row["agency"] or "", decide_agency(row, overrules))
            changed[row["document_id"]] = {
                "outcome": audit.outcome.value,
                "detail": audit.detail,
                "detail_zh": audit.detail_zh,
            }
    rewrite_parts(folder / "audits.parquet", AUDITS, changed, REGION)
