"""Makes groups of commands whose help and errors are in the language of the user, and ends what is misused."""

import re
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from pipeline.cli.parser_words import translate
from pipeline.cli.refusals import allow_every_character, drop_output, state_refusal
from pipeline.i18n import say, show
from pipeline.resources import RulebookError

BUG = 1
MISUSE = 2
SOME_UNREADABLE = 3
INTERRUPTED = 130  # as shells have it: 128 and the number of SIGINT
UNHEARD = 141  # as shells have it: 128 and the number of SIGPIPE

# The order in which the commands are used, in which the help has them.
ORDER = (
    "look",
    *("run", "explain", "review", "report", "export"),
    *("verdicts", "score", "diff"),
    *("schema", "doctor", "spark"),
)

# What to do about what the system says, as its Chinese says too. Behind the end of a line.
ADVICE = {
    "Permission denied": "check who may read and write there, or name another place",
    "Operation not permitted": "check who may read and write there, or name another place",
    "No such file or directory": "check the path",
    "Not a directory": "a part of the path is a file: check it",
    "Is a directory": "a file is to stand there: name another place, or move the folder away",
    "File exists": "name another place",
    "No space left on device": "make room, or name another disk",
    "Disk quota exceeded": "make room, or name another disk",
    "Read-only file system": "name another place",
}

# What the parser puts behind a name that says it already: RAW <path>, --only GLOB.
_TYPE_RE = re.compile(r" <(?:path|str|text|list\[Path\])>$")

# How the parser writes an argument that is required: {RAW}.
_BRACED_RE = re.compile(r"\{([^{}]+)\}")

# Typer's own, which it gives no other name to.
_Help: Any = typer.Context.formatter_class


class _SpokenHelp(_Help):  # type: ignore[misc]
    """The help of a command, its headings and marks in the language of the user."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        words = (translate(word) for word in _BRACED_RE.sub(r"\1", args).split(" "))
        super().write_usage(prog, " ".join(words), translate(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{translate(f'{heading}:')}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], *widths: int, **more: int) -> None:
        super().write_dl([(_TYPE_RE.sub("", name), translate(words)) for name, words in rows], *widths, **more)


class _SpokenContext(typer.Context):
    formatter_class = _SpokenHelp


class Program(TyperGroup):
    """A group of commands in the order in which they are used."""

    context_class = _SpokenContext

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, those without a place in the order at the end."""
        return sorted(super().list_commands(ctx), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, whose help is as this one's."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.context_class = _SpokenContext
        return command

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs the command as a program, which is deaf to an interrupt when its work is done."""
        try:
            return self.main(*args, **kwargs)
        finally:
            # The interpreter tidies up for half a second behind a long run; a signal then would take the status away.
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002
        **extra: Any,
    ) -> Any:
        """Runs the command that is asked for; of what is asked for wrongly, says it and ends."""
        allow_every_character()
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)  # noqa: FBT003
        except typer.TyperException as error:
            if not standalone_mode:
                raise
            echo(_state(error), err=True)
            sys.exit(error.exit_code)
        except typer.Abort:
            if not standalone_mode:
                raise
            echo(say("aborted"), err=True)
            sys.exit(INTERRUPTED)
        except RulebookError as error:
            if not standalone_mode:
                raise
            echo(_warn(f"{error}\n{say('rules_unusable')}"), err=True)
            sys.exit(MISUSE)
        except Exception as error:
            if not standalone_mode:
                raise
            sys.exit(_end(error))
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)


def echo(message: object, *, err: bool = False, nl: bool = True) -> None:
    """Prints, with signs for what a terminal would obey: names of files and texts come from anywhere."""
    try:
        typer.echo(show(str(message)), err=err, nl=nl)  # noqa: TID251 - here alone
    except BrokenPipeError:  # as by head, which has seen enough
        drop_output()
        raise typer.Exit(UNHEARD) from None


def _end(error: Exception) -> int:
    """Says why a command ends that was not to, and gives its status: what the machine refuses in a line."""
    refused = state_refusal(error)
    if refused is not None:
        drop_output()
    with suppress(OSError):  # nobody can be told
        echo("".join(traceback.format_exception(error)) if refused is None else f"gongkai: {refused}", err=True)
    return BUG if refused is None else MISUSE


def refuse(message: str, status: int = MISUSE) -> NoReturn:
    """Says what is wrong, a line each, and ends, where nothing else is said with the status of misuse."""
    echo(_warn("\n".join(map(_advise, message.splitlines()))), err=True)
    raise typer.Exit(status)


def _advise(line: str) -> str:
    """A line with what to do, where it ends with what the system says: in English; the Chinese of it has that already.

    >>> _advise("out cannot be written: File exists")
    'out cannot be written: File exists; name another place'
    """
    reason = line.rpartition(": ")[2]
    return f"{line}; {ADVICE[reason]}" if reason in ADVICE else line


def _warn(message: str) -> str:
    return "gongkai: " + "\n         ".join(message.splitlines())


def _state(error: typer.TyperException) -> str:
    """An error of the parser: how the command is used, where its help is, and what is wrong."""
    wrong = error.format_message()
    context = getattr(error, "ctx", None)
    if context is None:
        return translate(f"Error: {wrong}")
    if wrong == context.get_help():  # nothing was asked for
        return wrong
    hint = translate(f"Try '{context.command_path} {context.help_option_names[0]}' for help.")
    said = translate(f"Error: {wrong}").replace("Value error, ", "", 1)  # the checker's name for what it checks
    return f"{context.get_usage()}\n{hint}\n\n{said}"
