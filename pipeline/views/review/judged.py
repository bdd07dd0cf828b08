"""Lists the judged indicators of a report: the panel's number and the corrected one."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Witness
from pipeline.rulebook import indicator_rules
from pipeline.views.review.documents import Document, Row
from pipeline.views.review.evidence import Reference, refer

LABELS = {rule.code: rule.label for rule in indicator_rules().indicators}


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged indicator with the panel's number (``printed``) and that of the corrected panel, or null."""

    label: str
    printed: float | None
    corrected: float | None
    who: str
    when: str
    references: tuple[Reference, ...]


def read_judged(document: Document) -> Iterator[Judged]:
    """The judged indicators of a document, in their order.

    >>> row = {"indicator": "requests", "taken": True, "corrected": False, "value": 12.0, "witness": "text"}
    >>> said = {"witness": "verdict", "taken": False, "corrected": True, "value": 21.0, "evidence": ["figure:3"]}
    >>> rows = (row, row | said | {"judged_by": "li", "judged_at": "2026-01-31T09:30:00Z"})
    >>> [(one.label, one.printed, one.corrected, one.who) for one in read_judged(Document({}, indicators=rows))]
    [('本年新收政府信息公开申请', 12.0, 21.0, 'li')]
    """
    for row in document.indicators:
        if row["witness"] == Witness.VERDICT:
            code = row["indicator"]
            yield Judged(
                label=str(LABELS.get(code, code)),
                printed=_find_value(document, code, "taken"),
                corrected=_find_value(document, code, "corrected"),
                who=row["judged_by"],
                when=row["judged_at"],
                references=tuple(reference for word in row["evidence"] for reference in refer(word)),
            )


def _find_value(document: Document, code: str, flag: str) -> float | None:
    rows: Iterator[Row] = (row for row in document.indicators if row["indicator"] == code and row[flag])
    return next((row["value"] for row in rows), None)
