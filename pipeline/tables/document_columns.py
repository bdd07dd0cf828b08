"""Names the columns of ``documents``."""

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
            "Path of the file under the input folder; behind it, after !/ or #, the name of a document within it",
        ),
        Column("container", TEXT, MAYBE, "The file that the document lies in, where that is no file of its own"),
        Column("member", TEXT, MAYBE, "Its name in that file: a path, the number of a row, the id of a record"),
        Column("url", TEXT, MAYBE, "Address of the page, as its container or a list says it"),
        Column("retrieved", TEXT, MAYBE, "When it was fetched, as its container or a list says it"),
        Column(
            "sha256",
            TEXT,
            NEVER,
            "SHA-256 of the document's bytes; of one of several reports in a file, of the file's",
        ),
        Column("format", TEXT, NEVER, "What the file is: html, pdf, docx, doc or text (plain text and Markdown)"),
        Column("encoding", TEXT, MAYBE, "Character encoding that the bytes were read in"),
        Column("title", TEXT, MAYBE, "Title of the report, mended where the page has a generic one"),
        Column("agency", TEXT, MAYBE, "The agency that reports, as it names itself"),
        Column("region", TEXT, MAYBE, "The region, where the agency's name gives it, as it does"),
        *REGISTERED,
        AGENCY_RULE,
        AGENCY_START,
        REPORT_ID,
        REPORT_PART,
        Column(
            "report_year",
            INT16,
            MAYBE,
            "The year that is reported on, never that of the meeting that heard the report (2020 for the work report "
            "given in 2021); of several years, and of a school year, the last",
        ),
        Column(
            "report_type",
            TEXT,
            NEVER,
            "Family of the report: disclosure_annual, work_report (of a government), statistics_bulletin, "
            "budget_report (execution of a budget, budgets and final accounts), audit_report, court_report, "
            "procuratorate_report, law_government_report, work_summary or other; told by its title, else by what its "
            "body says and how it is built",
        ),
        Column(
            "form",
            TEXT,
            MAYBE,
            "Generation of the statutory form that it prints: F08 (local forms of fiscal years 2008 to 2013), "
            "F14 (2014 to 2018), F19 (2019 and 2020), F21 (since 2021); told by what is printed, never by the year",
        ),
        Column(
            "period_start",
            DAY,
            MAYBE,
            "First day of the period that the report says it covers, in its title (a half year, a quarter, five "
            "years) or where it says what its data are for; null where it says no more than report_year",
        ),
        Column("period_end", DAY, MAYBE, "Last day of that period"),
        Column("published", DAY, MAYBE, "Day of publication, as the page states it"),
        Column("signed", DAY, MAYBE, "Day under the report's signature"),
        Column("note", TEXT, MAYBE, "What a list (--metadata) notes of the document"),
        Column(
            "listed",
            TEXTS,
            NEVER,
            "The columns of this row whose values a list (--metadata) says and the document does not: url, retrieved, "
            "title, agency, region, report_year, published, and report_type and period where the list's title tells "
            "them; where the document says another thing, its own is taken, and list_differs is a problem",
        ),
        Column("text", TEXT, NEVER, "The whole document, paragraphs by line feeds, cells of tables by tabs"),
        Column("characters", INT32, NEVER, "Length of text", "characters"),
        Column("sections", INT32, NEVER, "Rows of sections that belong to it", "rows"),
        Column("figures", INT32, NEVER, "Rows of figures that belong to it", "rows"),
        Column("cells", INT32, NEVER, "Rows of cells that belong to it", "rows"),
        Column("problems", INT32, NEVER, "Rows of problems that belong to it", "rows"),
        Column("fingerprint", TEXT, NEVER, "Digest of the file, the rules and the code: unchanged, the rows are too"),
        Column("version", TEXT, NEVER, "Version of gongkai that read it"),
    ),
)
