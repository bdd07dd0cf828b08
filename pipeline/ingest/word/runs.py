"""Reads a paragraph of a Word document: its visible text, and what is anchored in it.

Included are insertions and the results of fields; omitted are deletions, field codes, hidden and struck-out text, and
footnote marks.
"""

from lxml import etree
from msgspec import Struct, field

from pipeline.characters import BROKEN, PICTURED
from pipeline.ingest.pictured import keep_digits
from pipeline.ingest.raised import RAISED, drop_marks, print_lowered
from pipeline.ingest.word.package import WORD
from pipeline.ingest.word.styles import Styles, read_struck, read_switch, read_value

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACKS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_FALLBACKS}AlternateContent"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
# Pictures, embedded objects, charts and WordArt.
_PICTURED = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)
_DRAWN = frozenset((f"{WORD}drawing", f"{WORD}pict", f"{WORD}object"))
_INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
SMALLEST_PICTURE = 60 * 12_700
# Deleted or moved text, and formatting properties.
DELETED = frozenset(WORD + name for name in ("del", "moveFrom"))
_SKIPPED = DELETED | {
    WORD + name
    for name in ("delText", "delInstrText", "instrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "rubyPr", "tbl")
}
# A line break separates text like a paragraph; so does a page break, which nobody puts inside a sentence.
_SIGNS = {
    f"{WORD}tab": "\t",
    f"{WORD}ptab": "\t",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "-",
    # 1/2 must not become 12, nor an exponent more digits of a number.
    f"{_MATH}den": "/",
    f"{_MATH}sup": "^",
    f"{_MATH}sub": "_",
}
# The characters of symbol fonts that occur in reports, by the low byte of their code.
_PICTURES = {
    ("Wingdings", 0x6C): "●", ("Wingdings", 0x6E): "■", ("Wingdings", 0x6F): "□", ("Wingdings", 0x71): "❑",
    ("Wingdings", 0x75): "◆", ("Wingdings", 0xA8): "□", ("Wingdings", 0xD8): "➢", ("Wingdings", 0xFB): "✗",
    ("Wingdings", 0xFC): "✓", ("Wingdings", 0xFD): "☒", ("Wingdings", 0xFE): "☑", ("Wingdings 2", 0x50): "✓",
    ("Wingdings 2", 0x52): "☑", ("Wingdings 2", 0xA3): "□", ("Symbol", 0xB7): "•", ("Symbol", 0xB4): "×",
    ("Symbol", 0xB1): "±", ("Symbol", 0xB3): "≥", ("Symbol", 0xA3): "≤", ("Symbol", 0xB0): "°",
}  # fmt: skip


class Paragraph(Struct, frozen=True, gc=False):
    r"""The text of a paragraph, with ``\n`` for line breaks, and the boxes and notes anchored in it, in order.

    ``goes_on``: the paragraph mark is deleted or hidden, so that the next paragraph continues this one.
    ``is_pictured``: it contains a picture larger than an icon.
    """

    text: str
    boxes: tuple[etree._Element, ...]
    notes: tuple[tuple[str, str], ...]
    goes_on: bool
    is_pictured: bool = False


class Fields(Struct, frozen=True, gc=False):
    """The open fields, across paragraphs: for each, whether its result has begun."""

    results: list[bool] = field(default_factory=list)

    def in_code(self) -> bool:
        """Whether the current text is a field code."""
        return not all(self.results)

    def turn(self, kind: str | None) -> None:
        """Handles the begin, separate or end mark of a field; marks without a begin are ignored."""
        if kind == "begin":
            self.results.append(False)
        elif self.results and kind == "separate":
            self.results[-1] = True
        elif self.results and kind == "end":
            self.results.pop()

    def end_paragraph(self) -> None:
        """Drops open field codes: none continues across paragraphs unless the file is damaged."""
        if self.in_code():
            self.results.clear()


def read_paragraph(paragraph: etree._Element, styles: Styles, fields: Fields, *, in_cell: bool = False) -> Paragraph:
    """Reads a paragraph; pictures that may be digits are marked, in a cell all inline pictures.

    >>> from pipeline.ingest.word.package import parse
    >>> names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    >>> runs = "<w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
    >>> runs += "<w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>0</w:t></w:r>"
    >>> element = parse(f"<w:p {names}>{runs}<w:r><w:t>条</w:t></w:r></w:p>".encode(), "")
    >>> read_paragraph(element, Styles({}, None), Fields()).text
    '公开5条'
    """
    properties = paragraph.find(f"{WORD}pPr")
    style_id = read_value(properties, "pStyle") or styles.default
    hidden = styles.hides(style_id)
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    notes: list[tuple[str, str]] = []
    waiting = [(child, hidden, "") for child in paragraph.iterchildren(reversed=True)]
    has_raised = False
    while waiting:
        element, unseen, level = waiting.pop()
        tag = element.tag
        if tag in _SKIPPED:
            continue
        if tag == f"{WORD}fldChar":
            fields.turn(element.get(f"{WORD}fldCharType"))
            continue
        if tag == f"{WORD}r":
            unseen, level = _read_look(element, styles, style_id)
        if not (unseen or fields.in_code()):
            if tag == f"{WORD}txbxContent":
                boxes.append(element)
                continue
            if tag in (f"{WORD}footnoteReference", f"{WORD}endnoteReference"):
                notes.append((etree.QName(element).localname, element.get(f"{WORD}id", "")))
            if tag in _DRAWN and _stands_in_line(element):
                pieces.append(PICTURED)
            if printed := _read_sign(element):
                pieces.append(_print_at(printed, level, pieces))
                has_raised = has_raised or level == "superscript"
        waiting += [(child, unseen, level) for child in open_element(element)]
    fields.end_paragraph()
    text = "".join(pieces)
    words = drop_marks(text) if has_raised else text
    words = words if in_cell else keep_digits(words)
    return Paragraph(words, tuple(boxes), tuple(notes), _goes_on(properties), _is_pictured(paragraph))


def _print_at(printed: str, level: str, before: list[str]) -> str:
    """The characters for a piece on the line, in superscript or subscript, after other pieces."""
    if level == "superscript":
        return printed.translate(RAISED)
    return print_lowered(printed, before[-1] if before else "") if level == "subscript" else printed


def _stands_in_line(drawn: etree._Element) -> bool:
    """Whether a drawing is a small inline picture."""
    if next(drawn.iter(*_PICTURED), None) is None:
        return False
    placed = drawn.tag != f"{WORD}drawing" or drawn.find(_INLINE) is not None
    floats = any("position:absolute" in (shape.get("style") or "").replace(" ", "") for shape in drawn.iter())
    return placed and not floats


def _is_pictured(paragraph: etree._Element) -> bool:
    """Whether a paragraph shows a picture; its size, if given, is in EMU (12,700 per point)."""
    if next(paragraph.iter(*_PICTURED), None) is None:
        return False
    sizes = [int(extent.get("cx") or 0) for extent in paragraph.iter(_EXTENT) if (extent.get("cx") or "").isdigit()]
    return not sizes or max(sizes) >= SMALLEST_PICTURE


def open_element(element: etree._Element) -> list[etree._Element]:
    """The children of an element in reverse; of alternatives only one, of an unfilled form field none."""
    if element.tag == ALTERNATIVES:
        branches = list(element)
        texts = (branch for branch in branches if next(branch.iter(f"{WORD}t"), None) is not None)
        chosen = next(texts, None)
        return [] if chosen is None else list(chosen.iterchildren(reversed=True))
    if element.tag == f"{WORD}sdt" and read_switch(element.find(f"{WORD}sdtPr"), "showingPlcHdr"):
        return []
    return list(element.iterchildren(reversed=True))


def _read_sign(element: etree._Element) -> str:
    """The characters that an element prints itself."""
    tag = element.tag
    if tag in (f"{WORD}t", f"{_MATH}t"):
        text = element.text or ""
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" \t\r\n")
        return text.replace("\n", " ")
    if tag == f"{WORD}sym":
        return _read_picture(element.get(f"{WORD}font", ""), element.get(f"{WORD}char", ""))
    return _SIGNS.get(tag, "")


def _read_picture(font: str, code: str) -> str:
    """A character of a symbol font; U+FFFD if it is unknown.

    >>> _read_picture("Wingdings", "F0FE"), _read_picture("宋体", "2460"), _read_picture("Webdings", "F061")
    ('☑', '①', '\N{REPLACEMENT CHARACTER}')
    """
    try:
        number = int(code[:4], 16)
    except ValueError:
        return BROKEN
    known = _PICTURES.get((font, number & 0xFF))
    private = number < 0x20 or 0xD800 <= number < 0xF900
    return (known or BROKEN) if private or known else chr(number)


def _read_look(run: etree._Element, styles: Styles, of_paragraph: str | None) -> tuple[bool, str]:
    """Whether a run is hidden or struck out, and its vertical alignment in Word's terms.

    What it does not state itself its own style does, or that of its paragraph.
    """
    properties = run.find(f"{WORD}rPr")
    style = read_value(properties, "rStyle")
    hidden, struck = read_switch(properties, "vanish"), read_struck(properties)
    if hidden is None:
        hidden = styles.hides(style) or styles.hides(of_paragraph)
    if struck is None:
        struck = styles.strikes(style) or styles.strikes(of_paragraph)
    return hidden or struck, read_value(properties, "vertAlign") or styles.aligns(style) or styles.aligns(of_paragraph)


def _goes_on(properties: etree._Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{WORD}rPr")
    if mark is None:
        return False
    gone = any(mark.find(name) is not None for name in DELETED)
    return gone or bool(read_switch(mark, "vanish")) or bool(read_switch(mark, "specVanish"))
