"""Keeps what is told of the lines of lists: the first of it with its words, and how much more there is."""

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.i18n import Message, write

# So many of the lines that are about nothing, or cannot be read, are kept with their words.
KEPT = 1000


class Told(NamedTuple):
    """What is told of a line of a list: its file, its number, and what is wrong with it."""

    file: str
    line: int
    fault: Message

    def describe(self) -> dict[str, object]:
        """The same as run.json says it, in both languages."""
        said = {"message": write(self.fault, "en"), "message_zh": write(self.fault, "zh")}
        return {"file": self.file, "line": self.line, **said}


@dataclass(slots=True)
class Faults:
    """What is told of lines, the first of it with its words, and how much more there is."""

    kept: list[Told]
    more: int = 0

    def add(self, told: Told) -> None:
        """One more, unless it is told already."""
        if told in self.kept[-1:]:
            return
        if len(self.kept) < KEPT:
            self.kept.append(told)
        else:
            self.more += 1
