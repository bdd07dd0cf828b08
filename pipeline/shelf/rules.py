"""The shape of ``rules/shelf.toml``."""

from functools import cache

from pipeline.rulebook import Rules, read_rules


class ShelfRules(Rules):
    """What of a container is no document."""

    hidden_folders: frozenset[str]
    media: frozenset[str]
    undecided_media: frozenset[str]


@cache
def shelf_rules() -> ShelfRules:
    """The rules, read once."""
    rules: ShelfRules = read_rules("shelf", ShelfRules)
    return rules
