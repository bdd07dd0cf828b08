"""Commands wait for no library that they have no use for."""

import subprocess
import sys
from pathlib import Path

import pytest

LOADED = """
import sys
from pipeline.__main__ import main
try:
    main()
except SystemExit:
    pass
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "unused"),
    [
        (["--help"], {"pydantic", "regex", "jieba", "pyarrow", "pandas", "numpy", "lxml", "pypdfium2", "selectolax"}),
        (["explain", "specimen_gb18030_2012.txt"], {"jieba", "pyarrow", "pandas", "numpy", "lxml", "pypdfium2"}),
        (["explain", "specimen_2023_form.html"], {"jieba", "pyarrow", "pandas", "numpy", "lxml", "pypdfium2"}),
    ],
    ids=["help", "text", "a page"],
)
def test_what_a_command_does_not_need_is_not_loaded(raw: Path, arguments: list[str], unused: set[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=raw, capture_output=True, text=True, check=True
    )
    assert ended.stdout
    loaded = set(ended.stderr.splitlines()[-1].split())
    assert "pipeline" in loaded
    assert loaded & unused == set()
