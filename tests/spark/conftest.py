"""A session of Spark for all tests that need one; they are skipped where it cannot be started."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.spark.run import start_spark


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that Spark's workers import modules from."""
    return tmp_path_factory.mktemp("modules")


@pytest.fixture(scope="session")
def spark(modules: Path) -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="the extra spark is not installed; make test-slow installs it")
    if shutil.which("java") is None:
        pytest.skip("Java, which Spark runs on, is not on this machine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(modules))
        patch.setenv("LC_ALL", "C.UTF-8")  # else Java would not find names in Chinese
        patch.syspath_prepend(modules)
        session = start_spark("local[2,4]", {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4"})
        yield session
        session.stop()
