"""Compares the statements of one report's documents on the same indicator: a text and its annex, a page and its PDF."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from pipeline.audits.make_audits import Side, make_audit, say_bounds
from pipeline.i18n import Message, Value
from pipeline.model import Audit

DOCUMENTS_AGREE = "documents_agree"


class Stated(NamedTuple):
    """What a document states of an indicator, with its bounds (null for none) and its reference, such as cell:3."""

    document_id: str
    indicator: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    reference: str


def audit_documents(documents: Sequence[Sequence[Stated]]) -> Iterator[tuple[str, Audit]]:
    """The audits between the documents of a report, the main one first, each with the document it belongs to.

    For each pair of documents, every indicator for which no number satisfies both is a failure of the first. If there
    is none, and both state an indicator in common, they agree. Numbers in different units are not compared.

    >>> two, three = Decimal(2), Decimal(3)
    >>> main = Stated("0f", "requests", two, two, two, "件", "cell:4")
    >>> annex = Stated("1e", "requests", three, three, three, "件", "figure:1")
    >>> for key, audit in audit_documents([[main], [annex]]):
    ...     print(key, audit.detail_zh, audit.evidence)
    0f 「本年新收政府信息公开申请」：本文档2；同一报告的文档1e为3，不符，差-1。 ('cell:4', '1e/figure:1')
    """
    for first, second in combinations(documents, 2):
        other = {stated.indicator: stated for stated in second}
        pairs = [(stated, other[stated.indicator]) for stated in first if stated.indicator in other]
        compared = [(stated, counterpart) for stated, counterpart in pairs if stated.unit == counterpart.unit]
        failed = [_compare(*pair, holds=False) for pair in compared if not _agree(*pair)]
        if compared:
            yield from ((first[0].document_id, audit) for audit in failed or [_audit_agreement(compared)])


def _agree(left: Stated, right: Stated) -> bool:
    bounds = ((left.low, right.high), (right.low, left.high))
    return all(low is None or high is None or low <= high for low, high in bounds)


def _compare(stated: Stated, contrary: Stated, *, holds: bool) -> Audit:
    left = Side(stated.value, Message("this_document_says", stated=_bounds_or_value(stated)), (stated.reference,))
    words = Message("other_document_says", document_id=contrary.document_id, stated=_bounds_or_value(contrary))
    right = Side(contrary.value, words, (f"{contrary.document_id}/{contrary.reference}",))
    return make_audit(DOCUMENTS_AGREE, Message(f"indicator.{stated.indicator}"), left, right, holds=holds)


def _audit_agreement(pairs: Sequence[tuple[Stated, Stated]]) -> Audit:
    other = pairs[0][1].document_id
    left, right = Side(None, Message("this_document")), Side(None, Message("other_document", document_id=other))
    return make_audit(DOCUMENTS_AGREE, Message("several_indicators", count=len(pairs)), left, right, holds=True)


def _bounds_or_value(stated: Stated) -> Value:
    return say_bounds(stated.low, stated.high) if stated.value is None or stated.low != stated.high else stated.value
