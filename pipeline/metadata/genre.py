"""Checks whether the text is a report at all, and in the script that the rules are written in."""

from collections.abc import Sequence

from pipeline.characters import count_ideographs, is_traditional, squeeze
from pipeline.metadata.rules import compiled
from pipeline.model import Figure, GapKind, Metadata, Problem, RegionKind, Section, Text

# A text with fewer ideographs besides its title states nothing.
FEWEST_WORDS = 10
LONGEST_HEADING = 40
# A text that only says where the report is has fewer words.
MOST_WORDS = 300


def check_genre(
    text: Text,
    metadata: Metadata,
    sections: Sequence[Section],
    figures: Sequence[Figure],
    other: Sequence[Problem] = (),
) -> tuple[Problem, ...]:
    """The problems of a text that is no report, or in a script that the rules do not cover.

    ``other`` are the problems of its file, which explain better why a text is short.
    """
    no_report = find_no_report(text, metadata, sections, figures)
    bodiless: tuple[Problem, ...] = ()
    if not (no_report or other):
        is_titled = compiled("report").search(metadata.title or "") is not None
        bodiless = find_elsewhere(text, sections, figures) if is_titled else ()
        bodiless = bodiless or (() if figures else find_missing_body(text, sections))
    return (*no_report, *bodiless, *find_traditional(text))


def find_no_report(
    text: Text, metadata: Metadata, sections: Sequence[Section], figures: Sequence[Figure]
) -> tuple[Problem, ...]:
    """One problem if nothing in a file belongs to a report: a price list, source code, a page of notes.

    A report that is short or odd has at least one such thing, so there are no false alarms.

    >>> text = Text("牛奶\\n面包", "牛奶\\n面包")
    >>> [problem.code for problem in find_no_report(text, Metadata(), [], [])]
    ['no_report']
    >>> find_no_report(text, Metadata(report_year=2016), [], [])
    ()
    """
    is_divided = any(section.level for section in sections)
    has_table = bool(text.grids) or any(region.kind is RegionKind.TABLE for region in text.regions)
    says_whose = metadata.agency is not None or metadata.report_year is not None
    if is_divided or figures or has_table or says_whose:
        return ()
    return (Problem("no_report"),)


def find_elsewhere(text: Text, sections: Sequence[Section], figures: Sequence[Figure]) -> tuple[Problem, ...]:
    """One problem if a page says that its report is a file, and has no figure, table or section itself.

    >>> words = "某局2023年年度报告\\n现予公布。\\n附件:某局2023年年度报告.pdf"
    >>> [problem.code for problem in find_elsewhere(Text(words, words), [], [])]
    ['attached_report']
    """
    is_reported = any(gap.kind in (GapKind.ATTACHMENT, GapKind.LINKED_TABLE) for gap in text.gaps)
    # Most reports have figures outside of brackets, which makes the search for a reference to the report unnecessary.
    if is_reported or text.grids or not all(_is_bracketed(text.plain, figure.start) for figure in figures):
        return ()
    spans = [match.span() for match in compiled("elsewhere").finditer(text.plain)]
    own = [figure for figure in figures if not any(start <= figure.start < end for start, end in spans)]
    words = count_ideographs(text.text)[0] - sum(end - start for start, end in spans)
    if not spans or own or words > MOST_WORDS or _has_section(text, sections, spans):
        return ()
    start, end = spans[-1]
    return (Problem("attached_report", start, end, heading=" ".join(text.text[start:end].split())[:LONGEST_HEADING]),)


def _is_bracketed(plain: str, at: int) -> bool:
    """Whether a number is in brackets, as the size of a file is next to its name (PDF, 1.2MB)."""
    return plain.rfind("(", 0, at) > max(plain.rfind(")", 0, at), plain.rfind("\n", 0, at))


def _has_section(text: Text, sections: Sequence[Section], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a numbered section has words of its own, besides those that say where the report is."""
    opened = [section for section in sections if section.level]
    if not opened:
        return False
    own = bytearray(b"\1" * len(text.text))
    heads = [(one.start, one.start + len(one.marker or "") + len(one.title or "")) for one in opened]
    for start, end in ((0, opened[0].start), *heads, *spans):
        own[start:end] = bytes(end - start)
    words = "".join(sign for sign, kept in zip(text.text, own, strict=True) if kept)
    return count_ideographs(words)[0] >= FEWEST_WORDS


def find_missing_body(text: Text, sections: Sequence[Section]) -> tuple[Problem, ...]:
    """One problem if a document has only a title, and shows nothing that was not read.

    >>> [problem.code for problem in find_missing_body(Text("某局2023年年度报告", "某局2023年年度报告"), [])]
    ['missing_body']
    """
    lines = sorted((squeeze(line) for line in text.text.splitlines()), key=len)
    says_nothing = count_ideographs("".join(lines[:-1]))[0] < FEWEST_WORDS
    if not says_nothing or text.grids or text.gaps or any(section.level for section in sections):
        return ()
    return (Problem("missing_body"),)


def find_traditional(text: Text) -> tuple[Problem, ...]:
    """One problem if a text is in traditional characters, which are read one for one as simplified ones.

    >>> [problem.code for problem in find_traditional(Text("政府資訊公開條例", "政府资讯公开条例"))]
    ['traditional_script']
    >>> find_traditional(Text("政府信息公开条例", "政府信息公开条例"))
    ()
    """
    if not is_traditional(text.text):
        return ()
    count, number = count_ideographs(text.text)
    return (Problem("traditional_script", count=count, number=number),)
