"""How a file is written: what differs between two agencies that publish the same report."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Style:
    """The choices of a writer.

    ``wrapped``: paragraphs of a text stand in lines of 40 characters. ``cells``: a table in a text has a cell a line
    (``lines``), or a row a line, its cells between tabs (``tabs``), bars (``bars``) or spaces (``spaces``). ``cut``: a
    page goes on with 表三 in a second table, behind 续表 or nothing, with its heads or without. ``merged``: what
    Markdown prints for the rest of a merged label (``repeat`` or ``blank``). ``paragraphs``: cells of HTML hold
    paragraphs.
    ``split``: markup splits numbers. ``numbered``: Word numbers the headings. ``tracked``: Word keeps what was changed.
    ``torn``: a page ends within 表三. ``repeated``: and its head stands again on the next.
    """

    encoding: str = "utf-8"
    wrapped: bool = False
    cells: str = "lines"
    merged: str = "repeat"
    paragraphs: bool = False
    split: bool = False
    numbered: bool = True
    tracked: bool = True
    torn: bool = True
    repeated: bool = True
    cut: int = 0


PLAIN = Style()


def draw_style(random: Random) -> Style:
    """Any of the styles."""
    choose = random.choice
    return Style(
        encoding=choose(("utf-8", "utf-8", "gb18030", "utf-8-sig")),
        wrapped=random.random() < 0.2,
        cells=choose(("lines", "tabs", "spaces", "bars")),
        merged=choose(("repeat", "blank")),
        paragraphs=random.random() < 0.5,
        split=random.random() < 0.2,
        numbered=random.random() < 0.7,
        tracked=random.random() < 0.5,
        torn=random.random() < 0.7,
        repeated=random.random() < 0.5,
        cut=random.randint(1, 20) if random.random() < 0.3 else 0,
    )
