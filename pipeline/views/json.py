"""Writes JSON for scripts: the rows of a report, the schema, the summary of a run."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING

from msgspec import structs

from pipeline.annotations import Verdict, apply_verdicts
from pipeline.i18n import escape
from pipeline.model import Report, Unreadable
from pipeline.tables import Table, describe_package, tabulate, unreadable_row

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from pipeline.run import Summary


def show_rows(read: Report | Unreadable, verdicts: Sequence[Verdict] = ()) -> str:
    """The rows of a report in every table, and the excluded numbers; for an unreadable file, its problem.

    With ``verdicts``, the rows include them.
    """
    if isinstance(read, Unreadable):
        return _dump({"problems": [unreadable_row(read, None)]})
    rows = apply_verdicts(tabulate(read), verdicts) if verdicts else tabulate(read)
    return _dump({**rows, "left_out": [structs.asdict(number) for number in read.left_out]})


def show_schema(tables: Iterable[Table]) -> str:
    """The schema of the tables as a data package."""
    return _dump(describe_package(tuple(tables)))


def show_summary(summary: "Summary", seconds: float) -> str:
    """The counts of a run."""
    counted = {field.name: getattr(summary, field.name) for field in fields(summary)}
    counted["verdicts"] = summary.verdicts._asdict() if summary.verdicts else None
    return _dump({**counted, "seconds": round(seconds, 3)})


def show_values(values: Iterable["DataclassInstance"]) -> str:
    """A list of values, each with its fields."""
    return _dump([asdict(value) for value in values])


def _dump(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False, indent=1, default=_shown))


def _shown(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")
