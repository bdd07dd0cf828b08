"""Measures how right the figures are, and writes ``docs/ACCURACY.md``: ``python -m bench.accuracy``."""

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
lists what of the suites is missed, `make accuracy BASE=main` what a change does to the figures of the whole corpus.

## Unseen documents

What second readers annotated in documents that no rule had seen, before any output was: counted once, before anything
was mended (`bench/unseen.toml`). In brackets the interval of 95 of 100 (Wilson); the figures of one document are
alike, so it is wider in truth. "Before" are the same documents, read by the code from before what the round judges.

{rounds}

## Figures against the gold

The gold (`../shared/gold`) holds the figures of {reports} reports, annotated by hand. **The rules were developed
against it**: it shows that they hold together, not how well they do on a report that nobody has looked at. The shares
are those that `score.py`, which lies beside it, prints.

{totals}

`precision`, `recall` and `f1` count figures that are found; `strict` is the share of the gold that is found and right
in every attribute, `zeros` the share of zeros in words that are found; the attributes are shares of what is found;
`sections` and `titles` are those of the sections.

{documents}

### By kind and attribute

How many of the figures that are found have each attribute right, counted by `bench/gold.py`.

{kinds}

## Cases of other projects

Numbers, units, dates and codes that other projects wrote for their own tests (`../shared/suites`). A place may differ
by some characters, the number may not. What a convention below takes out is not scored, and nothing else is taken out;
`of all` is the share before it takes anything out.

{groups}

The numerals, units and shares are what the finder of quantities reads; what in them is no figure (the one in 第一) is
told later, and shown by the last three groups, which are what comes out in the end.

### Conventions that are not followed

{conventions}
"""


def judge_suites(suites: Path) -> list[Verdict]:
    """The verdict on every expectation of the suites that belongs to a group."""
    return [verdict for expectation in read_suites(suites) if (verdict := judge(expectation))]


def share_right(verdicts: Iterable[Verdict]) -> float:
    """The share of expectations that are met; 1 where there are none."""
    met = [verdict.right for verdict in verdicts]
    return sum(met) / len(met) if met else 1.0


def select_scored(verdicts: Iterable[Verdict], group: str) -> list[Verdict]:
    """The verdicts of a group that no convention takes out."""
    return [verdict for verdict in verdicts if verdict.group.name == group and verdict.convention is None]


def write_page(scores: Scores, kinds: dict[str, Tally], verdicts: Sequence[Verdict]) -> str:
    """The page: what was measured, on what, and how it came out."""
    return LAYOUT.format(
        date=datetime.now(UTC).date(),
        commit=_name_commit(),
        reports=len(scores.documents),
        rounds="\n\n".join(map(_write_round, read_rounds())),
        totals=_table(("", "share", "asked"), _rows_of_totals(scores)),
        documents=_table(("report", "gold", "found", "false", "wholly right"), scores.documents),
        kinds=_table(("kind", "gold", "found", "false", "wholly right", *ATTRIBUTES), _rows_of_kinds(kinds)),
        groups=_table(
            ("group", "right means", "expected", "of all", "taken out", "scored", "right", "share", "asked"),
            _rows_of_groups(verdicts),
        ),
        conventions=_table(("convention", "takes out", "reason"), _rows_of_conventions(verdicts)),
    )


def _name_commit() -> str:
    """The commit that was measured, and whether the program was changed since."""
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*git, "status", "--porcelain", "pipeline"], capture_output=True, text=True, check=False)
    return f"`{commit.stdout.strip() or 'unknown'}`{', with changes,' if changed.stdout.strip() else ''}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; columns of numbers stand to the right."""
    body = [[str(cell) for cell in row] for row in rows]
    marks = ["--:" if all(_NUMBER_RE.fullmatch(row[i]) for row in body) else "---" for i in range(len(head))]
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, marks, *body])


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"


def _write_round(one: Round) -> str:
    """A round: its documents, its shares, and what was wrong by class."""
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
    """Writes the page and prints the shares; with ``--misses`` also what of the suites is missed."""
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
