"""Makes what people judged witnesses of the indicators: rows of their own, beside what the report prints.

Indicators follow from cells and figures. So verdicts are applied to a copy of these, and what then is found where it
was not before, or rests on what was judged, is a witness ``verdict``. A witness that is found no more has a row without
a number. What is printed, and what ``panel`` takes of it, stays.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from decimal import Decimal, localcontext
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from pipeline.annotations.corrections import correct_cells, correct_figures, find_missing, is_known, keep_own
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
# What a row of indicators says that people said nothing of.
UNSAID: Row = {"judged_by": None, "judged_at": None, "evidence": []}
# What became of a number of the panel that verdicts change (``panel_status.corrected``).
STATED, ZERO, WITHDRAWN = "stated", "zero_stated", "withdrawn"

APART = Message("contradicted_source")

# What tells the witnesses of an indicator apart: what states them.
Place = tuple[str, int | None, int | None]


class Parsed(NamedTuple):
    """What people state of an indicator, and what for: a number, or that one is none of it."""

    witness: Indicator
    verdicts: tuple[Verdict, ...]
    evidence: tuple[str, ...]
    is_withdrawn: bool = False
    is_whole: bool = True


class Reading(Struct, frozen=True):
    """What is found in figures and cells, which are ``own`` as far as they are of the report's year."""

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
    said = list(_find_said(before, after, matched))
    chosen: dict[str, Parsed | Indicator | None] = {}
    for code in {*before.taken, *after.taken}:
        found = after.taken.get(code)
        own = [one for one in said if one.witness is found]
        chosen[code] = own[0] if own else found
    stale = list(_judge_directly(before, chosen, said, matched))
    return _lay(printed, chosen, said), [_state(row, before, chosen) for row in statuses], tuple(stale)


def _read_before(read: Revived) -> Reading:
    own, _ = keep_own_cells(read.cells, read.text, read.metadata.report_year)
    return _read(read, own, read.confirmed)


def _read_after(read: Revived, matched: Matched) -> Reading:
    corrected = replace(read, figures=correct_figures(read, matched), cells=correct_cells(read, matched))
    sure = {id_ for (kind, id_), said in matched.rows.items() if kind == "cell" and is_known(said[0])}
    return _read(corrected, keep_own(corrected.cells, corrected, matched), read.confirmed | sure)


def _read(read: Revived, own: tuple[Cell, ...], trusted: frozenset[int]) -> Reading:
    with localcontext(EXACT):
        found = find_indicators(own, read_prose(read.figures, read.sections, read.metadata, read.text), read.figures)
        ranked = rank_indicators(found, own, read.figures, trusted)
        return Reading(ranked, take_witnesses(ranked, read.cells, trusted), read.figures, own)


def _find_said(before: Reading, after: Reading, matched: Matched) -> Iterator[Parsed]:
    """The witnesses that rest on what was judged, or were not found before, and those that are found no more."""
    missing = find_missing(after.figures, matched)
    known = {replace(witness, rank=0) for witness in before.witnesses}
    for witness in after.witnesses:
        found, is_whole = _find_verdicts(witness, after, matched, missing)
        if found or replace(witness, rank=0) not in known:
            behind = found or _find_nearby(witness, after, matched)
            yield _say(witness, behind, is_whole=is_whole and bool(found))
    left = {(one.indicator, _place(one)) for one in after.witnesses}
    for witness in before.witnesses:
        if (witness.indicator, _place(witness)) not in left:
            found, _ = _find_verdicts(witness, before, matched, {})
            yield _say(witness, found or _find_nearby(witness, before, matched), is_withdrawn=True)


# What a verdict is on, in the words of evidence, and what people say of it.
Behind = Mapping[str, tuple[Verdict, ...]]


def _find_verdicts(
    witness: Indicator, reading: Reading, matched: Matched, missing: Mapping[int, Stretch]
) -> tuple[Behind, bool]:
    """The verdicts on what states a witness, and whether all of what states it was judged."""
    if witness.cell_id is not None:
        parts = find_parts(witness, reading.own)
        told = {f"cell:{id_}": said for id_ in parts if (said := matched.rows.get(("cell", id_)))}
        return told, len(told) == len(parts)
    place = None if witness.figure_id is None else missing.get(witness.figure_id)
    if place is not None:
        return {f"text:{place[0]}-{place[1]}": matched.missing[place]}, True
    said = matched.rows.get(("figure", witness.figure_id or 0))
    return ({f"figure:{witness.figure_id}": said} if said else {}), True


def _find_nearby(witness: Indicator, reading: Reading, matched: Matched) -> Behind:
    """What changes a witness that nobody judged itself: the verdicts in its sentence, else all of the document."""
    told = {f"{kind}:{id_}": said for (kind, id_), said in matched.rows.items()}
    told |= {f"text:{start}-{end}": said for (start, end), said in matched.missing.items()}
    if witness.figure_id is None:
        return told
    first = reading.figures[witness.figure_id].sentence_start
    beside = {f"figure:{figure.figure_id}" for figure in reading.figures if figure.sentence_start == first}
    return {key: said for key, said in told.items() if key in beside} or told


def _say(witness: Indicator, behind: Behind, *, is_withdrawn: bool = False, is_whole: bool = True) -> Parsed:
    verdicts = tuple(dict.fromkeys(one for said in behind.values() for one in said))
    return Parsed(witness, verdicts, tuple(behind), is_withdrawn, is_whole)


def _place(witness: Indicator) -> Place:
    return witness.witness.value, witness.figure_id, witness.cell_id


def _judge_directly(
    before: Reading, chosen: dict[str, Parsed | Indicator | None], said: list[Parsed], matched: Matched
) -> Iterator[Stale]:
    """Applies the verdicts on indicators to what is ``chosen``, and gives those that fit no more, or are disputed."""
    rules = {rule.code: rule for rule in indicator_rules().indicators}
    for code, verdicts in matched.indicators.items():
        rule, verdict = rules.get(code), verdicts[0]
        taken = before.taken.get(code)
        reason = Message("no_code") if rule is None else _doubt(verdict, taken.value if taken else None)
        if reason or rule is None:
            yield from (Stale(one, STALE, reason or Message("no_code")) for one in verdicts)
            continue
        other = chosen.get(code)
        if (
            isinstance(other, Parsed)
            and _differ(verdict, other, taken)
            and {v.who for v in verdicts} != {v.who for v in other.verdicts}
        ):
            yield from (Stale(one, DISPUTED, APART) for one in (*verdicts, *other.verdicts))
            chosen[code] = taken
            continue
        stated = Indicator(code, Witness.VERDICT, 0, verdict.value, verdict.value, verdict.value, rule.unit)
        is_withdrawn = verdict.value is None
        one = Parsed(stated, verdicts, (f"indicator:{code}",), is_withdrawn)
        said.append(one)
        chosen[code] = None if is_withdrawn else one


def _doubt(verdict: Verdict, value: Decimal | None) -> Message | None:
    """Why a verdict on the panel's number does not fit it any more."""
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


def _differ(verdict: Verdict, other: Parsed, taken: Indicator | None) -> bool:
    """Whether people who judged what states an indicator say another number than those who judged the number."""
    if verdict.value is not None:
        return verdict.value != other.witness.value
    return taken is not None and taken.value == other.witness.value


def _lay(printed: Sequence[Row], chosen: Mapping[str, Parsed | Indicator | None], said: Sequence[Parsed]) -> list[Row]:
    """The printed rows of each indicator, and behind them what people state."""
    by_code: defaultdict[str, list[Row]] = defaultdict(list)
    for row in printed:
        now = chosen.get(row["indicator"])
        is_chosen = isinstance(now, Indicator) and _place(now) == _place(revive_row(Indicator, row))
        by_code[row["indicator"]].append(row | {"corrected": is_chosen})
    document_id = next((row["document_id"] for row in printed), None)
    for one in said:
        rows = by_code[one.witness.indicator]
        place = _place(one.witness)
        beside = next((row for row in rows if _place(revive_row(Indicator, row)) == place), {})
        rows.append(
            _make_row(one, document_id, len(rows) + 1)
            | {"corrected": chosen.get(one.witness.indicator) is one, "disputed": _is_disputed(one, beside)}
        )
    return [row for rule in indicator_rules().indicators for row in by_code[rule.code]]


def _is_disputed(said: Parsed, beside: Row) -> bool:
    """Whether an audit still doubts what people state: they judged a part of a sum, and not its number."""
    same = not said.is_withdrawn and beside.get("value") == _stored(said.witness.value)
    return bool(beside.get("disputed")) and same and not said.is_whole


def _make_row(said: Parsed, document_id: str | None, rank: int) -> Row:
    witness, verdicts = said.witness, said.verdicts
    latest = max(verdict.when for verdict in verdicts).astimezone(UTC)
    numbers = (None,) * 3 if said.is_withdrawn else (witness.value, witness.low, witness.high)
    is_text = any(place.startswith("text:") for place in said.evidence)
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
        "evidence": list(said.evidence),
    }


def _state(row: Row, before: Reading, chosen: Mapping[str, Parsed | Indicator | None]) -> Row:
    """A row of panel_status with what became of its number."""
    taken, now = before.taken.get(row["indicator"]), chosen.get(row["indicator"])
    witness = now.witness if isinstance(now, Parsed) else now
    old, new = (one.value if one else None for one in (taken, witness))
    if old == new:
        return row
    return row | {"corrected": WITHDRAWN if new is None else STATED if new else ZERO}


def _stored(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
