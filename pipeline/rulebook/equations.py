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
    """A signed code of a form; ``before`` where it is of the report of the year before.

    ``until`` is the last code of a sum over the rows from ``code`` to it.
    """

    code: str
    until: str | None = None
    negative: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sums that must be equal, or the first no more than the second."""

    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]

    @property
    def codes(self) -> Iterator[str]:
        """Every code that it names."""
        for term in (*self.left, *self.right):
            yield from filter(None, [term.code, term.until])


@cache
def read_equation(text: str) -> Equation:
    """The equation that a rule states.

    >>> equation = read_equation("handled = sum(granted..other)")
    >>> equation.relation, equation.right
    ('=', (Term(code='granted', until='other', negative=False, before=False),))
    >>> [term.before for term in read_equation("in_force = last.in_force + issued - repealed").right]
    [True, False, False]

    Raises:
        ValueError: if it is none; the message shows where it ends to be one.
    """
    relation: Relation = "<=" if "<=" in text else "="
    sides = text.split(relation)
    if len(sides) != 2:
        raise ValueError(f"{text!r} does not have two sides")
    return Equation(_read_sum(sides[0]), relation, _read_sum(sides[1]))


def _read_sum(text: str) -> tuple[Term, ...]:
    terms: list[Term] = []
    place = 0
    while place < len(text):
        match = _TERM_RE.match(text, place)
        if match is None or (bool(terms) and match["sign"] is None):
            raise ValueError(f"no term at {text[place:]!r}")
        terms.append(
            Term(
                match["first"] or match["code"],
                until=match["last"],
                negative=match["sign"] == "-",
                before=bool(match["before"]),
            )
        )
        place = match.end()
    if not terms:
        raise ValueError("a side is empty")
    return tuple(terms)


def spread_terms(terms: Sequence[Term], order: Sequence[str]) -> tuple[Term, ...]:
    """The terms with every sum over rows spread out, in the ``order`` of the form.

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
