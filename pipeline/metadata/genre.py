"""Checks whether the text is a report at all, and in the script that the rules are written in."""

from collections.abc import Sequence

from pipeline.characters import count_ideographs, is_traditional, squeeze
from pipeline.model import Figure, Metadata, Problem, RegionKind, Section, Text

# A text with fewer ideographs besides its title states nothing.
FEWEST_WORDS = 10


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
    bodiless = () if no_report or other or figures else find_missing_body(text, sections)
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
