"""Writes a specimen as the text that an export leaves: its tables have a cell a line, or a row a line."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from bench.specimens.breaks import cut_table
from bench.specimens.truth import Heading, Paragraph, Specimen, Table
from bench.specimens.writers.style import PLAIN, Style

LINE = 40  # ideographs
HANGING = frozenset("，。；、：）”》%.,")


def write_text(specimen: Specimen, style: Style = PLAIN) -> bytes:
    """The bytes of the text."""
    lines = [specimen.title, f"发布日期：{specimen.published}", ""]
    for block in specimen.blocks:
        if isinstance(block, Table):
            # Rows that lack the slots of merged cells are rows only between bars at both ends.
            bars = "bare" if "bare" in style.bars else "ruled"
            pieces = [write_table(piece, cells=style.cells, bars=bars) for piece in cut_table(block, style)]
            lines += [pieces[0], *(line for piece in pieces[1:] for line in (style.between, piece))]
        elif isinstance(block, Paragraph):
            lines += wrap(f"　　{block.text}") if style.wrapped else [f"　　{block.text}"]
        else:
            lines.append(_head(block))
    lines += ["", specimen.agency, specimen.signed, ""]
    return "\n".join(lines).encode(style.encoding)


def write_table(table: Table, *, cells: str = "lines", bars: str = "bare") -> str:
    """A table as lines of text; a label in two lines keeps them where each cell has its own.

    A cell without text leaves no line, and the spaces between two cells are not counted: only tabs keep blanks.
    """
    texts = [(cell.row, table.raws[cell.key] if cell.key else cell.text) for cell in table.layout.cells]
    if cells == "lines":
        lines = [text for _, text in texts if text]
    else:
        rows = ([text.replace("\n", "") for _, text in row] for _, row in groupby(texts, key=lambda pair: pair[0]))
        lines = write_bars(map(list, rows), bars) if cells == "bars" else [_ROWS[cells](row) for row in rows]
    return "\n".join([table.caption, *lines] if table.caption else lines)


_ROWS: dict[str, Callable[[Iterable[str]], str]] = {
    "tabs": "\t".join,
    "spaces": lambda row: "  ".join(filter(None, row)),
}


def write_bars(rows: Iterable[Sequence[str]], bars: str) -> list[str]:
    """Rows between bars, with a rule of dashes below the first or without, and with bars at their ends or without.

    >>> write_bars([["规章", "0"]], "open bare"), write_bars([["规章", "0"]], "ruled")
    (['规章 | 0'], ['| 规章 | 0 |', '|---|---|'])
    """
    first, *others = rows
    rule = [] if "bare" in bars else [["---"] * len(first)]
    if "open" in bars:
        return [" | ".join(row) for row in (first, *rule, *others)]
    return [f"| {' | '.join(row)} |" if row not in rule else f"|{'|'.join(row)}|" for row in (first, *rule, *others)]


def _head(heading: Heading) -> str:
    return f"{heading.marker}{heading.title}"


def wrap(text: str, room: int = LINE) -> list[str]:
    """The lines of a text in a page of so many ideographs: ASCII takes half a width, and punctuation begins no line.

    >>> wrap("一二三四12，五六", 4)
    ['一二三四', '12，五六']
    >>> wrap("一二三四，五六", 4)
    ['一二三四，', '五六']
    """
    lines, line, left = [], "", float(room)
    for character in text:
        size = 0.5 if character.isascii() else 1.0
        if size > left and character not in HANGING:
            lines.append(line)
            line, left = "", float(room)
        line, left = line + character, left - size
    return [*lines, line]
