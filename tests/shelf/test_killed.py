"""A run over containers that is killed leaves the last tables, and the next one reads no member twice that was kept."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.model import Report, Source, Unreadable
from pipeline.report import extract_source
from pipeline.run.collect import collect_files
from pipeline.run.options import Options
from pipeline.run.publish import index_folder, work_folder
from pipeline.run.run import run_files
from tests.containers import pack_zip
from tests.prepared import run_script
from tests.run.publishing import tables

# Reads as any run does, notes what it reads, and is killed when something happens for the so-manieth time.
RUN = """
import os, signal, sys
from pathlib import Path
import pipeline.run.file_index
import pipeline.run.rewrite
from pipeline.run.isolated_worker import Alone
from pipeline.report import extract_source
from pipeline.run import Options, collect_files, run_files

# However fresh the containers are, the index of files is written, so that as many files are renamed in each run.
pipeline.run.file_index.RACY = 0
raw, out, log, moment, left = *map(Path, sys.argv[1:4]), sys.argv[4], int(sys.argv[5])

def happen(what):
    global left
    left -= what == moment
    if not left and what == moment:
        os.kill(os.getpid(), signal.SIGKILL)

def read(source):
    with log.open("a") as opened:
        print(source.path, file=opened)
    happen("read")
    return extract_source(source)

def watch(owner, name, what):
    kept = getattr(owner, name)
    def do(*given, **named):
        happen(what)
        return kept(*given, **named)
    setattr(owner, name, do)

watch(Alone, "run", "unpack")
watch(pipeline.run.rewrite, "_merge", "merge")
watch(Path, "replace", "rename")
run_files(collect_files(raw), out, options=Options(read=read))
"""


def write(raw: Path, *numbers: int) -> None:
    """Two containers of short reports, each with a number of its own."""
    raw.mkdir(exist_ok=True)
    text = (
        "某县第{0}局2016年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息{0}项，内容涉及水利工程建设。\n"
    )
    pages = {f"{number}.txt": text.format(number).encode() for number in numbers}
    some = len(numbers) // 2
    (raw / "a.zip").write_bytes(pack_zip(dict(list(pages.items())[:some])))
    lines = [{"url": f"http://a.cn/{name}", "content": 2 * pages[name].decode()} for name in list(pages)[some:]]
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    (raw / "b.jsonl").write_text(text, "utf-8")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of two runs that nobody killed, before the containers changed and from nothing, and the containers."""
    folder = tmp_path_factory.mktemp("runs")
    for name, numbers in (("first", range(60)), ("fresh", range(20, 80))):
        write(folder / "raw", *numbers)
        run_files(collect_files(folder / "raw"), folder / name)
    return folder


@pytest.mark.parametrize(
    ("moment", "count", "again"),
    [
        ("unpack", 1, 0),  # before the members of the first container are laid down
        ("unpack", 2, 0),
        ("rename", 2, 0),  # behind the index of files, when the tables are about to be shown
        ("read", 3, 3),
        ("read", 18, 18),
        ("merge", 1, 0),  # when all is read
    ],
)
def test_a_killed_run_leaves_the_last_tables_and_the_next_reads_on(
    runs: Path, tmp_path: Path, moment: str, count: int, again: int
) -> None:
    raw, out, log = runs / "raw", tmp_path / "out", tmp_path / "log"
    shutil.copytree(runs / "first", out, symlinks=True)
    log.touch()
    assert run_script(RUN, raw, out, log, moment, count).returncode == -9
    assert tables(out) == tables(runs / "first")
    before = log.read_text("utf-8").split()
    after: list[str] = []

    def read(source: Source) -> Report | Unreadable:
        after.append(source.path)
        return extract_source(source)

    run_files(collect_files(raw), out, options=Options(read=read))
    assert tables(out) == tables(runs / "fresh")
    assert len(list(index_folder(out).iterdir())) == 2
    assert not work_folder(out).exists()
    # The members that are new, twice at most those that were in hand.
    new = {f"a.zip!/{number}.txt" for number in range(30, 50)} | {f"b.jsonl#{runs}" for runs in range(11, 31)}
    assert set(before) | set(after) == new
    assert len(before) + len(after) - len(new) <= again
