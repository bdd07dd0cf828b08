"""Reads from run.json which edition, verdicts, agencies and lists the published tables were made with."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.provenance import edition_digest

if TYPE_CHECKING:
    from pipeline.register import Stray
    from pipeline.run.annotate import VerdictFile
    from pipeline.run.list_lookup import KnownList
    from pipeline.run.registry import AgenciesFile


@dataclass(frozen=True, slots=True)
class Supplements:
    """What users provide in addition to the files of a run: verdicts, agencies, and lists of facts."""

    verdicts: "VerdictFile | None" = None
    agencies: "AgenciesFile | None" = None
    metadata: "KnownList | None" = None


def is_made_by_this_edition(out: Path) -> bool:
    """Whether the tables in ``out`` were made with the rules and the code of this edition."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return bool(json.loads((out / "run.json").read_text("utf-8"))["edition"] == edition_digest())
    return False


def is_made_with(out: Path, supplements: Supplements) -> bool:
    """Whether the tables in ``out`` were made with exactly these files; tables without that information were not."""
    files = {"verdicts": supplements.verdicts, "agencies": supplements.agencies, "metadata": supplements.metadata}
    with suppress(OSError, ValueError, LookupError, TypeError):
        known = json.loads((out / "run.json").read_text("utf-8"))
        return all((known[name] and known[name]["sha256"]) == (file and file.sha256) for name, file in files.items())
    return False


def count_verdicts(out: Path) -> int:
    """How many verdicts the tables in ``out`` were made with; 0 if there are no tables."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return int(json.loads((out / "run.json").read_text("utf-8"))["verdicts"]["verdicts"])
    return 0


def count_metadata_lines(out: Path) -> int:
    """How many lines of lists the tables in ``out`` were made with; 0 if there are no tables."""
    found = read_list_entry(out).get("lines")
    return found if isinstance(found, int) else 0


def read_list_entry(out: Path) -> dict[str, Any]:
    """The entry on metadata lists in run.json of ``out``; empty if the tables were made without lists."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        entry: dict[str, Any] | None = json.loads((out / "run.json").read_text("utf-8"))["metadata"]
        return entry or {}
    return {}


def count_agency_lines(out: Path) -> int:
    """How many lines on agencies the tables in ``out`` were made with; 0 if there are no tables."""
    found = _read_agencies_entry(out).get("lines")
    return found if isinstance(found, int) else 0


def read_strays(out: Path) -> "tuple[Stray, ...]":
    """The lines on agencies that concerned no report of the tables in ``out``."""
    strays = _read_agencies_entry(out).get("strays")
    if not strays:
        return ()
    from pipeline.register import Stray  # noqa: PLC0415 - few runs have any

    with suppress(TypeError):
        return tuple(Stray(**stray) for stray in strays)
    return ()


def _read_agencies_entry(out: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, LookupError, TypeError):
        entry: dict[str, Any] | None = json.loads((out / "run.json").read_text("utf-8"))["agencies"]
        return entry or {}
    return {}
