"""Reads the evidence of audits, so that a page can highlight it: cells and figures, in this report and in others."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.views.review.captions import SORTS
from pipeline.views.review.documents import Document, Row

REFERENCE_RE = regex.compile(
    r"""
    (?: (?P<document>[0-9a-f]{16}) / )?   # another report
    (?P<sort> cell | figure ) :
    (?P<id> [0-9]{1,9} )
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a cell or a figure."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The failed audits of a report, and the cells and figures that they highlight."""

    failed: tuple[tuple[Row, tuple[Reference, ...]], ...]
    passed: int
    open: int
    cells: frozenset[int]
    figures: frozenset[int]
    suggested: frozenset[int]


def read_evidence(document: Document) -> Evidence:
    """Collects the evidence of a document's audits.

    >>> row = {
    ...     "outcome": "fail",
    ...     "evidence": ["cell:3", "00ff00ff00ff00ff/cell:7"],
    ...     "suggested_cell_id": 3,
    ... }
    >>> found = read_evidence(Document({}, audits=(row,)))
    >>> sorted(found.cells), sorted(found.suggested)
    ([3], [3])
    >>> [(reference.label, reference.href) for reference in found.failed[0][1]]
    [('单元格 3', '#c3'), ('另一份报告单元格 7', '00ff00ff00ff00ff.html#c7')]
    """
    failed = [audit for audit in document.audits if audit["outcome"] == "fail"]
    pointed = [target for audit in failed for word in audit["evidence"] or () for target in _targets(word)]
    return Evidence(
        failed=tuple((audit, tuple(_references(audit))) for audit in failed),
        passed=sum(audit["outcome"] == "pass" for audit in document.audits),
        open=sum(audit["outcome"] == "not_assessable" for audit in document.audits),
        cells=frozenset(id_ for sort, id_ in pointed if sort == "cell"),
        figures=frozenset(id_ for sort, id_ in pointed if sort == "figure"),
        suggested=frozenset(audit["suggested_cell_id"] for audit in failed if audit["suggested_cell_id"] is not None),
    )


def _references(audit: Row) -> Iterator[Reference]:
    return (reference for word in audit["evidence"] or () for reference in refer(word))


def refer(word: str) -> Iterator[Reference]:
    """The link to a cell or figure that evidence names; none for other evidence."""
    if match := REFERENCE_RE.fullmatch(word):
        page = f"{match['document']}.html" if match["document"] else ""
        where = "另一份报告" if page else ""
        yield Reference(f"{where}{SORTS[match['sort']]} {match['id']}", f"{page}#{match['sort'][0]}{match['id']}")


def _targets(words: str) -> Iterator[tuple[str, int]]:
    """The cells and figures of this report that a text names."""
    for match in REFERENCE_RE.finditer(words):
        if not match["document"]:
            yield match["sort"], int(match["id"])
