"""Does a run on many machines.

A folder of any file system that Spark reaches goes in, the tables come out; a partition is a run of ``pipeline.run``
over its files. pyspark is loaded when a run starts.
"""

from pipeline.spark.run import (
    run_spark,
    start_spark,
)

__all__ = ["run_spark", "start_spark"]
