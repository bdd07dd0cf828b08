"""Turns a report into rows of the tables that ``schema.py`` states.

Numbers are Decimal up to here and float64 from here on.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import asdict

from pipeline.indicators import find_disputed, take_witnesses
from pipeline.ingest import values_of
from pipeline.metadata import read_hint
from pipeline.model import (
    Cell,
    Citation,
    Figure,
    Indicator,
    Report,
    RequestOutcome,
    Section,
)
from pipeline.provenance import VERSION, fingerprint
from pipeline.register import Held, Mention, list_agencies, name_report
from pipeline.rulebook import indicator_names, reason_of
from pipeline.tables.audit_rows import audit_row, stored
from pipeline.tables.columns import Column, Row, Rows
from pipeline.tables.problem_rows import problem_row
from pipeline.tables.register_columns import DISCLOSURE, MAIN, REGISTERED

# What analysts say comes later, from ``annotations``.
NOT_JUDGED: Row = {"verdict": None, "verdict_value": None, "verdict_other": None}
# The same of a row of indicators.
UNSAID: Row = {"judged_by": None, "judged_at": None, "evidence": []}
# What is said of how a document was fetched, by its container or by a list.
FETCHED = ("url", "retrieved")


def tabulate(report: Report) -> Rows:
    """The rows of a report, by table, in the order of their ids."""
    problems = [problem_row(report.document_id, report.source, problem) for problem in report.problems]
    return {
        "documents": [_document_row(report, problems=len(problems))],
        "sections": [_row(report, section) for section in report.sections],
        "figures": [_row(report, figure) | NOT_JUDGED for figure in report.figures],
        "cells": [_row(report, cell) | NOT_JUDGED for cell in report.cells],
        "indicators": list(_indicator_rows(report)),
        "agencies": _agency_rows(report),
        "panel": [_panel_row(report)] if is_disclosure(report) else [],
        "panel_corrected": [_panel_row(report)] if is_disclosure(report) else [],
        "panel_status": list(_status_rows(report)) if is_disclosure(report) else [],
        "request_outcomes": [_row(report, outcome) for outcome in report.outcomes],
        "audits": [audit_row(report.document_id, audit) for audit in report.audits],
        "citations": [_row(report, citation) for citation in report.citations],
        "problems": problems,
    }


def _document_row(report: Report, *, problems: int) -> Row:
    return {
        "document_id": report.document_id,
        "source": report.source,
        "container": report.origin.container,
        "member": report.origin.member,
        **{name: _fact_of(report, name) for name in FETCHED},
        "sha256": report.sha256,
        "format": report.format.value,
        "encoding": report.encoding,
        **asdict(report.metadata),
        "listed": _listed(report),
        **_registered(report, REGISTERED),
        "agency_rule": report.registration.agency_rule,
        "agency_start": report.registration.agency_start,
        "report_id": _name_report(report),
        "report_part": MAIN,
        "text": report.text.text,
        "characters": len(report.text.text),
        "sections": len(report.sections),
        "figures": len(report.figures),
        "cells": len(report.cells),
        "problems": problems,
        "fingerprint": fingerprint(report.sha256, read_hint(report.source, report.origin)),
        "version": VERSION,
    }


def _fact_of(report: Report, name: str) -> str | None:
    """The first of what is said of a document under a name, by a list or where it comes from."""
    return next(iter(values_of((*report.origin.listed_facts, *report.origin.facts), name)), None)


def _listed(report: Report) -> list[str]:
    """The columns whose values a list says."""
    fetched = [name for name in FETCHED if _fact_of(report, name) not in values_of(report.origin.facts, name)]
    return [*(name for name in fetched if _fact_of(report, name)), *report.metadata.listed]


def is_disclosure(report: Report) -> bool:
    """Whether the panel has the report: it is a disclosure report, or prints the form of one."""
    return report.metadata.report_type == DISCLOSURE or report.metadata.form is not None


def _indicator_rows(report: Report) -> Iterator[Row]:
    taken = take_witnesses(report.indicators, report.cells, report.confirmed)
    disputed = frozenset(find_disputed(report.indicators, report.cells, report.audits, report.confirmed))
    for indicator in report.indicators:
        is_taken = taken.get(indicator.indicator) is indicator
        is_disputed = is_taken and indicator.indicator in disputed
        yield _row(report, indicator) | {"taken": is_taken, "disputed": is_disputed, "corrected": is_taken} | UNSAID


def _name_report(report: Report) -> str:
    """The report that the document is of, as far as it says so by itself."""
    said = report.metadata
    return name_report(
        Held(
            report.document_id,
            report.source,
            report.registration.agency_id,
            named=said.agency is not None,
            tables_alone=not report.figures,
            report_year=said.report_year,
            report_type=said.report_type,
            title=said.title,
            period_start=said.period_start,
            period_end=said.period_end,
        )
    )


def _agency_rows(report: Report) -> list[Row]:
    """The agency of the report, if it is sure, as the directory of all would have it."""
    told, name = report.registration, report.metadata.agency
    if told.agency_id is None or name is None:
        return []
    said = {field: getattr(told, field) for field in Mention._fields if hasattr(told, field)}
    own = {"document_id": report.document_id, "agency": name, "report_year": report.metadata.report_year}
    return [agency._asdict() for agency in list_agencies([Mention(**said | own)])]


def _panel_row(report: Report) -> Row:
    """The report's indicators side by side; of what it does not state the columns stay null."""
    said = asdict(report.metadata)
    taken = take_witnesses(report.indicators, report.cells, report.confirmed)
    values = {code: witness.value for code, witness in taken.items()}
    disputed = frozenset(find_disputed(report.indicators, report.cells, report.audits, report.confirmed))
    codes = [name.code for name in indicator_names()]
    return {
        "report_id": _name_report(report),
        "document_id": report.document_id,
        "documents": report.document_id,
        "source": report.source,
        **{name: said[name] for name in ("title", "report_type", "agency", "region", "report_year", "form")},
        **_registered(report, REGISTERED),
        "disputed": ";".join(code for code in codes if code in disputed) or None,
        **{code: stored(values.get(code)) for code in codes},
    }


def _registered(report: Report, columns: Iterable[Column]) -> Row:
    return {column.name: getattr(report.registration, column.name) for column in columns}


def _status_rows(report: Report) -> Iterator[Row]:
    ids = {"document_id": report.document_id, "report_id": _name_report(report)}
    for status in report.statuses:
        said = {"reason": reason_of(status.reason).english, "status": status.status.value}
        yield {**ids, **asdict(status), **said, "corrected": None}


def _row(report: Report, value: Section | Figure | Cell | Indicator | RequestOutcome | Citation) -> Row:
    return _fields(report.document_id, value)


def _fields(document_id: str, value: Section | Figure | Cell | Indicator | RequestOutcome | Citation) -> Row:
    """The fields of a value are the columns of its table."""
    fields = {name: stored(getattr(value, name)) for name in value.__struct_fields__}
    return {"document_id": document_id, **fields}
