"""Measures the accuracy of the figures, and writes ``docs/ACCURACY.md``: ``python -m bench.accuracy``."""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import regex

from bench.conventions import read_conventions
from bench.gold import ATTRIBUTES, Scores, Tally, add_tallies, run_score, tally_kinds
from bench.recognition import Verdict, judge
from bench.suites import GROUPS, read_suites
from bench.unseen import Round, read_rounds, rows_of
from pipeline.run import collect_files, run_files

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "ACCURACY.md"
# What the issue on figures asks of the gold.
NEEDS = {
    "f1": 0.985,
    "strict": 0.92,
    "zeros": 0.95,
    "measure": 0.95,
    "qualifier": 0.99,
    "bounds": 0.98,
    "kind": 0.98,
    "change": 0.98,
}
# The cells of tables are no figures.
NOT_SHOWN = frozenset({"cells", "cells_wrong"})

_NUMBER_RE = regex.compile(r"[\d.]+(?: %)?|–")

LAYOUT = """\
# Accuracy

Measured on {date} at commit {commit} by `make accuracy`, which writes this page. `make accuracy MISSES=1`
lists the missed cases of the suites; `make accuracy BASE=main` lists the figures of the corpus that a change moves.

## Unseen documents

In each round, second readers annotated documents that no rule had been made from, before they saw any output. The
result was counted once, before anything was fixed (`bench/unseen.toml`). In brackets is the 95 % interval (Wilson);
since the figures of one document resemble each other, the true interval is wider. "Before" is the share that the code
had before the changes that the round tests, on the same documents.

{rounds}

## Figures against the gold

The gold (`../shared/gold`) has the figures of {reports} reports, annotated by hand. **The rules were developed
against it**: it shows that they are consistent, not how well they do on an unseen report. The shares are those that
`score.py` prints, which comes with the gold.

{totals}

`precision`, `recall` and `f1` count figures that are found. `strict` is the share of the gold that is found and right
in every attribute, `zeros` the share of zeros in words that are found. The attributes are shares of what is found;
`sections` and `titles` are about the sections.

{documents}

### By kind and attribute

For each attribute, the number of found figures in which it is right (`bench/gold.py`).

{kinds}

## Cases of other projects

Numbers, units, dates and codes that other projects wrote for their own tests (`../shared/suites`). A span may differ
by some characters, a number may not. Only cases that a convention below excludes are not scored; `of all` is the share
before any is excluded.

{groups}

The groups of numerals, units and shares show what the finder of quantities reads. Numbers that are no figures (the one
in 第一) are excluded later; the last three groups show the final output.

### Conventions that are not followed

{conventions}
"""


def judge_suites(suites: Path) -> list[Verdict]:
    """The verdict on every expectation of the suites that belongs to a group."""
    return [verdict for expectation in read_suites(suites) if (verdict := judge(expectation))]


def share_right(verdicts: Iterable[Verdict]) -> float:
    """The share of expectations that are met; 1 if there are none."""
    met = [verdict.right for verdict in verdicts]
    return sum(met) / len(met) if met else 1.0


def select_scored(verdicts: Iterable[Verdict], group: str) -> list[Verdict]:
    """The verdicts of a group that no convention excludes."""
    return [verdict for verdict in verdicts if verdict.group.name == group and verdict.convention is None]


def write_page(scores: Scores, kinds: dict[str, Tally], verdicts: Sequence[Verdict]) -> str:
    """The page: what was measured, over which documents, and the results."""
    return LAYOUT.format(
        date=datetime.now(UTC).date(),
        commit=_name_commit(),
        reports=len(scores.documents),
        rounds="\n\n".join(map(_write_round, read_rounds())),
        totals=_table(("", "share", "target"), _rows_of_totals(scores)),
        documents=_table(("report", "gold", "found", "false", "wholly right"), scores.documents),
        kinds=_table(("kind", "gold", "found", "false", "wholly right", *ATTRIBUTES), _rows_of_kinds(kinds)),
        groups=_table(
            ("group", "right means", "expected", "of all", "excluded", "scored", "right", "share", "target"),
            _rows_of_groups(verdicts),
        ),
        conventions=_table(("convention", "excludes", "reason"), _rows_of_conventions(verdicts)),
    )


def _name_commit() -> str:
    """The measured commit, and whether the code has uncommitted changes."""
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*git, "status", "--porcelain", "pipeline"], capture_output=True, text=True, check=False)
    return f"`{commit.stdout.strip() or 'unknown'}`{', with changes,' if changed.stdout.strip() else ''}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; columns of numbers are aligned to the right."""
    body = [[str(cell) for cell in row] for row in rows]
    marks = ["--:" if all(_NUMBER_RE.fullmatch(row[i]) for row in body) else "---" for i in range(len(head))]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, marks, *body])


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"


def _write_round(one: Round) -> str:
    """A round: its documents, its shares, and the classes of errors."""
    table = _table(("", "counted", "share", "before"), rows_of(one))
    return f"### {one.date}: {one.what}\n\n{table}\n\n" + "\n".join(f"- {error}" for error in one.errors)


def _rows_of_totals(scores: Scores) -> list[tuple[str, str, str]]:
    shown = {name: share for name, share in scores.totals.items() if name not in NOT_SHOWN}
    return [(f"`{name}`", _percent(share), _percent(NEEDS.get(name))) for name, share in shown.items()]


def _rows_of_kinds(kinds: dict[str, Tally]) -> list[tuple[object, ...]]:
    rows = {f"`{name}`": tally for name, tally in sorted(kinds.items())} | {"all": add_tallies(kinds.values())}
    return [
        (name, tally.gold, tally.found, tally.false, tally.right, *(tally.attributes[a] for a in ATTRIBUTES))
        for name, tally in rows.items()
    ]


def _rows_of_groups(verdicts: Sequence[Verdict]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for group in GROUPS:
        mine = [verdict for verdict in verdicts if verdict.group is group]
        kept = select_scored(mine, group.name)
        right = sum(verdict.right for verdict in kept)
        counts = (len(mine), _percent(share_right(mine)), len(mine) - len(kept), len(kept), right)
        rows.append((group.name, group.says, *counts, _percent(share_right(kept)), _percent(group.need)))
    return rows


def _rows_of_conventions(verdicts: Sequence[Verdict]) -> list[tuple[object, ...]]:
    taken = Counter(verdict.convention.name for verdict in verdicts if verdict.convention)
    return [(convention.name, taken[convention.name], convention.reason) for convention in read_conventions()]


def main() -> None:
    """Writes the page and prints the shares; with ``--misses`` also the missed cases of the suites."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print every expectation of the suites that is not met")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("the gold and the suites (../shared) are not on this machine")
    with tempfile.TemporaryDirectory() as folder:
        run_files(collect_files(SHARED / "corpus" / "disclosure"), Path(folder))
        scores, kinds = run_score(Path(folder), SHARED), tally_kinds(Path(folder), SHARED / "gold")
    verdicts = judge_suites(SHARED / "suites")
    PAGE.write_text(write_page(scores, kinds, verdicts), encoding="utf-8")
    print("  ".join(f"{name} {share:.4f}" for name, share in scores.totals.items()))
    for group in GROUPS:
        kept = select_scored(verdicts, group.name)
        print(f"{group.name} {share_right(kept):.4f} of {len(kept)}" + (f", asked {group.need}" if group.need else ""))
        for verdict in kept if arguments.misses else ():
            if not verdict.right:
                print("  ", verdict.expectation.suite, "|", verdict.expectation.line, "| got", verdict.got)
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
