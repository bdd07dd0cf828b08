"""What a run tells: a JSON object a line, and a bar on a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.run.collect import collect_files
from pipeline.run.events import Event
from pipeline.run.progress import listening
from pipeline.run.run import run_files


def test_the_log_has_an_object_for_every_document(tmp_path: Path, write_reports: Callable[..., Path]) -> None:
    raw = write_reports(tmp_path / "raw", 3)
    (raw / "empty.txt").touch()
    with listening(tmp_path / "log", terminal=False) as listen:
        run_files(collect_files(raw), tmp_path / "out", listen=listen)
    events = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    assert all({"time", "event"} <= set(event) for event in events)
    documents = {event["source"]: event for event in events if event["event"] == "document"}
    assert {source: event["status"] for source, event in documents.items()} == {
        **{f"000/0000{number}.txt": "read" for number in range(3)},
        "empty.txt": "empty_file",
    }
    assert documents["empty.txt"]["problems"] == ["empty_file"]
    assert all(event["seconds"] > 0 for event in documents.values())
    assert [event["event"] for event in events if event["event"] not in {"document", "hashing"}] == [
        "planned",
        "merging",
        "published",
    ]


def test_what_a_killed_run_had_read_is_told_when_the_next_is_planned(
    tmp_path: Path, write_reports: Callable[..., Path]
) -> None:
    files = collect_files(write_reports(tmp_path / "raw", 40))
    planned: list[int] = []

    def listen(event: Event) -> None:
        if event.name == "planned":
            planned.append(event.counts["resumed"])
        if event.name == "merging" and len(planned) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_files(files, tmp_path / "out", listen=listen)
    run_files(files, tmp_path / "out", listen=listen)
    assert planned == [0, 40]


def test_a_terminal_sees_how_far_the_run_is(
    tmp_path: Path,
    write_reports: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    with listening(None, terminal=True) as listen:
        run_files(collect_files(write_reports(tmp_path / "raw", 30)), tmp_path / "out", listen=listen)
    shown = capsys.readouterr().err
    assert "hashing" in shown or "reading" in shown or "writing" in shown
    assert "30" in shown
