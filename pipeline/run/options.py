"""How files are read: the limits of one file, and the options of a run."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model import Report, Source, Unreadable
from pipeline.run.source_files import MOST_BYTES

# The default limits of a file. The slowest real report takes 0.3 s; a worker starts with 250 MB.
TIMEOUT = 60.0
MEMORY = 2048

# A function that reads a file: to a report, to several reports, or to a refusal.
Read = Callable[[Source], Report | tuple[Report, ...] | Unreadable]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one file: processor seconds, megabytes of a worker's memory, and the file's size in bytes."""

    timeout: float = TIMEOUT
    memory: int = MEMORY
    max_bytes: int = MOST_BYTES


DEFAULTS = Limits()


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read: by how many workers (default: one per core), within which limits.

    ``read`` is the function that reads a file, by default ``report.extract_reports``. A few small text files are read
    without a worker unless ``fenced`` is set; nothing then ends a reader that hangs.
    ``retry_failed``: also read files that held no report in the previous run. ``follow_links``: also read links that
    lead outside the input folder. ``rehash``: hash all files, even those with unchanged size, times and inode.
    ``columns``: what the named columns of tables of texts hold. ``only``: a pattern that the name of a document, or of
    its container, has to match.
    """

    workers: int | None = None
    limits: Limits = DEFAULTS
    read: Read | None = None
    fenced: bool = False
    retry_failed: bool = False
    follow_links: bool = False
    rehash: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    only: str = "*"
