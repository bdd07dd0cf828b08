"""For every problem that names what to do about it: it is done, the run repeated, and the row is gone."""

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.annotations.file import Verdict, write_verdicts
from pipeline.model import Problem, Report, Source, Unreadable
from pipeline.report import extract_source
from pipeline.rulebook.problems import problem_rules
from pipeline.run.collect import collect_files
from pipeline.run.events import Event
from pipeline.run.options import Limits, Options
from pipeline.run.run import run_files
from tests.ingest.test_libreoffice import RTF, make_compound, write_program
from tests.run.remedy_files import (
    FILES,
    TEXT,
    WORDS,
    Files,
)

pytestmark = pytest.mark.usefixtures("read_files_once")

# What a person does about these leaves the row, or cannot be done here.
ELSEWHERE = {
    "unread_measure": "the report says it elsewhere, or in words that are not read; a verdict stands beside it",
    "bare_number": "the report does not say what it is; a verdict stands beside it",
    "unknown_agency": "the document does not say it for sure; it is to be looked at",
    "unknown_family": "the document does not say it for sure; it is to be looked at",
    "unknown_year": "the document does not say it for sure; it is to be looked at",
    "list_differs": "the document and the list are to be compared; which of them is mended, people decide",
    "outside_reports": "what stands before the reports is in no document; it is to be looked at",
    "unknown_numbering": "the numbers are to be compared; the document stays as it is",
    "torn_date": "the document prints the date so; it is to be looked up there",
    "contradicting_cells": "the report prints both numbers; one is to be chosen in the analysis",
    "other_year_table": "the report prints the other year",
    "ragged_row": "the report prints the row so",
    "unknown_row": "the report prints a row of its own; a verdict stands beside its numbers",
    "unplaced_numbers": "the report prints the numbers so; a verdict stands beside them",
    "unread_cell": "the report prints the cell so; a verdict stands beside it",
    "odd_count": "the report prints the number so",
    "lost_grid": "the page draws its lines so; it is to be looked at",
    "mixed_columns": "the page prints its columns so; it is to be looked at",
    "numbering_gap": "the report is to be looked at; what was missed is a rule's to find",
    "numbering_repeat": "the report is to be looked at; what was missed is a rule's to find",
    "numbering_restart": "the report is to be looked at; what was missed is a rule's to find",
}


def put(folder: Path, files: Files) -> None:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        if data is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(data)


def told(raw: Path, out: Path, verdicts: Path | None = None, **options: object) -> list[str]:
    """The codes of the problems after a run."""
    run_files(collect_files(raw), out, verdicts=verdicts, options=Options(**options))  # type: ignore[arg-type]
    return list(pq.read_table(out / "problems.parquet")["problem"].to_pylist())


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    put(folder, {"other.txt": TEXT.replace("553", "7").encode()})
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_every_problem_has_its_remedy_tried_or_a_reason_why_not() -> None:
    here = {name.removeprefix("test_the_remedy_of_") for name in globals() if name.startswith("test_the_remedy_of_")}
    assert sorted([*FILES, *ELSEWHERE, *here]) == sorted(rule.code for rule in problem_rules())


def test_the_remedy_of_outside_link(raw: Path, out: Path, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", {"a.txt": TEXT.encode()})
    (raw / "a.txt").symlink_to(tmp_path / "elsewhere" / "a.txt")
    assert "outside_link" in told(raw, out)
    assert "outside_link" not in told(raw, out, follow_links=True)


@pytest.mark.parametrize("code", FILES)
def test_another_file_is_another_matter(raw: Path, out: Path, code: str) -> None:
    before, after = FILES[code]
    put(raw, before)
    assert code in told(raw, out)
    put(raw, after)
    assert code not in told(raw, out)


def test_the_remedy_of_unknown_columns(raw: Path, out: Path) -> None:
    put(raw, {"a.csv": f'甲,乙\n"{WORDS * 30}","{WORDS * 40}"\n'.encode()})
    assert "unknown_columns" in told(raw, out)
    assert "unknown_columns" not in told(raw, out, columns=(("body", "乙"),))


def test_the_remedy_of_broken_docx(raw: Path, out: Path, make_docx: Callable[..., bytes]) -> None:
    data = make_docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>")
    put(raw, {"a.docx": data[: len(data) // 2]})
    assert "broken_docx" in told(raw, out)
    put(raw, {"a.docx": data})
    assert "broken_docx" not in told(raw, out)


def test_the_remedy_of_encrypted_docx(raw: Path, out: Path, make_docx: Callable[..., bytes]) -> None:
    put(raw, {"a.docx": make_compound("EncryptionInfo", "EncryptedPackage")})
    assert "encrypted_docx" in told(raw, out)
    put(raw, {"a.docx": make_docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>")})
    assert "encrypted_docx" not in told(raw, out)


def install(folder: Path, patched: pytest.MonkeyPatch, docx: bytes) -> None:
    """A program that makes this Word file of whatever it is given, in the place of LibreOffice."""
    folder.mkdir()
    (folder / "made.docx").write_bytes(docx)
    find = 'while [ "$1" != --outdir ]; do shift; done'
    write_program(folder, patched, find, f'mkdir -p "$2"; cp "{folder}/made.docx" "$2/report.docx"')


def test_the_remedy_of_needs_libreoffice(
    raw: Path, out: Path, make_docx: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(raw, {"a.rtf": RTF, "b.doc": make_compound("WordDocument")})
    with monkeypatch.context() as patched:
        patched.setenv("PATH", "")
        assert told(raw, out).count("needs_libreoffice") == 2
        assert told(raw, out).count("needs_libreoffice") == 2
    install(out.with_name("bin"), monkeypatch, make_docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"))
    assert "needs_libreoffice" not in told(raw, out)
    assert pq.read_metadata(out / "documents.parquet").num_rows == 3


def test_the_remedy_of_broken_doc(
    raw: Path, out: Path, make_docx: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>")
    write_program(raw.parent, monkeypatch, "exit 1")
    put(raw, {"a.rtf": RTF})
    assert "broken_doc" in told(raw, out)
    with monkeypatch.context() as patched:  # a LibreOffice that can open it is asked only if that is wished
        install(out.with_name("bin"), patched, data)
        assert "broken_doc" in told(raw, out)
        assert "broken_doc" not in told(raw, out, retry_failed=True)
    put(raw, {"b.rtf": RTF + b" "})
    assert "broken_doc" in told(raw, out)
    put(raw, {"b.rtf": None, "b.docx": data})
    assert "broken_doc" not in told(raw, out)


def test_the_remedy_of_cannot_open(raw: Path, out: Path) -> None:
    (raw / "a.txt").symlink_to("b.txt")
    assert "cannot_open" in told(raw, out)
    (raw / "a.txt").unlink()
    put(raw, {"a.txt": TEXT.encode()})
    assert "cannot_open" not in told(raw, out)


def test_the_remedy_of_too_large(raw: Path, out: Path) -> None:
    put(raw, {"a.txt": (TEXT * 9).encode()})
    assert "too_large" in told(raw, out, limits=Limits(max_bytes=1000))
    assert "too_large" not in told(raw, out)


def test_the_remedy_of_changed_file(raw: Path, out: Path) -> None:
    def change(event: Event) -> None:
        if event.name == "planned":
            put(raw, {"other.txt": TEXT.encode()})

    run_files(collect_files(raw), out, listen=change)
    assert pq.read_table(out / "problems.parquet")["problem"].to_pylist() == ["changed_file"]
    assert "changed_file" not in told(raw, out)


def read_slowly(source: Source) -> Report | Unreadable:
    """Takes half a second of a processor, besides what a report takes."""
    begun = time.process_time()
    while time.process_time() < begun + 0.5:
        pass
    return extract_source(source)


def read_greedily(source: Source) -> Report | Unreadable:
    """Takes 700 MB, besides what a report takes."""
    held = b"x" * 700_000_000
    time.sleep(0.5)
    assert held
    return extract_source(source)


def read_among_killers(source: Source) -> Report | Unreadable:
    """Is ended from outside as long as there is somebody who does so."""
    if Path(os.environ["KILLER"]).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_source(source)


def test_the_remedy_of_timed_out(raw: Path, out: Path) -> None:
    short, long = Limits(timeout=0.3), Limits(timeout=30)
    assert told(raw, out, read=read_slowly, fenced=True, limits=short) == ["timed_out"]
    assert told(raw, out, read=read_slowly, fenced=True, limits=long) == []


def test_the_remedy_of_out_of_memory(raw: Path, out: Path) -> None:
    small, large = Limits(memory=600), Limits(memory=2048)
    assert told(raw, out, read=read_greedily, fenced=True, limits=small) == ["out_of_memory"]
    assert told(raw, out, read=read_greedily, fenced=True, limits=large) == []


def test_the_remedy_of_crashed(raw: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are the same, and so is the file; only the killer is gone."""
    killer = tmp_path / "killer"
    monkeypatch.setenv("KILLER", str(killer))
    killer.touch()
    assert told(raw, out, read=read_among_killers, fenced=True) == ["crashed"]
    killer.unlink()
    assert told(raw, out, read=read_among_killers, fenced=True) == []


def test_the_remedy_of_too_slow(raw: Path, out: Path) -> None:
    put(raw, {"a.txt": (TEXT * 2).encode()})
    assert "too_slow" in told(raw, out, read=refuse_slow)
    put(raw, {"a.txt": TEXT.encode()})
    assert "too_slow" not in told(raw, out, read=refuse_slow)


def refuse_slow(source: Source) -> Report | Unreadable:
    """Reads what is short; the limit of the sources themselves is two minutes."""
    too_slow = Problem("too_slow.word", seconds=120)
    return Unreadable(source.path, too_slow) if len(source.data) > 1.5 * len(TEXT.encode()) else extract_source(source)


def verdict(out: Path, who: str, value: int, surface: str = "553项") -> Verdict:
    document = pq.read_table(out / "documents.parquet").to_pylist()[0]
    start = document["text"].index("553项")
    return Verdict(
        document_id=document["document_id"],
        kind="figure",
        start=start,
        end=start + len("553项"),
        cell_id=None,
        surface=surface,
        verdict="wrong",
        value=Decimal(value),
        note="",
        who=who,
        when=datetime(2026, 1, 31, 9, 30, tzinfo=UTC),
    )


def keep(folder: Path, *verdicts: Verdict) -> Path:
    kept = folder / "verdicts.csv"
    kept.write_text(write_verdicts(verdicts), "utf-8", newline="")
    return kept


@pytest.fixture
def judged(raw: Path, out: Path) -> Path:
    """A folder with one report, whose tables are made, so that it can be judged."""
    put(raw, {"other.txt": TEXT.encode()})
    told(raw, out)
    return raw


def test_the_remedy_of_stale_verdict(judged: Path, out: Path, tmp_path: Path) -> None:
    assert "stale_verdict" in told(judged, out, keep(tmp_path, verdict(out, "a", 555, surface="557项")))
    assert "stale_verdict" not in told(judged, out, keep(tmp_path, verdict(out, "a", 555)))


def test_the_remedy_of_disputed_verdict(judged: Path, out: Path, tmp_path: Path) -> None:
    one, other = verdict(out, "a", 555), verdict(out, "b", 557)
    assert "disputed_verdict" in told(judged, out, keep(tmp_path, one, other))
    assert "disputed_verdict" not in told(judged, out, keep(tmp_path, one, verdict(out, "b", 555)))
