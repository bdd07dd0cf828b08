"""Reads HTML pages: title and facts, paragraphs, and tables as grids, without menus and toolbars.

The body is the element where common publishing systems put it, or else the smallest element that contains nearly all
of the page's prose.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, takewhile

import regex
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.characters import PICTURED, UnreadableError, clean, to_plain
from pipeline.i18n import Message
from pipeline.ingest.facts import Facts, fact_of_meta, read_cells, read_facts, read_publication
from pipeline.ingest.furniture import furniture_line, furniture_rules
from pipeline.ingest.html.bounds import MOST_TAGS, Excess, find_excess, flatten
from pipeline.ingest.html.gaps import mark_attachments
from pipeline.ingest.html.grids import MOST_COLUMNS, find_grids
from pipeline.ingest.html.markup import HEADING_RE, LINE_END, Markup, find_named, parse, walk
from pipeline.ingest.html.scripts import find_script_text, holds_more, is_bare
from pipeline.ingest.html.sheets import apply_sheets
from pipeline.ingest.html.tags import BLOCKS
from pipeline.ingest.paragraphs import join_blocks
from pipeline.ingest.pictured import keep_digits
from pipeline.model import Block, Format, GapKind, Grid, Page, Problem

# Elements that begin a line if the page is read as plain lines.
FLATTENED = BLOCKS | {"nav", "footer", "aside", "menu", "option", "select", "legend"}
# Elements that can be the body of an article.
BODIES = frozenset(("body", "div", "section", "article", "main", "td", "form", "center"))

# A named body contains at least half of the page's prose; a body found by its size contains nearly all of it.
LEAST_NAMED = 0.5
LEAST_FOUND = 0.9
LONGEST_FACTS = 20_000
MOST_CELLS = 400
# The line below the title is among the first so many paragraphs.
HEAD_BLOCKS = 12

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
    named = find_named(tree, "style", "script", "meta", "h1", "title")
    apply_sheets(tree, named["style"])
    markup = walk(tree.body or tree.root)
    grids = find_grids(markup)
    prose = markup.prose
    dropped = find_dropped(markup, prose)
    spans = find_body(markup, grids, dropped, prose)
    body = list(compose_blocks(markup, grids, dropped, spans))
    around = [to_plain(block.text) for block in compose_blocks(markup, {}, (), _gaps(spans, len(markup.words)))]
    facts = list(
        dict.fromkeys(
            (*read_head(named), *read_facts("\n".join(around)[:LONGEST_FACTS]), *read_cells([around[:MOST_CELLS]]))
        )
    )
    kept = []
    for index, block in enumerate(mark_attachments(body, markup.links)):
        plain = to_plain(block.text)
        if not block.gap and furniture_line(plain, "head" if index < min(HEAD_BLOCKS, len(body) // 2) else "anywhere"):
            facts += read_publication(plain)
        else:
            kept.append(block)
    problems = tuple(_list_losses(excess, grids.values()))
    page = Page(Format.HTML, None, tuple(join_blocks(kept)), tuple(facts), problems)
    return _add_script(page, tree) if named["script"] else page


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


def read_head(named: Mapping[str, Sequence[LexborNode]]) -> Facts:
    """The facts in the meta elements, the first heading and the title of those of a page, in this order."""
    facts = []
    for meta in named["meta"]:
        attributes = meta.attributes
        name = fact_of_meta(attributes.get("name") or attributes.get("property") or "")
        value = (attributes.get("content") or "").strip()
        if name and value:
            facts.append((name, value))
    for tag in ("h1", "title"):
        words = " ".join(clean(named[tag][0].text()).split()) if named[tag] else ""
        if words:
            facts.append(("title", _SITE_RE.sub("", words) if tag == "title" else words))
    return tuple(facts)


def find_dropped(markup: Markup, prose: Sequence[int]) -> frozenset[int]:
    """The indices of the elements whose class or id marks them as menus, toolbars or the like.

    Elements that contain half of the page's prose are kept; ``prose`` is the amount in each event.
    """
    named = [index for index, tag in markup.tags.items() if tag.is_furniture]
    if not named:
        return frozenset()
    before = _sum_up(prose, ())
    return frozenset(i for i in named if before[markup.ends[i]] - before[i] <= before[-1] / 2)


def find_body(markup: Markup, grids: Mapping[int, Grid], dropped: Collection[int], prose: Sequence[int]) -> Spans:
    """The ranges of events that are the body of the page."""
    tags, ends = markup.tags, markup.ends
    outside = [(i, ends[i]) for i in dropped]
    before = _sum_up(prose, outside)
    total = before[-1]

    def weight(index: int) -> int:
        return before[ends[index]] - before[index]

    containers = furniture_rules().containers
    known = frozenset(containers)
    named: dict[str, list[int]] = {}
    for index, tag in tags.items():
        if tag.names:
            for name in known.intersection(tag.names):
                named.setdefault(name, []).append(index)
    for container in containers if named else ():
        outermost: Spans = []
        for index in named.get(container, ()):
            if not outermost or index >= outermost[-1][1]:
                outermost.append((index, ends[index]))
        if outermost and total and sum(weight(index) for index, _ in outermost) >= LEAST_NAMED * total:
            return outermost
    if not total:
        return [(0, len(markup.words))]
    # Elements that contain more than half are nested, so the last of them is the smallest. None of them begins behind
    # the prose that it may leave out.
    last = bisect_right(before, total - LEAST_FOUND * total)
    holding = [i for i in takewhile(last.__gt__, tags) if weight(i) >= LEAST_FOUND * total]
    bodies = [i for i in holding if tags[i].name in BODIES and not any(g <= i < ends[g] for g in grids)]
    return [(bodies[-1], ends[bodies[-1]])] if bodies else [(0, len(markup.words))]


def compose_blocks(
    markup: Markup, grids: Mapping[int, Grid], dropped: Collection[int], spans: Spans
) -> Iterator[Block]:
    """The paragraphs and tables in ranges of events, in order."""
    words, tags, ends, stops = markup.words, markup.tags, markup.ends, markup.stops
    for start, end in spans:
        pieces: list[str] = []
        gap: GapKind | None = None
        place = start
        for stop in stops[bisect_left(stops, start) : bisect_left(stops, end)]:
            if stop < place:
                continue
            piece = "".join(words[place:stop])
            if pieces or (piece and not piece.isspace()):
                pieces.append(piece)
            place = stop + 1
            tag = tags.get(stop)
            if tag is None and words[stop] == LINE_END:
                yield from _paragraph(pieces)
                pieces = []
                continue
            if tag is not None:
                gap = gap or tag.gap
                pieces += PICTURED * tag.is_pictured
            if (pieces or gap) and (tag is None or tag.is_block):
                yield from _paragraph(pieces, gap)
                pieces, gap = [], None
            if stop in dropped:
                place = ends[stop]
            elif stop in grids:
                yield Block("", grids[stop])
                place = ends[stop]
        yield from _paragraph([*pieces, *words[place:end]], gap)


def _paragraph(pieces: list[str], gap: GapKind | None = None) -> list[Block]:
    """The block of a paragraph, with the unread content (gap) if it has no words or is a heading."""
    text = "".join(pieces).strip()
    if text:
        text = _SOURCE_BREAK_RE.sub("", clean(text)) if "\n" in text else clean(text)
        text = keep_digits(_SPACES_RE.sub(" ", text).strip()).strip()
    blocks = [Block(text)] if text else []
    if gap and (not text or HEADING_RE.match(text)):
        blocks.append(Block("", gap=gap))
    return blocks


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


def _gaps(spans: Spans, end: int) -> Spans:
    """The spans before, between and after the given ones."""
    starts = [0, *(stop for _, stop in spans)]
    stops = [*(start for start, _ in spans), end]
    return list(zip(starts, stops, strict=True))
