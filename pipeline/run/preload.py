"""Loads everything that workers need, once; workers are forked from the process that imports this, and share it."""

import gc
from contextlib import suppress

from pipeline.resources import RulebookError

# A broken rule file is reported by the first worker that reads: nobody listens to this process.
with suppress(RulebookError):
    import pipeline.run.shards  # noqa: F401
    from pipeline.ingest import load_readers
    from pipeline.provenance import edition_digest
    from pipeline.report import extract_text

    load_readers()
    # Each stage loads its rules on first use, and jieba its dictionary.
    extract_text(
        "某县水务局2016年政府信息公开年度报告\n一、概述\n依照《办法》，全年公开信息553项，比上年增长20%，未收取费用。"
    )
    edition_digest()
# Keeps the garbage collector from writing to every page of the shared memory.
gc.collect()
gc.freeze()
