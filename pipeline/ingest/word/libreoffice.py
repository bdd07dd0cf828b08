"""Converts old Word and WPS documents (DOC, WPS) and Rich Text (RTF) to DOCX with LibreOffice.

LibreOffice runs without a window, in a temporary folder with a temporary profile, without macros, external links or
the user's settings.
"""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from pipeline.characters import UnreadableError
from pipeline.model import Problem
from pipeline.processor_time import count_seconds

# The CPU time that it may take. Starting takes it three seconds, a report less than one (two cores, 2026-11).
SECONDS = 120.0
# After so many seconds of wall time it must have used this share as CPU time; otherwise it hangs.
CLOCK = 120.0
LEAST_SHARE = 0.01
# The interval between checks, in seconds.
LOOK = 0.5
PROGRAMS = ("soffice", "libreoffice")
# A shell reports a program killed by a signal with this plus the number of the signal.
SHELL = 128

# Its settings. The first three prevent it from running code in a document, the last from loading linked files.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def find_office() -> str | None:
    """The path of LibreOffice; ``None`` if it is not installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def convert_to_docx(data: bytes, suffix: str, *, seconds: float = SECONDS, clock: float = CLOCK) -> bytes:
    """Converts a document to DOCX; ``suffix`` is its format (``.doc``, ``.rtf``).

    Raises:
        UnreadableError: with the code ``broken_doc`` if the file is at fault, else ``needs_libreoffice``, ``too_slow``
            or ``crashed``.
    """
    office = find_office()
    if office is None:
        raise UnreadableError(Problem("needs_libreoffice"))
    with TemporaryDirectory(prefix="gongkai-") as folder:
        here = Path(folder)
        profile = here / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        (here / f"report{suffix}").write_bytes(data)
        status = _run(office, here, f"report{suffix}", seconds, clock)
        if status < 0 or status > SHELL:
            raise UnreadableError(Problem("crashed.libreoffice", how=_name_signal(status)))
        made = here / "out" / "report.docx"
        if not made.is_file():
            raise UnreadableError(Problem("broken_doc"))
        return made.read_bytes()


def _run(office: str, here: Path, name: str, seconds: float, clock: float) -> int:
    """Runs LibreOffice and returns its exit status; if it takes too long, it is killed with its child processes.

    Raises:
        UnreadableError: with the code ``too_slow``.
    """
    command = [
        office,
        f"-env:UserInstallation={(here / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(here / "out"), str(here / name)),
    ]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(here), "LANG": "C.UTF-8"}
    silent = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the names are ours
        command, stdin=silent, stdout=silent, stderr=silent, env=environment, cwd=here, start_new_session=True
    ) as process:
        try:
            return _wait(process, seconds, clock)
        finally:
            if process.returncode is None:
                _end_group(process.pid)


def _wait(process: "subprocess.Popen[bytes]", seconds: float, clock: float) -> int:
    since, before = monotonic(), 0.0
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(LOOK)
        spent = count_seconds(process.pid)
        if spent > seconds:
            raise UnreadableError(Problem("too_slow.conversion", seconds=seconds))
        if monotonic() - since > clock:
            if spent - before < clock * LEAST_SHARE:
                raise UnreadableError(Problem("too_slow.idle", seconds=clock))
            since, before = monotonic(), spent


def _name_signal(status: int) -> str:
    """The name of the signal in an exit status, of the process itself or as a shell reports it (128 plus its number).

    >>> _name_signal(-9), _name_signal(139)
    ('SIGKILL', 'SIGSEGV')
    """
    number = -status if status < 0 else status - SHELL
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"


def _end_group(group: int) -> None:
    """Kills every process of a group that still runs."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
