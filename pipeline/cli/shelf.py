"""The command ``look``, and what the commands share that read files which hold several documents."""

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

# So many of the files that are not read are named: what a screen holds.
NAMED = 20
NAMED_LISTS = 3
# So many columns of a table are named.
MOST_COLUMNS = 12
# Tables that are looked at before a run: those that Python itself reads.
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
        tell_lists(known.describe())


def open_lists(places: "list[Path] | None", root: Path) -> "KnownList | None":
    """The lists that people name; refused if one cannot be read."""
    if not places:
        return None
    from pipeline.run import MetadataFileError, open_metadata

    try:
        return open_metadata(places, root)
    except MetadataFileError as error:
        refuse(error.show())


def tell_lists(said: Mapping[str, Any], *, err: bool = False) -> None:
    """Says how many lines of the lists are about documents, and what is wrong with others, with file and line."""
    if not said:
        return
    lists = ", ".join(map(str, said["files"][:NAMED_LISTS])) + (" …" if len(said["files"]) > NAMED_LISTS else "")
    echo(say("metadata_lines", path=lists, lines=said["lines"], fitting=said["fitting"]), err=err)
    for one in said["told"][:NAMED]:
        words = one[column_of("message")]
        echo(f"  {say('metadata_told', path=one['file'], line=one['line'], words=words)}", err=err)
    if (more := len(said["told"]) - NAMED + said["untold"]) > 0:
        echo(f"  … {more}", err=err)


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
        if one.columns and one.unused:
            yield _say_unused(one.name, one.unused)
    if any(one.known for one in seen):
        yield say("look_known", known=sum(one.known for one in seen), documents=sum(documents.values()))
    yield say("look_all", documents=sum(documents.values()), faults=sum(n for one in seen for _, n in one.faults))
    if copies := sum(one.copies for one in seen):
        yield say("look_copies", copies=copies)
    yield say("look_volumes")
    named = [found for one in seen for found in one.named]
    for name, problem in named[:NAMED]:
        yield f"  {name}: {write(problem.wording)}"
    if len(named) > NAMED:
        yield f"  … {len(named) - NAMED}"


def read_columns(words: str | None) -> tuple[tuple[str, str], ...]:
    """The columns that people named for tables of texts, by what they hold; refused if they are not written so."""
    from pipeline.shelf import ROLES, name_roles, read_asked

    try:
        return tuple(read_asked(words or "").items())
    except ValueError as error:
        refuse(say("no_columns", given=error, roles=", ".join(name_roles(ROLES))))


def check_columns(files: "Sequence[File]", asked: tuple[tuple[str, str], ...]) -> None:
    """Refuses a column that people named and no table has, unless there are archives, which may have such tables."""
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
    """The report in a file, or in what comes by standard input; refused where there is no such file."""
    from pipeline.model import Source
    from pipeline.report import extract_source
    from pipeline.run import extract_file, read_stream_bytes, split_member

    if str(file) == "-":
        data = read_stream_bytes(typer.get_binary_stream("stdin"), "-")
        return extract_source(Source("-", data)) if isinstance(data, bytes) else data
    with suppress(OSError):  # what may not be looked at cannot be opened either, and is refused with that reason
        if file.is_dir():
            refuse(say("one_file", path=file))
        place, member = split_member(str(file))
        if not Path(place).exists():
            refuse(say("no_file", path=file))
        return extract_file(file, f"{Path(place).name}{member}", known, columns)
    return extract_file(file, file.name, known)


def check_file_columns(file: Path, asked: tuple[tuple[str, str], ...]) -> None:
    """Refuses a column that people named and the table does not have that a document lies in."""
    from pipeline.run import File, split_member

    check_columns([File("", split_member(str(file))[0])], asked)


def say_unused(files: "Sequence[File]", asked: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Which columns of the tables of texts among the files are not used, of a few tables."""
    from pipeline.run import look_at_tables

    tables = [file for file in files if file.name.lower().endswith(TABLES)]
    for name, _, choice in look_at_tables(tables[:NAMED], dict(asked), TEXTUAL):
        if choice.unused and "body" in choice.columns:
            yield _say_unused(name, choice.unused)


def _say_unused(name: str, unused: "Sequence[str]") -> str:
    more = " …" if len(unused) > MOST_COLUMNS else ""
    return say("columns_unused", name=name, names=", ".join(unused[:MOST_COLUMNS]) + more)
