"""A run loads what it needs: with nothing to read none of what reads, and pandas never."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# Runs the command as its entry point does, and tells which modules it has loaded.
RUN = """
import json, sys
from pipeline.__main__ import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
READERS = {"pipeline.report", "pipeline.figures.figures", "pipeline.forms.cells", "pipeline.audits.audits"}


def load(raw: Path, out: Path, *options: str) -> set[str]:
    """The modules that the command has loaded in the end."""
    command = [sys.executable, "-c", RUN, "run", str(raw), str(out), *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(ended.stderr.splitlines()[-1]))


@pytest.mark.parametrize("options", [(), ("--workers", "1")])
def test_a_run_loads_a_reader_only_where_it_reads(
    tmp_path: Path, write_reports: Callable[..., Path], options: tuple[str, ...]
) -> None:
    raw, out = write_reports(tmp_path / "raw", 3), tmp_path / "out"
    read = load(raw, out, *options)
    assert (read >= READERS) == (not options)  # otherwise a worker does
    again = load(raw, out, *options)
    assert again & READERS == set()
    assert "pipeline.run.rewrite" in read - again
    assert "pandas" not in read | again
