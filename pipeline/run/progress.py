"""Shows the progress, speed and remaining time of a run on a terminal, and logs its events."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.i18n import say
from pipeline.run.events import Event, Listen, log_events


@contextmanager
def listening(log: Path | None, *, terminal: bool) -> Iterator[Listen]:
    """Listens to the events of a run: for the log, if there is one, and for the progress bar, on a terminal.

    Raises:
        UnwritableError: if the log cannot be written.
    """
    with ExitStack() as stack:
        listeners: list[Listen] = []
        if log is not None:
            listeners.append(stack.enter_context(log_events(log)))
        if terminal:
            listeners.append(stack.enter_context(_draw()))

        def listen(event: Event) -> None:
            for listener in listeners:
                listener(event)

        yield listen


@contextmanager
def _draw() -> Iterator[Listen]:
    """A progress bar, removed at the end: first hashing, then reading, with documents per second and the time left."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("task_hashing"), rate="")

        def listen(event: Event) -> None:
            facts = event.counts
            if event.name == "hashing":
                progress.update(task, completed=facts["done"], total=facts["files"])
            elif event.name == "planned":
                progress.reset(task, description=say("task_reading"), total=facts["read"])
            elif event.name == "resumed":
                progress.advance(task, facts["documents"])
            elif event.name == "document":
                speed = progress.tasks[0].speed
                progress.update(task, advance=1, rate=f"{speed:.0f}/s" if speed else "")
            elif event.name == "merging":
                progress.update(task, description=say("task_writing"), total=None)

        yield listen
