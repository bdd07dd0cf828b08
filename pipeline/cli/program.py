"""Groups of commands with help and errors in the user's language; they refuse misuse."""

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
INTERRUPTED = 130  # as in shells: 128 plus the number of SIGINT
UNHEARD = 141  # as in shells: 128 plus the number of SIGPIPE

# The order of the commands in the help, which is the order of their use.
ORDER = (
    "look",
    *("run", "explain", "review", "report", "export"),
    *("verdicts", "score", "diff"),
    *("schema", "doctor", "spark"),
)

# Advice for messages of the system, added to the end of a line; their Chinese texts include it.
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

# The type that the parser adds to a name that shows it already: RAW <path>, --only GLOB.
_TYPE_RE = re.compile(r" <(?:path|str|text|list\[Path\])>$")

# How the parser writes a required argument: {RAW}.
_BRACED_RE = re.compile(r"\{([^{}]+)\}")

# Typer's own class, which has no public name.
_Help: Any = typer.Context.formatter_class


class _SpokenHelp(_Help):  # type: ignore[misc]
    """The help of a command, with headings and marks in the user's language."""

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
    """A group of commands in the order of their use."""

    context_class = _SpokenContext

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands; those not in the order come last."""
        return sorted(super().list_commands(ctx), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, with help like this one's."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.context_class = _SpokenContext
        return command

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs the command as a program, which ignores interrupts when its work is done."""
        try:
            return self.main(*args, **kwargs)
        finally:
            # The interpreter cleans up for half a second after a long run; a signal would then spoil the status.
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
        """Runs the command; after misuse, prints the reason and ends."""
        allow_every_character()
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)  # noqa: FBT003
        except Exception as error:
            # Here every command ends. Whatever a bug raises is printed once, after which the status says so.
            if not standalone_mode:
                raise
            sys.exit(_end(error))
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)


def echo(message: object, *, err: bool = False, nl: bool = True) -> None:
    """Prints text with control characters made visible, since names of files and texts come from anywhere."""
    try:
        typer.echo(show(str(message)), err=err, nl=nl)  # noqa: TID251 - here alone
    except BrokenPipeError:  # for example head, which has read enough
        drop_output()
        raise typer.Exit(UNHEARD) from None


def _end(error: Exception) -> int:
    """Prints why a command failed, and returns its status; failures of the machine take one line."""
    if isinstance(error, typer.TyperException):
        echo(_state(error), err=True)
        return error.exit_code
    if isinstance(error, typer.Abort):
        echo(say("aborted"), err=True)
        return INTERRUPTED
    if isinstance(error, RulebookError):
        echo(_warn(f"{error}\n{say('rules_unusable')}"), err=True)
        return MISUSE
    refused = state_refusal(error)
    if refused is not None:
        drop_output()
    with suppress(OSError):  # nobody can be informed
        echo("".join(traceback.format_exception(error)) if refused is None else f"gongkai: {refused}", err=True)
    return BUG if refused is None else MISUSE


def refuse(message: str, status: int = MISUSE) -> NoReturn:
    """Prints the reasons, one a line, and ends with the status of misuse unless another is given."""
    echo(_warn("\n".join(map(_advise, message.splitlines()))), err=True)
    raise typer.Exit(status)


def _advise(line: str) -> str:
    """Adds advice to a line that ends with a message of the system, in English; the Chinese text includes it.

    >>> _advise("out cannot be written: File exists")
    'out cannot be written: File exists; name another place'
    """
    reason = line.rpartition(": ")[2]
    return f"{line}; {ADVICE[reason]}" if reason in ADVICE else line


def _warn(message: str) -> str:
    return "gongkai: " + "\n         ".join(message.splitlines())


def _state(error: typer.TyperException) -> str:
    """An error of the parser: usage, a reference to the help, and the fault."""
    wrong = error.format_message()
    context = getattr(error, "ctx", None)
    if context is None:
        return translate(f"Error: {wrong}")
    if wrong == context.get_help():  # no command was given
        return wrong
    hint = translate(f"Try '{context.command_path} {context.help_option_names[0]}' for help.")
    line = translate(f"Error: {wrong}").replace("Value error, ", "", 1)  # the name that the validator gives its errors
    return f"{context.get_usage()}\n{hint}\n\n{line}"
