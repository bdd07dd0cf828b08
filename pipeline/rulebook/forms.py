"""The printed labels of the statistical forms, from ``rules/forms.toml``."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import Field

from pipeline.rulebook.load import Rules, StandardRegex, read_rules

# The column of a form that prints the unit of its row.
UNIT_COLUMN = "unit"
# The columns of a local form: for the year, and cumulative since the beginning.
YEAR_COLUMN, CUMULATIVE_COLUMN = "year", "cumulative"
# The tables of the forms since 2019 that have an identity in every row: 表三 of the requests, 表四 of the disputes.
REQUESTS, DISPUTES = "3", "4"

NUMBERING = r"(?:\d{1,2}[.、]|[一二三四五六七八九十]、|\([一二三四五六七八九十]\))"
_NUMBERED_RE = re.compile(rf"(?P<lead>其中:)?(?P<numbering>{NUMBERING})?(?P<core>.+)")


class Label(Rules):
    """A printed label and its code; ``unit`` and ``columns`` if the form fixes them for the row.

    ``rest`` is the second half of a long label, ``also`` are other wordings, ``under`` is the row above, which
    distinguishes two rows of the same label.
    """

    code: str
    label: str
    rest: str | None = None
    also: tuple[str, ...] = ()
    unit: str | None = None
    columns: tuple[str, ...] = ()
    under: str | None = None

    def wordings(self) -> tuple[str, ...]:
        """The label as it may be printed."""
        whole = (self.label + self.rest,) if self.rest else ()
        return (self.label, *whole, *self.also)


class Table(Rules):
    """A printed table of one or more generations of the form.

    ``subtotals`` are headers of columns that reports add to the form to sum up some of its columns.
    """

    forms: tuple[str, ...] = Field(min_length=1)
    table: str
    marks: tuple[str, ...] = Field(min_length=1)
    columns: tuple[Label, ...]
    rows: tuple[Label, ...]
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    subtotals: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The generations and the number, as in ``F19/F21:3``."""
        return f"{'/'.join(self.forms)}:{self.table}"

    def columns_of(self, row: str) -> tuple[str, ...]:
        """The codes of the columns in which a row has cells, in the order of the form."""
        fixed = next((label.columns for label in self.rows if label.code == row), ())
        return fixed or tuple(column.code for column in self.columns if column.code != UNIT_COLUMN)

    def texts(self) -> Iterator[str]:
        """Every text that the table prints."""
        for label in (*self.columns, *self.rows):
            yield from (label.label, *label.also, *filter(None, [label.rest]))
        yield from (*self.groups, *self.notes, *self.marks)


class Stretches(Rules):
    """Patterns, besides the labels, that recognise a table flattened into running text."""

    common: tuple[str, ...]
    fragments: tuple[str, ...]
    nothing: tuple[str, ...]
    continued: tuple[str, ...]
    captions: tuple[str, ...]
    announced: tuple[str, ...]
    named: tuple[str, ...]
    called: tuple[str, ...]
    units: tuple[str, ...]
    headings: tuple[str, ...]


class Local(Rules):
    """The header of the local forms, whose row labels are free.

    ``common`` names are those of a local form where ``fewest`` labels hold words of ``about``. ``others`` head columns
    of numbers that count nothing, ``stems`` open a row that numbers the columns.
    """

    form: str
    table: str
    names: tuple[str, ...]
    common: tuple[str, ...]
    about: tuple[str, ...]
    fewest: int
    units: tuple[str, ...]
    year: tuple[str, ...]
    cumulative: tuple[str, ...]
    others: tuple[str, ...]
    stems: tuple[str, ...]


class Words(Rules):
    """Words of heads and labels that tell times and denials apart, as pattern pieces."""

    number: StandardRegex
    own_year: StandardRegex
    other_year: StandardRegex
    other_time: StandardRegex
    denial: StandardRegex
    money: StandardRegex
    matter: StandardRegex
    table: StandardRegex
    caption: StandardRegex


class FormRules(Rules):
    """The structure of ``rules/forms.toml``."""

    tables: tuple[Table, ...]
    stretches: Stretches
    local: Local
    words: Words


def form_rules() -> FormRules:
    """The printed tables by generation, and the patterns for flattened tables."""
    rules: FormRules = read_rules("forms", FormRules)
    return rules


def strip_numbering(texts: Iterable[str]) -> Iterator[str]:
    """The labels without their numbering; those numbered like a heading of the report also with it.

    >>> list(strip_numbering(["其中:涉及国家秘密", "2.重复申请", "五、行政诉讼数量"]))
    ['涉及国家秘密', '重复申请', '行政诉讼数量', '五、行政诉讼数量']
    """
    for text in texts:
        match = _NUMBERED_RE.fullmatch(text)
        if match:
            yield match["core"]
            if (match["numbering"] or "").endswith("、"):
                yield match["numbering"] + match["core"]


@cache
def plain_labels() -> frozenset[str]:
    """The labels that do not occur in prose."""
    rules = form_rules()
    return all_labels().difference(rules.stretches.common)


@cache
def all_labels() -> frozenset[str]:
    """Every text that a form prints, without numbering."""
    return frozenset(label for table in form_rules().tables for label in strip_numbering(table.texts()))


@cache
def row_labels() -> frozenset[str]:
    """The labels of rows, without numbering, and without those that are also headers of columns."""
    tables = form_rules().tables
    rows = strip_numbering(text for table in tables for row in table.rows for text in row.wordings())
    return frozenset(rows).difference(text for table in tables for head in table.columns for text in head.wordings())


@cache
def label_pieces() -> str:
    """All labels as one string, to test whether a text is a piece of any."""
    return "\n".join(sorted(all_labels()))
