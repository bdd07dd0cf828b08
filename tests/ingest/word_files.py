"""Reads Word files in the tests."""

from collections.abc import Callable

from pipeline.ingest.word.reader import read_docx
from pipeline.model import Grid

MakeDocx = Callable[..., bytes]


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(inside: str, properties: str = "") -> str:
    inside = inside if inside.startswith("<w:") else paragraph(run(inside))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<w:tc') else cell(c) for c in cells)}</w:tr>"
    )


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def field(code: str, result: str) -> str:
    begin, parted, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{parted}{result}{end}"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_docx(data).blocks]


def grids(data: bytes) -> list[Grid]:
    return [block.grid for block in read_docx(data).blocks if block.grid]
