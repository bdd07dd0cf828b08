"""Each rule of roles holds on its own yes and not on its own no."""

import pytest

from pipeline.figures.quantities import find_quantities
from pipeline.figures.quantity import Quantity
from pipeline.figures.roles import RoleRule, role_rules


def marked(example: str) -> tuple[str, Quantity]:
    """The example without its marks, and the number that the marks hold."""
    start, text = example.index("【"), example.replace("【", "").replace("】", "")
    end = example.index("】") - 1
    found = [q for q in find_quantities(text, 0, len(text)) if q.start < end and start < q.end]
    assert found, f"no number at the mark of {example}"
    return text, found[0]


def holds(rule: RoleRule, example: str) -> bool:
    text, quantity = marked(example)
    return rule.find(text, 0, quantity) is not None


@pytest.mark.parametrize("rule", role_rules(), ids=lambda r: f"{r.name}-{r.role}")
def test_a_rule_holds_on_its_yes_and_not_on_its_no(rule: RoleRule) -> None:
    assert [e for e in rule.yes if not holds(rule, e)] == []
    assert [e for e in rule.no if holds(rule, e)] == []
