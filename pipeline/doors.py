"""Opens the doors of rooms: what a room exports is loaded when it is asked for, with what it needs and nothing else."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def open_door(room: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """The ``__getattr__`` of a room (PEP 562) whose ``modules`` hold the names that it exports.

    >>> import pipeline.metadata
    >>> pipeline.metadata.no_such_name
    Traceback (most recent call last):
    AttributeError: module 'pipeline.metadata' has no attribute 'no_such_name'
    """
    places = {name: module for module, names in modules.items() for name in names}

    def load(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value = getattr(import_module(f"{room}.{places[name]}"), name)
        setattr(sys.modules[room], name, value)  # so that it is asked for once
        return value

    return load
