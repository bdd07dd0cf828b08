"""What people judged is a witness of its own: the corrected panel takes it, and what is printed stays."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.annotations.file import Verdict
from pipeline.annotations.rows import apply_verdicts
from pipeline.report import extract_text
from pipeline.tables import Row, Rows
from pipeline.tables.rows import tabulate
from tests.annotations.verdicts import verdict_on
from tests.statutory import APPLICANTS, CORNER, REQUESTS

TITLE = "青禾县水务局2020年政府信息公开工作年度报告"
PROSE = f"{TITLE}\n一、总体情况\n全年主动公开政府信息320条，共收到政府信息公开申请12件。\n二、其他\n无。\n"
FORM = f"""{TITLE}
一、总体情况
全年主动公开政府信息320条。
二、收到和处理政府信息公开申请情况
| {CORNER} | {APPLICANTS[0]} | {APPLICANTS[-1]} |
| --- | --- | --- |
| {REQUESTS["received"]} | 12 | 12 |
| {REQUESTS["carried_in"]} | 0 | 0 |
三、其他
无。
"""


def read(text: str) -> Rows:
    return tabulate(extract_text(text))


def judge(rows: Rows, surface: str, verdict: str = "wrong", value: int | None = None, **said: str) -> Verdict:
    """A verdict on the figure or the cell that has these words; else on the words as a number that was missed."""
    kinds = (("figure", "figures", "surface"), ("cell", "cells", "raw"))
    found = ((kind, row) for kind, table, words in kinds for row in rows[table] if row[words] == surface)
    at = rows["documents"][0]["text"].find(surface)
    missed = {"document_id": rows["documents"][0]["document_id"], "start": at, "end": at + len(surface)}
    kind, row = next(found, ("missing", missed))
    return verdict_on(row, kind, surface, "missing" if kind == "missing" else verdict, value, **said)


def on_indicator(rows: Rows, code: str, verdict: str = "wrong", value: int | None = None, surface: str = "") -> Verdict:
    return replace(
        judge(rows, TITLE, verdict, value),
        kind="indicator",
        start=None,
        end=None,
        surface=surface,
        verdict=verdict,
        indicator=code,
    )


def taken(rows: Rows, flag: str) -> dict[str, Any]:
    """What the panel takes, or with the flag ``corrected`` the corrected one."""
    return {row["indicator"]: row["value"] for row in rows["indicators"] if row[flag]}


def said(rows: Rows, code: str) -> list[Row]:
    return [row for row in rows["indicators"] if row["witness"] == "verdict" and row["indicator"] == code]


def status(rows: Rows, code: str) -> str | None:
    (row,) = (row for row in rows["panel_status"] if row["indicator"] == code)
    found: str | None = row["corrected"]
    return found


def told(rows: Rows) -> list[tuple[str, str]]:
    own = [row for row in rows["problems"] if row["problem"].endswith("_verdict")]
    return [(row["problem"], row["message"].rsplit(": ", 1)[1]) for row in own]


def test_of_what_nobody_judged_both_panels_are_the_same() -> None:
    for text in (PROSE, FORM):
        rows = read(text)
        assert taken(rows, "taken") == taken(rows, "corrected")
        assert apply_verdicts(rows, []) == rows


def test_a_verdict_on_a_figure_of_the_prose() -> None:
    rows = read(PROSE)
    after = apply_verdicts(rows, [judge(rows, "12件", value=21)])
    assert taken(after, "taken") == taken(rows, "taken")
    assert taken(after, "corrected") == taken(rows, "taken") | {"requests": 21.0}
    (row,) = said(after, "requests")
    figure = next(row for row in rows["figures"] if row["surface"] == "12件")
    assert (row["value"], row["figure_id"], row["taken"]) == (21.0, figure["figure_id"], False)
    assert (row["judged_by"], row["judged_at"]) == ("li", "2026-01-31T09:30:00Z")
    assert row["evidence"] == [f"figure:{figure['figure_id']}"]
    assert (status(after, "requests"), status(after, "disclosed")) == ("stated", None)
    assert [row for row in after["indicators"] if row["witness"] != "verdict"] == [
        row | {"corrected": row["taken"] and row["indicator"] != "requests"} for row in rows["indicators"]
    ]


def test_a_verdict_on_a_cell_comes_before_the_prose() -> None:
    rows = read(FORM.replace("320条", "320条，收到政府信息公开申请12件"))
    cells = [row for row in rows["cells"] if (row["row"], row["column"]) == ("received", "total")]
    verdict = replace(judge(rows, "12", value=21), cell_id=cells[0]["cell_id"], start=cells[0]["start"])
    after = apply_verdicts(rows, [replace(verdict, end=cells[0]["end"])])
    assert (taken(after, "taken")["requests"], taken(after, "corrected")["requests"]) == (12.0, 21.0)
    assert said(after, "requests")[0]["evidence"] == [f"cell:{cells[0]['cell_id']}"]
    # Where nobody says which number is right, the prose states one.
    after = apply_verdicts(rows, [replace(verdict, end=cells[0]["end"], value=None)])
    assert taken(after, "corrected")["requests"] == 12.0
    assert [row["witness"] for row in after["indicators"] if row["corrected"] and row["indicator"] == "requests"] == [
        "text"
    ]
    assert [row["value"] for row in said(after, "requests")] == [None]


@pytest.mark.parametrize(
    ("surface", "value", "corrected"), [("", 21, {"requests": 21.0}), ("12", 21, {"requests": 21.0}), ("12", None, {})]
)
def test_a_verdict_on_an_indicator(surface: str, value: int | None, corrected: dict[str, float]) -> None:
    rows = read(PROSE)
    after = apply_verdicts(rows, [on_indicator(rows, "requests", value=value, surface=surface)])
    assert {code: n for code, n in taken(after, "corrected").items() if code == "requests"} == corrected
    assert said(after, "requests")[0]["evidence"] == ["indicator:requests"]
    assert status(after, "requests") == ("stated" if value else "withdrawn")
    assert told(after) == []


def test_a_null_of_the_panel_is_filled_by_a_verdict_on_the_indicator() -> None:
    rows = read(PROSE)
    after = apply_verdicts(rows, [on_indicator(rows, "reviews", value=0), on_indicator(rows, "litigation", value=2)])
    assert [taken(after, "corrected")[code] for code in ("reviews", "litigation")] == [0.0, 2.0]
    assert [status(after, code) for code in ("reviews", "litigation")] == ["zero_stated", "stated"]
    assert "reviews" not in taken(after, "taken")


@pytest.mark.parametrize(
    "named",
    [
        {"period_start": "2019-01-01", "period_end": "2019-12-31"},
        {"entity": "县教育局"},
        {"measure": "投诉"},
        {"unit": "元"},
        {"unit": "元", "figure_kind": "money"},
    ],
    ids="-".join,
)
def test_a_figure_that_is_of_something_else_is_no_witness(named: dict[str, str]) -> None:
    rows = read(PROSE)
    after = apply_verdicts(rows, [judge(rows, "12件", "wrong", None, **named)])
    assert "requests" in taken(after, "taken")
    assert "requests" not in taken(after, "corrected")
    assert [(row["value"], row["corrected"]) for row in said(after, "requests")] == [(None, False)]
    assert status(after, "requests") == "withdrawn"
    (figure,) = (row for row in after["figures"] if row["verdict"])
    assert figure["verdict_other"] == ";".join(f"{name}={value}" for name, value in named.items())
    assert figure["measure"] == next(row for row in rows["figures"] if row["surface"] == "12件")["measure"]


@pytest.mark.parametrize(
    ("sentence", "surface", "named"),
    [
        ("2019年收到政府信息公开申请12件。", "12件", {"period_start": "2020-01-01", "period_end": "2020-12-31"}),
        ("县教育局收到政府信息公开申请12件。", "12件", {"entity": "none"}),
        ("全年收到来件12件。", "12件", {"measure": "政府信息公开申请"}),
    ],
)
def test_a_figure_that_is_of_it_after_all_is_a_witness(sentence: str, surface: str, named: dict[str, str]) -> None:
    rows = read(f"{TITLE}\n一、总体情况\n{sentence}\n二、其他\n无。\n")
    assert "requests" not in taken(rows, "taken")
    after = apply_verdicts(rows, [judge(rows, surface, "wrong", None, **named)])
    if named.get("entity"):  # its words name the other agency too, and no column says who speaks
        assert taken(after, "corrected") == taken(after, "taken")
        return
    assert taken(after, "corrected")["requests"] == 12.0
    assert status(after, "requests") == "stated"


def test_what_is_a_part_of_another_is_not_the_whole() -> None:
    rows = read(PROSE.replace("申请12件", "申请12件，政府信息公开申请8件"))
    whole, part = ((row["start"], row["end"]) for row in rows["figures"] if row["surface"] in {"12件", "8件"})
    assert "requests" not in taken(rows, "taken")  # the sentence says it twice
    after = apply_verdicts(rows, [judge(rows, "8件", whole=f"{whole[0]}-{whole[1]}")])
    assert taken(after, "corrected")["requests"] == 12.0
    (row,) = (row for row in said(after, "requests") if row["corrected"])
    assert row["evidence"] == [
        f"figure:{figure['figure_id']}" for figure in rows["figures"] if figure["start"] == part[0]
    ]
    (figure,) = (row for row in after["figures"] if row["verdict"])
    assert (figure["verdict"], figure["parent_id"]) == ("wrong", None)


def test_a_whole_that_is_none_or_a_part_of_its_part_is_stale() -> None:
    rows = read(PROSE)
    (figure,) = (row for row in rows["figures"] if row["surface"] == "12件")
    for whole, reason in (
        ("1-2", "there is no figure at the position of its whole."),
        (f"{figure['start']}-{figure['end']}", "its whole is itself part of it."),
    ):
        after = apply_verdicts(rows, [judge(rows, "12件", whole=whole)])
        assert told(after) == [("stale_verdict", reason)]
        assert taken(after, "corrected") == taken(after, "taken")


def test_two_verdicts_that_make_a_circle_of_parts_end() -> None:
    rows = read(PROSE)
    one, other = (row for row in rows["figures"] if row["surface"] in {"320条", "12件"})
    wholes = {row["surface"]: f"{row['start']}-{row['end']}" for row in (one, other)}
    verdicts = [judge(rows, "320条", whole=wholes["12件"]), judge(rows, "12件", whole=wholes["320条"])]
    assert taken(apply_verdicts(rows, verdicts), "corrected") == taken(rows, "taken")


def test_what_is_named_none_is_taken_away() -> None:
    rows = read(PROSE.replace("收到政府信息公开申请12件", "收到政府信息公开申请12件，其中网络申请7件"))
    part = next(row for row in rows["figures"] if row["surface"] == "7件")
    assert part["parent_id"] is not None
    after = apply_verdicts(rows, [judge(rows, "7件", whole="none")])
    (figure,) = (row for row in after["figures"] if row["verdict"])
    assert (figure["verdict"], figure["verdict_other"]) == ("wrong", "whole=none")


@pytest.mark.parametrize("who", ["li", "li;wang"])
def test_who_agrees_is_named(who: str) -> None:
    rows = read(PROSE)
    verdict = judge(rows, "12件", "right", 12)
    after = apply_verdicts(rows, [replace(verdict, who=name) for name in who.split(";")])
    assert [row["judged_by"] for row in said(after, "requests")] == [who]
    assert taken(after, "corrected") == taken(rows, "taken")
    assert status(after, "requests") is None


def test_analysts_who_differ_in_what_a_figure_counts_are_not_followed() -> None:
    rows = read(PROSE)
    one = judge(rows, "12件", measure="投诉")
    after = apply_verdicts(rows, [one, replace(one, who="wang", measure="咨询")])
    assert told(after) == [("disputed_verdict", "another analyst disagrees.")] * 2
    assert taken(after, "corrected") == taken(after, "taken")
    assert said(after, "requests") == []


@pytest.mark.parametrize(("who", "corrected"), [("wang", 12.0), ("li", 9.0)])
def test_of_an_indicator_and_its_figure_analysts_may_differ(who: str, corrected: float) -> None:
    rows = read(PROSE)
    direct = replace(on_indicator(rows, "requests", value=9), who=who)
    after = apply_verdicts(rows, [judge(rows, "12件", value=21), direct])
    assert taken(after, "corrected")["requests"] == corrected
    assert len(told(after)) == (2 if who == "wang" else 0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"indicator": "no_such_code"}, "no indicator has this code."),
        ({"verdict": "right", "value": Decimal(13)}, "it was about another number."),
        ({"surface": "13"}, "the number there has changed."),
        ({"indicator": "reviews", "value": None}, "there is no number."),
    ],
)
def test_a_verdict_on_an_indicator_that_fits_no_more_is_told(change: dict[str, Any], reason: str) -> None:
    rows = read(PROSE)
    after = apply_verdicts(rows, [replace(on_indicator(rows, "requests", value=21), **change)])
    assert told(after) == [("stale_verdict", reason)]
    assert taken(after, "corrected") == taken(after, "taken") == taken(rows, "taken")


def test_a_number_that_is_read_rightly_since_leaves_the_verdict_true() -> None:
    rows = read(PROSE)
    after = apply_verdicts(rows, [on_indicator(rows, "requests", value=12, surface="21")])
    assert told(after) == []
    assert taken(after, "corrected") == taken(rows, "taken")


@pytest.mark.parametrize(
    ("sentence", "surface", "named"),
    [
        ("全年收到政府信息公开申请三千百件。", "三千百件", {}),
        ("全年收到政府信息公开申请三千百件。", "三千百", {}),
        ("全年收到三千百件。", "三千百件", {"measure": "政府信息公开申请"}),
        ("全年收到政府信息公开申请4,456,78件。", "4,456,78件", {"unit": "件", "measure": "政府信息公开申请"}),
    ],
)
def test_a_number_that_could_not_be_read_is_entered(sentence: str, surface: str, named: dict[str, str]) -> None:
    rows = read(f"{TITLE}\n一、总体情况\n{sentence}\n二、其他\n无。\n")
    assert "requests" not in taken(rows, "taken")
    verdict = judge(rows, surface, value=3100, **named)
    assert verdict.kind == "missing"
    after = apply_verdicts(rows, [verdict])
    assert taken(after, "corrected") == taken(rows, "taken") | {"requests": 3100.0}
    (row,) = said(after, "requests")
    assert (row["figure_id"], row["evidence"]) == (None, [f"text:{verdict.start}-{verdict.end}"])
    assert after["figures"] == rows["figures"]  # what is extracted stays


def test_a_cell_that_could_not_be_read_is_entered() -> None:
    rows = read(FORM.replace("| 12 | 12 |", "| 12 | 1O2 |"))
    assert "requests" not in taken(rows, "taken")
    after = apply_verdicts(rows, [judge(rows, "1O2", value=12)])
    assert taken(after, "corrected")["requests"] == 12.0


def test_a_cell_of_another_year_is_none_of_the_report() -> None:
    rows = read(FORM)
    cell = next(row for row in rows["cells"] if (row["row"], row["column"]) == ("received", "total"))
    verdict = judge(rows, "12", "right", 12, period_start="2019-01-01", period_end="2019-12-31")
    after = apply_verdicts(rows, [replace(verdict, cell_id=cell["cell_id"], start=cell["start"], end=cell["end"])])
    assert taken(after, "taken")["requests"] == 12.0
    assert "requests" not in taken(after, "corrected")


def test_the_unit_of_a_cell_is_as_a_verdict_says() -> None:
    rows = read(
        "青禾县水务局2016年政府信息公开工作年度报告\n一、统计表\n| 统计指标 | 单位 | 统计数 |\n| --- | --- | --- |\n"
        "| （一）主动公开政府信息数（不同渠道和方式公开相同信息计1条） | 条 | 320 |\n"
        "| 七、依申请公开信息收取的费用 |  | 37 |\n二、其他\n无。\n"
    )
    assert taken(rows, "taken")["disclosure_fees"] == 370_000.0  # the form counts in 万元
    after = apply_verdicts(rows, [judge(rows, "37", "wrong", 37, unit="元")])
    assert taken(after, "corrected")["disclosure_fees"] == 37.0


def test_verdicts_that_are_gone_leave_both_panels_alike() -> None:
    rows = read(PROSE)
    verdicts = [judge(rows, "12件", value=21), on_indicator(rows, "reviews", value=0)]
    before = apply_verdicts(rows, verdicts)
    assert before != rows
    assert apply_verdicts(before, []) == rows
    assert apply_verdicts(before, verdicts) == before
