"""Turns the text of Chinese government reports into tables that analysts can load.

``extract_text`` reads a string and ``extract_file`` a file; both are loaded when first used, so that the
command answers ``--help`` without them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract import extract_text
    from pipeline.reading import extract_file

__all__ = ["extract_file", "extract_text"]


def __getattr__(name: str) -> object:
    """Loads what ``__all__`` promises (PEP 562)."""
    if name == "extract_text":
        from pipeline.extract import extract_text

        return extract_text
    if name == "extract_file":
        from pipeline.reading import extract_file

        return extract_file
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
