"""Computes the data of the charts of ``gongkai report`` from the tables: small rows of plain values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.rulebook import indicator_rules
from pipeline.tables import MAIN, TableFile, find_tables, iterate_rows

Row = dict[str, Any]

NO_FORM = "未识别"
NO_AGENCY = "（未知机构）"
DISCLOSURE = "disclosure_annual"
# With more reports than this, the map would be too high to read; it then shows years instead of reports.
SINGLE = 60
# How many agencies are named, those with the most reports first.
NAMED = 30

# The first fiscal year of each generation of the statutory form (国办公开办函〔2019〕60号, 〔2021〕30号). A report may
# print another form.
BREAKS = ((2014, "F14"), (2019, "F19"), (2021, "F21"))


@dataclass(frozen=True, slots=True)
class ChartData:
    """The rows of each chart, and the numbers of reports and of disclosure reports among them."""

    reports: int
    disclosure: int
    years: tuple[Row, ...]
    measures: Mapping[str, tuple[Row, ...]]
    coverage: tuple[Row, ...]
    coverage_of_years: bool
    audits: tuple[Row, ...]
    agencies: tuple[Row, ...]


def read_chart_data(out: Path) -> ChartData:
    """Reads the tables in ``out`` and computes the rows of all charts.

    Raises:
        NoTablesError: if ``out`` holds no tables.
    """
    tables = {table.name: table for table in find_tables(out)}
    columns = ["document_id", "source", "report_type", "agency", "agency_id", "report_part", "report_year", "form"]
    known = [name for name in columns if name in tables["documents"].schema.names]
    documents = [row for row in _read_rows(tables["documents"], known) if row.get("report_part", MAIN) == MAIN]
    named = {row["agency_id"]: row["name"] for row in _read_rows(tables.get("agencies"), ["agency_id", "name"])}
    disclosure = [row for row in documents if row["report_type"] == DISCLOSURE]
    ids = {row["document_id"] for row in disclosure}
    panel = [row for row in _read_rows(tables.get("panel")) if row["document_id"] in ids]
    for row in (*documents, *panel):  # one name for all spellings
        row["agency"] = named.get(row.get("agency_id"), row["agency"])
    sources = {row["document_id"]: row["source"] for row in disclosure}
    of_years = len(panel) > SINGLE
    return ChartData(
        reports=len(documents),
        disclosure=len(disclosure),
        years=count_years(disclosure),
        measures=measure_reports(panel),
        coverage=cover_years(panel) if of_years else cover_reports(panel, sources),
        coverage_of_years=of_years,
        audits=count_audits(_read_rows(tables.get("audits"), ["rule", "outcome"])),
        agencies=count_agencies(disclosure),
    )


def _read_rows(table: TableFile | None, columns: Sequence[str] | None = None) -> list[Row]:
    if table is None:  # missing in outputs of earlier versions
        return []
    names = list(columns or table.schema.names)
    return [dict(zip(names, row, strict=True)) for row in iterate_rows(table, names)]


def count_years(documents: Iterable[Row]) -> tuple[Row, ...]:
    """Counts the reports of each year and form.

    >>> count_years([{"report_year": 2021, "form": "F21"}, {"report_year": 2021, "form": None}])
    ({'year': 2021, 'form': 'F21', 'reports': 1}, {'year': 2021, 'form': '未识别', 'reports': 1})
    """
    counts = Counter(
        (row["report_year"], row["form"] or NO_FORM) for row in documents if row["report_year"] is not None
    )
    return tuple({"year": year, "form": form, "reports": count} for (year, form), count in sorted(counts.items()))


def measure_reports(panel: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """The requests, grants and reviews of each report, if it states the numbers needed.

    ``disputed`` lists the numbers used that a failed audit of the report contradicts.

    >>> row = {"agency": "某县", "report_year": 2021, "form": "F21", "requests": 50.0, "reviews": 1.0}
    >>> measured = measure_reports([{**row, "granted": 20.0, "granted_partly": 5.0, "closed": 50.0}])
    >>> [rows[0]["value"] for rows in measured.values()]
    [50.0, 0.5, 2.0]
    """
    measured: dict[str, list[Row]] = {"requests": [], "grant_rate": [], "reviews_per_100": []}
    for row in panel:
        if row["report_year"] is None:
            continue
        head = {"year": row["report_year"], "agency": row["agency"] or NO_AGENCY, "form": row["form"] or NO_FORM}
        requests, closed = row.get("requests"), row.get("closed")
        granted, partly = row.get("granted"), row.get("granted_partly")
        if requests is not None:
            measured["requests"].append({**head, **_doubt(row, "requests"), "value": requests})
        if closed and granted is not None and partly is not None:
            doubt = _doubt(row, "granted", "granted_partly", "closed")
            measured["grant_rate"].append({**head, **doubt, "value": (granted + partly) / closed})
        if requests and row.get("reviews") is not None:
            doubt = _doubt(row, "reviews", "requests")
            measured["reviews_per_100"].append({**head, **doubt, "value": 100 * row["reviews"] / requests})
    return {name: tuple(rows) for name, rows in measured.items()}


def _doubt(row: Row, *codes: str) -> Row:
    """The labels of those of the indicators that are disputed; outputs of earlier versions lack this information."""
    disputed = (row.get("disputed") or "").split(";")
    labels = dict(_indicators())
    return {"disputed": "、".join(labels[code] for code in codes if code in disputed)}


def generation(year: int) -> str:
    """The form prescribed for a fiscal year.

    >>> generation(2012), generation(2014), generation(2020), generation(2024)
    ('F08', 'F14', 'F19', 'F21')
    """
    return next((form for first, form in reversed(BREAKS) if year >= first), "F08")


def _indicators() -> list[tuple[str, str]]:
    return [(rule.code, rule.label) for rule in indicator_rules().indicators]


def cover_years(panel: Iterable[Row]) -> tuple[Row, ...]:
    """The share of the reports of each year that state an indicator."""
    by_year: defaultdict[int, list[Row]] = defaultdict(list)
    for row in panel:
        if row["report_year"] is not None:
            by_year[row["report_year"]].append(row)
    return tuple(
        {"indicator": label, "column": str(year), "share": sum(row.get(code) is not None for row in rows) / len(rows)}
        for code, label in _indicators()
        for year, rows in sorted(by_year.items())
    )


def cover_reports(panel: Iterable[Row], sources: Mapping[str, str]) -> tuple[Row, ...]:
    """Whether each report states an indicator; several reports of one agency and year are distinguished by file."""
    named = [(row, f"{row['report_year'] or '—'} {row['agency'] or sources[row['document_id']]}") for row in panel]
    times = Counter(name for _, name in named)
    named = [(row, name if times[name] == 1 else f"{name} · {sources[row['document_id']]}") for row, name in named]
    return tuple(
        {"indicator": label, "column": name, "share": float(row.get(code) is not None)}
        for code, label in _indicators()
        for row, name in sorted(named, key=lambda pair: pair[1])
    )


def count_audits(audits: Iterable[Row]) -> tuple[Row, ...]:
    """The outcomes of each audit that failed at least once, those with the most failures first."""
    counts = Counter((row["rule"], row["outcome"]) for row in audits)
    failed = sorted(
        {rule for rule, outcome in counts if outcome == "fail"}, key=lambda rule: (-counts[rule, "fail"], rule)
    )
    return tuple(
        {"rule": rule, "outcome": outcome, "audits": counts[rule, outcome]}
        for rule in failed
        for outcome in ("fail", "pass", "not_assessable")
        if counts[rule, outcome]
    )


def count_agencies(documents: Iterable[Row]) -> tuple[Row, ...]:
    """The agencies with the most reports, with all others in one row."""
    counts = Counter(row["agency"] or NO_AGENCY for row in documents)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [{"agency": agency, "reports": count} for agency, count in ordered[:NAMED]]
    rest = ordered[NAMED:]
    if rest:
        rows.append({"agency": f"其他 {len(rest)} 个机构", "reports": sum(count for _, count in rest)})
    return tuple(rows)
