"""Prints the verdicts on a report: each indicator with the panel's number, the corrected one, and the source."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from pipeline.annotations import OWN_PROBLEMS, Verdict, apply_verdicts
from pipeline.i18n import column_of, say, write_number
from pipeline.model import Report, Witness
from pipeline.rulebook import label_of_indicator, rule_of
from pipeline.tables import tabulate

Row = dict[str, Any]
# The flags of the witnesses in the panel, and in the corrected panel.
FLAGS = ("taken", "corrected")


def verdict_lines(report: Report, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One line for each judged witness: the value in ``panel`` and ``panel_corrected``, who judged, and on what."""
    rows = apply_verdicts(tabulate(report), verdicts)
    printed, corrected = ({row["indicator"]: row for row in rows["indicators"] if row[flag]} for flag in FLAGS)
    for row in rows["indicators"]:
        if row["witness"] == Witness.VERDICT:
            code = row["indicator"]
            source = ", ".join([row["judged_by"], row["judged_at"], *row["evidence"]])
            numbers = f"{_number(printed.get(code))} → {_number(corrected.get(code))}"
            yield f"  {code:<26}{numbers} ({source}) · {label_of_indicator(code)}"
    for problem in rows["problems"]:
        if problem["problem"] in OWN_PROBLEMS:
            yield f"  {rule_of(problem['problem']).heading()}: {problem[column_of('message')]}"


def _number(row: Row | None) -> str:
    value = row["value"] if row else None
    return say("score_nothing") if value is None else write_number(Decimal(repr(value)))
