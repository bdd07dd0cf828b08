"""``python -m pipeline.views.codebook FILE`` writes the codebook as Markdown.

With ``--check`` it only reports whether FILE is current.
"""

import argparse
import sys
from pathlib import Path

from pipeline.views.codebook.codebook import codebook


def main() -> None:
    """Writes or checks the page."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.views.codebook", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="only say whether FILE is current")
    arguments = parser.parse_args()
    page = codebook()
    if not arguments.check:
        arguments.file.write_text(page, encoding="utf-8")
    elif not arguments.file.is_file() or arguments.file.read_text("utf-8") != page:
        sys.exit(f"{arguments.file} is not current: make codebook")


if __name__ == "__main__":
    main()
