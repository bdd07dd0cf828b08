"""Checks what must hold in a report.

Takes the cells, figures and indicators of a report, or the facts of an agency's years; returns the outcome of every
rule with its evidence, and for failures the cell whose change would repair them.
"""

from typing import TYPE_CHECKING

from pipeline.doors import open_door

if TYPE_CHECKING:
    from pipeline.audits.audits import audit_report, passed_cells
    from pipeline.audits.documents_of_report import DOCUMENTS_AGREE, Stated, audit_documents
    from pipeline.audits.make_audits import say_bounds
    from pipeline.audits.registration import BY_PEOPLE, REGION, audit_region
    from pipeline.audits.year_on_year import YearFacts, agency_key, audit_years, codes_between_years, find_year_facts

__all__ = [
    "BY_PEOPLE",
    "DOCUMENTS_AGREE",
    "REGION",
    "Stated",
    "YearFacts",
    "agency_key",
    "audit_documents",
    "audit_region",
    "audit_report",
    "audit_years",
    "codes_between_years",
    "find_year_facts",
    "passed_cells",
    "say_bounds",
]

# The module of each public name. Modules are loaded on first use: a run with nothing to read needs few of them.
_MODULES = {
    "audits": (
        "audit_report",
        "passed_cells",
    ),
    "documents_of_report": (
        "DOCUMENTS_AGREE",
        "Stated",
        "audit_documents",
    ),
    "make_audits": ("say_bounds",),
    "registration": (
        "BY_PEOPLE",
        "REGION",
        "audit_region",
    ),
    "year_on_year": (
        "YearFacts",
        "agency_key",
        "audit_years",
        "codes_between_years",
        "find_year_facts",
    ),
}

__getattr__ = open_door(__name__, _MODULES)
