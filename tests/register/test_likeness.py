"""Which agencies of one place may be one, and what it costs to ask."""

from itertools import count

import pytest

from pipeline.characters import may_be_short_for
from pipeline.register.likeness import find_alike


def test_pairs_come_once_and_in_order() -> None:
    offices = {"d": "文旅局", "a": "文化和旅游局", "c": "文化旅游局", "b": "财政局"}

    assert list(find_alike(offices)) == [
        ("a", "c", "文化旅游局 and 文化和旅游局 differ in little"),
        ("a", "d", "文旅局 may be short for 文化和旅游局"),
        ("c", "d", "文旅局 may be short for 文化旅游局"),
    ]


@pytest.mark.parametrize("many", [50, 400])
def test_names_are_held_against_short_forms_only(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit of thousands of agencies has millions of pairs, of which hardly any has a short form in it."""
    asked = count()

    def ask(words: str, full: str) -> bool:
        next(asked)
        return may_be_short_for(words, full)

    monkeypatch.setattr("pipeline.register.likeness.may_be_short_for", ask)
    offices = {f"{n:04}": f"社会事务第{n + 1000}管理局" for n in range(many)} | {"short": "社教局"}

    assert not list(find_alike(offices))
    assert next(asked) == many
