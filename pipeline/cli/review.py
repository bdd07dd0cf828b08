"""The commands for analysts: ``review``, ``verdicts merge`` and ``score``."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.program import Program, echo, refuse
from pipeline.i18n import as_reason, escape, say, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.annotations import Row

# The status if no verdict applies.
NONE_APPLIES = 1

verdicts_app = typer.Typer(cls=Program, no_args_is_help=True, add_completion=False, rich_markup_mode=None)


def add_commands(app: typer.Typer) -> None:
    """Adds the commands to ``gongkai``."""
    app.command(help=say("review"))(review)
    app.command(help=say("score"))(score)
    app.add_typer(verdicts_app, name="verdicts", help=say("verdicts"))


def review(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=say("argument_tables"))],
    site: Annotated[Path, typer.Argument(metavar="SITE", help=say("argument_site"))],
) -> None:
    """Write an index and a page for each report, for checking figures and cells against the text.

    The pages need no network and no server: open SITE/index.html. Only changed pages are rewritten.
    """
    from pipeline.tables import NoTablesError, UnwritableError
    from pipeline.views.review import write_site

    try:
        written = write_site(out, site)
    except NoTablesError as error:
        refuse(str(error))
    except UnwritableError as error:
        refuse(error.show())
    echo(say("pages_written", written=written.written, kept=written.kept, removed=written.removed))
    echo(say("page_to_open", page=site / "index.html"))


@verdicts_app.callback(help=say("verdicts"))
def verdicts() -> None:
    """Merge analysts' verdicts from the review pages."""


@verdicts_app.command(help=say("merge"))
def merge(
    exports: Annotated[list[Path], typer.Argument(metavar="EXPORT", help=say("argument_exports"))],
    into: Annotated[Path, typer.Option("--into", metavar="CSV", help=say("option_verdicts"))],
) -> None:
    """Check exported verdicts and merge them into one file; of several by one person on one thing, the latest is kept.

    Nothing is written if a line is wrong.
    """
    from pipeline.annotations import Verdict, merge_verdicts, write_verdicts
    from pipeline.run import VerdictsError, open_verdicts
    from pipeline.tables import new_file

    files: list[tuple[Verdict, ...]] = []
    wrong: list[str] = []
    for file in [*([into] if os.path.lexists(into) else []), *exports]:
        try:
            files.append(open_verdicts(file).verdicts)
        except VerdictsError as error:
            wrong += error.show().splitlines()
    if wrong:
        refuse("\n".join(wrong))
    merged = merge_verdicts(*files)
    try:
        with new_file(into) as part:
            part.write_text(write_verdicts(merged), "utf-8", newline="")
    except OSError as error:
        refuse(say("cannot_write", path=into, reason=write(as_reason(error.strerror or str(error)))))
    echo(say("verdicts_merged", count=len(merged), file=into, lines=sum(map(len, files))))


def score(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=say("argument_tables"))],
    verdicts: Annotated[Path, typer.Option("--verdicts", metavar="CSV", help=say("option_verdicts"))],
    *,
    as_json: Annotated[bool, typer.Option("--json", help=say("option_json_score"))] = False,
) -> None:
    """Print the accuracy by kind, and the cases that were wrong."""
    from pipeline.annotations import print_score, score_verdicts, state_score
    from pipeline.run import VerdictsError, open_verdicts
    from pipeline.tables import NoTablesError

    try:
        given = open_verdicts(verdicts).verdicts
        result = score_verdicts(_rows(out), given)
    except VerdictsError as error:
        refuse(error.show())
    except NoTablesError as error:
        refuse(str(error))
    stated = escape(json.dumps(state_score(result), ensure_ascii=False, indent=2)) if as_json else print_score(result)
    echo(stated)
    if not result.counts:
        echo(f"gongkai: {say('score_none', count=len(given), path=out)}", err=True)
        raise typer.Exit(NONE_APPLIES)


def _rows(out: Path) -> "Iterator[dict[str, list[Row]]]":
    from pipeline.views.review import read_documents

    for document in read_documents(out):
        figures, cells = [dict(row) for row in document.figures], [dict(row) for row in document.cells]
        yield {"documents": [dict(document.row)], "figures": figures, "cells": cells, "problems": []}
