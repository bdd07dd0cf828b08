"""Reads one report from its bytes to its figures: the composition of all stages.

source → page → text → metadata → sections → figures → citations → report
"""

from hashlib import sha256
from pathlib import PurePosixPath

from pipeline.audits.audits import audit_report, passed_cells
from pipeline.characters.encoding import UnreadableError, clean
from pipeline.citations import find_citations
from pipeline.figures.figures import find_figures
from pipeline.figures.malformed import find_torn
from pipeline.forms.cells import find_cells
from pipeline.forms.implausible_counts import leave_odd_counts
from pipeline.forms.table_years import leave_other_years
from pipeline.indicators.indicators import find_indicators
from pipeline.indicators.ranking import rank_indicators
from pipeline.ingest.plain.plaintext import read_plaintext
from pipeline.ingest.read_page import read_page
from pipeline.metadata.genre import find_no_report, find_traditional
from pipeline.metadata.metadata import read_metadata
from pipeline.metadata.titles import file_titles
from pipeline.model import Page, Report, Source, Unreadable
from pipeline.outline.sections import split_sections
from pipeline.text.compose import compose_text

DOCUMENT_ID_DIGITS = 16


def extract_source(source: Source) -> Report | Unreadable:
    """The report that a file holds, or the reason why it holds none."""
    try:
        page = read_page(source)
    except UnreadableError as error:
        return Unreadable(source.path, error.problem)
    return _extract_page(page, source.path, sha256(source.data).hexdigest())


def extract_text(text: str) -> Report:
    """The report that a string holds, for use from Python.

    >>> [figure.surface for figure in extract_text("全年公开信息553项。").figures]
    ['553项']
    """
    return _extract_page(read_plaintext(clean(text)), "", sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def read_hint(path: str) -> str:
    """What of a file's path its report depends on: the suffix, and a title that the file or its folder is named for.

    The same bytes under a path with the same hint give the same report.

    >>> read_hint("2012/页面.HTML") == read_hint("页面.html"), read_hint("某区2012年政府信息公开年度报告.txt")
    (True, '.txt 某区2012年政府信息公开年度报告')
    """
    return " ".join((PurePosixPath(path).suffix.lower(), *file_titles(path)))


def _extract_page(page: Page, path: str, digest: str) -> Report:
    text = compose_text(page)
    metadata = read_metadata(page, text, path)
    sections, section_problems = split_sections(text)
    figures, left_out = find_figures(text, sections, metadata)
    cells, cell_problems = find_cells(text)
    own_cells, year_problems = leave_other_years(cells, text, metadata.report_year)
    own_cells, count_problems = leave_odd_counts(own_cells)
    indicators = find_indicators(own_cells, figures, sections, metadata, text)
    audits = audit_report(cells, figures, indicators, metadata, text)
    confirmed = passed_cells(audits)
    return Report(
        source=path,
        document_id=digest[:DOCUMENT_ID_DIGITS],
        sha256=digest,
        format=page.format,
        encoding=page.encoding,
        text=text,
        metadata=metadata,
        sections=sections,
        figures=figures,
        cells=cells,
        indicators=rank_indicators(indicators, own_cells, figures, confirmed),
        audits=audits,
        citations=find_citations(text, sections),
        problems=(
            *page.problems,
            *find_no_report(text, metadata, sections, figures),
            *find_traditional(text),
            *cell_problems,
            *year_problems,
            *count_problems,
            *find_torn(text),
            *section_problems,
        ),
        left_out=left_out,
        confirmed=confirmed,
    )
