"""Writes a specimen in Markdown, as converters do: pipe tables without spans."""

from bench.specimens.breaks import cut_table
from bench.specimens.truth import Heading, Specimen, Table
from bench.specimens.writers.style import PLAIN, Style
from bench.specimens.writers.text import write_bars


def write_markdown(specimen: Specimen, style: Style = PLAIN) -> bytes:
    """The bytes of the text."""
    blocks = [f"# {specimen.title}", f"发布日期：{specimen.published}"]
    for block in specimen.blocks:
        if isinstance(block, Table):
            pieces = [write_table(piece, merged=style.merged, bars=style.bars) for piece in cut_table(block, style)]
            blocks += [pieces[0], *(part for piece in pieces[1:] for part in (style.between, piece) if part)]
        elif isinstance(block, Heading):
            blocks.append(f"{'#' * (block.level + 1)} {block.marker}{block.title}")
        else:
            blocks.append(block.text)
    blocks += [specimen.agency, specimen.signed]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def write_table(table: Table, *, merged: str = "repeat", bars: str = "ruled") -> str:
    """A pipe table; the other slots of a merged label repeat it or are blank, those of a value are blank.

    >>> from bench.specimens.layouts import lay_out
    >>> [layout] = lay_out("F21", "4")
    >>> raws = {cell.key: "0" for cell in layout.cells if cell.key}
    >>> print(write_table(Table(layout, raws))[:41])
    | 行政复议 | 行政复议 | 行政复议 | 行政复议 | 行政复议 | 行政诉讼
    """
    layout = table.layout
    printed = [[""] * layout.width for _ in range(layout.height)]
    for cell in layout.cells:
        text = table.raws[cell.key] if cell.key else cell.text.replace("\n", "<br>")
        for row in range(cell.rows):
            for column in range(cell.columns):
                first = row == column == 0
                keep = first or (merged == "repeat" and not cell.key)
                printed[cell.row + row][cell.column + column] = text if keep else ""
    lines = write_bars(printed, bars)
    return "\n".join([table.caption, "", *lines] if table.caption else lines)
