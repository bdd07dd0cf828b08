"""``python -m pipeline`` is the command ``gongkai``; unlike it, Python puts the working folder before all others."""

import sys

from pipeline.search_path import leave_working_folder

sys.path[:] = leave_working_folder(sys.path)

from pipeline.cli import app  # noqa: E402 - what it imports is to come from the path as it is now

app(prog_name="gongkai")
