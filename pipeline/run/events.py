"""Defines the events that a run reports while it works, and logs them as one JSON object a line."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.i18n import escape
from pipeline.tables import naming


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its name, and the facts about it."""

    name: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The facts that are whole numbers."""
        return {name: fact for name, fact in self.facts.items() if isinstance(fact, int)}


Listen = Callable[[Event], None]


@contextmanager
def log_events(path: Path) -> Iterator[Listen]:
    """Writes every event to a file at once, so that the file can be followed during the run.

    Raises:
        UnwritableError: if the file cannot be written.
    """
    with naming(path):
        opened = path.open("wb", buffering=0)

    def write(event: Event) -> None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        with naming(path):
            line = json.dumps({"time": time, "event": event.name, **event.facts}, ensure_ascii=False) + "\n"
            opened.write(escape(line).encode())

    with opened:
        yield write
