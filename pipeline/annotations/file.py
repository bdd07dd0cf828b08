"""Reads, joins and writes verdicts: what an analyst says of a figure or a cell, one line of a CSV file each.

The file is what the review pages export (``data/verdicts.csv``). Its columns:

- ``document_id``; ``kind``: ``figure``, ``cell`` or ``missing`` (words that state a figure that was not found);
- ``start``, ``end``, ``surface``: the place in ``documents.text`` and the words there; ``cell_id`` of a cell;
- ``verdict``: ``right``, ``wrong`` or ``missing``; ``value``: the right number, where it is known;
- ``note``, ``who``, ``when`` (a time in UTC, as in 2026-01-31T09:30:00Z).

A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal

import regex

KINDS = ("figure", "cell", "missing")
VERDICTS = ("right", "wrong", "missing")

ID_RE = regex.compile(r"[0-9a-f]{16}")
PLACE_RE = regex.compile(r"[0-9]{1,9}")
NUMBER_RE = regex.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,12})?")
# What a spreadsheet takes for a formula; an apostrophe too, so that the one put before it can be told from its own.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
# Of words that state one figure none are longer; a longer field is a file that is something else.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line of the file."""

    document_id: str
    kind: str
    start: int | None
    end: int | None
    cell_id: int | None
    surface: str
    verdict: str
    value: Decimal | None
    note: str
    who: str
    when: datetime


COLUMNS = tuple(field.name for field in fields(Verdict))


def read_verdicts(content: str) -> tuple[tuple[Verdict, ...], tuple[str, ...]]:
    """The verdicts of a file's content, and what is wrong with it, each with the number of its line.

    >>> head = "document_id,kind,start,end,cell_id,surface,verdict,value,note,who,when"
    >>> good = "00ff00ff00ff00ff,figure,8,12,,553项,right,553,,li,2026-01-31T09:30:00Z"
    >>> verdicts, errors = read_verdicts("\\n".join([head, good, good.replace("553,", "许多,")]))
    >>> len(verdicts), errors
    (1, ('line 3: value 许多 is no number',))
    """
    # A field ends the program of no one: what csv refuses (a field past its limit) is an error like others.
    lines = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    verdicts: list[Verdict] = []
    errors: list[str] = []
    try:
        head = next(lines, [])
        if missing := [name for name in COLUMNS if name not in head]:
            return (), (f"line 1: column {', '.join(missing)} is missing",)
        for line in lines:
            if not line:
                continue
            if len(line) != len(head):
                errors.append(f"line {lines.line_num}: {len(line)} fields, where the head has {len(head)}")
                continue
            row = {name: _unguard(cell) for name, cell in zip(head, line, strict=True)}
            faults = _find_faults(row)
            errors += (f"line {lines.line_num}: {fault}" for fault in faults)
            if not faults:
                verdicts.append(_read_row(row))
    except csv.Error as error:
        errors.append(f"line {lines.line_num}: {error}")
    return tuple(verdicts), tuple(errors)


def merge_verdicts(*files: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts of all files in order: of several by the same person of the same place the latest."""
    latest: dict[tuple[object, ...], Verdict] = {}
    for verdict in (verdict for file in files for verdict in file):
        key = (verdict.document_id, *_place(verdict), verdict.who)
        if key not in latest or latest[key].when <= verdict.when:
            latest[key] = verdict
    return tuple(latest[key] for key in sorted(latest, key=str))


def write_verdicts(verdicts: Iterable[Verdict]) -> str:
    """The content of a file of these verdicts, which ``read_verdicts`` reads back as they are."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for verdict in verdicts:
        lines.writerow([_guard(_write_field(getattr(verdict, name))) for name in COLUMNS])
    return "\ufeff" + written.getvalue()


def _place(verdict: Verdict) -> tuple[object, ...]:
    """What a verdict is about: words of the text, or a cell that is not in the text."""
    if verdict.start is None:
        return (verdict.kind, "cell", verdict.cell_id)
    return (verdict.kind, f"{verdict.start:09d}", f"{verdict.end:09d}")


def _find_faults(row: Mapping[str, str]) -> list[str]:
    """What is wrong with a line."""
    faults = [
        *([] if ID_RE.fullmatch(row["document_id"]) else [f"document_id {row['document_id'][:20]} is none"]),
        *([] if row["kind"] in KINDS else [f"kind {row['kind'][:20]} is none of {', '.join(KINDS)}"]),
        *([] if row["verdict"] in VERDICTS else [f"verdict {row['verdict'][:20]} is none of {', '.join(VERDICTS)}"]),
        *(f"{name} {row[name][:20]} is no place" for name in ("start", "end", "cell_id") if not _is_place(row[name])),
        *([] if _is_number(row["value"]) else [f"value {row['value'][:20]} is no number"]),
        *([] if row["who"] else ["who is empty"]),
        *([] if _read_time(row["when"]) else [f"when {row['when'][:30]} is no time"]),
        *(
            f"{name} has more than {LONGEST} characters"
            for name in ("surface", "note", "who")
            if len(row[name]) > LONGEST
        ),
    ]
    return faults or _find_contradictions(row)


def _find_contradictions(row: Mapping[str, str]) -> list[str]:
    """What of a line, each field of which can be read, does not go together."""
    has_place = bool(row["start"] and row["end"])
    if (row["kind"] == "missing") is not (row["verdict"] == "missing"):
        return [f"verdict {row['verdict']} does not fit kind {row['kind']}"]
    if row["kind"] != "cell" and not has_place:
        return ["start and end are empty"]
    if row["kind"] == "cell" and not (has_place or row["cell_id"]):
        return ["a cell needs start and end, or cell_id"]
    if has_place and row["kind"] != "cell" and int(row["end"]) - int(row["start"]) != len(row["surface"]):
        return ["surface is not as long as from start to end"]
    return []


def _is_place(words: str) -> bool:
    return not words or PLACE_RE.fullmatch(words) is not None


def _is_number(words: str) -> bool:
    return not words or NUMBER_RE.fullmatch(words) is not None


def _read_time(words: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(words)
    except ValueError:
        return None
    return time.replace(tzinfo=time.tzinfo or UTC)


def _read_row(row: Mapping[str, str]) -> Verdict:
    start, end, cell_id = (int(row[name]) if row[name] else None for name in ("start", "end", "cell_id"))
    return Verdict(
        document_id=row["document_id"],
        kind=row["kind"],
        start=start,
        end=end,
        cell_id=cell_id,
        surface=row["surface"],
        verdict=row["verdict"],
        value=Decimal(row["value"]) if row["value"] else None,
        note=row["note"],
        who=row["who"],
        when=_read_time(row["when"]) or datetime.min.replace(tzinfo=UTC),
    )


def _write_field(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _guard(words: str) -> str:
    """Words that no spreadsheet takes for a formula.

    >>> _guard("=1+1"), _guard("-5"), _guard("553项")
    ("'=1+1", '-5', '553项')
    """
    return f"'{words}" if words.startswith(FORMULA) and not NUMBER_RE.fullmatch(words) else words


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
