"""Each label of ``rules/forms.toml``, and each other wording of it (``also``), is read under its code."""

from collections.abc import Callable

import pytest

from pipeline.characters import to_plain
from pipeline.forms.label_match import match_columns, match_rows
from pipeline.rulebook import form_rules
from pipeline.rulebook.forms import strip_numbering

Match = Callable[[str, str], tuple[str, ...]]
WORDINGS = [
    (match, table.name, label.code, wording)
    for table in form_rules().tables
    for match, labels in ((match_rows, table.rows), (match_columns, table.columns))
    for label in labels
    for wording in label.wordings()
]


def test_there_are_wordings() -> None:
    assert len(WORDINGS) > 100


@pytest.mark.parametrize(
    ("match", "table", "code", "wording"), WORDINGS, ids=[f"{row[1]} {row[3]}" for row in WORDINGS]
)
def test_a_wording_of_a_label_has_its_code(match: Match, table: str, code: str, wording: str) -> None:
    assert code in match(table, wording)
    assert code in match(table, "\n".join(wording))
    assert all(code in match(table, bare) for bare in strip_numbering([to_plain(wording)]))
