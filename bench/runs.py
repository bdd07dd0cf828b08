"""Measures whole runs: documents per second and memory with one and two workers, reruns, and one changed file.

``make bench-runs N=10000`` writes N specimen reports into a folder of its own (``KEEP=folder`` keeps them for the next
time) and runs the command over them. ``--short`` writes reports of a few lines, so that only the memory of the
command grows with their number. ``--lines`` puts the same reports into one file of JSON lines.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

# The interval between measurements of memory, in seconds.
WATCH = 0.2


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a run: seconds, and the peak memory in megabytes (RSS) of the command and of its largest worker.

    A worker's memory includes what it shares with others. ``processor`` is the CPU time of all processes together,
    which depends least on other work on the machine.
    """

    seconds: float
    processor: float
    parent: float
    worker: float


def write_reports(folder: Path, count: int, *, short: bool) -> None:
    """Writes this many reports: short ones of a few lines, or specimens of every form."""
    if folder.is_dir() and sum(1 for _ in folder.rglob("*.*")) >= count:
        return
    if not short:
        subprocess.run([sys.executable, "-m", "bench.specimens", str(count), str(folder)], check=True)
        # Not a report: read as one, it takes as long as thousands of them.
        (folder / "truth.jsonl").unlink()
        return
    for number in range(count):
        path = folder / f"{number // 1000:04}" / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_report(number), encoding="utf-8")


def pack_lines(raw: Path, packed: Path) -> None:
    """Writes the reports of a folder into one file of JSON lines, as a crawler does."""
    packed.mkdir(exist_ok=True)
    with (packed / "crawl.jsonl").open("w", encoding="utf-8") as opened:
        for number, file in enumerate(sorted(path for path in raw.rglob("*") if path.is_file())):
            row = {"url": f"http://www.example.gov.cn/{number}.html", "content": file.read_text("utf-8")}
            print(json.dumps(row, ensure_ascii=False), file=opened)


def change_one(raw: Path) -> Callable[[], None]:
    """Changes a report, the first of a folder or of its JSON lines; returns a function that restores it."""
    changed = min(file for file in raw.rglob("*") if file.is_file())
    before = changed.read_bytes()
    note = "\n附注：无。\n".encode()
    if changed.suffix == ".jsonl":
        first, _, rest = before.partition(b"\n")
        row = json.loads(first)
        row["content"] += note.decode()
        changed.write_bytes(json.dumps(row, ensure_ascii=False).encode() + b"\n" + rest)
    else:
        changed.write_bytes(before + note)
    return partial(changed.write_bytes, before)  # type: ignore[return-value] # nobody asks how many bytes


def _report(number: int) -> str:
    """A short report; no two are alike."""
    year, n = 2010 + number % 10, number + 7
    return (
        f"某市第{number}局{year}年政府信息公开工作年度报告\n"
        f"根据《中华人民共和国政府信息公开条例》，现公布某市第{number}局{year}年政府信息公开年度报告。\n"
        "一、概述\n"
        f"{year}年，本局认真做好政府信息公开工作，安排专职人员{n % 5 + 1}名，召开会议{n % 7 + 2}次。\n"
        "二、主动公开政府信息情况\n"
        f"全年主动公开政府信息{n}条，其中网站公开{n // 2}条，占{n % 90 + 10}%，同比增长{n % 30 + 1}.5%。\n"
        f"政务微博发布信息{n % 500}条，公告栏公开信息约{n % 80 + 20}条。\n"
        "三、依申请公开政府信息情况\n"
        f"共收到申请{n % 40 + 3}件，其中当面申请{n % 3 + 1}件，网上申请{n % 40}件，均已按时答复，未收取费用。\n"
        "四、行政复议和行政诉讼情况\n"
        f"发生行政复议{n % 4}件，行政诉讼{n % 3}件。\n"
        "五、存在的问题和改进措施\n"
        "一是公开的内容还不够全面；二是公开的形式还比较单一。下一步将加强培训，完善制度。\n"
        f"某市第{number}局\n{year + 1}年3月{n % 28 + 1}日\n"
    )


def measure(raw: Path, out: Path, workers: int) -> Cost:
    """Runs the command and measures it and its workers; with 0 ``workers`` the command decides their number."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "run", str(raw), str(out)]
    command += ["--workers", str(workers)] if workers else []
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    process = psutil.Process(run.pid)
    parent, worker = 0.0, 0.0
    spent: dict[int, float] = {}
    while run.poll() is None:
        with suppress(psutil.Error):  # a process ended in the meantime
            parent = max(parent, _look(process, spent))
            worker = max([worker, *(_look(child, spent) for child in process.children(recursive=True))])
        time.sleep(WATCH)
    if run.returncode not in {0, 3}:
        sys.exit(f"the run ended with status {run.returncode}")
    return Cost(time.perf_counter() - start, sum(spent.values()), parent, worker)


def _look(process: psutil.Process, spent: dict[int, float]) -> float:
    """The megabytes of a process; also records its CPU time so far."""
    times = process.cpu_times()
    spent[process.pid] = times.user + times.system
    return float(process.memory_info().rss) / 1024**2


def show(name: str, count: int, cost: Cost, out: Path) -> str:
    """A row of the table."""
    stages = json.loads((out / "run.json").read_text("utf-8"))["seconds"]
    split = " · ".join(f"{stage} {seconds:.1f}" for stage, seconds in stages.items())
    return (
        f"| {name} | {count} | {cost.seconds:.1f} | {count / cost.seconds:.0f} | {cost.processor:.1f} | "
        f"{cost.parent:.0f} | {cost.worker:.0f} | {split} |"
    )


def main() -> None:
    """Prints a table: a row for each run."""
    parser = argparse.ArgumentParser(prog="python -m bench.runs", description=__doc__)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("--keep", type=Path, help="where the reports and tables stay")
    parser.add_argument("--short", action="store_true", help="reports of a few lines instead of specimens")
    parser.add_argument("--lines", action="store_true", help="one file of JSON lines instead of as many files")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="0: what the command takes by itself")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        base = arguments.keep or Path(temporary)
        raw = base / f"{'short' if arguments.short else 'reports'}-{arguments.count}"
        write_reports(raw, arguments.count, short=arguments.short)
        if arguments.lines:
            files, raw = raw, base / f"{raw.name}-lines"
            pack_lines(files, raw)
        print("| run | documents | seconds | a second | processor, seconds | parent MB | worker MB | stages, seconds |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
        for workers in arguments.workers:
            with tempfile.TemporaryDirectory(dir=base) as tables:
                out = Path(tables)
                rows = [(f"first, {workers} workers", measure(raw, out, workers))]
                print(show(*rows[0][:1], arguments.count, rows[0][1], out), flush=True)
                print(show("rerun", arguments.count, measure(raw, out, workers), out), flush=True)
                change_back = change_one(raw)
                print(show("one changed", arguments.count, measure(raw, out, workers), out), flush=True)
                change_back()


if __name__ == "__main__":
    main()
