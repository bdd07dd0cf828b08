"""Reads one report from its bytes to its figures: the composition of all stages.

source → page → text → sections → metadata → figures → citations → report
"""

from decimal import localcontext
from fnmatch import fnmatchcase
from hashlib import sha256

from msgspec.structs import replace

from pipeline.audits import audit_report, passed_cells
from pipeline.characters import BROKEN, UnreadableError, clean
from pipeline.citations import find_citations
from pipeline.collector import without_collector
from pipeline.document_ids import identify, name_part
from pipeline.figures import find_figures
from pipeline.forms import find_cells, keep_own_cells
from pipeline.i18n import Message
from pipeline.indicators import (
    find_derived,
    find_indicators,
    find_odd_counts,
    find_outcomes,
    find_statuses,
    name_costs,
    rank_indicators,
    read_prose,
)
from pipeline.ingest import Facts, read_page, read_plaintext
from pipeline.metadata import check_genre, read_metadata
from pipeline.model import Origin, Page, Problem, Report, Source, Text, Unreadable
from pipeline.outline import split_sections
from pipeline.provenance import DOCUMENT_ID_DIGITS
from pipeline.register import register_listed
from pipeline.text import compose_text
from pipeline.values import EXACT
from pipeline.volume import split_page

# Facts about a file with several reports that do not hold for each of them.
OF_VOLUME = frozenset(("title", "agency", "region", "report_year"))
OF_PARTS = frozenset(("published", "url", "retrieved"))
# Facts of containers with other names than in lists.
OVERRULED_FACTS = {"published": ("published",), "agency": ("issuer", "source")}


def extract_source(source: Source) -> Report | Unreadable:
    """The report in a file, or the reason why there is none; several reports in one file are read as one."""
    page = _open_page(source)
    return page if isinstance(page, Unreadable) else _extract_whole(page, source)


def extract_reports(source: Source) -> tuple[Report, ...] | Unreadable:
    """The reports in a file, of which there may be several (``volume``), or the reason why there is none.

    Each of several reports is named by the file and its number, and has the file as its container. Its id begins like
    the file's and ends with its number. If only some are wanted, the others are skipped.
    """
    page = _open_page(source)
    if isinstance(page, Unreadable):
        return page
    text = compose_text(page)
    parts = split_page(page, text)
    wanted = source.origin.wanted
    if len(parts) == 1 and wanted is None:
        return (_extract_whole(page, source, text),)
    # Statements of a list, a container or the file name on the agency and the year are about the volume.
    said = tuple(fact for fact in source.origin.listed if fact[0] not in OF_VOLUME)
    facts = tuple(fact for fact in _standing_facts(source.origin) if fact[0] in OF_PARTS)
    numbered = [
        (number, replace(part, facts=facts))
        for number, part in enumerate(parts, 1)
        if len(parts) > 1 and (wanted is None or fnmatchcase(f"{source.path}#{number}", wanted))
    ]
    if not numbered:
        return Unreadable(source.path, Problem("cannot_open", reason=Message("member_missing")), source.origin)
    digest = sha256(source.data).hexdigest()
    own = dict(source.origin.parts)
    listed = {number: tuple((dict(said) | dict(own.get(number, ()))).items()) for number, _ in numbered}
    return tuple(
        _call_part(_extract_page(part, "", digest, listed[number]), source, number) for number, part in numbered
    )


def _call_whole(report: Report, source: Source) -> Report:
    """The only report of a file, under the file's name and id."""
    document_id = identify(report.sha256, source.origin)[:DOCUMENT_ID_DIGITS]
    return replace(report, source=source.path, document_id=document_id, origin=source.origin)


def _extract_whole(page: Page, source: Source, text: Text | None = None) -> Report:
    """The only report of a file; ``text`` is that of its page, if it has been composed already."""
    report = _extract_page(page, source.named, sha256(source.data).hexdigest(), source.origin.listed, text)
    return _call_whole(report, source)


def _call_part(report: Report, source: Source, number: int) -> Report:
    """One of several reports in a file, under its own name and id."""
    origin = replace(source.origin, container=source.path, member=str(number), named=source.named)
    part_id = name_part(identify(report.sha256, source.origin)[:DOCUMENT_ID_DIGITS], number)
    return replace(report, source=f"{source.path}#{number}", document_id=part_id, origin=origin)


def _open_page(source: Source) -> Page | Unreadable:
    try:
        page = read_page(source)
    except UnreadableError as error:
        return Unreadable(source.path, error.problem, source.origin)
    # Facts stated where a document comes from precede those of its own page; a list overrules them.
    return replace(page, facts=(*_standing_facts(source.origin), *page.facts))


def _standing_facts(origin: Origin) -> Facts:
    """The facts that a container states about a document, without those that a list overrules."""
    listed = {name for name, _ in origin.listed}
    overruled = {fact for name in listed for fact in OVERRULED_FACTS.get(name, ())}
    return tuple(fact for fact in origin.facts if fact[0] not in overruled)


def extract_text(text: str) -> Report:
    """The report in a string, for use from Python.

    >>> [figure.surface for figure in extract_text("全年公开信息553项。").figures]
    ['553项']
    """
    whole = clean(text)
    page = read_plaintext(whole)
    halves = whole.count(BROKEN) - text.count(BROKEN)
    problems = (Problem("broken_characters.halves", count=halves),) if halves else ()
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _extract_page(replace(page, problems=page.problems + problems), "", digest)


def _extract_page(page: Page, path: str, digest: str, said: Facts = (), text: Text | None = None) -> Report:
    # Even the longest accepted number is not rounded in a sum, a share or a difference.
    with localcontext(EXACT), without_collector():
        return _read_page(page, text or compose_text(page), path, digest, said)


def _read_page(page: Page, text: Text, path: str, digest: str, said: Facts) -> Report:
    sections, section_problems = split_sections(text)
    metadata, doubts = read_metadata(page, text, path, sections, said)
    metadata, registration, contradictions = register_listed(metadata, text, said)
    figures, left_out, figure_problems = find_figures(text, sections, metadata)
    cells, cell_problems = find_cells(text)
    own_cells, own_problems = keep_own_cells(cells, text, metadata.report_year)
    readings = read_prose(figures, sections, metadata, text)
    indicators = find_indicators(own_cells, readings, figures)
    audits = audit_report(cells, figures, indicators, metadata, text, registration)
    confirmed = passed_cells(audits)
    report = Report(
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
        indicators=rank_indicators((*indicators, *find_derived(own_cells, confirmed)), own_cells, figures, confirmed),
        audits=audits,
        citations=find_citations(text, sections),
        problems=(
            *page.problems,
            *check_genre(text, metadata, sections, figures, page.problems),
            *doubts,
            *contradictions,
            *cell_problems,
            *own_problems,
            *figure_problems,
            *find_odd_counts(readings),
            *section_problems,
        ),
        left_out=left_out,
        confirmed=confirmed,
        outcomes=tuple(find_outcomes(own_cells, confirmed)),
        registration=registration,
    )
    statuses = find_statuses(report, own_cells, readings)
    return replace(report, statuses=statuses, problems=name_costs(report.problems, statuses, text))
