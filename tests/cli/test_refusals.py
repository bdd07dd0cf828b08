"""What comes from files never commands the terminal, and what the machine refuses is said in a line."""

import errno
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.cli.refusals import state_refusal
from pipeline.run.annotate import MOST_VERDICTS, open_verdicts
from pipeline.run.user_files import VerdictsError
from tests.prepared import run_command, run_script

# A title for the window, red, and the same by the one character that stands for two; a mark that turns the line round.
EVIL = "\x1b]0;gone\x07\x1b[31m\x9b31m\x85\x90\u202e"
TITLE = "某县水务局2016年政府信息公开工作年度报告"
REPORT = f"{TITLE}\n一、总体情况\n全年公开信息553项，{EVIL}办结率120%，依照《某{EVIL}办法》。\n三、其他\n"
# All that a terminal obeys, but the ends of lines.
COMMANDS_RE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")


def gongkai(*arguments: str | Path, **how: object) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a person does, on its own, and shows its bytes."""
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, **how)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A folder with a report and a file without text, whose names and words command a terminal."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / f"a{EVIL}.txt").write_text(REPORT, "utf-8")
    (raw / f"e{EVIL}.txt").touch()
    (raw / os.fsdecode(b"\x9b31m\xff.txt")).touch()
    return raw


def test_nothing_of_names_and_texts_commands_the_terminal(evil: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "out", evil / f"a{EVIL}.txt"
    (tmp_path / "none").mkdir()
    verdicts = tmp_path / f"v{EVIL}.csv"
    verdicts.write_text(f"{EVIL}\n", "utf-8")
    said: list[str] = []
    for command in (
        ["run", evil, out],
        ["run", evil, out, "--only", f"{EVIL}*"],
        ["run", evil, out, "--verdicts", verdicts],
        ["run", evil, tmp_path / f"o{EVIL}"],
        ["explain", report],
        ["explain", report, "--all"],
        ["explain", evil / f"e{EVIL}.txt"],
        ["explain", evil / f"n{EVIL}.txt"],
        ["explain", evil / os.fsdecode(b"\x9b31m\xff.txt")],
        ["diff", tmp_path / "none", out],
        ["diff", out, tmp_path / f"o{EVIL}"],
        ["review", out, tmp_path / f"s{EVIL}"],
        ["export", out, tmp_path / f"t{EVIL}.sqlite"],
        ["export", out, tmp_path / f"t{EVIL}.abc"],
        ["schema", EVIL],
        [EVIL],
        ["run", "--workers", EVIL],
        ["verdicts", "merge", verdicts, "--into", tmp_path / "v.csv"],
        ["score", out, "--verdicts", verdicts],
        ["doctor", tmp_path / f"d{EVIL}"],
    ):
        result = CliRunner().invoke(app, [str(part) for part in command])
        said.append(result.stdout + result.stderr)
        assert COMMANDS_RE.findall(said[-1]) == [], command
        assert "Traceback" not in said[-1], command
    assert said[0].count("\\x1b") >= 2  # names are told as their bytes
    assert "办结率" in said[4]


def test_json_loses_nothing_and_commands_nothing(evil: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", str(evil / f"a{EVIL}.txt"), "--json"]).stdout
    assert COMMANDS_RE.findall(shown) == []
    assert json.loads(shown)["documents"][0]["source"] == f"a{EVIL}.txt"
    log = tmp_path / "log"
    CliRunner().invoke(app, ["run", str(evil), str(tmp_path / "out"), "--log-json", str(log)])
    written = log.read_text("utf-8")
    assert COMMANDS_RE.findall(written) == []
    sources = [json.loads(line).get("source") for line in written.splitlines()]
    named = {source for source in sources if source}
    assert {source[0] for source in named} == {"a", "e", "\\"}
    assert all("\\x" in source and source.isprintable() for source in named)


def test_a_bug_shows_its_traceback_and_commands_nothing(evil: Path, tmp_path: Path) -> None:
    code = (
        "import pipeline.run.rewrite as run\n"
        f"def fail(*_, **__): raise ValueError({EVIL!r})\n"
        "run.merge_tables = fail\n"
        "from pipeline.cli.main import app; app()"
    )
    ended = run_script(code, "run", evil, tmp_path / "out")
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr
    assert "in fail" in ended.stderr
    assert COMMANDS_RE.findall(ended.stderr) == []


@FULL
@pytest.mark.parametrize(
    ("command", "language"),
    [
        (["schema"], "C.UTF-8"),
        (["--help"], "zh_CN.UTF-8"),
        (["--version"], "C.UTF-8"),
        (["run", "raw", "out"], "C.UTF-8"),
    ],
)
def test_what_is_printed_on_a_full_disk_ends_with_a_line(evil: Path, command: list[str], language: str) -> None:
    with Path("/dev/full").open("wb") as full:
        environment = {**os.environ, "LC_ALL": language, "PYTHONUTF8": "1"}
        ended = run_command(*command, stdout=full, cwd=evil.parent, env=environment)
    assert ended.returncode == 2
    line = {
        "C.UTF-8": "gongkai: the output cannot be written: No space left on device\n",
        "zh_CN.UTF-8": "gongkai: 显示的内容无法写出：磁盘空间不足，请腾出空间\n",
    }[language]
    assert ended.stderr == line


@FULL
def test_where_nobody_can_be_told_the_status_tells(evil: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        assert run_command("schema", stdout=full, stderr=full, cwd=evil.parent).returncode == 2


def test_who_stops_listening_hears_nothing_more() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as unheard:
        ended = run_command("schema", stdout=unheard)
    assert (ended.returncode, ended.stderr) == (141, "")


@pytest.mark.parametrize("encoding", ["latin-1", "gb18030"])
def test_what_the_terminal_cannot_write_is_escaped(evil: Path, encoding: str) -> None:
    ended = run_command("explain", evil / f"a{EVIL}.txt", env={**os.environ, "PYTHONIOENCODING": encoding})
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 0


def raise_as(kind: type[Exception], words: str, cause: BaseException | None) -> Exception:
    error = kind(words)
    error.__context__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        pa.ArrowMemoryError("malloc of size 64 failed"),
        raise_as(ValueError, "invalid POS dictionary entry", MemoryError()),
        ImportError("md.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        pa.ArrowException("Unknown error: Failed to launch worker thread: Resource temporarily unavailable"),
        BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
    ],
    ids=repr,
)
def test_too_little_memory_is_told_from_a_bug(error: Exception) -> None:
    assert (state_refusal(error) or "").startswith("there is too little memory, or too many processes are running: ")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError("AF_UNIX path too long"), "the system refused a resource: AF_UNIX path too long (?); "),
        (
            PermissionError(errno.EACCES, "Permission denied", "/dev/null/x"),
            "/dev/null/x cannot be used: Permission denied",
        ),
        (
            OSError(errno.EROFS, "Read-only file system"),
            "the system refused a resource: Read-only file system",
        ),
        (OSError(errno.EIO, "Input/output error"), "the output cannot be written: Input/output error"),
        (TypeError("'NoneType' object is not callable"), None),
    ],
)
def test_what_the_machine_refuses_is_told_from_a_bug(error: Exception, said: str | None) -> None:
    assert (state_refusal(error) or "None").startswith(str(said))


@pytest.mark.parametrize("megabytes", [400, 600])
def test_too_little_memory_is_said_in_a_line_or_is_enough(evil: Path, tmp_path: Path, megabytes: int) -> None:
    """Where it fails depends on the machine, and a library may end the process; what may not come is a traceback."""
    size = megabytes * 1024 * 1024
    ended = gongkai(
        "run", evil, tmp_path / "out", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))
    )
    assert b"Traceback" not in ended.stderr, ended.stderr.decode()[-600:]
    assert ended.returncode != 1


@pytest.mark.parametrize("name", ["长" * 60])
def test_the_name_of_the_folder_for_temporary_files_may_be_long(evil: Path, tmp_path: Path, name: str) -> None:
    """The address of a socket has 107 bytes, and a path may have 4,096."""
    (tmp_path / name).mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / name)}
    ended = run_command("run", evil, tmp_path / "out", "--workers", "1", env=environment)
    assert "Traceback" not in ended.stderr
    assert ended.returncode in {2, 3}


def test_shared_memory_that_cannot_be_used_is_no_traceback(evil: Path, tmp_path: Path) -> None:
    script = 'mount -t tmpfs -o ro,mode=000 none /dev/shm || exit 77; exec "$@"'  # seen by this process alone
    command = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, "-m", "pipeline", "run"]
    ended = subprocess.run(
        [*command, str(evil), str(tmp_path / "out"), "--workers", "1"], capture_output=True, check=False
    )
    if ended.returncode in {1, 77} and b"pipeline" not in ended.stderr:
        pytest.skip("nothing can be mounted here")
    assert b"Traceback" not in ended.stderr
    assert ended.returncode in {2, 3}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file here that has no end")
def test_verdicts_have_an_end(tmp_path: Path) -> None:
    with pytest.raises(
        VerdictsError, match=rf"/dev/zero has more than {MOST_VERDICTS} bytes, too many for a file of verdicts"
    ):
        open_verdicts(Path("/dev/zero"))
    result = CliRunner().invoke(app, ["verdicts", "merge", "/dev/zero", "--into", str(tmp_path / "v.csv")])
    assert result.exit_code == 2
    assert "too many for a file of verdicts" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_merge_leaves_other_files_alone(tmp_path: Path, write_verdict: Callable[[Path], None]) -> None:
    write_verdict(tmp_path / "export.csv")
    (tmp_path / "v.part").write_text("mine", "utf-8")
    result = CliRunner().invoke(
        app, ["verdicts", "merge", str(tmp_path / "export.csv"), "--into", str(tmp_path / "v.csv")]
    )
    assert result.exit_code == 0
    assert (tmp_path / "v.part").read_text("utf-8") == "mine"


@pytest.fixture
def write_verdict() -> Callable[[Path], None]:
    """Writes a file with one verdict."""

    def write(path: Path) -> None:
        head = "document_id,kind,start,end,cell_id,surface,verdict,value,note,who,when"
        path.write_text(f"{head}\n00ff00ff00ff00ff,figure,8,12,,553项,right,553,,li,2026-01-31T09:30:00Z\n", "utf-8")

    return write
