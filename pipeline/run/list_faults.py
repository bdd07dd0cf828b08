"""Collects the faults in lines of lists: the first ones in full, and the number of the others."""

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.i18n import Message, write

# The number of faults kept in full.
KEPT = 1000


class LineFault(NamedTuple):
    """A fault in a line of a list: the file, the line number, and what is wrong."""

    file: str
    line: int
    fault: Message

    def describe(self) -> dict[str, object]:
        """The entry in run.json, in both languages."""
        messages = {"message": write(self.fault, "en"), "message_zh": write(self.fault, "zh")}
        return {"file": self.file, "line": self.line, **messages}


@dataclass(slots=True)
class Faults:
    """Faults in lines: the first ones in full, and the number of the others."""

    kept: list[LineFault]
    more: int = 0

    def add(self, fault: LineFault) -> None:
        """Adds a fault, unless it repeats the last one."""
        if fault in self.kept[-1:]:
            return
        if len(self.kept) < KEPT:
            self.kept.append(fault)
        else:
            self.more += 1
