"""The commands that work on tables that are made already: ``export``, ``diff`` and ``report``.

``cli`` adds them to the command. They end as it says: 2 for misuse and for what cannot be read or written.
"""

from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from pipeline.messages import say

MISUSE = 2

Out = Annotated[Path, typer.Argument(metavar="OUT", help=say("argument_tables"))]


def add_output_commands(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(help=say("export"))(export)
    app.command(help=say("diff"))(diff)
    app.command(help=say("report"))(report)


def export(
    out: Out,
    destination: Annotated[Path, typer.Argument(metavar="DEST", help=say("argument_destination"))],
    *,
    form: Annotated[Literal["csv", "xlsx", "sqlite"], typer.Option("--format", help=say("option_format"))] = "csv",
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
        refuse(say("not_installed", package=error.name))
    typer.echo(f"{out} → {destination}")


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=say("argument_old"))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=say("argument_new"))],
    *,
    file: Annotated[
        Path | None,
        typer.Option("--write", metavar="FILE", help=say("option_write")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_lines"))] = False,
) -> None:
    """Compare two outputs row by row: what was added, removed and changed, each with its sentence."""
    from pipeline.diff import diff_outputs, write_revisions
    from pipeline.difflines import show_json, show_revisions
    from pipeline.tablefiles import NoTablesError

    target = file or new / "revisions.parquet"
    show = show_json if as_json else show_revisions
    try:
        for line in show(write_revisions(diff_outputs(old, new), target)):
            typer.echo(line)
    except NoTablesError as error:
        refuse(str(error))
    except OSError as error:
        refuse(say("cannot_write", path=error.filename or target, reason=error.strerror or error))
    if not as_json:
        typer.echo(f"→ {target}")


def report(
    out: Out,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("argument_page"))],
) -> None:
    """Draw the tables as one offline page of charts: years and forms, indicators, coverage, audits, agencies."""
    from pipeline.tablefiles import NoTablesError

    try:
        from pipeline.chartdata import read_chart_data
        from pipeline.chartpage import write_chart_page

        write_chart_page(read_chart_data(out), file)
    except NoTablesError as error:
        refuse(str(error))
    except ModuleNotFoundError as error:
        refuse(say("not_installed", package=error.name))
    except OSError as error:
        refuse(say("cannot_write", path=error.filename or file, reason=error.strerror or error))
    typer.echo(f"→ {file}")


def refuse(message: str) -> NoReturn:
    """Says what is wrong, and ends with the status of misuse."""
    typer.echo(f"gongkai: {message}", err=True)
    raise typer.Exit(MISUSE)
