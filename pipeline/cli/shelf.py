"""What the commands share that read files which hold several documents."""

from pipeline.cli.program import refuse
from pipeline.i18n import say


def read_columns(words: str | None) -> tuple[tuple[str, str], ...]:
    """The columns that people named for tables of texts, by what they hold; refused if they are not written so."""
    from pipeline.shelf import ROLES, read_asked

    try:
        return tuple(read_asked(words or "").items())
    except ValueError as error:
        refuse(say("no_columns", given=error, roles=", ".join(ROLES)))
