"""The labels of the statutory forms, for tests that print a form as it is.

They are the State Council's, word for word, and stand once in the project: in ``bench/specimens/forms.toml``, whose
tables name the codes that each is to be read under. What the rules know of them (``pipeline/rules/forms.toml``) is
another matter, which is tested against them. A test that has a label cut, merged, misspelt or beside other words writes
it as it stands there.
"""

from collections.abc import Mapping

from bench.specimens.layouts import form_tables

_REQUESTS = form_tables()["requests"]
# 表三: what stands above its labels, the applicants above its seven columns, and the innermost label of each row.
CORNER: str = _REQUESTS["corner"]
APPLICANTS: tuple[str, ...] = tuple(label for label, _ in _REQUESTS["columns"])
REQUESTS: dict[str, str] = {code: labels[-1] for code, *labels in _REQUESTS["rows"]}


def request_rows(rows: Mapping[str, object]) -> tuple[str, ...]:
    """The lines of 表三 with some of its rows, by code, as ``tests.htmltables.table`` takes them.

    What stands in a row is its seven cells between bars, or a number of natural persons alone, which is the total.
    """
    lines = ["|".join((CORNER, *APPLICANTS))]
    for code, cells in rows.items():
        lines.append(f"{REQUESTS[code]}|{cells}" + ("" if "|" in str(cells) else f"{'|0' * 5}|{cells}"))
    return tuple(lines)


def document_rows(form: str, rows: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of 表二 with some of its rows, by code, each with its cells between bars; the title is over all."""
    (parts,) = (table["parts"] for table in form_tables()["tables"] if (table["form"], table["table"]) == (form, "2"))
    width = max(len(part["head"]) for part in parts)
    lines: list[str] = []
    for part in parts:
        wide = f"*{width - len(part['head']) + 1}"
        printed = [f"{label}|{rows[code]}{wide}" for label, code in part["rows"] if code in rows]
        if printed:
            lines += [f"{part['title']}*{width}", f"{'|'.join(part['head'])}{wide}", *printed]
    return tuple(lines)
