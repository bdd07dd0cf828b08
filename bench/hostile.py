"""Reads malicious inputs within bounds and measures their cost: ``make hostile`` writes ``docs/RELIABILITY.md``.

Pages and texts are read in one process each, whose CPU time and memory are those of the reading alone. Formats opened
by native code are run by the command, together with a report that must come out whole.
"""

import argparse
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow.parquet as pq

from bench.hostile_inputs import FOREIGN, PAGES, TEXTS, Hostile
from bench.runs import measure
from bench.speed import machine
from pipeline.model import Report
from pipeline.report import extract_text
from pipeline.run import extract_file

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "RELIABILITY.md"
BEGIN, END = "<!-- hostile: made by make hostile -->", "<!-- hostile: end -->"

# The default limits of a worker; a run ends a worker that exceeds them.
SECONDS, MEGABYTES = 60, 2048
REPORT = "某县水务局2016年政府信息公开年度报告\n一、概述\n全年公开信息3条。\n"
ALONE = "Each input is read alone in its own process. The memory is what reading adds to that process."
BESIDE = (
    "Here the command runs over the input and a report, which was read each time. The CPU time is that of all its"
    " processes, including the two or three seconds that any run takes. The memory is that of the largest worker,"
    " including the 250 MB that it starts with."
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an input of ``size`` bytes costs, and the result: a report, or the code of the problem."""

    what: str
    size: int
    seconds: float
    megabytes: float
    outcome: str

    def show(self) -> str:
        """A row of the table."""
        return f"| {self.what} | {self.size:,} | {self.seconds:.1f} | {self.megabytes:.0f} | {self.outcome} |"


def read_alone(hostile: Hostile, size: int) -> Cost:
    """Reads an input in a process of its own, within the limits of a worker."""
    context = multiprocessing.get_context("fork")  # with the rules, which are loaded once
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, hostile.name)
        path.write_bytes(hostile.make(size))
        size = path.stat().st_size
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_read_here, args=(path, sender))
        process.start()
        sender.close()
        try:
            return Cost(hostile.what, size, *receiver.recv())
        except EOFError:
            process.join()
            is_late = -(process.exitcode or 0) in {signal.SIGXCPU, signal.SIGKILL}
            outcome = "`timed_out`" if is_late else f"`crashed` (status {process.exitcode})"
            return Cost(hostile.what, size, float(SECONDS), float(MEGABYTES), outcome)


def _read_here(path: Path, sender: Connection) -> None:
    """Sends the CPU seconds that reading a file takes, the megabytes that it adds, and the result."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEGABYTES << 20,) * 2)
    before = resource.getrusage(resource.RUSAGE_SELF)
    try:
        read = extract_file(path)
        codes = {problem.code for problem in read.problems} if isinstance(read, Report) else {read.problem.code}
        outcome = ", ".join(["read"] * isinstance(read, Report) + [f"`{code}`" for code in sorted(codes)])
    except MemoryError:
        outcome = "`out_of_memory`"
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sender.send((seconds, (after.ru_maxrss - before.ru_maxrss) / 1024, outcome))


def run_beside_a_report(hostile: Hostile) -> Cost:
    """Runs the command over an input and a report; the report must be read."""
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder, "raw"), Path(folder, "out")
        raw.mkdir()
        data = hostile.make(0)
        (raw / hostile.name).write_bytes(data)
        (raw / "report.txt").write_text(REPORT, encoding="utf-8")
        cost = measure(raw, out, 1)
        sources = pq.read_table(out / "documents.parquet", columns=["source"])["source"].to_pylist()
        if "report.txt" not in sources:
            sys.exit(f"{hostile.what}: the report beside it was lost")
        rows = pq.read_table(out / "problems.parquet").to_pylist()
        codes = sorted({f"`{row['problem']}`" for row in rows if row["source"] == hostile.name})
        outcome = ", ".join(["read"] * (hostile.name in sources) + codes)
        return Cost(hostile.what, len(data), cost.processor, cost.worker, outcome)


def measure_all(pages: Sequence[Hostile], foreign: Sequence[Hostile]) -> str:
    """Both tables of the page, with the machine and the date."""
    head = "| input | bytes | CPU, s | memory, MB | result |\n| --- | --: | --: | --: | --- |"
    alone = [_say(read_alone(hostile, size).show()) for hostile in pages for size in hostile.sizes]
    beside = [_say(run_beside_a_report(hostile).show()) for hostile in foreign]
    load = f"load average {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    measured = f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make hostile` on {machine()}; {load}."
    return "\n".join((measured, "", ALONE, "", head, *alone, "", BESIDE, "", head, *beside))


def _say(row: str) -> str:
    print(row, flush=True)
    return row


def main() -> None:
    """Prints the tables; with ``--write`` they replace those in ``docs/RELIABILITY.md``."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/RELIABILITY.md")
    arguments = parser.parse_args()
    extract_text(REPORT)  # loads the rules
    tables = measure_all((*PAGES, *TEXTS), FOREIGN)
    if arguments.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        behind = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{tables}\n{END}{behind}", encoding="utf-8")


if __name__ == "__main__":
    main()
