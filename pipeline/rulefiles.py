"""Reads the TOML files under ``pipeline/rules/``: without the rulebook, whose libraries would make ``--help`` wait."""

import tomllib
from importlib.resources import files
from typing import Any


class RulebookError(Exception):
    """A rule file cannot be used; the message names the file and each place."""


def read_toml(name: str) -> dict[str, Any]:
    """What ``rules/<name>.toml`` holds.

    Raises:
        RulebookError: if the file is not there, or is no TOML.
    """
    try:
        return tomllib.loads(files("pipeline").joinpath("rules", f"{name}.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulebookError(f"rules/{name}.toml: {error}") from error
