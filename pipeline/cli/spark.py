"""The command ``spark``: ``run`` on many machines."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.program import SOME_UNREADABLE, echo, refuse
from pipeline.cli.shelf import Lists, open_lists, read_columns, report_lists
from pipeline.i18n import say


def add_spark(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(help=say("spark"))(spark)


def spark(  # noqa: PLR0913, PLR0917 - an argument an option
    raw: Annotated[str, typer.Argument(metavar="RAW", help=say("argument_raw_spark"))],
    out: Annotated[str, typer.Argument(metavar="OUT", help=say("argument_out_spark"))],
    master: Annotated[str, typer.Option(metavar="URL", help=say("option_master"))] = "local[*,4]",
    conf: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help=say("option_conf"))] = None,
    timeout: Annotated[float | None, typer.Option(min=0.1, metavar="SECONDS", help=say("option_timeout"))] = None,
    memory: Annotated[int | None, typer.Option(min=512, metavar="MB", help=say("option_memory"))] = None,
    max_bytes: Annotated[int | None, typer.Option(min=1, metavar="BYTES", help=say("option_max_bytes"))] = None,
    *,
    columns: Annotated[str | None, typer.Option(metavar="ROLE=NAME,…", help=say("option_columns"))] = None,
    metadata: Lists = None,
    follow_links: Annotated[bool, typer.Option("--follow-links", help=say("option_follow_links"))] = False,
) -> None:
    """Like run, but on Spark: the same rows, with each table a folder of Parquet files.

    RAW and OUT are folders that every worker sees, or URIs of file systems that Spark supports, such as hdfs:// and s3a://.
    See docs/SCALING.md for sizing.
    """
    from pipeline.run import MEMORY, MOST_BYTES, TIMEOUT, Limits, Options, check_rules
    from pipeline.spark import run_spark, start_spark
    from pipeline.tables import UnwritableError

    if wrong := [setting for setting in conf or () if "=" not in setting]:
        refuse(say("no_setting", given=wrong[0]))
    asked = read_columns(columns)
    known = open_lists(metadata, Path(raw))
    check_rules()
    limits = Limits(timeout or TIMEOUT, memory or MEMORY, max_bytes or MOST_BYTES)
    options = Options(limits=limits, follow_links=follow_links, columns=asked)
    try:
        session = start_spark(master, dict(setting.split("=", 1) for setting in conf or ()))
        summary = run_spark(session, raw, out, options=options, metadata=known)
        session.stop()
    except UnwritableError as error:
        refuse(error.show())
    echo("\n".join(f"{table:<10}{rows:>12}" for table, rows in summary["rows"].items()))
    echo(f"{'unreadable':<10}{summary['unreadable']:>12}\n{say('tables_in', out=out)}")
    report_lists(summary.get("metadata") or {})
    if summary["unreadable"]:
        raise typer.Exit(SOME_UNREADABLE)
