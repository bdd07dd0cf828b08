"""The command ``gongkai``: ``run``, ``explain`` and ``schema``.

Exit status: 0 when every document was read, 3 when some could not be (they are in ``problems``), 2 for
misuse and for tables that cannot be written, 1 for a bug. What only one command needs is imported by it,
so that ``--help`` stays quick.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from pipeline.desk import add_desk
from pipeline.edition import VERSION
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.model import Report, Unreadable
    from pipeline.run import Summary

Work = TypeVar("Work")

SOME_UNREADABLE = 3
MISUSE = 2

# So many unreadable files are named at the end of a run: what a screen holds beside the rest.
NAMED = 5
# What is not printed on a terminal is wrapped at this.
WIDTH = 100

# Plain help, plain errors, a plain traceback for a bug: what a log can hold.
app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer hands an option's value over by place
    if asked:
        typer.echo(f"gongkai {VERSION}")
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
def run(
    raw: Annotated[Path, typer.Argument(metavar="RAW", help=say("argument_raw"))],
    out: Annotated[Path, typer.Argument(metavar="OUT", help=say("argument_out"))],
    *,
    only: Annotated[str, typer.Option(metavar="GLOB", help=say("option_only"))] = "*",
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_summary"))] = False,
) -> None:
    """Read every report under RAW and write the tables into OUT."""
    from pipeline.run import collect_files, run_files, summarize
    from pipeline.store import UnwritableError

    _check_folders(raw, out)
    files = collect_files(raw, out=out, only=only)
    if not files:
        _refuse(say("nothing_to_read", path=raw) if only == "*" else say("nothing_fits", path=raw, only=only))
    start = time.perf_counter()
    try:
        run_files(files, out, track=_progress if sys.stderr.isatty() else iter)
    except UnwritableError as error:
        _refuse(str(error))
    summary = summarize(out)
    seconds = time.perf_counter() - start
    if as_json:
        from pipeline.jsonviews import show_summary

        typer.echo(show_summary(summary, seconds))
    else:
        typer.echo(_closing(summary, out, seconds))
    if summary.unreadable:
        raise typer.Exit(SOME_UNREADABLE)


@app.command(help=say("explain"))
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("argument_file"))],
    *,
    show_words: Annotated[bool, typer.Option("--all", help=say("option_all"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_rows"))] = False,
) -> None:
    """Print one report as a person would check it.

    Its sections, every figure in its sentence, its citations, what was left out and why, and its problems.
    """
    from pipeline.explain import explain as explain_report
    from pipeline.explain import explain_unreadable
    from pipeline.jsonviews import show_rows
    from pipeline.model import Unreadable

    report = _read_report(file)
    if as_json:
        typer.echo(show_rows(report))
    elif not isinstance(report, Unreadable):
        typer.echo(explain_report(report, show_words=show_words))
    if isinstance(report, Unreadable):
        typer.echo(explain_unreadable(report), err=True)
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
    from pipeline.codebook import describe
    from pipeline.jsonviews import show_schema
    from pipeline.schema import TABLES

    tables = [known for known in TABLES if table in {None, known.name}]
    if not tables:
        _refuse(say("no_table", table=table, tables=", ".join(known.name for known in TABLES)))
    if as_json:
        typer.echo(show_schema(tables))
        return
    typer.echo(describe(tables, width=get_terminal_size((WIDTH, 0)).columns), nl=False)


add_desk(app)


def _check_folders(raw: Path, out: Path) -> None:
    try:
        if not raw.is_dir():
            _refuse(say("no_folder", path=raw))
        if (out.exists() or out.is_symlink()) and not out.is_dir():
            _refuse(say("no_folder", path=out))
        if out.exists() and out.samefile(raw):
            _refuse(say("holds_reports", path=out))
    except OSError as error:  # a folder above may not be opened
        _refuse(f"{error.filename}: {error.strerror}")


def _read_report(file: Path) -> "Report | Unreadable":
    from pipeline.extract import extract_source
    from pipeline.model import Source
    from pipeline.run import extract_file

    if str(file) == "-":
        return extract_source(Source("-", typer.get_binary_stream("stdin").read()))
    with suppress(OSError):  # what may not be looked at cannot be opened either, and is refused with that reason
        if file.is_dir():
            _refuse(say("one_file", path=file))
        if not file.exists():
            _refuse(say("no_file", path=file))
    return extract_file(file, file.name)


def _refuse(message: str) -> NoReturn:
    typer.echo(f"gongkai: {message}", err=True)
    raise typer.Exit(MISUSE)


def _progress(work: Sequence[Work]) -> Iterable[Work]:
    from rich.console import Console
    from rich.progress import track

    return track(work, description="reading", console=Console(stderr=True), transient=True)


def _closing(summary: "Summary", out: Path, seconds: float) -> str:
    unreadable = len(summary.unreadable)
    return "\n".join(
        [
            f"documents {summary.documents:>7}" + (f"   unreadable {unreadable}" if unreadable else ""),
            f"sections  {summary.sections:>7}",
            f"figures   {summary.figures.total():>7}{_counts(summary.figures)}",
            f"cells     {summary.cells:>7}",
            f"citations {summary.citations:>7}",
            f"problems  {summary.problems.total():>7}{_counts(summary.problems)}",
            f"seconds   {seconds:>7.1f}   tables in {out}",
            *_named(summary.unreadable),
        ]
    )


def _named(unreadable: Sequence[tuple[str, str]]) -> list[str]:
    """The first files that could not be read, each with the reason.

    >>> _named([("a.txt", "The file is empty.")])
    ['unreadable', '  a.txt: The file is empty.']
    >>> _named([(f"{n}.txt", "The file is empty.") for n in range(7)])[-2:]
    ['  4.txt: The file is empty.', '  … and 2 more, see problems']
    """
    lines = [f"  {source}: {message}" for source, message in unreadable[:NAMED]]
    if len(unreadable) > NAMED:
        lines.append(f"  … and {len(unreadable) - NAMED} more, see problems")
    return ["unreadable", *lines] if lines else []


def _counts(counter: Counter[str]) -> str:
    """The parts of a count, the greatest first.

    >>> _counts(Counter(percent=2, item_count=5))
    '   item_count 5 · percent 2'
    """
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return "   " + " · ".join(f"{name} {count}" for name, count in ordered) if ordered else ""
