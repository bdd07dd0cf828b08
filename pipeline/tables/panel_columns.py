"""Defines the columns of ``panel``, ``panel_corrected``, ``panel_status`` and ``request_outcomes``."""

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
            "The agency that reports, see documents.agency; if data/agencies.csv renames it, its name there",
        ),
        Column("region", TEXT, MAYBE, "The region, see documents.region"),
        *REGISTERED,
        Column("report_year", INT16, MAYBE, "The year that the report covers"),
        Column("form", TEXT, MAYBE, "Generation of the statutory form that it prints"),
        Column(
            "disputed",
            TEXT,
            MAYBE,
            "Codes of the indicators whose number is in a failed audit of this report (severity error or warning), "
            "joined by ';', as in reviews;litigation; null if there is none. The numbers stay as printed; "
            "audits.detail may show which one is wrong. Contradictions between the documents of the report are "
            "included (audit documents_agree), but not audits between years, which doubt one of two reports",
        ),
        *(Column(name.code, FLOAT, MAYBE, f"{name.label}: {name.english}", name.unit) for name in indicator_names()),
    ),
)

# The same columns, to be loaded in place of the panel if verdicts are to count.
PANEL_CORRECTED = Table(
    "panel_corrected",
    "The panel with verdicts applied: the number of a verdict replaces the printed one, or null if the verdict says "
    "that the printed number is not the indicator; without verdicts it equals panel. What was judged, by whom and when "
    "is in the rows of indicators with witness verdict",
    PANEL.columns,
)

PANEL_STATUS = Table(
    "panel_status",
    "Why the panel has a number for an indicator of a report, or none: one row for each cell of the panel. A report in "
    "several documents has one row for each of them: the reason for a null is in the row of panel.document_id, that "
    "for a number in a row with status stated",
    (
        DOCUMENT_ID,
        REPORT_ID,
        Column("indicator", TEXT, NEVER, "Code of the indicator, which is the column of panel"),
        Column(
            "status",
            TEXT,
            NEVER,
            "stated or zero_stated if the panel has a number; otherwise blank, slash, derived, "
            "not_on_form, not_mentioned, table_missing, unreadable, contradicted or other_year",
        ),
        Column("reason", TEXT, NEVER, "Why, in a sentence, see the list of reasons"),
        Column("problem", TEXT, MAYBE, "Code of the problem that caused it, a row of problems"),
        Column(
            "evidence",
            TEXTS,
            NEVER,
            "The evidence: cell:12 is the cell_id, figure:3 the figure_id; for a sum all its cells",
        ),
        Column(
            "corrected",
            TEXT,
            MAYBE,
            "The effect of verdicts in panel_corrected: stated or zero_stated (another number, or one where the panel "
            "has none) or withdrawn (none, where the panel has one); null if both are the same. The rest of the row is "
            "about the panel",
        ),
    ),
)

REQUEST_OUTCOMES = Table(
    "request_outcomes",
    "A cell of table 3 of the form (requests and their outcomes), as a report prints it for its year",
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
        Column("value", FLOAT, MAYBE, "The printed number; null if there is none"),
        Column(
            "state",
            TEXT,
            NEVER,
            "number, blank, slash or text (what its cell prints), contradicted (printed twice with different numbers) "
            "or unproved (its cells ran together, and no sum proves how to separate them)",
        ),
        Column("cell_id", INT32, NEVER, "The cell that prints it"),
    ),
)
