"""Tells with which files of what people say the tables were made that are there."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.run.annotate import VerdictFile
from pipeline.run.known_list import KnownList
from pipeline.run.registry import AgenciesFile


def is_made_with(out: Path, **files: VerdictFile | AgenciesFile | KnownList | None) -> bool:
    """Whether the tables in ``out`` were made with these files of what people say; those that do not tell were not."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        known = json.loads((out / "run.json").read_text("utf-8"))
        return all((known[name] and known[name]["sha256"]) == (said and said.sha256) for name, said in files.items())
    return False


def count_verdicts(out: Path) -> int:
    """How many verdicts the tables in ``out`` were made with; none where there are no tables."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return int(json.loads((out / "run.json").read_text("utf-8"))["verdicts"]["verdicts"])
    return 0


def count_metadata_lines(out: Path) -> int:
    """How many lines of lists the tables in ``out`` were made with; none where there are no tables."""
    found = read_told(out).get("lines")
    return found if isinstance(found, int) else 0


def read_told(out: Path) -> dict[str, Any]:
    """What run.json says of the lists that the tables in ``out`` were made with; nothing where there were none."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        said: dict[str, Any] | None = json.loads((out / "run.json").read_text("utf-8"))["metadata"]
        return said or {}
    return {}
