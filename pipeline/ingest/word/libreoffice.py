"""Has LibreOffice make DOCX of what only it can open: old Word and WPS documents (DOC, WPS) and Rich Text (RTF).

It runs without a window, in a folder and with a profile of its own that goes when it is done, without macros, links
to the outside or the settings of whoever runs it.
"""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.characters import UnreadableError
from pipeline.model import Problem

# Starting takes LibreOffice three seconds, a report of an agency less than one (two cores, 2026-11).
SECONDS = 120.0
PROGRAMS = ("soffice", "libreoffice")

# Its settings; the first three have it run nothing that a document brings, the last load nothing that it links to.
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
    """The path of LibreOffice, if it is there."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def convert_to_docx(data: bytes, suffix: str, *, seconds: float = SECONDS) -> bytes:
    """The document as DOCX; ``suffix`` says what it is (``.doc``, ``.rtf``).

    Raises:
        UnreadableError: with the code ``needs_libreoffice``, ``too_slow`` or ``broken_doc``.
    """
    office = find_office()
    if office is None:
        message = (
            "The file is an old Word, WPS or Rich Text document. LibreOffice opens these, and is not there: "
            "install it by `make office` (Debian, Ubuntu), or elsewhere so that soffice is on the PATH."
        )
        raise UnreadableError(Problem("needs_libreoffice", message))
    with TemporaryDirectory(prefix="gongkai-") as folder:
        here = Path(folder)
        profile = here / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        (here / f"report{suffix}").write_bytes(data)
        if not _run(office, here, f"report{suffix}", seconds):
            message = f"LibreOffice did not convert the file within {seconds:.0f} seconds."
            raise UnreadableError(Problem("too_slow", message))
        made = here / "out" / "report.docx"
        if not made.is_file():
            message = "LibreOffice cannot open the file: it is damaged, or needs a password."
            raise UnreadableError(Problem("broken_doc", message))
        return made.read_bytes()


def _run(office: str, here: Path, name: str, seconds: float) -> bool:
    """Whether LibreOffice ended in time; if not, it is ended with all that it started."""
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
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        finally:
            if process.returncode is None:
                _end_group(process.pid)
    return True


def _end_group(group: int) -> None:
    """Ends every process of a group that is still there."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
