"""The command ``look``, and functions shared by commands that read containers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.program import echo, refuse
from pipeline.i18n import column_of, say, write

if TYPE_CHECKING:
    from pipeline.model import Report, Unreadable
    from pipeline.run import File, KnownList, Seen

# The number of unread files named, so that they fit on a screen.
NAMED = 20
NAMED_LISTS = 3
# The number of columns of a table that are named.
MOST_COLUMNS = 12
# Tables examined before a run: those that Python itself reads.
TABLES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".jl", ".parquet", ".xlsx", ".xls")
TEXTUAL = ("csv", "jsonl", "json", "object")
Lists = Annotated[list[Path] | None, typer.Option("--metadata", metavar="FILE", help=say("option_metadata"))]


def add_look(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(help=say("look"))(look)


def look(
    raw: Annotated[Path, typer.Argument(metavar="FOLDER", help=say("argument_raw"))],
    *,
    columns: Annotated[str | None, typer.Option(metavar="ROLE=NAME,…", help=say("option_columns"))] = None,
    metadata: Lists = None,
) -> None:
    """Say what lies in a folder, by kind: what a run would read of it and how, what not and why. Nothing is written."""
    from pipeline.run import MOST_BYTES, File, collect_files, look_at
    from pipeline.shelf import Terms

    asked = read_columns(columns)
    if not raw.exists():
        refuse(say("no_folder", path=raw))
    known = open_lists(metadata, raw if raw.is_dir() else raw.parent)
    files = collect_files(raw) if raw.is_dir() else [File(str(raw.parent), raw.name)]
    files = known.leave_aside(files) if known else files
    check_columns(files, asked)
    for line in show(list(look_at(files, Terms(MOST_BYTES, columns=asked), known))):
        echo(line)
    if known:
        report_lists(known.describe())


def open_lists(paths: "list[Path] | None", root: Path) -> "KnownList | None":
    """The lists that people name; ends the command if one cannot be read."""
    if not paths:
        return None
    from pipeline.run import MetadataFileError, open_metadata

    try:
        return open_metadata(paths, root)
    except MetadataFileError as error:
        refuse(error.show())


def report_lists(entry: Mapping[str, Any], *, err: bool = False) -> None:
    """Prints how many lines of the lists describe documents, and the faults of others, with file and line."""
    if not entry:
        return
    lists = ", ".join(map(str, entry["files"][:NAMED_LISTS])) + (" …" if len(entry["files"]) > NAMED_LISTS else "")
    echo(say("metadata_lines", path=lists, lines=entry["lines"], fitting=entry["fitting"]), err=err)
    for fault in entry["told"][:NAMED]:
        words = fault[column_of("message")]
        echo(f"  {say('metadata_told', path=fault['file'], line=fault['line'], words=words)}", err=err)
    if (more := len(entry["told"]) - NAMED + entry["untold"]) > 0:
        echo(f"  … {more}", err=err)


def show(seen: "Sequence[Seen]") -> Iterator[str]:
    """The lines about the files seen: counts by kind, containers one by one, and what is not read."""
    files, documents = Counter[str](), Counter[str]()
    for file in seen:
        files[file.kind] += 1
        documents[file.kind] += file.documents
    for kind, count in sorted(files.items()):
        yield say("look_kind", kind=kind, files=count, documents=documents[kind])
    for file in seen:
        if file.columns:
            columns = ", ".join(f"{role}={name}" for role, name in file.columns)
            yield say("look_columns", name=file.name, documents=file.documents, columns=columns)
        if file.columns and file.unused:
            yield _say_unused(file.name, file.unused, dict(file.columns))
    if any(file.known for file in seen):
        yield say("look_known", known=sum(file.known for file in seen), documents=sum(documents.values()))
    yield say("look_all", documents=sum(documents.values()), faults=sum(n for file in seen for _, n in file.faults))
    if copies := sum(file.copies for file in seen):
        yield say("look_copies", copies=copies)
    yield say("look_volumes")
    named = [found for file in seen for found in file.named]
    for name, problem in named[:NAMED]:
        yield f"  {name}: {write(problem.wording)}"
    if len(named) > NAMED:
        yield f"  … {len(named) - NAMED}"


def read_columns(words: str | None) -> tuple[tuple[str, str], ...]:
    """Parses the columns that people name for tables of texts; ends the command if they are malformed."""
    from pipeline.shelf import ROLES, name_roles, read_asked

    try:
        return tuple(read_asked(words or "").items())
    except ValueError as error:
        refuse(say("no_columns", given=error, roles=", ".join(name_roles(ROLES))))


def check_columns(files: "Sequence[File]", asked: tuple[tuple[str, str], ...]) -> None:
    """Refuses a named column that no table has, unless there are archives, which may have such tables."""
    if not asked:
        return
    from pipeline.run import PACKED, look_at_tables

    archives = tuple(PACKED - {*TABLES})
    if any(file.name.lower().endswith(archives) for file in files):
        return
    names: dict[str, None] = {}
    for _, some, _ in look_at_tables(files, dict(asked)):
        names |= dict.fromkeys(some)
        if all(column in names for _, column in asked):
            return
    for role, column in asked:
        if column not in names:
            there = ", ".join([*names][:MOST_COLUMNS]) or "-"
            refuse(say("no_such_column", role=role, column=column, names=there))


def read_report(file: Path, known: "KnownList | None", columns: tuple[tuple[str, str], ...]) -> "Report | Unreadable":
    """The report in a file or on standard input; ends the command if there is no such file."""
    from pipeline.model import Source
    from pipeline.report import extract_source
    from pipeline.run import extract_file, read_stream_bytes, split_member

    if str(file) == "-":
        data = read_stream_bytes(typer.get_binary_stream("stdin"), "-")
        return extract_source(Source("-", data)) if isinstance(data, bytes) else data
    with suppress(OSError):  # an inaccessible file cannot be opened either, and is refused with that reason
        if file.is_dir():
            refuse(say("one_file", path=file))
        path, member = split_member(str(file))
        if not Path(path).exists():
            refuse(say("no_file", path=file))
        return extract_file(file, f"{Path(path).name}{member}", known, columns)
    return extract_file(file, file.name, known)


def check_file_columns(file: Path, asked: tuple[tuple[str, str], ...]) -> None:
    """Refuses a named column that the document's table does not have."""
    from pipeline.run import File, split_member

    check_columns([File("", split_member(str(file))[0])], asked)


def say_unused(files: "Sequence[File]", asked: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """The unused columns of the tables of texts among the files, for a few tables."""
    from pipeline.run import look_at_tables

    tables = [file for file in files if file.name.lower().endswith(TABLES)]
    for name, _, choice in look_at_tables(tables[:NAMED], dict(asked), TEXTUAL):
        if choice.unused and "body" in choice.columns:
            yield _say_unused(name, choice.unused, choice.columns)


def _say_unused(name: str, unused: "Sequence[str]", columns: "Mapping[str, str]") -> str:
    more = " …" if len(unused) > MOST_COLUMNS else ""
    key = "columns_unused" if "title" in columns else "columns_untitled"
    return say(key, name=name, names=", ".join(unused[:MOST_COLUMNS]) + more)
