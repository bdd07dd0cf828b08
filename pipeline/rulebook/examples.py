"""Reads ``rules/examples.toml``: one example for each column, for the codebook and the data package."""

from pipeline.rulebook.load import Rules, read_rules


class ExampleRules(Rules):
    """The structure of ``rules/examples.toml``."""

    tables: dict[str, dict[str, str]]


def example_of(table: str, column: str) -> str | None:
    """An example of a column's value, as CSV would print it.

    >>> example_of("figures", "surface"), example_of("figures", "nothing")
    ('30000余条', None)
    """
    return column_examples().get(table, {}).get(column)


def column_examples() -> dict[str, dict[str, str]]:
    """Every example, by table and column."""
    rules: ExampleRules = read_rules("examples", ExampleRules)
    return rules.tables
