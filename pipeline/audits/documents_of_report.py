"""Compares what the documents of one report state of the same indicator: a text and its annex, a page and its PDF."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from pipeline.audits.outcomes import Side, make_audit, say_bounds
from pipeline.i18n import Message, Value
from pipeline.model import Audit

DOCUMENTS_AGREE = "documents_agree"


class Stated(NamedTuple):
    """What a document states of an indicator, within which bounds (null is none), and its ``place``, as cell:3."""

    document_id: str
    indicator: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    place: str


def audit_documents(documents: Sequence[Sequence[Stated]]) -> Iterator[tuple[str, Audit]]:
    """The audits of the documents of a report, the main one first, each with the document that it belongs to.

    Of two documents each indicator that no number within the bounds of both can be is a failure of the first; where
    there is none, and both state something in common, they agree. Numbers in other units are not compared.

    >>> two, three = Decimal(2), Decimal(3)
    >>> main = Stated("0f", "requests", two, two, two, "件", "cell:4")
    >>> annex = Stated("1e", "requests", three, three, three, "件", "figure:1")
    >>> for key, audit in audit_documents([[main], [annex]]):
    ...     print(key, audit.detail_zh, audit.evidence)
    0f 「本年新收政府信息公开申请」：本文档2；同一报告的文档1e为3，不符，差-1。 ('cell:4', '1e/figure:1')
    """
    for first, second in combinations(documents, 2):
        other = {one.indicator: one for one in second}
        pairs = [(one, other[one.indicator]) for one in first if one.indicator in other]
        compared = [(one, beside) for one, beside in pairs if one.unit == beside.unit]
        failed = [_compare(*pair, holds=False) for pair in compared if not _agree(*pair)]
        if compared:
            yield from ((first[0].document_id, audit) for audit in failed or [_tell_alike(compared)])


def _agree(one: Stated, other: Stated) -> bool:
    bounds = ((one.low, other.high), (other.low, one.high))
    return all(low is None or high is None or low <= high for low, high in bounds)


def _compare(one: Stated, other: Stated, *, holds: bool) -> Audit:
    left = Side(one.value, Message("this_document_says", stated=_say(one)), (one.place,))
    said = Message("other_document_says", document_id=other.document_id, stated=_say(other))
    right = Side(other.value, said, (f"{other.document_id}/{other.place}",))
    return make_audit(DOCUMENTS_AGREE, Message(f"indicator.{one.indicator}"), left, right, holds=holds)


def _tell_alike(pairs: Sequence[tuple[Stated, Stated]]) -> Audit:
    other = pairs[0][1].document_id
    left, right = Side(None, Message("this_document")), Side(None, Message("other_document", document_id=other))
    return make_audit(DOCUMENTS_AGREE, Message("several_indicators", count=len(pairs)), left, right, holds=True)


def _say(one: Stated) -> Value:
    return say_bounds(one.low, one.high) if one.value is None or one.low != one.high else one.value
