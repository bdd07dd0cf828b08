"""Says what a report depends on besides its bytes, by which a run knows the files that it has read."""

from pathlib import PurePosixPath

from pipeline.model import ITSELF, Origin


def read_hint(path: str, origin: Origin = ITSELF) -> str:
    """What a report depends on besides its bytes: its suffix, a title in its path, and facts about its origin.

    The same bytes under a path with the same hint give the same report.

    >>> read_hint("2012/页面.HTML") == read_hint("页面.html"), read_hint("某区2012年政府信息公开年度报告.txt")
    (True, '.txt 某区2012年政府信息公开年度报告')
    >>> from pipeline.model import Origin
    >>> read_hint("crawl.csv#7", Origin("crawl.csv", "7", "", (("title", "年报"),), (("report_year", "2016"),)))
    " (('title', '年报'),) list (('report_year', '2016'),)"
    """
    named = path if origin.named is None else origin.named
    facts = [repr(origin.facts)] if origin.facts else []
    facts += ["list", repr(origin.listed)] if origin.listed else []
    facts += ["apart"] if origin.apart else []
    facts += ["parts", repr(origin.parts)] if origin.parts else []
    facts += ["only", origin.wanted] if origin.wanted else []
    return " ".join((PurePosixPath(named).suffix.lower(), *_titles(named), *facts))


def _titles(path: str) -> list[str]:
    """The titles in a path; one in ASCII has none, and needs no rules to be read for it."""
    if path.isascii():
        return []
    from pipeline.metadata.titles import file_titles  # noqa: PLC0415

    return file_titles(path)
