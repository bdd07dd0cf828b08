"""Reads HTML pages: title and facts, paragraphs, and tables as grids, without menus and toolbars.

The body is the element where common publishing systems put it, or else the smallest element that contains nearly all
of the page's prose.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate

import regex
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from pipeline.characters import PICTURED, UnreadableError, clean, to_plain
from pipeline.i18n import Message
from pipeline.ingest.facts import Facts, fact_of_meta, read_cells, read_facts, read_publication
from pipeline.ingest.furniture import furniture_line, furniture_rules
from pipeline.ingest.html.bounds import MOST_TAGS, Excess, find_excess, flatten
from pipeline.ingest.html.events import Event, Markup, parse, walk
from pipeline.ingest.html.gaps import SHOWING, gap_of, is_pictured, mark_attachments
from pipeline.ingest.html.grids import MOST_COLUMNS, find_grids
from pipeline.ingest.html.scripts import find_script_text, has_script, holds_more, is_bare
from pipeline.ingest.html.sheets import apply_sheets
from pipeline.ingest.paragraphs import join_blocks
from pipeline.ingest.pictured import keep_digits
from pipeline.model import Block, Format, GapKind, Grid, Page, Problem
from pipeline.patterns import compile_pattern

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
# Elements that begin a line if the page is read as plain lines.
FLATTENED = BLOCKS | {"nav", "footer", "aside", "menu", "option", "select", "legend"}
# Elements that can be the body of an article.
BODIES = frozenset(("body", "div", "section", "article", "main", "td", "form", "center"))

# A named body contains at least half of the page's prose; a body found by its size contains nearly all of it.
LEAST_NAMED = 0.5
LEAST_FOUND = 0.9
# Shorter text without punctuation is a label or a menu item, not prose.
LEAST_PROSE = 10
# A numbered heading counts for as much prose.
HEADING_WEIGHT = 50
LONGEST_FACTS = 20_000
MOST_CELLS = 400
# The line below the title is among the first so many paragraphs.
HEAD_BLOCKS = 12

_HEADING_RE = regex.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_PUNCTUATION_RE = regex.compile(r"[，。；、：]")
_SPACES_RE = regex.compile(r"[ \t\n\r\f]+")
# A line end between two ideographs belongs to the source, not to the page.
_SOURCE_BREAK_RE = regex.compile(r"(?<=[\u2e80-\uffef“”])[ \t]*\r?\n[ \t\r\n]*(?=[\u2e80-\uffef“”])")
_SITE_RE = regex.compile(r"\s*(?:[_|｜]|\s[-–—]+\s|--).*", regex.DOTALL)


Spans = list[tuple[int, int]]


def read_html(html: str) -> Page:
    """The title, facts, paragraphs and tables of a page.

    >>> page = read_html("<title>年报_某市</title><div class=nav>首页</div><p>公开20<b>23</b>条。<br>二、问题")
    >>> page.facts, [block.text for block in page.blocks]
    ((('title', '年报'),), ['公开2023条。', '二、问题'])

    Raises:
        UnreadableError: with the code ``too_large``.
    """
    excess = find_excess(html)
    if excess is Excess.TAGS:
        raise UnreadableError(Problem("too_large.tags", tags=MOST_TAGS))
    tree = parse(flatten(html, FLATTENED) if excess else html)
    apply_sheets(tree)
    markup = walk(tree.body or tree.root)
    grids = find_grids(markup)
    prose = _weigh_events(markup.events)
    dropped = find_dropped(markup, prose)
    spans = find_body(markup, grids, dropped, prose)
    body = list(compose_blocks(markup, grids, dropped, spans))
    around = [to_plain(block.text) for block in compose_blocks(markup, {}, (), _gaps(spans, len(markup.events)))]
    facts = list(
        dict.fromkeys(
            (*read_head(tree), *read_facts("\n".join(around)[:LONGEST_FACTS]), *read_cells([around[:MOST_CELLS]]))
        )
    )
    kept = []
    for index, block in enumerate(mark_attachments(body, markup.events)):
        plain = to_plain(block.text)
        if not block.gap and furniture_line(plain, "head" if index < min(HEAD_BLOCKS, len(body) // 2) else "anywhere"):
            facts += read_publication(plain)
        else:
            kept.append(block)
    problems = tuple(_list_losses(excess, grids.values()))
    page = Page(Format.HTML, None, tuple(join_blocks(kept)), tuple(facts), problems)
    return _add_script(page, tree) if has_script(tree) else page


def _add_script(page: Page, tree: LexborHTMLParser) -> Page:
    """Adds the text that the page's script inserts if the page has none itself, or else a problem."""
    if any(block.grid or block.gap for block in page.blocks) or not is_bare("\n".join(b.text for b in page.blocks)):
        return page
    held = find_script_text(tree)
    if held is None or find_excess(held) is not None:
        return replace(page, problems=(*page.problems, Problem("scripted_report")))
    inner = read_html(f"<html><body>{held}</body></html>")
    facts = tuple(dict.fromkeys((*page.facts, *inner.facts)))
    problems = page.problems + inner.problems
    problems += (Problem("scripted_report.parts"),) if holds_more(tree, held) else ()
    return replace(page, blocks=page.blocks + inner.blocks, facts=facts, problems=problems)


def _list_losses(excess: Excess | None, grids: Iterable[Grid]) -> Iterator[Problem]:
    """Problems for the markup that was not followed."""
    if excess:
        yield Problem("lost_markup", kind=Message(excess.value))
    for grid in grids:
        if any(cell.column >= MOST_COLUMNS for cell in grid.cells) and any(cell.columns > 1 for cell in grid.cells):
            yield Problem("lost_markup.columns", columns=MOST_COLUMNS)
            return


def read_head(tree: LexborHTMLParser) -> Facts:
    """The facts in the meta elements, the first heading and the title, in this order."""
    facts = []
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = fact_of_meta(attributes.get("name") or attributes.get("property") or "")
        value = (attributes.get("content") or "").strip()
        if name and value:
            facts.append((name, value))
    for tag in ("h1", "title"):
        node = tree.css_first(tag)
        words = " ".join(clean(node.text()).split()) if node else ""
        if words:
            facts.append(("title", _SITE_RE.sub("", words) if tag == "title" else words))
    return tuple(facts)


def find_dropped(markup: Markup, prose: Sequence[int]) -> frozenset[int]:
    """The indices of the elements whose class or id marks them as menus, toolbars or the like.

    Elements that contain half of the page's prose are kept; ``prose`` is the amount in each event.
    """
    named = [i for i, event in enumerate(markup.events) if event.attributes and _names_furniture(event)]
    if not named:
        return frozenset()
    before = _sum_up(prose, ())
    return frozenset(i for i in named if before[markup.ends[i]] - before[i] <= before[-1] / 2)


def find_body(markup: Markup, grids: Mapping[int, Grid], dropped: Collection[int], prose: Sequence[int]) -> Spans:
    """The ranges of events that are the body of the page."""
    events, ends = markup
    outside = [(i, ends[i]) for i in dropped]
    before = _sum_up(prose, outside)
    total = before[-1]

    def weight(index: int) -> int:
        return before[ends[index]] - before[index]

    containers = furniture_rules().containers
    known = frozenset(containers)
    named: dict[str, list[int]] = {}
    for index, event in enumerate(events):
        if event.attributes:
            for name in known.intersection(_names(event)):
                named.setdefault(name, []).append(index)
    for container in containers:
        outermost: Spans = []
        for index in named.get(container, ()):
            if not outermost or index >= outermost[-1][1]:
                outermost.append((index, ends[index]))
        if outermost and total and sum(weight(index) for index, _ in outermost) >= LEAST_NAMED * total:
            return outermost
    # Elements that contain more than half are nested, so the last of them is the smallest.
    holding = [i for i, event in enumerate(events) if event.kind == "open" and weight(i) >= LEAST_FOUND * total]
    inside = {i for start in grids for i in range(start, ends[start])} if grids else set()
    bodies = [i for i in holding if events[i].name in BODIES and i not in inside] if total else []
    return [(bodies[-1], ends[bodies[-1]])] if bodies else [(0, len(events))]


def compose_blocks(
    markup: Markup, grids: Mapping[int, Grid], dropped: Collection[int], spans: Spans
) -> Iterator[Block]:
    """The paragraphs and tables in ranges of events, in order."""
    for start, end in spans:
        pieces: list[str] = []
        index = start
        written = 0
        gap: GapKind | None = None
        while index < end:
            event = kind, name, attributes = markup.events[index]
            if kind == "open" and (attributes or name in SHOWING):
                gap = gap or gap_of(event)
                pieces += PICTURED * is_pictured(event)
            written += (kind == "open") - (kind == "close") if name == "pre" and kind != "text" else 0
            if kind == "text" and written:
                # Line ends of preformatted text belong to the page.
                *lines, last = name.split("\n")
                for line in lines:
                    yield from _paragraph([*pieces, line])
                    pieces = []
                pieces.append(last)
            elif kind == "text":
                pieces.append(name)
            elif name in BLOCKS:
                yield from _paragraph(pieces, gap)
                pieces, gap = [], None
            if kind == "open" and index in dropped:
                index = markup.ends[index]
            elif index in grids:
                yield Block("", grids[index])
                index = markup.ends[index]
            index += 1
        yield from _paragraph(pieces, gap)


def _paragraph(pieces: list[str], gap: GapKind | None = None) -> Iterator[Block]:
    """The block of a paragraph, with the unread content (gap) if it has no words or is a heading."""
    text = _SOURCE_BREAK_RE.sub("", clean("".join(pieces)))
    text = keep_digits(_SPACES_RE.sub(" ", text).strip()).strip()
    if text:
        yield Block(text)
    if gap and (not text or _HEADING_RE.match(text)):
        yield Block("", gap=gap)


def _weigh_events(events: Sequence[Event]) -> list[int]:
    """For each event, the amount of prose in it; text in links counts as none."""
    links = 0
    weights = []
    for kind, name, _ in events:
        if kind == "text":
            weights.append(0 if links else _weigh(name))
            continue
        if name == "a":
            links += 1 if kind == "open" else -1
        weights.append(0)
    return weights


def _sum_up(prose: Sequence[int], outside: Spans | tuple[()]) -> list[int]:
    """For each index, the amount of prose before it; text outside the spans counts as none."""
    heard = list(prose)
    silenced = 0
    for start, end in sorted(outside):
        # Nested spans are covered by the outer one.
        if end > silenced:
            heard[start:end] = [0] * (end - start)
            silenced = end
    return list(accumulate(heard, initial=0))


def _weigh(text: str) -> int:
    length = len(text.strip())
    if not length:
        return 0
    if length < LEAST_PROSE and not _PUNCTUATION_RE.search(text):
        return 0
    return length + (HEADING_WEIGHT if _HEADING_RE.match(text) else 0)


def _names(event: Event) -> list[str]:
    """The class names and the id of a start tag."""
    return [*(event.attributes.get("class") or "").split(), event.attributes.get("id") or ""]


def _names_furniture(event: Event) -> bool:
    return any(map(_is_furniture, _names(event)))


# Cached: a page has few distinct names.
@lru_cache(maxsize=4096)
def _is_furniture(name: str) -> bool:
    return _element_re().match(name) is not None


@cache
def _element_re() -> "regex.Pattern[str]":
    patterns = "|".join(f"(?:{rule.pattern}\n)" for rule in furniture_rules().elements)
    return compile_pattern(patterns)


def _gaps(spans: Spans, end: int) -> Spans:
    """The spans before, between and after the given ones."""
    starts = [0, *(stop for _, stop in spans)]
    stops = [*(start for start, _ in spans), end]
    return list(zip(starts, stops, strict=True))
