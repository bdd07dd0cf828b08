"""Reads the rules that several stages share.

Takes the name of a file under ``rules/``; returns its lines as frozen, validated values. Rules of a single stage have
their structure in that stage.
"""

from pipeline.rulebook.audits import (
    AuditRules,
    Each,
    Identity,
    all_audits,
    audit_rule,
    audit_rules,
    columns_of,
    name_of,
    rows_of,
    term_codes,
)
from pipeline.rulebook.edges import (
    find_edge,
)
from pipeline.rulebook.equations import (
    Relation,
    Term,
    spread_terms,
)
from pipeline.rulebook.examples import (
    ExampleRules,
    example_of,
)
from pipeline.rulebook.forms import (
    CUMULATIVE_COLUMN,
    DISPUTES,
    NUMBERING,
    REQUESTS,
    UNIT_COLUMN,
    YEAR_COLUMN,
    FormRules,
    Label,
    Table,
    all_labels,
    form_rules,
    label_pieces,
    plain_labels,
    row_labels,
    strip_numbering,
)
from pipeline.rulebook.frames import (
    FrameRule,
    FrameRules,
    frame_rules,
)
from pipeline.rulebook.indicators import (
    FORMS,
    IndicatorRule,
    IndicatorRules,
    ProseRule,
    compiled,
    form_of_year,
    indicator_names,
    indicator_rules,
    label_of_indicator,
    prose_of_unit,
    rule_of_indicator,
)
from pipeline.rulebook.load import (
    NamedPatterns,
    Pattern,
    Regex,
    Rules,
    StandardPattern,
    one_of,
    one_of_many,
    read_rules,
)
from pipeline.rulebook.problems import (
    Line,
    ProblemRules,
    problem_rules,
    rule_of,
    severity_of,
)
from pipeline.rulebook.sieve import (
    Sieve,
)
from pipeline.rulebook.statements import (
    StatementRules,
    statement_rules,
)
from pipeline.rulebook.statuses import (
    StatusRules,
    reason_of,
    status_rules,
)
from pipeline.rulebook.told_rows import (
    ToldDenial,
    ToldRow,
    ToldRules,
    told_rules,
)
from pipeline.rulebook.wordings import (
    Item,
    Subject,
    WordingRules,
    items_of,
    labels_of,
    subject_rule,
    wording_rules,
)

__all__ = [
    "CUMULATIVE_COLUMN",
    "DISPUTES",
    "FORMS",
    "NUMBERING",
    "REQUESTS",
    "RULES",
    "UNIT_COLUMN",
    "YEAR_COLUMN",
    "Each",
    "FrameRule",
    "FrameRules",
    "Identity",
    "IndicatorRule",
    "Item",
    "Label",
    "Line",
    "NamedPatterns",
    "Pattern",
    "ProseRule",
    "Regex",
    "Relation",
    "Rules",
    "Sieve",
    "StandardPattern",
    "Subject",
    "Table",
    "Term",
    "ToldDenial",
    "ToldRow",
    "ToldRules",
    "WordingRules",
    "all_audits",
    "all_labels",
    "audit_rule",
    "audit_rules",
    "columns_of",
    "compiled",
    "example_of",
    "find_edge",
    "form_of_year",
    "form_rules",
    "frame_rules",
    "indicator_names",
    "indicator_rules",
    "items_of",
    "label_of_indicator",
    "label_pieces",
    "labels_of",
    "name_of",
    "one_of",
    "one_of_many",
    "plain_labels",
    "problem_rules",
    "prose_of_unit",
    "read_rules",
    "reason_of",
    "row_labels",
    "rows_of",
    "rule_of",
    "rule_of_indicator",
    "severity_of",
    "spread_terms",
    "statement_rules",
    "status_rules",
    "strip_numbering",
    "subject_rule",
    "term_codes",
    "told_rules",
    "wording_rules",
]

# The rule files that this stage reads, by name, with the structure of each.
RULES: dict[str, type[Rules]] = {
    "audits": AuditRules,
    "examples": ExampleRules,
    "forms": FormRules,
    "indicators": IndicatorRules,
    "problems": ProblemRules,
    "frames": FrameRules,
    "statements": StatementRules,
    "statuses": StatusRules,
    "told_rows": ToldRules,
    "wordings": WordingRules,
}
