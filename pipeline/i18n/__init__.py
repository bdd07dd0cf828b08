"""Says what a person reads, in the language of the user.

A key and its values, or an English sentence, go in; the message in English or Chinese comes out, as wide as a
terminal shows it. Loads no library, so that ``--help`` is quick.
"""

from pipeline.i18n.control_pictures import (
    escape,
    show,
)
from pipeline.i18n.messages import (
    language_of,
    say,
)
from pipeline.i18n.translations import (
    render,
)
from pipeline.i18n.width import (
    count_columns,
    lead,
    pad,
    wrap,
)

__all__ = ["count_columns", "escape", "language_of", "lead", "pad", "render", "say", "show", "wrap"]
