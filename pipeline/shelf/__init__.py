"""Opens containers, that is files with several documents, and yields the documents one by one.

Takes the bytes of a container: an archive, a page saved with its pictures, a crawl. Yields its documents in order, each
with its name, its bytes and the facts stated about it there. Members that are no document, broken, too large or unsafe
become faults. No document is interpreted here: that is done by ``ingest``.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.shelf.columns import ROLES, Choice, read_asked
    from pipeline.shelf.damage import DamagedError, describe
    from pipeline.shelf.kinds import detect_kind
    from pipeline.shelf.lists import FILE, HASH, URL, Line, NoListError, plain_url, read_list
    from pipeline.shelf.members import (
        HEAD,
        MOST_PACKED,
        Fault,
        Member,
        Position,
        StoppedError,
        Terms,
        Watcher,
        watch_nothing,
    )
    from pipeline.shelf.rule_files import RULES
    from pipeline.shelf.rules import name_roles
    from pipeline.shelf.tables import ROWS, NoTableError, choose_of, name_columns
    from pipeline.shelf.walk import open_container

__all__ = [
    "FILE",
    "HASH",
    "HEAD",
    "MOST_PACKED",
    "ROLES",
    "ROWS",
    "RULES",
    "URL",
    "Choice",
    "DamagedError",
    "Fault",
    "Line",
    "Member",
    "NoListError",
    "NoTableError",
    "Position",
    "StoppedError",
    "Terms",
    "Watcher",
    "choose_of",
    "describe",
    "detect_kind",
    "name_columns",
    "name_roles",
    "open_container",
    "plain_url",
    "read_asked",
    "read_list",
    "watch_nothing",
]

# The module of each public name. Modules are loaded on first use: a run with nothing to read needs few of them.
_MODULES = {
    "columns": ("ROLES", "Choice", "read_asked"),
    "damage": ("DamagedError", "describe"),
    "kinds": ("detect_kind",),
    "lists": ("FILE", "HASH", "URL", "Line", "NoListError", "plain_url", "read_list"),
    "members": (
        "HEAD",
        "MOST_PACKED",
        "Fault",
        "Member",
        "Position",
        "StoppedError",
        "Terms",
        "Watcher",
        "watch_nothing",
    ),
    "rule_files": ("RULES",),
    "rules": ("name_roles",),
    "tables": ("ROWS", "NoTableError", "choose_of", "name_columns"),
    "walk": ("open_container",),
}

__getattr__ = open_door(__name__, _MODULES)
