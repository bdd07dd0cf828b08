"""Writes a specimen for Word: merged cells, headings that Word numbers, and numbers whose change is tracked."""

import re
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bench.specimens.breaks import cut_table
from bench.specimens.truth import Heading, Specimen, Table
from bench.specimens.writers.style import PLAIN, Style

NAMESPACE = nsdecls("w")
MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
NUMBERING_ID = 77
LEVELS = {1: ("chineseCounting", "%1、"), 2: ("chineseCounting", "（%2）")}
_NUMBER_RE = re.compile(r"\d+(?=[条件次份篇])")


def write_docx(specimen: Specimen, style: Style = PLAIN) -> bytes:
    """The bytes of the file; the same specimen gives the same bytes."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = MOMENT
    if style.numbered:
        _define_numbering(document)
    _append(document, _paragraph(_run(specimen.title)))
    for block in specimen.blocks:
        if isinstance(block, Table):
            if block.caption:
                _append(document, _paragraph(_run(block.caption)))
            for number, piece in enumerate(cut_table(block, style)):
                if number and style.between:
                    _append(document, _paragraph(_run(style.between.rpartition("\n")[2])))
                _append(document, write_table(piece))
                _append(document, _paragraph(""))  # Word itself puts a paragraph between two tables
        elif isinstance(block, Heading):
            _append(document, _heading(block, style))
        else:
            _append(document, _paragraph(_track(block.text) if style.tracked else _run(block.text)))
    for line in (specimen.agency, specimen.signed):
        _append(document, _paragraph(_run(line), '<w:jc w:val="right"/>'))
    out = BytesIO()
    document.save(out)
    return _without_clock(out)


def _without_clock(saved: BytesIO) -> bytes:
    """The file with the time of writing taken out of its archive, so that the same document has the same bytes."""
    out = BytesIO()
    with ZipFile(saved) as archive, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name in archive.namelist():
            written.writestr(ZipInfo(name), archive.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _append(document: DocumentType, xml: str) -> None:
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))  # before the properties of the section, which stand last


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p {NAMESPACE}><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _heading(heading: Heading, style: Style) -> str:
    if not style.numbered:
        return _paragraph(_run(f"{heading.marker}{heading.title}"))
    number = f'<w:numPr><w:ilvl w:val="{heading.level - 1}"/><w:numId w:val="{NUMBERING_ID}"/></w:numPr>'
    return _paragraph(_run(heading.title), number)


def _track(text: str) -> str:
    """The first number of a paragraph was another before: that one is struck out, this one put in."""
    match = _NUMBER_RE.search(text)
    if match is None:
        return _run(text)
    by = 'w:author="审核" w:date="2020-01-01T00:00:00Z"'
    old = f'<w:del w:id="1" {by}><w:r><w:delText>{int(match[0]) + 7}</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="2" {by}>{_run(match[0])}</w:ins>'
    return f"{_run(text[: match.start()])}{old}{new}{_run(text[match.end() :])}"


def _define_numbering(document: DocumentType) -> None:
    """A list of two levels, 一、 and （一）, that begins with one."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in LEVELS.items()
    )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum {NAMESPACE} w:abstractNumId="{NUMBERING_ID}">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))  # definitions stand before their uses
    use = f'<w:abstractNumId w:val="{NUMBERING_ID}"/>'
    numbering.append(parse_xml(f'<w:num {NAMESPACE} w:numId="{NUMBERING_ID}">{use}</w:num>'))


def write_table(table: Table) -> str:
    """The markup of a table: a cell over several rows stands again in each of them, and says that it goes on."""
    rows: dict[int, list[tuple[int, str]]] = {row: [] for row in range(table.layout.height)}
    for cell in table.layout.cells:
        text = table.raws[cell.key] if cell.key else cell.text
        for row in range(cell.row, cell.row + cell.rows):
            first = row == cell.row
            merge = _merge(cell.rows, first=first)
            span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            words = _words(text if first else "")
            rows[row].append((cell.column, f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{words}</w:tc>"))
    grid = "<w:gridCol/>" * table.layout.width
    body = "".join(f"<w:tr>{''.join(xml for _, xml in sorted(cells))}</w:tr>" for cells in rows.values())
    return f"<w:tbl {NAMESPACE}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _merge(rows: int, *, first: bool) -> str:
    if rows == 1:
        return ""
    return '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"


def _words(text: str) -> str:
    """The paragraphs of a cell: one a line."""
    return "".join(f"<w:p>{_run(line) if line else ''}</w:p>" for line in text.split("\n"))
