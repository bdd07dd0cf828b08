"""Turns the text of Chinese government reports into tables that analysts can load.

``extract_text`` reads a string and ``extract_file`` a file; what they return turns into tables by ``to_pandas``
(``api`` shows how). ``current_tables`` finds the tables that a run wrote. All is loaded when first used, so that the
command answers ``--help`` without it.
"""

# As ``typing`` has it, which is not loaded yet: of ``python -m pipeline`` it would come from the working folder.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipeline.api import ReadReport, UnreadFile, current_tables, extract_file, extract_text

__all__ = ["ReadReport", "UnreadFile", "current_tables", "extract_file", "extract_text"]


def __getattr__(name: str) -> object:
    """Loads what ``__all__`` promises (PEP 562)."""
    if name in __all__:
        from pipeline import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
