"""Divides texts in the tests of sections."""

from pipeline.characters.folding import to_plain
from pipeline.model import Problem, Region, Section, Text
from pipeline.outline.sections import split_sections


def split(text: str, *regions: Region) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    return split_sections(Text(text, to_plain(text), regions))


def tree(text: str) -> list[tuple[str, str | None]]:
    """Path and title of every numbered section."""
    return [(s.path, s.title) for s in split(text)[0] if s.level > 0]


def paths(text: str) -> str:
    return " ".join(path for path, _ in tree(text))
