"""Reads the TOML files under ``pipeline/rules/`` without the rulebook, whose libraries would slow ``--help`` down."""

import tomllib
from hashlib import sha256
from importlib.resources import files
from typing import Any

from pipeline.disk_cache import CACHE


class RulebookError(Exception):
    """A rule file cannot be used; the message names the file and the location of each error."""


def read_toml(name: str) -> dict[str, Any]:
    """The content of ``rules/<name>.toml``.

    Raises:
        RulebookError: if the file cannot be read, or is no TOML.
    """
    file = f"rules/{name}.toml"
    try:
        text = files("pipeline").joinpath("rules", f"{name}.toml").read_text("utf-8")
        return CACHE.recall(("toml", sha256(text.encode()).digest()), lambda: tomllib.loads(text))
    except OSError as error:
        raise RulebookError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RulebookError(f"{file}: not UTF-8 (at byte {error.start + 1})") from error
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{file}: no TOML: {error}") from error
