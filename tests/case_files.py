"""The cases of the language (``tests/cases``): texts, each with what is right for it and the mechanism that it shows.

A file holds single cases (``[[case]]``) or groups of one mechanism and origin (``[[group]]``, with ``cases``). Where
there is ``fails``, it says why a case does not hold yet: it is a strict xfail.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"


@cache
def read_cases(name: str) -> tuple[dict[str, Any], ...]:
    """Every case of a file, with its mechanism and origin."""
    stated = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    grouped = (
        {"mechanism": group["mechanism"], "origin": group["origin"]} | case
        for group in stated.get("group", ())
        for case in group["cases"]
    )
    return (*stated.get("case", ()), *grouped)


def marks_of(case: dict[str, Any]) -> list[pytest.MarkDecorator]:
    """The mark of a known failure."""
    return [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []


def cases(name: str, right: str) -> list[Any]:
    """The parameters of a test: each text of a file that says what is right, with that; a known failure is marked."""
    return [
        pytest.param(
            case["text"],
            case[right],
            marks=marks_of(case),
            id=case["text"],
        )
        for case in read_cases(name)
        if right in case
    ]


def written(values: Iterable[Any]) -> list[Any]:
    """Values as a file of cases writes them: tuples are lists, and ``-`` stands for none.

    >>> written([None, ("level", None), 3])
    ['-', ['level', '-'], 3]
    """
    return ["-" if value is None else written(value) if isinstance(value, tuple | list) else value for value in values]
