"""Writes the tables that tests read."""


def table(*rows: str) -> str:
    """A table of HTML from lines of cells between bars; ``甲^2*3`` spans two rows and three columns."""
    html = []
    for row in rows:
        cells = []
        for cell in row.split("|"):
            text, _, columns = cell.partition("*")
            text, _, height = text.partition("^")
            cells.append(f"<td colspan={columns or 1} rowspan={height or 1}>{text}")
        html.append("<tr>" + "".join(cells))
    return f"<table>{''.join(html)}</table>"
