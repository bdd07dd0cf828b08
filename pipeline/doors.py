"""Loads what the door of a folder (its ``__init__.py``) exports when it is first used, and nothing else."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def open_door(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package (PEP 562) whose ``modules`` define the names that it exports.

    >>> import pipeline.metadata
    >>> pipeline.metadata.no_such_name
    Traceback (most recent call last):
    AttributeError: module 'pipeline.metadata' has no attribute 'no_such_name'
    """
    defined_in = {name: module for module, names in modules.items() for name in names}

    def load(name: str) -> object:
        if name not in defined_in:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{defined_in[name]}"), name)
        setattr(sys.modules[package], name, value)  # so that this is called once per name
        return value

    return load
