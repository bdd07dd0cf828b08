"""The columns of ``panel``, of the reasons of its numbers and nulls, and of what became of requests."""

from pipeline.rulebook import indicator_names
from pipeline.tables.columns import DOCUMENT_ID, FLOAT, INT16, INT32, MAYBE, NEVER, TEXT, TEXTS, Column, Table
from pipeline.tables.register_columns import REGISTERED, REPORT_ID

PANEL = Table(
    "panel",
    "A disclosure report with its indicators side by side: what analysts load first; by code, agency and year. "
    "Documents of other families are not in it, unless they print the statutory form; indicators has theirs",
    (
        REPORT_ID,
        DOCUMENT_ID,
        Column("documents", TEXT, NEVER, "document_id of all its documents, the main one first, joined by ';'"),
        Column("source", TEXT, NEVER, "Where its main document was read from, see documents.source"),
        Column("title", TEXT, MAYBE, "Its title, see documents.title"),
        Column("report_type", TEXT, NEVER, "Its family, see documents.report_type"),
        Column(
            "agency",
            TEXT,
            MAYBE,
            "The agency that reports, see documents.agency; where data/agencies.csv renames it, its name there",
        ),
        Column("region", TEXT, MAYBE, "The region, see documents.region"),
        *REGISTERED,
        Column("report_year", INT16, MAYBE, "The year that is reported on"),
        Column("form", TEXT, MAYBE, "Generation of the statutory form that it prints"),
        Column(
            "disputed",
            TEXT,
            MAYBE,
            "Codes of the indicators whose number stands in an audit of this report that failed (severity error or "
            "warning), joined by ';', as in reviews;litigation; null where there is none. The numbers stay as printed; "
            "which one is wrong, audits.detail may tell. What documents of the report contradict each other in is of "
            "them (audit documents_agree). Audits between years, which doubt one of two reports, are in audits alone",
        ),
        *(Column(name.code, FLOAT, MAYBE, f"{name.label}: {name.english}", name.unit) for name in indicator_names()),
    ),
)

# The same columns: what is loaded in place of the panel where what people judged shall count.
PANEL_CORRECTED = Table(
    "panel_corrected",
    "The panel with what people judged: a number that a verdict states in the place of the printed one, and null where "
    "it says that what is printed is none of the indicator; where nobody judged anything it has what panel has. What "
    "was judged, by whom and when, are the rows of indicators with witness verdict",
    PANEL.columns,
)

PANEL_STATUS = Table(
    "panel_status",
    "Why the panel has a number of an indicator for a report, or none: one row for each cell of the panel; of a "
    "report in several documents one for each of them, where a null of the panel has its reason in the row of "
    "panel.document_id and a number in a row that says it is stated",
    (
        DOCUMENT_ID,
        REPORT_ID,
        Column("indicator", TEXT, NEVER, "Code of the indicator, which is the column of panel"),
        Column(
            "status",
            TEXT,
            NEVER,
            "stated or zero_stated where the panel has a number; where it has none: blank, slash, derived, "
            "not_on_form, not_mentioned, table_missing, unreadable, contradicted or other_year",
        ),
        Column("reason", TEXT, NEVER, "Why, in a sentence, see the list of reasons"),
        Column("problem", TEXT, MAYBE, "Code of the problem that it comes of, a row of problems"),
        Column(
            "evidence",
            TEXTS,
            NEVER,
            "What was looked at: cell:12 is the cell_id, figure:3 the figure_id; of a sum all its cells",
        ),
        Column(
            "corrected",
            TEXT,
            MAYBE,
            "What a verdict has made of it in panel_corrected: stated or zero_stated (another number, or one where the "
            "panel has none) or withdrawn (none, where the panel has one); null where both have the same. All else in "
            "the row is of the panel",
        ),
    ),
)

REQUEST_OUTCOMES = Table(
    "request_outcomes",
    "A place of table 3 of the form, requests and what became of them, as a report prints it for its year",
    (
        DOCUMENT_ID,
        Column("form", TEXT, NEVER, "Generation of the statutory form: F19 or F21"),
        Column("row", TEXT, NEVER, "Code of the form's row: received, carried_in, granted …, handled, carried_out"),
        Column(
            "column",
            TEXT,
            NEVER,
            "Code of the form's column: natural_person, business, research, welfare, legal_service, "
            "other_organisation or total",
        ),
        Column("value", FLOAT, MAYBE, "The number that it prints; null where it prints none"),
        Column(
            "state",
            TEXT,
            NEVER,
            "number, blank, slash or text (what its cell prints), contradicted (printed twice with different numbers) "
            "or unproved (its cells ran together, and no sum proves how they were parted)",
        ),
        Column("cell_id", INT32, NEVER, "The cell that prints it"),
    ),
)
