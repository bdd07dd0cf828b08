"""The commands on existing tables: ``export``, ``diff`` and ``report``.

``main`` adds them to the program. Their status is 2 for misuse and for what cannot be read or written.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli.program import echo, refuse
from pipeline.i18n import as_reason, say, write

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
    form: Annotated[
        Literal["csv", "xlsx", "sqlite"] | None, typer.Option("--format", help=say("option_format"))
    ] = None,
) -> None:
    """Write the tables for programs that cannot read Parquet: as CSV, an Excel workbook or a SQLite file."""
    from pipeline.tables import NoTablesError, UnwritableError
    from pipeline.views.export import ExportFormat, export_tables, format_of

    chosen = ExportFormat(form) if form else format_of(destination)
    if chosen is None:
        refuse(say("no_format", path=destination))
    try:
        for note in export_tables(out, destination, chosen):
            echo(f"gongkai: {note}", err=True)
    except NoTablesError as error:
        refuse(str(error))
    except UnwritableError as error:
        refuse(error.show())
    except ModuleNotFoundError as error:
        refuse(say("not_installed", package=error.name))
    echo(f"{out} → {destination}")


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
    from pipeline.tables import NoTablesError
    from pipeline.views.diff import diff_outputs, show_json, show_revisions, write_revisions

    _find_both(old, new)
    target = file or new / "revisions.parquet"
    show = show_json if as_json else show_revisions
    try:
        for line in show(write_revisions(diff_outputs(old, new), target)):
            echo(line)
    except NoTablesError as error:
        refuse(str(error))
    except OSError as error:
        refuse(
            say("cannot_write", path=error.filename or target, reason=write(as_reason(error.strerror or str(error))))
        )
    if not as_json:
        echo(f"→ {target}")


def report(
    out: Out,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("argument_page"))],
) -> None:
    """Draw the tables as one offline page of charts: years and forms, indicators, coverage, audits, agencies."""
    from pipeline.tables import NoTablesError

    try:
        from pipeline.views.charts import read_chart_data, write_chart_page

        write_chart_page(read_chart_data(out), file)
    except NoTablesError as error:
        refuse(str(error))
    except ModuleNotFoundError as error:
        refuse(say("not_installed", package=error.name))
    except OSError as error:
        refuse(say("cannot_write", path=error.filename or file, reason=write(as_reason(error.strerror or str(error)))))
    echo(f"→ {file}")


def _find_both(old: Path, new: Path) -> None:
    """Refuses outputs that hold no tables, and names them."""
    from pipeline.tables import NoTablesError, find_tables

    wrong = []
    for name, folder in (("OLD", old), ("NEW", new)):
        try:
            find_tables(folder)
        except NoTablesError as error:
            wrong.append(say("one_of_both", name=name, reason=error))
    if wrong:
        refuse("\n".join(wrong))
