"""Writes what people read in the user's language.

Takes a key and values, or a ``Message`` while the language is not known; returns the sentence in English or Chinese,
with its width on a terminal. It loads no libraries, so that ``--help`` is quick.
"""

from pipeline.i18n.control_pictures import (
    escape,
    show,
)
from pipeline.i18n.errors import (
    MessageError,
)
from pipeline.i18n.messages import (
    Language,
    Message,
    Value,
    as_reason,
    column_of,
    language_of,
    say,
    write,
)
from pipeline.i18n.stored import (
    from_json,
    to_json,
)
from pipeline.i18n.values import (
    write_number,
)
from pipeline.i18n.width import (
    count_columns,
    lead,
    pad,
    wrap,
)

__all__ = [
    "Language",
    "Message",
    "MessageError",
    "Value",
    "as_reason",
    "column_of",
    "count_columns",
    "escape",
    "from_json",
    "language_of",
    "lead",
    "pad",
    "say",
    "show",
    "to_json",
    "wrap",
    "write",
    "write_number",
]
