"""The small inputs beside the real reports (``../shared/cases``): each line of ``numbers.jsonl`` by what it asks."""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract_file, extract_text
from pipeline.model import Change, Figure, Report

CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "numbers.jsonl"
Case = dict[str, Any]

# What must not come out, by the words of the file; each says so of the figures of its line.
NEVER: dict[str, Callable[[tuple[Figure, ...]], bool]] = {
    "a zero in words": lambda figures: not any(figure.negated for figure in figures),
    "a duration of 2019 to 2021 years": lambda figures: all(figure.unit != "年" for figure in figures),
    "130002; and 十三万二 read otherwise": lambda figures: (
        [f.value for f in figures] == [f.value for f in extract_text("接待十三万二人次。").figures]
    ),
    "1.1本": lambda figures: all(figure.surface != "1.1本" for figure in figures),
    "2.1个": lambda figures: all(figure.surface != "2.1个" for figure in figures),
    "measure 三月 or 季度": lambda figures: all(f.measure not in ("三月", "季度") for f in figures),
    "measure 好": lambda figures: all(not (figure.measure or "").endswith("好") for figure in figures),
    "50 公里; 6000 字": lambda figures: {figure.unit for figure in figures} == {"公里/小时", "字节"},
    "measure 文件 for 7条 and 5条": lambda figures: all(figure.measure != "文件" for figure in figures[1:]),
}
# What a line says in its note alone, by its kind.
NOTED: dict[str, Callable[[Report], bool]] = {
    "signs": lambda report: (
        [(f.value, f.change) for f in report.figures]
        == [(Decimal("-7.8"), Change.DECREASE), (Decimal(-320000000), Change.DECREASE)]
    ),
    "list numbers of HTML": lambda report: [section.marker for section in report.sections] == ["1.", "2."],
    "agent as label": lambda report: report.figures[1].parent_id == 0 and report.figures[1].measure == "政府信息",
    "parts by two criteria": lambda report: all(audit.outcome != "fail" for audit in report.audits),
}
# Known failures, by kind and what the line asks for: a strict xfail each, with its reason.
XFAIL = {
    ("months and quarters", "never"): "a month in characters is taken for the thing counted",
}
ASKED = ("want", "never", "unit", "qualifier", "measure", "period", "agency", "note")


def list_cases() -> Iterable[Any]:
    """Each thing that a line asks for, marked where it is a known failure."""
    if not CASES.is_file():
        skip = pytest.mark.skip(reason="the cases (../shared/cases) are not on this machine")
        yield pytest.param({}, "want", marks=skip, id="no cases")
        return
    for number, line in enumerate(CASES.read_text("utf-8").splitlines(), start=1):
        case = json.loads(line)
        for asked in ASKED:
            if asked not in case or (asked == "note" and case["kind"] not in NOTED):
                continue
            reason = XFAIL.get((case["kind"], asked))
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            yield pytest.param(case, asked, marks=marks, id=f"{number} {asked}")


def read_case(case: Case, folder: Path) -> Report:
    """The report of a line, from its text or from a page."""
    if "text" in case:
        return extract_text(case["text"])
    path = folder / "case.html"
    path.write_text(case["html"], "utf-8")
    report = extract_file(path)
    assert isinstance(report, Report)
    return report


def is_wanted(figure: Figure, wanted: list[Any]) -> bool:
    """Whether a figure has the surface, the value and the bounds that are wanted; a null value is any."""
    surface, value, *bounds = wanted
    if figure.surface != surface:
        return False
    if bounds:
        stated = [figure.value, figure.low, figure.high]
        return stated == [None if end is None else Decimal(str(end)) for end in (value, *bounds)]
    return value is None or figure.value == Decimal(str(value))


@pytest.mark.parametrize(("case", "asked"), tuple(list_cases()))
def test_a_case_gives_what_its_line_asks_for(case: Case, asked: str, tmp_path: Path) -> None:
    report = read_case(case, tmp_path)
    figures = report.figures
    if asked == "want":
        assert len(figures) == len(case["want"])
        assert all(is_wanted(figure, wanted) for figure, wanted in zip(figures, case["want"], strict=True))
    elif asked == "never":
        assert NEVER[case["never"]](figures)
    elif asked == "unit":
        # 千克 (公斤), 千瓦: the unit of each figure, in brackets as it is usually written.
        assert all((figure.unit or "") in case["unit"] for figure in figures)
    elif asked == "qualifier":
        assert {figure.qualifier for figure in figures} == {case["qualifier"]}
    elif asked == "measure":
        assert {figure.measure for figure in figures} == {case["measure"]}
    elif asked == "period":
        period = [(str(figure.period_start), str(figure.period_end)) for figure in figures]
        assert set(period) == {tuple(case["period"])}
    elif asked == "agency":
        assert report.metadata.agency == case["agency"]
    else:
        assert NOTED[case["kind"]](report)
