"""Keeps pyarrow from loading pandas, which it does to make its first array of a list wherever pandas is installed.

Nothing here uses pandas, and to load it takes a third of a second: as long as to plan a run over ten thousand files.
"""

import sys

import pyarrow as pa


def leave_pandas_aside() -> None:
    """Lets pyarrow look for pandas now, once, and find none; for processes of our own alone.

    A program that imports this package may want tables as data frames, so only the command and its workers call this.
    """
    if "pandas" in sys.modules:
        return
    sys.modules["pandas"] = None  # type: ignore[assignment] # an import then raises ImportError
    try:
        pa.array([], pa.string())
    finally:
        del sys.modules["pandas"]
