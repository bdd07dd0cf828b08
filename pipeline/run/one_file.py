"""Reads one file in this process, without what tables need."""

from pathlib import Path

from pipeline.model import Report, Source, Unreadable
from pipeline.report import extract_source
from pipeline.run.inputs import name_source, read_source_bytes


def extract_file(path: Path | str, name: str | None = None) -> Report | Unreadable:
    """The report in a file, or an ``Unreadable`` with the problem: nothing is raised for what a file is or holds.

    A file that cannot be opened is unreadable like one that holds no report.

    >>> missing = extract_file("no/such/report.txt")
    >>> isinstance(missing, Unreadable), missing.problem.code
    (True, 'cannot_open')

    ``name`` is what the tables call it, its path where none is given.
    """
    name = _print_name(name_source(str(path)) if name is None else name)
    data = read_source_bytes(Path(path), name)
    return data if isinstance(data, Unreadable) else extract_source(Source(name, data))


def _print_name(name: str) -> str:
    r"""A name as tables can hold it: half of a character shows its code.

    >>> _print_name("年报" + chr(0xDCFF)) == r"年报\udcff"
    True
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
