"""Fuzzes the reader for a time: ``python -m bench.fuzz --seconds 60``."""

import argparse
import faulthandler
import subprocess
import sys
from pathlib import Path
from time import time_ns

from bench.fuzz.damage import KINDS, SECONDS, fuzz_for
from bench.fuzz.mutations import try_mutations
from bench.fuzz.targets import TARGETS

# So many seconds of the clock may pass for one of the processor, before a hang is called one.
BUSY = 20
# What atheris and libFuzzer say of themselves.
QUIET = ("INFO", "WARNING", "stat::")


def main() -> None:
    """Spends a third of the time each on files, on reports and on atheris; a fault ends it with status 1."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("reports", type=Path, nargs="*", default=[Path("data/raw")], help="folders of whole reports")
    options = parser.parse_args()
    seconds = options.seconds * 2 / 3
    for kind in KINDS:
        share = seconds / 2 / len(KINDS)
        # A hang in a library is not to be interrupted: it ends the run, and says where it was.
        faulthandler.dump_traceback_later(BUSY * (share + 10 * SECONDS), exit=True)
        print(f"{fuzz_for(kind, share):>7,} damaged files of {kind.name}", flush=True)
    faulthandler.cancel_dump_traceback_later()
    seed = time_ns() % 10**6
    count, faults = try_mutations(options.reports, seconds / 2, seed)
    print(f"{count:>7,} damaged reports of {' '.join(map(str, options.reports))} (seed {seed})", flush=True)
    if faults:
        sys.exit("\n".join(faults))
    for name in TARGETS:
        share = max(1, round(seconds / 2 / len(TARGETS)))
        limits = [
            f"-max_total_time={share}",
            f"-timeout={BUSY * SECONDS:.0f}",
            "-rss_limit_mb=2048",
            "-verbosity=0",
            "-artifact_prefix=.fuzz/",
        ]
        command = [sys.executable, "-m", "bench.fuzz.guided", name, "-print_final_stats=1", *limits]
        done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
        runs = next((line for line in done.stderr.splitlines() if "number_of_executed_units" in line), "")
        print(f"{runs.rpartition(':')[2].strip() or '?':>7} inputs made up for {name}", flush=True)
        if done.returncode:
            told = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith(QUIET)]
            sys.exit(f"{name} fails:\n" + "\n".join(told[-60:]))


if __name__ == "__main__":
    main()
