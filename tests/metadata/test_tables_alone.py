"""A statutory form without a word beside it is a report whose agency and year are missed; a scrap of one is none."""

import pytest

from pipeline import extract_text
from pipeline.rulebook import form_rules

LABELS = [row.label for table in form_rules().tables if table.forms == ("F14",) for row in table.rows]
ROWS = "\n".join(f"{label}\n条\n{n}" for n, label in enumerate(LABELS))
HEAD = "某县水务局2018年度政府信息公开情况统计表\n"


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        (f"统计指标\n单位\n统计数\n{ROWS}", {"unknown_agency", "unknown_year"}),
        (f"{HEAD}统计指标\n单位\n统计数\n{ROWS}", set()),
        (f"统计指标\n单位\n统计数\n{ROWS[:200]}", set()),
    ],
    ids=["whole", "with a title", "a scrap"],
)
def test_what_a_form_does_not_say_is_missed(text: str, missed: set[str]) -> None:
    told = {problem.code for problem in extract_text(text).problems}
    assert told & {"unknown_agency", "unknown_year"} == missed
