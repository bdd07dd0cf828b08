"""Times Microsoft's recognizers, in an environment of their own (``make peers``): they need old releases.

Run as a script by the Python of that environment, this file reads a list of texts as JSON from standard input and
prints, for each model, its seconds over all of them. It imports nothing of ours.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

PYTHON = Path(__file__).parent.parent / ".tools" / "peers" / "bin" / "python"


def time_recognizers(texts: list[str]) -> dict[str, float] | str:
    """The seconds of each model over the texts, or why there are none."""
    if not PYTHON.exists():
        return "not installed: make peers"
    ended = subprocess.run(
        [str(PYTHON), __file__], input=json.dumps(texts), capture_output=True, text=True, check=False
    )
    if ended.returncode:
        return f"failed: {ended.stderr.strip().splitlines()[-1]}"
    seconds: dict[str, float] = json.loads(ended.stdout)
    return seconds


def main() -> None:
    """Times each model once over all texts; its rules are made before, on a short text."""
    from recognizers_date_time import recognize_datetime
    from recognizers_number import Culture, recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    models = {
        "number": recognize_number,
        "percentage": recognize_percentage,
        "currency": recognize_currency,
        "dimension": recognize_dimension,
        "date": recognize_datetime,
    }
    texts = json.load(sys.stdin)
    seconds = {}
    for name, recognize in models.items():
        recognize("2016年公开信息3条", Culture.Chinese)
        start = time.process_time()
        for text in texts:
            recognize(text, Culture.Chinese)
        seconds[name] = time.process_time() - start
    json.dump(seconds, sys.stdout)


if __name__ == "__main__":
    main()
