"""The commands that work on tables that are made already: ``export``, ``diff`` and ``report``.

``cli`` adds them to the command. They end as it says: 2 for misuse and for what cannot be read or written.
"""

from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

MISUSE = 2

Out = Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the tables")]


def add_desk(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command()(export)


def export(
    out: Out,
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="A folder for csv, else a file")],
    *,
    form: Annotated[Literal["csv", "xlsx", "sqlite"], typer.Option("--format", help="What to write")] = "csv",
) -> None:
    """Write the tables for programs that know no Parquet: CSV, an Excel workbook, a SQLite file."""
    from pipeline.export import ExportFormat, export_tables
    from pipeline.store import UnwritableError
    from pipeline.tablefiles import NoTablesError

    try:
        for note in export_tables(out, destination, ExportFormat(form)):
            typer.echo(f"gongkai: {note}", err=True)
    except (NoTablesError, UnwritableError) as error:
        refuse(str(error))
    except ModuleNotFoundError as error:
        refuse(f"{error.name} is not installed; get it: pip install 'gongkai[report]'")
    typer.echo(f"{out} → {destination}")


def refuse(message: str) -> NoReturn:
    """Says what is wrong, and ends with the status of misuse."""
    typer.echo(f"gongkai: {message}", err=True)
    raise typer.Exit(MISUSE)
