"""Reads a phrase as a name, or as the names of a list."""

import regex

from pipeline.language import AND_RE

_SPACE_RE = regex.compile(r"\s+")


def list_items(plain: str, span: tuple[int, int]) -> tuple[str, ...]:
    """The members of a list that share a value; none where the phrase is no list."""
    parts = tuple(name_of(p, 0, len(p)) for p in AND_RE.split(plain[span[0] : span[1]]))
    return tuple(p for p in parts if p) if len(parts) > 1 else ()


def name_of(plain: str, start: int, end: int) -> str:
    """A phrase as a name: without white space, quotation marks that stand at one end only, and a final 等."""
    name = _SPACE_RE.sub("", plain[start:end]).removesuffix("等")
    for opening, closing in ("“”", "《》", "()"):
        if name.count(opening) != name.count(closing):
            name = name.strip(opening + closing)
    return name
