"""Nothing that lies in the working folder is executed, however the command is started."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.__main__ import main
from pipeline.search_path import leave_working_folder

ROOT = Path(__file__).parents[2]
# What Python, its multiprocessing and the readers import, under names that lie about among reports.
MODULES = (
    *("html", "statistics", "lxml", "regex", "jieba", "psutil", "selectolax", "pyarrow", "typing", "contextlib"),
    *("socket", "struct", "signal", "selectors", "pickle", "multiprocessing", "concurrent", "tempfile", "traceback"),
    *("sitecustomize", "usercustomize", "brotli", "numpy", "pandas"),
)
RAISES = "import os\nopen(os.environ['EXECUTED'], 'a').write(__file__ + '\\n')\nraise SystemExit(7)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder full of files that raise, and say that they were executed."""
    made = tmp_path / "working"
    made.mkdir()
    for name in ("pipeline", *MODULES):
        (made / f"{name}.py").write_text(RAISES)
    return made


@pytest.fixture
def reports(tmp_path: Path, write_reports: Callable[..., Path], raw: Path) -> Path:
    """A few texts and a PDF, for which workers are started."""
    made = write_reports(tmp_path / "raw", 4)
    for file in raw.glob("*.pdf"):
        shutil.copy(file, made)
    return made


def ends_well(command: Sequence[object], folder: Path, out: Path, *, path: str | None = None) -> bool:
    """Runs a command in a folder; whether it wrote the tables of five reports and executed nothing of the folder."""
    executed = folder.parent / "executed"
    environment = {**os.environ, "EXECUTED": str(executed), **({} if path is None else {"PYTHONPATH": path})}
    del environment["PYTHONSAFEPATH"]  # which the tests set for all others
    ended = subprocess.run(
        [str(part) for part in command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert not executed.exists(), executed.read_text()
    assert (ended.returncode, ended.stderr) == (0, "")
    return bool(pq.read_metadata(out / "documents.parquet").num_rows == 5)


SCRIPT = """\
import sys
from pathlib import Path
from pipeline.run.extract_files import Options
from pipeline.run.collect import collect_files
from pipeline.run.run import run_files
sys.path[:0] = sys.argv[3:]
run_files(collect_files(Path(sys.argv[1])), Path(sys.argv[2]), options=Options(workers=2))
"""


def test_the_console_script(folder: Path, reports: Path, tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("gongkai")
    assert ends_well([script, "run", reports, tmp_path / "out"], folder, tmp_path / "out")


def test_the_console_script_with_an_empty_part_in_its_path(reports: Path, tmp_path: Path) -> None:
    """As by export PYTHONPATH=$PYTHONPATH:… where it was unset; what the script itself imports is Python's to find."""
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("pyarrow", "lxml", "typer", "statistics"):
        (bare / f"{name}.py").write_text(RAISES)
    script = Path(sys.executable).with_name("gongkai")
    assert ends_well([script, "run", reports, tmp_path / "out"], bare, tmp_path / "out", path=":/nowhere")


def test_an_interrupt_while_the_command_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: str) -> object:
        raise KeyboardInterrupt

    loading = ModuleType("pipeline.cli")
    loading.__getattr__ = interrupt  # type: ignore[method-assign]
    monkeypatch.setitem(sys.modules, "pipeline.cli", loading)
    monkeypatch.setattr(sys, "path", list(sys.path))
    with pytest.raises(SystemExit, match=r"^130$"):
        main()


def test_the_module(folder: Path, reports: Path, tmp_path: Path) -> None:
    for name in ("pipeline", "contextlib"):  # Python itself takes them from there, before the command has the word
        (folder / f"{name}.py").unlink()
    command = [sys.executable, "-m", "pipeline", "run", reports, tmp_path / "out"]
    assert ends_well(command, folder, tmp_path / "out")


@pytest.mark.parametrize("flags", [["-I"], ["-P", "-s", "-B", "-X", "utf8"]], ids=" ".join)
def test_the_module_where_python_leaves_the_folder_out(
    folder: Path, reports: Path, tmp_path: Path, flags: list[str]
) -> None:
    command = [sys.executable, *flags, "-m", "pipeline", "run", reports, tmp_path / "out"]
    assert ends_well(command, folder, tmp_path / "out")


def test_a_program_that_has_the_folder_on_its_path(folder: Path, reports: Path, tmp_path: Path) -> None:
    """The program has no ``if __name__ == "__main__"``: workers are not to run it a second time.

    The folder is on its path in three ways; what workers take from any of them is seen.
    """
    for name in ("pandas", "concurrent"):  # pyarrow looks for them within the program itself, on the path of its own
        (folder / f"{name}.py").unlink()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, script, reports, tmp_path / "out", "", ".", folder]
    assert ends_well(command, folder, tmp_path / "out")


def test_a_copy_that_is_installed_nowhere(folder: Path, reports: Path, tmp_path: Path) -> None:
    """As of a wheel, unpacked where PYTHONPATH says: the workers are of the same copy, which has rules of its own."""
    copy = tmp_path / "copy"
    shutil.copytree(Path(pipeline.__file__).parent, copy / "pipeline")
    (copy / "pipeline" / "run" / "preload.py").write_text(f"open({str(tmp_path / 'loaded')!r}, 'w').close()\n")
    script = tmp_path / "gongkai"
    script.write_text("from pipeline.cli.main import app\napp(prog_name='gongkai')\n")
    command = [sys.executable, script, "run", reports, tmp_path / "out"]
    assert ends_well(command, folder, tmp_path / "out", path=str(copy))
    assert (tmp_path / "loaded").exists()


def test_a_checkout_that_is_worked_in(folder: Path, reports: Path, tmp_path: Path) -> None:
    """The package lies in the working folder itself: it is found, and hides nothing that is installed."""
    for name in ("pipeline", "contextlib"):
        (folder / f"{name}.py").unlink()
    shutil.copytree(Path(pipeline.__file__).parent, folder / "pipeline")
    command = [sys.executable, "-m", "pipeline", "run", reports, tmp_path / "out"]
    assert ends_well(command, folder, tmp_path / "out")


def test_the_doctor(folder: Path, tmp_path: Path) -> None:
    executed = tmp_path / "executed"
    script = Path(sys.executable).with_name("gongkai")
    ended = subprocess.run(
        [script, "doctor", tmp_path], cwd=folder, env={**os.environ, "EXECUTED": str(executed)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert not executed.exists()
    assert "read a report of" in ended.stdout


def test_the_tests_themselves(folder: Path) -> None:
    """What `make test` runs, started from such a folder: tests of workers, and of the command within and apart."""
    tests = (
        "run/test_pool.py::test_one_kill_from_outside_costs_nothing[alone]",
        "cli/test_cli.py::test_run_writes_the_tables_and_says_what_came_out",
        "cli/test_cli.py::test_a_run_that_is_not_on_a_terminal_draws_no_progress_bar",
        "cli/test_cli.py::test_help_names_the_commands_in_the_order_in_which_they_are_used_and_loads_nothing_heavy",
    )
    command = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", "-c", f"{ROOT}/pyproject.toml"]
    command += [f"{ROOT}/tests/{test}" for test in tests]
    executed = folder.parent / "executed"
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, "EXECUTED": str(executed)}, capture_output=True, text=True,
        timeout=900, check=False,
    )  # fmt: skip
    assert not executed.exists(), executed.read_text()
    assert ended.returncode == 0, ended.stdout


def test_a_folder_that_was_removed_is_on_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert leave_working_folder(["", "relative", str(tmp_path)], str(tmp_path)) == [str(tmp_path)]


def test_a_link_to_the_folder_is_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(".")
    monkeypatch.chdir(tmp_path)
    assert leave_working_folder([str(tmp_path / "link"), "/elsewhere"], "/home") == ["/elsewhere", "/home"]
