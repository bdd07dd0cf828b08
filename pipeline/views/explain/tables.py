"""Prints the tables of a report row by row, the source of each indicator, and why other indicators have no number."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby

from pipeline.audits import say_bounds
from pipeline.characters import squeeze
from pipeline.i18n import say, write, write_number
from pipeline.model import Cell, CellState, Indicator, IndicatorStatus, Report, Status
from pipeline.rulebook import label_of_indicator, reason_of

# Statuses of indicators with a number, and the reasons that hold for dozens of the others.
WITH_NUMBER = frozenset((Status.STATED, Status.ZERO_STATED))
SILENT = frozenset(("form_lacks_it", "nothing_said", "no_table"))
# The greatest width of a row of an unrecognised table.
WIDEST = 100


def table_lines(report: Report) -> Iterator[str]:
    """Each table with its form, how its cells were read, and its rows with the id of their first cell."""
    for table_id, group in groupby(report.cells, key=lambda cell: cell.table_id):
        cells = tuple(group)
        form, table = _most([cell.form for cell in cells]), _most([cell.table for cell in cells])
        rules = sorted({str(cell.rule) for cell in cells})
        name = say("table_of_form", form=form, number=table) if table else say("no_statutory_form")
        heading = say("table_at", number=table_id, offset=cells[0].start)
        yield f"{heading}: {name} · {say('some_cells', count=len(cells))} · {', '.join(rules)}"
        for row, values in groupby(filter(_is_value, cells), key=lambda cell: (cell.row, cell.row_label)):
            yield _row_line(row, tuple(values))


def indicator_lines(report: Report) -> Iterator[str]:
    """Each indicator with its witnesses; the first is the one in the panel."""
    for code, group in groupby(report.indicators, key=lambda indicator: indicator.indicator):
        witnesses = " · ".join(map(_witness, group))
        yield f"  {code:<26}{witnesses} · {label_of_indicator(code)}"


def status_lines(report: Report) -> Iterator[str]:
    """Why the panel has no number for an indicator: one line for each reason, with the indicators and the evidence."""
    by_reason: defaultdict[str, list[IndicatorStatus]] = defaultdict(list)
    for status in report.statuses:
        if status.status not in WITH_NUMBER:
            by_reason[status.reason].append(status)
    for code, statuses in by_reason.items():
        reason = reason_of(code)
        yield f"  {reason.status} ({len(statuses)}): {reason.words()}"
        if code not in SILENT:
            yield from (f"        {status.indicator}{_name_evidence(status)}" for status in statuses)


def _name_evidence(status: IndicatorStatus) -> str:
    named = ", ".join([*filter(None, [status.problem]), *status.evidence])
    return f" · {named}" if named else ""


def _is_value(cell: Cell) -> bool:
    return cell.state is not CellState.TEXT


def _row_line(row: tuple[str | None, str | None], cells: tuple[Cell, ...]) -> str:
    code, label = row
    values = " ".join(f"{cell.column}={_printed(cell)}" if cell.column else _printed(cell) for cell in cells)
    name = " ".join((code or f"[{label or '–'}]").split())
    line = f"  {cells[0].cell_id:>4}  {name}  {values}"
    return line if code or len(line) <= WIDEST else line[:WIDEST] + "…"


def _printed(cell: Cell) -> str:
    return "–" if cell.state is CellState.BLANK else squeeze(cell.raw)


def _witness(indicator: Indicator) -> str:
    sources = (("cell_number", indicator.cell_id), ("figure_number", indicator.figure_id))
    source = next((f", {say(what, number=id_)}" for what, id_ in sources if id_ is not None), "")
    return f"{_value(indicator)} {indicator.unit or ''} ({indicator.witness}{source})"


def _value(indicator: Indicator) -> str:
    if indicator.value is not None:
        return write_number(indicator.value)
    return write(say_bounds(indicator.low, indicator.high))


def _most(names: list[str | None]) -> str | None:
    known = Counter(name for name in names if name)
    return known.most_common(1)[0][0] if known else None
