"""Writes a specimen in Markdown, as converters do: pipe tables without spans."""

from bench.specimens.truth import Heading, Specimen, Table
from bench.specimens.writers.style import PLAIN, Style


def write_markdown(specimen: Specimen, style: Style = PLAIN) -> bytes:
    """The bytes of the text."""
    blocks = [f"# {specimen.title}", f"发布日期：{specimen.published}"]
    for block in specimen.blocks:
        if isinstance(block, Table):
            blocks.append(write_table(block, merged=style.merged))
        elif isinstance(block, Heading):
            blocks.append(f"{'#' * (block.level + 1)} {block.marker}{block.title}")
        else:
            blocks.append(block.text)
    blocks += [specimen.agency, specimen.signed]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def write_table(table: Table, *, merged: str = "repeat") -> str:
    """A pipe table; the further places of a merged label repeat it or are blank, those of a value are blank.

    >>> from bench.specimens.layouts import lay_out
    >>> [layout] = lay_out("F21", "4")
    >>> raws = {cell.key: "0" for cell in layout.cells if cell.key}
    >>> print(write_table(Table(layout, raws))[:41])
    | 行政复议 | 行政复议 | 行政复议 | 行政复议 | 行政复议 | 行政诉讼
    """
    layout = table.layout
    places = [[""] * layout.width for _ in range(layout.height)]
    for cell in layout.cells:
        text = table.raws[cell.key] if cell.key else cell.text.replace("\n", "<br>")
        for row in range(cell.rows):
            for column in range(cell.columns):
                first = row == column == 0
                keep = first or (merged == "repeat" and not cell.key)
                places[cell.row + row][cell.column + column] = text if keep else ""
    lines = [f"| {' | '.join(row)} |" for row in places]
    lines.insert(1, "|" + "---|" * layout.width)
    return "\n".join([table.caption, "", *lines] if table.caption else lines)
