"""Defines the columns of ``documents``."""

from pipeline.tables.columns import DAY, DOCUMENT_ID, INT16, INT32, MAYBE, NEVER, TEXT, TEXTS, Column, Table
from pipeline.tables.register_columns import AGENCY_RULE, AGENCY_START, REGISTERED, REPORT_ID, REPORT_PART

DOCUMENTS = Table(
    "documents",
    "A report that could be read",
    (
        DOCUMENT_ID,
        Column(
            "source",
            TEXT,
            NEVER,
            "Path of the file under the input folder, followed after !/ or # by the name of a document within it",
        ),
        Column("container", TEXT, MAYBE, "The container file, if the document is not a file itself"),
        Column("member", TEXT, MAYBE, "Its name in the container: a path, a row number or a record id"),
        Column("url", TEXT, MAYBE, "Address of the page, as stated in its container or a list"),
        Column("retrieved", TEXT, MAYBE, "When it was fetched, as stated in its container or a list"),
        Column(
            "sha256",
            TEXT,
            NEVER,
            "SHA-256 of the document's bytes; for one of several reports in a file, of the file's bytes",
        ),
        Column("format", TEXT, NEVER, "Format of the file: html, pdf, docx, doc or text (plain text and Markdown)"),
        Column("encoding", TEXT, MAYBE, "Character encoding that the bytes were read in"),
        Column("title", TEXT, MAYBE, "Title of the report, completed where the page has only a generic one"),
        Column("agency", TEXT, MAYBE, "The agency that reports, as it names itself"),
        Column("region", TEXT, MAYBE, "The region as written in the agency's name, if it contains one"),
        *REGISTERED,
        AGENCY_RULE,
        AGENCY_START,
        REPORT_ID,
        REPORT_PART,
        Column(
            "report_year",
            INT16,
            MAYBE,
            "The year that the report covers, never that of the meeting that heard it (2020 for the work report given "
            "in 2021); the last of several years or of a school year",
        ),
        Column(
            "report_type",
            TEXT,
            NEVER,
            "Family of the report: disclosure_annual, work_report (of a government), statistics_bulletin, "
            "budget_report (execution of a budget, budgets and final accounts), audit_report, court_report, "
            "procuratorate_report, law_government_report, work_summary or other; determined by its title, or else by "
            "its text and structure",
        ),
        Column(
            "form",
            TEXT,
            MAYBE,
            "Generation of the statutory form that it prints: F08 (local forms of fiscal years 2008 to 2013), "
            "F14 (2014 to 2018), F19 (2019 and 2020), F21 (since 2021); judged by what is printed, never by the year",
        ),
        Column(
            "period_start",
            DAY,
            MAYBE,
            "First day of the period that the report states in its title (a half year, a quarter, five years) or for "
            "its data; null if it states nothing besides report_year",
        ),
        Column("period_end", DAY, MAYBE, "Last day of that period"),
        Column("published", DAY, MAYBE, "Day of publication, as the page states it"),
        Column("signed", DAY, MAYBE, "Date below the report's signature"),
        Column("note", TEXT, MAYBE, "The note on the document in a list (--metadata)"),
        Column(
            "listed",
            TEXTS,
            NEVER,
            "The columns of this row whose values come from a list (--metadata) and not from the document: url, "
            "retrieved, title, agency, region, report_year, published, and report_type and period if read from the "
            "list's title; if the two differ, the document's value is used, and list_differs is a problem",
        ),
        Column("text", TEXT, NEVER, "The whole document, paragraphs separated by line feeds, table cells by tabs"),
        Column("characters", INT32, NEVER, "Length of text", "characters"),
        Column("sections", INT32, NEVER, "Rows of sections that belong to it", "rows"),
        Column("figures", INT32, NEVER, "Rows of figures that belong to it", "rows"),
        Column("cells", INT32, NEVER, "Rows of cells that belong to it", "rows"),
        Column("problems", INT32, NEVER, "Rows of problems that belong to it", "rows"),
        Column(
            "fingerprint",
            TEXT,
            NEVER,
            "Digest of the file, the rules and the code; if it is unchanged, so are the rows",
        ),
        Column("version", TEXT, NEVER, "Version of gongkai that read it"),
    ),
)
