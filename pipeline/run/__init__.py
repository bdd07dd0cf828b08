"""Turns a folder of files into tables.

Takes the files and the output of the previous run; writes new tables and publishes them with one rename. Rows of
unchanged files are kept, and a file that cannot be read does not affect the others.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.run.annotate import open_verdicts
    from pipeline.run.balance import UnbalancedError
    from pipeline.run.collect import PACKED, collect_files
    from pipeline.run.containers import Containers
    from pipeline.run.empty_selection import NothingFitsError
    from pipeline.run.events import Event, Listen
    from pipeline.run.extract_files import read_contents
    from pipeline.run.isolated_worker import Alone
    from pipeline.run.list_lookup import KnownList
    from pipeline.run.look import Seen, look_at, look_at_tables
    from pipeline.run.made_with import (
        count_agency_lines,
        count_metadata_lines,
        count_verdicts,
        read_list_entry,
        read_strays,
    )
    from pipeline.run.metadata_lists import MetadataFileError, open_metadata
    from pipeline.run.one_file import extract_file, split_member
    from pipeline.run.options import MEMORY, TIMEOUT, Limits, Options
    from pipeline.run.progress import listening
    from pipeline.run.publish import current_folder
    from pipeline.run.rule_files import check_rules
    from pipeline.run.run import run_files
    from pipeline.run.same_documents import group_same, keep_files
    from pipeline.run.source_files import (
        MOST_BYTES,
        File,
        Hashed,
        digest_source,
        read_file,
        read_stream_bytes,
        too_large,
    )
    from pipeline.run.summary import Summary, show_summary, summarize
    from pipeline.run.user_files import AgenciesFileError, VerdictsError
    from pipeline.run.workers import WorkersError
    from pipeline.run.year_pairs import find_year_rows

__all__ = [
    "MEMORY",
    "MOST_BYTES",
    "PACKED",
    "TIMEOUT",
    "AgenciesFileError",
    "Alone",
    "Containers",
    "Event",
    "File",
    "Hashed",
    "KnownList",
    "Limits",
    "Listen",
    "MetadataFileError",
    "NothingFitsError",
    "Options",
    "Seen",
    "Summary",
    "UnbalancedError",
    "VerdictsError",
    "WorkersError",
    "check_rules",
    "collect_files",
    "count_agency_lines",
    "count_metadata_lines",
    "count_verdicts",
    "current_folder",
    "digest_source",
    "extract_file",
    "find_year_rows",
    "group_same",
    "keep_files",
    "listening",
    "look_at",
    "look_at_tables",
    "open_metadata",
    "open_verdicts",
    "read_contents",
    "read_file",
    "read_list_entry",
    "read_strays",
    "read_stream_bytes",
    "run_files",
    "show_summary",
    "split_member",
    "summarize",
    "too_large",
]

# The module of each public name. Modules are loaded on first use, so that reading a single file does not import
# Arrow, and a run with nothing to read no reader.
_MODULES = {
    "isolated_worker": ("Alone",),
    "annotate": ("open_verdicts",),
    "balance": ("UnbalancedError",),
    "collect": ("PACKED", "collect_files"),
    "containers": ("Containers",),
    "events": ("Event", "Listen"),
    "extract_files": ("read_contents",),
    "list_lookup": ("KnownList",),
    "empty_selection": ("NothingFitsError",),
    "made_with": ("count_agency_lines", "count_metadata_lines", "count_verdicts", "read_list_entry", "read_strays"),
    "look": ("Seen", "look_at", "look_at_tables"),
    "metadata_lists": ("MetadataFileError", "open_metadata"),
    "one_file": ("extract_file", "split_member"),
    "progress": ("listening",),
    "publish": ("current_folder",),
    "rule_files": ("check_rules",),
    "run": ("run_files",),
    "same_documents": ("group_same", "keep_files"),
    "source_files": ("File", "Hashed", "MOST_BYTES", "digest_source", "read_file", "read_stream_bytes", "too_large"),
    "options": ("Limits", "MEMORY", "Options", "TIMEOUT"),
    "summary": ("Summary", "show_summary", "summarize"),
    "user_files": ("AgenciesFileError", "VerdictsError"),
    "workers": ("WorkersError",),
    "year_pairs": ("find_year_rows",),
}

__getattr__ = open_door(__name__, _MODULES)
