"""Examines the machine: what a run needs, what files of some formats need, and how to get what is missing."""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import psutil

from pipeline.i18n import as_reason, pad, say, write
from pipeline.provenance import VERSION
from pipeline.run import File, Options, WorkersError, group_same, read_contents
from pipeline.tables import UnwritableError

LEAST_PYTHON = (3, 11)
# The tables take about as much as the text of the reports, twice that while they are written.
LEAST_FREE = 1024**3
# Workers share 250 MB and take some 100 MB each.
LEAST_MEMORY = 1024**3
# The display names of the checks, by their names for scripts; programs and packages have one name in both languages.
NAMES = {
    "packages": "find_packages",
    "output": "find_output",
    "disk": "find_disk",
    "memory": "find_memory",
    "worker": "find_worker",
}
SPECIMEN = "某县水务局2016年政府信息公开年度报告\n一、概述\n全年公开信息553项，比上年增长20%，未收取费用。\n"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check: whether it passed, what was found, and the remedy.

    ``needed`` separates what every run needs from what only some files or commands need.
    """

    name: str
    ok: bool
    seen: str
    remedy: str = ""
    needed: bool = True


def examine(out: Path) -> tuple[Finding, ...]:
    """Checks everything that a run with tables in ``out`` depends on."""
    return (
        _python(),
        *_packages(),
        _writable(out),
        _disk(out),
        _memory(),
        _worker(),
        _program(
            "LibreOffice",
            ("soffice", "libreoffice"),
            "--version",
            say("remedy_libreoffice"),
        ),
        _program(
            "Java",
            ("java",),
            "-version",
            say("remedy_java"),
        ),
    )


def show_findings(findings: Sequence[Finding]) -> str:
    """One line for each check, with the remedy on the next.

    >>> print(show_findings([Finding("Python", True, "3.11.2"), Finding("Java", False, "not found", "install it")]))
    ok       Python        3.11.2
    missing  Java          not found
             → install it
    """
    lines = []
    for finding in findings:
        state, name = pad(say("found_ok" if finding.ok else "found_missing"), 8), pad(_name(finding.name), 13)
        lines.append(f"{state} {name} {finding.seen}")
        if not finding.ok and finding.remedy:
            lines.append(f"         → {finding.remedy}")
    return "\n".join(lines)


def _name(name: str) -> str:
    return say(NAMES[name]) if name in NAMES else name


def _python() -> Finding:
    ok = sys.version_info >= LEAST_PYTHON
    return Finding("Python", ok, platform.python_version(), say("remedy_python"))


def _packages() -> tuple[Finding, ...]:
    """One finding if all are installed, else one for each missing package."""
    found, missing = [], []
    for requirement in requires("gongkai") or ():
        if "extra ==" in requirement:
            continue
        name = requirement.split(";")[0].split(">")[0].split("=")[0].strip()
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(Finding(name, ok=False, seen=say("package_missing"), remedy="make .venv/run.stamp"))
    return (Finding("packages", ok=True, seen=say("packages_found", version=VERSION, count=len(found))), *missing)


def _writable(out: Path) -> Finding:
    """Whether a file and a link can be made in the folder, or in the nearest existing one above it."""
    folder = _nearest(out)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".gongkai-") as tried:
            Path(tried, "file").touch()
            Path(tried, "link").symlink_to("file")
    except OSError as error:
        return Finding(
            "output",
            ok=False,
            seen=say("cannot_write", path=folder, reason=write(as_reason(error.strerror or str(error)))),
            remedy=say("remedy_output"),
        )
    return Finding("output", ok=True, seen=say("can_write", folder=folder))


def _disk(out: Path) -> Finding:
    free = shutil.disk_usage(_nearest(out)).free
    return Finding("disk", free >= LEAST_FREE, say("disk_free", size=f"{free / 1024**3:.1f}"), say("remedy_disk"))


def _memory() -> Finding:
    memory, cores = psutil.virtual_memory().available, os.cpu_count() or 1
    return Finding(
        "memory",
        memory >= LEAST_MEMORY,
        say("memory_free", size=f"{memory / 1024**3:.1f}", cores=cores),
        say("remedy_memory"),
    )


def _worker() -> Finding:
    """Starts a worker as a run does, and has it read a report."""
    name, remedy = "worker", say("remedy_worker")
    start = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
            Path(folder, "specimen.txt").write_text(SPECIMEN, encoding="utf-8")
            contents = group_same([File(folder, "specimen.txt")]).contents
            (done,) = read_contents(contents, Path(folder), Options(workers=1, fenced=True))
            read = [outcome.status for outcome in done.outcomes or ()] == ["read"]
    except (WorkersError, UnwritableError) as error:
        return Finding(name, ok=False, seen=error.show(), remedy=remedy)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Finding(name, ok=False, seen=write(as_reason(reason)), remedy=remedy)
    seconds = time.perf_counter() - start
    if not read:
        return Finding(name, ok=False, seen=say("worker_read_nothing"), remedy=remedy)
    return Finding(name, ok=True, seen=say("worker_read", count=len(SPECIMEN), seconds=f"{seconds:.1f}"))


def _program(name: str, commands: Sequence[str], flag: str, remedy: str) -> Finding:
    path = next(filter(None, map(shutil.which, commands)), None)
    if path is None:
        return Finding(name, ok=False, seen=say("not_found"), remedy=remedy, needed=False)
    with suppress(OSError, subprocess.TimeoutExpired):
        ended = subprocess.run([path, flag], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
        if ended.returncode == 0:
            lines = (ended.stdout or ended.stderr).strip().splitlines()
            return Finding(name, ok=True, seen=lines[0] if lines else path, needed=False)
    return Finding(name, ok=False, seen=say("does_not_start", path=path), remedy=remedy, needed=False)


def _nearest(folder: Path) -> Path:
    whole = folder.absolute()
    return next(parent for parent in (whole, *whole.parents) if parent.is_dir())
