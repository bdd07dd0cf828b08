"""Runs one target under atheris, which tries what takes the reader down paths it has not been: ``guided numerals``.

What follows the name goes to libFuzzer (``-max_total_time=60``). Its corpus begins with specimens. What is fuzzed is
loaded when it runs: atheris, which only `make fuzz` installs, instruments modules while they are imported.
"""

import sys
from pathlib import Path

# libFuzzer mutates bytes: of a long file nearly all it changes is one sentence among many.
LONGEST = 4000


def seed_corpus(folder: Path) -> None:
    """Puts pieces of specimens into the folder from which the fuzzer begins."""
    from bench.fuzz.damage import KINDS, whole_files

    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS[:4]:
        for number, data in enumerate(whole_files(kind)):
            (folder / f"{kind.name}{number}").write_bytes(data[:LONGEST])


def main() -> None:
    """The command."""
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from bench.fuzz.targets import TARGETS
    name, *options = sys.argv[1:]
    corpus = Path(".fuzz") / name
    seed_corpus(corpus)
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
