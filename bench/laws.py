"""Laws that hold for every report that is read, whole or damaged.

The tests check them on the specimens, on real reports if available, and on random text; ``bench.fuzz`` checks them on
real reports that it damages. Each raises ``AssertionError`` if it is violated.
"""

import re
from collections.abc import Callable
from datetime import date

import pyarrow as pa

from pipeline.i18n.messages import LANGUAGES, write
from pipeline.indicators.panel import read_panel
from pipeline.model import CellState, Change, Outcome, Qualifier, Report, ReportType, Role, Witness
from pipeline.rulebook.indicators import indicator_rules
from pipeline.tables.rows import tabulate
from pipeline.tables.schema import TABLES, parquet_schema
from pipeline.values.cell_values import read_cell

_FIELD_RE = re.compile(r"\{[a-z_]+\}")
_CHINESE_RE = re.compile(r"[一-鿿]")

Law = Callable[[Report], None]
LAWS: list[Law] = []


def law(check: Law) -> Law:
    """Adds a law to those that are checked on every report."""
    LAWS.append(check)
    return check


@law
def plain_and_text_run_side_by_side(report: Report) -> None:
    text = report.text
    assert len(text.plain) == len(text.text)
    assert [i for i, character in enumerate(text.text) if (character == "\n") != (text.plain[i] == "\n")] == []


@law
def every_cell_of_the_panel_has_one_reason(report: Report) -> None:
    """A number goes with a status that says so, a null with any other, and each indicator has just one."""
    tables = tabulate(report)
    codes = [rule.code for rule in indicator_rules().indicators]
    assert [status.indicator for status in report.statuses] == codes
    # What is no disclosure report and prints no form has no row of the panel, and nothing to give reasons for.
    in_panel = report.metadata.report_type is ReportType.DISCLOSURE_ANNUAL or report.metadata.form is not None
    assert [row["indicator"] for row in tables["panel_status"]] == (codes if in_panel else [])
    values = read_panel(report.indicators, report.cells, report.confirmed)
    for status in report.statuses:
        value = values.get(status.indicator)
        assert (value is not None) is (status.status in {"stated", "zero_stated"}), status
        assert (value == 0) is (status.status == "zero_stated"), status
        assert status.problem in {None, *(problem.code for problem in report.problems)}, status


@law
def evidence_of_a_status_is_there(report: Report) -> None:
    cells = {f"cell:{cell.cell_id}" for cell in report.cells}
    figures = {f"figure:{figure.figure_id}" for figure in report.figures}
    for status in report.statuses:
        assert cells | figures >= set(status.evidence)
        assert status.evidence or status.status not in {"stated", "zero_stated", "blank", "slash", "contradicted"}


@law
def regions_are_sorted_and_disjoint(report: Report) -> None:
    text = report.text
    ends = [0, *(offset for region in text.regions for offset in (region.start, region.end)), len(text.text)]
    assert ends == sorted(ends)
    assert all(region.start < region.end for region in text.regions)


@law
def cells_of_tables_stand_in_the_text(report: Report) -> None:
    text = report.text
    for grid in text.grids:
        assert all(grid.start <= placed.start <= placed.end <= grid.end for placed in grid.cells)
        assert all("".join(text.text[p.start : p.end].split()) == "".join(p.cell.text.split()) for p in grid.cells)


@law
def cells_are_counted_and_print_the_text_of_their_span(report: Report) -> None:
    assert [cell.cell_id for cell in report.cells] == list(range(len(report.cells)))
    for cell in report.cells:
        assert cell.start is not None
        assert report.text.text[cell.start : cell.end] == cell.raw
        read = read_cell(cell.raw)
        assert (cell.state is CellState.NUMBER) == (cell.value is not None)
        assert cell.value is None or cell.value == read.value
        assert (cell.form is None) <= (cell.row is cell.column is None) or cell.table is not None


@law
def every_indicator_has_its_witness(report: Report) -> None:
    for indicator in report.indicators:
        is_derived = indicator.witness is Witness.DERIVED
        assert (indicator.cell_id is not None) + (indicator.figure_id is not None) + is_derived == 1
        if indicator.figure_id is not None:
            figure = report.figures[indicator.figure_id]
            assert (indicator.value, indicator.low, indicator.high) == (figure.value, figure.low, figure.high)
        elif indicator.cell_id is not None:
            assert report.cells[indicator.cell_id].state is CellState.NUMBER
    for code in {indicator.indicator for indicator in report.indicators}:
        ranks = [indicator.rank for indicator in report.indicators if indicator.indicator == code]
        assert ranks == list(range(1, len(ranks) + 1))


@law
def audits_name_what_they_compare(report: Report) -> None:
    ids = {f"cell:{cell.cell_id}" for cell in report.cells} | {f"figure:{f.figure_id}" for f in report.figures}
    for audit in report.audits:
        assert set(audit.evidence) <= ids
        assert (audit.outcome is not Outcome.FAIL) or audit.detail


@law
def every_message_is_written_in_both_languages(report: Report) -> None:
    """No field lacks its value; text that a report prints in braces stays as it is."""
    messages = [problem.wording for problem in report.problems] + [audit.finding for audit in report.audits]
    messages += [audit.suggested.wording for audit in report.audits if audit.suggested]
    printed = frozenset(_FIELD_RE.findall(report.text.text))
    for message in messages:
        for language in LANGUAGES:
            assert set(_FIELD_RE.findall(write(message, language))) <= printed, message
        assert _CHINESE_RE.search(write(message, "zh")), message


@law
def outer_sections_tile_the_text(report: Report) -> None:
    outer = [section for section in report.sections if section.level <= 1]
    edges = [0, *(section.end for section in outer)]
    assert [section.start for section in outer] == edges[:-1]
    assert edges[-1] == len(report.text.text)
    assert all(section.parent_id is None for section in outer)


@law
def children_lie_in_their_parents(report: Report) -> None:
    sections = report.sections
    assert [section.section_id for section in sections] == list(range(len(sections)))
    for section in sections:
        if section.parent_id is not None:
            parent = sections[section.parent_id]
            assert parent.level == section.level - 1
            assert parent.start <= section.start < section.end <= parent.end


@law
def a_numbered_section_begins_with_its_marker(report: Report) -> None:
    for section in report.sections:
        if section.marker is not None:
            assert report.text.text.startswith(section.marker, section.start)
            assert section.number is not None
            assert section.title is None or section.title.strip() == section.title != ""


@law
def numbers_increase_or_a_problem_says_why_not(report: Report) -> None:
    """A number is one more than the last in its section, or than the last of its style and level.

    Reports number on through their sections: 一、（一）（二）二、（三）.
    """
    reported = {problem.start for problem in report.problems if problem.code.startswith("numbering_")}
    last: dict[object, int] = {}
    for section in report.sections:
        if section.number is None:
            continue
        run, style = (section.parent_id, section.level, section.style), (section.level, section.style)
        if section.number not in {last.get(run, 0) + 1, last.get(style, 0) + 1}:
            assert section.start in reported, (section.marker, section.title, section.start)
        last[run] = last[style] = section.number


@law
def figures_and_citations_are_the_text_of_their_span(report: Report) -> None:
    for found in (report.figures, report.citations):
        assert [one.start for one in found] == sorted(one.start for one in found)
        assert all(report.text.text[one.start : one.end] == one.surface != "" for one in found)
    assert [figure.figure_id for figure in report.figures] == list(range(len(report.figures)))
    assert [citation.citation_id for citation in report.citations] == list(range(len(report.citations)))


@law
def figures_stand_in_their_sentence_and_their_innermost_section(report: Report) -> None:
    innermost = {s.section_id: [c for c in report.sections if c.parent_id == s.section_id] for s in report.sections}
    for figure in report.figures:
        assert figure.sentence_start <= figure.start < figure.end <= figure.sentence_end
        assert report.text.text[figure.sentence_start] != "\n"
        section = report.sections[figure.section_id]
        assert section.start <= figure.start < section.end
        assert not any(child.start <= figure.start < child.end for child in innermost[section.section_id])


@law
def no_figure_stands_in_a_table_or_in_furniture(report: Report) -> None:
    for figure in report.figures:
        assert not any(r.start < figure.end and figure.start < r.end for r in report.text.regions), figure.surface


@law
def no_number_is_both_a_figure_and_left_out(report: Report) -> None:
    taken = {offset for figure in report.figures if not figure.negated for offset in range(figure.start, figure.end)}
    assert [report.text.text[o.start : o.end] for o in report.left_out if taken & set(range(o.start, o.end))] == []


@law
def bounds_hold_the_value(report: Report) -> None:
    for figure in report.figures:
        stated = [number for number in (figure.low, figure.value, figure.high) if number is not None]
        assert stated == sorted(stated), figure.surface
        assert (figure.qualifier is Qualifier.EXACT) == (figure.low == figure.value == figure.high)
        assert (figure.value is None) == (figure.qualifier is Qualifier.RANGE)
        assert not figure.negated or figure.value == 0
        assert figure.change in {None, *Change}


@law
def periods_and_parents_are_in_order(report: Report) -> None:
    figures = report.figures
    for figure in figures:
        assert (figure.period_start or date.min) <= (figure.period_end or date.max)
        assert figure.parent_id is None or figures[figure.parent_id].start < figure.start


@law
def what_a_figure_means_has_a_rule_and_what_it_is_about_is_there(report: Report) -> None:
    for figure in report.figures:
        assert (figure.measure is None) == (figure.measure_rule is None), figure.surface
        assert figure.of_id is None or (figure.role is not Role.LEVEL and figure.of_id != figure.figure_id)
        assert figure.of_id is None or 0 <= figure.of_id < len(report.figures)


@law
def rows_fit_the_tables(report: Report) -> None:
    rows = tabulate(report)
    for table in TABLES:
        pa.Table.from_pylist(rows[table.name], parquet_schema(table)).validate(full=True)
