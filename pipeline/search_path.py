"""Determines where modules may come from: never from the folder in which the command is called.

Python puts that folder first for ``python -m pipeline`` and for a script or a prompt in it, so that a file
named ``html.py`` among the reports would be executed. This module imports only what Python itself loads at its start.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# The folder that contains this package.
HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib is not loaded yet


def leave_working_folder(paths: "Iterable[str]", home: str = HOME) -> list[str]:
    """A search path without the working folder and without relative paths.

    If the folder of the package is not among the others, as in a checkout, it comes last, so that its other content
    hides no installed module.

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
    """A finder that reports pandas as not installed, and leaves all other modules to other finders."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def leave_pandas_aside() -> None:
    """Keeps pyarrow from loading pandas, which it does, if it is installed, to make an array of a list.

    A run does not use pandas, and loading it takes a third of a second. Only for processes of our own: whoever imports
    this package may want data frames.
    """
    sys.meta_path.insert(0, _NoPandas)
