"""Says of every indicator why the panel has a number of it, or none: exactly one status each.

What the form prints comes first: a cell that is blank or unread is why there is none, whatever the prose mentions.
Where no form of the report has a cell, the prose comes next; what neither has is not asked for, or not mentioned.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from pipeline.indicators.form_reasons import (
    PrintedForms,
    Why,
    name_cells,
    survey_forms,
    why_lost_locally,
    why_no_number,
)
from pipeline.indicators.panel import find_differing, take_witnesses
from pipeline.indicators.prose_reasons import why_unsaid
from pipeline.indicators.ranking import Printed, parts_of, printed_cells
from pipeline.indicators.refusals import Reading
from pipeline.model import Cell, Indicator, IndicatorStatus, Report, Witness
from pipeline.rulebook import FORMS, IndicatorRule, form_of_year, indicator_rules, reason_of

# Reasons that say no more than that the form of the report has nothing of it: then the prose may have.
ABSENT = frozenset(("row_not_printed", "no_table", "form_lacks_it", "nothing_said"))


class Evidence(Struct, frozen=True, gc=False):
    """What a report has of its indicators, in the form from which their statuses are derived."""

    taken: Mapping[str, Indicator]
    differing: Mapping[str, tuple[Indicator, ...]]
    derived: frozenset[str]
    seen: PrintedForms
    own: Mapping[int, Cell]
    printed: Printed
    unsaid: Mapping[str, Why]
    forms: tuple[str, ...]
    has_form: bool

    def parts(self, witness: Indicator) -> tuple[Cell, ...]:
        """The cells that a witness is the sum of; none of a figure."""
        if witness.cell_id is None:
            return ()
        at = self.own[witness.cell_id]
        return parts_of(witness.indicator, at.form, self.printed) or (at,)


def find_statuses(
    report: Report, own_cells: Sequence[Cell], readings: Sequence[Reading]
) -> tuple[IndicatorStatus, ...]:
    """The status of each indicator of a report, in the order of the rules.

    ``own_cells`` are its cells but those of another year, with impossible counts as texts; ``readings`` what its prose
    states (``read_prose``).
    """
    seen = survey_forms(report.cells, own_cells, report.problems, report.text, report.confirmed)
    form = report.metadata.form
    expected = form if form in FORMS else form_of_year(report.metadata.report_year)
    found = Evidence(
        taken=take_witnesses(report.indicators, report.cells, report.confirmed),
        differing=find_differing(report.indicators, report.cells, report.confirmed),
        derived=frozenset(one.indicator for one in report.indicators if one.witness is Witness.DERIVED),
        seen=seen,
        own={cell.cell_id: cell for cells in seen.own.values() for cell in cells},
        printed=printed_cells(own_cells),
        unsaid=why_unsaid(readings, report),
        forms=seen.forms or ((expected,) if expected else ()),
        has_form=bool(seen.forms) or form is not None,
    )
    return tuple(_status(rule, found) for rule in indicator_rules().indicators)


def _status(rule: IndicatorRule, found: Evidence) -> IndicatorStatus:
    witness = found.taken.get(rule.code)
    if witness is not None and witness.value is not None:
        return _stated(witness, witness.value, found)
    why = _why_null(rule, witness, found)
    return IndicatorStatus(rule.code, reason_of(why.reason).status, why.reason, why.problem, why.evidence)


def _why_null(rule: IndicatorRule, witness: Indicator | None, found: Evidence) -> Why:
    if witness is not None:
        return Why("only_bounds", None, (f"figure:{witness.figure_id}",))
    if rule.code in found.differing:
        return Why("sentence_differs", None, tuple(f"figure:{one.figure_id}" for one in found.differing[rule.code]))
    why = _why_nothing(rule, found)
    return Why("sums_leave_one", None, why.evidence) if rule.code in found.derived else why


def _stated(witness: Indicator, value: Decimal, found: Evidence) -> IndicatorStatus:
    parts = found.parts(witness)
    if not parts:
        reason = "number_in_prose" if value else "zero_in_prose"
        evidence: tuple[str, ...] = (f"figure:{witness.figure_id}",)
    else:
        several = len(parts) > 1
        reason = (
            ("sum_of_cells" if several else "number_in_cell")
            if value
            else ("zero_in_cells" if several else "zero_in_cell")
        )
        evidence = name_cells(parts)
    return IndicatorStatus(witness.indicator, reason_of(reason).status, reason, None, evidence)


def _why_nothing(rule: IndicatorRule, found: Evidence) -> Why:
    """Why neither the form nor the prose states an indicator."""
    of_forms = [_why_form(rule, form, found) for form in found.forms if rule.source(form).cells]
    stated = next((why for why in of_forms if why.reason not in ABSENT), None)
    if stated is not None:
        return stated
    lost = why_lost_locally(rule.code, found.seen)
    if lost is not None:
        return lost
    if rule.code in found.unsaid:
        return found.unsaid[rule.code]
    return of_forms[0] if of_forms else Why("form_lacks_it" if found.has_form else "nothing_said")


def _why_form(rule: IndicatorRule, form: str, found: Evidence) -> Why:
    """Why the cells of a form give no number; where all print one, it is money without its unit."""
    coordinates = rule.source(form).cells
    why = why_no_number(form, coordinates, found.seen)
    cells = (cell for row, column in coordinates for cell in found.seen.own.get((form, row, column), ()))
    return why or Why("unit_unknown", None, name_cells(cells))
