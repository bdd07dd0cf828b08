"""Reads, joins and writes verdicts: an analyst's judgement of a number, one line of a CSV file each.

The file is what the review pages export (``data/verdicts.csv``). Its columns:

- ``document_id``; ``kind``: ``figure``, ``cell``, ``missing`` (words that state a figure that was not found) or
  ``indicator`` (the number that the panel has of the document, or its null);
- ``start``, ``end``, ``surface``: the span in ``documents.text`` and its words; for an indicator, the panel's
  number; ``cell_id`` of a cell;
- ``verdict``: ``right``, ``wrong`` or ``missing``; ``value``: the right number, where it is known;
- ``note``, ``who``, ``when`` (a time in UTC, as in 2026-01-31T09:30:00Z).

A file may lack these columns, and an empty field states nothing; ``none`` states that there is none:

- ``indicator``: the code of the indicator that the verdict is on;
- ``measure``, ``unit``, ``figure_kind``, ``entity``, ``period_start``, ``period_end`` (days as in 2026-01-31): what is
  right in the columns of ``figures`` (``figure_kind`` in ``kind``); of a cell only ``unit`` and the period;
- ``whole``: the span, as in 120-125, of the figure that this one is a part of (``parent_id``), or that a change or a
  share is about (``of_id``).

A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import fields

from pipeline.annotations.faults import NUMBER_RE, find_faults, read_time
from pipeline.i18n import Message, Value, as_reason

# What a spreadsheet takes for a formula. Includes the apostrophe, to tell one that was put in front from one of the
# text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class Verdict(Struct, frozen=True, gc=False):
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
    indicator: str = ""
    measure: str = ""
    unit: str = ""
    figure_kind: str = ""
    entity: str = ""
    period_start: str = ""
    period_end: str = ""
    whole: str = ""

    def named(self) -> tuple[tuple[str, str], ...]:
        """The columns stated besides the value; ``none`` means that there is none."""
        return tuple((name, stated) for name in NAMED if (stated := getattr(self, name)))

    def says(self) -> tuple[object, ...]:
        """Everything that it states: verdicts on the same thing with equal statements agree."""
        return (self.verdict, self.value, *self.named())


COLUMNS = tuple(field.name for field in fields(Verdict))
# What a verdict may state of a figure besides its value; with the indicator, these are the optional columns.
NAMED = ("measure", "unit", "figure_kind", "entity", "period_start", "period_end", "whole")
OPTIONAL = ("indicator", *NAMED)


def read_verdicts(content: str) -> tuple[tuple[Verdict, ...], tuple[tuple[int, Value], ...]]:
    """Reads the verdicts in a file's content; returns them and the faults, each with its line number.

    >>> from pipeline.i18n import write
    >>> head = "document_id,kind,start,end,cell_id,surface,verdict,value,note,who,when"
    >>> good = "00ff00ff00ff00ff,figure,8,12,,553项,right,553,,li,2026-01-31T09:30:00Z"
    >>> verdicts, errors = read_verdicts("\\n".join([head, good, good.replace("553,", "许多,")]))
    >>> len(verdicts), [(number, write(fault, "en")) for number, fault in errors]
    (1, [(3, 'value 许多 is not a number')])
    """
    # What csv refuses (a field past its limit) is a fault like others.
    lines = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    verdicts: list[Verdict] = []
    errors: list[tuple[int, Value]] = []
    try:
        head = next(lines, [])
        if missing := [name for name in COLUMNS if name not in head and name not in OPTIONAL]:
            return (), ((1, Message("columns_missing", names=tuple(missing))),)
        for line in lines:
            if not line:
                continue
            if len(line) != len(head):
                errors.append((lines.line_num, Message("fields_of_line", count=len(line), width=len(head))))
                continue
            row = dict.fromkeys(OPTIONAL, "") | {name: _unguard(cell) for name, cell in zip(head, line, strict=True)}
            faults = find_faults(row)
            errors += ((lines.line_num, fault) for fault in faults)
            if not faults:
                verdicts.append(_read_row(row))
    except csv.Error as error:
        errors.append((lines.line_num, as_reason(str(error).partition(" (")[0])))
    return tuple(verdicts), tuple(errors)


def merge_verdicts(*files: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts of all files in order; of several by one person on the same thing, the latest."""
    latest: dict[tuple[object, ...], Verdict] = {}
    for verdict in (verdict for file in files for verdict in file):
        key = (verdict.document_id, *_target(verdict), verdict.who)
        if key not in latest or latest[key].when <= verdict.when:
            latest[key] = verdict
    return tuple(latest[key] for key in sorted(latest, key=str))


def write_verdicts(verdicts: Iterable[Verdict]) -> str:
    """The content of a file with these verdicts; ``read_verdicts`` reads it back unchanged."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for verdict in verdicts:
        lines.writerow([_guard(_write_field(getattr(verdict, name))) for name in COLUMNS])
    return "\ufeff" + written.getvalue()


def _target(verdict: Verdict) -> tuple[object, ...]:
    """What a verdict is about: a span of the text, a cell outside the text, or an indicator."""
    if verdict.kind == "indicator":
        return (verdict.kind, verdict.indicator)
    if verdict.start is None:
        return (verdict.kind, "cell", verdict.cell_id)
    if verdict.start == verdict.end:  # blank cells have no width, so several may share a span
        return (verdict.kind, f"{verdict.start:09d}", "blank", verdict.cell_id)
    return (verdict.kind, f"{verdict.start:09d}", f"{verdict.end:09d}")


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
        when=read_time(row["when"]) or datetime.min.replace(tzinfo=UTC),
        **{name: row[name] for name in OPTIONAL},
    )


def _write_field(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _guard(words: str) -> str:
    """Protects words from being taken for a formula by a spreadsheet.

    >>> _guard("=1+1"), _guard("-5"), _guard("553项")
    ("'=1+1", '-5', '553项')
    """
    return f"'{words}" if words.startswith(FORMULA) and not NUMBER_RE.fullmatch(words) else words


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
