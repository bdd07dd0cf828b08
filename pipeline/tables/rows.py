"""Turns a report into rows of the tables that ``schema.py`` states.

Numbers are Decimal up to here and float64 from here on.
"""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from pipeline.indicators import find_disputed, read_panel
from pipeline.metadata import read_hint
from pipeline.model import (
    Audit,
    Cell,
    Citation,
    Figure,
    Indicator,
    IndicatorStatus,
    Problem,
    Report,
    RequestOutcome,
    Section,
    Unreadable,
)
from pipeline.provenance import VERSION, fingerprint
from pipeline.rulebook import indicator_rules, reason_of, severity_of

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]

# The problem of a further file with the same bytes: its rows come of the list of files, not of the report.
COPY = "duplicate_file"

# What analysts say comes later, from ``annotations``.
NOT_JUDGED: Row = {"verdict": None, "verdict_value": None}


def tabulate(report: Report) -> Rows:
    """The rows of a report, by table, in the order of their ids."""
    problems = [_problem_row(report.document_id, report.source, problem) for problem in report.problems]
    return {
        "documents": [_document_row(report, problems=len(problems))],
        "sections": [_row(report, section) for section in report.sections],
        "figures": [_row(report, figure) | NOT_JUDGED for figure in report.figures],
        "cells": [_row(report, cell) | NOT_JUDGED for cell in report.cells],
        "indicators": [_row(report, indicator) for indicator in report.indicators],
        "panel": [_panel_row(report)],
        "panel_status": [_status_row(report.document_id, status) for status in report.statuses],
        "request_outcomes": [_row(report, outcome) for outcome in report.outcomes],
        "audits": [_row(report, audit) for audit in report.audits],
        "citations": [_row(report, citation) for citation in report.citations],
        "problems": problems,
    }


def unreadable_row(file: Unreadable, mark: str | None) -> Row:
    """The one row, of problems, of a file that yields no document; ``mark`` is its fingerprint, if it has one."""
    return _problem_row(None, file.source, file.problem, mark)


def copy_row(document_id: str, source: str, path: str) -> Row:
    """The row of problems of a further file with the same bytes as ``source``: a problem of that document."""
    problem = Problem(COPY, f"The file has the same bytes as {source}, which was read instead.")
    return _problem_row(document_id, path, problem)


def audit_row(document_id: str, audit: Audit) -> Row:
    """The row of an audit against another year, which is known when all documents are read."""
    return _fields(document_id, audit)


def _document_row(report: Report, *, problems: int) -> Row:
    return {
        "document_id": report.document_id,
        "source": report.source,
        "sha256": report.sha256,
        "format": report.format.value,
        "encoding": report.encoding,
        **asdict(report.metadata),
        "text": report.text.text,
        "characters": len(report.text.text),
        "sections": len(report.sections),
        "figures": len(report.figures),
        "cells": len(report.cells),
        "problems": problems,
        "fingerprint": fingerprint(report.sha256, read_hint(report.source)),
        "version": VERSION,
    }


def _panel_row(report: Report) -> Row:
    """The report's indicators side by side; of what it does not state the columns stay null."""
    said = asdict(report.metadata)
    values = read_panel(report.indicators, report.cells, report.confirmed)
    disputed = frozenset(find_disputed(report.indicators, report.cells, report.audits, report.confirmed))
    codes = [rule.code for rule in indicator_rules().indicators]
    return {
        "document_id": report.document_id,
        **{name: said[name] for name in ("agency", "region", "report_year", "form")},
        "disputed": ";".join(code for code in codes if code in disputed) or None,
        **{code: _stored(values.get(code)) for code in codes},
    }


def _status_row(document_id: str, status: IndicatorStatus) -> Row:
    said = {"reason": reason_of(status.reason).english, "status": status.status.value}
    return {"document_id": document_id, **asdict(status), **said}


def _row(report: Report, value: Section | Figure | Cell | Indicator | RequestOutcome | Audit | Citation) -> Row:
    return _fields(report.document_id, value)


def _fields(document_id: str, value: Section | Figure | Cell | Indicator | RequestOutcome | Audit | Citation) -> Row:
    """The fields of a value are the columns of its table."""
    fields = {name: _stored(getattr(value, name)) for name in value.__slots__}
    return {"document_id": document_id, **fields}


def _stored(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def _problem_row(document_id: str | None, source: str, problem: Problem, mark: str | None = None) -> Row:
    return {
        "document_id": document_id,
        "source": source,
        "problem": problem.code,
        "severity": severity_of(problem.code),
        "message": problem.message,
        "start": problem.start,
        "end": problem.end,
        "fingerprint": mark,
    }
