"""Tells with which files of what people say the tables were made that are there."""

import json
from contextlib import suppress
from pathlib import Path

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
