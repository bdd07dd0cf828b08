"""The style of a file: the differences between two agencies that publish the same report."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Style:
    """The choices of a writer.

    ``wrapped``: paragraphs of a text stand in lines of 40 characters. ``cells``: a table in a text has a cell a line
    (``lines``), or a row a line, its cells between tabs (``tabs``), bars (``bars``) or spaces (``spaces``). ``bars``:
    rows between bars have a rule of dashes below the first (``ruled``) or none (``bare``), and may lack the bars at
    their ends (``open``). ``cut``: a page ends within each table, at this row of those that are no heads, counted
    round; the rest is a table of its own behind ``between`` (续表, the number of the page), with its heads or without
    (``repeated``). ``carried``: what a label over several rows prints on the next page: itself (``again``), nothing
    (``blank``), or not even a cell (``gone``, of HTML alone). ``merged``: what Markdown prints for the rest of a
    merged label (``repeat`` or ``blank``). ``paragraphs``: cells of HTML hold paragraphs.
    ``split``: markup splits numbers. ``numbered``: Word numbers the headings. ``tracked``: Word keeps what was changed.
    ``torn``: a page of a PDF ends within 表三.
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
    between: str = ""
    carried: str = "again"
    bars: str = "ruled"


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
        cut=random.randint(1, 60) if random.random() < 0.3 else 0,
        between=choose(("", "续表", "（续表）", "— 3 —", "— 3 —\n续表")),
        carried=choose(("again", "blank", "gone")),
        bars=choose(("ruled", "bare", "open", "open bare")),
    )
