"""Opens what holds several documents, and gives them one by one.

The bytes of a container go in: an archive, a page saved with its pictures, what a crawler wrote. Its documents come out
in their order, each with its name, its bytes and what is said of it there; what is no document, or is broken, too large
or not safe, comes out as a fault that says so. No document is interpreted here: that is for ``ingest``.
"""

from pipeline.rulebook import Rules
from pipeline.shelf.columns import ROLES, Choice, read_asked
from pipeline.shelf.damage import DamagedError, describe
from pipeline.shelf.kinds import tell_kind
from pipeline.shelf.lists import FILE, HASH, URL, Line, NoListError, plain_url, read_list
from pipeline.shelf.members import HEAD, MOST_PACKED, Fault, Member, Place, StoppedError, Terms, Watcher, watch_nothing
from pipeline.shelf.rules import ShelfRules, name_roles
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
    "Place",
    "StoppedError",
    "Terms",
    "Watcher",
    "choose_of",
    "describe",
    "name_columns",
    "name_roles",
    "open_container",
    "plain_url",
    "read_asked",
    "read_list",
    "tell_kind",
    "watch_nothing",
]

# The rule files that this room reads, by name, and the shape of each.
RULES: dict[str, type[Rules]] = {"shelf": ShelfRules}
