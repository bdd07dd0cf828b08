"""The command ``gongkai``, also as ``python -m pipeline``, for which Python puts the working folder first."""

import sys

from pipeline.search_path import leave_pandas_aside, leave_working_folder

INTERRUPTED = 130  # as shells have it: 128 and the number of SIGINT


def main() -> None:
    """Runs the command; what it imports comes from a search path without the working folder."""
    sys.path[:] = leave_working_folder(sys.path)
    if sys.argv[1:2] == ["run"]:
        leave_pandas_aside()
    try:
        from pipeline.cli import app
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    app(prog_name="gongkai")


if __name__ == "__main__":
    main()
