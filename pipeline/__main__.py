"""``python -m pipeline`` is the command ``gongkai``."""

from pipeline.cli.main import app

app(prog_name="gongkai")
