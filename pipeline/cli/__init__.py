"""The command ``gongkai``.

Arguments go in, an exit status comes out. Everything else is loaded when a command needs it.
"""

from pipeline.cli.main import (
    app,
)

__all__ = ["app"]
