"""Tables without end cost what they hold: twice the tables ask twice as often, not four times."""

from collections.abc import Callable
from functools import partial

import pytest

from pipeline.forms import flat_rows, grid_joins
from pipeline.model import Report, Source
from pipeline.report import extract_source, extract_text
from tests.statutory import DOCUMENTS, ISSUED

HEADS = f"<tr><td>{ISSUED.title}<td>本年制发件数<td>本年废止件数<td>现行有效件数"
ROWS = f"<tr><td>规章<td>1<td>2<td>2<tr><td>{DOCUMENTS['normative_documents']}<td>18<td>8<td>22"


def count_calls(monkeypatch: pytest.MonkeyPatch, module: object, name: str, work: Callable[[], object]) -> int:
    """How often a function of a module is asked."""
    asked = getattr(module, name)
    count = 0

    def counting(*arguments: object) -> object:
        nonlocal count
        count += 1
        return asked(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(module, name, counting)
        work()
    return count


def test_a_grid_that_goes_on_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(count: int) -> None:
        html = f"<html><body><table>{HEADS}{ROWS}</table>" + f"<table>{ROWS}</table>" * count
        report = extract_source(Source("a.html", html.encode()))
        assert isinstance(report, Report)
        assert len({cell.table_id for cell in report.cells}) == 1

    once, twice = (count_calls(monkeypatch, grid_joins, "match_columns", partial(read, size)) for size in (40, 80))
    assert 0 < twice < 3 * once


def test_labels_before_a_number_are_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(count: int) -> None:
        extract_text("统计指标 单位 统计数\n" + "从\n1.三分之一本年新收政府信息公开申请数量" * count)

    once, twice = (count_calls(monkeypatch, flat_rows, "match_columns", partial(read, size)) for size in (1_000, 2_000))
    assert 0 < twice < 3 * once
