"""Audits a report: the identities of its tables, text against table, parts, shares and years.

The rules are in ``rules/audits.toml``. Printed values are never changed.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from pipeline.audits.form_instances import find_form_instances
from pipeline.audits.identities import audit_check, check_identities
from pipeline.audits.local_form_parts import audit_local_parts
from pipeline.audits.part_sums import audit_parts
from pipeline.audits.registration import audit_registration
from pipeline.audits.shares import audit_shares
from pipeline.audits.stated_changes import audit_changes
from pipeline.audits.suggestions import suggest_repairs
from pipeline.audits.text_vs_table import audit_text_and_table
from pipeline.audits.title_vs_period import audit_title_year
from pipeline.model import Audit, Cell, Figure, Indicator, Metadata, Outcome, Registration, Text
from pipeline.rulebook import audit_rules


def audit_report(
    cells: Sequence[Cell],
    figures: Sequence[Figure],
    indicators: Sequence[Indicator],
    metadata: Metadata,
    text: Text,
    registration: Registration | None = None,
) -> tuple[Audit, ...]:
    """Everything that can be checked in one report, in the order of the rules.

    ``registration`` is the report's agency, if it is to be checked.

    >>> from pipeline.model import CellRule, CellState
    >>> from decimal import Decimal
    >>> rows = [("staff", 5), ("staff_full_time", 2), ("staff_part_time", 3)]
    >>> cells = [
    ...     Cell(n, 0, str(v), CellState.NUMBER, CellRule.GRID, "F14", "1", code, "value", value=Decimal(v))
    ...     for n, (code, v) in enumerate(rows)
    ... ]
    >>> for audit in audit_report(cells, (), (), Metadata(), Text("", "")):
    ...     print(audit.rule, audit.outcome, audit.detail)
    staff_by_time pass 从事政府信息公开工作人员数 5; 专职人员数 2 + 兼职人员数 3 = 5. It holds.
    """
    return (
        *_audit_identities(cells),
        *audit_local_parts(cells),
        *audit_text_and_table(indicators, cells, figures),
        *audit_parts(figures, text),
        *audit_shares(figures, text),
        *audit_changes(figures, metadata),
        *audit_title_year(metadata, cells, text),
        *(audit_registration(metadata, registration, text) if registration else ()),
    )


def _audit_identities(cells: Sequence[Cell]) -> Iterator[Audit]:
    for instance in find_form_instances(cells):
        checks = check_identities(instance)
        for check, suggestion in zip(checks, suggest_repairs(checks), strict=True):
            yield replace(audit_check(check, instance), suggested=suggestion)


def passed_cells(audits: Iterable[Audit]) -> frozenset[int]:
    """The ids of cells whose numbers an equation confirms: one that holds, with none that fails.

    Only equations whose failure is an error count: ``<=`` confirms no number.
    """
    equations = {rule.code for rule in audit_rules().identities if rule.read().relation == "="}
    passed: set[int] = set()
    failed: set[int] = set()
    for audit in audits:
        if audit.rule in equations and audit.severity == "error" and audit.outcome is not Outcome.NOT_ASSESSABLE:
            ids = {int(reference.removeprefix("cell:")) for reference in audit.evidence}
            (passed if audit.outcome is Outcome.PASS else failed).update(ids)
    return frozenset(passed - failed)
