"""Defines the columns of ``figures``: the numbers of the prose and their meaning."""

from pipeline.tables.columns import (
    DAY,
    DOCUMENT_ID,
    END,
    FLAG,
    FLOAT,
    INT32,
    MAYBE,
    NEVER,
    START,
    TEXT,
    VERDICT,
    VERDICT_OTHER,
    VERDICT_VALUE,
    Column,
    Table,
)

FIGURES = Table(
    "figures",
    "A quantity stated in the running text",
    (
        DOCUMENT_ID,
        Column("figure_id", INT32, NEVER, "Index in the document, counted from 0"),
        Column("section_id", INT32, NEVER, "The innermost section that contains it"),
        START,
        END,
        Column("surface", TEXT, NEVER, "The words that state it, text[start:end]"),
        Column("value", FLOAT, MAYBE, "The stated number, 万 and 亿 folded in; 20 for 数十; null for a range"),
        Column(
            "low",
            FLOAT,
            MAYBE,
            "Least number that the words allow. With n the value and u the unit of its last non-zero digit (1.5万: "
            "1000): n if exact, at_least or over; n - u for under by 近; n - u/2 for about (约 左右); the first number "
            "of a range; null, which is unbounded, for under by 不足 不到 and for at_most",
        ),
        Column(
            "high",
            FLOAT,
            MAYBE,
            "Greatest number that the words allow. With n and u as for low: n if exact, at_most or under; n + u for "
            "over by 余 多 几; n + u/2 for about (约 左右); the last number of a range; null, which is unbounded, for "
            "over by 超过 逾 and for at_least. Words without digits have fixed bounds: 数十 is 20 to 99",
        ),
        Column("qualifier", TEXT, NEVER, "exact, over, under, at_least, at_most, about or range"),
        Column("unit", TEXT, MAYBE, "Base unit in its usual written form; null where none is written"),
        Column(
            "kind",
            TEXT,
            NEVER,
            "item_count, person_count, event_count, percent, percentage_point, multiple, money, duration, area, "
            "length, mass, volume, energy, number (no unit) or other",
        ),
        Column("measure", TEXT, MAYBE, "What is counted or measured, in the report's own words"),
        Column(
            "measure_rule",
            TEXT,
            MAYBE,
            "Name of the rule that chose the measure: behind (the noun right after the number), object, subject, "
            "outcome (the words before it), dealt (分别), carried (from earlier in the sentence), before (from the "
            "previous sentence), topic (of the section), verb, about (of the figure in of_id), division (of that in "
            "parent_id), sort (predicate of a part: 2件为网上申请), frame (the object of the same verb before), zero; "
            "null if measure is null",
        ),
        Column(
            "entity",
            TEXT,
            MAYBE,
            "Whose number it is, if the sentence names another place, office or group than the report's agency",
        ),
        Column(
            "of_id",
            INT32,
            MAYBE,
            "figure_id of the figure that a change, a share or a completion refers to; null for a level and a base, "
            "and if the report does not state it",
        ),
        Column(
            "role",
            TEXT,
            NEVER,
            "level, change (the size of a rise or fall), share (of a whole), completion (of a plan), rank, or base "
            "(what a change, a share or a completion is measured against)",
        ),
        Column("action", TEXT, MAYBE, "The agency's verb that governs it: 公开, 受理, 举办 …; null if none does"),
        Column("negated", FLAG, NEVER, "Whether it is a zero in words (未收到…)"),
        Column("change", TEXT, MAYBE, "increase or decrease, where the number is the size of a change"),
        Column("basis", TEXT, MAYBE, "What a change is measured against: year_on_year or previous"),
        Column(
            "period_start",
            DAY,
            MAYBE,
            "First day of its period, from its clause, or else its sentence, its paragraph, its section, or the report "
            "(its period, or else its report_year); null if it accumulated up to the last day (累计, 截至, 现有 or "
            "年末), or if the period is unknown",
        ),
        Column(
            "period_end",
            DAY,
            MAYBE,
            "Last day of its period, from the same sources as period_start; null if it is unknown, with a problem "
            "unread_period at this position",
        ),
        Column(
            "modality",
            TEXT,
            NEVER,
            "Modality: actual (what was or is), target (what is planned: 预期增长5%, the plan of a work report) or "
            "norm (what rules require: 应当在20个工作日内)",
        ),
        Column("parent_id", INT32, MAYBE, "figure_id of the figure that it is a stated part of (其中)"),
        Column(
            "parent_rule",
            TEXT,
            MAYBE,
            "How the whole in parent_id was found: stated (其中, a bracket, a criterion), listed, sum (the parts add "
            "up), total (after its parts); or why a stated part has none: unread (the number before 其中 was not "
            "read), balance (two sides of a budget), unfound, outside (the division ended); null for what is no part",
        ),
        Column("sentence_start", INT32, NEVER, "Where its sentence begins in documents.text", "characters"),
        Column("sentence_end", INT32, NEVER, "Where its sentence ends in documents.text", "characters"),
        Column(
            "rule",
            TEXT,
            NEVER,
            "Name of the rule that found it: unit (a number with its unit), noun (with the counted noun right after "
            "it), number (with neither), range (two numbers), zero (a zero in words)",
        ),
        VERDICT,
        VERDICT_VALUE,
        VERDICT_OTHER,
    ),
)
