"""Real reports, where they are at hand: nearly all that name their agency have division, code, level and type."""

from pathlib import Path

from pipeline.model import Report, Source
from pipeline.report import extract_source

# Of a hundred reports whose agency is known, so many are placed; the rest are towns whose county nothing names.
PLACED = 0.95


def test_nearly_all_reports_that_name_their_agency_are_placed(shared: Path) -> None:
    files = sorted((shared / "corpus" / "disclosure").glob("*.txt"))
    files += sorted((shared / "wider" / "texts").rglob("*.txt"))
    read = [extract_source(Source(file.name, file.read_bytes())) for file in files]
    named = [one for one in read if isinstance(one, Report) and one.metadata.agency]
    placed = [
        one
        for one in named
        if (one.registration.adcode or one.registration.level == "state") and one.registration.agency_type
    ]
    assert len(named) > 50
    assert len(placed) >= PLACED * len(named)
