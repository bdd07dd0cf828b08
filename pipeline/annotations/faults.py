"""Finds the faults in a line of a file of verdicts, before it is used."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import regex

from pipeline.i18n import Message
from pipeline.model import Kind

KINDS = ("figure", "cell", "missing", "indicator")
VERDICTS = ("right", "wrong", "missing")
# Written in a field that is known to be empty; an empty field states nothing.
NONE = "none"
# The columns that a verdict on each kind may fill besides the value; none for an indicator.
COLUMNS_OF = {
    "figure": ("measure", "unit", "figure_kind", "entity", "period_start", "period_end", "whole"),
    "missing": ("measure", "unit", "figure_kind", "entity", "period_start", "period_end", "whole"),
    "cell": ("unit", "period_start", "period_end"),
    "indicator": ("indicator",),
}

ID_RE = regex.compile(r"[0-9a-f]{16}")
OFFSET_RE = regex.compile(r"[0-9]{1,9}")
STRETCH_RE = regex.compile(r"(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})")
NUMBER_RE = regex.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,12})?")
# The longest field, in characters. Words that state a figure are shorter; a longer field belongs to some other file.
LONGEST = 2000
LONG = ("surface", "note", "who", "measure", "unit", "entity", "indicator")


def find_faults(row: Mapping[str, str]) -> list[Message]:
    """The faults in a line, given by the names of its columns."""
    faults = [
        *([] if ID_RE.fullmatch(row["document_id"]) else [Message("wrong_document_id", words=row["document_id"][:20])]),
        *([] if row["kind"] in KINDS else [Message("wrong_kind", words=row["kind"][:20], names=KINDS)]),
        *([] if row["verdict"] in VERDICTS else [Message("wrong_verdict", words=row["verdict"][:20], names=VERDICTS)]),
        *(
            Message("wrong_place", column=name, words=row[name][:20])
            for name in ("start", "end", "cell_id")
            if not _is_offset(row[name])
        ),
        *([] if _is_number(row["value"]) else [Message("wrong_value", words=row["value"][:20])]),
        *([] if row["who"] else [Message("no_who")]),
        *([] if read_time(row["when"]) else [Message("wrong_when", words=row["when"][:30])]),
        *(Message("too_long_field", column=name, most=LONGEST) for name in LONG if len(row[name]) > LONGEST),
        *_find_unread(row),
    ]
    return faults or _find_contradictions(row)


def _find_unread(row: Mapping[str, str]) -> list[Message]:
    """The columns of a line, other than the value, that cannot be read."""
    days = [name for name in ("period_start", "period_end") if _is_filled(row[name]) and read_day(row[name]) is None]
    faults = [Message("wrong_day", column=name, words=row[name][:20]) for name in days]
    if _is_filled(row["whole"]) and read_span(row["whole"]) is None:
        faults.append(Message("wrong_whole", words=row["whole"][:20]))
    if _is_filled(row["figure_kind"]) and row["figure_kind"] not in {kind.value for kind in Kind}:
        faults.append(Message("wrong_figure_kind", words=row["figure_kind"][:20], names=tuple(Kind)))
    return faults


def _is_filled(words: str) -> bool:
    return words not in {"", NONE}


def _find_contradictions(row: Mapping[str, str]) -> list[Message]:
    """The contradictions between the readable fields of a line."""
    has_span = bool(row["start"] and row["end"])
    if (row["kind"] == "missing") is not (row["verdict"] == "missing"):
        return [Message("verdict_of_other_kind", verdict=row["verdict"], other=row["kind"])]
    of_others = {name for names in COLUMNS_OF.values() for name in names}.difference(COLUMNS_OF[row["kind"]])
    if foreign := [name for name in sorted(of_others) if row[name]]:
        return [Message("column_of_other_kind", column=foreign[0], other=row["kind"])]
    if row["kind"] == "indicator":
        return [] if row["indicator"] else [Message("no_indicator")]
    if row["kind"] != "cell" and not has_span:
        return [Message("no_start_end")]
    if row["kind"] == "cell" and not (has_span or row["cell_id"]):
        return [Message("no_cell_place")]
    if has_span and row["kind"] != "cell" and int(row["end"]) - int(row["start"]) != len(row["surface"]):
        return [Message("surface_length")]
    start, end = read_day(row["period_start"]), read_day(row["period_end"])
    return [Message("period_backwards")] if start and end and end < start else []


def _is_offset(words: str) -> bool:
    return not words or OFFSET_RE.fullmatch(words) is not None


def _is_number(words: str) -> bool:
    return not words or NUMBER_RE.fullmatch(words) is not None


def read_time(words: str) -> datetime | None:
    """The time in a field, taken as UTC if it has no zone; null if there is none."""
    try:
        time = datetime.fromisoformat(words)
    except ValueError:
        return None
    return time.replace(tzinfo=time.tzinfo or UTC)


def read_day(words: str) -> date | None:
    """The date in a field; null if there is none.

    >>> read_day("2026-01-31"), read_day("2026-02-31"), read_day("none")
    (datetime.date(2026, 1, 31), None, None)
    """
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def read_span(words: str) -> tuple[int, int] | None:
    """The span of a whole in a field; null if there is none.

    >>> read_span("120-125"), read_span("none")
    ((120, 125), None)
    """
    match = STRETCH_RE.fullmatch(words)
    return (int(match["start"]), int(match["end"])) if match else None
