"""Tells whether what was read is a report at all, and one in the script that the rules are written in."""

from collections.abc import Sequence

from pipeline.characters import count_ideographs, is_traditional
from pipeline.model import Figure, Metadata, Problem, RegionKind, Section, Text


def check_genre(
    text: Text, metadata: Metadata, sections: Sequence[Section], figures: Sequence[Figure]
) -> tuple[Problem, ...]:
    """The problems of a text that is no report, or in a script that the rules do not know."""
    return (*find_no_report(text, metadata, sections, figures), *find_traditional(text))


def find_no_report(
    text: Text, metadata: Metadata, sections: Sequence[Section], figures: Sequence[Figure]
) -> tuple[Problem, ...]:
    """One problem where nothing in a file is of a report: a price list, the code of a program, a page of notes.

    A report that is short or odd has at least one of these things, so that the problem does not cry wolf.

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


def find_traditional(text: Text) -> tuple[Problem, ...]:
    """One problem where a text is in traditional characters, which are read one for one as simplified ones.

    >>> [problem.code for problem in find_traditional(Text("政府資訊公開條例", "政府资讯公开条例"))]
    ['traditional_script']
    >>> find_traditional(Text("政府信息公开条例", "政府信息公开条例"))
    ()
    """
    if not is_traditional(text.text):
        return ()
    count, number = count_ideographs(text.text)
    return (Problem("traditional_script", count=count, number=number),)
