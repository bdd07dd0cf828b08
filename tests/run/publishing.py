"""What the tests of publishing look at."""

from pathlib import Path

from pipeline.run.publish import HIDDEN, current_folder, work_folder


def tables(out: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in out.glob("*.parquet")}


def generations(out: Path) -> list[str]:
    return sorted(path.name for path in (out / HIDDEN / "generations").iterdir())


def litter(out: Path) -> list[str]:
    """What lies under the hidden folder and is neither the lock, nor what is or was shown, nor a whole piece."""
    generations = current_folder(out).resolve().parent
    return [
        str(path.relative_to(out))
        for path in (out / HIDDEN).rglob("*")
        if path.is_file() and path.name != "lock" and path.parent.parent != generations and path.suffix != ".parquet"
    ] + [str(path) for path in work_folder(out).glob("*.half")]
