"""Turns a folder of files into tables.

Files go in, and what the last run left; new tables come out, shown by one rename. What did not change is kept, and a
file that cannot be read costs no other anything.
"""

from pipeline.run.annotate import (
    VerdictsError,
    open_verdicts,
)
from pipeline.run.balance import (
    UnbalancedError,
)
from pipeline.run.collect import (
    collect_files,
)
from pipeline.run.events import (
    Event,
    Listen,
)
from pipeline.run.extract_files import (
    Options,
    extract_file,
    read_contents,
)
from pipeline.run.inputs import (
    MOST_BYTES,
    File,
    digest_source,
    group_same,
    read_stream_bytes,
)
from pipeline.run.progress import (
    listening,
)
from pipeline.run.publish import (
    current_folder,
)
from pipeline.run.registry import (
    AgenciesFileError,
)
from pipeline.run.rule_files import (
    check_rules,
)
from pipeline.run.run import (
    count_verdicts,
    run_files,
)
from pipeline.run.shards import (
    MEMORY,
    TIMEOUT,
    Limits,
)
from pipeline.run.summary import (
    Summary,
    show_summary,
    summarize,
)
from pipeline.run.workers import (
    WorkersError,
)
from pipeline.run.year_pairs import (
    find_year_rows,
)

__all__ = [
    "MEMORY",
    "MOST_BYTES",
    "TIMEOUT",
    "AgenciesFileError",
    "Event",
    "File",
    "Limits",
    "Listen",
    "Options",
    "Summary",
    "UnbalancedError",
    "VerdictsError",
    "WorkersError",
    "check_rules",
    "collect_files",
    "count_verdicts",
    "current_folder",
    "digest_source",
    "extract_file",
    "find_year_rows",
    "group_same",
    "listening",
    "open_verdicts",
    "read_contents",
    "read_stream_bytes",
    "run_files",
    "show_summary",
    "summarize",
]
