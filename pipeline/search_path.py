"""Says where modules may come from: not from the folder that the command is called in, whatever lies there.

Python puts that folder first for ``python -m pipeline`` and for a script or a prompt in it, so that a file of the name
``html.py`` among the reports would be executed. This module imports nothing that is not loaded at Python's start.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# The folder that this package lies in.
HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is not loaded yet


def leave_working_folder(paths: "Iterable[str]", home: str = HOME) -> list[str]:
    """A search path without the working folder, and without what is relative to it.

    The folder of the package comes last where it is not among the others, as in a checkout that is worked in: what it
    holds besides the package then hides nothing that is installed.

    >>> leave_working_folder(["", "lib", os.getcwd(), "/usr/lib/python3"], "/home/gongkai")
    ['/usr/lib/python3', '/home/gongkai']
    >>> leave_working_folder(["/home/gongkai", "/usr/lib/python3"], "/home/gongkai")
    ['/home/gongkai', '/usr/lib/python3']
    """
    try:
        working = os.path.realpath(os.getcwd())  # noqa: PTH109
    except OSError:  # it has been removed
        working = ""
    if working == os.path.realpath(os.path.dirname(os.__file__)):  # noqa: PTH120 - Python's own modules are needed
        working = ""
    kept = [path for path in paths if os.path.isabs(path) and os.path.realpath(path) != working]  # noqa: PTH117
    return kept if home in kept else [*kept, home]


class _NoPandas:
    """A finder that says of pandas that it is not installed, and nothing of any other module."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def leave_pandas_aside() -> None:
    """Keeps pyarrow from loading pandas wherever it is installed, which it does to make an array of a list.

    A run uses nothing of pandas, and to load it takes a third of a second. For processes of our own alone: who imports
    this package may want data frames.
    """
    sys.meta_path.insert(0, _NoPandas)
