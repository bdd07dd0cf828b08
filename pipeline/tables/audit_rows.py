"""Makes the rows of the table audits, some of which are known only after all documents have been read."""

from decimal import Decimal

from pipeline.model import Audit
from pipeline.tables.columns import Row


def audit_row(document_id: str, audit: Audit) -> Row:
    """The row of an audit. Audits against another year are known only after all documents have been read."""
    said = audit.suggested
    return {
        "document_id": document_id,
        "rule": audit.rule,
        "severity": audit.severity,
        "outcome": audit.outcome,
        "left": stored(audit.left),
        "right": stored(audit.right),
        "difference": stored(audit.difference),
        "detail": audit.detail,
        "detail_zh": audit.detail_zh,
        "evidence": audit.evidence,
        "suggested_cell_id": said.cell_id if said else None,
        "suggested_value": stored(said.value) if said else None,
        "suggestion": audit.suggestion,
        "suggestion_zh": audit.suggestion_zh,
    }


def stored(value: object) -> object:
    """A value as the tables hold it: numbers as float64."""
    return float(value) if isinstance(value, Decimal) else value
