"""Makes PDF files for the tests."""

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Grid, Page

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


WIDTH, HEIGHT, SIZE = 595, 842, 16


LEFT, COLUMNS = 75, 28  # 28 characters of 16 points fill 448 of the page's 595 points


TOP, STEP = 740, 27


SENTENCE = "本镇全年通过门户网站、公众号和村务公开栏主动公开政府信息一千余条，其中规划类"


LONG = f"{SENTENCE}12345条、财政类678条，均在法定期限内公开。"


Draw = Callable[[Canvas], None]


Cells = Sequence[Sequence[str]]


def make_pdf(*pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), encrypt: str | None = None) -> bytes:
    out = BytesIO()
    security = pdfencrypt.StandardEncryption(encrypt, canPrint=0) if encrypt else None
    canvas = Canvas(out, pagesize=size, invariant=1, encrypt=security)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, words: str, x: float, y: float, size: float = SIZE) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, words)


def wrap(words: str, first: int = COLUMNS - 2) -> list[str]:
    """The lines of a paragraph whose first line is two characters shorter; digits take half of a place."""
    lines, room, line = [], float(first), ""
    for character in words:
        width = 0.5 if character.isascii() else 1.0
        if width > room:
            lines.append(line)
            line, room = "", float(COLUMNS)
        line, room = line + character, room - width
    return [*lines, line]


def paragraph(canvas: Canvas, words: str, y: float) -> float:
    """Writes a paragraph with its first line indented, and says where the next one begins."""
    for number, line in enumerate(wrap(words)):
        write(canvas, line, LEFT if number else LEFT + 2 * SIZE, y)
        y -= STEP
    return y


def text_page(*paragraphs: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        y = float(TOP)
        for words in paragraphs:
            y = paragraph(canvas, words, y)

    return draw


def rule(canvas: Canvas, cells: Cells, x: float, y: float, *, widths: Sequence[float], height: float = 24) -> None:
    """Draws a table with all of its lines; ``<`` merges a place with that on its left, ``^`` with that above."""
    lefts = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
    for row, line in enumerate(cells):
        top = y - row * height
        for column, words in enumerate(line):
            if words != "^":
                canvas.line(lefts[column], top, lefts[column + 1], top)
            if words != "<":
                canvas.line(lefts[column], top, lefts[column], top - height)
            if words not in ("<", "^"):
                write(canvas, words, lefts[column] + 4, top - height + 8, 10)
        canvas.line(lefts[-1], top, lefts[-1], top - height)
    canvas.line(lefts[0], y - len(cells) * height, lefts[-1], y - len(cells) * height)


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


def grids(page: Page) -> list[Grid]:
    return [block.grid for block in page.blocks if block.grid]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(1 + max(c.row for c in grid.cells))]


HEAD = [["项目", "数量", "<", "备注"], ["^", "自然人", "法人", "^"]]


WIDTHS = (140, 90, 90, 100)
