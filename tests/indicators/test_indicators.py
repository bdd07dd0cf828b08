"""Which cells and figures state an indicator, and which do not."""

from decimal import Decimal

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from pipeline import extract_text
from pipeline.audits.audits import audit_report
from pipeline.i18n import Message
from pipeline.indicators.indicators import find_indicators
from pipeline.indicators.panel import find_disputed, read_panel
from pipeline.indicators.ranking import rank_indicators
from pipeline.model import Audit, Cell, CellRule, CellState, Indicator, Metadata, Outcome, Text, Witness
from pipeline.rulebook.forms import form_rules
from pipeline.rulebook.indicators import FORMS, IndicatorRule, ProseRule, indicator_rules
from tests.statutory import REQUESTS


def stated(text: str) -> set[str]:
    return {indicator.indicator for indicator in extract_text(text).indicators}


CASES = [(rule, sentence) for rule in indicator_rules().prose for sentence in rule.yes]
NO_CASES = [(rule, sentence) for rule in indicator_rules().prose for sentence in rule.no]


@pytest.mark.parametrize(("rule", "sentence"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_sentence_states_its_indicator(rule: ProseRule, sentence: str) -> None:
    assert rule.indicator in stated(sentence)


@pytest.mark.parametrize(("rule", "sentence"), NO_CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_sentence_does_not_state_another_indicator(rule: ProseRule, sentence: str) -> None:
    assert rule.indicator not in stated(sentence)


def printed(form: str, *cells: tuple[str, str, str | None]) -> list[Cell]:
    """Cells of a form: row, column and value, of which ``None`` is a blank."""
    return [
        Cell(
            number,
            0,
            value or "",
            CellState.NUMBER if value else CellState.BLANK,
            CellRule.GRID,
            form,
            row=row,
            column=column,
            value=Decimal(value) if value else None,
            unit="万元" if row in {"fees", "budget"} else None,
        )
        for number, (row, column, value) in enumerate(cells)
    ]


def of_tables(cells: list[Cell]) -> dict[str, Decimal | None]:
    found = find_indicators(cells, (), ())
    assert {indicator.witness for indicator in found} <= {Witness.TABLE}
    return {indicator.indicator: indicator.value for indicator in found}


def test_the_forms_of_all_years_state_the_same_indicator() -> None:
    assert of_tables(printed("F14", ("requests", "value", "7")))["requests"] == 7
    assert of_tables(printed("F19", ("received", "total", "7")))["requests"] == 7
    assert of_tables(printed("F21", ("received", "total", "7")))["requests"] == 7
    assert of_tables(printed("F08", ("其中：1、同意公开答复数", "year", "7")))["granted"] == 7


def test_what_the_local_form_sums_since_the_beginning_is_of_no_year() -> None:
    assert of_tables(printed("F08", ("主动公开信息数", "cumulative", "900"))) == {}


def test_a_sum_is_stated_where_all_its_parts_are_numbers() -> None:
    cells = (("litigation_direct", "total", "2"), ("litigation_after_review", "total", "3"))
    assert of_tables(printed("F21", *cells))["litigation"] == 5
    blank = (cells[0], ("litigation_after_review", "total", None))
    assert "litigation" not in of_tables(printed("F21", *blank))


def test_every_row_of_the_forms_is_an_indicator() -> None:
    """The rows that a form prints, with every column of 表一, 表二 and 表四, and the totals of 表三."""
    for form in FORMS:
        used = {cell for rule in indicator_rules().indicators for cell in rule.source(form).cells}
        for table in (table for table in form_rules().tables if form in table.forms):
            for row in table.rows:
                columns = table.columns_of(row.code)
                wanted = columns if table.table != "3" or row.code == "received" else ("total",)
                left = {(row.code, column) for column in wanted} - used
                # 表三 of 2019 prints one row of what was handled otherwise, where the next has three.
                assert not left or (form, row.code) in {("F19", "other_uncorrected"), ("F19", "other_fee_unpaid")}, left


def test_a_blank_is_no_zero() -> None:
    assert of_tables(printed("F21", ("received", "total", None))) == {}


def test_money_is_in_yuan() -> None:
    assert of_tables(printed("F14", ("fees", "value", "0.35")))["disclosure_fees"] == 3500
    assert of_tables(printed("F21", ("fees", "amount", "12.5")))["fee_income"] == 125_000


LINES = "某局2022年政府信息公开工作年度报告\n一、总体情况\n2022年收到政府信息公开申请{}件。\n"
TABLE = (
    "三、申请情况\n一、本年新收政府信息公开申请数量\n{}\n二、上年结转政府信息公开申请数量\n{}\n四、结转下年度继续办理"
)


def test_a_table_comes_before_the_prose_and_both_are_witnesses() -> None:
    table = TABLE.format("\n".join("3000003"), "\n".join("0000000"))
    found = [i for i in extract_text(LINES.format(5) + table).indicators if i.indicator == "requests"]
    assert [(i.rank, i.witness, i.value) for i in found] == [
        (1, Witness.TABLE, Decimal(3)),
        (2, Witness.TEXT, Decimal(5)),
    ]


def test_other_years_and_sums_over_years_state_no_indicator() -> None:
    head = "某局2022年政府信息公开工作年度报告\n一、总体情况\n"
    text = f"{head}2021年收到政府信息公开申请5件，截至目前累计收到政府信息公开申请90件。"
    assert stated(text) == set()


def test_reviews_of_anything_are_no_reviews_of_disclosure() -> None:
    text = "五、政府信息公开复议诉讼情况\n全年共受理行政复议4起，没有因政府信息公开而被提起的行政复议。"
    found = [i for i in extract_text(text).indicators if i.indicator == "reviews"]
    assert [(i.rank, i.value) for i in found] == [(1, Decimal(0))]


def test_the_panel_takes_the_first_witness_and_leaves_recovered_cells_to_the_audits() -> None:
    witnesses = [
        Indicator("requests", Witness.TABLE, 1, Decimal(3), Decimal(3), Decimal(3), "件", cell_id=0),
        Indicator("requests", Witness.TEXT, 2, Decimal(5), Decimal(5), Decimal(5), "件", figure_id=0),
        Indicator("reviews", Witness.TEXT, 1, None, Decimal(10), Decimal(15), "件", figure_id=1),
    ]
    grid = printed("F21", ("received", "total", "3"))
    recovered = [replace(grid[0], rule=CellRule.RECOVERED)]
    assert read_panel(witnesses, grid) == {"requests": 3, "reviews": None}
    assert read_panel(witnesses, recovered)["requests"] == 5
    assert read_panel(witnesses, recovered, {0})["requests"] == 3


def test_a_sum_rests_on_all_its_parts() -> None:
    direct, after = printed("F21", ("litigation_direct", "total", "2"), ("litigation_after_review", "total", "3"))
    cells = [direct, replace(after, rule=CellRule.RECOVERED)]
    found = find_indicators(cells, (), ())
    assert [(indicator.indicator, indicator.cell_id) for indicator in found] == [
        ("litigation", 0),
        ("litigation_direct", 0),
        ("litigation_after_review", 1),
    ]
    assert read_panel(found, cells) == read_panel(found, cells, {0}) == {"litigation_direct": 2}
    assert read_panel(found, cells, {1}) == {"litigation": 5, "litigation_direct": 2, "litigation_after_review": 3}


def test_the_first_rank_is_what_the_panel_takes() -> None:
    report = extract_text(LINES.format(5))
    (said,) = (indicator for indicator in report.indicators if indicator.indicator == "requests")
    recovered = [replace(printed("F21", ("received", "total", "3"))[0], rule=CellRule.RECOVERED)]
    table = replace(said, witness=Witness.TABLE, value=Decimal(3), figure_id=None, cell_id=0)
    doubted = rank_indicators((table, said), recovered, report.figures)
    assert [(one.rank, one.witness) for one in doubted] == [(1, Witness.TEXT), (2, Witness.TABLE)]
    trusted = rank_indicators(doubted, recovered, report.figures, {0})
    assert [(one.rank, one.witness) for one in trusted] == [(1, Witness.TABLE), (2, Witness.TEXT)]
    for ranked, audited in ((doubted, frozenset[int]()), (trusted, frozenset({0}))):
        assert read_panel(ranked, recovered, audited)["requests"] == ranked[0].value


SENTENCE = "某局2022年政府信息公开工作年度报告\n一、总体情况\n"


@pytest.mark.parametrize(
    ("sentence", "taken"),
    [
        # Twice in a sentence with different numbers: neither is the whole.
        ("市局收到政府信息公开申请5件，县局收到政府信息公开申请7件。", []),
        ("承办省政协提案3件、市政协提案5件。", []),
        # The same number twice, and a whole with its part, do not contradict.
        ("发布政策解读5篇，公开政策解读5篇。", [("interpretations", 5), ("interpretations", 5)]),
        # A change is no level; a quarter and a month are no year.
        ("主动公开政府信息比上年增加20条。", []),
        ("三季度主动公开政府信息20条。", []),
        ("2022年5月收到政府信息公开申请3件。", []),
        # A sum over years is none, and a zero over years is a zero.
        ("自2008年以来主动公开政府信息900条。", []),
        ("自2008年以来未收取信息处理费。", [("disclosure_fees", 0)]),
        # 累计 within the year is of the year.
        ("2022年累计主动公开政府信息900条。", [("disclosed", 900)]),
    ],
)
def test_what_is_of_the_whole_and_of_the_year(sentence: str, taken: list[tuple[str, int]]) -> None:
    found = [(one.indicator, one.value) for one in extract_text(SENTENCE + sentence).indicators]
    assert found == [(code, Decimal(value)) for code, value in taken]


def test_the_words_of_a_local_row_are_read_without_their_marks() -> None:
    assert of_tables(printed("F08", ("行政申诉、举报数", "year", "2"))) == {"complaints": Decimal(2)}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ({"F21": "exact: recieved/total"}, "F21 has no cell recieved/total"),
        ({"F14": "received"}, "is not GRADE"),
        ({"F14": "not_comparable: requests"}, "is not GRADE"),
    ],
)
def test_a_line_that_contradicts_the_forms_is_refused(line: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        IndicatorRule.model_validate({"code": "requests", "label": "申请", "english": "requests", "unit": "件", **line})


def test_of_a_place_that_is_printed_with_two_numbers_the_panel_takes_neither() -> None:
    heads = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"
    rows = f"{REQUESTS['received']} {{}}\n{REQUESTS['carried_in']} 0 0 0 0 0 0 0\n"
    years = [heads + rows.format(row) for row in ("180 50 0 0 10 0 240", "18 5 0 0 1 0 24")]
    report = extract_text("柳溪县水务局2023年政府信息公开工作年度报告\n" + "\n".join(years))
    assert {one.indicator: one.value for one in report.indicators} == {
        "requests_research": 0,
        "requests_welfare": 0,
        "requests_other_organisation": 0,
        "requests_carried_in": 0,
    }


UNDER_CAPTION = """\
柳溪县2023年政府信息公开工作年度报告

{}

自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
一、本年新收政府信息公开申请数量 18 5 0 0 1 0 24
二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0
"""


@pytest.mark.parametrize(
    ("caption", "requests"),
    [
        ("2023年收到和处理政府信息公开申请情况", 24),
        ("与2022年相比，2023年收到和处理政府信息公开申请情况", 24),
        ("附：2022年度收到和处理政府信息公开申请情况表", None),
        ("2022年收到申请较多，公开情况良好。", 24),
    ],
)
def test_the_table_of_another_year_is_kept_and_states_no_indicator(caption: str, requests: int | None) -> None:
    report = extract_text(UNDER_CAPTION.format(caption))
    taken = {one.indicator: one.value for one in report.indicators if one.witness is Witness.TABLE}
    assert taken.get("requests") == requests
    assert [cell.raw for cell in report.cells if (cell.row, cell.column) == ("received", "total")] == ["24"]
    assert [one.code for one in report.problems] == ([] if requests else ["other_year_table"])


CASES_TABLE = [
    Cell(n, 0, str(value), CellState.NUMBER, CellRule.GRID, "F14", "1", row, "value", value=Decimal(value))
    for n, (row, value) in enumerate(
        [("reviews", 0), ("reviews_upheld", 10), ("reviews_corrected", 1), ("reviews_other", 0), ("requests", 7)]
    )
]


def disputed(cells: list[Cell]) -> tuple[tuple[str, ...], dict[str, Decimal | None]]:
    """What the panel disputes of a table, and what it states."""
    found = find_indicators(cells, (), ())
    audits = audit_report(cells, (), found, Metadata(), Text("", ""))
    return find_disputed(found, cells, audits), read_panel(found, cells)


def test_a_number_that_an_audit_refutes_is_disputed_and_stays_as_published() -> None:
    codes, stated_values = disputed(CASES_TABLE)
    assert "reviews" in codes
    assert "requests" not in codes
    assert (stated_values["reviews"], stated_values["requests"]) == (Decimal(0), Decimal(7))
    sound = [replace(CASES_TABLE[0], raw="11", value=Decimal(11)), *CASES_TABLE[1:]]
    assert disputed(sound)[0] == ()


def test_a_sum_is_disputed_by_any_of_its_parts_and_by_no_failure_for_the_record() -> None:
    cells = printed("F21", ("litigation_direct", "total", "2"), ("litigation_after_review", "total", "3"))
    found = find_indicators(cells, (), ())
    failed = Audit("cases_by_result", "error", Outcome.FAIL, Message("fails"), evidence=("cell:1",))
    assert find_disputed(found, cells, [failed]) == ("litigation", "litigation_after_review")
    assert find_disputed(found, cells, [replace(failed, severity="info")]) == ()
    assert find_disputed(found, cells, [replace(failed, outcome=Outcome.PASS)]) == ()


@pytest.mark.parametrize(
    ("printed_number", "value"), [("1.234", None), ("-3", None), ("1234", 1234), ("1,234.0", 1234), ("12.5件", None)]
)
def test_what_can_be_no_count_is_a_problem_and_no_indicator(printed_number: str, value: int | None) -> None:
    rows = ("信息内容\t本年处理决定数量", f"行政许可\t{printed_number}", "行政处罚\t7", "信息内容\t本年收费金额")
    report = extract_text("\n".join((*rows, "行政事业性收费\t0.5")))
    stated = {one.indicator: one.value for one in report.indicators}
    assert stated.pop("licensing_decisions", None) == value
    assert stated == {"penalty_decisions": 7, "fee_income": 5000}
    (cell,) = (cell for cell in report.cells if cell.raw == printed_number)
    assert cell.value is not None
    found = [(one.code, one.start) for one in report.problems if one.start is not None]
    assert found == ([] if value else [("odd_count", cell.start)])


def test_the_change_of_a_number_of_items_may_be_negative_but_is_whole() -> None:
    heads = "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n"
    report = extract_text(heads + "行政许可\t12\t-3\t7\n行政处罚\t4\t-0.5\t1\n政府集中采购\t采购项目数量\t采购总金额\n")
    assert [report.text.text[one.start : one.end] for one in report.problems if one.code == "odd_count"] == ["-0.5"]


@pytest.mark.parametrize(
    "sentence",
    [
        "收到政府信息公开申请从35件增加到50件。",
        "近三年共收到政府信息公开申请120件。",
        "平均每月收到政府信息公开申请3件。",
        "拟收到政府信息公开申请12件。",
    ],
)
def test_what_a_change_began_at_and_what_is_of_other_times_is_none_of_the_year(sentence: str) -> None:
    head = "柳溪县水务局2023年政府信息公开工作年度报告\n一、概述\n"
    assert [one.indicator for one in extract_text(head + sentence).indicators if one.value != 50] == []
    assert stated("今年以来，收到政府信息公开申请35件。") == {"requests"}


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("青禾县水务局2023年政府信息公开工作年度报告", True),
        ("", True),
        ("青禾县2023年法治政府建设情况报告", False),
        ("2024年青禾县政府工作报告", False),
        ("青禾县水务局2023年工作总结", False),
    ],
)
def test_the_prose_of_other_families_states_no_indicator(title: str, stated: bool) -> None:  # noqa: FBT001
    report = extract_text(f"{title}\n2023年，收到政府信息公开申请12件，办理人大代表建议13件。")
    assert bool(report.indicators) is stated
