"""The command ``gongkai``.

Takes arguments; returns an exit status. Everything else is loaded when a command needs it.
"""

from pipeline.cli.main import (
    app,
)

__all__ = ["app"]
