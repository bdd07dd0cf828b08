"""Writes a specimen as the page of a government's site, with the furniture that such a page has."""

import re
from functools import lru_cache
from html import escape

from bench.specimens.breaks import cut_table
from bench.specimens.truth import Heading, Key, Layout, Paragraph, Specimen, Table
from bench.specimens.writers.style import PLAIN, Style

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{title}_{agency}</title>
<style>.nav li {{ float: left }}</style>
<script>var page = {{ id: 88{number}, hits: 3521 }};</script></head>
<body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 政府信息公开年报</div>
<div class="article">
<h1>{title}</h1>
<div class="info"><span>发布日期：{published}</span> <span>来源：{agency}</span> <a>打印</a></div>
<div class="content">
{body}
<p style="text-align: right">{agency}</p>
<p style="text-align: right">{signed}</p>
</div>
</div>
<div class="footer"><p>主办单位：{agency}　网站地图　联系电话：0000-12345678</p></div>
</body>
</html>
"""
_DIGITS_RE = re.compile(r"(?<![A-Za-z&#/-])(\d)(\d+)")


def write_html(specimen: Specimen, style: Style = PLAIN) -> bytes:
    """The bytes of the page."""
    body = "\n".join(_write(block, style) for block in specimen.blocks)
    page = PAGE.format(
        title=specimen.title,
        agency=specimen.agency,
        number=specimen.number,
        published=specimen.published,
        signed=specimen.signed,
        body=body,
    )
    if style.encoding == "gb18030":
        page = page.replace('charset="utf-8"', 'charset="gb2312"')
    return page.encode(style.encoding)


def _write(block: Heading | Paragraph | Table, style: Style) -> str:
    if isinstance(block, Paragraph):
        text = escape(block.text, quote=False)
        if style.split:
            text = _DIGITS_RE.sub(r"<span>\1</span><span>\2</span>", text)
        return f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{text}</p>"
    if isinstance(block, Heading):
        return f"<p><strong>{block.marker}{block.title}</strong></p>"
    pieces = [write_table(piece, paragraphs=style.paragraphs) for piece in cut_table(block, style)]
    between = "".join(f"<p>{line}</p>\n" for line in style.between.split("\n") if line)
    return f"\n{between}".join(pieces)


def write_table(table: Table, *, paragraphs: bool = False) -> str:
    """A table with its spans, and the line over it."""
    pieces, keys = _skeleton(table.layout, paragraphs=paragraphs)
    values = [table.raws[key] for key in keys]
    filled = [text for pair in zip(pieces, values, strict=False) for text in pair]
    caption = f"<p>{table.caption}</p>\n" if table.caption else ""
    return f"{caption}{''.join(filled)}{pieces[-1]}"


@lru_cache(maxsize=512)
def _skeleton(layout: Layout, *, paragraphs: bool) -> tuple[list[str], list[Key]]:
    """The markup of a layout, cut where its values stand."""
    pieces, keys, row = ['<table border="1" cellspacing="0">'], [], -1
    opening, closing = ("<p>", "</p>") if paragraphs else ("", "")
    for cell in layout.cells:
        if cell.row != row:
            pieces[-1] += "<tr>" if row < 0 else "</tr>\n<tr>"
            row = cell.row
        spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        text = escape(cell.text, quote=False).replace("\n", f"{closing}{opening}" or "<br>")
        pieces[-1] += f"<td{spans}>{opening}{text}"
        if cell.key:
            keys.append(cell.key)
            pieces.append("")
        pieces[-1] += f"{closing}</td>"
    pieces[-1] += "</tr></table>"
    return pieces, keys
