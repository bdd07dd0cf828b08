"""A verdict on a row of the tables, as tests give it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pipeline.annotations.file import Verdict

WHEN = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def verdict_on(
    row: dict[str, Any], kind: str, surface: str, verdict: str, value: int | None, **corrections: str
) -> Verdict:
    """A verdict of li on a row with a span; ``corrections`` are further fields of the verdict."""
    return Verdict(
        document_id=row["document_id"],
        kind=kind,
        start=row["start"],
        end=row["end"],
        cell_id=row.get("cell_id"),
        surface=surface,
        verdict=verdict,
        value=None if value is None else Decimal(value),
        note="",
        who="li",
        when=WHEN,
        **corrections,
    )
