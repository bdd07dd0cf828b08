"""Finds whose report a document is: by its title, its page, its signature and the sentences that state it.

A name begins only where a clause or phrase allows it. A region in the title is completed by a second source that names
it too; names from sentences alone need several witnesses, or one that is explicit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import regex

from pipeline.characters import to_plain
from pipeline.ingest import Facts
from pipeline.metadata.acting_authors import find_speaker
from pipeline.metadata.agencies import (
    government_of,
    is_agency,
    parts_of,
    read_region,
    region_rules,
)
from pipeline.metadata.rules import compiled, metadata_rules
from pipeline.metadata.title_authors import read_author
from pipeline.metadata.witnesses import FIRST_LINES, HEAD, NAMING, prose_of, tells_of_others, weigh_witnesses
from pipeline.model import Problem, ReportType, Text
from pipeline.rulebook import one_of


class Authorship(NamedTuple):
    """The agency whose report it is, or the problem that leaves it unknown."""

    agency: str | None
    problem: Problem | None = None


def find_author(title: str | None, facts: Facts, signatory: str | None, text: Text, family: ReportType) -> Authorship:
    """The agency whose report it is; the full name of a region's government, even if 某区政府 is written.

    >>> plain = "2021年年度报告\\n由某县水务局编制。如有疑问,请与某县水务局办公室联系。"
    >>> find_author("2021年年度报告", (), None, Text(plain, plain), ReportType.DISCLOSURE_ANNUAL).agency
    '某县水务局'
    """
    found = _find_author(title, facts, signatory, text, family)
    region = found.agency.removesuffix("政府") if found.agency else ""
    return Authorship(government_of(region)) if region and _is_region(region) and found.agency != region else found


def _find_author(title: str | None, facts: Facts, signatory: str | None, text: Text, family: ReportType) -> Authorship:
    witnesses = weigh_witnesses(facts, signatory, text, family)
    author = read_author(title) if title and not tells_of_others(text, family) else None
    if author and author.agency:
        return Authorship(_complete(author.agency, witnesses))
    if author and author.region:
        return _of_region(author.region, facts, text, family, witnesses)
    if author and author.placeless:
        whole = _complete(author.placeless, witnesses)
        if whole != author.placeless:
            return Authorship(whole)
        found = _most_named(witnesses, text, family)
        site = None if found.agency else _site_of(author.placeless, facts, text)
        return Authorship(site) if site else found
    return _most_named(witnesses, text, family)


def _site_of(placeless: str, facts: Facts, text: Text) -> str | None:
    """The name of a body with the place of the government on whose site it is, if there is exactly one.

    >>> plain = "柳溪县政府门户网站\\n县教育局2021年工作总结"
    >>> _site_of("县教育局", (), Text(plain, plain))
    '柳溪县教育局'
    >>> _site_of("市教育局", (), Text(plain, plain))
    """
    lines = [*text.plain[:HEAD].split("\n")[:FIRST_LINES], *(to_plain(value) for _, value in facts)]
    found = {match["place"] for line in lines for match in compiled("site_name").finditer(line)}
    places = {place for place in found if place.endswith(placeless[0]) and _is_region(place)}
    return places.pop() + placeless[1:] if len(places) == 1 else None


def _most_named(witnesses: Mapping[str, int], text: Text, family: ReportType) -> Authorship:
    """The name with the greatest weight; a short form counts for the full name."""
    whole = Counter(
        {
            name: sum(weight for other, weight in witnesses.items() if name.endswith(other))
            for name in witnesses
            if not any(other != name and other.endswith(name) for other in witnesses)
        }
    )
    ranked = whole.most_common(2)
    sure = bool(ranked) and ranked[0][1] >= metadata_rules().enough
    if sure and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return Authorship(ranked[0][0])
    congress = compiled("congress").search(text.plain[:HEAD])
    bodies = region_rules().bodies.get(family)
    if bodies and congress and _is_region(congress["region"]):
        body = _body_of(congress["region"], bodies, text.plain[:HEAD])
        if body:
            return Authorship(body)
    spoken = _speaker(text) if family is ReportType.WORK_REPORT else None
    if not spoken and family is not ReportType.OTHER:
        speaker = find_speaker(text.plain, prose_of(text), family)
        spoken = speaker if all(name == speaker for name in whole) else None
    if spoken or family is ReportType.OTHER:
        return Authorship(spoken)
    if not ranked:
        return Authorship(None, Problem("unknown_agency"))
    return Authorship(None, Problem("unknown_agency.several", names=tuple(name for name, _ in ranked)))


def _complete(name: str, witnesses: Iterable[str]) -> str:
    """The name with its region, if a witness has it: 青禾县清溪镇人民政府 for 清溪镇人民政府.

    >>> _complete("清溪镇人民政府", ["青禾县清溪镇人民政府", "青禾县人民政府"])
    '青禾县清溪镇人民政府'
    """
    longer = (other for other in witnesses if other != name and other.endswith(name))
    return next((other for other in longer if _is_region(other.removesuffix(name))), name)


def _is_region(words: str) -> bool:
    return read_region(words) == words


def _of_region(region: str, facts: Facts, text: Text, family: ReportType, witnesses: Mapping[str, int]) -> Authorship:
    """The author of a report whose title names only a region: the body for its family, else the government."""
    words = "\n".join([text.plain[:NAMING], text.plain[-NAMING:], *(to_plain(value) for _, value in facts)])
    bodies = region_rules().bodies.get(family)
    if bodies:
        places = parts_of(region)
        pattern = rf"{one_of(places)}\p{{Unified_Ideograph}}{{0,2}}?{one_of(bodies)}(?![长会])"
        match = regex.search(pattern, words)
        governments = tuple(place + "人民政府" for place in places)
        bodies_seen = [
            name for name in witnesses if name.startswith(tuple(places)) and not name.startswith(governments)
        ]
        named = match[0] if match else max(bodies_seen, key=lambda name: witnesses[name], default=None)
        named = named or _body_of(region, bodies, words)
        if named:
            return Authorship(_complete(named, witnesses))
        return Authorship(None, Problem("unknown_agency.region", region=region))
    return Authorship(_complete(_government_in(words, region) or government_of(region), witnesses))


def _body_of(region: str, bodies: tuple[str, ...], words: str) -> str | None:
    """A region's body named without its place in a line of its own, a label, or the title of its head.

    >>> (
    ...     _body_of("某县", ("统计局",), "文章来源:县统计局 发布时间:2019-11-11"),
    ...     _body_of("某县", ("统计局",), "县统计局局长张某"),
    ... )
    ('某县统计局', '某县统计局')
    >>> _body_of("某市", ("统计局",), "来源:县统计局")
    """
    # 州财政局 in an 自治州, 区统计局 in a 新区: the last character is the level.
    begins, ends = r"(?:^|[\s:、,])", rf"(?=$|[\s。,)对]|{one_of(metadata_rules().heads)})"
    match = regex.search(rf"{begins}{region[-1]}(?P<body>{one_of(bodies)}){ends}", words, regex.MULTILINE)
    return region + match["body"] if match else None


def _government_in(plain: str, region: str) -> str | None:
    """The administration of a region, as the text or the page names it.

    >>> _government_in("请与某实验区管委会办公室联系", "某实验区")
    '某实验区管委会'
    """
    match = regex.search(
        rf"{regex.escape(region)}(?:党工委)?(?P<organ>{one_of(metadata_rules().administrations)})", plain
    )
    return region + match["organ"] if match else None


def _speaker(text: Text) -> str | None:
    """The speaker before a congress: the official's government, or the government of the congress's region."""
    head = text.plain[:HEAD]
    match = compiled("official").search(head)
    if match:
        office = match["office"]
        return office if is_agency(office) else government_of(office)
    congress = compiled("congress").search(head)
    return government_of(congress["region"]) if congress and _is_region(congress["region"]) else None
