"""Loads what every worker needs, once: the workers are forked from the process that imports this, and share it."""

import gc
from contextlib import suppress

from pipeline.resources import RulebookError

# A rule file that cannot be used is said by the worker that reads first: this process has nobody to say it to.
with suppress(RulebookError):
    import pipeline.run.shards  # noqa: F401
    from pipeline.ingest import load_readers
    from pipeline.provenance import edition_digest
    from pipeline.report import extract_text

    load_readers()
    # Every stage loads its rules when it first reads, and jieba its dictionary.
    extract_text(
        "某县水务局2016年政府信息公开年度报告\n一、概述\n依照《办法》，全年公开信息553项，比上年增长20%，未收取费用。"
    )
    edition_digest()
# What is there is left alone by the collector, which would write into every page of it.
gc.collect()
gc.freeze()
