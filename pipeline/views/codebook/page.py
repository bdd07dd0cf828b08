"""Makes a page of the codebook's Markdown: one file, offline, that runs nothing and can be linked into."""

import re

from markdown_it import MarkdownIt

STYLE = """
:root { color-scheme: light dark; --line: #8884; --mark: #8882; }
html { background: Canvas; color: CanvasText; }
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 0; }
main { max-width: 76rem; margin: auto; padding: 1rem; }
nav { position: sticky; top: 0; background: Canvas; border-bottom: 1px solid var(--line); padding: .5rem 0; }
nav a { margin-right: 1rem; white-space: nowrap; }
h2 { scroll-margin-top: 6rem; margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
td:first-child code { white-space: nowrap; }
td:last-child { min-width: 18rem; }
table:has(th:nth-child(6)) td:nth-child(2) { min-width: 8em; }
table:has(th:nth-child(6)) td:nth-child(n+4):not(:last-child) { min-width: 9em; }
table:has(th:nth-child(6)) td:last-child { min-width: 11rem; }
code { background: var(--mark); border-radius: 3px; padding: 0 .2em; overflow-wrap: anywhere; }
/* On a phone a row is a block: its name, type, unit and example, then what it says. Not where heads must be seen. */
@media (max-width: 700px) {
  nav { position: static; }
  table:not(:has(th:nth-child(6))) {
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    tbody, td { display: block; }
    tr { display: flex; flex-wrap: wrap; gap: .1rem .8rem; border-bottom: 1px solid var(--line); padding: .5rem 0; }
    td { border: 0; padding: 0; }
    td:empty { display: none; }
    td:last-child { min-width: 0; flex-basis: 100%; }
  }
}
@media print { nav { display: none; } }
"""

HEADING_RE = re.compile(r"<h2>(?P<title>[^<]+)</h2>")


def make_page(markdown: str, title: str) -> str:
    """The page. HTML in the Markdown stays text.

    >>> page = make_page("# 一\\n\\n## The problems\\n\\n<b>", "Codebook")
    >>> '<h2 id="the-problems">The problems</h2>' in page, "&lt;b&gt;" in page
    (True, True)
    """
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    titles = HEADING_RE.findall(body)
    links = "\n".join(f'<a href="#{anchor(name)}"{_tell(name)}>{name}</a>' for name in titles)
    body = HEADING_RE.sub(lambda match: _head(match["title"]), body)
    body = body.replace("<table>", '<div class="wide" tabindex="0"><table>').replace("</table>", "</table></div>")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<nav aria-label="Tables">
{links}
</nav>
{body}</main>
</body>
</html>
"""


def _head(title: str) -> str:
    return f'<h2 id="{anchor(title)}"{_tell(title)}>{title}</h2>'


def _tell(words: str) -> str:
    """The language of a heading, where it is not that of the page."""
    return "" if words.isascii() else ' lang="zh-CN"'


def anchor(title: str) -> str:
    """What a heading is linked by.

    >>> anchor("The problems")
    'the-problems'
    """
    return title.lower().replace(" ", "-")
