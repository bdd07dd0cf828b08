"""Which rows of the forms the prose says, beside a number and of all that a number counts."""

import pytest

from pipeline import extract_text
from pipeline.indicators.panel import read_panel
from pipeline.rulebook.wordings import WordingExample, labels_of, wording_rules

EXAMPLES = wording_rules().examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_a_sentence_states_the_rows_that_it_says_and_no_others(example: WordingExample) -> None:
    report = extract_text(example.text)
    stated = read_panel(report.indicators, report.cells)
    assert {code: stated.get(code) for code in example.yes} == example.yes
    assert set(example.no).isdisjoint(stated)


def test_each_wording_but_one_of_both_kinds_of_lawsuits_is_in_an_example() -> None:
    said = {code for example in EXAMPLES for code in example.yes}
    worded = {wording.indicator for wording in wording_rules().wordings}
    assert worded - said == {"litigation_corrected"}


@pytest.mark.parametrize("code", wording_rules().results.codes)
def test_each_row_of_the_results_has_a_label(code: str) -> None:
    assert labels_of(code)


@pytest.mark.parametrize("year", [2022, 2023, 2025])
def test_what_is_carried_over_is_also_of_the_year_beside(year: int) -> None:
    title = f"柳溪县水务局{year}年政府信息公开工作年度报告\n"
    report = extract_text(
        title + f"一、总体情况\n收到申请5件，上年结转政府信息公开申请2件，结转至{year + 1}年办理1件。"
    )
    stated = read_panel(report.indicators, report.cells)
    assert [stated[code] for code in ("requests_carried_in", "requests_carried_out")] == [2, 1]
