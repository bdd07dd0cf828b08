"""Defines the tables: every column with its type, whether it may be null, and its description.

The larger tables are imported from the modules ``…_columns``.
The Parquet schemas, ``gongkai schema`` and ``docs/CODEBOOK.md`` are generated from ``TABLES``. The description of a
column is stored in the file, as metadata of its Parquet field (``description``, and ``unit`` if the numbers have one).
"""

from functools import cache

import pyarrow as pa

from pipeline.tables.columns import (
    DOCUMENT_ID,
    END,
    FLAG,
    FLOAT,
    INT8,
    INT32,
    MAYBE,
    NEVER,
    START,
    TEXT,
    TEXTS,
    VERDICT,
    VERDICT_OTHER,
    VERDICT_VALUE,
    Column,
    Table,
)
from pipeline.tables.document_columns import DOCUMENTS
from pipeline.tables.figure_columns import FIGURES
from pipeline.tables.panel_columns import PANEL, PANEL_CORRECTED, PANEL_STATUS, REQUEST_OUTCOMES
from pipeline.tables.register_columns import AGENCIES

SECTIONS = Table(
    "sections",
    "A part of a report that begins with a numbered marker, including its subsections",
    (
        DOCUMENT_ID,
        Column("section_id", INT32, NEVER, "Index in the document, counted from 0"),
        Column("parent_id", INT32, MAYBE, "section_id of the section that contains it; null at levels 0 and 1"),
        Column("level", INT8, NEVER, "1 for the outermost headings; 0 for the text before them and the signature"),
        Column(
            "style",
            TEXT,
            NEVER,
            "Style of its marker: 一、 （一） 1. （1） 一是 第一章; at level 0 preamble or signature",
        ),
        Column("marker", TEXT, MAYBE, "The marker as written"),
        Column("number", INT32, MAYBE, "The marker's number"),
        Column(
            "title", TEXT, MAYBE, "The words of the heading without the marker; null for a paragraph without a heading"
        ),
        Column("path", TEXT, NEVER, "The markers from the outermost section down to it, as in 二/（一）/1"),
        START,
        END,
    ),
)

CELLS = Table(
    "cells",
    "A printed cell of a table",
    (
        DOCUMENT_ID,
        Column("cell_id", INT32, NEVER, "Index in the document, counted from 0"),
        Column("table_id", INT32, NEVER, "The printed table that contains it, from 0"),
        Column("form", TEXT, MAYBE, "Generation of the statutory form that the table belongs to, see documents.form"),
        Column("table", TEXT, MAYBE, "The form's table: 1, 2, 3 or 4; null for a table that is not statutory"),
        Column(
            "row",
            TEXT,
            MAYBE,
            "Code of the form's row; in a local form (F08) its printed label without white space; null where unknown",
        ),
        Column(
            "column",
            TEXT,
            MAYBE,
            "Code of the form's column; in a local form (F08) year or cumulative; null where unknown",
        ),
        Column("row_label", TEXT, MAYBE, "Label of its row as printed, nested labels joined by ' / '"),
        Column("column_label", TEXT, MAYBE, "Label of its column as printed, nested labels joined by ' / '"),
        Column("raw", TEXT, NEVER, "The cell as printed"),
        Column("value", FLOAT, MAYBE, "Its number, if it prints exactly one; a blank is not a zero"),
        Column(
            "unit", TEXT, MAYBE, "Unit of the number, if the cell or its labels print one, or the form prescribes it"
        ),
        Column("state", TEXT, NEVER, "What is printed: number, blank, slash (any sign for “none”: /, -, —, *) or text"),
        Column("page", INT32, MAYBE, "Its page, from 1; null if the source has no pages"),
        Column("start", INT32, MAYBE, "Where it begins in documents.text; null if the table is not in it"),
        Column("end", INT32, MAYBE, "Where it ends in documents.text; null if the table is not in it"),
        Column(
            "rule",
            TEXT,
            NEVER,
            "How it was read: grid (the document has the grid), lines (the table is printed as text, each cell on a "
            "line or between spaces), recovered (cells ran together, and only one reading fits the form)",
        ),
        VERDICT,
        VERDICT_VALUE,
        VERDICT_OTHER,
    ),
)

INDICATORS = Table(
    "indicators",
    "A harmonised fact of a report, as stated by one witness (source)",
    (
        DOCUMENT_ID,
        Column("indicator", TEXT, NEVER, "Code of the indicator, see the list of indicators"),
        Column("value", FLOAT, MAYBE, "The stated number; null if the witness states only bounds, or is blank"),
        Column("low", FLOAT, MAYBE, "Least number that the witness allows; null if unbounded"),
        Column("high", FLOAT, MAYBE, "Greatest number that the witness allows; null if unbounded"),
        Column("unit", TEXT, MAYBE, "Unit of the number"),
        Column(
            "witness",
            TEXT,
            NEVER,
            "table (a cell), text (a figure of the prose), negation (a zero in words), derived (the only number that "
            "the sums of the form allow) or verdict (of an analyst, used in panel_corrected but not in panel; without "
            "a number it says that what is printed there is not the indicator)",
        ),
        Column("figure_id", INT32, MAYBE, "The figure that states it; null for cells and derived numbers"),
        Column("cell_id", INT32, MAYBE, "The cell that states it, or the first cell of a sum; otherwise null"),
        Column(
            "rank",
            INT32,
            NEVER,
            "Order of the witnesses of the indicator: the panel uses the first; verdicts come last",
        ),
        Column(
            "taken", FLAG, NEVER, "Whether the panel uses this one; for a report in several documents, in one of them"
        ),
        Column("disputed", FLAG, NEVER, "Whether the panel uses it and it is in a failed audit, see panel.disputed"),
        Column(
            "corrected",
            FLAG,
            NEVER,
            "Whether panel_corrected uses this one; equal to taken without verdicts; for a report in several "
            "documents, in one of them, verdicts first",
        ),
        Column("judged_by", TEXT, MAYBE, "For a verdict: who judged, several joined by ';'"),
        Column("judged_at", TEXT, MAYBE, "For a verdict: when, the latest, as in 2026-01-31T09:30:00Z"),
        Column(
            "evidence",
            TEXTS,
            NEVER,
            "For a verdict: what was judged, cell:12, figure:3, text:120-125 (a missing one) or indicator:requests, "
            "which with document_id and judged_by identifies the lines of the file of verdicts",
        ),
    ),
)

AUDITS = Table(
    "audits",
    "Something that must hold in a report, and whether it does",
    (
        DOCUMENT_ID,
        Column("rule", TEXT, NEVER, "Code of the audit, see the list of audits"),
        Column("severity", TEXT, NEVER, "How bad a failure is: error, warning or info"),
        Column("outcome", TEXT, NEVER, "pass, fail or not_assessable"),
        Column("left", FLOAT, MAYBE, "The number on the left of the rule"),
        Column("right", FLOAT, MAYBE, "The number on its right"),
        Column("difference", FLOAT, MAYBE, "left - right"),
        Column("detail", TEXT, NEVER, "The rule with its numbers and the outcome, in English sentences"),
        Column("detail_zh", TEXT, NEVER, "The same in Chinese"),
        Column(
            "evidence",
            TEXTS,
            NEVER,
            "What was compared: cell:12 is the cell_id, figure:3 the figure_id, preceded by the id of another document "
            "and a / if it is from there",
        ),
        Column(
            "suggested_cell_id",
            INT32,
            MAYBE,
            "cell_id of the only cell whose correction would satisfy all failed identities, if there is exactly one",
        ),
        Column("suggested_value", FLOAT, MAYBE, "The number with which they would be satisfied"),
        Column(
            "suggestion",
            TEXT,
            MAYBE,
            "The suggestion in English sentences, and whether it looks like a misprint or a reading error; or that a "
            "number seems to have moved along its row, which no single cell would repair",
        ),
        Column("suggestion_zh", TEXT, MAYBE, "The same in Chinese"),
    ),
)

CITATIONS = Table(
    "citations",
    "A document that the text names: 《…》, a document number, or both together",
    (
        DOCUMENT_ID,
        Column("citation_id", INT32, NEVER, "Index in the document, counted from 0"),
        Column("section_id", INT32, NEVER, "The innermost section that contains it"),
        START,
        END,
        Column("surface", TEXT, NEVER, "The words that name it, text[start:end]"),
        Column("title", TEXT, MAYBE, "The title within 《》"),
        Column("document_number", TEXT, MAYBE, "The document number (文号), as in 国办发〔2016〕8号"),
        Column("issuer", TEXT, MAYBE, "The issuer, if the document number or the words before it name one"),
        Column("year", INT32, MAYBE, "The year in the document number"),
    ),
)

PROBLEMS = Table(
    "problems",
    "Something that could not be read, or that is odd in the report itself",
    (
        Column("document_id", TEXT, MAYBE, "The document; null if the file could not be read as one"),
        Column(
            "source", TEXT, NEVER, "Path of the file under the input folder, or of a document in one, see documents"
        ),
        Column("problem", TEXT, NEVER, "Code of the problem, see the list of problems"),
        Column("severity", TEXT, NEVER, "error (something is missing), warning (look at it) or info"),
        Column("message", TEXT, NEVER, "What is wrong, in an English sentence"),
        Column("message_zh", TEXT, NEVER, "The same in Chinese"),
        Column("start", INT32, MAYBE, "Where it begins in documents.text, if it has a position"),
        Column("end", INT32, MAYBE, "Where it ends in documents.text, if it has a position"),
        Column(
            "fingerprint",
            TEXT,
            MAYBE,
            "For a file that yields no document: digest of the file, the rules and the code; while it is unchanged, "
            "the file is retried only with --retry-failed. Null if the next run retries it, since the machine may be "
            "the cause",
        ),
    ),
)

# The tables read from each document, and those derived from all documents.
STORED = (
    DOCUMENTS,
    SECTIONS,
    FIGURES,
    CELLS,
    INDICATORS,
    PANEL_STATUS,
    REQUEST_OUTCOMES,
    AUDITS,
    CITATIONS,
    PROBLEMS,
)
DERIVED = (AGENCIES, PANEL, PANEL_CORRECTED)
TABLES = (
    DOCUMENTS,
    AGENCIES,
    SECTIONS,
    FIGURES,
    CELLS,
    INDICATORS,
    PANEL,
    PANEL_CORRECTED,
    PANEL_STATUS,
    REQUEST_OUTCOMES,
    AUDITS,
    CITATIONS,
    PROBLEMS,
)


@cache
def parquet_schema(table: Table) -> pa.Schema:
    """The Parquet schema of a table, descriptions and units as field metadata.

    >>> parquet_schema(PROBLEMS).field("source").metadata[b"description"].decode()
    'Path of the file under the input folder, or of a document in one, see documents'
    """
    return pa.schema([_field(column) for column in table.columns], metadata={"description": table.row})


def _field(column: Column) -> pa.Field:
    metadata = {"description": column.description}
    if column.unit:
        metadata["unit"] = column.unit
    return pa.field(column.name, column.type, nullable=column.nullable, metadata=metadata)
