"""The columns of documents and of the panel that say who reports and where that is, and the table of agencies."""

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
        "The agency through all its spellings: the division by the first code that it had since 2007, the zone or town "
        "in it, and the office in full, as in 130000:科学技术厅; null where it is not sure which agency a name is of",
    ),
    Column("province", TEXT, MAYBE, "The province, by its name in the year of the report; null of the whole state"),
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
        "Code in GB/T 2260, as valid at the end of the report's year, of the division that the agency is of; of zones, "
        "towns and what stands in them, of the division that they lie in; null of one that is founded in "
        "the next year, when the report is written (光明区 of 2017), though its agency_id and names are told",
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
    "By what agency_id was told: printed (the name as it is), written_out (with its short forms written out), text "
    "(of several places of that name by the divisions that the text names), misprint (of a place that no list has, by "
    "the one that looks like it), listed (of a name that leaves its place open, by the region that a list says) or "
    "overruled (data/agencies.csv)",
)

AGENCY_START = Column(
    "agency_start",
    INT32,
    MAYBE,
    "Where the agency's name first stands in text; null where it was put together, as of a title's region",
)

REPORT_ID = Column(
    "report_id",
    TEXT,
    NEVER,
    "The report, which may be several documents (text and annex, a page and its PDF, a corrected edition): agency_id, "
    "report_year and report_type, with the title where an agency has several such reports; document_id where agency or "
    "year is not sure",
)

REPORT_PART = Column(
    "report_part",
    TEXT,
    NEVER,
    "What the document is of its report: main (the panel's document_id), edition (the same report once more, in "
    "another format or corrected) or annex (it names no agency, and lies beside its report by the name of its file or "
    "folder, or has tables alone beside a text)",
)

AGENCIES = Table(
    "agencies",
    "An agency that reports, through all its spellings",
    (
        Column("agency_id", TEXT, NEVER, "The agency, see documents.agency_id"),
        Column(
            "name", TEXT, NEVER, "Its name: as people call it (data/agencies.csv), else in full as most reports have it"
        ),
        Column("spellings", TEXTS, NEVER, "Every name that reports have for it, the one in full first"),
        Column(
            "places",
            TEXTS,
            NEVER,
            "Where each of them stands first: name@document_id:start, without start where no text has it as it is",
        ),
        *(column for column in REGISTERED if column.name in ("agency_type", "level")),
        Column("parent", TEXT, MAYBE, "agency_id of the government or body above it, whether that reports or not"),
        *(column for column in REGISTERED if column.name in ("province", "prefecture", "county", "adcode")),
        Column("first_year", INT16, MAYBE, "First year that it reports on; its place and code are those of the last"),
        Column("last_year", INT16, MAYBE, "Last year that it reports on"),
        Column("documents", INT32, NEVER, "Rows of documents that belong to it", "rows"),
        Column(
            "evidence",
            TEXTS,
            NEVER,
            "What makes its spellings one agency: of each by what it was told (documents.agency_rule) and how it was "
            "read, and the names and codes of its division; empty where there is one spelling, as printed",
        ),
        Column(
            "likely",
            TEXTS,
            NEVER,
            "Other agencies that it may be the same as, with the reason: an office or a division that took the place "
            "of another; they are not merged",
        ),
    ),
)
