"""Reads from run.json which verdicts, agencies and lists the published tables were made with."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.run.annotate import VerdictFile
from pipeline.run.known_list import KnownList
from pipeline.run.registry import AgenciesFile


def is_made_with(out: Path, **files: VerdictFile | AgenciesFile | KnownList | None) -> bool:
    """Whether the tables in ``out`` were made with exactly these files; tables without that information were not."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        known = json.loads((out / "run.json").read_text("utf-8"))
        return all((known[name] and known[name]["sha256"]) == (file and file.sha256) for name, file in files.items())
    return False


def count_verdicts(out: Path) -> int:
    """How many verdicts the tables in ``out`` were made with; 0 where there are no tables."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return int(json.loads((out / "run.json").read_text("utf-8"))["verdicts"]["verdicts"])
    return 0


def count_metadata_lines(out: Path) -> int:
    """How many lines of lists the tables in ``out`` were made with; 0 where there are no tables."""
    found = read_list_entry(out).get("lines")
    return found if isinstance(found, int) else 0


def read_list_entry(out: Path) -> dict[str, Any]:
    """The entry on metadata lists in run.json of ``out``; empty if the tables were made without lists."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        entry: dict[str, Any] | None = json.loads((out / "run.json").read_text("utf-8"))["metadata"]
        return entry or {}
    return {}
