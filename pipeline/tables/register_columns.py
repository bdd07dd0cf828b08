"""Defines the columns on the agency and its location in ``documents`` and ``panel``, and the table ``agencies``."""

from pipeline.tables.columns import INT16, INT32, MAYBE, NEVER, TEXT, TEXTS, Column, Table

# What a document is of its report (``documents.report_part``).
MAIN, EDITION, ANNEX = "main", "edition", "annex"
# The family of reports that the panel is of; of any other, only what prints the statutory form is in it.
DISCLOSURE = "disclosure_annual"

REGISTERED = (
    Column(
        "agency_id",
        TEXT,
        MAYBE,
        "The agency, whatever its spelling: the first code of its division since 2007, the zone or town in it, and the "
        "full name of the office, as in 130000:科学技术厅; null if it is uncertain which agency a name means",
    ),
    Column("province", TEXT, MAYBE, "The province, by its name in the year of the report; null for national agencies"),
    Column(
        "prefecture",
        TEXT,
        MAYBE,
        "The prefecture or city above counties; null in Beijing, Tianjin, Shanghai and Chongqing",
    ),
    Column("county", TEXT, MAYBE, "The county, district or city of that level; null above it"),
    Column(
        "adcode",
        TEXT,
        MAYBE,
        "Code in GB/T 2260, valid at the end of the report's year, of the agency's division; for zones, towns and "
        "their agencies, of the division that contains them; null for a division founded in the next year, when the "
        "report is written (光明区 for 2017), although its agency_id and names are given",
    ),
    Column(
        "level",
        TEXT,
        MAYBE,
        "state, province, prefecture, county, township or zone (development zones and the divisions of the Corps, "
        "whatever their rank)",
    ),
    Column(
        "agency_type",
        TEXT,
        MAYBE,
        "government, government_office, department, vertical (led from above: taxes, customs, weather), court, "
        "procuratorate, zone, town, university, school, hospital, enterprise, institution, association, congress, "
        "party_organ or central_organ",
    ),
)

AGENCY_RULE = Column(
    "agency_rule",
    TEXT,
    MAYBE,
    "How agency_id was found: printed (the name as it is), written_out (with its short forms written out), text (of "
    "several places with that name, by the divisions that the text names), misprint (a place on no list, by the one "
    "that looks like it), listed (a name without its place, by the region in a list) or overruled (data/agencies.csv)",
)

AGENCY_START = Column(
    "agency_start",
    INT32,
    MAYBE,
    "Where the agency's name first occurs in text; null if it was composed, for instance with a title's region",
)

REPORT_ID = Column(
    "report_id",
    TEXT,
    NEVER,
    "The report, which may be several documents (text and annex, a page and its PDF, a corrected edition): agency_id, "
    "report_year and report_type, with the title if an agency has several such reports; document_id if the agency or "
    "the year is uncertain",
)

REPORT_PART = Column(
    "report_part",
    TEXT,
    NEVER,
    "The document's part in its report: main (the panel's document_id), edition (the same report again, in another "
    "format or corrected) or annex (it names no agency and belongs to its report by the name of its file or folder, or "
    "has only tables that go with a text)",
)

AGENCIES = Table(
    "agencies",
    "An agency that reports, whatever its spelling",
    (
        Column("agency_id", TEXT, NEVER, "The agency, see documents.agency_id"),
        Column("name", TEXT, NEVER, "Its name: from data/agencies.csv, or else the full name that most reports use"),
        Column("spellings", TEXTS, NEVER, "All names that reports use for it, the full one first"),
        Column(
            "places",
            TEXTS,
            NEVER,
            "The first occurrence of each spelling: name@document_id:start, without start if no text contains it",
        ),
        *(column for column in REGISTERED if column.name in ("agency_type", "level")),
        Column("parent", TEXT, MAYBE, "agency_id of the government or agency above it, whether or not that reports"),
        *(column for column in REGISTERED if column.name in ("province", "prefecture", "county", "adcode")),
        Column(
            "first_year",
            INT16,
            MAYBE,
            "First year that it reports on; its division and code are those of the last year",
        ),
        Column("last_year", INT16, MAYBE, "Last year that it reports on"),
        Column("documents", INT32, NEVER, "Rows of documents that belong to it", "rows"),
        Column(
            "evidence",
            TEXTS,
            NEVER,
            "Why its spellings are one agency: for each, how it was found (documents.agency_rule) and read, and the "
            "names and codes of its division; empty if there is only one spelling, as printed",
        ),
        Column(
            "likely",
            TEXTS,
            NEVER,
            "Other agencies that may be the same, with the reason: an office or a division that replaced another; they "
            "are not merged",
        ),
    ),
)
