"""The audits of the printed tables: identities hold, fail or stay open, and one wrong cell is named."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import ValidationError

from pipeline import extract_text
from pipeline.audits.audits import audit_report, passed_cells
from pipeline.audits.form_instances import find_form_instances
from pipeline.audits.identities import check_identities
from pipeline.audits.repairs import find_repairs
from pipeline.model import Audit, Cell, CellRule, Metadata, Outcome, Text
from pipeline.rulebook.audits import AuditRules, audit_rule, audit_rules, rows_of
from pipeline.values.cell_values import read_cell
from pipeline.views.explain.report import explain

APPLICANTS = ("natural_person", "business", "research", "welfare", "legal_service", "other_organisation")
COLUMNS = (*APPLICANTS, "total")
RESULTS = [row.code for row in rows_of("F21", "3")][2:-2]

Values = dict[tuple[str, str], str]


def make_cells(values: Values, *, form: str = "F21", table: str = "3", rule: CellRule = CellRule.GRID) -> list[Cell]:
    cells = []
    for number, ((row, column), raw) in enumerate(values.items()):
        state, value, _ = read_cell(raw)
        cells.append(Cell(number, 0, raw, state, rule, form, table, row, column, value=value))
    return cells


def make_single(values: dict[str, str], **changes: Any) -> list[Cell]:
    return make_cells({(row, "value"): raw for row, raw in values.items()}, form="F14", table="1", **changes)


def audit(cells: Sequence[Cell]) -> tuple[Audit, ...]:
    return audit_report(cells, (), (), Metadata(), Text("", ""))


def failed(audits: Iterable[Audit]) -> list[Audit]:
    return [one for one in audits if one.outcome is Outcome.FAIL]


def fill_table3(numbers: Sequence[Sequence[int]], carried_out: Sequence[int], rows: Sequence[str] = RESULTS) -> Values:
    """A table 3 that adds up: ``numbers`` are the results by applicant, all that was handled was received."""
    table = {
        (row, column): number
        for column, of_column in zip(APPLICANTS, numbers, strict=True)
        for row, number in zip(rows, of_column, strict=True)
    }
    for column, left in zip(APPLICANTS, carried_out, strict=True):
        handled = sum(table[row, column] for row in rows)
        table |= {("handled", column): handled, ("carried_out", column): left}
        table |= {("received", column): handled + left // 2, ("carried_in", column): left - left // 2}
    order = ["received", "carried_in", *rows, "handled", "carried_out"]
    table |= {(row, "total"): sum(table[row, column] for column in APPLICANTS) for row in order}
    return {(row, column): str(table[row, column]) for row in order for column in COLUMNS}


counts = st.integers(0, 400)
tables3 = st.builds(
    fill_table3,
    st.lists(st.lists(counts, min_size=len(RESULTS), max_size=len(RESULTS)), min_size=6, max_size=6),
    st.lists(counts, min_size=6, max_size=6),
)


def one_table3() -> Values:
    numbers = [[(7 * row + 3 * column) % 5 for row in range(len(RESULTS))] for column in range(6)]
    return fill_table3(numbers, [4, 0, 2, 0, 0, 1])


@given(tables3)
def test_a_table_that_adds_up_passes_everything(values: Values) -> None:
    audits = audit(make_cells(values))
    assert {one.outcome for one in audits} == {Outcome.PASS}
    # Two identities a column, one a row.
    assert Counter(one.rule for one in audits) == {
        "requests_balance": 7,
        "handled_by_result": 7,
        "requests_by_applicant": len(RESULTS) + 4,
    }
    assert passed_cells(audits) == frozenset(range(len(values)))


@given(tables3, st.data())
def test_one_changed_cell_fails_what_it_takes_part_in_and_is_named(values: Values, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(list(values)))
    wrong = data.draw(counts.map(str).filter(lambda raw: raw != values[key]))
    cells = make_cells(values | {key: wrong})
    changed = next(cell.cell_id for cell in cells if (cell.row, cell.column) == key)
    audits = audit(cells)
    assert [one for one in audits if (one.outcome is Outcome.FAIL) is not (f"cell:{changed}" in one.evidence)] == []
    assert len(failed(audits)) == (3 if key[0] == "handled" else 2)
    for one in failed(audits):
        assert one.suggested is not None
        assert (one.suggested.cell_id, one.suggested.value) == (changed, Decimal(values[key]))
        assert f"印作 {wrong}，若为 {values[key]} 则全部相符" in (one.suggestion_zh or "")
        assert one.left is not None
        assert one.right is not None
        assert abs(one.left - one.right) == abs(int(wrong) - int(values[key]))
    doubtful = {int(key.removeprefix("cell:")) for one in failed(audits) for key in one.evidence}
    assert passed_cells(audits) == frozenset(range(len(values))) - doubtful


def test_a_detail_says_the_numbers_and_the_labels() -> None:
    values = fill_table3([[20] + [0] * (len(RESULTS) - 1), *[[0] * len(RESULTS)] * 5], [3, 0, 0, 0, 0, 0])
    came = "本年新收政府信息公开申请数量21+上年结转政府信息公开申请数量2=23"
    details = [one.detail_zh for one in audit(make_cells(values)) if "自然人」列" in one.detail_zh]
    assert details == [
        f"表三「自然人」列：{came}；总计20+结转下年度继续办理3=23，相符。",
        "表三「自然人」列：总计20；予以公开20=20，相符。",
    ]


def test_a_blank_is_no_zero() -> None:
    values = one_table3() | {("granted", "research"): " ", ("refused_process", "welfare"): "/"}
    cells = make_cells(values)
    open_audits = [one for one in audit(cells) if one.outcome is Outcome.NOT_ASSESSABLE]
    assert failed(audit(cells)) == []
    assert [(one.rule, one.left is None or one.right is None) for one in open_audits] == [
        ("handled_by_result", True),
        ("handled_by_result", True),
        ("requests_by_applicant", True),
        ("requests_by_applicant", True),
    ]
    assert "不可核对：「予以公开」空白，空白不计为零" in open_audits[0].detail_zh
    assert "「属于四类过程性信息」印作“/”" in open_audits[1].detail_zh


def test_it_is_said_whether_blanks_would_fit_as_zeros() -> None:
    printed = {"staff": "5", "staff_full_time": "5", "staff_part_time": ""}
    (fits,) = audit(make_single(printed))
    assert fits.outcome is Outcome.NOT_ASSESSABLE
    assert fits.detail_zh.endswith("不可核对：「兼职人员数」空白，空白不计为零，若计为零则相符。")
    (short,) = audit(make_single(printed | {"staff": "6"}))
    assert "若计为零" not in short.detail_zh


def test_a_row_that_the_table_does_not_print_is_not_part_of_the_sum() -> None:
    rows = [row for row in RESULTS if row not in {"other_uncorrected", "other_fee_unpaid"}]
    values = fill_table3([[2] * len(rows)] * 6, [0] * 6, rows)
    assert {one.outcome for one in audit(make_cells(values, form="F19"))} == {Outcome.PASS}
    wrong = audit(make_cells(values | {("handled", "business"): "7"}, form="F19"))
    assert {one.rule for one in failed(wrong)} == {"requests_balance", "handled_by_result", "requests_by_applicant"}


def test_a_sum_without_a_row_of_the_form_does_not_fail() -> None:
    values = {key: raw for key, raw in one_table3().items() if key[0] != "refused_internal"}
    audits = [one for one in audit(make_cells(values)) if one.rule == "handled_by_result"]
    assert failed(audits) == []
    assert any("表中未读到「属于三类内部事务信息」，差" in one.detail_zh for one in audits)


def test_a_row_that_the_form_does_not_have_may_explain_a_failure() -> None:
    cells = make_cells(one_table3() | {("handled", "business"): "99"})
    stray = replace(
        cells[0], cell_id=900, row=None, row_label="8.另行处理", column="business", raw="5", value=Decimal(5)
    )
    (audited,) = [one for one in audit([*cells, stray]) if one.rule == "handled_by_result" and "商业" in one.detail_zh]
    assert audited.outcome is Outcome.NOT_ASSESSABLE
    assert "表式以外的行「8.另行处理」" in audited.detail_zh


def test_a_place_with_two_numbers_is_not_assessed() -> None:
    cells = make_single({"staff": "5", "staff_full_time": "2", "staff_part_time": "3"})
    (audited,) = audit([*cells, replace(cells[0], cell_id=9, raw="6", value=Decimal(6))])
    assert "印有两个不同的数" in audited.detail_zh
    # Printed again as a table of its own, it is audited again.
    again = [replace(cell, cell_id=cell.cell_id + 10, table_id=1) for cell in cells]
    assert [one.outcome for one in audit([*cells, *again])] == [Outcome.PASS, Outcome.PASS]


def test_a_table_that_goes_on_over_a_page_is_one() -> None:
    cells = make_cells(one_table3())
    pages = [replace(cell, table_id=0 if cell.cell_id < 60 else 1) for cell in cells]
    assert [one.outcome for one in audit(pages)] == [one.outcome for one in audit(cells)]


def test_hostile_numbers_are_not_computed_with() -> None:
    cells = make_single({"staff": "9" * 2000, "staff_full_time": "2", "staff_part_time": "3"})
    (audited,) = audit(cells)
    assert audited.outcome is Outcome.NOT_ASSESSABLE
    assert "不可核对" in audited.detail_zh
    assert len(audited.detail_zh) < 200


@pytest.mark.parametrize(
    ("printed", "fitting", "cause"),
    [
        ("32", "23", "像是印刷错误（数字颠倒）"),
        ("3", "23", "像是印刷错误（漏印一位数字）"),
        ("233", "23", "像是印刷错误（多印一位数字）"),
        ("24", "23", "像是印刷错误（差一）"),
        ("0", "23", "像是印刷错误（印作零，漏填）"),
        ("71", "23", "原因不明，须对照原文"),
    ],
)
def test_a_suggestion_says_what_the_error_looks_like(printed: str, fitting: str, cause: str) -> None:
    numbers = [[23, *[0] * (len(RESULTS) - 1)], *[[0] * len(RESULTS)] * 5]
    values = fill_table3(numbers, [0] * 6) | {("granted", "total"): printed}
    suggestions = {one.suggestion_zh for one in failed(audit(make_cells(values)))}
    (words,) = suggestions
    assert words is not None
    assert words.endswith(f"第三表 予以公开/总计：印作 {printed}，若为 {fitting} 则全部相符；{cause}")
    (recovered,) = {one.suggestion_zh for one in failed(audit(make_cells(values, rule=CellRule.RECOVERED)))}
    assert recovered is not None
    assert "像是读取错误（该格由连写的数字复原" in recovered


def test_a_number_in_the_wrong_column_is_told_by_two_columns() -> None:
    values = one_table3()
    moved = {("granted", "natural_person"): 1, ("granted", "research"): -1}
    values |= {key: str(int(values[key]) + change) for key, change in moved.items()}
    audits = failed(audit(make_cells(values)))
    assert [one.rule for one in audits] == ["handled_by_result"] * 2
    for one in audits:
        assert one.suggested is not None
        assert (one.suggested.cell_id, one.suggested.value) == (None, None)
        assert one.suggestion_zh == "「自然人」列与「科研机构」列相差1，正负相抵：像是读取错误（同一行中数字移了格）"
        assert "Columns 自然人 and 科研机构 are off by 1 in opposite directions" in (one.suggestion or "")


def test_numbers_that_do_not_cancel_are_no_shift() -> None:
    values = {key: raw for key, raw in one_table3().items() if key[1] != "total"}
    moved = {("granted", "natural_person"): 1, ("granted", "research"): -2}
    values |= {key: str(int(values[key]) + change) for key, change in moved.items()}
    assert [one.suggested for one in failed(audit(make_cells(values)))] == [None, None]


def test_a_repair_breaks_nothing_that_holds() -> None:
    # Handled is what was granted: not it, but what was received or is carried out may be wrong.
    numbers = {"received": "5", "carried_in": "0", "granted": "4", "handled": "4", "carried_out": "0"}
    (instance,) = find_form_instances(make_cells({(row, "total"): raw for row, raw in numbers.items()}))
    checks = [check for check in check_identities(instance) if check.line == "total"]
    wrong = [check for check in checks if check.outcome is Outcome.FAIL]
    assert [(repair.cell.row, str(repair.value)) for repair in find_repairs(checks, wrong)] == [
        ("received", "4"),
        ("carried_out", "1"),
    ]


def test_no_suggestion_where_two_cells_could_be_meant() -> None:
    # 5 upheld of 0: the total may be short of 5, or the 5 may be wrong.
    row = {"upheld": "5", "corrected": "0", "other": "0", "pending": "0", "total": "0"}
    (audited,) = audit(make_cells({("review", column): raw for column, raw in row.items()}, table="4"))
    assert (audited.rule, audited.outcome, audited.suggested) == ("cases_by_result", Outcome.FAIL, None)
    row |= {"upheld": "10", "corrected": "1"}
    (audited,) = audit(make_cells({("review", column): raw for column, raw in row.items()}, table="4"))
    assert (
        audited.suggestion_zh == "cell:4 第四表 行政复议/总计：印作 0，若为 11 则全部相符；像是印刷错误（印作零，漏填）"
    )


def test_the_stock_holds_what_was_issued() -> None:
    row = {"issued": "9", "repealed": "2", "in_force": "6"}
    cells = make_cells({("normative_documents", column): raw for column, raw in row.items()}, table="2")
    (audited,) = audit(cells)
    assert (audited.rule, audited.severity, audited.outcome) == ("issued_within_stock", "warning", Outcome.FAIL)
    # A row that has other columns in the form is not asked.
    assert audit(make_cells({("licensing", "decisions"): "3"}, table="2")) == ()


def test_parts_of_a_local_form_are_no_more_than_their_whole() -> None:
    rows = ["公开总数", "其中：1.网站", "2.公报", "申请总数", "其中：当面", "复议数"]
    numbers = ["40", "41", "3", "7", "2", "9"]
    cells = make_cells({(row, "year"): raw for row, raw in zip(rows, numbers, strict=True)}, form="F08", table="1")
    assert [(one.severity, one.outcome, str(one.left), str(one.right), one.evidence) for one in audit(cells)] == [
        ("info", Outcome.FAIL, "41", "40", ("cell:1", "cell:2", "cell:0")),
        ("info", Outcome.PASS, "2", "7", ("cell:4", "cell:3")),
    ]


def test_every_identity_of_the_guide_is_a_rule(shared: Path) -> None:
    import tomllib  # noqa: PLC0415 - only where the guide is

    forms = tomllib.loads((shared / "guide" / "forms.toml").read_text("utf-8"))
    rules = [rule.equation for rule in audit_rules().identities if "F14" in rule.forms]
    assert sorted(rules) == sorted(forms["F14"]["identities"])
    codes = [rule.code for rule in (*audit_rules().identities, *audit_rules().years) if "F21" in rule.forms]
    # Six lines, the last of which holds two.
    assert len(codes) == len(forms["F21"]["identities"]) + 1


@pytest.mark.parametrize(
    ("document", "failures"),
    [
        ("huaian_hongze_2023", [("review", "total"), ("litigation_after_review", "total")]),
        ("hebei_jyt_2022", []),
        ("hebei_jyt_2018_tjb", []),
        ("shanghai_bgt_2019", []),
        ("pingtan_2012", []),
    ],
)
def test_real_tables(shared: Path, document: str, failures: list[tuple[str, str]]) -> None:
    lines = (shared / "gold" / "cells" / f"{document}.jsonl").read_text("utf-8").splitlines()
    cells = []
    for number, gold in enumerate(map(json.loads, lines)):
        state, value, _ = read_cell(gold["raw"])
        codes = (gold["form"], gold["table"], gold["row"], gold["column"])
        cells.append(Cell(number, int(gold["table"]), gold["raw"], state, CellRule.GRID, *codes, value=value))
    audits = audit(cells)
    wrong = [cells[int(one.evidence[0].removeprefix("cell:"))] for one in failed(audits)]
    assert [(cell.row, cell.column) for cell in wrong] == failures
    passed = [one for one in audits if one.outcome is Outcome.PASS]
    assert len(passed) >= 2  # most of the table of 2019 is blank


def test_explain_shows_what_fails_and_what_would_repair_it() -> None:
    report = extract_text("全年公开信息120条。")
    audits = audit(make_single({"staff": "32", "staff_full_time": "20", "staff_part_time": "3"}))
    audits += audit(make_single({"closed": "5", "closed_on_time": "5", "closed_extended": ""}))
    lines = explain(replace(report, audits=audits)).split("── audits ──")[1].splitlines()[1:]
    assert lines[0] == "staff_by_time: 1 fail"
    assert lines[1] == (
        "  error: 从事政府信息公开工作人员数 32; 专职人员数 20 + 兼职人员数 3 = 23. It fails: the difference is 9."
    )
    # 32 for 23 or 29 for 20 or 12 for 3: no one cell.
    assert lines[2] == f"  → {audit_rule('staff_by_time').remedy}"
    assert lines[3] == "closed_by_time: 1 not_assessable"


@pytest.fixture
def rules() -> dict[str, Any]:
    return audit_rules().model_dump()


def test_an_unknown_code_is_refused_with_both_names(rules: dict[str, Any]) -> None:
    rules["identities"][0]["equation"] = "requests = requests_by_mail"
    with pytest.raises(
        ValidationError, match=r"audit requests_by_channel: form F14, table 1 has no code requests_by_mail"
    ):
        AuditRules.model_validate(rules)


@pytest.mark.parametrize("equation", ["requests", "requests = ", "requests = a b", "requests = sum(a)", "a = b = c"])
def test_what_is_no_equation_is_refused(rules: dict[str, Any], equation: str) -> None:
    rules["identities"][0]["equation"] = equation
    with pytest.raises(ValidationError):
        AuditRules.model_validate(rules)


def test_a_code_that_is_claimed_twice_is_refused(rules: dict[str, Any]) -> None:
    rules["checks"][0]["code"] = rules["identities"][0]["code"]
    with pytest.raises(ValidationError, match="claimed twice: requests_by_channel"):
        AuditRules.model_validate(rules)
