"""Makes one text of a page.

Blocks go in; one string comes out, its plain form of the same length, and the regions of it that are no prose, page
furniture and tables. Every offset in later stages counts its characters.
"""

from pipeline.text.compose import (
    compose_text,
    in_region,
)
from pipeline.text.form_regions import (
    forms_marked,
)
from pipeline.text.local_form_regions import (
    FORM_RULE,
)

__all__ = ["FORM_RULE", "compose_text", "forms_marked", "in_region"]
