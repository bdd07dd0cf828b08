"""Measures the CPU time of a process, which does not depend on how busy the machine is."""

from contextlib import suppress

import psutil


def count_seconds(pid: int) -> float:
    """The CPU seconds of a process and of all that it started; 0 if it has ended."""
    spent = 0.0
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        for process in (first, *first.children(recursive=True)):
            with suppress(psutil.Error):
                spent += sum(process.cpu_times()[:4])  # its own, and that of its children that have ended
    return spent
