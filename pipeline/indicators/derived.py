"""Computes numbers that a form leaves blank but that its sums determine: separate witnesses, never printed cells.

A blank is no zero; but if the total and all other parts are printed, one number is left for it, and if the total is 0,
each part is 0. A table that contradicts itself, or that is printed twice with different numbers, determines nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.indicators.ranking import is_unproved
from pipeline.model import Cell, Indicator, Witness
from pipeline.rulebook import FORMS, Identity, audit_rules, form_rules, indicator_rules, spread_terms, term_codes
from pipeline.values import cells_by_coordinate, contradict

# Row and column of a table, and the sign that its number has in a sum that is zero.
Coordinate = tuple[str, str]
Equation = Mapping[Coordinate, int]


def find_derived(cells: Sequence[Cell], trusted: frozenset[int]) -> Iterator[Indicator]:
    """The indicators that follow from the sums of the forms although a cell of theirs prints no number.

    ``cells`` are those of the report's own year, ``trusted`` the ids of those that audits confirmed.
    """
    placed = cells_by_coordinate(cells)
    if not placed:
        return
    for form in FORMS:
        printed: dict[Coordinate, Decimal | None] = {}
        derived: dict[Coordinate, Decimal] = {}
        for table in sorted({cell.table for at in placed.values() for cell in at if cell.form == form and cell.table}):
            own = {(row, column): at for (of, row, column), at in placed.items() if of == form and at[0].table == table}
            if any(map(contradict, own.values())):
                continue
            numbers = {coordinate: _number(at, trusted) for coordinate, at in own.items()}
            found = solve(numbers, _equations(form, table, numbers))
            printed |= numbers
            derived |= {coordinate: value for coordinate, value in found.items() if not _is_printed(own[coordinate])}
        for rule in indicator_rules().indicators if derived else ():
            coordinates = rule.source(form).cells
            values = [
                derived[coordinate] if coordinate in derived else printed.get(coordinate) for coordinate in coordinates
            ]
            known = [value for value in values if value is not None]
            if coordinates and len(known) == len(coordinates) and not derived.keys().isdisjoint(coordinates):
                total = sum(known, Decimal(0))
                yield Indicator(rule.code, Witness.DERIVED, 0, total, total, total, rule.unit)


def _is_printed(at: Sequence[Cell]) -> bool:
    return any(cell.value is not None for cell in at)


def _number(at: Sequence[Cell], trusted: frozenset[int]) -> Decimal | None:
    return next((cell.value for cell in at if cell.value is not None and not is_unproved(cell, trusted)), None)


def _equations(form: str, table: str, printed: Mapping[Coordinate, Decimal | None]) -> tuple[Equation, ...]:
    """The sums of a printed table, each as the signs of the coordinates that add up to zero."""
    rows, columns = ({coordinate[side]: None for coordinate in printed} for side in (0, 1))
    return tuple(
        equation
        for rule in audit_rules().identities
        if form in rule.forms and rule.table == table and rule.read().relation == "="
        for line in (rows if rule.each == "row" else columns)
        if (equation := _equation(rule, form, line, printed))
    )


def _equation(rule: Identity, form: str, line: str, printed: Mapping[Coordinate, Decimal | None]) -> Equation:
    """A sum on one line; null if the table must have a coordinate that is not printed."""
    read, order = rule.read(), term_codes(form, rule.table, rule.each)
    signs: dict[Coordinate, int] = {}
    for side, terms in ((1, read.left), (-1, read.right)):
        for term in spread_terms(terms, order):
            coordinate = (line, term.code) if rule.each == "row" else (term.code, line)
            if coordinate in printed:
                signs[coordinate] = -side if term.negative else side
            elif term.code not in rule.lacks and _has_coordinate(form, rule.table, coordinate):
                return {}
    return signs


def _has_coordinate(form: str, number: str, coordinate: Coordinate) -> bool:
    """Whether a form has a coordinate: the rows of table 2 have columns of their own."""
    tables = (table for table in form_rules().tables if form in table.forms and table.table == number)
    return any(coordinate[1] in table.columns_of(coordinate[0]) for table in tables)


def solve(printed: Mapping[Coordinate, Decimal | None], equations: Sequence[Equation]) -> dict[Coordinate, Decimal]:
    """The numbers that the equations determine for coordinates without one; none if they contradict.

    >>> total = {("received", "total"): 1, ("received", "business"): -1, ("received", "research"): -1}
    >>> numbers = {("received", "total"): Decimal(5), ("received", "business"): Decimal(5)}
    >>> solve({**numbers, ("received", "research"): None}, [total])
    {('received', 'research'): Decimal('0')}
    >>> solve({**dict.fromkeys(numbers, Decimal(5)), ("received", "business"): Decimal(9)}, [total])
    {}
    """
    known = {coordinate: value for coordinate, value in printed.items() if value is not None}
    found: dict[Coordinate, Decimal] = {}
    while True:
        new: dict[Coordinate, Decimal] = {}
        for equation in equations:
            left = {coordinate: sign for coordinate, sign in equation.items() if coordinate not in known}
            rest = -sum(
                (known[coordinate] * sign for coordinate, sign in equation.items() if coordinate in known), Decimal(0)
            )
            values = _settle(left, rest)
            if values is None:
                return {}
            new |= values
        if not new:
            return found
        found |= new
        known |= new


def _settle(left: Equation, rest: Decimal) -> dict[Coordinate, Decimal] | None:
    """The numbers that the rest of an equation determines; null if no counts satisfy it.

    >>> _settle({("a", "x"): 1, ("b", "x"): 1}, Decimal(0)), _settle({("a", "x"): -1}, Decimal(-3))
    ({('a', 'x'): Decimal('0'), ('b', 'x'): Decimal('0')}, {('a', 'x'): Decimal('3')})
    >>> (
    ...     _settle({("a", "x"): 1, ("b", "x"): 1}, Decimal(2)),
    ...     _settle({("a", "x"): 1}, Decimal(-2)),
    ...     _settle({}, Decimal(1)),
    ... )
    ({}, None, None)
    """
    signs = set(left.values())
    if not signs:
        return {} if rest == 0 else None
    if len(signs) > 1:
        return {}
    value = rest * next(iter(signs))
    if value < 0 or value % 1:
        return None
    if value and len(left) > 1:
        return {}
    return dict.fromkeys(left, value + 0)
