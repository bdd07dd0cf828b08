"""Makes specimen reports: ``python -m bench.specimens N FOLDER``."""

from bench.specimens.generate import main

if __name__ == "__main__":
    main()
