"""``python -m pipeline`` is the command ``gongkai``."""

from pipeline.cli import app

app(prog_name="gongkai")
