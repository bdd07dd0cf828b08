"""Counts what analysts judged right: accuracy by kind, and the cases from which rules can be improved."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from pipeline.annotations.file import Verdict
from pipeline.annotations.match import Rows, Stale, fits, match_verdicts, spans_of_figures
from pipeline.i18n import Message, lead, pad, say, write

# The columns of the score; their headings are in messages.toml.
HEADS = ("kind", "right", "wrong", "missing", "accuracy")
# Characters on either side of a figure that make up a case.
BESIDE = 40


class Case(Struct, frozen=True, gc=False):
    """Something that was read wrongly or not at all: its words, the value read and the right one."""

    document_id: str
    source: str
    kind: str
    start: int | None
    end: int | None
    surface: str
    words: str
    read: float | None
    right: Decimal | None
    verdict: str
    note: str


class Score(Struct, frozen=True, gc=False):
    """The numbers of ``right``, ``wrong`` and ``missing`` verdicts by kind, the cases, and the stale verdicts."""

    counts: Mapping[str, Counter[str]]
    cases: tuple[Case, ...]
    stale: tuple[Stale, ...]


def score_verdicts(documents: Iterable[Rows], verdicts: Iterable[Verdict]) -> Score:
    """Scores the rows of the documents by the verdicts on them."""
    by_document: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_document[verdict.document_id].append(verdict)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    cases: list[Case] = []
    unmatched: list[Stale] = []
    for rows in documents:
        on_document = by_document.pop(rows["documents"][0]["document_id"], [])
        matched, spans = match_verdicts(rows, on_document), spans_of_figures(rows)
        unmatched += matched.stale
        for (kind, id_), (verdict, *_) in matched.rows.items():
            row = next(row for row in rows[f"{kind}s"] if row[f"{kind}_id"] == id_)
            outcome = "right" if fits(row, verdict, spans) else "wrong"
            counts[row["kind"] if kind == "figure" else f"cell_{row['state']}"][outcome] += 1
            if outcome == "wrong":
                cases.append(_case(rows, verdict, row["value"]))
        stale = (unmatched.verdict for unmatched in matched.stale)
        stale_spans = {(verdict.start, verdict.end) for verdict in stale if verdict.kind == "missing"}
        for verdict in on_document:
            if verdict.kind == "missing" and (verdict.start, verdict.end) not in stale_spans:
                if not _is_found(rows, verdict):
                    counts["missing"]["missing"] += 1
                    cases.append(_case(rows, verdict, None))
                else:
                    counts["missing"]["right"] += 1
    gone = (Stale(v, "stale_verdict", Message("no_document")) for left in by_document.values() for v in left)
    return Score(dict(sorted(counts.items())), tuple(cases), (*unmatched, *gone))


def _is_found(rows: Rows, verdict: Verdict) -> bool:
    """Whether a missing figure has been found since, with the value that the analyst gave, if any."""
    return any(
        row["start"] < (verdict.end or 0)
        and (verdict.start or 0) < row["end"]
        and (verdict.value is None or row["value"] == float(verdict.value))
        for row in rows["figures"]
    )


def _case(rows: Rows, verdict: Verdict, read: float | None) -> Case:
    document = rows["documents"][0]
    start, end = verdict.start or 0, verdict.end or 0
    words = document["text"][max(0, start - BESIDE) : end + BESIDE] if verdict.start is not None else ""
    return Case(
        document_id=verdict.document_id,
        source=document["source"],
        kind=verdict.kind,
        start=verdict.start,
        end=verdict.end,
        surface=verdict.surface,
        words=" ".join(words.split()),
        read=read,
        right=verdict.value,
        verdict=verdict.verdict,
        note=verdict.note,
    )


def print_score(score: Score) -> str:
    """The score as a table, with the cases below it."""
    heads = say("score_heads").split()
    said = dict(zip(HEADS, heads, strict=True))
    lines = [" ".join([pad(heads[0], 18), *(lead(head, 8) for head in heads[1:])])]
    for kind, counts in score.counts.items():
        accuracy = f"{counts['right'] / counts.total():.1%}" if counts.total() else "–"
        lines.append(f"{kind:<18} {counts['right']:>8} {counts['wrong']:>8} {counts['missing']:>8} {accuracy:>8}")
    if score.cases:
        lines += ["", say("score_cases")]
    for case in score.cases:
        lines.append(f"  {case.source} {case.start}–{case.end} {said[case.verdict]}: {case.surface}  …{case.words}…")
        read = say("score_nothing") if case.read is None else case.read
        right = say("score_unstated") if case.right is None else case.right
        lines.append(say("score_case", read=read, right=right) + (f"  ({case.note})" if case.note else ""))
    if score.stale:
        lines += ["", say("score_unfit", count=len(score.stale))]
    lines += (
        f"  {s.verdict.document_id} {s.verdict.surface!r} ({s.verdict.who}): {write(s.reason)}" for s in score.stale
    )
    return "\n".join(lines)


def state_score(score: Score) -> dict[str, Any]:
    """The score as JSON data."""
    return {
        "counts": {kind: dict(counts) for kind, counts in score.counts.items()},
        "cases": [asdict(case) | {"right": None if case.right is None else float(case.right)} for case in score.cases],
        "stale": [
            {
                "document_id": s.verdict.document_id,
                "surface": s.verdict.surface,
                "who": s.verdict.who,
                "reason": write(s.reason, "en"),
            }
            for s in score.stale
        ],
    }
