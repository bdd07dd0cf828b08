"""What the tests of publishing look at."""

from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.model import Report, Source, Unreadable
from pipeline.report import extract_reports
from pipeline.run import rewrite as run_module
from pipeline.run.publish import HIDDEN, current_folder, publish, work_folder
from pipeline.tables.parts import table_files


@lru_cache(maxsize=512)
def read_once(source: Source) -> tuple[Report, ...] | Unreadable:
    """Reads a file as runs do, and the same file no second time: for tests of what is made of reports."""
    return extract_reports(source)


def tables(out: Path) -> dict[str, bytes]:
    """The bytes of every file of every table that an output shows."""
    files = (file for path in out.glob("*.parquet") for file in table_files(path))
    return {str(file.relative_to(out)): file.read_bytes() for file in files}


def generations(out: Path) -> list[str]:
    return sorted(path.name for path in (out / HIDDEN / "generations").iterdir())


def litter(out: Path) -> list[str]:
    """What lies under the hidden folder and is neither the lock, nor what is or was shown, nor a whole piece."""
    generations = current_folder(out).resolve().parent
    return [
        str(path.relative_to(out))
        for path in (out / HIDDEN).rglob("*")
        if path.is_file()
        and path.name not in {"lock", "files.index"}
        and path.parent.parent != generations
        and path.suffix != ".parquet"
    ] + [str(path) for path in work_folder(out).glob("*.half")]


def watch_publishing(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, bytes]]:
    """The tables that a reader sees after every single call by which a run that publishes changes a name."""
    seen: list[dict[str, bytes]] = []

    def watch(name: str, out: Path) -> None:
        real = getattr(Path, name)

        def watched(path: Path, *arguments: object, **options: object) -> object:
            try:
                return real(path, *arguments, **options)
            finally:
                seen.append(tables(out))

        monkeypatch.setattr(Path, name, watched)

    def publish_watched(out: Path, new: Path) -> None:
        for name in ("rename", "replace", "symlink_to", "unlink"):
            watch(name, out)
        publish(out, new)

    monkeypatch.setattr(run_module, "publish", publish_watched)
    return seen
