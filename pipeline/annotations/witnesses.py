"""Turns verdicts into witnesses of the indicators: rows of their own, beside those of the report.

Indicators are derived from cells and figures. So verdicts are applied to a copy of these, the indicators are derived
again, and each that is new or rests on judged values is a witness ``verdict``. A witness that is no longer derived gets
a row without a number. The printed rows, and what ``panel`` takes from them, stay as they are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from decimal import Decimal, localcontext
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from pipeline.annotations.corrections import correct_cells, correct_figures, find_missing, is_known, keep_cells_of_year
from pipeline.annotations.file import Verdict
from pipeline.annotations.match import DISPUTED, STALE, Matched, Row, Rows, Stale, Stretch, is_number
from pipeline.annotations.revived import Revived, revive_document, revive_row
from pipeline.forms import keep_own_cells
from pipeline.i18n import Message
from pipeline.indicators import find_indicators, find_parts, rank_indicators, read_prose, take_witnesses
from pipeline.model import Cell, Figure, Indicator, Witness
from pipeline.rulebook import indicator_rules
from pipeline.values import EXACT

VERDICT = Witness.VERDICT.value
# The columns of a row of indicators without a verdict.
UNSAID: Row = {"judged_by": None, "judged_at": None, "evidence": []}
# How verdicts change a number of the panel (``panel_status.corrected``).
STATED, ZERO, WITHDRAWN = "stated", "zero_stated", "withdrawn"

APART = Message("contradicted_source")

# What identifies a witness of an indicator: its kind, its figure and its cell.
Identity = tuple[str, int | None, int | None]


class Judged(NamedTuple):
    """A witness that verdicts give for an indicator: a number, or its withdrawal, with the verdicts and evidence."""

    witness: Indicator
    verdicts: tuple[Verdict, ...]
    evidence: tuple[str, ...]
    is_withdrawn: bool = False
    is_whole: bool = True


class Reading(Struct, frozen=True, gc=False):
    """The indicators derived from figures and cells; ``own`` are the cells of the report's own year."""

    witnesses: tuple[Indicator, ...]
    taken: Mapping[str, Indicator]
    figures: tuple[Figure, ...]
    own: tuple[Cell, ...]


def judge_indicators(rows: Rows, matched: Matched) -> tuple[list[Row], list[Row], tuple[Stale, ...]]:
    """The rows of ``indicators`` and ``panel_status`` of a document, and the verdicts that cannot be applied."""
    printed = [
        row | UNSAID | {"corrected": row["taken"]} for row in rows.get("indicators", ()) if row["witness"] != VERDICT
    ]
    statuses = [row | {"corrected": None} for row in rows.get("panel_status", ())]
    if not (matched.rows or matched.missing or matched.indicators):
        return printed, statuses, ()
    read = revive_document(rows)
    before, after = _read_before(read), _read_after(read, matched)
    judged = list(_find_judged(before, after, matched))
    chosen: dict[str, Judged | Indicator | None] = {}
    for code in {*before.taken, *after.taken}:
        found = after.taken.get(code)
        of_taken = [each for each in judged if each.witness is found]
        chosen[code] = of_taken[0] if of_taken else found
    stale = list(_judge_directly(before, chosen, judged, matched))
    return _lay(printed, chosen, judged), [_state(row, before, chosen) for row in statuses], tuple(stale)


def _read_before(read: Revived) -> Reading:
    own, _ = keep_own_cells(read.cells, read.text, read.metadata.report_year)
    return _read(read, own, read.confirmed)


def _read_after(read: Revived, matched: Matched) -> Reading:
    corrected = replace(read, figures=correct_figures(read, matched), cells=correct_cells(read, matched))
    sure = {id_ for (kind, id_), verdicts in matched.rows.items() if kind == "cell" and is_known(verdicts[0])}
    return _read(corrected, keep_cells_of_year(corrected.cells, corrected, matched), read.confirmed | sure)


def _read(read: Revived, own: tuple[Cell, ...], trusted: frozenset[int]) -> Reading:
    with localcontext(EXACT):
        found = find_indicators(own, read_prose(read.figures, read.sections, read.metadata, read.text), read.figures)
        ranked = rank_indicators(found, own, read.figures, trusted)
        return Reading(ranked, take_witnesses(ranked, read.cells, trusted), read.figures, own)


def _find_judged(before: Reading, after: Reading, matched: Matched) -> Iterator[Judged]:
    """The witnesses that are new or rest on judged values, and those that are no longer derived."""
    missing = find_missing(after.figures, matched)
    known = {replace(witness, rank=0) for witness in before.witnesses}
    for witness in after.witnesses:
        found, is_whole = _find_verdicts(witness, after, matched, missing)
        if found or replace(witness, rank=0) not in known:
            reasons = found or _find_nearby(witness, after, matched)
            yield _make_judged(witness, reasons, is_whole=is_whole and bool(found))
    left = {(witness.indicator, _identity(witness)) for witness in after.witnesses}
    for witness in before.witnesses:
        if (witness.indicator, _identity(witness)) not in left:
            found, _ = _find_verdicts(witness, before, matched, {})
            yield _make_judged(witness, found or _find_nearby(witness, before, matched), is_withdrawn=True)


# The verdicts on each item of evidence, by its reference.
Reasons = Mapping[str, tuple[Verdict, ...]]


def _find_verdicts(
    witness: Indicator, reading: Reading, matched: Matched, missing: Mapping[int, Stretch]
) -> tuple[Reasons, bool]:
    """The verdicts on the evidence of a witness, and whether all of its evidence was judged."""
    if witness.cell_id is not None:
        parts = find_parts(witness, reading.own)
        reasons = {f"cell:{id_}": verdicts for id_ in parts if (verdicts := matched.rows.get(("cell", id_)))}
        return reasons, len(reasons) == len(parts)
    span = None if witness.figure_id is None else missing.get(witness.figure_id)
    if span is not None:
        return {f"text:{span[0]}-{span[1]}": matched.missing[span]}, True
    verdicts = matched.rows.get(("figure", witness.figure_id or 0))
    return ({f"figure:{witness.figure_id}": verdicts} if verdicts else {}), True


def _find_nearby(witness: Indicator, reading: Reading, matched: Matched) -> Reasons:
    """The verdicts that changed a witness not judged itself: those in its sentence, else all of the document."""
    reasons = {f"{kind}:{id_}": verdicts for (kind, id_), verdicts in matched.rows.items()}
    reasons |= {f"text:{start}-{end}": verdicts for (start, end), verdicts in matched.missing.items()}
    if witness.figure_id is None:
        return reasons
    first = reading.figures[witness.figure_id].sentence_start
    beside = {f"figure:{figure.figure_id}" for figure in reading.figures if figure.sentence_start == first}
    return {key: verdicts for key, verdicts in reasons.items() if key in beside} or reasons


def _make_judged(witness: Indicator, reasons: Reasons, *, is_withdrawn: bool = False, is_whole: bool = True) -> Judged:
    verdicts = tuple(dict.fromkeys(verdict for several in reasons.values() for verdict in several))
    return Judged(witness, verdicts, tuple(reasons), is_withdrawn, is_whole)


def _identity(witness: Indicator) -> Identity:
    return witness.witness.value, witness.figure_id, witness.cell_id


def _judge_directly(
    before: Reading, chosen: dict[str, Judged | Indicator | None], judged: list[Judged], matched: Matched
) -> Iterator[Stale]:
    """Applies verdicts on indicators to ``chosen``, and yields those that are stale or disputed."""
    rules = {rule.code: rule for rule in indicator_rules().indicators}
    for code, verdicts in matched.indicators.items():
        rule, verdict = rules.get(code), verdicts[0]
        taken = before.taken.get(code)
        reason = Message("no_code") if rule is None else _doubt(verdict, taken.value if taken else None)
        if reason or rule is None:
            yield from (Stale(judged_directly, STALE, reason or Message("no_code")) for judged_directly in verdicts)
            continue
        other = chosen.get(code)
        if (
            isinstance(other, Judged)
            and _differ(verdict, other, taken)
            and {v.who for v in verdicts} != {v.who for v in other.verdicts}
        ):
            yield from (Stale(judged_directly, DISPUTED, APART) for judged_directly in (*verdicts, *other.verdicts))
            chosen[code] = taken
            continue
        stated = Indicator(code, Witness.VERDICT, 0, verdict.value, verdict.value, verdict.value, rule.unit)
        is_withdrawn = verdict.value is None
        judged_directly = Judged(stated, verdicts, (f"indicator:{code}",), is_withdrawn)
        judged.append(judged_directly)
        chosen[code] = None if is_withdrawn else judged_directly


def _doubt(verdict: Verdict, value: Decimal | None) -> Message | None:
    """Why a verdict on the panel's number is stale; null if it is not."""
    printed = None if value is None else float(value)
    if is_number(printed, verdict):
        return None if verdict.value is not None or verdict.verdict == "right" else Message("no_number")
    if verdict.verdict == "right":
        return Message("other_number")
    if verdict.surface and not _is_surface(verdict.surface, printed):
        return Message("number_changed")
    return None


def _is_surface(surface: str, printed: float | None) -> bool:
    try:
        return printed is not None and float(surface.replace(",", "")) == printed
    except ValueError:
        return False


def _differ(verdict: Verdict, other: Judged, taken: Indicator | None) -> bool:
    """Whether the verdicts on an indicator's evidence give another number than the verdict on the indicator."""
    if verdict.value is not None:
        return verdict.value != other.witness.value
    return taken is not None and taken.value == other.witness.value


def _lay(printed: Sequence[Row], chosen: Mapping[str, Judged | Indicator | None], added: Sequence[Judged]) -> list[Row]:
    """The printed rows of each indicator, followed by the rows from verdicts."""
    by_code: defaultdict[str, list[Row]] = defaultdict(list)
    for row in printed:
        now = chosen.get(row["indicator"])
        is_chosen = isinstance(now, Indicator) and _identity(now) == _identity(revive_row(Indicator, row))
        by_code[row["indicator"]].append(row | {"corrected": is_chosen})
    document_id = next((row["document_id"] for row in printed), None)
    for new in added:
        rows = by_code[new.witness.indicator]
        identity = _identity(new.witness)
        printed_row = next((row for row in rows if _identity(revive_row(Indicator, row)) == identity), {})
        rows.append(
            _make_row(new, document_id, len(rows) + 1)
            | {
                "corrected": chosen.get(new.witness.indicator) is new,
                "disputed": _is_disputed(new, printed_row),
            }
        )
    return [row for rule in indicator_rules().indicators for row in by_code[rule.code]]


def _is_disputed(judged: Judged, beside: Row) -> bool:
    """Whether an audit still disputes the number: only a part of a sum was judged."""
    same = not judged.is_withdrawn and beside.get("value") == _stored(judged.witness.value)
    return bool(beside.get("disputed")) and same and not judged.is_whole


def _make_row(judged: Judged, document_id: str | None, rank: int) -> Row:
    witness, verdicts = judged.witness, judged.verdicts
    latest = max(verdict.when for verdict in verdicts).astimezone(UTC)
    numbers = (None,) * 3 if judged.is_withdrawn else (witness.value, witness.low, witness.high)
    is_text = any(reference.startswith("text:") for reference in judged.evidence)
    return {
        "document_id": document_id or verdicts[0].document_id,
        "indicator": witness.indicator,
        **dict(zip(("value", "low", "high"), map(_stored, numbers), strict=True)),
        "unit": witness.unit,
        "witness": VERDICT,
        "figure_id": None if is_text else witness.figure_id,
        "cell_id": witness.cell_id,
        "rank": rank,
        "taken": False,
        "judged_by": ";".join(dict.fromkeys(verdict.who for verdict in verdicts)),
        "judged_at": latest.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "evidence": list(judged.evidence),
    }


def _state(row: Row, before: Reading, chosen: Mapping[str, Judged | Indicator | None]) -> Row:
    """A row of panel_status with the change of its number."""
    taken, now = before.taken.get(row["indicator"]), chosen.get(row["indicator"])
    witness = now.witness if isinstance(now, Judged) else now
    old, new = (one.value if one else None for one in (taken, witness))
    if old == new:
        return row
    return row | {"corrected": WITHDRAWN if new is None else STATED if new else ZERO}


def _stored(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
