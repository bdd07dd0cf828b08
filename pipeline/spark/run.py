"""Runs the extraction on Spark: the rows of a local run, computed by many machines.

files → documents → partitions by digest → nested rows (``_nested``) → uniqueness → audits between years (``_years``) →
tables

Nested rows are written before they are used, so that nothing is read twice and a lost machine costs only its
partitions. Unfinished folders begin with an underscore and are removed when ``run.json`` is written, at the end.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from pipeline.i18n import Message
from pipeline.provenance import VERSION, edition_digest
from pipeline.run import KnownList, Options
from pipeline.spark.documents import FOUND, find_documents
from pipeline.spark.filesystems import list_names, remove, to_uri, write_bytes
from pipeline.spark.inputs import open_inputs
from pipeline.spark.nested_rows import FOLDED, LISTED, nested_schema
from pipeline.spark.partitions import COMPARED, ORDER, PARTITION, YEAR_SCHEMA, compare_years, read_partition
from pipeline.tables import AUDITS, DOCUMENTS, PROBLEMS, Table, UnwritableError, parquet_schema

# The size in bytes of a partition whose files may hold many documents: that of as many pages.
PARTITION_BYTES = PARTITION * 100_000
# Reports compared at once, whole agencies together; each takes some 40 kB meanwhile.
COMPARED_TOGETHER = 500
# Records passed to a worker at once. Spark's default of 10,000 would be a gigabyte of reports.
HANDED = 64
NESTED, YEARS, SHOWN = "_nested", "_years", "run.json"


def start_spark(master: str, conf: Mapping[str, str]) -> Any:
    """A Spark session: that of spark-submit if it started this process, else a new one on ``master``.

    Raises:
        UnwritableError: if Spark or Java is missing.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise UnwritableError(Message("no_spark")) from error

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("gongkai")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        builder = builder.master(master)
    for name, value in conf.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise UnwritableError(Message("spark_not_started", error=str(error))) from error


def run_spark(
    spark: Any,
    raw: str,
    out: str,
    *,
    options: Options,
    metadata: KnownList | None = None,
) -> dict[str, Any]:
    """Reads the files under ``raw``, or the rows of a Parquet file with ``path`` and ``bytes``, and writes the tables.

    ``metadata`` are lists about the files; the driver reads them, and every worker gets a copy. Returns the content of
    ``run.json``.

    Raises:
        UnwritableError: if ``out`` holds something else, or two documents would have one id.
    """
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", HANDED)
    target = to_uri(out)
    names = set(list_names(spark, target))
    if names and (SHOWN in names or NESTED not in names):
        raise UnwritableError(Message("not_empty", out=out))
    nested = _read(spark, (raw, out, target), options, metadata)
    if metadata:
        lines = nested.where(nested.listed_lines.isNotNull()).select(LISTED.name).collect()
        metadata.add_uses(row[LISTED.name] for row in lines)
    _refuse_twice(nested)
    years = _compare(spark, nested, f"{target}/{YEARS}")
    rows = {table.name: _write(spark, nested, years, table, target) for table in FOLDED}
    problems = spark.read.parquet(f"{target}/{PROBLEMS.name}.parquet")
    summary = {
        "gongkai": VERSION,
        "edition": edition_digest(),
        "spark": spark.version,
        "metadata": metadata and metadata.describe(),
        "rows": rows,
        "unreadable": problems.where(problems.document_id.isNull()).count(),
        "problems": {row["problem"]: row["count"] for row in problems.groupBy("problem").count().collect()},
    }
    text = json.dumps({**summary, "problems": dict(sorted(summary["problems"].items()))}, ensure_ascii=False, indent=2)
    write_bytes(spark, f"{target}/{SHOWN}", f"{text}\n".encode())
    for left in (NESTED, YEARS):
        remove(spark, f"{target}/{left}")
    return summary


def _read(spark: Any, locations: tuple[str, str, str], options: Options, metadata: KnownList | None) -> Any:
    """The nested rows of all files, written and read back; ``locations`` are the input and, twice, the output."""
    from pyspark import SparkFiles
    from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's pages call it
    from pyspark.sql.pandas.types import from_arrow_schema

    raw, out, target = locations
    inputs = open_inputs(spark, raw, out, options.limits.max_bytes, metadata)
    if not inputs.total:
        raise UnwritableError(Message("nothing_under", path=raw))
    root = inputs.root
    listed = spark.sparkContext.broadcast(metadata.pack()) if metadata else None

    # One reader in a task, since Spark already uses all cores.
    fenced = replace(options, workers=1, fenced=True)

    def find(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return find_documents(batches, root, SparkFiles.getRootDirectory(), fenced)

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        packed = listed.value if listed else None
        return read_partition(batches, root, SparkFiles.getRootDirectory(), fenced, packed)

    full = max(-(-inputs.total // PARTITION), -(-inputs.size // PARTITION_BYTES))
    partitions = max(spark.sparkContext.defaultParallelism, full)
    # Documents with the same bytes come into one partition, next to each other.
    found = inputs.rows.mapInArrow(find, from_arrow_schema(FOUND))
    found = found.repartition(partitions, F.coalesce("digest", F.base64("name"))).sortWithinPartitions("digest")
    rows = found.mapInArrow(read, from_arrow_schema(nested_schema()))
    rows.write.mode("overwrite").parquet(f"{target}/{NESTED}")
    return spark.read.parquet(f"{target}/{NESTED}")


def _refuse_twice(nested: Any) -> None:
    """Refuses two documents with one id: 64 bits of a digest may collide, and joins would mix them up."""
    ids = nested.where(nested.document_id.isNotNull()).groupBy("document_id").count()
    twice = [row["document_id"] for row in ids.where(ids["count"] > 1).limit(5).collect()]
    if twice:
        raise UnwritableError(Message("same_document_id", names=tuple(sorted(twice))))


def _compare(spark: Any, nested: Any, target: str) -> Any:
    """The year-on-year audits of each agency with reports of consecutive years."""
    from pyspark import SparkFiles
    from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's pages call it
    from pyspark.sql.pandas.types import from_arrow_schema

    keys = ["agency", "report_year"]
    years = nested.select(*keys).where("agency IS NOT NULL AND report_year IS NOT NULL").distinct()
    beside = [years.select("agency", (years.report_year + by).cast("short").alias("report_year")) for by in (1, -1)]
    comparable = years.join(beside[0].unionByName(beside[1]), keys, "left_semi")
    buckets = comparable.count() // COMPARED_TOGETHER + 1
    # The texts, a third of all data, are not compared.
    short = F.transform("documents", lambda document: document.withField("text", F.lit("")))
    columns = [short.alias(table.name) if table is DOCUMENTS else F.col(table.name) for table in COMPARED]
    picked = nested.join(comparable, keys, "left_semi").select("agency", *columns)

    def compare(rows: pa.Table) -> pa.Table:
        return compare_years(rows, SparkFiles.getRootDirectory())

    by = F.pmod(F.hash("agency"), F.lit(buckets))
    picked.groupBy(by).applyInArrow(compare, from_arrow_schema(YEAR_SCHEMA)).write.mode("overwrite").parquet(target)
    return spark.read.parquet(target)


def _write(spark: Any, nested: Any, years: Any, table: Table, target: str) -> int:
    """Writes one table in the order of a local run, and returns the number of its rows."""
    from pyspark.sql import functions as F  # noqa: N812

    rows = nested.select(F.posexplode(table.name).alias(ORDER, "_row")).select(ORDER, "_row.*")
    if table is AUDITS:
        rows = rows.unionByName(years)
    order = [F.col("document_id").asc_nulls_last(), F.col(ORDER)]
    if table is PROBLEMS:  # files without a document come last, by source
        order.insert(1, F.when(F.col("document_id").isNull(), F.col("source")))
    columns = [
        F.col(f"`{column.name}`").alias(column.name, metadata={"description": column.description, "unit": column.unit})
        for column in table.columns
    ]
    folder = f"{target}/{table.name}.parquet"
    rows.orderBy(*order).select(*columns).write.mode("overwrite").option("compression", "zstd").parquet(folder)
    write_bytes(spark, f"{folder}/_common_metadata", _schema_file(table))
    return int(spark.read.parquet(folder).count())


def _schema_file(table: Table) -> bytes:
    """An empty Parquet file: the schema with its descriptions, for readers that ignore Spark's metadata."""
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_metadata(parquet_schema(table), sink)
    return bytes(sink.getvalue().to_pybytes())
