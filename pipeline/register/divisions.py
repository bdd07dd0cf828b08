"""The divisions of China by year, with those around them; loaded on first use, in some milliseconds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.register.rules import division_rules, register_rules

# A stem needs so many characters to stand for a name: 益阳 in 益阳高新区.
SHORTEST_STEM = 2
COUNTY = 3


def _without_kind(name: str) -> str:
    """The name of a division without the word for its kind."""
    kind = next((kind for kind in register_rules().division_kinds if name.endswith(kind)), "")
    return name.removesuffix(kind)


class Division(NamedTuple):
    """A division with one name and code; ``first`` and ``last`` are the full years in which it had both.

    ``unit`` identifies it through all its names: the first code that it had since 2007.
    """

    unit: str
    code: str
    first: int
    last: int
    name: str
    stem: str

    @property
    def rank(self) -> int:
        """1 for a province, 2 for a prefecture, 3 for a county."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3

    def in_force(self, year: int) -> bool:
        """Whether it exists at the end of a year; divisions of the table's last year are taken to continue."""
        return self.first <= year and (year <= self.last or self.last == last_year())


class Table(NamedTuple):
    """The divisions, by name, by unit, and by stem."""

    by_name: dict[str, tuple[Division, ...]]
    by_unit: dict[str, tuple[Division, ...]]
    by_stem: dict[str, tuple[Division, ...]]
    longest: int


@cache
def last_year() -> int:
    """The last year of the table."""
    return division_rules().last_year


@cache
def load_divisions() -> Table:
    """The table of ``rules/divisions.toml``."""
    by_name: defaultdict[str, list[Division]] = defaultdict(list)
    by_unit: defaultdict[str, list[Division]] = defaultdict(list)
    by_stem: defaultdict[str, list[Division]] = defaultdict(list)
    for line in division_rules().divisions.split("\n"):
        if not line:
            continue
        unit, code, first, last, name, *known = line.split(" ")
        stem = known[0] if known else _without_kind(name)
        division = Division(unit, code, int(first), int(last), name, stem)
        by_unit[unit].append(division)
        by_name[name].append(division)
        if known and not name.endswith("区"):
            by_name[stem + name[-1]].append(division)
            by_name[f"{stem}自治{name[-1]}"].append(division)
        if len(stem) >= SHORTEST_STEM:
            by_stem[stem].append(division)
    for short in register_rules().short_divisions:
        unit = next(unit for unit, some in by_unit.items() if any(division.code == short.code for division in some))
        for name in short.names:
            by_name[name] += by_unit[unit]
    frozen = [{key: tuple(found) for key, found in index.items()} for index in (by_name, by_unit, by_stem)]
    return Table(frozen[0], frozen[1], frozen[2], max(map(len, by_name)))


def named_at(words: str, start: int) -> Iterator[tuple[int, tuple[Division, ...]]]:
    """The divisions whose names begin at an offset, the longest name first: its end, and the divisions.

    >>> [(end, {division.code for division in found}) for end, found in named_at("恩施市恩施镇", 0)]
    [(3, {'422801'})]
    """
    table = load_divisions()
    with_city = register_rules().words_with_city.compile()
    for end in range(min(len(words), start + table.longest), start + 1, -1):
        if with_city.match(words, end - 1):
            continue  # 吉林 | 市场监督管理局
        found = table.by_name.get(words[start:end])
        if found:
            yield end, found


def lies_within(inner: Division, outer: Division) -> bool:
    """Whether a division is within another, by the codes that both had at the same time."""
    if inner.rank <= outer.rank:
        return False
    digits = 2 if outer.rank == 1 else 4
    return inner.code[:digits] == outer.code[:digits]


def at_year(unit: str, year: int | None) -> Division | None:
    """A division as it is at the end of a year; without a year, only if it always had one name and code.

    >>> at_year("120223", 2014).name, at_year("120223", 2015).code, at_year("120223", None)
    ('静海县', '120118', None)
    """
    known = load_divisions().by_unit.get(unit, ())
    if year is None:
        return known[0] if len(known) == 1 else None
    return next((division for division in known if division.in_force(year)), None)


def nearest(unit: str, year: int | None) -> Division:
    """A division in the nearest year; without a year, as it is now."""
    known = load_divisions().by_unit[unit]
    wanted = last_year() if year is None else year
    return at_year(unit, wanted) or min(
        known, key=lambda division: min(abs(division.first - wanted), abs(division.last - wanted))
    )


def outer_of(division: Division) -> tuple[Division | None, Division | None]:
    """The province and the prefecture of a division, in the years of its name and code."""
    return (
        _with_code(division.code[:2] + "0000", division),
        _with_code(division.code[:4] + "00", division) if division.rank > 1 else None,
    )


def _with_code(code: str, beside: Division) -> Division | None:
    same = _by_code().get(code, ())
    return next(
        (division for division in same if division.first <= beside.last and beside.first <= division.last), None
    )


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    found: defaultdict[str, list[Division]] = defaultdict(list)
    for divisions in load_divisions().by_unit.values():
        for division in divisions:
            found[division.code].append(division)
    return {code: tuple(sorted(some, key=lambda division: -division.last)) for code, some in found.items()}


def all_with_code(code: str) -> tuple[Division, ...]:
    """The divisions that ever had a code, the latest first."""
    return _by_code().get(code, ())


def with_code(code: str) -> Division:
    """The division that has a code, or had it last.

    Raises:
        KeyError: if no division ever had it.
    """
    return _by_code()[code][0]


def units_of(divisions: Sequence[Division]) -> tuple[str, ...]:
    """The units of divisions, each once, in their order."""
    return tuple(dict.fromkeys(division.unit for division in divisions))


def full_name(division: Division) -> str:
    """The name of a division after those around it.

    >>> full_name(with_code("410204"))
    '河南省开封市鼓楼区'
    """
    outer = [around.name for around in outer_of(division) if around and around.rank < division.rank]
    return "".join((*outer, division.name))
