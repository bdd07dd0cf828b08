"""Reads every rule file before the first document, so that a broken one is refused whatever is read."""

from pipeline import (
    characters,
    citations,
    figures,
    ingest,
    language,
    metadata,
    outline,
    register,
    rulebook,
    shelf,
    values,
)
from pipeline.rulebook import Rules, read_rules

# The rule files by name, each with the structure that its stage gives it.
SHAPES: dict[str, type[Rules]] = {
    name: shape
    for folder in (
        ingest,
        shelf,
        outline,
        metadata,
        register,
        language,
        figures,
        citations,
        values,
        rulebook,
        characters,
    )
    for name, shape in folder.RULES.items()
}


def check_rules() -> None:
    """Reads every rule file, and checks that no two lines or files make the same claim.

    Raises:
        RulebookError: if a file is broken, or contradicts itself or another.
    """
    for name, shape in SHAPES.items():
        read_rules(name, shape)
    values.signs()
    language.parts_of_speech()
