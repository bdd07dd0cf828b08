"""Reads the equations of ``rules/audits.toml``: sums of terms, joined by ``=`` or ``<=``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

Relation = Literal["=", "<="]

_TERM_RE = regex.compile(
    r"""
    \ * (?P<sign> [+-] )? \ *
    (?: sum\( (?P<first> \w+ ) \.\. (?P<last> \w+ ) \)   # sum(granted..other)
      | (?P<before> last\. )? (?P<code> [a-z]\w* ) )     # last.carried_out
    \ *
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A signed code of a form; ``before`` means that it is taken from the report of the year before.

    With ``until``, the term is a sum over the rows from ``code`` to that one.
    """

    code: str
    until: str | None = None
    negative: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sums that must be equal, or of which the first must not exceed the second."""

    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]

    @property
    def codes(self) -> Iterator[str]:
        """Every code in it."""
        for term in (*self.left, *self.right):
            yield from filter(None, [term.code, term.until])


@cache
def read_equation(text: str) -> Equation:
    """Parses the equation of a rule.

    >>> equation = read_equation("handled = sum(granted..other)")
    >>> equation.relation, equation.right
    ('=', (Term(code='granted', until='other', negative=False, before=False),))
    >>> [term.before for term in read_equation("in_force = last.in_force + issued - repealed").right]
    [True, False, False]

    Raises:
        ValueError: if it is malformed; the message shows where.
    """
    relation: Relation = "<=" if "<=" in text else "="
    sides = text.split(relation)
    if len(sides) != 2:
        raise ValueError(f"{text!r} does not have two sides")
    return Equation(_read_sum(sides[0]), relation, _read_sum(sides[1]))


def _read_sum(text: str) -> tuple[Term, ...]:
    terms: list[Term] = []
    offset = 0
    while offset < len(text):
        match = _TERM_RE.match(text, offset)
        if match is None or (bool(terms) and match["sign"] is None):
            raise ValueError(f"no term at {text[offset:]!r}")
        terms.append(
            Term(
                match["first"] or match["code"],
                until=match["last"],
                negative=match["sign"] == "-",
                before=bool(match["before"]),
            )
        )
        offset = match.end()
    if not terms:
        raise ValueError("a side is empty")
    return tuple(terms)


def spread_terms(terms: Sequence[Term], order: Sequence[str]) -> tuple[Term, ...]:
    """Expands every sum over rows into its terms, in the ``order`` of the form.

    >>> spread_terms(read_equation("c = sum(a..b)").right, ("a", "x", "b", "c"))[1].code
    'x'
    """
    spread: list[Term] = []
    for term in terms:
        if term.until is None:
            spread.append(term)
        else:
            codes = order[order.index(term.code) : order.index(term.until) + 1]
            spread += [Term(code, negative=term.negative, before=term.before) for code in codes]
    return tuple(spread)
