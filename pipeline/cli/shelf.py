"""The command ``look``, and what the commands share that read files which hold several documents."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.program import echo, refuse
from pipeline.i18n import say, write

if TYPE_CHECKING:
    from pipeline.run import Seen

# So many of the files that are not read are named: what a screen holds.
NAMED = 20


def add_look(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(help=say("look"))(look)


def look(
    raw: Annotated[Path, typer.Argument(metavar="FOLDER", help=say("argument_raw"))],
    *,
    columns: Annotated[str | None, typer.Option(metavar="ROLE=NAME,…", help=say("option_columns"))] = None,
) -> None:
    """Say what lies in a folder, by kind: what a run would read of it and how, what not and why. Nothing is written."""
    from pipeline.run import MOST_BYTES, collect_files, look_at
    from pipeline.shelf import Terms

    asked = read_columns(columns)
    if not raw.is_dir():
        refuse(say("no_folder", path=raw))
    for line in show(list(look_at(collect_files(raw), Terms(MOST_BYTES, columns=asked)))):
        echo(line)


def show(seen: "Sequence[Seen]") -> Iterator[str]:
    """The lines of what was seen: files by kind, containers one by one, and what is not read."""
    files, documents = Counter[str](), Counter[str]()
    for one in seen:
        files[one.kind] += 1
        documents[one.kind] += one.documents
    for kind, count in sorted(files.items()):
        yield say("look_kind", kind=kind, files=count, documents=documents[kind])
    for one in seen:
        if one.columns:
            columns = ", ".join(f"{role}={name}" for role, name in one.columns)
            yield say("look_columns", name=one.name, documents=one.documents, columns=columns)
    yield say("look_all", documents=sum(documents.values()), faults=sum(n for one in seen for _, n in one.faults))
    named = [found for one in seen for found in one.named]
    for name, problem in named[:NAMED]:
        yield f"  {name}: {write(problem.wording)}"
    if len(named) > NAMED:
        yield f"  … {len(named) - NAMED}"


def read_columns(words: str | None) -> tuple[tuple[str, str], ...]:
    """The columns that people named for tables of texts, by what they hold; refused if they are not written so."""
    from pipeline.shelf import ROLES, read_asked

    try:
        return tuple(read_asked(words or "").items())
    except ValueError as error:
        refuse(say("no_columns", given=error, roles=", ".join(ROLES)))
