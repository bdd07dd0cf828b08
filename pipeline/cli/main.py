"""The command ``gongkai``: ``run``, ``explain``, ``schema`` and ``doctor``.

The other commands are in ``review.py``, ``outputs.py``, ``shelf.py`` and ``spark.py``.

Exit status: 0 if every document was read, 3 if some could not be (they are in ``problems``), 2 for misuse and for
failures of the machine, 130 after an interrupt, 141 if the output was closed, 1 for a bug. Imports that only one
command needs are inside it, so that ``--help`` is quick.
"""

import gc
import sys
import time
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.outputs import add_output_commands
from pipeline.cli.program import BUG, INTERRUPTED, SOME_UNREADABLE, Program, echo, refuse
from pipeline.cli.review import add_commands
from pipeline.cli.shelf import (
    Lists,
    add_look,
    check_columns,
    check_file_columns,
    open_lists,
    read_columns,
    read_report,
    report_lists,
    say_unused,
)
from pipeline.cli.spark import add_spark
from pipeline.i18n import as_reason, say, write
from pipeline.provenance import VERSION

if TYPE_CHECKING:
    from pipeline.annotations import Verdict
    from pipeline.run import Summary

# The line width if the output is no terminal.
WIDTH = 100

# Plain help, errors and tracebacks, which a log can hold.
app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
add_commands(app)
add_output_commands(app)
add_look(app)
add_spark(app)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer hands an option's value over by place
    if asked:
        echo(f"gongkai {VERSION}")
        raise typer.Exit


@app.callback(help=say("program"))
def main(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=say("option_version"))
    ] = False,
) -> None:
    """Turns the text of Chinese government reports into tables."""


@app.command(help=say("run"))
def run(  # noqa: PLR0913 - an argument an option
    raw: Annotated[Path, typer.Argument(metavar="RAW", help=say("argument_raw"))],
    out: Annotated[Path, typer.Argument(metavar="OUT", help=say("argument_out"))],
    *,
    only: Annotated[str, typer.Option(metavar="GLOB", help=say("option_only"))] = "*",
    columns: Annotated[str | None, typer.Option(metavar="ROLE=NAME,…", help=say("option_columns"))] = None,
    metadata: Lists = None,
    verdicts: Annotated[Path | None, typer.Option(metavar="FILE", help=say("option_verdicts_run"))] = None,
    agencies: Annotated[Path | None, typer.Option(metavar="FILE", help=say("option_agencies"))] = None,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help=say("option_workers"))] = None,
    timeout: Annotated[float | None, typer.Option(min=0.1, metavar="SECONDS", help=say("option_timeout"))] = None,
    memory: Annotated[int | None, typer.Option(min=512, metavar="MB", help=say("option_memory"))] = None,
    max_bytes: Annotated[int | None, typer.Option(min=1, metavar="BYTES", help=say("option_max_bytes"))] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help=say("option_retry_failed"))] = False,
    follow_links: Annotated[bool, typer.Option("--follow-links", help=say("option_follow_links"))] = False,
    rehash: Annotated[bool, typer.Option("--rehash", help=say("option_rehash"))] = False,
    log_json: Annotated[Path | None, typer.Option(metavar="FILE", help=say("option_log_json"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_summary"))] = False,
) -> None:
    """Read every report under RAW and write the tables into OUT.

    Files that OUT already covers are not read again. Workers read PDF and Word files, which are recognised by their
    content, and large files. They read all files if 64 or more are new, or if --workers, --timeout or --memory is
    given.
    """
    from pipeline.run import (
        MEMORY,
        MOST_BYTES,
        TIMEOUT,
        AgenciesFileError,
        Limits,
        NothingFitsError,
        Options,
        UnbalancedError,
        VerdictsError,
        WorkersError,
        collect_files,
        count_agency_lines,
        count_metadata_lines,
        count_verdicts,
        listening,
        read_list_entry,
        run_files,
        show_summary,
        summarize,
    )
    from pipeline.tables import UnwritableError

    _check_folders(raw, out)
    asked = read_columns(columns)
    known = open_lists(metadata, raw)
    files = collect_files(raw, out=out, only=only, packed=only != "*")
    files = known.leave_aside(files) if known else files
    if not files:
        refuse(say("nothing_to_read", path=raw) if only == "*" else say("nothing_fits", path=raw, only=only))
    check_columns(files, asked)
    dropped = 0 if verdicts else count_verdicts(out)
    lines_dropped = 0 if agencies else count_agency_lines(out)
    metadata_dropped = 0 if known else count_metadata_lines(out)
    start = time.perf_counter()
    limits = Limits(timeout or TIMEOUT, memory or MEMORY, max_bytes or MOST_BYTES)
    fenced = workers is not None or timeout is not None or memory is not None
    try:
        with listening(log_json, terminal=sys.stderr.isatty()) as listen:
            options = Options(
                workers,
                limits,
                fenced=fenced,
                retry_failed=retry_failed,
                follow_links=follow_links,
                rehash=rehash,
                columns=asked,
                only=only,
            )
            ask = partial(run_files, files, out, options=options, listen=listen)
            ask(verdicts=verdicts, agencies=agencies, metadata=known)
    except (VerdictsError, AgenciesFileError, NothingFitsError, UnwritableError) as error:
        refuse(error.show())
    except WorkersError as error:
        refuse(say("workers_failed", reason=error.show()))
    except UnbalancedError as error:
        refuse(say("unbalanced", reason=error.show()), BUG)
    except KeyboardInterrupt:
        echo(f"gongkai: {say('stopped', path=out)}", err=True)
        gc.freeze()  # memory freed by the end of the process need not be collected, which takes half a second
        raise typer.Exit(INTERRUPTED) from None
    summary = summarize(out)
    seconds = time.perf_counter() - start
    echo(_summary_json(summary, seconds) if as_json else show_summary(summary, out, seconds))
    if dropped:
        echo(say("verdicts_dropped", count=dropped, path=out), err=as_json)
    _report_agencies(out, agencies, lines_dropped, err=as_json)
    if metadata_dropped:
        echo(say("metadata_dropped", count=metadata_dropped, path=out), err=as_json)
    report_lists(read_list_entry(out), err=as_json)
    for line in say_unused(files, asked):
        echo(line, err=as_json)
    if summary.unreadable:
        raise typer.Exit(SOME_UNREADABLE)


def _summary_json(summary: "Summary", seconds: float) -> str:
    from pipeline.views.json import show_summary

    return show_summary(summary, seconds)


def _report_agencies(out: Path, agencies: Path | None, dropped: int, *, err: bool) -> None:
    """Reports how many lines on agencies no longer apply since no file was given, or which concern no report."""
    from pipeline.run import read_strays

    if dropped:
        echo(say("agencies_dropped", count=dropped, path=out), err=err)
    for line, given, nearest in read_strays(out):
        if nearest:
            echo(say("agencies_stray_near", path=agencies, line=line, given=given, nearest=nearest), err=err)
        else:
            echo(say("agencies_stray", path=agencies, line=line, given=given), err=err)


@app.command(help=say("explain"))
def explain(  # noqa: PLR0913 - an argument an option
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("argument_file"))],
    *,
    show_words: Annotated[bool, typer.Option("--all", help=say("option_all"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_rows"))] = False,
    why: Annotated[bool, typer.Option("--why", help=say("option_why"))] = False,
    verdicts: Annotated[Path | None, typer.Option(metavar="FILE", help=say("option_verdicts_explain"))] = None,
    columns: Annotated[str | None, typer.Option(metavar="ROLE=NAME,…", help=say("option_columns"))] = None,
    metadata: Lists = None,
) -> None:
    """Print one report as a person would check it.

    It shows the sections, every figure in its sentence, citations, excluded numbers with the reason, and problems.
    """
    gc.disable()  # memory freed by the end of the process need not be collected
    from pipeline.model import Unreadable
    from pipeline.views.explain import explain as explain_report
    from pipeline.views.explain import explain_unreadable, why_lines

    judged = _read_verdicts(verdicts)
    asked = read_columns(columns)
    if asked:
        check_file_columns(file, asked)
    report = read_report(file, open_lists(metadata, file.parent), asked)
    if metadata and not report.origin.listed:
        echo(say("list_of_others", file=file), err=True)
    if as_json:
        from pipeline.views.json import show_rows

        echo(show_rows(report, judged))
    elif why and not isinstance(report, Unreadable):
        echo("\n".join(why_lines(report)))
    elif not isinstance(report, Unreadable):
        echo(explain_report(report, show_words=show_words, verdicts=judged))
    if isinstance(report, Unreadable):
        echo(explain_unreadable(report), err=True)
        raise typer.Exit(SOME_UNREADABLE)


@app.command(help=say("schema"))
def schema(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help=say("argument_table"))] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_schema"))] = False,
) -> None:
    """Print the tables and their columns.

    The table problems comes with its codes, what each means and what to do about it.
    """
    from pipeline.tables import TABLES
    from pipeline.views.codebook import describe
    from pipeline.views.diff import REVISIONS
    from pipeline.views.json import show_schema

    # The data package describes what a run writes; revisions, which diff writes, are only shown as text or by name.
    known = TABLES if as_json and table is None else (*TABLES, REVISIONS)
    tables = [each for each in known if table in {None, each.name}]
    if not tables:
        refuse(say("no_table", table=table, tables=", ".join(each.name for each in known)))
    if as_json:
        echo(show_schema(tables))
        return
    echo(describe(tables, width=get_terminal_size((WIDTH, 0)).columns), nl=False)


@app.command(help=say("doctor"))
def doctor(
    out: Annotated[Path, typer.Argument(metavar="[OUT]", help=say("argument_checked"))] = Path(),
    *,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_findings"))] = False,
) -> None:
    """Check the machine: what a run needs, what some files need, and how to get what is missing."""
    from pipeline.cli.doctor import examine, show_findings
    from pipeline.views.json import show_values

    findings = examine(out)
    echo(show_values(findings) if as_json else show_findings(findings))
    if any(finding.needed and not finding.ok for finding in findings):
        raise typer.Exit(SOME_UNREADABLE)


def _check_folders(raw: Path, out: Path) -> None:
    try:
        if not raw.is_dir():
            refuse(say("no_folder", path=raw))
        if (out.exists() or out.is_symlink()) and not out.is_dir():
            refuse(say("no_folder_for_tables", path=out))
        if out.exists() and out.samefile(raw):
            refuse(say("holds_reports", path=out))
    except OSError as error:  # a parent folder may be inaccessible
        refuse(say("cannot_read", path=error.filename, reason=write(as_reason(error.strerror or str(error)))))


def _read_verdicts(file: Path | None) -> "tuple[Verdict, ...]":
    if file is None:
        return ()
    from pipeline.run import VerdictsError, open_verdicts

    try:
        return open_verdicts(file).verdicts
    except VerdictsError as error:
        refuse(error.show())
