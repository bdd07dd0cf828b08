"""The command ``gongkai``: ``run``, ``explain`` and ``schema``.

Exit status: 0 when every document was read, 3 when some could not be (they are in ``problems``), 2 for
misuse, 1 for a bug. What only one command needs is imported by it, so that ``--help`` stays quick.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from pipeline.run import Summary

Work = TypeVar("Work")

SOME_UNREADABLE = 3
MISUSE = 2

# Plain help, plain errors, a plain traceback for a bug: what a log can hold.
app = typer.Typer(
    help="Turns the text of Chinese government reports into tables.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    raw: Annotated[Path, typer.Argument(metavar="RAW", help="Folder of reports")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the tables")],
    only: Annotated[
        str, typer.Option(metavar="GLOB", help="Read only the files whose path under RAW fits, as in '2016/*.txt'")
    ] = "*",
) -> None:
    """Read every report under RAW and write the tables into OUT."""
    from pipeline.run import collect_files, run_files, summarize

    if not raw.is_dir():
        _misuse(f"{raw} is no folder")
    if out.exists() and not out.is_dir():
        _misuse(f"{out} is no folder")
    files = collect_files(raw, out=out, only=only)
    if not files:
        _misuse(f"nothing to read under {raw}" + (f" that fits {only}" if only != "*" else ""))
    start = time.perf_counter()
    run_files(files, out, track=_progress if sys.stderr.isatty() else iter)
    summary = summarize(out)
    typer.echo(_closing(summary, out, time.perf_counter() - start))
    if summary.unreadable:
        raise typer.Exit(SOME_UNREADABLE)


@app.command()
def explain(file: Annotated[Path, typer.Argument(metavar="FILE", help="A report")]) -> None:
    """Print one report as a person would check it: sections, every figure in its sentence, what was left out."""
    from pipeline.explain import explain as explain_report
    from pipeline.explain import explain_unreadable
    from pipeline.model import Unreadable
    from pipeline.run import extract_file

    if not file.is_file():
        _misuse(f"{file} is no file")
    report = extract_file(file, file.name)
    if isinstance(report, Unreadable):
        typer.echo(explain_unreadable(report), err=True)
        raise typer.Exit(SOME_UNREADABLE)
    typer.echo(explain_report(report))


@app.command()
def schema() -> None:
    """Print the tables and their columns."""
    from pipeline.schema import describe

    typer.echo(describe(), nl=False)


def _misuse(message: str) -> NoReturn:
    typer.echo(f"gongkai: {message}", err=True)
    raise typer.Exit(MISUSE)


def _progress(work: Sequence[Work]) -> Iterable[Work]:
    from rich.console import Console
    from rich.progress import track

    return track(work, description="reading", console=Console(stderr=True), transient=True)


def _closing(summary: "Summary", out: Path, seconds: float) -> str:
    return "\n".join(
        [
            f"documents {summary.documents:>7}" + (f"   unreadable {summary.unreadable}" if summary.unreadable else ""),
            f"sections  {summary.sections:>7}",
            f"figures   {summary.figures.total():>7}{_counts(summary.figures)}",
            f"problems  {summary.problems.total():>7}{_counts(summary.problems)}",
            f"seconds   {seconds:>7.1f}   tables in {out}",
        ]
    )


def _counts(counter: Counter[str]) -> str:
    """The parts of a count, the greatest first.

    >>> _counts(Counter(percent=2, item_count=5))
    '   item_count 5 · percent 2'
    """
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return "   " + " · ".join(f"{name} {count}" for name, count in ordered) if ordered else ""
