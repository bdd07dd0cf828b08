"""Runs the extraction on many machines.

Takes a folder on any file system that Spark reaches; writes the tables. Each partition is a run of ``pipeline.run``
over its files. pyspark is loaded when a run starts.
"""

from pipeline.spark.run import (
    run_spark,
    start_spark,
)

__all__ = ["run_spark", "start_spark"]
