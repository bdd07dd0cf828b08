"""Joins paragraphs of web pages and Word files that are only lines, broken by hand or set by a viewer."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.ingest.cut_lines import restore_lines
from pipeline.ingest.number_lines import join_numbers
from pipeline.ingest.unwrap import unwrap
from pipeline.model import Block


def join_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Joins the blocks that were lines of one paragraph.

    Tables and furniture stay as they are, and nothing is joined across them.

    >>> [
    ...     block.text
    ...     for block in join_blocks([Block("其中，市级办结47"), Block("件，县级办结12件。"), Block("二、问题")])
    ... ]
    ['其中，市级办结47件，县级办结12件。', '二、问题']
    """
    for kept, group in groupby(blocks, key=lambda block: bool(block.grid or block.furniture or block.gap)):
        run = list(group)
        if kept:
            yield from run
        else:
            lines = join_numbers(restore_lines([block.text for block in run]))
            yield from map(Block, unwrap(lines, ragged=False))
