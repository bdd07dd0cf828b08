"""The Makefile makes what its targets need."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What of a target drives the environment, and the locked versions that it is filled with first.
NEEDS = {"browser": "requirements/dev.txt", "test": "requirements/dev.txt", "report": "requirements/run.txt"}


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not there")
@pytest.mark.parametrize("target", NEEDS)
def test_a_target_fills_its_environment_first(target: str) -> None:
    command = ["make", "--dry-run", "--always-make", "--directory", str(ROOT), target]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    filled = said.find(f"--require-hashes {NEEDS[target]}")
    own = said.find({"browser": "chromium", "test": "-P -m pytest", "report": "gongkai report"}[target])
    assert -1 < filled < own
